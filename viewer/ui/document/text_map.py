"""Where the characters of an article's plain text stand on the page, and back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TextRun:
    """``text`` of the article from ``to_offset`` on stands on the page from ``to_position`` on.

    Offsets count code points, positions count UTF-16 units, as QTextDocument does.
    """

    offset: int
    position: int
    text: str


def utf16_length(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class TextMap:
    """The runs of a page in reading order, and where its anchors are."""

    runs: list[TextRun] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    title: TextRun | None = None
    _offsets: list[int] = field(default_factory=list)
    _positions: list[int] = field(default_factory=list)

    def add(self, run: TextRun) -> None:
        """Note that ``run`` was written; runs are added in reading order."""
        self.runs.append(run)
        self._offsets.append(run.offset)
        self._positions.append(run.position)

    @property
    def end_offset(self) -> int:
        """The offset behind the last run that is on the page."""
        return self.runs[-1].offset + len(self.runs[-1].text) if self.runs else 0

    def to_position(self, offset: int) -> int:
        """Where the character at ``to_offset`` of the plain text stands on the page."""
        index = bisect_right(self._offsets, offset) - 1
        if index < 0:
            return self.runs[0].position if self.runs else 0
        run = self.runs[index]
        return run.position + utf16_length(run.text[: offset - run.offset])

    def to_offset(self, position: int) -> int:
        """Which offset of the plain text stands at or last before ``to_position`` on the page."""
        index = bisect_right(self._positions, position) - 1
        if index < 0:
            return 0
        run = self.runs[index]
        rest = position - run.position
        if len(run.text) == utf16_length(run.text):
            return run.offset + min(rest, len(run.text))
        inside = run.text.encode("utf-16-le", "surrogatepass")[: rest * 2]
        return run.offset + len(inside.decode("utf-16-le", "ignore"))

    def to_positions(self, start: int, end: int) -> tuple[int, int]:
        """Positions of the characters ``[start, end)`` of the plain text; end is past the last."""
        first = self.to_position(start)
        if end <= start:
            return first, first
        index = bisect_right(self._offsets, end - 1) - 1
        if index < 0:
            return first, first
        run = self.runs[index]
        return first, run.position + utf16_length(run.text[: end - run.offset])
