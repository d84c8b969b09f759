"""The chapters of a series beside the page: published or announced, and which are read."""

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
from viewer.ui.side_panel.side_panel import SidePanelTab
from viewer.ui.theme import fonts
from viewer.ui.widgets.flow_layout import ScrollableHeader
from viewer.ui.widgets.item_delegate import ItemDelegate, paint_row_ground
from viewer.ui.widgets.labels import LinkButton
from viewer.ui.widgets.text_lines import fit_lines, fit_strong_lines, is_elided

_LINE_HEIGHT = 18
_PAD = 7
_LEFT = 48
_RIGHT = 14
#: At least so much of the list stays in view in a low window.
_MIN_LIST_HEIGHT = 80


class ChaptersPanel(SidePanelTab):
    """Title, speaker, progress and the chapters of the series on the page."""

    name = "talk"

    address_requested = Signal(object)
    cover_requested = Signal()  # show the cover of the series
    message = Signal(str)

    def __init__(self, is_read: Callable[[Address], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = self.tr("Chapters")
        self._is_read = is_read
        self._series: SeriesEntry | None = None
        self.model = ChaptersModel(self)
        self._speaker_label = _label(fonts.ui_font(12, weight=600), "dim")
        self._title_button = LinkButton(fonts.ui_font(16, weight=700), self)
        self._title_button.setToolTip(self.tr("The talk as a book"))
        self._title_button.setAccessibleDescription(self.tr("Opens the talk as a book."))
        self._title_button.clicked.connect(self.cover_requested)
        self._progress_bar = _SeriesProgressBar(self)
        self._count_label = _label(fonts.ui_font(12), "dim")
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.title)
        self.row_delegate = _ChapterDelegate(self.view)
        self.view.setItemDelegate(self.row_delegate)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.viewport().installEventFilter(self)
        self.view.clicked.connect(self._on_clicked)
        self.view.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 18, 0, 0)
        layout.setSpacing(0)
        inside = QWidget(self)
        head = QVBoxLayout(inside)
        head.setContentsMargins(18, 0, 18, 12)
        head.setSpacing(6)
        head.addWidget(self._speaker_label)
        head.addWidget(self._title_button)
        head.addSpacing(8)
        head.addWidget(self._progress_bar)
        head.addWidget(self._count_label)
        layout.addWidget(ScrollableHeader(inside, self))
        self.view.setMinimumHeight(fonts.scaled_px(_MIN_LIST_HEIGHT))
        layout.addWidget(self.view, 1)

    @property
    def has_content(self) -> bool:
        """Whether there is a series to show."""
        return self._series is not None

    @property
    def series(self) -> SeriesEntry | None:
        """The series that is shown; None if there is none."""
        return self._series

    def set_series(self, series: SeriesEntry | None, language: str = "") -> None:
        """Show ``series``, whose titles are in ``language`` (BCP 47; empty: the window's own)."""
        language = language or fonts.UI_FONT_LANGUAGE
        if series == self._series and language == self.row_delegate.language:
            return
        self.row_delegate.set_language(language)
        self._title_button.set_font(fonts.ui_font(16, weight=700, language=language))
        self._speaker_label.setFont(fonts.ui_font(12, weight=600, language=language))
        self._series = series
        self.model.set_series(series, self._is_read)
        if series is not None:
            self._speaker_label.setText(self.tr("Talk  {speaker}").format(speaker=series.speaker))
            self._title_button.setText(series.title)
        self.refresh()

    def set_current(self, address: Address | None) -> None:
        """Mark the chapter at ``address``, which is on the page, as the current one."""
        index = self.model.set_current(address)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)
        self.refresh()

    def refresh(self) -> None:
        """Update the counts of published and read chapters, and the rows."""
        chapters = self._series.chapters if self._series else ()
        addresses = [c.address for c in chapters if c.address is not None]
        read = sum(self._is_read(address) for address in addresses)
        self._count_label.setText(
            self.tr("{told} of {all} told · {read} read").format(
                told=format_count(len(addresses)),
                all=format_count(len(chapters)),
                read=format_count(read),
            )
        )
        self._progress_bar.set_progress(len(addresses), read, max(1, len(chapters)))
        self.model.refresh()

    def count_text(self) -> str:
        """The line that counts chapters, as the reader sees it."""
        return self._count_label.text()

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.row_delegate.theme = self._title_button.theme = theme
        self._progress_bar.theme = theme
        self.update()
        self.view.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
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
                    self._on_clicked(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)


class _SeriesProgressBar(QWidget):
    """A bar of the whole series: how much is published, and how much is read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(5)
        self.theme = LIGHT
        self._available_share = 0.0
        self._read_share = 0.0

    def set_progress(self, available: int, read: int, total: int) -> None:
        """Show ``available`` and ``read`` out of ``total``."""
        self._available_share, self._read_share = available / total, read / total
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        shares = (
            (1.0, self.theme.line),
            (self._available_share, self.theme.tint),
            (self._read_share, self.theme.accent),
        )
        for share, color in shares:
            if share <= 0:
                continue
            part = QRectF(bar)
            part.setWidth(max(bar.height(), bar.width() * share))
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(part, 2.5, 2.5)


class _ChapterDelegate(ItemDelegate):
    """Draws a chapter: a marker of its state, its title, the issue it is announced in."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._small_font = fonts.ui_font(11, weight=600)
        self.set_language(fonts.UI_FONT_LANGUAGE)
        self._line_height, self._text_left = fonts.scaled_px(_LINE_HEIGHT), fonts.scaled_px(_LEFT)

    def set_language(self, language: str) -> None:
        """Write titles in the faces of ``language``."""
        self.language = language
        self._font = fonts.ui_font(13, language=language)
        self._current_font = fonts.ui_font(13, weight=600, language=language)
        self._wrapped_titles: dict[tuple[str, int, bool], tuple[QFont, list[str]]] = {}

    def _title_width(self, chapter: ChapterEntry) -> int:
        number_width = fonts.scaled_px(26) if chapter.address is None else 0
        return max(40, self._view.viewport().width() - self._text_left - _RIGHT - number_width)

    def _wrap_title(self, title: str, width: int, current: bool) -> tuple[QFont, list[str]]:
        key = (title, width, current)
        if key not in self._wrapped_titles:
            self._wrapped_titles[key] = (
                fit_strong_lines(title, self._font, self._current_font, width)
                if current
                else (self._font, fit_lines(title, self._font, width))
            )
        return self._wrapped_titles[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two."""
        chapter = index.data(CHAPTER_ROLE)
        lines = self._wrap_title(chapter.title, self._title_width(chapter), False)[1]
        return QSize(40, len(lines) * self._line_height + 2 * _PAD)

    def elided_text(self, index: AnyIndex) -> str:
        """The title, where it needs more than two lines."""
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        lines = self._wrap_title(chapter.title, self._title_width(chapter), False)[1]
        return chapter.title if is_elided(lines, chapter.title) else ""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one chapter."""
        theme = self.theme
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        current = bool(index.data(CURRENT_ROLE))
        is_available = chapter.address is not None
        state = option.state
        row_rect = QRect(option.rect)
        box = QRectF(row_rect).adjusted(8, 1, -8, -1)
        hovered = is_available and bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(
            painter,
            box,
            theme,
            current=current,
            hovered=hovered,
            focused=bool(
                state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected
            ),
        )
        middle = QPointF(
            row_rect.left() + fonts.scaled_px(28), row_rect.top() + _PAD + self._line_height / 2
        )
        read = bool(index.data(READ_ROLE))
        paint_chapter_marker(painter, theme, middle, chapter, current, read, self._small_font)
        painter.setPen(
            QColor(theme.accent if current else theme.ink if is_available else theme.dim)
        )
        width = self._title_width(chapter)
        font, lines = self._wrap_title(chapter.title, width, current)
        painter.setFont(font)
        vertical = Qt.AlignmentFlag.AlignVCenter
        for number, line in enumerate(lines):
            top = row_rect.top() + _PAD + number * self._line_height
            text_rect = QRect(self._text_left + row_rect.left(), top, width, self._line_height)
            painter.drawText(text_rect, Qt.AlignmentFlag.AlignLeft | vertical, line.rstrip())
        if not is_available and chapter.announced_in is not None:
            painter.setFont(self._small_font)
            painter.setPen(QColor(theme.dim))
            number_width = fonts.scaled_px(60)
            left = row_rect.right() - number_width
            text_rect = QRect(
                left, row_rect.top() + _PAD, number_width - _RIGHT - 4, self._line_height
            )
            painter.drawText(
                text_rect, Qt.AlignmentFlag.AlignRight | vertical, f"#{chapter.announced_in}"
            )


def _label(font: object, name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(font)  # type: ignore[arg-type]
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
