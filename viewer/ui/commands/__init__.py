"""The commands of the menus, shortcuts and palette, a controller for each group of them.

A controller is given what it uses of the window; none knows the window itself.
"""
