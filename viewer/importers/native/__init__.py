"""Reads the program's own forms, a ``.dvpack`` or a publication folder, into drafts unchanged.

Knows nothing of Qt or the catalogue.
"""
