"""Scrolls the page to offsets, anchors and pictures, and says where they are."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser

from viewer.ui.article.incremental_build import IncrementalBuild
from viewer.ui.article.inline_slideshows import InlineSlideshows, line_rect
from viewer.ui.document.built_page import TextMap

#: Pixels above a line that is scrolled to the top of the view.
_TOP_MARGIN = 24
#: How far below the top of the view the reader is assumed to read, in pixels.
_READING_LINE_Y = 120


class PageScroller:
    """Scrolls ``view`` to offsets of the plain text (code points), anchors and pictures.

    If the page is not built that far, the missing part is built first.

    An offset counts in the article's plain text, a position in the QTextDocument.
    """

    def __init__(
        self,
        view: QTextBrowser,
        build: IncrementalBuild,
        slideshows: InlineSlideshows,
        open_folded: Callable[[int, bool], None],
    ) -> None:
        """``open_folded`` opens what is folded at an offset, if True also below a title there."""
        self._view = view
        self._open_folded = open_folded
        self._build = build
        self._slideshows = slideshows
        # An offset, the scrolling it took, and how far below the top of the view it is wanted.
        self._scroll_target: tuple[int, int, float] | None = None

    @property
    def _text_map(self) -> TextMap:
        return self._build.built.text_map

    def forget_target(self) -> None:
        """Forget the offset scrolled to: another page is shown."""
        self._scroll_target = None

    def top_offset(self) -> int:
        """The offset in the article's plain text of the line at the top of the view."""
        value = self._view.verticalScrollBar().value()
        if self._build.page is None:
            return 0
        if self._scroll_target is not None and self._scroll_target[1] == value:
            return self._scroll_target[0]
        if value == 0:
            return 0
        cursor = self._view.cursorForPosition(QPoint(2, _TOP_MARGIN + 1))
        return self._text_map.to_offset(cursor.position())

    def line_tops(self, offsets: list[int]) -> list[float]:
        """The y coordinate of the lines at these offsets of the plain text.

        It is infinite for what is not built yet.
        """
        text_map = self._text_map
        end = text_map.end_offset
        return [
            self.line_rect(text_map.to_position(offset)).top() if offset <= end else math.inf
            for offset in offsets
        ]

    def is_offset_visible(self, offset: int) -> bool:
        """Whether the bottom of the line at ``offset`` of the plain text is in view."""
        if offset > self._text_map.end_offset:
            return False
        line = self.line_rect(self._text_map.to_position(offset))
        top = self._view.verticalScrollBar().value()
        return top <= line.bottom() <= top + self._view.viewport().height()

    def reading_offset(self) -> int:
        """The offset in the plain text of the line the reader is assumed to read."""
        y = round(self.reading_line_y()) - self._view.verticalScrollBar().value()
        return self._text_map.to_offset(self._view.cursorForPosition(QPoint(2, y)).position())

    def reading_line_y(self) -> float:
        """The y coordinate in the page at which the reader is assumed to read.

        It is near the top of the view; towards the end of a page it sinks to the bottom, so that
        what can never be scrolled to the top is reached as well.
        """
        bar = self._view.verticalScrollBar()
        height = max(1, self._view.viewport().height())
        top = min(_READING_LINE_Y, height / 4)
        sinking = min(height, bar.maximum())
        sunk = max(0.0, 1 - (bar.maximum() - bar.value()) / sinking) if sinking else 0.0
        return bar.value() + top + sunk * (height - top)

    def line_rect(self, position: int) -> QRectF:
        """The rectangle of the line at ``position``, in coordinates of the document."""
        if not self._view.document().findBlock(position).isVisible():
            position = self._slideshows.visible_position(position)
        return line_rect(self._view, position)

    def go_to_offset(self, offset: int, *, at_top: bool = False) -> None:
        """Bring the character at ``offset`` of the plain text into view."""
        self._build.ensure_written(offset)
        if offset <= 0:
            self._scroll_target = None
            self._view.verticalScrollBar().setValue(0)
        else:
            self._open_folded(offset, False)
            self.scroll_to(self._text_map.to_position(offset), at_top=at_top)
            if at_top:
                self._set_target(offset, _TOP_MARGIN)

    def go_to_anchor(self, anchor: str) -> bool:
        """Scroll the heading or item ``anchor`` to the top; False if there is none."""
        anchors = self._build.page.anchors if self._build.page is not None else ()
        offset = next((a.offset for a in anchors if a.id == anchor), None)
        self._build.ensure_written(offset or 0)
        if offset is not None:
            self._open_folded(offset, True)
        position = self._text_map.anchors.get(anchor)
        if position is None:
            return False
        self.scroll_to(position, at_top=True)
        if offset is not None:
            self._set_target(offset, _TOP_MARGIN)
        return True

    def _set_target(self, offset: int, y_in_view: float) -> None:
        self._scroll_target = (offset, self._view.verticalScrollBar().value(), y_in_view)

    def go_to_picture(self, number: int) -> None:
        """Bring picture ``number`` of the page to the top of the view."""
        if number not in self._build.built.picture_positions:
            self._build.ensure_written(
                len(self._build.page.text) if self._build.page is not None else 0
            )
        self._slideshows.show_picture(number)
        position = self._build.built.picture_positions.get(number)
        if position is not None:
            self.scroll_to(position, at_top=True)

    def set_cursor_position(self, position: int) -> None:
        """Move the text cursor, if there is one, to ``position``."""
        if has_text_cursor(self._view):
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(position)
            self._view.setTextCursor(cursor)

    def scroll_to(self, position: int, *, at_top: bool) -> None:
        """Bring the character at ``position`` of the document into view."""
        self.set_cursor_position(position)
        stage_position = self._slideshows.reveal_caption(position)
        bar = self._view.verticalScrollBar()
        height = self._view.viewport().height()
        margin = _TOP_MARGIN if at_top else height // 3
        line = self.line_rect(stage_position if at_top else position)
        slideshow_rect = self._slideshows.slideshow_rect(position)
        # A caption is shown with its picture if there is space for both.
        if (
            not at_top
            and slideshow_rect is not None
            and slideshow_rect.height() <= height - 2 * _TOP_MARGIN
        ):
            if slideshow_rect.top() < bar.value() or slideshow_rect.bottom() > bar.value() + height:
                self._scroll_to_top(slideshow_rect.top() - _TOP_MARGIN)
            return
        if at_top or not bar.value() + _TOP_MARGIN <= line.top() <= bar.value() + height - 60:
            self._scroll_to_top(line.top() - margin)

    def _scroll_to_top(self, top: float) -> None:
        """Scroll until ``top`` of the document is at the top of the view."""
        bar = self._view.verticalScrollBar()
        # Right after a page is written the bar still has the range of a page half laid out.
        height = self._view.document().documentLayout().documentSize().height()
        bar.setMaximum(max(0, math.ceil(height) - self._view.viewport().height()))
        bar.setValue(max(0, round(top)))

    def save(self) -> tuple[int, float]:
        """The reading position: an offset (-1: the very top) and its line's y in the view."""
        bar = self._view.verticalScrollBar()
        at_top = bar.value() == 0
        if at_top and (self._scroll_target is None or self._scroll_target[1] != 0):
            return -1, 0.0
        offset = self.top_offset()
        target = self._scroll_target
        if target is not None and target[1] == bar.value() == bar.maximum():
            # The page, not laid out to its end yet, may have been too short to scroll there.
            return offset, target[2]
        top = self.line_rect(self._text_map.to_position(offset)).top()
        y_in_view = top - bar.value()
        # Before the window is shown the view is too small for any line.
        if abs(y_in_view) > self._view.viewport().height():
            y_in_view = _TOP_MARGIN
        return offset, y_in_view

    def restore(self, saved: tuple[int, float]) -> None:
        """Scroll back to a reading position that ``save`` returned."""
        offset, y_in_view = saved
        bar = self._view.verticalScrollBar()
        if offset < 0:
            bar.setValue(0)
            return
        line = self.line_rect(self._text_map.to_position(offset))
        self._scroll_to_top(line.top() - y_in_view)
        # A line may break elsewhere now: the offset, not the start of its line, stays the target.
        self._set_target(offset, y_in_view)


def has_text_cursor(view: QTextBrowser) -> bool:
    """Whether arrow keys move a text cursor in ``view`` instead of scrolling."""
    return bool(view.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard)
