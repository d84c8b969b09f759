"""Stored fields of a segment: the folded text of its articles, what hits show, filter values.

Postings say which articles may match; the *stream* of an article (see ``language.tokenizer``)
decides exactly. One file holds, for every article of a segment, its catalogue id, its stream, a
short record for the list of hits, and its *article group*: everything that filters and counts look
at. Articles of one section share a group, so a filter is decided a few hundred times instead of
once an article.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from viewer.errors import SearchIndexError
from viewer.messages import Message
from viewer.search.query.fields import ArticleGroup, FacetValues

_MAGIC = b"DSVS"
#: Stands between the title of the first page of an issue and the title of the issue.
TITLE_SEPARATOR = "\t"
#: The arrays of the file, one number for each article, in the order they are written.
_ARRAYS = {
    "ids": "q", "ends": "I", "title_ends": "I", "record_ends": "I", "strata_of": "I",
    "groups_of": "I", "days": "I", "issues": "I",
}  # fmt: skip


class HitFields(NamedTuple):
    """What a hit shows of an article.

    ``anchors`` are pairs of an offset in the text, in code points, and the anchor that is the
    nearest from there on (empty: none). ``issue_title`` is the title of its issue where the article
    is the first page of that, else None.
    """

    article: str
    number: str
    title: str
    anchors: Sequence[tuple[int, str]]
    issue_title: str | None = None


def date_ordinal(date: str) -> int:
    """A number that grows with an ISO date, however much of it is given; 0 for none."""
    year, month, day = (*date.split("-"), "1", "1")[:3]
    try:
        return min(int(year), 9999) * 372 + int(month) * 31 + int(day)
    except ValueError:
        return 0


@dataclass(slots=True)
class StoredFieldsBuilder:
    """Collects the stored fields of a segment and writes them to its file."""

    arrays: dict[str, array[int]]
    streams: bytearray
    records: bytearray
    article_groups: dict[ArticleGroup, int]
    facet_values: dict[FacetValues, int]

    @classmethod
    def empty(cls) -> StoredFieldsBuilder:
        """A builder without articles."""
        arrays = {name: array(code) for name, code in _ARRAYS.items()}
        return cls(arrays, bytearray(), bytearray(), {}, {})

    def __len__(self) -> int:
        return len(self.arrays["ids"])

    def add(
        self,
        article_id: int,
        title: str,
        blocks: Iterable[str],
        hit_fields: HitFields,
        group: ArticleGroup,
    ) -> None:
        """Add one article; ``title`` and ``blocks`` are streams.

        ``title`` may be several, joined by ``TITLE_SEPARATOR``.
        """
        self.streams += _encode(title)
        title_end = len(self.streams)
        for block in blocks:
            self.streams += b"\n" + _encode(block)
        self.records += _encode(json.dumps(hit_fields, ensure_ascii=False, separators=(",", ":")))
        row = {
            "ids": article_id,
            "ends": len(self.streams),
            "title_ends": title_end,
            "record_ends": len(self.records),
            "strata_of": self.article_groups.setdefault(group, len(self.article_groups)),
            "groups_of": self.facet_values.setdefault(group.facets, len(self.facet_values)),
            "days": max(0, date_ordinal(group.date)),
            "issues": group.issue,
        }
        for name, value in row.items():
            self.arrays[name].append(value)

    def save(self, path: Path) -> None:
        """Write the file: a head, the arrays, the groups, the records, the streams."""
        issues: dict[str, tuple[int, int]] = {}
        for row in self.article_groups:
            low, high = issues.get(row.publication, (row.issue, row.issue))
            issues[row.publication] = (min(low, row.issue), max(high, row.issue))
        days = [day for day in self.arrays["days"] if day]
        group_lines = [
            _encode(json.dumps(row, ensure_ascii=False) + "\n") for row in self.article_groups
        ]
        head = _encode(
            json.dumps(
                {
                    "byteorder": sys.byteorder,
                    "count": len(self),
                    "groups": list(self.facet_values),
                    "days": [min(days), max(days)] if days else [],
                    "issues": issues,
                    "strata": sum(map(len, group_lines)),
                    "records": len(self.records),
                },
                ensure_ascii=False,
            )
        )
        with path.open("wb") as file:
            file.write(_MAGIC + len(head).to_bytes(8, "big") + head)
            for name in _ARRAYS:
                file.write(self.arrays[name].tobytes())
            file.writelines(group_lines)
            file.write(self.records)
            file.write(self.streams)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


class StoredFields:
    """The stored fields of one segment, read from its file; articles are numbered as in Whoosh.

    Raises:
        SearchIndexError: the file is missing, damaged, or of another byte order.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise SearchIndexError(
                Message("The search index lacks {path}; rebuild it.", path=path.name)
            ) from error
        self._data = data
        if data[:4] != _MAGIC:
            raise SearchIndexError(
                Message("The search index is damaged in {path}; rebuild it.", path=path.name)
            )
        start = 12 + int.from_bytes(data[4:12], "big")
        head = json.loads(data[12:start])
        if head["byteorder"] != sys.byteorder:
            raise SearchIndexError(
                Message("The search index is from another kind of machine; rebuild it.")
            )
        self.count: int = head["count"]
        #: The first and last day (see ``date_ordinal``; empty where no article has a date), and the
        #: first and last issue of each publication.
        self.day_range: tuple[int, ...] = tuple(head["days"])
        self.issue_ranges: dict[str, tuple[int, int]] = {
            name: (low, high) for name, (low, high) in head["issues"].items()
        }
        self.facet_values = tuple(
            FacetValues(p, m, s, tuple(names)) for p, m, s, names in head["groups"]
        )
        arrays: dict[str, array[int]] = {}
        for name, code in _ARRAYS.items():
            numbers: array[int] = array(code)
            size = numbers.itemsize * self.count
            numbers.frombytes(data[start : start + size])
            start += size
            arrays[name] = numbers
        self.ids, self.stream_ends, self.title_ends = (
            arrays["ids"],
            arrays["ends"],
            arrays["title_ends"],
        )
        self.group_index_of, self.facet_index_of = arrays["strata_of"], arrays["groups_of"]
        self.days, self.issues = arrays["days"], arrays["issues"]
        self._record_ends = arrays["record_ends"]
        self._group_lines = data[start : start + head["strata"]].split(b"\n")[:-1]
        self._group_cache: dict[int, ArticleGroup] = {}
        self._records_start = start + head["strata"]
        self._streams_start = self._records_start + head["records"]

    @property
    def article_groups(self) -> list[ArticleGroup]:
        """Every group, by number."""
        return [self._load_group(index) for index in range(len(self._group_lines))]

    def article_group(self, number: int) -> ArticleGroup:
        """The group of an article."""
        return self._load_group(self.group_index_of[number])

    def _load_group(self, index: int) -> ArticleGroup:
        group = self._group_cache.get(index)
        if group is None:
            values = json.loads(self._group_lines[index])
            group = self._group_cache[index] = ArticleGroup._make(
                tuple(value) if isinstance(value, list) else value for value in values
            )
        return group

    def stream(self, number: int) -> bytes:
        """The whole stream of an article in UTF-8, title first."""
        start = self.stream_ends[number - 1] if number else 0
        return self._data[
            self._streams_start + start : self._streams_start + self.stream_ends[number]
        ]

    def title_stream(self, number: int) -> bytes:
        """The stream of an article's title; on the first page of an issue of both titles."""
        start = self.stream_ends[number - 1] if number else 0
        return self._data[
            self._streams_start + start : self._streams_start + self.title_ends[number]
        ]

    def title_length(self, number: int) -> int:
        """The length of the stream of an article's title, in bytes."""
        return self.title_ends[number] - (self.stream_ends[number - 1] if number else 0)

    def articles_containing(self, numbers: Iterable[int], needle: bytes) -> list[int]:
        """Those of the articles ``numbers`` whose stream holds ``needle``."""
        data, ends, base = self._data, self.stream_ends, self._streams_start
        containing = []
        for number in numbers:
            start = base + (ends[number - 1] if number else 0)
            if needle in data[start : base + ends[number]]:
                containing.append(number)
        return containing

    def articles_titled_with(self, numbers: Iterable[int], needle: bytes) -> list[int]:
        """Those of the articles ``numbers`` whose title holds ``needle``."""
        return [number for number in numbers if needle in self.title_stream(number)]

    def hit_fields(self, number: int) -> HitFields:
        """What a hit shows of an article."""
        start = self._record_ends[number - 1] if number else 0
        raw = self._data[
            self._records_start + start : self._records_start + self._record_ends[number]
        ]
        return HitFields._make(json.loads(raw))

    def close(self) -> None:
        """Close the file."""
        self._data.close()
