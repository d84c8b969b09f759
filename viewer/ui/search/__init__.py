"""Searching in the window: results, filters, completion, find in page, and the search thread.

Asks the search engine for hits and sends the reader to their addresses; knows nothing of menus.
"""
