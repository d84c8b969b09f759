"""The window: everything that touches Qt.

A panel knows no other panel; it emits what the reader asked for and the window connects.
"""

import builtins

import PySide6.QtCore  # noqa: F401

# PySide6 replaces __import__ to look, in every module imported after it, for a switch of its API
# that is not used here (``from __feature__ import …``). The original is several times as fast.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
