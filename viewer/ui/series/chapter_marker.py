"""Paints the marker of a chapter's state.

Filled with a tick: read; outlined with its number: unread; dashed: announced.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.archive.model.catalogue_entries import ChapterEntry
from viewer.color_themes import Theme


def paint_chapter_marker(
    painter: QPainter,
    theme: Theme,
    centre: QPointF,
    chapter: ChapterEntry,
    current: bool,
    read: bool,
    font: QFont,
) -> None:
    """Paint the marker of ``chapter`` around ``centre``; ``font`` is that of its number."""
    radius = font.pixelSize() * 10 / 11
    unit = radius / 10
    if read and not current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(centre, radius, radius)
        pen = QPen(QColor(theme.page), 1.8 * unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = centre.x(), centre.y()
        painter.drawPolyline(
            [
                QPointF(x + across * unit, y + down * unit)
                for across, down in ((-4, 0.3), (-1.2, 3.2), (4.2, -3))
            ]
        )
        return
    published = chapter.address is not None
    pen = QPen(QColor(theme.accent if current else theme.dim), 1.4 if published else 1.0)
    if not published:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius - 0.7, radius - 0.7)
    painter.setFont(font)
    painter.setPen(QColor(theme.accent if current else theme.dim))
    square = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(chapter.number))
