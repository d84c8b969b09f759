"""What stands beside each Whoosh segment: the folded text of its articles and what a hit shows.

Postings say which articles may match; the *stream* of an article (``tokens``) decides exactly.
One file holds, for every article of a segment, its catalogue id, its stream, a short record for
the list of hits, and its *stratum*: everything that filters and counts look at. Articles of one
section share a stratum, so a filter is decided a few hundred times instead of once an article.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from viewer.errors import IndexUnavailable

FIGURE, LINK, NOTE = 1, 2, 4
_MAGIC = b"DSVS"

#: What is counted about an article: publication, month, section, editors.
Facets = tuple[str, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stratum:
    """What the articles of one section, by the same editors, have in common."""

    publication: str
    issue: int
    label: str
    section: str
    editors: tuple[str, ...]
    date: str
    series: str
    flags: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a hit shows of an article.

    ``anchors`` are pairs: from this offset on, this is the nearest anchor (empty: none).
    """

    key: str
    number: str
    title: str
    anchors: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class ShelfDraft:
    """The articles of a segment as they are collected."""

    ids: array[int]
    stream: bytearray
    ends: array[int]
    title_ends: array[int]
    strata_of: array[int]
    records: bytearray
    record_ends: array[int]
    strata: dict[Stratum, int]

    @classmethod
    def empty(cls) -> ShelfDraft:
        """A draft without articles."""
        return cls(
            array("q"), bytearray(), array("I"), array("I"), array("I"), bytearray(),
            array("I"), {},
        )  # fmt: skip

    def add(
        self, identity: int, title: str, blocks: Iterable[str], record: Record, stratum: Stratum
    ) -> None:
        """Put one article on the shelf; ``title`` and ``blocks`` are streams."""
        self.ids.append(identity)
        first = title.encode("utf-8", "replace")
        self.title_ends.append(len(self.stream) + len(first))
        self.stream += first
        for block in blocks:
            self.stream += b"\n" + block.encode("utf-8", "replace")
        self.ends.append(len(self.stream))
        self.strata_of.append(self.strata.setdefault(stratum, len(self.strata)))
        row = [record.key, record.number, record.title, record.anchors]
        self.records += json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )
        self.record_ends.append(len(self.records))

    def save(self, path: Path) -> None:
        """Write the shelf: a head, the arrays, the records, the streams."""
        arrays = (self.ids, self.ends, self.title_ends, self.strata_of, self.record_ends)
        head = json.dumps(
            {
                "byteorder": sys.byteorder,
                "count": len(self.ids),
                "records": len(self.records),
                "strata": [astuple(stratum) for stratum in self.strata],
            },
            ensure_ascii=False,
        ).encode("utf-8", "replace")
        with path.open("wb") as file:
            file.write(_MAGIC + len(head).to_bytes(8, "big") + head)
            for numbers in arrays:
                file.write(numbers.tobytes())
            file.write(self.records)
            file.write(self.stream)


class Shelf:
    """The articles of one segment, numbered as Whoosh numbers them."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"The search index lacks {path.name}; rebuild it.") from error
        self._data = data
        if data[:4] != _MAGIC:
            raise IndexUnavailable(f"The search index is damaged in {path.name}; rebuild it.")
        start = 12 + int.from_bytes(data[4:12], "big")
        head = json.loads(data[12:start])
        if head["byteorder"] != sys.byteorder:
            raise IndexUnavailable("The search index is from another kind of machine; rebuild it.")
        self.count: int = head["count"]
        self.strata: tuple[Stratum, ...] = tuple(
            Stratum(*(tuple(part) if isinstance(part, list) else part for part in row))
            for row in head["strata"]
        )
        arrays: list[array[int]] = []
        for code in "qIIII":
            numbers: array[int] = array(code)
            size = numbers.itemsize * self.count
            numbers.frombytes(data[start : start + size])
            start += size
            arrays.append(numbers)
        self.ids, self.ends, self.title_ends, self.strata_of, self._record_ends = arrays
        groups: dict[Facets, int] = {}
        of_stratum = [
            groups.setdefault(
                (s.publication, s.date[:7], s.section or s.label, s.editors), len(groups)
            )
            for s in self.strata
        ]
        self.groups: tuple[Facets, ...] = tuple(groups)
        self.groups_of = array("I", map(of_stratum.__getitem__, self.strata_of))
        self._records = start
        self._streams = start + head["records"]

    def stream(self, number: int) -> bytes:
        """The whole stream of an article, title first."""
        start = self.ends[number - 1] if number else 0
        return self._data[self._streams + start : self._streams + self.ends[number]]

    def title(self, number: int) -> bytes:
        """The stream of an article's title."""
        start = self.ends[number - 1] if number else 0
        return self._data[self._streams + start : self._streams + self.title_ends[number]]

    def containing(self, numbers: Iterable[int], needle: bytes) -> list[int]:
        """Those of the articles ``numbers`` whose stream holds ``needle``."""
        data, ends, base = self._data, self.ends, self._streams
        out = []
        for number in numbers:
            start = base + (ends[number - 1] if number else 0)
            if needle in data[start : base + ends[number]]:
                out.append(number)
        return out

    def titled(self, numbers: Iterable[int], needle: bytes) -> list[int]:
        """Those of the articles ``numbers`` whose title holds ``needle``."""
        return [number for number in numbers if needle in self.title(number)]

    def record(self, number: int) -> Record:
        """What a hit shows of an article."""
        start = self._record_ends[number - 1] if number else 0
        raw = self._data[self._records + start : self._records + self._record_ends[number]]
        key, printed, title, anchors = json.loads(raw)
        return Record(key, printed, title, tuple((offset, name) for offset, name in anchors))

    def stratum(self, number: int) -> Stratum:
        """The stratum of an article."""
        return self.strata[self.strata_of[number]]

    def allowed(self, numbers: Iterable[int], strata: Sequence[bool]) -> list[int]:
        """Those of the articles ``numbers`` whose stratum is marked in ``strata``."""
        of = self.strata_of
        return [number for number in numbers if strata[of[number]]]

    def close(self) -> None:
        """Let go of the file."""
        self._data.close()
