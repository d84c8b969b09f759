"""Draws the window's icons with strokes, in the theme's colours and at any pixel density."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_VIEW_BOX = 24.0


def _path(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    return path


def _back(painter: QPainter) -> None:
    painter.drawPath(_path((14.5, 5), (7.5, 12), (14.5, 19)))


def _forward(painter: QPainter) -> None:
    painter.drawPath(_path((9.5, 5), (16.5, 12), (9.5, 19)))


def _search(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(4.5, 4.5, 11, 11))
    painter.drawPath(_path((14, 14), (19.5, 19.5)))


def _close(painter: QPainter) -> None:
    painter.drawPath(_path((7, 7), (17, 17)))
    painter.drawPath(_path((17, 7), (7, 17)))


def _up(painter: QPainter) -> None:
    painter.drawPath(_path((6, 14.5), (12, 8.5), (18, 14.5)))


def _down(painter: QPainter) -> None:
    painter.drawPath(_path((6, 9.5), (12, 15.5), (18, 9.5)))


def _contrast(painter: QPainter) -> None:
    circle = QRectF(4.5, 4.5, 15, 15)
    painter.drawEllipse(circle)
    half = QPainterPath(QPointF(12, 4.5))
    half.arcTo(circle, 90, 180)
    half.closeSubpath()
    painter.fillPath(half, painter.pen().color())


def _more(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    for x in (5.5, 12.0, 18.5):
        painter.drawEllipse(QPointF(x, 12.0), 1.1, 1.1)


def _plus(painter: QPainter) -> None:
    painter.drawPath(_path((5.5, 12), (18.5, 12)))
    painter.drawPath(_path((12, 5.5), (12, 18.5)))


def _minus(painter: QPainter) -> None:
    painter.drawPath(_path((5.5, 12), (18.5, 12)))


def _fit(painter: QPainter) -> None:
    for x, y in ((5, 5), (19, 5), (5, 19), (19, 19)):
        inward = (x + (4.5 if x < 12 else -4.5), y + (4.5 if y < 12 else -4.5))
        painter.drawPath(_path((inward[0], y), (x, y), (x, inward[1])))


def _actual(painter: QPainter) -> None:
    painter.drawPath(_path((4, 8), (6.5, 6), (6.5, 18)))
    painter.drawPath(_path((15, 8), (17.5, 6), (17.5, 18)))
    painter.setBrush(painter.pen().color())
    for y in (9.5, 14.5):
        painter.drawEllipse(QPointF(11.6, y), 0.6, 0.6)


def _copy(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(8.5, 8.5, 11, 11), 2, 2)
    painter.drawPath(_path((15.5, 8), (15.5, 4.5), (4.5, 4.5), (4.5, 15.5), (8, 15.5)))


def _save(painter: QPainter) -> None:
    painter.drawPath(_path((12, 4.5), (12, 15)))
    painter.drawPath(_path((7.5, 10.8), (12, 15.3), (16.5, 10.8)))
    painter.drawPath(_path((4.5, 16), (4.5, 19.5), (19.5, 19.5), (19.5, 16)))


def _text(painter: QPainter) -> None:
    painter.drawPath(_path((3.5, 18.5), (8, 6), (12.5, 18.5)))
    painter.drawPath(_path((5.2, 14.2), (10.8, 14.2)))
    painter.drawEllipse(QRectF(14.6, 11.6, 5.6, 6.9))
    painter.drawPath(_path((20.2, 11.4), (20.2, 18.5)))


_DRAWINGS: dict[str, Callable[[QPainter], None]] = {
    "back": _back,
    "forward": _forward,
    "search": _search,
    "close": _close,
    "up": _up,
    "down": _down,
    "contrast": _contrast,
    "more": _more,
    "text": _text,
    "plus": _plus,
    "minus": _minus,
    "fit": _fit,
    "actual": _actual,
    "copy": _copy,
    "save": _save,
}


def pixmap(name: str, colour: str, size: int = 20, pixel_ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` in ``colour``, ``size`` device-independent pixels wide."""
    result = QPixmap(round(size * pixel_ratio), round(size * pixel_ratio))
    result.setDevicePixelRatio(pixel_ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _VIEW_BOX, size / _VIEW_BOX)
    pen = QPen(QColor(colour), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _DRAWINGS[name](painter)
    painter.end()
    return result


def icon(
    name: str, colour: str, disabled_colour: str, size: int = 20, pixel_ratio: float = 1.0
) -> QIcon:
    """The icon ``name``: ``colour`` when it can be used, ``disabled_colour`` when it cannot."""
    result = QIcon()
    result.addPixmap(pixmap(name, colour, size, pixel_ratio), QIcon.Mode.Normal)
    result.addPixmap(pixmap(name, disabled_colour, size, pixel_ratio), QIcon.Mode.Disabled)
    return result
