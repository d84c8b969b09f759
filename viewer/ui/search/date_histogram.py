"""Hits over time as a row of bars; dragging across them asks for that time alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.i18n.dates_and_numbers import format_count, long_date, month_range, short_date
from viewer.ui.theme import fonts

_MAX_BARS = 40
_LABEL_LINE_HEIGHT = 16


class DateHistogram(QWidget):
    """Bars of equal stretches of months, the chosen ones in the accent."""

    range_chosen = Signal(object)  # (first month, last month), or None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._font = fonts.ui_font(11)
        self._label_height = fonts.line_height(self._font, _LABEL_LINE_HEIGHT)
        self.setFixedHeight(40 + self._label_height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Hits over time"))
        self._months: tuple[tuple[str, int], ...] = ()
        self._bars: list[tuple[str, str, int]] = []
        self._chosen: tuple[str, str] | None = None
        self._drag: tuple[int, int] | None = None
        self._current_bar = self._anchor_bar = (
            0  # the bar the keys are on, and where their range began
        )

    def sizeHint(self) -> QSize:
        """Low and as wide as there is room."""
        return QSize(200, 40 + self._label_height)

    def set_months(
        self, months: tuple[tuple[str, int], ...], chosen: tuple[str, str] | None
    ) -> None:
        """Show ``months`` (each with its count); ``chosen`` is the range that is in force."""
        if months == self._months and chosen == self._chosen:
            return
        self._chosen = chosen
        if months != self._months:
            # Other bars stand under the pointer and the keys now.
            self._months, self._bars = months, group_months(months)
            self._drag = None
            self._current_bar = self._anchor_bar = min(
                self._current_bar, max(0, len(self._bars) - 1)
            )
        if self._bars:
            self.setAccessibleDescription(
                self.tr("{first} to {last}").format(
                    first=long_date(self._bars[0][0]), last=long_date(self._bars[-1][1])
                )
            )
        self.update()

    @property
    def bars(self) -> list[tuple[str, str, int]]:
        """The bars: first month, last month, count."""
        return self._bars

    def bar_text(self, index: int) -> str:
        """What the bar at ``index`` stands for, in words."""
        first, last, hits = self._bars[index]
        return f"{month_range(first, last)}: {format_count(hits)}"

    @property
    def end_labels(self) -> tuple[str, str]:
        """The first and the last month, as they stand below the bars."""
        return short_date(self._bars[0][0]), short_date(self._bars[-1][1])

    def _bar_at(self, x: float) -> int:
        if not self._bars:
            return 0
        return min(len(self._bars) - 1, max(0, int(x * len(self._bars) / max(1, self.width()))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range."""
        if event.button() == Qt.MouseButton.LeftButton and self._bars:
            at = self._bar_at(event.position().x())
            self._drag = (at, at)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Widen the range, or say what the bar under the pointer stands for."""
        at = self._bar_at(event.position().x())
        if self._drag is not None:
            self._drag = (self._drag[0], at)
            self.update()
        elif self._bars:
            QToolTip.showText(event.globalPosition().toPoint(), self.bar_text(at), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the range; a click on the only chosen bar asks for all again."""
        if self._drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        first, last = sorted(self._drag)
        self._drag = None
        chosen = self._month_range(first, last)
        self.range_chosen.emit(None if chosen == self._chosen else chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk the bars, with Shift they widen the range; Delete drops it."""
        key, last = event.key(), len(self._bars) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._bars:
            self._current_bar = min(
                last, max(0, self._current_bar + (1 if key == Qt.Key.Key_Right else -1))
            )
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor_bar = self._current_bar
            chosen = self._month_range(*sorted((self._anchor_bar, self._current_bar)))
            if chosen != self._chosen:
                self.range_chosen.emit(chosen)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.range_chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def _month_range(self, first: int, last: int) -> tuple[str, str]:
        return self._bars[first][0], self._bars[last][1]

    def _is_chosen(self, number: int) -> bool:
        if self._drag is not None:
            first, last = sorted(self._drag)
            return first <= number <= last
        if self._chosen is None:
            return True
        return self._bars[number][0] <= self._chosen[1] and self._bars[number][1] >= self._chosen[0]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bars, and the first and last month under them."""
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        high = self.height() - self._label_height
        most = max(hits for _, _, hits in self._bars) or 1
        step = self.width() / len(self._bars)
        for number, (_, _, hits) in enumerate(self._bars):
            share = hits / most
            bar = max(1.5 if hits else 1.0, share * (high - 4))
            chosen = bool(hits) and self._is_chosen(number)
            painter.setBrush(QColor(self.theme.accent if chosen else self.theme.line))
            gap = 1.0 if step > 4 else 0.0
            box = QRectF(number * step + gap / 2, high - bar, max(1.0, step - gap), bar)
            painter.drawRoundedRect(box, 1, 1)
        painter.setFont(self._font)
        painter.setPen(QColor(self.theme.dim))
        first, last = self.end_labels
        under = QRectF(0, high, self.width(), self._label_height)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | vertical, first)
        if QFontMetrics(self._font).horizontalAdvance(first + last) + 12 < self.width():
            painter.drawText(under, Qt.AlignmentFlag.AlignRight | vertical, last)
        if self.hasFocus():
            painter.setPen(QColor(self.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def group_months(months: tuple[tuple[str, int], ...]) -> list[tuple[str, str, int]]:
    """``months`` gathered into at most 40 equal stretches without gaps between them."""
    if not months:
        return []
    counts = {_month_number(month): count for month, count in months}
    first, last = min(counts), max(counts)
    span = last - first + 1
    wide = -(-span // _MAX_BARS)
    made = []
    for start in range(first, last + 1, wide):
        end = min(last, start + wide - 1)
        total = sum(counts.get(month, 0) for month in range(start, end + 1))
        made.append((_month_name(start), _month_name(end), total))
    return made


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7] or 1) - 1


def _month_name(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
