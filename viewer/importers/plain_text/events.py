"""Parses announcements of events in plain text: title, time and time zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from viewer.archive.model.issue import Event
from viewer.importers.metadata.dates import MONTHS, find_date

EVENT_LABEL = re.compile(
    r"(?:upcoming|next|coming|future)?\s*(?:events?|meet-?ups?|meetings?|talks?|gatherings?)\s*:"
    r"|(?:近期|最新|下次|下期|下一次|下一場|即將舉行的)?(?:活動|聚會|讀書會|講座|近期活動)(?:預告|時間|通知)?\s*:",
    re.IGNORECASE,
)
_ZONE_OFFSETS = {
    "UTC": (0, "UTC"), "GMT": (0, "UTC"), "PDT": (-7, "America/Los_Angeles"),
    "PST": (-8, "America/Los_Angeles"), "MDT": (-6, "America/Denver"),
    "MST": (-7, "America/Denver"), "CDT": (-5, "America/Chicago"), "EDT": (-4, "America/New_York"),
    "EST": (-5, "America/New_York"), "BST": (1, "Europe/London"), "CEST": (2, "Europe/Berlin"),
    "CET": (1, "Europe/Berlin"), "JST": (9, "Asia/Tokyo"), "KST": (9, "Asia/Seoul"),
    "HKT": (8, "Asia/Hong_Kong"), "SGT": (8, "Asia/Singapore"), "IST": (5.5, "Asia/Kolkata"),
    "AEST": (10, "Australia/Sydney"), "AEDT": (11, "Australia/Sydney"),
}  # fmt: skip
#: Zones whose offset depends on the date: hours ahead of UTC in winter, and the zone's name.
_DST_ZONES = {
    "PT": (-8, "America/Los_Angeles"), "MT": (-7, "America/Denver"), "CT": (-6, "America/Chicago"),
    "ET": (-5, "America/New_York"),
}  # fmt: skip
_ZONES_BY_PLACE = (
    (re.compile(r"台灣|臺灣|台北|臺北|taiwan|taipei", re.IGNORECASE), "Asia/Taipei", 8.0),
    (
        re.compile(r"北京|上海|中国|中國|beijing|shanghai|china", re.IGNORECASE),
        "Asia/Shanghai",
        8.0,
    ),
    (re.compile(r"香港|hong\s?kong", re.IGNORECASE), "Asia/Hong_Kong", 8.0),
    (re.compile(r"日本|東京|tokyo|japan", re.IGNORECASE), "Asia/Tokyo", 9.0),
)
_ZONE = re.compile(
    rf"\b({'|'.join([*_ZONE_OFFSETS, *_DST_ZONES])})\b(?:\s?([+-]\d{{1,2}})(?::?(\d\d))?)?"
)
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_PATTERNS = (
    re.compile(r"(?<![\d:.])(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日號号]?"),
    re.compile(
        rf"\b(?P<n>{_MONTH_NAMES})\.?\s{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])", re.I
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?P<n>{_MONTH_NAMES})\b\.?", re.I
    ),
    re.compile(r"(?<![\d/.:#])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])"),
)
_FULL_DATE = re.compile(
    r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?"
    rf"|\b(?:{_MONTH_NAMES})\.?\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}(?:19|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,3}}(?:{_MONTH_NAMES})\.?,?\s{{1,3}}(?:19|20)\d\d",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?P<zh>上午|早上|清晨|中午|下午|傍晚|晚上|晚間)\s?)?(?<![\d/.#-])(?P<h>\d{1,2})"
    r"(?:\s?[:點点時时]\s?(?P<min>[0-5]\d|半)?分?)?(?:\s?[-–~至到]\s?\d{1,2}(?::[0-5]\d)?)?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_EDGE_PUNCTUATION = re.compile(r"^[\s,，、;；:：\-–—|·(（]+|[\s,，、;；:：\-–—|·(（@]+$")
_WEEKDAY = re.compile(
    r"[(（]?\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?[)）]?"
    r"|[(（]?(?:星期|週|周|禮拜)[一二三四五六日天][)）]?|[(（][一二三四五六日][)）]",
    re.IGNORECASE,
)
_TRAILING_PREPOSITION = re.compile(r"\b(?:on|at|from)\s*\Z", re.IGNORECASE)


def parse_event(text: str, issue_date: str) -> Event | None:
    """The event that ``text`` announces; None if title, day, hour or time zone is missing.

    ``issue_date`` (ISO, or empty) is the issue's date; its year is meant where none is written.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).split())[:400]
    day, start, end = _find_day(text, issue_date)
    if day is None:
        return None
    without_day = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    time = _find_time(without_day)
    if time is None:
        return None
    hour, minute, time_start, time_end = time
    zone = _find_zone(text, day)
    if zone is None:
        return None
    hours, zone_name = zone
    title = _clean_title(text[: min(start, time_start)]) or _clean_title(
        _ZONE.sub(" ", text[max(end, time_end) :])
    )
    if not title:
        return None
    starts_at = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=hours)))
    try:
        starts_at += timedelta(hours=hour, minutes=minute)
    except OverflowError:
        return None
    return Event(" ".join(title.split())[:500], starts_at.isoformat(), zone_name)


def parse_events(lines: Sequence[str], issue_date: str) -> list[Event]:
    """The events in the lines under a label: one on each line, or one on all of them together."""
    one_a_line = [
        event for line in lines for event in [parse_event(line, issue_date)] if event is not None
    ]
    if one_a_line:
        return one_a_line
    joined = parse_event(" ".join(lines), issue_date)
    return [joined] if joined is not None else []


def _clean_title(text: str) -> str:
    words = _TRAILING_PREPOSITION.sub("", _EDGE_PUNCTUATION.sub("", _WEEKDAY.sub(" ", text)))
    return _EDGE_PUNCTUATION.sub("", re.sub(r"^\s*time\b", "", words, flags=re.IGNORECASE))


def _find_day(text: str, issue_date: str) -> tuple[date | None, int, int]:
    """The first day named in ``text``, and where it starts and ends there."""
    match = _FULL_DATE.search(text)
    if match is not None:
        iso_date = find_date(match[0])
        return (date.fromisoformat(iso_date) if iso_date else None), match.start(), match.end()
    if not issue_date:
        return None, 0, 0
    published = date.fromisoformat(issue_date)
    for pattern in _DAY_PATTERNS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = MONTHS[parts["n"].lower()] if parts.get("n") else int(parts["m"])
            try:
                day = date(published.year, month, int(parts["d"]))
                # What is announced in December for January is next year's.
                if (published - day).days > 180:
                    day = day.replace(year=published.year + 1)
            except ValueError:
                continue
            return day, match.start(), match.end()
    return None, 0, 0


def _find_time(text: str) -> tuple[int, int, int, int] | None:
    """Hour (24 at the day's end), minute, and start and end of the time in ``text``."""
    for match in _TIME.finditer(text):
        signs = match["zh"], match["half"], match["min"]
        has_colon = re.search(r"[:點点時时]", match[0]) is not None
        if not any(signs) and not has_colon:
            continue
        hour = int(match["h"])
        minute = 30 if match["min"] == "半" else int(match["min"] or 0)
        half = (match["half"] or "").lower()[:1]
        is_afternoon = half == "p" or match["zh"] in ("下午", "傍晚", "晚上", "晚間")
        if (is_afternoon and hour < 12) or (match["zh"] == "中午" and hour < 6):
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        is_midnight = match["zh"] in ("晚上", "晚間") and hour == 12
        if is_midnight:
            hour = 24
        if hour < 24 or is_midnight:
            return hour, minute, match.start(), match.end()
    return None


def _find_zone(text: str, day: date) -> tuple[float, str] | None:
    """Hours ahead of UTC and the zone's name."""
    match = _ZONE.search(text)
    if match is not None:
        name = match[1]
        if match[2] and name in ("UTC", "GMT"):
            hours = int(match[2]) + (int(match[3] or 0) / 60) * (-1 if match[2][0] == "-" else 1)
            return (hours, "") if abs(hours) <= 14 else None
        if name in _DST_ZONES:
            hours, zone_name = _DST_ZONES[name]
            return hours + _is_us_summer_time(day), zone_name
        return _ZONE_OFFSETS[name]
    return next(
        ((hours, zone) for pattern, zone, hours in _ZONES_BY_PLACE if pattern.search(text)), None
    )


def _is_us_summer_time(day: date) -> bool:
    """Whether the United States have summer time: March's second to November's first Sunday."""
    first_of_march, first_of_november = date(day.year, 3, 1), date(day.year, 11, 1)
    begins = first_of_march + timedelta(days=(6 - first_of_march.weekday()) % 7 + 7)
    ends = first_of_november + timedelta(days=(6 - first_of_november.weekday()) % 7)
    return begins <= day < ends
