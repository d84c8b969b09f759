"""Going to an address: the navigator, the history, the read state, reading the catalogue.

The only way to a page; knows nothing of panels and menus.
"""
