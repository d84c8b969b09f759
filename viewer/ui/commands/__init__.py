"""What the menus, shortcuts and the palette do, a controller for each group of commands.

A controller is given what it uses of the window; none knows the window itself.
"""
