"""Showing it: everything that touches Qt."""

import PySide6.QtCore  # noqa: F401

from viewer.interpreter import restore_import

restore_import()
