"""Opens web links in the reader's own browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_LIBRARY_PATH = "LD_LIBRARY_PATH"
_ORIGINAL_LIBRARY_PATH = f"{_LIBRARY_PATH}_ORIG"


def open_url(url: str) -> bool:
    """Ask the system to open ``url``; False if it did not."""
    with user_environment():
        return QDesktopServices.openUrl(QUrl(url))


@contextmanager
def user_environment() -> Iterator[None]:
    """Restore the reader's own environment, for programs that are started meanwhile.

    The loader of a bundle puts its own libraries first in LD_LIBRARY_PATH and saves the old value
    under another name; a browser would load libraries that do not fit it.
    """
    ours = os.environ.get(_LIBRARY_PATH)
    is_bundle = hasattr(sys, "_MEIPASS")
    if is_bundle:
        os.environ.pop(_LIBRARY_PATH, None)
        if _ORIGINAL_LIBRARY_PATH in os.environ:
            os.environ[_LIBRARY_PATH] = os.environ[_ORIGINAL_LIBRARY_PATH]
    try:
        yield
    finally:
        if is_bundle and ours is not None:
            os.environ[_LIBRARY_PATH] = ours
