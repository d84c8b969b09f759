"""Going to an address: the navigator, the history, read marks, and asking the catalogue.

The only way to a page; knows nothing of panels and menus.
"""
