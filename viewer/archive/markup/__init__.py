"""Article text as a tree: clean HTML into the tree, and the tree back into Markdown.

Knows one article's blocks at a time; nothing of issues, files on disk or the catalogue.
"""
