"""Reads ``.eml`` files, mbox files and folders of mail into drafts.

Knows nothing of Qt, the catalogue or the library.
"""
