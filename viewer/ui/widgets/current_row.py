"""How a row shows that it is the current one, besides by colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from viewer.color_themes import Theme
from viewer.ui.theme import fonts

_BAR_WIDTH, _BAR_INSET = 3, 7


def paint_current_marker(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A bar at the left edge of ``box``, the tinted ground of the row."""
    shorter = min(fonts.scaled_px(_BAR_INSET), box.height() / 4)
    bar = QRectF(box.left(), box.top() + shorter, _BAR_WIDTH, box.height() - 2 * shorter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(bar, _BAR_WIDTH / 2, _BAR_WIDTH / 2)
