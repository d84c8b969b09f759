"""What a page that was built consists of, and what it says in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QTextFrame

from viewer.ui.document.text_map import TextMap

#: Inside a frame of each kind: pixels to its sides, and above and below its text.
FRAME_PADDING = {
    "note": (18, 12),
    "quote": (18, 0),
    "code": (16, 12),
    "missing": (16, 12),
    "rule": (0, 4),
}
#: What a picture on the page leads to, as ``picture:3``: itself, by its number in the article.
PICTURE_SCHEME = "picture"
#: What the stage of a slideshow leads to, as ``slideshow:0``.
SLIDESHOW_SCHEME = "slideshow"
#: Between a frame and what stands above and below it.
FRAME_GAP = 16


@dataclass(frozen=True, slots=True)
class PageLabels:
    """What the page says in the reader's own language, already translated."""

    breadcrumb: tuple[tuple[str, str], ...]
    byline: str
    link_lost: str
    web_picture: str
    missing_picture: str
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class LinkChip:
    """One link of a link row: from ``start`` to ``end`` on the page."""

    start: int
    end: int
    is_lost: bool


@dataclass(frozen=True, slots=True)
class SlideshowSlot:
    """The room of a slideshow on the page: positions of its stage, its captions and its rail.

    ``caption_positions`` has one block for each of ``pictures``, of which one is visible at a time.
    """

    picture_numbers: tuple[int, ...]
    stage_position: int
    caption_positions: tuple[int, ...]
    rail_position: int
    stage_size: tuple[int, int]
    rail_height: int


@dataclass(slots=True)
class BuiltPage:
    """What the pane needs to know about the page it shows."""

    text_map: TextMap = field(default_factory=TextMap)
    link_chips: list[LinkChip] = field(default_factory=list)
    frames: list[tuple[QTextFrame, str]] = field(default_factory=list)
    slideshows: list[SlideshowSlot] = field(default_factory=list)
    #: Where each picture stands, by its number in the article.
    picture_positions: dict[int, int] = field(default_factory=dict)
    has_pictures: bool = False
