"""The structure of a plain-text newsletter: sections and articles, headings and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from viewer.archive.model.issue import SeriesOutline
from viewer.importers.plain_text.lines import Line
from viewer.importers.plain_text.placeholders import is_link_row

_LONGEST_HEADING = 120
_SENTENCE_END = ("。", "；", "，", ",", ";", ":", "、")


@dataclass(slots=True)
class PlainArticle:
    """An article, or the introduction of a section: its heading and its lines."""

    number: str = ""
    title: str = ""
    editors: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    series: str = ""
    chapter: int | None = None


@dataclass(slots=True)
class PlainSection:
    """A section: its label (``A``) and title, its introduction, and its articles."""

    label: str = ""
    title: str = ""
    intro: PlainArticle = field(default_factory=PlainArticle)
    articles: list[PlainArticle] = field(default_factory=list)


@dataclass(slots=True)
class NewsletterStructure:
    """A newsletter divided by its headings."""

    intro: PlainArticle = field(default_factory=PlainArticle)
    sections: list[PlainSection] = field(default_factory=list)
    editors: tuple[str, ...] = ()
    series: list[SeriesOutline] = field(default_factory=list)


def is_heading(line: Line) -> bool:
    """Whether a line can be a heading: short, and not ending within a sentence."""
    text = line.normalized
    return len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_END)


def find_numbered_lists(
    lines: Sequence[Line], numbered: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """Maps each line of a numbered list to the first line of that list.

    ``numbered`` holds positions in ``lines`` with their numbers; single items are no list.
    """
    list_starts: dict[int, int] = {}
    run: list[int] = []
    last = 0
    for at, number in numbered:
        between = lines[run[-1] + 1 : at] if run else []
        is_adjacent = all(not x.text or is_link_row(x) for x in between)
        if run and is_adjacent and number == last + 1:
            run.append(at)
        else:
            run = [at]
        if len(run) > 1:
            list_starts.update(dict.fromkeys(run, run[0]))
        last = number
    return list_starts
