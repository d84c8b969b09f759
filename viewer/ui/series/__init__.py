"""A series in the window: its cover, its list of chapters, and how far the reader is.

Emits the address of a chapter; knows nothing of the window.
"""
