"""The article pane: the page on the screen, its scrolling, selection, matches and slideshows.

Is given a page to show; knows nothing of navigation, search or the window.
"""
