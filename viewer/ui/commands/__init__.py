"""What the menus, shortcuts and the palette do, a controller for each group of commands.

Beside ``ui/application`` the only package that may know the main window.
"""
