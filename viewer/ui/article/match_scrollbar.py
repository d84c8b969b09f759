"""The page's scroll bar, with a tick for each mark."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from viewer.color_themes import LIGHT


class MatchScrollBar(QScrollBar):
    """Ticks stand where the marks are in the whole page. They are asked for when painted."""

    def __init__(
        self, match_fractions: Callable[[], list[float]], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._match_fractions = match_fractions
        self.theme = LIGHT

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar, then the ticks on it."""
        super().paintEvent(event)
        places = self._match_fractions()
        if not places:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent))
        # More ticks than pixels say nothing.
        for y in {round(share * (self.height() - 3)) for share in places}:
            painter.drawRect(QRectF(1, y, self.width() - 2, 2.5))
