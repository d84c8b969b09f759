"""Finds dates in text, as people and programs write them, and gives them as ``2017-07-29``."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate

#: Months by their names and short forms.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-./_年]\s?(?P<m>\d{1,2})\s?[-./_月]\s?"
               r"(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(rf"\b(?P<n>{_MONTH})\.?\s{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}"
               r"(?P<y>(?:19|20)\d\d)(?!\d)", re.I),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s]{{1,3}}(?P<n>{_MONTH})\.?,?[-\s]{{1,3}}"
               r"(?P<y>(?:19|20)\d\d)(?!\d)", re.I),
)  # fmt: skip
_SLASH_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")
_ISO_DAY = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")
# What WordPress writes for a date that was never set.
_UNSET_DATE = re.compile(r"\s-\d{4}\s")


def find_date(text: str) -> str:
    """The first date in ``text``, in the calendar of whoever wrote it; empty if there is none.

    A time of day and its zone are not looked at. ``7/29/2017`` is read where only one order of
    month and day is possible.
    """
    matches = [
        match
        for pattern in _DATE_FORMS
        for match in [pattern.search(text[:500])]
        if match is not None
    ]
    for match in sorted(matches, key=lambda match: match.start()):
        parts = match.groupdict()
        month = MONTHS[parts["n"].lower()] if parts.get("n") else int(parts["m"])
        iso = _iso_date(int(parts["y"]), month, int(parts["d"]))
        if iso:
            return iso
    slashes = _SLASH_DATE.search(text[:500])
    if slashes is not None:
        first, second, year = (int(group) for group in slashes.groups())
        if first > 12 or first == second:
            return _iso_date(year, second, first)
        if second > 12:
            return _iso_date(year, first, second)
    return ""


def parse_mail_date(text: str) -> str:
    """The day of a date as mails and RSS write it (“Sat, 29 Jul 2017 …”); empty for none."""
    text = text.strip()[:200]
    if not text or _UNSET_DATE.search(text):
        return ""
    try:
        parsed = parsedate(text) or parsedate(f"{text} 00:00:00")
        return date(*parsed[:3]).isoformat() if parsed is not None and parsed[0] > 1900 else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def parse_any_date(text: str) -> str:
    """The day of a date in ISO 8601 or as RSS writes it; empty for none."""
    match = _ISO_DAY.match(text.strip())
    if match is not None:
        return _iso_date(int(match[1]), int(match[2]), int(match[3]))
    return parse_mail_date(text)


def _iso_date(year: int, month: int, day: int) -> str:
    """The date as ``2017-07-29``, empty if there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
