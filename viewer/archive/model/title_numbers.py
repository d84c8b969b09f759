"""Finds the numbers of issues in their titles and file names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

_NUMBER = re.compile(
    r"第\s*(\d{1,6})\s*[期号號卷輯辑]"
    r"|(?:[#＃№]\s?|\b(?:No|Nr)\.?\s?|\b(?:Issue|Edition|Ausgabe)\s?#?|\bVol(?:ume\b|\.)?\s?)"
    r"(\d{1,6})\b"
    r"|(?<!\d)(\d{1,6})\s?期(?=\Z|\s*[:：·・|｜,，)）】」』—–-])",
    re.IGNORECASE,
)
_NUMBER_IN_CHINESE = re.compile(r"第\s*[〇零一二三四五六七八九十百千兩两]{1,8}\s*[期号號卷輯辑]")
_LEADING_SEPARATORS = " \t:：·・|,，.。-–—)）]】》」』"
#: A number after a name or before a topic that is not part of a date.
_NUMBER_AFTER_NAME = re.compile(
    r"(?P<name>.*?[^\W\d_])[\s·|:：,，(（–—-]{0,3}(?P<number>\d{1,6})(?=\s*[)）]?\s*(?:[:：·・|｜–—(（「《]|"
    r"[,，-]\s*[^\W\d]|\Z))"
)
_NUMBER_BEFORE_TOPIC = re.compile(
    r"(?P<name>)(?P<number>\d{1,6})\s*(?:[:：·・|｜–—、]|[.)-]\s)\s*(?=[^\W\d])"
)
#: A date in a file's name, whose digits are not the issue's number.
DATE_IN_NAME = re.compile(r"(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d")
#: How many titles must differ only in their numbers to count issues, with and without a name.
_MIN_SAME_NAME = 2
_MIN_NAMELESS = 3
#: The largest average gap between the numbers of issues.
_MAX_GAP = 4


def normalize_title(text: str) -> str:
    """``text`` for comparing titles: letters and digits only, without case or width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def title_number(title: str) -> int | None:
    """The number that a mark gives in a title such as “Newsletter #2”, “vol12” or 第 12 期."""
    match = _NUMBER.search(title)
    return _matched_number(match) if match is not None else None


def _matched_number(match: re.Match[str]) -> int:
    return int(match[1] or match[2] or match[3])


def issue_numbers(titles: Sequence[str], dates: Sequence[str] = ()) -> list[int | None]:
    """The number in each of ``titles``, which belong together; ``dates`` are those of the issues.

    A number with a mark is one in any title. Without a mark (“Weekly 12”) it is one where titles
    of the same name count with it, as their dates do; years never are.
    """
    result = [title_number(title) for title in titles]
    families: dict[str, dict[int, int]] = defaultdict(dict)
    for index, title in enumerate(titles):
        match = _NUMBER_AFTER_NAME.match(title) or _NUMBER_BEFORE_TOPIC.match(title)
        if result[index] is None and match is not None and not _is_year(match["number"]):
            families[normalize_title(match["name"])][index] = int(match["number"])
    for name, numbers in families.items():
        min_count = _MIN_SAME_NAME if name else _MIN_NAMELESS
        if len(numbers) < min_count or len(numbers) * 2 < len(titles):
            continue
        dates_by_index = {index: dates[index] for index in numbers if index < len(dates)}
        if _is_issue_sequence(numbers, dates_by_index):
            # “The #1 tool” among them counts tools.
            counted = set(numbers.values())
            result = [None if number in counted else number for number in result]
            for index, number in numbers.items():
                result[index] = number
    return result


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def _is_issue_sequence(numbers: dict[int, int], dates: dict[int, str]) -> bool:
    """Whether ``numbers`` are those of issues: each once, close together, in the order of time."""
    values = set(numbers.values())
    if len(values) < len(numbers) or max(values) - min(values) >= _MAX_GAP * len(values):
        return False
    dated = sorted((date, numbers[index]) for index, date in dates.items() if date)
    steps = [later > earlier for (_, earlier), (_, later) in pairwise(dated)]
    return sum(steps) * 5 >= len(steps) * 4


def title_without_number(title: str, number: int) -> str:
    """The part of ``title`` after ``number``, its topic; all of it if it has no such number."""
    match = _NUMBER.search(title)
    if match is None:
        match = _NUMBER_IN_CHINESE.search(title)
    elif _matched_number(match) != number:
        return title
    if match is None:
        match = _NUMBER_AFTER_NAME.match(title) or _NUMBER_BEFORE_TOPIC.match(title)
        if match is None or int(match["number"]) != number:
            return title
    return title[match.end() :].lstrip(_LEADING_SEPARATORS)


def issue_file_name(path: Path) -> str:
    """The name of an issue's file without its suffix; for ``issue.md`` that of its folder."""
    return path.parent.name if path.name.lower() == "issue.md" else path.stem


def number_in_name(path: Path) -> int | None:
    """The number of an issue in its file's name, None if there is none."""
    digits = re.findall(r"\d+", DATE_IN_NAME.sub(" ", issue_file_name(path)))
    return int(digits[-1]) if digits and len(digits[-1]) <= 9 else None
