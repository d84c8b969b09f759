"""The languages of the window: choosing one, dates and numbers, and translated messages.

Knows no widget.
"""
