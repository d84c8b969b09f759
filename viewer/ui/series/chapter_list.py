"""The list of chapters on a talk's cover: under the issue that tells or will tell them."""

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
from viewer.color_themes import LIGHT
from viewer.ui.series.chapter_marker import paint_disc
from viewer.ui.series.chapters_model import (
    CHAPTER_ROLE,
    CURRENT_ROLE,
    READ_ROLE,
    AnyIndex,
    ChaptersModel,
)
from viewer.ui.theme import fonts
from viewer.ui.widgets.current_row import paint_current_marker
from viewer.ui.widgets.elision_tooltips import ItemDelegate, is_elided
from viewer.ui.widgets.text_lines import fit_lines

_LINES = 3
#: How far inside a row its disc and its aside stand.
INSET = 12


class TalkChapters(QListView):
    """As high as its rows: the cover scrolls, not the list."""

    chosen = Signal(object)  # the index of a row

    def __init__(self, model: ChaptersModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setModel(model)
        self.setAccessibleName(self.tr("Chapters"))
        self.rows = _RowDelegate(self)
        self.setItemDelegate(self.rows)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(lambda index: self.chosen.emit(index))

    def heightForWidth(self, width: int) -> int:
        """As much as the rows need."""
        model = self.model()
        return sum(
            self.rows.height_for(model.index(row, 0), width) for row in range(model.rowCount())
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


class _RowDelegate(ItemDelegate):
    """Draws a chapter, and above the first one of an issue what issue that is."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self.heading: Callable[[ChapterEntry], str] = lambda _chapter: ""
        self.aside: Callable[[ChapterEntry], str] = lambda _chapter: ""
        self.language = fonts.UI_FONT_LANGUAGE
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual, titles in the faces of ``language``."""
        self._zoom = zoom
        self._title = fonts.font(round(15 * zoom), language=self.language)
        self._strong = fonts.font(round(15 * zoom), weight=600, language=self.language)
        self._small = fonts.font(round(12 * zoom), weight=600)
        self._aside_font = fonts.font(round(13 * zoom))
        self._head = fonts.font(round(13 * zoom), weight=600)
        self._line = round(23 * zoom)
        self._pad = round(9 * zoom)
        self._left = INSET + round(34 * zoom)

    def _heading_of(self, index: AnyIndex) -> str:
        """What stands above the row: the issue, where it is another than that of the row above."""
        heading = self.heading(index.data(CHAPTER_ROLE))
        if index.row() == 0:
            return heading
        above = index.model().index(index.row() - 1, 0)
        return "" if self.heading(above.data(CHAPTER_ROLE)) == heading else heading

    def _head_height(self, index: AnyIndex) -> int:
        if not self._heading_of(index):
            return 0
        return self._line + round((8 if index.row() == 0 else 26) * self._zoom)

    def _aside_width(self, chapter: ChapterEntry) -> int:
        aside = self.aside(chapter)
        return QFontMetrics(self._aside_font).horizontalAdvance(aside) + 16 if aside else 0

    def _broken(self, chapter: ChapterEntry, strong: bool, width: int) -> list[str]:
        room = width - self._left - self._aside_width(chapter) - INSET
        return fit_lines(
            chapter.title, self._strong if strong else self._title, max(60, room), _LINES
        )

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As many lines as the title needs, and room for a heading where there is one."""
        return QSize(60, self.height_for(index, self._view.viewport().width()))

    def height_for(self, index: AnyIndex, width: int) -> int:
        """How high a row of ``width`` is."""
        # Measured in the heavier face, so that a row keeps its height when it is current.
        lines = len(self._broken(index.data(CHAPTER_ROLE), True, width))
        return self._head_height(index) + lines * self._line + 2 * self._pad

    def cut_text(self, index: AnyIndex) -> str:
        """The title, where it needs more than three lines."""
        title: str = index.data(CHAPTER_ROLE).title
        lines = self._broken(index.data(CHAPTER_ROLE), True, self._view.viewport().width())
        return title if is_elided(lines, title) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one chapter."""
        theme, zoom = self.theme, self._zoom
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        current, read = bool(index.data(CURRENT_ROLE)), bool(index.data(READ_ROLE))
        told = chapter.address is not None
        state = option.state
        full = QRect(option.rect)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self._head_height(index)
        if head:
            painter.setFont(self._head)
            painter.setPen(QColor(theme.dim))
            place = QRect(
                full.left() + INSET, full.top() + head - self._line, full.width(), self._line
            )
            painter.drawText(place, left, self._heading_of(index))
        row = full.adjusted(0, head, 0, 0)
        box = QRectF(row).adjusted(0, 1, 0, -1)
        hovered = told and bool(state & QStyle.StateFlag.State_MouseOver)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if current else theme.side))
            painter.drawRoundedRect(box, 6, 6)
        if current:
            paint_current_marker(painter, box, theme)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        top = row.top() + self._pad
        middle = QPointF(row.left() + INSET + 11 * zoom, top + self._line / 2)
        paint_disc(painter, theme, middle, chapter, current, read, self._small)
        painter.setFont(self._strong if current else self._title)
        painter.setPen(QColor(theme.accent if current else theme.ink if told else theme.dim))
        for line in self._broken(chapter, current, row.width()):
            place = QRect(row.left() + self._left, top, row.width() - self._left, self._line)
            painter.drawText(place, left, line.rstrip())
            top += self._line
        painter.setFont(self._aside_font)
        painter.setPen(QColor(theme.dim))
        place = QRect(row.left(), row.top() + self._pad, row.width() - INSET, self._line)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.aside(chapter)
        )
        painter.restore()
