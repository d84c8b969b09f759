"""Reads Markdown newsletters, alone, in folders or as a site's sources, into drafts.

Knows nothing of Qt, the catalogue or the library.
"""
