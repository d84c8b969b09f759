"""What takes every issue to know: all titles in one text to be searched, and all filter values.

A large library has a hundred thousand titles. They are kept as two texts of one line a row, one
folded for comparison and one as it is shown, not as values of their own.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import IssueSummary, PublicationSummary

_NOTHING = 0xFFFFFFFF
_CELL = "\t"


def fold(text: str) -> str:
    """``text`` for comparison: compatibility forms and case folded away."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A section or an article as a row: its letter or number, its title, and where it leads."""

    label: str
    title: str
    address: Address


@dataclass(frozen=True, slots=True)
class Match:
    """A row that was found, with the rows it stands below; the last that is not None is itself."""

    publication: PublicationSummary
    issue: IssueSummary | None = None
    section: TitleRow | None = None
    article: TitleRow | None = None


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Survey:
    """All titles of a library; made by ``Surveyor``. It may be used by any thread.

    ``values`` are those the filters of a search can have, by the filter's name, each once.
    """

    values: Mapping[str, tuple[str, ...]]
    publications: Sequence[PublicationSummary]
    #: The line each publication begins with.
    begins: Sequence[int]
    #: Every issue with its line.
    issues: Sequence[tuple[int, IssueSummary]]
    folded: bytes
    shown: bytes
    # Where each line begins in the two texts, and the line of the section it stands below.
    folded_at: Sequence[int]
    shown_at: Sequence[int]
    section_of: Sequence[int]

    def find(self, text: str, most: int) -> list[Match]:
        """The first ``most`` rows that hold every word of ``text``, in the order of the contents.

        The name of a publication is a row as well.
        """
        words = [word.encode("utf-8", "surrogatepass") for word in fold(text).split()]
        if not words:
            return []
        found = []
        lines = self._lines(words)
        line = next(lines, None)
        for publication, ends in zip(self.publications, (*self.begins[1:], _NOTHING), strict=True):
            name = fold(publication.name).encode("utf-8", "surrogatepass")
            if all(word in name for word in words):
                found.append(Match(publication))
            while line is not None and line < ends and len(found) < most:
                found.append(self._match(publication, line))
                line = next(lines, None)
        return found[:most]

    def _lines(self, words: Sequence[bytes]) -> Iterator[int]:
        """The lines that hold all ``words``, looked for by the rarest of them."""
        folded, starts = self.folded, self.folded_at
        rarest = min(words, key=folded.count) if len(words) > 1 else words[0]
        others = [word for word in words if word != rarest]
        at = folded.find(rarest)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            end = starts[line + 1]
            if all(folded.find(word, starts[line], end) >= 0 for word in others):
                yield line
            at = folded.find(rarest, end)

    def _match(self, publication: PublicationSummary, line: int) -> Match:
        place = bisect_right(self.issues, line, key=lambda one: one[0]) - 1
        first, issue = self.issues[place]
        if line == first:
            return Match(publication, issue)
        section = self.section_of[line]
        row = self._row(issue, line)
        if section == _NOTHING:
            return Match(publication, issue, row)
        return Match(publication, issue, self._row(issue, section), row)

    def _row(self, issue: IssueSummary, line: int) -> TitleRow:
        shown = self.shown[self.shown_at[line] : self.shown_at[line + 1] - 1]
        label, title, key = shown.decode("utf-8", "surrogatepass").split(_CELL)
        return TitleRow(label, title, Address(issue.publication, issue.number, key))


class Surveyor:
    """Makes a ``Survey``, publication by publication and issue by issue in their order."""

    def __init__(self, issue_title: str) -> None:
        self._issue_title = issue_title
        self._publications: list[PublicationSummary] = []
        self._begins: list[int] = []
        self._issues: list[tuple[int, IssueSummary]] = []
        self._folded = bytearray()
        self._shown = bytearray()
        self._folded_at = array("I")
        self._shown_at = array("I")
        self._section_of = array("I")
        self._values: dict[str, dict[str, None]] = {
            name: {} for name in ("publication", "section", "editor", "series", "issue")
        }

    def begin(self, publication: PublicationSummary) -> None:
        """The issues that follow are those of ``publication``."""
        self._publications.append(publication)
        self._begins.append(len(self._section_of))
        self._values["publication"][publication.id] = None
        self._values["series"].update((series.title, None) for series in publication.series)

    def add(self, issue: IssueSummary, sections: Sequence[Sequence[Any]]) -> None:
        """Add an issue with its sections as ``records.record`` lists them."""
        values = self._values
        values["issue"][str(issue.number)] = None
        self._issues.append((len(self._section_of), issue))
        title = self._issue_title.format(number=issue.number)
        self._write(f"{title} {issue.date} {issue.title}")
        for label, title, _, articles in sections:
            for article in articles:
                values["editor"].update(dict.fromkeys(article[3]))
            if not (label or title):
                continue
            values["section"][title] = None
            section = len(self._section_of)
            own = _own_article(title, articles)
            key = articles[own or 0][0] if articles else ""
            self._write(f"{label} {title}", label, title, key)
            for place, (key, number, heading, *_) in enumerate(articles):
                if place != own:
                    self._write(f"{number} {heading}", number, heading, key, section=section)

    def _write(self, text: str, *cells: str, section: int = _NOTHING) -> None:
        self._folded_at.append(len(self._folded))
        self._shown_at.append(len(self._shown))
        self._section_of.append(section)
        self._folded += _line(fold(text))
        self._shown += _line(_CELL.join(cell.replace(_CELL, " ") for cell in cells))

    def survey(self) -> Survey:
        """What was added."""
        self._folded_at.append(len(self._folded))
        self._shown_at.append(len(self._shown))
        return Survey(
            {
                name: tuple(value for value in found if value)
                for name, found in self._values.items()
            },
            self._publications,
            self._begins,
            self._issues,
            bytes(self._folded),
            bytes(self._shown),
            self._folded_at,
            self._shown_at,
            self._section_of,
        )


def _own_article(title: str, articles: Sequence[Sequence[Any]]) -> int | None:
    """The place of the section's own text, see ``listing.own_article``."""
    return next((place for place, a in enumerate(articles) if not a[1] and a[2] == title), None)


def _line(text: str) -> bytes:
    return (text.replace("\n", " ") + "\n").encode("utf-8", "surrogatepass")
