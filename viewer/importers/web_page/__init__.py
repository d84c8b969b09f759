"""Reads web pages saved from a browser into drafts: the article, its metadata, its comments.

Knows nothing of Qt, the catalogue or the library, and never opens a connection.
"""
