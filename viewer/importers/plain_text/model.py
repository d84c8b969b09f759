"""What a newsletter in plain text is made of, and the lines that count in it."""

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
    """An article, or what a section says before its first: its heading and its lines."""

    number: str = ""
    title: str = ""
    editors: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    series: str = ""
    chapter: int | None = None


@dataclass(slots=True)
class PlainSection:
    """A section: its label and title, its own text, and its articles."""

    label: str = ""
    title: str = ""
    intro: PlainArticle = field(default_factory=PlainArticle)
    articles: list[PlainArticle] = field(default_factory=list)


@dataclass(slots=True)
class NewsletterStructure:
    """A newsletter as its headings divide it."""

    intro: PlainArticle = field(default_factory=PlainArticle)
    sections: list[PlainSection] = field(default_factory=list)
    editors: tuple[str, ...] = ()
    series: list[SeriesOutline] = field(default_factory=list)


def is_heading(line: Line) -> bool:
    """Whether a line is short enough for a heading and does not end as a sentence goes on."""
    text = line.normalized
    return len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_END)


def find_numbered_lists(
    lines: Sequence[Line], numbered: Sequence[tuple[int, int]]
) -> dict[int, int]:
    """Numbered lines right below each other, by the place where each one's list begins."""
    found: dict[int, int] = {}
    run: list[int] = []
    last = 0
    for at, number in numbered:
        between = lines[run[-1] + 1 : at] if run else []
        near = all(not x.text or is_link_row(x) for x in between)
        if run and near and number == last + 1:
            run.append(at)
        else:
            run = [at]
        if len(run) > 1:
            found.update(dict.fromkeys(run, run[0]))
        last = number
    return found
