"""Builds the QTextDocument of a page from an article's tree: text, figures, typography.

Knows nothing of the widget that shows it, so that printing can use it too.
"""
