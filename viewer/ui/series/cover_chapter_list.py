"""The list of chapters on a series' cover, grouped by the issue they are in or announced for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from viewer.archive.model.catalogue_entries import ChapterEntry
from viewer.ui.series.chapter_marker import paint_chapter_marker
from viewer.ui.series.chapters_model import (
    CHAPTER_ROLE,
    CURRENT_ROLE,
    READ_ROLE,
    AnyIndex,
    ChaptersModel,
)
from viewer.ui.theme import fonts
from viewer.ui.widgets.item_delegate import ItemDelegate, paint_row_ground
from viewer.ui.widgets.text_lines import fit_lines, is_elided

_MAX_LINES = 3
#: The margin of a row, left of its marker and right of its trailing text, in pixels.
ROW_INSET = 12


class ChapterList(QListView):
    """A list as high as its rows: the cover scrolls, not the list."""

    chosen = Signal(object)  # the index of a row

    def __init__(self, model: ChaptersModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setModel(model)
        self.setAccessibleName(self.tr("Chapters"))
        self.row_delegate = _ChapterDelegate(self)
        self.setItemDelegate(self.row_delegate)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(lambda index: self.chosen.emit(index))

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        model = self.model()
        return sum(
            self.row_delegate.row_height(model.index(row, 0), width)
            for row in range(model.rowCount())
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks titles elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current chapter; pages and Esc are the cover's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: object) -> None:
        """The wheel scrolls the cover."""
        event.ignore()  # type: ignore[attr-defined]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The back and forward buttons are the window's."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The back and forward buttons are the window's."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mouseReleaseEvent(event)


class _ChapterDelegate(ItemDelegate):
    """Paints a chapter, and above the first one of an issue the issue's heading."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.issue_heading: Callable[[ChapterEntry], str] = lambda _chapter: ""
        self.trailing_text: Callable[[ChapterEntry], str] = lambda _chapter: ""
        self.language = fonts.UI_FONT_LANGUAGE
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual, titles in the fonts of ``language``."""
        self._zoom = zoom
        self._title_font = fonts.font(round(15 * zoom), language=self.language)
        self._current_font = fonts.font(round(15 * zoom), weight=600, language=self.language)
        self._number_font = fonts.font(round(12 * zoom), weight=600)
        self._trailing_font = fonts.font(round(13 * zoom))
        self._heading_font = fonts.font(round(13 * zoom), weight=600)
        self._line_height = round(23 * zoom)
        self._padding = round(9 * zoom)
        self._text_left = ROW_INSET + round(34 * zoom)

    def _heading_above(self, index: AnyIndex) -> str:
        """The issue's heading if the row is the first of its issue, else empty."""
        heading = self.issue_heading(index.data(CHAPTER_ROLE))
        if index.row() == 0:
            return heading
        row_above = index.model().index(index.row() - 1, 0)
        return "" if self.issue_heading(row_above.data(CHAPTER_ROLE)) == heading else heading

    def _heading_height(self, index: AnyIndex) -> int:
        if not self._heading_above(index):
            return 0
        return self._line_height + round((8 if index.row() == 0 else 26) * self._zoom)

    def _trailing_width(self, chapter: ChapterEntry) -> int:
        text = self.trailing_text(chapter)
        return QFontMetrics(self._trailing_font).horizontalAdvance(text) + 16 if text else 0

    def _title_lines(self, chapter: ChapterEntry, bold: bool, width: int) -> list[str]:
        available_width = width - self._text_left - self._trailing_width(chapter) - ROW_INSET
        return fit_lines(
            chapter.title,
            self._current_font if bold else self._title_font,
            max(60, available_width),
            _MAX_LINES,
        )

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As many lines as the title needs, and space for a heading if there is one."""
        return QSize(60, self.row_height(index, self._view.viewport().width()))

    def row_height(self, index: AnyIndex, width: int) -> int:
        """The height of a row ``width`` pixels wide."""
        # Measured in bold, so that a row keeps its height when it becomes current.
        lines = len(self._title_lines(index.data(CHAPTER_ROLE), True, width))
        return self._heading_height(index) + lines * self._line_height + 2 * self._padding

    def elided_text(self, index: AnyIndex) -> str:
        """The title if it needs more than three lines, else empty."""
        title: str = index.data(CHAPTER_ROLE).title
        lines = self._title_lines(index.data(CHAPTER_ROLE), True, self._view.viewport().width())
        return title if is_elided(lines, title) else ""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one chapter."""
        theme, zoom = self.theme, self._zoom
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        current, read = bool(index.data(CURRENT_ROLE)), bool(index.data(READ_ROLE))
        published = chapter.address is not None
        state = option.state
        cell = QRect(option.rect)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        heading_height = self._heading_height(index)
        if heading_height:
            painter.setFont(self._heading_font)
            painter.setPen(QColor(theme.dim))
            text_rect = QRect(
                cell.left() + ROW_INSET,
                cell.top() + heading_height - self._line_height,
                cell.width(),
                self._line_height,
            )
            painter.drawText(text_rect, alignment, self._heading_above(index))
        row = cell.adjusted(0, heading_height, 0, 0)
        box = QRectF(row).adjusted(0, 1, 0, -1)
        hovered = published and bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(
            painter,
            box,
            theme,
            current=current,
            hovered=hovered,
            focused=bool(state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus()),
            hover_color=theme.side,
        )
        top = row.top() + self._padding
        middle = QPointF(row.left() + ROW_INSET + 11 * zoom, top + self._line_height / 2)
        paint_chapter_marker(painter, theme, middle, chapter, current, read, self._number_font)
        painter.setFont(self._current_font if current else self._title_font)
        painter.setPen(QColor(theme.accent if current else theme.ink if published else theme.dim))
        for line in self._title_lines(chapter, current, row.width()):
            text_rect = QRect(
                row.left() + self._text_left, top, row.width() - self._text_left, self._line_height
            )
            painter.drawText(text_rect, alignment, line.rstrip())
            top += self._line_height
        painter.setFont(self._trailing_font)
        painter.setPen(QColor(theme.dim))
        text_rect = QRect(
            row.left(), row.top() + self._padding, row.width() - ROW_INSET, self._line_height
        )
        painter.drawText(
            text_rect,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self.trailing_text(chapter),
        )
