"""The main window: its frame of panes, bars and menus, and the connections between them.

Holds the panels; what a command does is in ``ui/commands``.
"""
