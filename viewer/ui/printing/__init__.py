"""Prints and exports pages as PDF: pagination, print layout, bookmarks and links.

Knows nothing of the window; it gets a page and a target.
"""
