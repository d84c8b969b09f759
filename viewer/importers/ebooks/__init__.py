"""Reads EPUB and ZIM files into drafts.

Knows nothing of Qt, the catalogue or the library.
"""
