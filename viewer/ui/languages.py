"""Which of its languages the window speaks."""

from __future__ import annotations

from PySide6.QtCore import QLocale

LANGUAGES = ("en", "zh_TW")


def spoken(wanted: str = "") -> str:
    """The language of ``LANGUAGES`` nearest to the locale ``wanted``; empty means the system's."""
    name = (wanted or next(iter(QLocale.system().uiLanguages()), "en")).replace("-", "_")
    return "zh_TW" if name.split("_")[0].split(".")[0].lower() == "zh" else "en"
