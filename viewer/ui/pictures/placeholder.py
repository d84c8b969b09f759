"""The frame of a picture that is not here, with why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import Theme


def paint_missing_picture(
    painter: QPainter, room: QRectF, page: Page, number: int, theme: Theme, font: QFont
) -> None:
    """Draw the frame of picture ``number`` of ``page`` in ``room``, and why it is not shown."""
    painter.setPen(QPen(QColor(theme.dim), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    web = 0 <= number < len(page.figures) and page.figures[number].state == "web"
    painter.setFont(font)
    painter.drawText(
        room.adjusted(10, 10, -10, -10),
        Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
        QCoreApplication.translate("Pictures", "This picture is only on the web.")
        if web
        else QCoreApplication.translate("Pictures", "This picture cannot be shown."),
    )
