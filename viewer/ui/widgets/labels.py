"""Labels that fit the available width: elided on one line, or a link button that wraps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.widgets.text_lines import break_lines, plain_text_tooltip


class ElidedLabel(QLabel):
    """A label elided to its width; the full text is in its tooltip.

    With a ``separator``, parts of the text are dropped as wholes first: those in the middle, from
    the end, then the last one.
    """

    def __init__(self, parent: QWidget | None = None, separator: str = "") -> None:
        super().__init__(parent)
        self._separator = separator
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """As high as its line."""
        return QSize(0, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """As much of the text as fits."""
        metrics = QFontMetrics(self.font())
        width = self.contentsRect().width()
        visible_text = self.text()
        if self._separator:
            while (
                metrics.horizontalAdvance(visible_text) > width and self._separator in visible_text
            ):
                parts = visible_text.split(self._separator)
                del parts[-2 if len(parts) > 2 else -1]
                visible_text = self._separator.join(parts)
        return metrics.elidedText(visible_text, Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        visible_text = self.shown_text()
        self.setToolTip(plain_text_tooltip(self.text()) if visible_text != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(
            self.contentsRect(),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            visible_text,
        )


_MAX_LINES = 6


class LinkButton(QPushButton):
    """A flat button that wraps its text, and takes the accent colour under the pointer."""

    def __init__(self, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Ignored: else the minimum height would be that at its first width.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.theme = LIGHT
        self.set_font(font)
        self._hovered = False

    def set_font(self, font: QFont) -> None:
        """Write in ``font`` from now on."""
        self.setFont(font)
        self._face = font
        self.updateGeometry()

    def _line_height(self) -> int:
        return QFontMetrics(self._face).height()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the text needs."""
        return len(break_lines(self.text(), self._face, width, _MAX_LINES)) * self._line_height()

    def sizeHint(self) -> QSize:
        """What the text needs at the width there is."""
        return QSize(80, self.heightForWidth(max(80, self.width())))

    def minimumSizeHint(self) -> QSize:
        """A single line."""
        return QSize(40, self._line_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setFont(self._face)
        highlighted = self._hovered or self.hasFocus()
        painter.setPen(QColor(self.theme.accent if highlighted else self.theme.ink))
        top, line_height = 0, self._line_height()
        for line in break_lines(self.text(), self._face, self.width(), _MAX_LINES):
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, top, self.width(), line_height), left, line.rstrip())
            top += line_height
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 1.5))
            painter.drawLine(0, top - 1, self.width(), top - 1)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer came."""
        super().enterEvent(event)
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._hovered = False
        self.update()
