"""The cover page of a series: title, progress, and all its chapters, published and announced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry
from viewer.color_themes import LIGHT, Theme
from viewer.ui.i18n.dates_and_numbers import format_count, long_date
from viewer.ui.series.chapters_model import CHAPTER_ROLE, ChaptersModel
from viewer.ui.series.cover_chapter_list import ROW_INSET, ChapterList
from viewer.ui.series.series_progress import (
    NextStep,
    SeriesProgress,
    issues_with_chapters,
    series_progress,
)
from viewer.ui.theme import fonts, icons

_COLUMN_WIDTH = 660
#: The least margin at both sides of the column.
_SIDE_MARGIN = 20
#: In a narrower column the progress ring stands below the texts.
_STACK_BELOW = 420


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Dates of issues, by number, and reading minutes of chapters, by address."""

    dates: Mapping[int, str]
    minutes: Mapping[Address, int]


class SeriesCover(QScrollArea):
    """Shows title, speaker, places, the reader's progress, and every chapter across the issues."""

    address_requested = Signal(object)
    message = Signal(str)
    close_requested = Signal()

    def __init__(self, is_read: Callable[[Address], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaf")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._is_read = is_read
        self._series: SeriesEntry | None = None
        self._facts = SeriesFacts({}, {})
        self._progress: SeriesProgress | None = None
        self._theme = LIGHT
        self.model = ChaptersModel(self)
        content = self._content = QWidget(self)
        content.setObjectName("leaf")
        self._speaker_label = _make_label(content, "dim")
        self._title_label = _make_label(content, "heading")
        self._places_label = _make_label(content, "dim")
        self._published_label = _make_label(content, "dim")
        self.progress_ring = ProgressRing(content)
        self.continue_button = QPushButton(content)
        self.continue_button.setDefault(True)
        self.continue_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.continue_button.clicked.connect(self._open_next_chapter)
        self._next_chapter_label = _make_label(content, "dim")
        self._close_button = QToolButton(content)
        self._close_button.setFixedSize(fonts.icon_size(34), fonts.icon_size(34))
        self._close_button.setIconSize(QSize(fonts.icon_size(18), fonts.icon_size(18)))
        self._close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = self.tr("Back to the article (Esc)")
        self._close_button.setAccessibleName(name)
        self._close_button.setToolTip(name)
        self._close_button.clicked.connect(self.close_requested)
        self.chapter_list = ChapterList(self.model, content)
        self.chapter_list.row_delegate.issue_heading = self._issue_heading
        self.chapter_list.row_delegate.trailing_text = self._reading_time
        self.chapter_list.chosen.connect(self._on_chapter_chosen)
        self.chapter_list.selectionModel().currentChanged.connect(self._scroll_to_current)
        self._rule = QFrame(content)
        self._rule.setObjectName("hairline")
        self.setWidget(content)
        self.set_zoom(1.0)

    # What is shown

    def set_series(
        self,
        series: SeriesEntry,
        facts: SeriesFacts,
        last_opened: Address | None,
        current: Address | None,
        language: str = "",
    ) -> None:
        """Show ``series``: ``last_opened`` was open last, ``current`` is on the page.

        Its titles are in ``language`` (BCP 47; empty: the window's own).
        """
        if (language or fonts.UI_FONT_LANGUAGE) != self.chapter_list.row_delegate.language:
            self.chapter_list.row_delegate.language = language or fonts.UI_FONT_LANGUAGE
            self.set_zoom(self._zoom)
        self._series, self._facts, self._last_opened = series, facts, last_opened
        self.model.set_series(series, self._is_read)
        index = self.model.set_current(current)
        self._speaker_label.setText(self.tr("Talk  {speaker}").format(speaker=series.speaker))
        self._speaker_label.setVisible(bool(series.speaker))
        self._title_label.setText(series.title)
        places = self.tr(", ").join(series.places)
        self._places_label.setText(self.tr("Given at {places}").format(places=places))
        self._places_label.setVisible(bool(places))
        self._published_label.setText(self._published_text(series))
        self.refresh()
        self.chapter_list.setCurrentIndex(index if index.isValid() else self.model.index(0))
        self.verticalScrollBar().setValue(0)

    def _published_text(self, series: SeriesEntry) -> str:
        issue_title = self.tr("No. {number}")
        # No line break between "No." and its number.
        issue_title = issue_title.replace(" ", "\u00a0")
        issues = [issue_title.format(number=number) for number in issues_with_chapters(series)]
        parts = [self.tr("Told in {issues}").format(issues=self.tr(", ").join(issues))]
        progress = series_progress(series, self._is_read, None)
        for number, chapters in progress.announced:
            parts.append(
                self.tr("%Ln chapter(s) announced for {issue}", "", chapters).format(
                    issue=issue_title.format(number=number)
                )
            )
        if progress.unscheduled:
            parts.append(self.tr("%Ln chapter(s) not yet told", "", progress.unscheduled))
        return " · ".join(parts if issues else parts[1:])

    def refresh(self) -> None:
        """Count again what was read, and find the next chapter."""
        if self._series is None:
            return
        progress = self._progress = series_progress(self._series, self._is_read, self._last_opened)
        self.progress_ring.set_progress(progress.read, progress.published)
        self.progress_ring.setAccessibleName(
            self.tr("{read} of {told} told chapters read").format(
                read=format_count(progress.read), told=format_count(progress.published)
            )
        )
        self.continue_button.setText(
            {
                NextStep.BEGIN: self.tr("Start reading"),
                NextStep.CONTINUE: self.tr("Continue where I was"),
                NextStep.REREAD: self.tr("Read again from the start"),
                NextStep.NOTHING: self.tr("Nothing is told yet"),
            }[progress.next_step]
        )
        self.continue_button.setEnabled(progress.next_chapter is not None)
        chapter = progress.next_chapter
        self._next_chapter_label.setText(f"{chapter.number}. {chapter.title}" if chapter else "")
        self.continue_button.setAccessibleDescription(self._next_chapter_label.text())
        self.model.refresh()
        self._place_parts()

    @property
    def initial_focus(self) -> QWidget:
        """The widget that gets the focus when the cover is shown."""
        return self.continue_button if self.continue_button.isEnabled() else self.chapter_list

    def _issue_heading(self, chapter: ChapterEntry) -> str:
        """The heading of a chapter's issue: the one it is in, or is announced for."""
        issue_title = self.tr("No. {number}")
        if chapter.address is not None:
            number = chapter.address.issue
            date = long_date(self._facts.dates.get(number, ""))
            return " · ".join(part for part in (issue_title.format(number=number), date) if part)
        if chapter.announced_in is None:
            return self.tr("Not yet told")
        issue = issue_title.format(number=chapter.announced_in)
        return self.tr("{issue} · announced").format(issue=issue)

    def _reading_time(self, chapter: ChapterEntry) -> str:
        if chapter.address is None:
            return ""
        minutes = self._facts.minutes.get(chapter.address)
        return self.tr("about {n} min").format(n=format_count(minutes)) if minutes else ""

    def set_theme(self, theme: Theme) -> None:
        """Paint in ``theme`` from now on."""
        self._theme = theme
        self.chapter_list.row_delegate.theme = self.progress_ring.theme = theme
        self._close_button.setIcon(
            icons.icon(
                "close", theme.ink, theme.line, fonts.icon_size(20), self.devicePixelRatioF()
            )
        )
        self.progress_ring.update()
        self.chapter_list.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual."""
        self._zoom = zoom
        language = self.chapter_list.row_delegate.language
        self._speaker_label.setFont(fonts.font(round(13 * zoom), weight=600, language=language))
        self._title_label.setFont(fonts.font(round(30 * zoom), weight=700, language=language))
        for label in (self._places_label, self._next_chapter_label):
            label.setFont(fonts.font(round(14 * zoom), language=language))
        self._published_label.setFont(fonts.font(round(14 * zoom)))
        self.continue_button.setFont(fonts.font(round(14 * zoom), weight=600))
        self.progress_ring.set_zoom(zoom)
        self.chapter_list.row_delegate.set_zoom(zoom)
        self.chapter_list.scheduleDelayedItemsLayout()
        self._place_parts()

    # Opening chapters

    def _open_next_chapter(self) -> None:
        chapter = self._progress.next_chapter if self._progress is not None else None
        if chapter is not None and chapter.address is not None:
            self.address_requested.emit(chapter.address)

    def _on_chapter_chosen(self, index: QModelIndex) -> None:
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        if chapter.address is not None:
            self.address_requested.emit(chapter.address)
            return
        self.message.emit(
            self.tr("“{title}” is {state}.").format(
                title=chapter.title, state=self.model.state_text(index)
            )
        )

    def _scroll_to_current(self, index: QModelIndex) -> None:
        """Keep the row that the arrow keys came to in view."""
        if index.isValid() and self.chapter_list.hasFocus():
            row = self.chapter_list.visualRect(index)
            centre = self.chapter_list.mapTo(self._content, row.center())
            self.ensureVisible(centre.x(), centre.y(), 0, row.height())

    # Layout

    def _place_parts(self) -> None:
        """Lay out all parts, from the top down.

        By hand: Qt's layouts do not settle nested parts whose height depends on their width.
        """
        zoom, view_width = self._zoom, self.viewport().width()
        column_width = max(160, min(view_width - 2 * _SIDE_MARGIN, round(_COLUMN_WIDTH * zoom)))
        left = (view_width - column_width) // 2
        x, inner_width = left + ROW_INSET, column_width - 2 * ROW_INSET
        side_by_side = column_width >= _STACK_BELOW * zoom
        self._close_button.move(view_width - self._close_button.width() - 14, 14)
        y = top = 54
        width = inner_width - self.progress_ring.width() - 28 if side_by_side else inner_width
        for label in (
            self._speaker_label,
            self._title_label,
            self._places_label,
            self._published_label,
        ):
            if not label.isHidden():
                height = label.heightForWidth(width)
                label.setGeometry(x, y, width, height)
                y += height + round(8 * zoom)
        if side_by_side:
            self.progress_ring.move(x + inner_width - self.progress_ring.width(), top)
            y = max(y, top + self.progress_ring.height())
        else:
            self.progress_ring.move(x, y + 8)
            y += self.progress_ring.height() + 8
        y = self._place_continue_button(x, y + 22, inner_width, side_by_side) + 28
        self._rule.setGeometry(x, y, inner_width, 1)
        height = self.chapter_list.heightForWidth(column_width)
        self.chapter_list.setGeometry(left, y + 10, column_width, height)
        self._content.resize(view_width, max(self.viewport().height(), y + 10 + height + 40))

    def _place_continue_button(
        self, x: int, y: int, available_width: int, side_by_side: bool
    ) -> int:
        """Lay out the button and the next chapter's title; returns their bottom edge."""
        size = self.continue_button.sizeHint().boundedTo(QSize(available_width, 1000))
        self.continue_button.setGeometry(x, y, size.width(), size.height())
        if side_by_side:
            width = available_width - size.width() - 14
            height = max(size.height(), self._next_chapter_label.heightForWidth(width))
            self._next_chapter_label.setGeometry(x + size.width() + 14, y, width, height)
            return y + height
        height = self._next_chapter_label.heightForWidth(available_width)
        self._next_chapter_label.setGeometry(x, y + size.height() + 8, available_width, height)
        return y + size.height() + 8 + height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self._place_parts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)


class ProgressRing(QWidget):
    """How many of the published chapters were read: a ring that fills, with the count in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._read = self._published = 0
        self._diameter = 112
        self._zoom = 1.0

    def set_progress(self, read: int, published: int) -> None:
        """Show ``read`` out of ``published``."""
        self._read, self._published = read, published
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Draw ``zoom`` times as large as usual."""
        self._zoom = zoom
        self._diameter = round(112 * min(zoom, 2.0))
        self.setFixedSize(self._diameter, self._diameter)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._diameter, self._diameter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring and the count."""
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen_width = self._diameter / 14
        box = QRectF(self.rect()).adjusted(pen_width, pen_width, -pen_width, -pen_width)
        pen = QPen(QColor(theme.line), pen_width)
        painter.setPen(pen)
        painter.drawEllipse(box)
        if self._read and self._published:
            pen.setColor(QColor(theme.accent))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            # Qt counts in sixteenths of a degree, counter-clockwise from three o'clock.
            painter.drawArc(box, 90 * 16, -round(360 * 16 * self._read / self._published))
        scale = self._diameter / 112
        painter.setPen(QColor(theme.ink))
        painter.setFont(fonts.font(round(24 * scale), weight=700))
        upper = QRectF(box.left(), box.top(), box.width(), box.height() * 0.62)
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(
            upper, bottom, f"{format_count(self._read)} / {format_count(self._published)}"
        )
        painter.setPen(QColor(theme.dim))
        painter.setFont(fonts.font(round(12 * scale)))
        lower = QRectF(box.left(), upper.bottom(), box.width(), box.height() * 0.24)
        painter.drawText(
            lower, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.tr("read")
        )


def _make_label(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
