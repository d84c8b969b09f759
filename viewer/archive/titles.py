"""What the title of an issue says besides its number."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"第\s*(\d{1,6})\s*[期号號卷輯辑]|(?:#|\bNo\.?\s?|\bIssue\s|\bVol\.?\s?)(\d{1,6})\b", re.I
)
_WRITTEN_OUT = re.compile(r"第\s*[〇零一二三四五六七八九十百千兩两]{1,8}\s*[期号號卷輯辑]")
_LEADING = " \t:：·・|,，.。-–—)）]】》」』"


def title_number(title: str) -> int | None:
    """The number in a title such as “Newsletter #2” or 第 12 期."""
    match = _NUMBER.search(title)
    return int(match[1] or match[2]) if match is not None else None


def topic(title: str, number: int) -> str:
    """What ``title`` says of the issue itself: nothing where it is only a name and ``number``."""
    match = _NUMBER.search(title)
    if match is None:
        match = _WRITTEN_OUT.search(title)
    elif int(match[1] or match[2]) != number:
        return title
    if match is None:
        return title
    return title[match.end() :].lstrip(_LEADING)
