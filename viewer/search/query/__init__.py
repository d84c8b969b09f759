"""The query language: typed text to a tree, its terms, completions and hints.

Knows neither the index nor Whoosh, so the window may import it at the start.
"""
