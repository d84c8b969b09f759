"""Colours, fonts, icons and typesetting as the reader likes them.

Knows no widget of ours.
"""
