"""A talk as one book: its cover, with everything that is told of it and everything that waits."""

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
from viewer.ui.series.chapter_list import INSET, TalkChapters
from viewer.ui.series.chapters_model import CHAPTER_ROLE, ChaptersModel
from viewer.ui.series.series_progress import Onward, Progress, issues_of, progress
from viewer.ui.theme import fonts, icons

_MEASURE = 660
#: At least as much stands at both sides of the column.
_ASIDE = 20
#: A narrower column has no room for the ring beside the texts.
_STACKS = 420


@dataclass(frozen=True, slots=True)
class Facts:
    """What the cover says beside the outline: dates of issues, minutes of chapters."""

    dates: Mapping[int, str]
    minutes: Mapping[Address, int]


class TalkCover(QScrollArea):
    """Title, speaker, places, how far the reader is, and every chapter across the issues."""

    address_requested = Signal(object)
    message = Signal(str)
    left = Signal()

    def __init__(self, is_read: Callable[[Address], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaf")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._is_read = is_read
        self._series: SeriesEntry | None = None
        self._facts = Facts({}, {})
        self._progress: Progress | None = None
        self._theme = LIGHT
        self.model = ChaptersModel(self)
        inside = self._inside = QWidget(self)
        inside.setObjectName("leaf")
        self._speaker = _label(inside, "dim")
        self._title = _label(inside, "heading")
        self._places = _label(inside, "dim")
        self._told = _label(inside, "dim")
        self.ring = ProgressRing(inside)
        self.button = QPushButton(inside)
        self.button.setDefault(True)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._go_on)
        self._next = _label(inside, "dim")
        self._close = QToolButton(inside)
        self._close.setFixedSize(fonts.icon_size(34), fonts.icon_size(34))
        self._close.setIconSize(QSize(fonts.icon_size(18), fonts.icon_size(18)))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = self.tr("Back to the article (Esc)")
        self._close.setAccessibleName(name)
        self._close.setToolTip(name)
        self._close.clicked.connect(self.left)
        self.view = TalkChapters(self.model, inside)
        self.view.rows.heading = self._heading
        self.view.rows.aside = self._aside
        self.view.chosen.connect(self._chosen)
        self.view.selectionModel().currentChanged.connect(self._follow)
        self._line = QFrame(inside)
        self._line.setObjectName("hairline")
        self.setWidget(inside)
        self.set_zoom(1.0)

    # What is shown

    def set_talk(
        self,
        series: SeriesEntry,
        facts: Facts,
        last: Address | None,
        current: Address | None,
        language: str = "",
    ) -> None:
        """Show ``series``; the reader had ``last`` open last, and ``current`` is on the page.

        Its titles are in ``language`` (BCP 47; empty: the window's own).
        """
        if (language or fonts.UI_FONT_LANGUAGE) != self.view.rows.language:
            self.view.rows.language = language or fonts.UI_FONT_LANGUAGE
            self.set_zoom(self._zoom)
        self._series, self._facts, self._last = series, facts, last
        self.model.set_series(series, self._is_read)
        index = self.model.set_current(current)
        self._speaker.setText(self.tr("Talk  {speaker}").format(speaker=series.speaker))
        self._speaker.setVisible(bool(series.speaker))
        self._title.setText(series.title)
        places = self.tr(", ").join(series.places)
        self._places.setText(self.tr("Given at {places}").format(places=places))
        self._places.setVisible(bool(places))
        self._told.setText(self._told_in(series))
        self.refresh()
        self.view.setCurrentIndex(index if index.isValid() else self.model.index(0))
        self.verticalScrollBar().setValue(0)

    def _told_in(self, series: SeriesEntry) -> str:
        named = self.tr("No. {number}")
        # A number never stands on another line than what it is the number of.
        named = named.replace(" ", "\u00a0")
        issues = [named.format(number=number) for number in issues_of(series)]
        parts = [self.tr("Told in {issues}").format(issues=self.tr(", ").join(issues))]
        waiting = progress(series, self._is_read, None)
        for number, chapters in waiting.announced:
            parts.append(
                self.tr("%Ln chapter(s) announced for {issue}", "", chapters).format(
                    issue=named.format(number=number)
                )
            )
        if waiting.unnamed:
            parts.append(self.tr("%Ln chapter(s) not yet told", "", waiting.unnamed))
        return " · ".join(parts if issues else parts[1:])

    def refresh(self) -> None:
        """Count again what was read, and see where the reader goes on."""
        if self._series is None:
            return
        now = self._progress = progress(self._series, self._is_read, self._last)
        self.ring.set_progress(now.read, now.told)
        self.ring.setAccessibleName(
            self.tr("{read} of {told} told chapters read").format(
                read=format_count(now.read), told=format_count(now.told)
            )
        )
        self.button.setText(
            {
                Onward.BEGIN: self.tr("Start reading"),
                Onward.CONTINUE: self.tr("Continue where I was"),
                Onward.AGAIN: self.tr("Read again from the start"),
                Onward.NOTHING: self.tr("Nothing is told yet"),
            }[now.onward]
        )
        self.button.setEnabled(now.chapter is not None)
        chapter = now.chapter
        self._next.setText(f"{chapter.number}. {chapter.title}" if chapter else "")
        self.button.setAccessibleDescription(self._next.text())
        self.model.refresh()
        self._arrange()

    @property
    def first(self) -> QWidget:
        """What the keys belong to at first."""
        return self.button if self.button.isEnabled() else self.view

    def texts(self) -> list[str]:
        """What the cover says above the list, as the reader sees it."""
        labels = (self._speaker, self._title, self._places, self._told, self._next)
        return [label.text() for label in labels if not label.isHidden()]

    def _heading(self, chapter: ChapterEntry) -> str:
        """The issue that tells, or is to tell, a chapter."""
        named = self.tr("No. {number}")
        if chapter.address is not None:
            number = chapter.address.issue
            date = long_date(self._facts.dates.get(number, ""))
            return " · ".join(part for part in (named.format(number=number), date) if part)
        if chapter.announced_in is None:
            return self.tr("Not yet told")
        issue = named.format(number=chapter.announced_in)
        return self.tr("{issue} · announced").format(issue=issue)

    def _aside(self, chapter: ChapterEntry) -> str:
        if chapter.address is None:
            return ""
        minutes = self._facts.minutes.get(chapter.address)
        return self.tr("about {n} min").format(n=format_count(minutes)) if minutes else ""

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._theme = theme
        self.view.rows.theme = self.ring.theme = theme
        self._close.setIcon(
            icons.icon(
                "close", theme.ink, theme.line, fonts.icon_size(20), self.devicePixelRatioF()
            )
        )
        self.ring.update()
        self.view.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Write ``zoom`` times as large as usual."""
        self._zoom = zoom
        language = self.view.rows.language
        self._speaker.setFont(fonts.font(round(13 * zoom), weight=600, language=language))
        self._title.setFont(fonts.font(round(30 * zoom), weight=700, language=language))
        for label in (self._places, self._next):
            label.setFont(fonts.font(round(14 * zoom), language=language))
        self._told.setFont(fonts.font(round(14 * zoom)))
        self.button.setFont(fonts.font(round(14 * zoom), weight=600))
        self.ring.set_zoom(zoom)
        self.view.rows.set_zoom(zoom)
        self.view.scheduleDelayedItemsLayout()
        self._arrange()

    # What can be done

    def _go_on(self) -> None:
        chapter = self._progress.chapter if self._progress is not None else None
        if chapter is not None and chapter.address is not None:
            self.address_requested.emit(chapter.address)

    def _chosen(self, index: QModelIndex) -> None:
        chapter: ChapterEntry = index.data(CHAPTER_ROLE)
        if chapter.address is not None:
            self.address_requested.emit(chapter.address)
            return
        self.message.emit(
            self.tr("“{title}” is {state}.").format(
                title=chapter.title, state=self.model.state(index)
            )
        )

    def _follow(self, index: QModelIndex) -> None:
        """Whoever walks down the list by key sees where she is."""
        if index.isValid() and self.view.hasFocus():
            row = self.view.visualRect(index)
            place = self.view.mapTo(self._inside, row.center())
            self.ensureVisible(place.x(), place.y(), 0, row.height())

    # Qt's events

    def _arrange(self) -> None:
        """Give every part its place, from the top down.

        By hand: what is as high as its width lets it be, nested, is more than Qt's layouts settle.
        """
        zoom, whole = self._zoom, self.viewport().width()
        column = max(160, min(whole - 2 * _ASIDE, round(_MEASURE * zoom)))
        left = (whole - column) // 2
        inner, room = left + INSET, column - 2 * INSET
        beside = column >= _STACKS * zoom
        self._close.move(whole - self._close.width() - 14, 14)
        y = top = 54
        width = room - self.ring.width() - 28 if beside else room
        for label in (self._speaker, self._title, self._places, self._told):
            if not label.isHidden():
                high = label.heightForWidth(width)
                label.setGeometry(inner, y, width, high)
                y += high + round(8 * zoom)
        if beside:
            self.ring.move(inner + room - self.ring.width(), top)
            y = max(y, top + self.ring.height())
        else:
            self.ring.move(inner, y + 8)
            y += self.ring.height() + 8
        y = self._place_way(inner, y + 22, room, beside) + 28
        self._line.setGeometry(inner, y, room, 1)
        high = self.view.heightForWidth(column)
        self.view.setGeometry(left, y + 10, column, high)
        self._inside.resize(whole, max(self.viewport().height(), y + 10 + high + 40))

    def _place_way(self, x: int, y: int, room: int, beside: bool) -> int:
        """The button, and the chapter it leads to beside or below it; returns where they end."""
        size = self.button.sizeHint().boundedTo(QSize(room, 1000))
        self.button.setGeometry(x, y, size.width(), size.height())
        if beside:
            width = room - size.width() - 14
            high = max(size.height(), self._next.heightForWidth(width))
            self._next.setGeometry(x + size.width() + 14, y, width, high)
            return y + high
        high = self._next.heightForWidth(room)
        self._next.setGeometry(x, y + size.height() + 8, room, high)
        return y + size.height() + 8 + high

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other places."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class ProgressRing(QWidget):
    """How many of the told chapters were read: a ring that closes, and the count in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._read = self._told = 0
        self._side = 112
        self._zoom = 1.0

    def set_progress(self, read: int, told: int) -> None:
        """Show ``read`` out of ``told``."""
        self._read, self._told = read, told
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Draw ``zoom`` times as large as usual."""
        self._zoom = zoom
        self._side = round(112 * min(zoom, 2.0))
        self.setFixedSize(self._side, self._side)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring and the count."""
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._side / 14
        box = QRectF(self.rect()).adjusted(wide, wide, -wide, -wide)
        pen = QPen(QColor(theme.line), wide)
        painter.setPen(pen)
        painter.drawEllipse(box)
        if self._read and self._told:
            pen.setColor(QColor(theme.accent))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            # Qt counts in sixteenths of a degree, from three o'clock against the clock.
            painter.drawArc(box, 90 * 16, -round(360 * 16 * self._read / self._told))
        scale = self._side / 112
        painter.setPen(QColor(theme.ink))
        painter.setFont(fonts.font(round(24 * scale), weight=700))
        upper = QRectF(box.left(), box.top(), box.width(), box.height() * 0.62)
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(upper, bottom, f"{format_count(self._read)} / {format_count(self._told)}")
        painter.setPen(QColor(theme.dim))
        painter.setFont(fonts.font(round(12 * scale)))
        lower = QRectF(box.left(), upper.bottom(), box.width(), box.height() * 0.24)
        painter.drawText(
            lower, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.tr("read")
        )


def _label(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
