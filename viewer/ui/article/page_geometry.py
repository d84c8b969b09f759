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
from viewer.ui.widgets.accessibility import AccessibleText

if TYPE_CHECKING:
    from viewer.archive.model.excerpt import Selection
    from viewer.ui.pictures.slideshow_widget import Slideshow

#: Above a line that is brought to the top of the view.
_TOP_MARGIN = 24
#: How far below the top of the view the reader is taken to read.
_READING_LINE_Y = 120


class PageGeometry(AccessibleText):
    """Knows the places of the page that is built: of characters, anchors, pictures, slideshows."""

    picture_requested = Signal(int)  # the number of a picture, to be shown full size

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._built = BuiltPage()
        self._scroll_target: tuple[int, int] | None = None  # an offset, and the scrolling it took
        self._inline_slideshows = InlineSlideshows(self, pictures, self._line_rect)
        self._inline_slideshows.full_size_requested.connect(self.picture_requested)
        self.document().documentLayout().documentSizeChanged.connect(
            self._inline_slideshows.reposition_soon
        )

    @property
    def page(self) -> Page | None:
        """The article that is shown."""
        return self._page

    def top_offset(self) -> int:
        """The offset in the article's plain text of the line at the top of the view."""
        value = self.verticalScrollBar().value()
        if self._page is None:
            return 0
        if self._scroll_target is not None and self._scroll_target[1] == value:
            return self._scroll_target[0]
        if value == 0:
            return 0
        cursor = self.cursorForPosition(QPoint(2, _TOP_MARGIN + 1))
        return self._built.text_map.to_offset(cursor.position())

    def selection(self) -> Selection | None:
        """What is selected of the article, None where that is nothing."""
        if not self.textCursor().hasSelection():
            return None
        from viewer.ui.article.selection import selection_of

        return selection_of(self.textCursor(), self._built)

    def _save_scroll(self) -> tuple[int, float]:
        """The place, and how far below the top of the view its line stands; -1 for the very top."""
        at_top = self.verticalScrollBar().value() == 0
        if at_top and (self._scroll_target is None or self._scroll_target[1] != 0):
            return -1, 0.0
        offset = self.top_offset()
        top = self._line_rect(self._built.text_map.to_position(offset)).top()
        below = top - self.verticalScrollBar().value()
        # Before the window is shown the view is too small for a line to stand anywhere in it.
        return offset, below if abs(below) <= self.viewport().height() else _TOP_MARGIN

    def _restore_scroll(self, held: tuple[int, float]) -> None:
        """Bring a place that was held back to where it stood in the view."""
        offset, below = held
        bar = self.verticalScrollBar()
        if offset < 0:
            bar.setValue(0)
            return
        line = self._line_rect(self._built.text_map.to_position(offset))
        self._scroll_to_top(line.top() - below)
        # A line that is broken elsewhere begins with other words: the words are what is kept.
        self._scroll_target = (offset, bar.value())

    def _ensure_written(self, offset: int) -> None:
        """See to it that the page is written as far as ``offset`` of its text."""

    def line_tops(self, offsets: list[int]) -> list[float]:
        """How far down the page the lines at these offsets of the plain text begin.

        What is not written yet stands below everything.
        """
        places = self._built.text_map
        end = places.end_offset
        return [
            self._line_rect(places.to_position(offset)).top() if offset <= end else math.inf
            for offset in offsets
        ]

    def is_offset_visible(self, offset: int) -> bool:
        """Whether the line at ``offset`` of the plain text is in view, to its foot."""
        if offset > self._built.text_map.end_offset:
            return False
        line = self._line_rect(self._built.text_map.to_position(offset))
        top = self.verticalScrollBar().value()
        return top <= line.bottom() <= top + self.viewport().height()

    def reading_offset(self) -> int:
        """The offset in the plain text of the line the reader is taken to read."""
        y = round(self.reading_line_y()) - self.verticalScrollBar().value()
        return self._built.text_map.to_offset(self.cursorForPosition(QPoint(2, y)).position())

    def reading_line_y(self) -> float:
        """How far down the page the reader is taken to be.

        It is near the top of the view; on the last stretch of a page it sinks to the bottom, so
        that what can never be scrolled to the top is come to as well.
        """
        bar = self.verticalScrollBar()
        height = max(1, self.viewport().height())
        top = min(_READING_LINE_Y, height / 4)
        sinking = min(height, bar.maximum())
        sunk = max(0.0, 1 - (bar.maximum() - bar.value()) / sinking) if sinking else 0.0
        return bar.value() + top + sunk * (height - top)

    def go_to_offset(self, offset: int, *, at_top: bool = False) -> None:
        """Bring the character at ``offset`` of the plain text into view."""
        self._ensure_written(offset)
        if offset <= 0:
            self._scroll_target = None
            self.verticalScrollBar().setValue(0)
        else:
            self._scroll_to(self._built.text_map.to_position(offset), at_top)
            if at_top:
                self._scroll_target = (offset, self.verticalScrollBar().value())

    def go_to_anchor(self, anchor: str) -> bool:
        """Bring the heading or item ``anchor`` to the top; False where there is none."""
        anchors = self._page.anchors if self._page is not None else ()
        offset = next((a.offset for a in anchors if a.id == anchor), None)
        self._ensure_written(offset or 0)
        position = self._built.text_map.anchors.get(anchor)
        if position is None:
            return False
        self._scroll_to(position, True)
        if offset is not None:
            self._scroll_target = (offset, self.verticalScrollBar().value())
        return True

    def go_to_picture(self, number: int) -> None:
        """Bring picture ``number`` of the page to the top of the view."""
        if number not in self._built.picture_positions:
            self._ensure_written(len(self._page.text) if self._page is not None else 0)
        self._inline_slideshows.show_picture(number)
        position = self._built.picture_positions.get(number)
        if position is not None:
            self._scroll_to(position, True)

    def picture_at(self, place: QPoint) -> int:
        """The number of the picture at ``top_offset`` of the view, -1 where there is none."""
        kind, _, number = self.anchorAt(place).partition(":")
        if kind == PICTURE_SCHEME and number.isdecimal():
            return int(number)
        if kind == SLIDESHOW_SCHEME and number.isdecimal() and int(number) < len(self.slideshows):
            return self.slideshows[int(number)].shown_picture
        return -1

    @property
    def slideshows(self) -> tuple[Slideshow, ...]:
        """The slideshows on the page, in reading order."""
        return self._inline_slideshows.widgets

    @property
    def is_drawn(self) -> bool:
        """Whether everything in view has been drawn, pictures that come a moment later too."""
        view = self.viewport().rect()
        return all(s.is_drawn for s in self.slideshows if s.geometry().intersects(view))

    @property
    def has_text_cursor(self) -> bool:
        """Whether arrow keys move a text cursor instead of scrolling."""
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)

    def set_cursor_position(self, position: int) -> None:
        """Let the text cursor, where there is one, stand before the character at ``position``."""
        if self.has_text_cursor:
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            self.setTextCursor(cursor)

    def _scroll_to(self, position: int, top: bool) -> None:
        self.set_cursor_position(position)
        stage = self._inline_slideshows.reveal_caption(position)
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        margin = _TOP_MARGIN if top else height // 3
        line = self._line_rect(stage if top else position)
        whole = self._inline_slideshows.slideshow_rect(position)
        # The words of a caption are shown with their picture, where there is room for both.
        if not top and whole is not None and whole.height() <= height - 2 * _TOP_MARGIN:
            if whole.top() < bar.value() or whole.bottom() > bar.value() + height:
                self._scroll_to_top(whole.top() - _TOP_MARGIN)
            return
        if top or not bar.value() + _TOP_MARGIN <= line.top() <= bar.value() + height - 60:
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
            position = self._inline_slideshows.visible_position(position)
            block = self.document().findBlock(position)
        box = layout.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        if line.isValid():
            return QRectF(box.left(), box.top() + line.y(), box.width(), line.height())
        return box
