"""Hits over time as a row of bars; dragging across them asks for that time alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.i18n.dates_and_numbers import count, long_date, short_date, stretch
from viewer.ui.theme import fonts

_BARS = 40
_LABEL = 16


class Histogram(QWidget):
    """Bars of equal stretches of months, the chosen ones in the accent."""

    range_chosen = Signal(object)  # (first month, last month), or None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._font = fonts.window(11)
        self._label = fonts.line(self._font, _LABEL)
        self.setFixedHeight(40 + self._label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Hits over time"))
        self._months: tuple[tuple[str, int], ...] = ()
        self._bars: list[tuple[str, str, int]] = []
        self._chosen: tuple[str, str] | None = None
        self._drag: tuple[int, int] | None = None
        self._key = self._anchor = 0  # the bar the keys are on, and where their range began

    def sizeHint(self) -> QSize:
        """Low and as wide as there is room."""
        return QSize(200, 40 + self._label)

    def set_months(
        self, months: tuple[tuple[str, int], ...], chosen: tuple[str, str] | None
    ) -> None:
        """Show ``months`` (each with its count); ``chosen`` is the range that is in force."""
        if months == self._months and chosen == self._chosen:
            return
        self._chosen = chosen
        if months != self._months:
            # Other bars stand under the pointer and the keys now.
            self._months, self._bars = months, bars(months)
            self._drag = None
            self._key = self._anchor = min(self._key, max(0, len(self._bars) - 1))
        if self._bars:
            self.setAccessibleDescription(
                self.tr("{first} to {last}").format(
                    first=long_date(self._bars[0][0]), last=long_date(self._bars[-1][1])
                )
            )
        self.update()

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """The bars: first month, last month, count."""
        return self._bars

    def told(self, place: int) -> str:
        """What the bar at ``place`` stands for, in words."""
        first, last, hits = self._bars[place]
        return f"{stretch(first, last)}: {count(hits)}"

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last month, as they stand below the bars."""
        return short_date(self._bars[0][0]), short_date(self._bars[-1][1])

    def _at(self, x: float) -> int:
        if not self._bars:
            return 0
        return min(len(self._bars) - 1, max(0, int(x * len(self._bars) / max(1, self.width()))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range."""
        if event.button() == Qt.MouseButton.LeftButton and self._bars:
            at = self._at(event.position().x())
            self._drag = (at, at)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Widen the range, or say what the bar under the pointer stands for."""
        at = self._at(event.position().x())
        if self._drag is not None:
            self._drag = (self._drag[0], at)
            self.update()
        elif self._bars:
            QToolTip.showText(event.globalPosition().toPoint(), self.told(at), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the range; a click on the only chosen bar asks for all again."""
        if self._drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        first, last = sorted(self._drag)
        self._drag = None
        chosen = self._range(first, last)
        self.range_chosen.emit(None if chosen == self._chosen else chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk the bars, with Shift they widen the range; Delete drops it."""
        key, last = event.key(), len(self._bars) - 1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._bars:
            self._key = min(last, max(0, self._key + (1 if key == Qt.Key.Key_Right else -1)))
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._anchor = self._key
            chosen = self._range(*sorted((self._anchor, self._key)))
            if chosen != self._chosen:
                self.range_chosen.emit(chosen)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.range_chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def _range(self, first: int, last: int) -> tuple[str, str]:
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
        high = self.height() - self._label
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
        first, last = self.ends
        under = QRectF(0, high, self.width(), self._label)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | vertical, first)
        if QFontMetrics(self._font).horizontalAdvance(first + last) + 12 < self.width():
            painter.drawText(under, Qt.AlignmentFlag.AlignRight | vertical, last)
        if self.hasFocus():
            painter.setPen(QColor(self.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def bars(months: tuple[tuple[str, int], ...]) -> list[tuple[str, str, int]]:
    """``months`` gathered into at most 40 equal stretches without gaps between them."""
    if not months:
        return []
    counts = {_number(month): count for month, count in months}
    first, last = min(counts), max(counts)
    span = last - first + 1
    wide = -(-span // _BARS)
    made = []
    for start in range(first, last + 1, wide):
        end = min(last, start + wide - 1)
        total = sum(counts.get(month, 0) for month in range(start, end + 1))
        made.append((_name(start), _name(end), total))
    return made


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7] or 1) - 1


def _name(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
