"""Dialogs and the command palette: preferences, about, shortcuts, notes on an issue.

They show and ask; what follows is done by whoever opened them.
"""
