"""A row of chips, painted rather than made of widgets: it changes with every keystroke."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.themes import LIGHT
from viewer.ui import fonts

_HEIGHT, _GAP, _PAD, _SIGN = 24, 6, 10, 14


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip: what it is called by, what it says, whether it is in force (then it can go)."""

    name: str
    text: str
    active: bool = False


class ChipRow(QWidget):
    """Chips in as many rows as they need. Each can be reached by Tab and the arrow keys."""

    chosen = Signal(str, object)  # the chip's name, and where its menu belongs (a QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._font = fonts.font(12)
        self._chips: tuple[Chip, ...] = ()
        self._boxes: list[QRectF] = []
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Filters"))

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is shown."""
        return self._chips

    def set_chips(self, chips: tuple[Chip, ...]) -> None:
        """Show ``chips``."""
        if chips == self._chips:
            return
        self._chips = chips
        self._current = min(self._current, max(0, len(chips) - 1))
        self.setAccessibleDescription(", ".join(chip.text for chip in chips))
        self.setVisible(bool(chips))
        self._arrange()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the rows are."""
        rows = self._boxes[-1].bottom() if self._boxes else 0
        return QSize(120, int(rows))

    def _arrange(self) -> None:
        metrics = QFontMetrics(self._font)
        x = y = 0.0
        self._boxes = []
        for chip in self._chips:
            width = min(
                metrics.horizontalAdvance(chip.text) + 2 * _PAD + _SIGN, max(60, self.width())
            )
            if x and x + width > self.width():
                x, y = 0.0, y + _HEIGHT + _GAP
            self._boxes.append(QRectF(x, y, width, _HEIGHT))
            x += width + _GAP
        height = int(y) + _HEIGHT if self._chips else 0
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: object) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the chip under the pointer."""
        for number, box in enumerate(self._boxes):
            if box.contains(event.position()):
                self._choose(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk, Enter or Space chooses."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._chips:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._current = (self._current + step) % len(self._chips)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._chips:
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        self._current = number
        below = self.mapToGlobal(self._boxes[number].bottomLeft().toPoint())
        self.chosen.emit(self._chips[number].name, below)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chips."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        for number, (chip, box) in enumerate(zip(self._chips, self._boxes, strict=True)):
            ink = self.theme.accent if chip.active else self.theme.dim
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.tint if chip.active else self.theme.chip))
            painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
            if self.hasFocus() and number == self._current:
                painter.setPen(QColor(self.theme.accent))
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
            painter.setPen(QColor(ink))
            inside = box.adjusted(_PAD, 0, -_PAD - _SIGN + 2, 0)
            text = metrics.elidedText(
                chip.text, Qt.TextElideMode.ElideRight, int(inside.width()) + 2
            )
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
            self._sign(painter, box, chip.active, ink)

    def _sign(self, painter: QPainter, box: QRectF, active: bool, ink: str) -> None:
        pen = QPen(QColor(ink), 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = box.right() - _PAD - 3, box.center().y()
        if active:
            painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
            painter.drawLine(QPointF(x + 3, y - 3), QPointF(x - 3, y + 3))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(
                [QPointF(x - 3, y - 1.5), QPointF(x, y + 1.5), QPointF(x + 3, y - 1.5)]
            )
