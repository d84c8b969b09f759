"""Answers a query from the open index: matching, filters, ranking, snippets, spelling.

Reads the index and never writes it.
"""
