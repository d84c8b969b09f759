"""Reads the program's own formats, a ``.dvpack`` or a publication folder, into drafts unchanged.

Knows nothing of Qt or the catalogue.
"""
