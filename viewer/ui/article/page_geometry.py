"""Where things are on a page, and bringing them into view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from viewer.archive.model.catalogue_entries import Page
from viewer.ui.article.inline_slideshows import InlineSlideshows
from viewer.ui.document.built_page import PICTURE_SCHEME, SLIDESHOW_SCHEME, BuiltPage
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.widgets.accessible_roles import AccessibleText

if TYPE_CHECKING:
    from viewer.archive.model.excerpt import Selection
    from viewer.ui.pictures.slideshow_widget import Slideshow

#: Above a line that is brought to the top of the view.
_ABOVE = 24
#: How far below the top of the view the reader is taken to read.
_READ_AT = 120


class PagePlaces(AccessibleText):
    """Knows the places of the page that is built: of characters, anchors, pictures, slideshows."""

    picture_requested = Signal(int)  # the number of a picture, to be shown full size

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._built = BuiltPage()
        self._brought: tuple[int, int] | None = None  # an offset, and the scrolling it took
        self._shows = InlineSlideshows(self, pictures, self._line_rect)
        self._shows.full_size_requested.connect(self.picture_requested)
        self.document().documentLayout().documentSizeChanged.connect(self._shows.reposition_soon)

    @property
    def page(self) -> Page | None:
        """The article that is shown."""
        return self._page

    def place(self) -> int:
        """The offset in the article's plain text of the line at the top of the view."""
        value = self.verticalScrollBar().value()
        if self._page is None:
            return 0
        if self._brought is not None and self._brought[1] == value:
            return self._brought[0]
        if value == 0:
            return 0
        cursor = self.cursorForPosition(QPoint(2, _ABOVE + 1))
        return self._built.text_map.to_offset(cursor.position())

    def selection(self) -> Selection | None:
        """What is selected of the article, None where that is nothing."""
        if not self.textCursor().hasSelection():
            return None
        from viewer.ui.article.selection import selection_of

        return selection_of(self.textCursor(), self._built)

    def _hold(self) -> tuple[int, float]:
        """The place, and how far below the top of the view its line stands; -1 for the very top."""
        at_top = self.verticalScrollBar().value() == 0
        if at_top and (self._brought is None or self._brought[1] != 0):
            return -1, 0.0
        offset = self.place()
        top = self._line_rect(self._built.text_map.to_position(offset)).top()
        below = top - self.verticalScrollBar().value()
        # Before the window is shown the view is too small for a line to stand anywhere in it.
        return offset, below if abs(below) <= self.viewport().height() else _ABOVE

    def _put_back(self, held: tuple[int, float]) -> None:
        """Bring a place that was held back to where it stood in the view."""
        offset, below = held
        bar = self.verticalScrollBar()
        if offset < 0:
            bar.setValue(0)
            return
        line = self._line_rect(self._built.text_map.to_position(offset))
        self._scroll_to_top(line.top() - below)
        # A line that is broken elsewhere begins with other words: the words are what is kept.
        self._brought = (offset, bar.value())

    def _write_to(self, offset: int) -> None:
        """See to it that the page is written as far as ``offset`` of its text."""

    def tops(self, offsets: list[int]) -> list[float]:
        """How far down the page the lines at these offsets of the plain text begin.

        What is not written yet stands below everything.
        """
        places = self._built.text_map
        end = places.end_offset
        return [
            self._line_rect(places.to_position(offset)).top() if offset <= end else math.inf
            for offset in offsets
        ]

    def is_in_view(self, offset: int) -> bool:
        """Whether the line at ``offset`` of the plain text is in view, to its foot."""
        if offset > self._built.text_map.end_offset:
            return False
        line = self._line_rect(self._built.text_map.to_position(offset))
        top = self.verticalScrollBar().value()
        return top <= line.bottom() <= top + self.viewport().height()

    def offset_of_reading(self) -> int:
        """The offset in the plain text of the line the reader is taken to read."""
        y = round(self.reading_line()) - self.verticalScrollBar().value()
        return self._built.text_map.to_offset(self.cursorForPosition(QPoint(2, y)).position())

    def reading_line(self) -> float:
        """How far down the page the reader is taken to be.

        It is near the top of the view; on the last stretch of a page it sinks to the bottom, so
        that what can never be scrolled to the top is come to as well.
        """
        bar = self.verticalScrollBar()
        height = max(1, self.viewport().height())
        top = min(_READ_AT, height / 4)
        sinking = min(height, bar.maximum())
        sunk = max(0.0, 1 - (bar.maximum() - bar.value()) / sinking) if sinking else 0.0
        return bar.value() + top + sunk * (height - top)

    def go_to_offset(self, offset: int, *, top: bool = False) -> None:
        """Bring the character at ``offset`` of the plain text into view."""
        self._write_to(offset)
        if offset <= 0:
            self._brought = None
            self.verticalScrollBar().setValue(0)
        else:
            self._scroll_to(self._built.text_map.to_position(offset), top)
            if top:
                self._brought = (offset, self.verticalScrollBar().value())

    def go_to_anchor(self, anchor: str) -> bool:
        """Bring the heading or item ``anchor`` to the top; False where there is none."""
        anchors = self._page.anchors if self._page is not None else ()
        offset = next((a.offset for a in anchors if a.id == anchor), None)
        self._write_to(offset or 0)
        position = self._built.text_map.anchors.get(anchor)
        if position is None:
            return False
        self._scroll_to(position, True)
        if offset is not None:
            self._brought = (offset, self.verticalScrollBar().value())
        return True

    def go_to_picture(self, number: int) -> None:
        """Bring picture ``number`` of the page to the top of the view."""
        if number not in self._built.picture_positions:
            self._write_to(len(self._page.text) if self._page is not None else 0)
        self._shows.show_picture(number)
        position = self._built.picture_positions.get(number)
        if position is not None:
            self._scroll_to(position, True)

    def picture_at(self, place: QPoint) -> int:
        """The number of the picture at ``place`` of the view, -1 where there is none."""
        kind, _, number = self.anchorAt(place).partition(":")
        if kind == PICTURE_SCHEME and number.isdecimal():
            return int(number)
        if kind == SLIDESHOW_SCHEME and number.isdecimal() and int(number) < len(self.slideshows):
            return self.slideshows[int(number)].shown_picture
        return -1

    @property
    def slideshows(self) -> tuple[Slideshow, ...]:
        """The slideshows on the page, in reading order."""
        return self._shows.widgets

    @property
    def is_drawn(self) -> bool:
        """Whether everything in view has been drawn, pictures that come a moment later too."""
        view = self.viewport().rect()
        return all(s.is_drawn for s in self.slideshows if s.geometry().intersects(view))

    @property
    def has_cursor(self) -> bool:
        """Whether arrow keys move a text cursor instead of scrolling."""
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)

    def put_cursor(self, position: int) -> None:
        """Let the text cursor, where there is one, stand before the character at ``position``."""
        if self.has_cursor:
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            self.setTextCursor(cursor)

    def _scroll_to(self, position: int, top: bool) -> None:
        self.put_cursor(position)
        stage = self._shows.reveal_caption(position)
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        margin = _ABOVE if top else height // 3
        line = self._line_rect(stage if top else position)
        whole = self._shows.slideshow_rect(position)
        # The words of a caption are shown with their picture, where there is room for both.
        if not top and whole is not None and whole.height() <= height - 2 * _ABOVE:
            if whole.top() < bar.value() or whole.bottom() > bar.value() + height:
                self._scroll_to_top(whole.top() - _ABOVE)
            return
        if top or not bar.value() + _ABOVE <= line.top() <= bar.value() + height - 60:
            self._scroll_to_top(line.top() - margin)

    def _scroll_to_top(self, top: float) -> None:
        """Scroll so far that ``top`` of the document stands at the top of the view."""
        bar = self.verticalScrollBar()
        # Right after a page is written the bar still has the range of a page half laid out.
        height = self.document().documentLayout().documentSize().height()
        bar.setMaximum(max(0, math.ceil(height) - self.viewport().height()))
        bar.setValue(max(0, round(top)))

    def _line_rect(self, position: int) -> QRectF:
        """The line at ``position``, in coordinates of the document."""
        layout = self.document().documentLayout()
        layout.documentSize()
        block = self.document().findBlock(position)
        if not block.isVisible():
            position = self._shows.visible_position(position)
            block = self.document().findBlock(position)
        box = layout.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        if line.isValid():
            return QRectF(box.left(), box.top() + line.y(), box.width(), line.height())
        return box
