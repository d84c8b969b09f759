"""Histogram of hits over time; dragging across its bars filters by those months."""

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
    """Bars of equally many months each, the chosen ones in the accent colour."""

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
        # The bar the keys are on, and the one where their range began.
        self._current_bar = self._anchor_bar = 0

    def sizeHint(self) -> QSize:
        """Low and as wide as there is room."""
        return QSize(200, 40 + self._label_height)

    def set_months(
        self, months: tuple[tuple[str, int], ...], chosen: tuple[str, str] | None
    ) -> None:
        """Show ``months``, each with its count, in order; ``chosen`` is the range filtered by."""
        if months == self._months and chosen == self._chosen:
            return
        self._chosen = chosen
        if months != self._months:
            # A range begun on the old bars means nothing on the new ones.
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
    def months(self) -> tuple[tuple[str, int], ...]:
        """What is shown: months, each with its count."""
        return self._months

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
        bars_height = self.height() - self._label_height
        most = max(hits for _, _, hits in self._bars) or 1
        bar_width = self.width() / len(self._bars)
        for number, (_, _, hits) in enumerate(self._bars):
            share = hits / most
            bar_height = max(1.5 if hits else 1.0, share * (bars_height - 4))
            chosen = bool(hits) and self._is_chosen(number)
            painter.setBrush(QColor(self.theme.accent if chosen else self.theme.line))
            gap = 1.0 if bar_width > 4 else 0.0
            box = QRectF(
                number * bar_width + gap / 2,
                bars_height - bar_height,
                max(1.0, bar_width - gap),
                bar_height,
            )
            painter.drawRoundedRect(box, 1, 1)
        painter.setFont(self._font)
        painter.setPen(QColor(self.theme.dim))
        first, last = self.end_labels
        label_rect = QRectF(0, bars_height, self.width(), self._label_height)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(label_rect, Qt.AlignmentFlag.AlignLeft | vertical, first)
        if QFontMetrics(self._font).horizontalAdvance(first + last) + 12 < self.width():
            painter.drawText(label_rect, Qt.AlignmentFlag.AlignRight | vertical, last)
        if self.hasFocus():
            painter.setPen(QColor(self.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def group_months(months: tuple[tuple[str, int], ...]) -> list[tuple[str, str, int]]:
    """``months`` gathered into at most 40 bars: first month, last month, count.

    All bars but the last have equally many months; months without hits are filled in.
    """
    if not months:
        return []
    counts = {_month_number(month): count for month, count in months}
    first, last = min(counts), max(counts)
    span = last - first + 1
    months_per_bar = -(-span // _MAX_BARS)
    bars = []
    for start in range(first, last + 1, months_per_bar):
        end = min(last, start + months_per_bar - 1)
        total = sum(counts.get(month, 0) for month in range(start, end + 1))
        bars.append((_month_name(start), _month_name(end), total))
    return bars


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7] or 1) - 1


def _month_name(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
