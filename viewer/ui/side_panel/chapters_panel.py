"""The talk at the reader's side: every outline line, told or announced, and how far she is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry
from viewer.color_themes import LIGHT, Theme
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.series.chapter_marker import paint_chapter_marker
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
from viewer.ui.widgets.flow_layout import ScrollableHeader
from viewer.ui.widgets.link_button import LinkButton
from viewer.ui.widgets.text_lines import fit_lines, fit_strong_lines

_LINE = 18
_PAD = 7
_LEFT = 48
_RIGHT = 14
#: At least so much of the list stays in view in a low window.
_LEAST_LIST = 80


class ChaptersPanel(QWidget):
    """Title, speaker, progress and the chapters of the series on the page."""

    address_requested = Signal(object)
    cover_requested = Signal()  # the whole talk is wanted
    message = Signal(str)

    def __init__(self, is_read: Callable[[Address], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._is_read = is_read
        self._series: SeriesEntry | None = None
        self.model = ChaptersModel(self)
        self._speaker = _label(fonts.ui_font(12, weight=600), "dim")
        self._title = LinkButton(fonts.ui_font(16, weight=700), self)
        self._title.setToolTip(self.tr("The talk as a book"))
        self._title.setAccessibleDescription(self.tr("Opens the talk as a book."))
        self._title.clicked.connect(self.cover_requested)
        self._progress = _Progress(self)
        self._count = _label(fonts.ui_font(12), "dim")
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Chapters"))
        self.rows = _ChapterDelegate(self.view)
        self.view.setItemDelegate(self.rows)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.viewport().installEventFilter(self)
        self.view.clicked.connect(self._chosen)
        self.view.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 18, 0, 0)
        layout.setSpacing(0)
        inside = QWidget(self)
        head = QVBoxLayout(inside)
        head.setContentsMargins(18, 0, 18, 12)
        head.setSpacing(6)
        head.addWidget(self._speaker)
        head.addWidget(self._title)
        head.addSpacing(8)
        head.addWidget(self._progress)
        head.addWidget(self._count)
        layout.addWidget(ScrollableHeader(inside, self))
        self.view.setMinimumHeight(fonts.scaled_px(_LEAST_LIST))
        layout.addWidget(self.view, 1)

    @property
    def series(self) -> SeriesEntry | None:
        """The series that is shown."""
        return self._series

    def set_series(self, series: SeriesEntry | None, language: str = "") -> None:
        """Show ``series``, whose titles are in ``language`` (BCP 47; empty: the window's own)."""
        language = language or fonts.UI_FONT_LANGUAGE
        if series == self._series and language == self.rows.language:
            return
        self.rows.set_language(language)
        self._title.set_font(fonts.ui_font(16, weight=700, language=language))
        self._speaker.setFont(fonts.ui_font(12, weight=600, language=language))
        self._series = series
        self.model.set_series(series, self._is_read)
        if series is not None:
            self._speaker.setText(self.tr("Talk  {speaker}").format(speaker=series.speaker))
            self._title.setText(series.title)
        self.refresh()

    def set_current(self, address: Address | None) -> None:
        """Follow the reading: ``address`` is on the page."""
        index = self.model.set_current(address)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)
        self.refresh()

    def refresh(self) -> None:
        """Count again what is told and read."""
        chapters = self._series.chapters if self._series else ()
        told = [c.address for c in chapters if c.address is not None]
        read = sum(self._is_read(address) for address in told)
        self._count.setText(
            self.tr("{told} of {all} told · {read} read").format(
                told=format_count(len(told)),
                all=format_count(len(chapters)),
                read=format_count(read),
            )
        )
        self._progress.set_shares(len(told), read, max(1, len(chapters)))
        self.model.refresh()

    def count_text(self) -> str:
        """The line that counts chapters, as the reader sees it."""
        return self._count.text()

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.rows.theme = self._title.theme = theme
        self._progress.theme = theme
        self.update()
        self.view.viewport().update()

    def step(self, current: Address | None, by: int) -> Address | None:
        """The told chapter ``by`` places from ``current`` (or the first one), if there is one."""
        chapters = self._series.chapters if self._series else ()
        told = [c.address for c in chapters if c.address is not None]
        if not told:
            return None
        page = current.page if current else None
        if page not in told:
            return told[0] if by > 0 else None
        at = told.index(page) + by
        return told[at] if 0 <= at < len(told) else None

    def _chosen(self, index: QModelIndex) -> None:
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        if chapter.address is not None:
            self.address_requested.emit(chapter.address)
            return
        self.message.emit(
            self.tr("“{title}” is {state}.").format(
                title=chapter.title, state=self.model.state_text(index)
            )
        )

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        """Enter opens the chapter that is current in the list; another width breaks titles anew."""
        if watched is self.view.viewport() and event.type() == QEvent.Type.Resize:
            # Qt would do so a moment later, and the rows would jump.
            self.view.doItemsLayout()
            return False
        if watched is self.view and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.type() == QKeyEvent.Type.KeyPress:
                if self.view.currentIndex().isValid():
                    self._chosen(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)


class _Progress(QWidget):
    """A bar of the whole talk: what is read, what is told."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(5)
        self.theme = LIGHT
        self._told = 0.0
        self._read = 0.0

    def set_shares(self, told: int, read: int, everything: int) -> None:
        """Show ``told`` and ``read`` out of ``everything``."""
        self._told, self._read = told / everything, read / everything
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        shares = (
            (1.0, self.theme.line),
            (self._told, self.theme.tint),
            (self._read, self.theme.accent),
        )
        for share, colour in shares:
            if share <= 0:
                continue
            part = QRectF(whole)
            part.setWidth(max(whole.height(), whole.width() * share))
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(part, 2.5, 2.5)


class _ChapterDelegate(ItemDelegate):
    """Draws a chapter: a disc that tells its state, its title, and the issue it waits for."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self._small = fonts.ui_font(11, weight=600)
        self.set_language(fonts.UI_FONT_LANGUAGE)
        self._line, self._left = fonts.scaled_px(_LINE), fonts.scaled_px(_LEFT)

    def set_language(self, language: str) -> None:
        """Write titles in the faces of ``language``."""
        self.language = language
        self._plain = fonts.ui_font(13, language=language)
        self._strong = fonts.ui_font(13, weight=600, language=language)
        self._lines: dict[tuple[str, int, bool], tuple[QFont, list[str]]] = {}

    def _width(self, chapter: ChapterEntry) -> int:
        waits = fonts.scaled_px(26) if chapter.address is None else 0
        return max(40, self._view.viewport().width() - self._left - _RIGHT - waits)

    def _broken(self, title: str, width: int, current: bool) -> tuple[QFont, list[str]]:
        key = (title, width, current)
        if key not in self._lines:
            self._lines[key] = (
                fit_strong_lines(title, self._plain, self._strong, width)
                if current
                else (self._plain, fit_lines(title, self._plain, width))
            )
        return self._lines[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two."""
        chapter = index.data(CHAPTER_ROLE)
        lines = self._broken(chapter.title, self._width(chapter), False)[1]
        return QSize(40, len(lines) * self._line + 2 * _PAD)

    def elided_text(self, index: AnyIndex) -> str:
        """The title, where it needs more than two lines."""
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        lines = self._broken(chapter.title, self._width(chapter), False)[1]
        return chapter.title if is_elided(lines, chapter.title) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one chapter."""
        theme = self.theme
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        current = bool(index.data(CURRENT_ROLE))
        told = chapter.address is not None
        state = option.state
        full = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(full).adjusted(8, 1, -8, -1)
        hovered = told and bool(state & QStyle.StateFlag.State_MouseOver)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if current else theme.chip))
            painter.drawRoundedRect(box, 6, 6)
        if current:
            paint_current_marker(painter, box, theme)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        middle = QPointF(full.left() + fonts.scaled_px(28), full.top() + _PAD + self._line / 2)
        read = bool(index.data(READ_ROLE))
        paint_chapter_marker(painter, theme, middle, chapter, current, read, self._small)
        painter.setPen(QColor(theme.accent if current else theme.ink if told else theme.dim))
        width = self._width(chapter)
        font, lines = self._broken(chapter.title, width, current)
        painter.setFont(font)
        vertical = Qt.AlignmentFlag.AlignVCenter
        for number, line in enumerate(lines):
            top = full.top() + _PAD + number * self._line
            place = QRect(self._left + full.left(), top, width, self._line)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | vertical, line.rstrip())
        if not told and chapter.announced_in is not None:
            painter.setFont(self._small)
            painter.setPen(QColor(theme.dim))
            wide = fonts.scaled_px(60)
            left = full.right() - wide
            place = QRect(left, full.top() + _PAD, wide - _RIGHT - 4, self._line)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | vertical, f"#{chapter.announced_in}"
            )
        painter.restore()


def _label(font: object, name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(font)  # type: ignore[arg-type]
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
