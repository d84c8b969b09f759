"""The picture that can be enlarged and moved: where it stands, and that it stays sharp."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QNativeGestureEvent, QPointingDevice
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.ui.pictures.zoomable_picture import MAX_SCALE, ZoomablePicture

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    b'<rect width="100" height="100" fill="#000000"/></svg>'
)


def image(width: int, height: int) -> QImage:
    """Black at the left, white at the right."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("white"))
    for y in range(height):
        for x in range(width // 2):
            made.setPixelColor(x, y, QColor("black"))
    return made


@pytest.fixture
def canvas(qtbot: Any, qapp: Any) -> ZoomablePicture:
    made = ZoomablePicture()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def show_drawing(canvas: ZoomablePicture) -> None:
    canvas.set_picture(QSizeF(200, 100), QSvgRenderer(QByteArray(SVG)), QImage())


def show_photograph(canvas: ZoomablePicture, width: int = 200, height: int = 100) -> None:
    canvas.set_picture(QSizeF(width, height), None, image(width, height))


def under(canvas: ZoomablePicture, place: QPointF) -> QPointF:
    """The point of the picture that stands at ``place`` of the view."""
    return (place - canvas.picture_rect().topLeft()) / canvas.scale


def close(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() < 0.5


def test_a_drawing_fills_the_view(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    box = canvas.picture_rect()
    assert canvas.is_fitting
    assert box.width() == pytest.approx(500 - 2 * 56)
    assert close(box.center(), QPointF(250, 200))
    assert canvas.can_pan() == (False, False)


def test_a_small_photograph_is_not_blown_up(canvas: ZoomablePicture) -> None:
    show_photograph(canvas)
    assert canvas.scale == 1.0
    show_photograph(canvas, 2000, 1000)
    assert canvas.picture_rect().width() < 500


def test_the_whole_picture_follows_the_window(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    canvas.resize(300, 300)
    assert canvas.picture_rect().width() == pytest.approx(300 - 2 * 56)
    canvas.show_actual_size()
    canvas.resize(320, 300)
    assert canvas.scale == 1.0


def test_zooming_keeps_what_is_under_the_pointer(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    canvas.zoom_by(4)
    place = QPointF(180, 120)
    before = under(canvas, place)
    canvas.zoom_by(1.5, place)
    assert close(under(canvas, place), before)
    canvas.zoom_by(1 / 1.5, place)
    assert close(under(canvas, place), before)


def test_the_wheel_zooms_at_the_pointer(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    canvas.zoom_by(4)
    place = QPointF(300, 260)
    before, scale = under(canvas, place), canvas.scale
    QTest.wheelEvent(canvas.windowHandle(), place, QPoint(0, 120))
    QApplication.processEvents()
    assert canvas.scale == pytest.approx(scale * 1.25)
    assert close(under(canvas, place), before)


def test_two_fingers_zoom(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    canvas.zoom_by(4)
    scale = canvas.scale
    place = QPointF(200, 200)
    for kind, value in (
        (Qt.NativeGestureType.ZoomNativeGesture, 0.5),
        (Qt.NativeGestureType.SmartZoomNativeGesture, 0.0),
    ):
        event = QNativeGestureEvent(
            kind, QPointingDevice.primaryPointingDevice(), 2, place, place, place, value, QPointF()
        )
        QApplication.sendEvent(canvas, event)
        if value:
            assert canvas.scale == pytest.approx(scale * 1.5)
    assert canvas.is_fitting


def test_no_zoom_goes_beyond_its_bounds(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    for _ in range(60):
        canvas.zoom_by(1.25)
    assert canvas.scale == MAX_SCALE
    for _ in range(90):
        canvas.zoom_by(0.8)
    assert canvas.scale == 1.0
    show_photograph(canvas, 4000, 1000)
    whole = canvas.scale
    canvas.zoom_by(0.5)
    assert canvas.scale == pytest.approx(whole)


def test_dragging_moves_and_stops_at_the_edges(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    canvas.zoom_by(4)
    held = QPointF(250, 200)
    before = under(canvas, held)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    QTest.mouseMove(canvas, QPoint(200, 230))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 230))
    assert close(under(canvas, QPointF(200, 230)), before)
    canvas.pan(-100_000, -100_000)
    assert canvas.picture_rect().topLeft().manhattanLength() < 2
    canvas.pan(100_000, 100_000)
    box = canvas.picture_rect()
    assert abs(box.right() - 500) < 2
    assert abs(box.bottom() - 400) < 2


def test_a_double_click_goes_to_and_fro(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert (canvas.scale, canvas.is_fitting) == (1.0, False)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert canvas.is_fitting


def edge(canvas: ZoomablePicture) -> int:
    """Over how many pixels black turns into white, along the middle of the picture."""
    row = canvas.grab().toImage()
    y = canvas.height() // 2
    greys = [row.pixelColor(x, y).red() for x in range(canvas.width())]
    return sum(20 < grey < 235 for grey in greys)


def test_a_drawing_is_as_sharp_enlarged_as_small(canvas: ZoomablePicture) -> None:
    show_drawing(canvas)
    for _ in range(8):
        assert edge(canvas) <= 1
        canvas.zoom_by(1.4)


def test_a_photograph_is_sharp_at_its_own_size(canvas: ZoomablePicture) -> None:
    show_photograph(canvas, 301, 151)
    canvas.show_actual_size()
    assert edge(canvas) == 0


def test_a_large_photograph_is_drawn_from_a_smaller_copy(canvas: ZoomablePicture) -> None:
    show_photograph(canvas, 1600, 800)
    canvas.grab()
    assert [step.width() for step in canvas._mipmaps] == [1600, 800, 400]
    canvas.zoom_by(1.3)
    assert canvas._mipmap_for(canvas.picture_rect().width()).width() == 800


def test_nothing_at_all_is_shown_without_harm(canvas: ZoomablePicture) -> None:
    canvas.grab()
    show_drawing(canvas)
    canvas.clear()
    canvas.zoom_by(2)
    canvas.grab()
