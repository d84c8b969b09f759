"""Opening what stands on the web, in the reader's own browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_LOADER = "LD_LIBRARY_PATH"
_BEFORE = f"{_LOADER}_ORIG"


def open_url(url: str) -> bool:
    """Ask the system to open ``url``; whether it took it."""
    with surroundings():
        return QDesktopServices.openUrl(QUrl(url))


@contextmanager
def surroundings() -> Iterator[None]:
    """The environment as the reader has it, for programs that are started meanwhile.

    The loader of a bundle names its own libraries there first and keeps what it found under
    another name; a browser would load libraries that do not fit it.
    """
    ours = os.environ.get(_LOADER)
    own = hasattr(sys, "_MEIPASS")
    if own:
        os.environ.pop(_LOADER, None)
        if _BEFORE in os.environ:
            os.environ[_LOADER] = os.environ[_BEFORE]
    try:
        yield
    finally:
        if own and ours is not None:
            os.environ[_LOADER] = ours
