"""Dosudo Viewer: a desktop viewer for newsletter archives."""

__version__ = "0.1.0"
