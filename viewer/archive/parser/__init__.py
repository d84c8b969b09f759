"""Turns one ``issue.md`` into an ``Issue``: sections, articles, anchors, figures and plain text.

Parses once for everybody. Knows nothing of the catalogue's tables, the index or the window.
"""
