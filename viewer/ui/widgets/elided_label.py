"""A label on one line that ends in an ellipsis where it finds no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from viewer.ui.widgets.elision_tooltips import plain_text_tooltip


class ElidedLabel(QLabel):
    """Never asks for more room than there is; the whole text is in its tip.

    ``separator`` stands between the parts of a text of which the last ones go first, as wholes.
    """

    def __init__(self, parent: QWidget | None = None, separator: str = "") -> None:
        super().__init__(parent)
        self._separator = separator
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """As high as its line."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        metrics = QFontMetrics(self.font())
        room = self.contentsRect()
        shown = self.text()
        if self._separator:
            while metrics.horizontalAdvance(shown) > room.width() and self._separator in shown:
                shown = shown.rpartition(self._separator)[0]
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(plain_text_tooltip(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
