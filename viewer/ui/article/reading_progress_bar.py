"""A thin line along the top of the page that shows how far the reader has scrolled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from viewer.color_themes import LIGHT

_HEIGHT = 2


class ReadingProgressBar(QWidget):
    """Lies over the top edge of ``area`` and follows its scroll bar.

    It repeats the scroll bar, so it is not announced to screen readers.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self.theme = LIGHT
        self._painted_length = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_scrolled)

    @property
    def fraction(self) -> float:
        """How far the page is scrolled, 0 to 1; 0 if all of it is in view."""
        bar = self._area.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def reposition(self) -> None:
        """Fit the width of the area, after it was resized."""
        bar = self._area.verticalScrollBar()
        width = self._area.width() - (bar.width() if bar.isVisible() else 0)
        self.setGeometry(0, 0, width, _HEIGHT)
        self.raise_()

    def _on_scrolled(self) -> None:
        # Scrolling by less than a pixel of the line paints nothing.
        length = round(self.fraction * self.width())
        if length != self._painted_length:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line up to ``fraction``."""
        length = self._painted_length = round(self.fraction * self.width())
        if length:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 0, length, _HEIGHT), QColor(self.theme.accent))
