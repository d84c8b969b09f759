"""Reads WordPress exports (WXR) into drafts, with blocks and shortcodes carried out.

Knows nothing of Qt, the catalogue or the library.
"""
