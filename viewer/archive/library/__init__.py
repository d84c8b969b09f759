"""The library of one reader: its folders, safe changes to them with undo, and her own data.

Knows nothing of foreign formats: it takes issues that are finished Markdown.
"""
