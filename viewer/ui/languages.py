"""Which of its languages the window speaks."""

from __future__ import annotations

import os
import sys

LANGUAGES = ("en", "zh_TW")


def spoken(wanted: str = "") -> str:
    """The language of ``LANGUAGES`` nearest to the locale ``wanted``; empty means the system's."""
    name = (wanted or _of_the_system()).replace("-", "_")
    return "zh_TW" if name.split("_")[0].split(".")[0].lower() == "zh" else "en"


def _of_the_system() -> str:
    if sys.platform == "linux":
        # As POSIX ranks them. QLocale says the same, but makes 800 values to name languages first.
        named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        return next(filter(None, named), "C")
    from PySide6.QtCore import QLocale

    return QLocale.system().name()
