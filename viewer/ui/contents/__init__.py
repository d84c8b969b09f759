"""The contents panel: the tree of publications, issues and articles, with its filter.

Emits the address of a row; knows nothing of the article pane.
"""
