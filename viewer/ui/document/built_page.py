"""The result of building a page: a map from text to document positions, and its other parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QTextFrame

#: Inside a frame of each kind: pixels to its sides, and above and below its text.
FRAME_PADDING = {
    "note": (18, 12),
    "open note": (24, 10),
    "folded note": (24, 5),
    "quote": (18, 0),
    "code": (16, 12),
    "missing": (16, 12),
    "rule": (0, 4),
}
#: Scheme of the links on pictures, as ``picture:3``: the picture's number in the article.
PICTURE_SCHEME = "picture"
#: Scheme of the links on the stages of slideshows, as ``slideshow:0``.
SLIDESHOW_SCHEME = "slideshow"
#: Pixels between a frame and the text above and below it.
FRAME_GAP = 16
#: The same of frames that stand closer to it.
SMALL_FRAME_GAPS = {"folded note": 10}


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text: ``text`` is at ``offset`` of the plain text and at ``position`` on the page.

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
    """Maps offsets of the plain text to positions on the page and back, by its text runs.

    ``anchors`` has the positions of the page's anchors; ``title`` is not part of the plain text.
    """

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
        """The offset after the last run that is on the page."""
        return self.runs[-1].offset + len(self.runs[-1].text) if self.runs else 0

    def to_position(self, offset: int) -> int:
        """The position on the page of the character at ``offset`` of the plain text."""
        index = bisect_right(self._offsets, offset) - 1
        if index < 0:
            return self.runs[0].position if self.runs else 0
        run = self.runs[index]
        return run.position + utf16_length(run.text[: offset - run.offset])

    def to_offset(self, position: int) -> int:
        """The offset of the plain text at, or last before, ``position`` on the page."""
        index = bisect_right(self._positions, position) - 1
        if index < 0:
            return 0
        run = self.runs[index]
        units = position - run.position
        if len(run.text) == utf16_length(run.text):
            return run.offset + min(units, len(run.text))
        prefix = run.text.encode("utf-16-le", "surrogatepass")[: units * 2]
        return run.offset + len(prefix.decode("utf-16-le", "ignore"))

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


@dataclass(frozen=True, slots=True)
class PageLabels:
    """The page's labels in the reader's own language, already translated.

    ``note`` has its ``{number}`` to be filled in, ``lost_links`` takes how many there are.
    """

    breadcrumb: tuple[tuple[str, str], ...]
    byline: str
    link_lost: str
    web_picture: str
    missing_picture: str
    lost_picture: str
    redrawn: str
    note: str
    lost_links: Callable[[int], str]
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class LinkChip:
    """A link drawn as a pill, from position ``start`` to ``end``; ``is_lost``: without target.

    It stands in a link row, or is ``small`` and stands behind a caption.
    """

    start: int
    end: int
    is_lost: bool
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class SlideshowSlot:
    """The space reserved for a slideshow: positions of its stage, its captions and its rail.

    ``caption_positions`` has one block for each of ``picture_numbers``, of which one is visible at
    a time. ``redrawn`` is the address that tells why it was drawn anew; None: it was not.
    """

    picture_numbers: tuple[int, ...]
    stage_position: int
    caption_positions: tuple[int, ...]
    rail_position: int
    stage_size: tuple[int, int]
    rail_height: int
    redrawn: str | None = None


@dataclass(slots=True)
class BuiltPage:
    """Where everything is on a built page, for the pane and for printing."""

    text_map: TextMap = field(default_factory=TextMap)
    link_chips: list[LinkChip] = field(default_factory=list)
    frames: list[tuple[QTextFrame, str]] = field(default_factory=list)
    slideshows: list[SlideshowSlot] = field(default_factory=list)
    #: From where to where the link that opens or folds a part stands, by the part's key.
    fold_links: dict[int, tuple[int, int]] = field(default_factory=dict)
    #: The keys of the notes among these.
    note_keys: set[int] = field(default_factory=set)
    #: The position of each picture, by its number in the article.
    picture_positions: dict[int, int] = field(default_factory=dict)
    has_pictures: bool = False
