"""Formats dates and numbers in the language of the window.

The archive keeps dates in ISO 8601; so do addresses and files.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QDate, QLocale

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


def long_date(iso: str) -> str:
    """A date as in running text: 29 July 2017, 2017年7月29日.

    ``iso`` may also be a month or a year; anything else is returned unchanged.
    """
    return _format_date(iso, QCoreApplication.translate("Dates", "d MMMM yyyy"), "MMMM")


def short_date(iso: str) -> str:
    """A date as in a list: 29 Jul 2017, 2017年7月29日; see ``long_date``."""
    return _format_date(iso, QCoreApplication.translate("Dates", "d MMM yyyy"), "MMM")


def month_range(first: str, last: str) -> str:
    """The range from the month ``first`` to the month ``last``: Jul 2017 – Sep 2018."""
    first_text, last_text = short_date(first), short_date(last)
    return first_text if first == last else f"{first_text} – {last_text}"


def _format_date(iso: str, pattern: str, month: str) -> str:
    match = _ISO.match(iso)
    if match is None:
        return iso
    year, month_number, day = (int(part or 1) for part in match.groups())
    date = QDate(year, month_number, day)
    if not date.isValid():
        return iso
    if match[2] is None:
        pattern = QCoreApplication.translate("Dates", "yyyy")
    elif match[3] is None:
        is_long = month == "MMMM"
        pattern = (
            QCoreApplication.translate("Dates", "MMMM yyyy")
            if is_long
            else QCoreApplication.translate("Dates", "MMM yyyy")
        )
    return QLocale().toString(date, pattern)


def format_count(number: int) -> str:
    """A count with thousands separators: 12,345."""
    return QLocale().toString(number)


def format_percent(share: float) -> str:
    """A share (1.0 is all) as a percentage: 125 %."""
    return f"{format_count(round(share * 100))} %"


def format_decimal(number: float, digits: int) -> str:
    """A number with ``digits`` decimals."""
    return QLocale().toString(number, "f", digits)
