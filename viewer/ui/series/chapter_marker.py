"""The disc that tells a chapter's state: filled with a tick where it was read, outlined with its
number where it waits for the reader, dashed where it waits for a later issue."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.archive.model.catalogue_entries import ChapterEntry
from viewer.color_themes import Theme


def paint_chapter_marker(
    painter: QPainter,
    theme: Theme,
    middle: QPointF,
    chapter: ChapterEntry,
    current: bool,
    read: bool,
    font: QFont,
) -> None:
    """Draw the disc of ``chapter``, its centre at ``middle``; ``font`` is that of its number."""
    radius = font.pixelSize() * 10 / 11
    unit = radius / 10
    if read and not current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(middle, radius, radius)
        pen = QPen(QColor(theme.page), 1.8 * unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = middle.x(), middle.y()
        painter.drawPolyline(
            [
                QPointF(x + across * unit, y + down * unit)
                for across, down in ((-4, 0.3), (-1.2, 3.2), (4.2, -3))
            ]
        )
        return
    told = chapter.address is not None
    pen = QPen(QColor(theme.accent if current else theme.dim), 1.4 if told else 1.0)
    if not told:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, radius - 0.7, radius - 0.7)
    painter.setFont(font)
    painter.setPen(QColor(theme.accent if current else theme.dim))
    place = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(chapter.number))
