"""The panel beside the page: the outline of the page and the chapters of its series.

Knows nothing of menus and of the main window.
"""
