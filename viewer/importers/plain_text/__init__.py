"""Reads newsletters in plain text, as copied from a browser or sent by mail, into drafts.

Knows nothing of Qt, the catalogue or the library.
"""
