"""Paints a placeholder for a picture that cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import Theme


def paint_missing_picture(
    painter: QPainter, rect: QRectF, page: Page, number: int, theme: Theme, font: QFont
) -> None:
    """Paint a frame in ``rect`` with why picture ``number`` of ``page`` is not shown."""
    painter.setPen(QPen(QColor(theme.dim), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    state = page.figures[number].state if 0 <= number < len(page.figures) else "missing"
    reasons = {
        "web": QCoreApplication.translate("Pictures", "This picture is only on the web."),
        "lost": QCoreApplication.translate("Pictures", "This picture is not preserved."),
    }
    cannot = QCoreApplication.translate("Pictures", "This picture cannot be shown.")
    painter.setFont(font)
    painter.drawText(
        rect.adjusted(10, 10, -10, -10),
        Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
        reasons.get(state, cannot),
    )
