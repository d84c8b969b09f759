"""A small pill that says that a picture was drawn anew; a click asks for what tells about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.theme import fonts

_PADDING = 8
_HEIGHT = 24


class RedrawnChip(QAbstractButton):
    """Painted like the pills behind captions. ``address`` is where it leads, empty: nowhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.address = ""
        self.theme = LIGHT
        self.setText(self.tr("redrawn for this edition"))
        self.setAccessibleName(self.text())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Tab comes here from the slideshow, see there.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_zoom(self, zoom: float) -> None:
        """Take the size of text on the page."""
        self.setFont(fonts.font(round(12 * zoom)))
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Its words and a little more to their sides."""
        metrics = QFontMetrics(self.font())
        return QSize(
            metrics.horizontalAdvance(self.text()) + 2 * _PADDING,
            max(_HEIGHT, metrics.height() + 4),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded ground, framed while it has the focus, and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        framed = self.hasFocus()
        painter.setPen(QPen(QColor(self.theme.accent), 1.5) if framed else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.chip))
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(self.theme.accent if self.underMouse() else self.theme.dim))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
