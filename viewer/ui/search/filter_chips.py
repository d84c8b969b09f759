"""The row of filter chips, painted instead of made of widgets: it changes at every keystroke."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
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
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import announce
from viewer.ui.widgets.text_lines import plain_text_tooltip

_CHIP_HEIGHT, _GAP, _PADDING, _SYMBOL_WIDTH = 24, 6, 10, 14
#: The arrow at an end of the row behind which there are more chips.
_ARROW_WIDTH = 24


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A chip: its name in signals, its text, and whether what it says is in force.

    A chip in force is taken away by a click, the others open a menu; with ``opens_menu`` both do.
    """

    name: str
    text: str
    active: bool = False
    opens_menu: bool = False


class FilterChipRow(QWidget):
    """Chips in one row, which scrolls sideways. Each can be reached by Tab and the arrow keys.

    Where there are more chips than fit, the wheel scrolls, and an arrow at the end leads on.
    """

    chip_chosen = Signal(str, object)  # the chip's name, and where its menu belongs (a QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._font = fonts.ui_font(12)
        self._chip_height = fonts.scaled_px(_CHIP_HEIGHT)
        self._chips: tuple[FilterChip, ...] = ()
        self._chip_rects: list[QRectF] = []  # as they stand while nothing is scrolled
        self._offset = 0.0  # how far the row is scrolled, in px
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._chip_height)
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
        self._arrange_chips()

    def _arrange_chips(self) -> None:
        x = 0.0
        self._chip_rects = []
        for chip in self._chips:
            width = min(
                self._text_width(chip) + 2 * _PADDING + fonts.scaled_px(_SYMBOL_WIDTH),
                max(60, self.width()),
            )
            self._chip_rects.append(QRectF(x, 0, width, self._chip_height))
            x += width + _GAP
        self._scroll_to(self._offset)

    def _scroll_to(self, offset: float) -> None:
        self._offset = max(0.0, min(offset, self._max_offset))
        self.update()

    @property
    def _max_offset(self) -> float:
        end = self._chip_rects[-1].right() if self._chip_rects else 0.0
        return max(0.0, end - self.width())

    def show_chip(self, number: int) -> None:
        """Scroll until chip ``number`` is in view, beside the arrows."""
        box, arrow = self._chip_rects[number], fonts.icon_size(_ARROW_WIDTH)
        before = arrow if number else 0
        behind = arrow if number < len(self._chips) - 1 else 0
        self._scroll_to(
            min(max(self._offset, box.right() + behind - self.width()), box.left() - before)
        )

    @property
    def arrows(self) -> tuple[QRectF | None, QRectF | None]:
        """Where the arrows at the left and right end are; None where no chip is hidden."""
        width = fonts.icon_size(_ARROW_WIDTH)
        left = QRectF(0, 0, width, self._chip_height)
        return (
            left if self._offset > 0 else None,
            left.translated(self.width() - width, 0) if self._offset < self._max_offset else None,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, more or fewer chips in view."""
        super().resizeEvent(event)
        self._arrange_chips()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways, also by a wheel that turns up and down."""
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if self._max_offset:
            self._scroll_to(self._offset - (turned.x() or turned.y()))
            event.accept()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """A chip that finds no room for its text says it in a tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def chip_rect(self, number: int) -> QRectF:
        """The rectangle of chip ``number`` in the row as it is scrolled, in px."""
        return self._chip_rects[number].translated(-self._offset, 0)

    def tip_at(self, position: QPoint) -> str:
        """The text of the chip at ``position`` as a tool tip if it is cut, else nothing."""
        for number, chip in enumerate(self._chips):
            box = self.chip_rect(number)
            is_cut = self._available_width(box) < self._text_width(chip)
            if is_cut and box.contains(QPointF(position)):
                return plain_text_tooltip(chip.text)
        return ""

    def _text_width(self, chip: FilterChip) -> int:
        return QFontMetrics(self._font).horizontalAdvance(chip.text)

    def _available_width(self, box: QRectF) -> int:
        return int(box.width()) - 2 * _PADDING - fonts.scaled_px(_SYMBOL_WIDTH) + 4

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the chip under the pointer; an arrow scrolls by a row."""
        for arrow, step in zip(self.arrows, (-1, 1), strict=True):
            if arrow is not None and arrow.contains(event.position()):
                self._scroll_to(self._offset + step * (self.width() - 2 * arrow.width()))
                return
        for number in range(len(self._chips)):
            if self.chip_rect(number).contains(event.position()):
                self._choose_chip(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk, Enter or Space chooses."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._chips:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._current = (self._current + step) % len(self._chips)
            self.show_chip(self._current)
            announce(self, self._chips[self._current].text)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._chips:
            self._choose_chip(self._current)
        else:
            super().keyPressEvent(event)

    def _choose_chip(self, number: int) -> None:
        self._current = number
        self.show_chip(number)
        below = self.mapToGlobal(self.chip_rect(number).bottomLeft().toPoint())
        self.chip_chosen.emit(self._chips[number].name, below)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chips, and over them the arrows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        for number, chip in enumerate(self._chips):
            box = self.chip_rect(number)
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
            self._draw_symbol(painter, box, chip, ink)
        for arrow, points_left in zip(self.arrows, (True, False), strict=True):
            if arrow is not None:
                painter.fillRect(arrow, QColor(self.theme.side))
                self._draw_arrow(painter, arrow, points_left)

    def _draw_symbol(self, painter: QPainter, box: QRectF, chip: FilterChip, ink: str) -> None:
        painter.setPen(_pen(ink))
        far, half = 3 * fonts.ui_scale(), 1.5 * fonts.ui_scale()
        x, y = box.right() - _PADDING - far, box.center().y()
        if chip.active and not chip.opens_menu:
            painter.drawLine(QPointF(x - far, y - far), QPointF(x + far, y + far))
            painter.drawLine(QPointF(x + far, y - far), QPointF(x - far, y + far))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(
                [QPointF(x - far, y - half), QPointF(x, y + half), QPointF(x + far, y - half)]
            )

    def _draw_arrow(self, painter: QPainter, arrow: QRectF, points_left: bool) -> None:
        painter.setPen(_pen(self.theme.ink))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        far = 4 * fonts.ui_scale()
        x, y = arrow.center().x(), arrow.center().y()
        tip = -far / 2 if points_left else far / 2
        painter.drawPolyline(
            [QPointF(x - tip, y - far), QPointF(x + tip, y), QPointF(x - tip, y + far)]
        )


def _pen(ink: str) -> QPen:
    pen = QPen(QColor(ink), 1.4 * fonts.icon_size(10) / 10)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
