"""Pictures: the cache, the viewer over the window, the contact sheet and slideshows.

Knows nothing of how a page is laid out.
"""
