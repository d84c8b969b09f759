"""Showing it: everything that touches Qt."""

import PySide6.QtCore  # noqa: F401

from viewer.startup_tuning import restore_import

restore_import()
