"""Dates and numbers of issues as people type them: 2017-07-29, July 29, 2017, 第 2 期, No. 2.

Each leads to the first page of the issues that have it, and to texts where it is printed, in
whatever form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from viewer.search.language.reserved_terms import issue_date_terms, issue_number_term

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {
    name: number
    for number, month in enumerate(_MONTHS, 1)
    for name in (month, month[:3], *(("sept",) if month == "september" else ()))
}
_HAN_DIGITS = {"〇": 0, "两": 2, "兩": 2} | {
    char: value for value, char in enumerate("零一二三四五六七八九")
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}

_NAMES = rf"(?P<name>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)"
#: What is written with Latin letters or digits alone stands apart from other words.
_START, _END = r"(?<![0-9a-z/._&-])", r"(?![0-9a-z/_-]|[.,]\d)"
_DATES = (
    rf"{_START}{_YEAR}(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign){_DAY}{_END}",
    rf"{_START}{_YEAR}(?P<month>\d\d){_DAY}{_END}",
    rf"{_START}{_YEAR}[-/](?P<month>\d{{1,2}}){_END}",
    rf"{_START}(?P<first>\d{{1,2}})(?P<sign>[-/.])\s?(?P<second>\d{{1,2}})(?P=sign)\s?{_YEAR}{_END}",
    rf"{_START}{_DAY}(?:st|nd|rd|th|\.)?(?:\s+of)?[\s-]+{_NAMES},?[\s-]+{_YEAR}{_END}",
    rf"{_START}{_NAMES}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_END}",
    rf"{_START}{_YEAR}[\s-]+{_NAMES}[\s-]+{_DAY}{_END}",
    rf"{_START}{_NAMES},?[\s-]+{_YEAR}{_END}",
    r"(?:(?<!\d)(?P<era>民[國国])\s?(?P<year>\d{2,3})|(?<!\d)(?P<ce>\d{4}))\s?[年년]"
    r"\s?(?P<month>\d{1,2})\s?[月월](?:\s?(?P<day>\d{1,2})\s?[日號号일])?",
)
_NUMBERS = (
    rf"{_START}(?P<word>issue|no|nr|number|vol|volume|edition|ausgabe|číslo|č|numéro|n[º°]|№)"
    rf"\.?(?:\s+(?:no|nr|number)\.?)?\s*#?\s?(?P<number>\d{{1,6}}){_END}",
    rf"{_START}#\s?(?P<number>\d{{1,6}}){_END}",
    r"第\s?(?P<number>\d{1,6}|[零〇一二三四五六七八九十百千两兩]{1,7})\s?[期號号輯辑卷호]",
    r"(?<![\d.,])(?P<number>\d{1,6})\s?期",
)
_PATTERNS = [(re.compile(pattern, re.I), False) for pattern in _DATES] + [
    (re.compile(pattern, re.I), True) for pattern in _NUMBERS
]


@dataclass(frozen=True, slots=True)
class IssueReference:
    """A date or number that was typed from ``start`` to ``end``, in code points.

    ``terms`` are those of the index (see ``reserved_terms``), ``spellings`` the chunks of each form
    it may be printed in. ``is_words``: what was typed may be ordinary words as well (``issue 2``).
    """

    start: int
    end: int
    terms: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]
    is_words: bool = False


def find_references(typed: str) -> list[IssueReference]:
    """The dates and numbers of issues in ``typed``, in order and without overlaps."""
    if not any(char.isdigit() or char == "第" for char in typed):
        return []
    text = "".join(map(_narrow, typed))
    found = sorted(
        (
            reference
            for pattern, is_number in _PATTERNS
            for match in pattern.finditer(text)
            if (reference := (_read_number if is_number else _read_date)(match)) is not None
        ),
        key=lambda reference: (reference.start, -reference.end),
    )
    references: list[IssueReference] = []
    for reference in found:
        if not references or reference.start >= references[-1].end:
            references.append(reference)
    return references


def _narrow(char: str) -> str:
    """A full-width digit or sign as an ordinary one; what would become two stays."""
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


def _read_number(match: re.Match[str]) -> IssueReference:
    typed = match["number"]
    number = int(typed) if typed.isdecimal() else _han_number(typed)
    digits = str(number)
    spellings = (("第", digits, "期"), ("issue", digits), ("no", digits))
    is_words = "word" in match.re.groupindex
    return IssueReference(*match.span(), (issue_number_term(number),), spellings, is_words)


def _han_number(typed: str) -> int:
    """The number that 二, 十二, 一百零三 or 二五七 is."""
    if not any(char in _HAN_UNITS for char in typed):
        return int("".join(str(_HAN_DIGITS[char]) for char in typed))
    number, digit = 0, 0
    for char in typed:
        if char in _HAN_UNITS:
            number += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        else:
            digit = _HAN_DIGITS[char]
    return number + digit


def _read_date(match: re.Match[str]) -> IssueReference | None:
    parts = match.groupdict()
    year = int(parts.get("year") or parts["ce"]) + (1911 if parts.get("era") else 0)
    if "first" in parts:  # day and month in either order
        first, second = int(parts["first"]), int(parts["second"])
        days = [(second, first), (first, second)]
    else:
        month = _MONTH_NUMBERS[parts["name"].lower()] if "name" in parts else int(parts["month"])
        days = [(month, int(parts["day"]) if parts.get("day") else 0)]
    days = list(dict.fromkeys((month, day) for month, day in days if _exists(year, month, day)))
    if not days:
        return None
    terms = tuple(
        issue_date_terms(f"{year}-{month:02d}" + (f"-{day:02d}" if day else ""))[0]
        for month, day in days
    )
    spellings = tuple(form for month, day in days for form in _date_spellings(year, month, day))
    return IssueReference(*match.span(), terms, tuple(dict.fromkeys(spellings)))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day or 1)
    except ValueError:
        return False
    return True


def _date_spellings(year: int, month: int, day: int) -> Iterator[tuple[str, ...]]:
    """The chunks of the forms that texts print a day or, where ``day`` is 0, a month in."""
    y, m, d = str(year), str(month), str(day)
    name = _MONTHS[month - 1]
    names = dict.fromkeys((name, name[:3]))
    if not day:
        yield y, f"{month:02d}"
        yield y, "年", m, "月"
        yield from ((n, y) for n in names)
        return
    for month_digits, day_digits in dict.fromkeys(((f"{month:02d}", f"{day:02d}"), (m, d))):
        yield y, month_digits, day_digits
        yield y, "年", month_digits, "月", day_digits, "日"
        yield day_digits, month_digits, y
        if day > 12:
            yield month_digits, day_digits, y
    for n in names:
        for day_words in (d, d + _ordinal_ending(day)):
            yield day_words, n, y
            yield n, day_words, y


def _ordinal_ending(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
