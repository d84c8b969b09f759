"""Index of all titles in the library for the search of titles, with the values of all filters.

A large library has a hundred thousand titles. They are kept as two texts of one line a row, one
folded for comparison and one as it is shown, not as values of their own.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from viewer.archive.catalogue.row_mapping import SectionRow
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    IssueSummary,
    PublicationSummary,
    is_titled,
    lead_article,
)

_NO_LINE = 0xFFFFFFFF
_CELL_SEPARATOR = "\t"


def casefold_title(text: str) -> str:
    """``text`` for comparing: NFKC and case-folded."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A section or an article: its letter or number, its title, and its address."""

    label: str
    title: str
    address: Address


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A match with the rows above it in the contents; the last that is not None is the match."""

    publication: PublicationSummary
    issue: IssueSummary | None = None
    section: TitleRow | None = None
    article: TitleRow | None = None


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class TitleIndex:
    """All titles of a library; made by ``TitleIndexBuilder``. It may be used by any thread.

    ``filter_values`` are those the filters of a search can have, by the filter's name, each once.
    """

    filter_values: Mapping[str, tuple[str, ...]]
    publications: Sequence[PublicationSummary]
    #: The line each publication begins with.
    publication_lines: Sequence[int]
    #: Every issue with its line.
    issue_lines: Sequence[tuple[int, IssueSummary]]
    folded_text: bytes
    display_text: bytes
    # Where each line begins in the two texts, and the line of the section it stands below.
    folded_offsets: Sequence[int]
    display_offsets: Sequence[int]
    section_lines: Sequence[int]

    def find(self, text: str, limit: int) -> list[TitleMatch]:
        """The first ``limit`` rows that hold every word of ``text``, in the order of the contents.

        The name of a publication is a row as well.
        """
        words = [word.encode("utf-8", "surrogatepass") for word in casefold_title(text).split()]
        if not words:
            return []
        matches = []
        lines = self._matching_lines(words)
        line = next(lines, None)
        for publication, ends in zip(
            self.publications, (*self.publication_lines[1:], _NO_LINE), strict=True
        ):
            name = casefold_title(publication.name).encode("utf-8", "surrogatepass")
            if all(word in name for word in words):
                matches.append(TitleMatch(publication))
            while line is not None and line < ends and len(matches) < limit:
                matches.append(self._match_at(publication, line))
                line = next(lines, None)
        return matches[:limit]

    def _matching_lines(self, words: Sequence[bytes]) -> Iterator[int]:
        """The lines that hold all ``words``, looked for by the rarest of them."""
        folded, starts = self.folded_text, self.folded_offsets
        rarest = min(words, key=folded.count) if len(words) > 1 else words[0]
        other_words = [word for word in words if word != rarest]
        offset = folded.find(rarest)
        while offset >= 0:
            line = bisect_right(starts, offset) - 1
            end = starts[line + 1]
            if all(folded.find(word, starts[line], end) >= 0 for word in other_words):
                yield line
            offset = folded.find(rarest, end)

    def _match_at(self, publication: PublicationSummary, line: int) -> TitleMatch:
        index = bisect_right(self.issue_lines, line, key=lambda entry: entry[0]) - 1
        first, issue = self.issue_lines[index]
        if line == first:
            return TitleMatch(publication, issue)
        section = self.section_lines[line]
        row = self._row_at(issue, line)
        if section == _NO_LINE:
            return TitleMatch(publication, issue, row)
        return TitleMatch(publication, issue, self._row_at(issue, section), row)

    def _row_at(self, issue: IssueSummary, line: int) -> TitleRow:
        shown = self.display_text[self.display_offsets[line] : self.display_offsets[line + 1] - 1]
        label, title, key = shown.decode("utf-8", "surrogatepass").split(_CELL_SEPARATOR)
        return TitleRow(label, title, Address(issue.publication, issue.number, key))


class TitleIndexBuilder:
    """Builds a ``TitleIndex``; call it for each publication and its issues, in their order."""

    def __init__(self, issue_title_template: str) -> None:
        self._issue_title_template = issue_title_template
        self._publications: list[PublicationSummary] = []
        self._publication_lines: list[int] = []
        self._issue_lines: list[tuple[int, IssueSummary]] = []
        self._folded_text = bytearray()
        self._display_text = bytearray()
        self._folded_offsets = array("I")
        self._display_offsets = array("I")
        self._section_lines = array("I")
        self._filter_values: dict[str, dict[str, None]] = {
            name: {} for name in ("publication", "section", "editor", "series", "issue")
        }

    def start_publication(self, publication: PublicationSummary) -> None:
        """The issues that follow are those of ``publication``."""
        self._publications.append(publication)
        self._publication_lines.append(len(self._section_lines))
        self._filter_values["publication"][publication.id] = None
        self._filter_values["series"].update((series.title, None) for series in publication.series)

    def add_issue(self, issue: IssueSummary, sections: Iterable[SectionRow]) -> None:
        """Add an issue with its sections."""
        values = self._filter_values
        values["issue"][str(issue.number)] = None
        self._issue_lines.append((len(self._section_lines), issue))
        title = self._issue_title_template.format(number=issue.number)
        self._add_line(f"{title} {issue.date} {issue.title}")
        for section in sections:
            label, title, articles = section.label, section.title, section.articles
            for article in articles:
                values["editor"].update(dict.fromkeys(article.editors))
            if not is_titled(section):
                continue
            values["section"][title] = None
            line = len(self._section_lines)
            lead = lead_article(section)
            first = lead or (articles[0] if articles else None)
            self._add_line(f"{label} {title}", label, title, first.key if first else "")
            for article in articles:
                if article is not lead:
                    number, heading = article.number, article.title
                    self._add_line(
                        f"{number} {heading}", number, heading, article.key, section=line
                    )

    def _add_line(self, text: str, *cells: str, section: int = _NO_LINE) -> None:
        self._folded_offsets.append(len(self._folded_text))
        self._display_offsets.append(len(self._display_text))
        self._section_lines.append(section)
        self._folded_text += _encode_line(casefold_title(text))
        self._display_text += _encode_line(
            _CELL_SEPARATOR.join(cell.replace(_CELL_SEPARATOR, " ") for cell in cells)
        )

    def build(self) -> TitleIndex:
        """The index of all that was added."""
        self._folded_offsets.append(len(self._folded_text))
        self._display_offsets.append(len(self._display_text))
        return TitleIndex(
            {
                name: tuple(value for value in values if value)
                for name, values in self._filter_values.items()
            },
            self._publications,
            self._publication_lines,
            self._issue_lines,
            bytes(self._folded_text),
            bytes(self._display_text),
            self._folded_offsets,
            self._display_offsets,
            self._section_lines,
        )


def _encode_line(text: str) -> bytes:
    return (text.replace("\n", " ") + "\n").encode("utf-8", "surrogatepass")
