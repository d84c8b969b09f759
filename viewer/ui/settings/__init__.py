"""The reader's settings: each with its default, and the look of window and page.

Knows no widget but the application; panes and commands are told by who owns them.
"""
