"""The row of filter chips, painted instead of made of widgets: it changes at every keystroke."""

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
from viewer.ui.widgets.text_lines import plain_text_tooltip

_CHIP_HEIGHT, _GAP, _PADDING, _SYMBOL_WIDTH = 24, 6, 10, 14


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A chip: its name in signals, its text, and whether its filter is set (it can be removed)."""

    name: str
    text: str
    active: bool = False


class FilterChipRow(QWidget):
    """Chips in as many rows as they need. Each can be reached by Tab and the arrow keys."""

    chip_chosen = Signal(str, object)  # the chip's name, and where its menu belongs (a QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._font = fonts.ui_font(12)
        self._chip_height = fonts.scaled_px(_CHIP_HEIGHT)
        self._chips: tuple[FilterChip, ...] = ()
        self._chip_rects: list[QRectF] = []
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Filters"))

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        """What is shown."""
        return self._chips

    def set_chips(self, chips: tuple[FilterChip, ...]) -> None:
        """Show ``chips``."""
        if chips == self._chips:
            return
        self._chips = chips
        self._current = min(self._current, max(0, len(chips) - 1))
        self.setAccessibleDescription(", ".join(chip.text for chip in chips))
        self.setVisible(bool(chips))
        self._chip_rects = self._arrange_chips(self.width())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the rows are."""
        boxes = self._arrange_chips(width)
        return int(boxes[-1].bottom()) if boxes else 0

    def sizeHint(self) -> QSize:
        """As high as the rows are at the width there is."""
        return QSize(120, self.heightForWidth(self.width()))

    def _arrange_chips(self, available_width: int) -> list[QRectF]:
        x = y = 0.0
        boxes = []
        for chip in self._chips:
            width = min(
                self._text_width(chip) + 2 * _PADDING + fonts.scaled_px(_SYMBOL_WIDTH),
                max(60, available_width),
            )
            if x and x + width > available_width:
                x, y = 0.0, y + self._chip_height + _GAP
            boxes.append(QRectF(x, y, width, self._chip_height))
            x += width + _GAP
        return boxes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._chip_rects = self._arrange_chips(self.width())

    def event(self, event: QEvent) -> bool:
        """A chip that finds no room for its text says it in a tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def chip_rect(self, number: int) -> QRectF:
        """The rectangle of chip ``number`` in the row, in px."""
        return self._chip_rects[number]

    def tip_at(self, position: QPoint) -> str:
        """The text of the chip at ``position`` as a tool tip if it is cut, else nothing."""
        for chip, box in zip(self._chips, self._chip_rects, strict=True):
            is_cut = self._available_width(box) < self._text_width(chip)
            if is_cut and box.contains(QPointF(position)):
                return plain_text_tooltip(chip.text)
        return ""

    def _text_width(self, chip: FilterChip) -> int:
        return QFontMetrics(self._font).horizontalAdvance(chip.text)

    def _available_width(self, box: QRectF) -> int:
        return int(box.width()) - 2 * _PADDING - fonts.scaled_px(_SYMBOL_WIDTH) + 4

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the chip under the pointer."""
        for number, box in enumerate(self._chip_rects):
            if box.contains(event.position()):
                self._choose_chip(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk, Enter or Space chooses."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._chips:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._current = (self._current + step) % len(self._chips)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._chips:
            self._choose_chip(self._current)
        else:
            super().keyPressEvent(event)

    def _choose_chip(self, number: int) -> None:
        self._current = number
        below = self.mapToGlobal(self.chip_rect(number).bottomLeft().toPoint())
        self.chip_chosen.emit(self._chips[number].name, below)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chips."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        for number, (chip, box) in enumerate(zip(self._chips, self._chip_rects, strict=True)):
            ink = self.theme.accent if chip.active else self.theme.dim
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.tint if chip.active else self.theme.chip))
            painter.drawRoundedRect(box, self._chip_height / 2, self._chip_height / 2)
            if self.hasFocus() and number == self._current:
                painter.setPen(QColor(self.theme.accent))
                radius = self._chip_height / 2
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.setPen(QColor(ink))
            inside = box.adjusted(_PADDING, 0, -_PADDING - fonts.scaled_px(_SYMBOL_WIDTH) + 2, 0)
            text = metrics.elidedText(
                chip.text, Qt.TextElideMode.ElideRight, self._available_width(box)
            )
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
            self._draw_symbol(painter, box, chip.active, ink)

    def _draw_symbol(self, painter: QPainter, box: QRectF, active: bool, ink: str) -> None:
        pen = QPen(QColor(ink), 1.4 * fonts.icon_size(10) / 10)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        far, half = 3 * fonts.ui_scale(), 1.5 * fonts.ui_scale()
        x, y = box.right() - _PADDING - far, box.center().y()
        if active:
            painter.drawLine(QPointF(x - far, y - far), QPointF(x + far, y + far))
            painter.drawLine(QPointF(x + far, y - far), QPointF(x - far, y + far))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(
                [QPointF(x - far, y - half), QPointF(x, y + half), QPointF(x + far, y - half)]
            )
