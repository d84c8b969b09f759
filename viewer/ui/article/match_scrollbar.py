"""The page's scroll bar, with ticks for search matches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from viewer.color_themes import LIGHT


class MatchScrollBar(QScrollBar):
    """Paints a tick at each of ``match_fractions`` (0 to 1), which it calls when painted."""

    def __init__(
        self, match_fractions: Callable[[], list[float]], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._match_fractions = match_fractions
        self.theme = LIGHT

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar, then the ticks on it."""
        super().paintEvent(event)
        fractions = self._match_fractions()
        if not fractions:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent))
        # At most one tick for each pixel.
        for y in {round(fraction * (self.height() - 3)) for fraction in fractions}:
            painter.drawRect(QRectF(1, y, self.width() - 2, 2.5))
