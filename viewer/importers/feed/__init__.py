"""Reads saved RSS, RDF, Atom and JSON feeds into drafts, an issue for each entry.

Knows nothing of Qt, the catalogue or the library, and never opens a connection.
"""
