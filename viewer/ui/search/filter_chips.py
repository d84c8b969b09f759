"""A row of chips, painted rather than made of widgets: it changes with every keystroke."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.theme import fonts
from viewer.ui.widgets.elision_tooltips import plain_tip

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
        self._font = fonts.window(12)
        self._high = fonts.px(_HEIGHT)
        self._chips: tuple[Chip, ...] = ()
        self._boxes: list[QRectF] = []
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        self._boxes = self._arranged(self.width())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the rows are."""
        boxes = self._arranged(width)
        return int(boxes[-1].bottom()) if boxes else 0

    def sizeHint(self) -> QSize:
        """As high as the rows are at the width there is."""
        return QSize(120, self.heightForWidth(self.width()))

    def _arranged(self, room: int) -> list[QRectF]:
        x = y = 0.0
        boxes = []
        for chip in self._chips:
            width = min(self._advance(chip) + 2 * _PAD + fonts.px(_SIGN), max(60, room))
            if x and x + width > room:
                x, y = 0.0, y + self._high + _GAP
            boxes.append(QRectF(x, y, width, self._high))
            x += width + _GAP
        return boxes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._boxes = self._arranged(self.width())

    def event(self, event: QEvent) -> bool:
        """A chip that finds no room for its text says it in a tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPoint) -> str:
        """The text of the chip at ``place`` where it is cut, else nothing."""
        for chip, box in zip(self._chips, self._boxes, strict=True):
            if box.contains(QPointF(place)) and self._room(box) < self._advance(chip):
                return plain_tip(chip.text)
        return ""

    def _advance(self, chip: Chip) -> int:
        return QFontMetrics(self._font).horizontalAdvance(chip.text)

    def _room(self, box: QRectF) -> int:
        return int(box.width()) - 2 * _PAD - fonts.px(_SIGN) + 4

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
            painter.drawRoundedRect(box, self._high / 2, self._high / 2)
            if self.hasFocus() and number == self._current:
                painter.setPen(QColor(self.theme.accent))
                round_ = self._high / 2
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), round_, round_)
            painter.setPen(QColor(ink))
            inside = box.adjusted(_PAD, 0, -_PAD - fonts.px(_SIGN) + 2, 0)
            text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, self._room(box))
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
            self._sign(painter, box, chip.active, ink)

    def _sign(self, painter: QPainter, box: QRectF, active: bool, ink: str) -> None:
        pen = QPen(QColor(ink), 1.4 * fonts.sign(10) / 10)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        far, half = 3 * fonts.scale(), 1.5 * fonts.scale()
        x, y = box.right() - _PAD - far, box.center().y()
        if active:
            painter.drawLine(QPointF(x - far, y - far), QPointF(x + far, y + far))
            painter.drawLine(QPointF(x + far, y - far), QPointF(x - far, y + far))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(
                [QPointF(x - far, y - half), QPointF(x, y + half), QPointF(x + far, y - half)]
            )
