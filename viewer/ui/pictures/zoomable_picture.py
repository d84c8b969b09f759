"""A widget with one picture that can be zoomed and panned, sharp at every size.

Drawings (SVG) are rendered anew for what is in view; of a photograph the smallest mipmap that is
large enough is taken, so that nothing is lost and nothing flickers.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from viewer.color_themes import LIGHT, Theme

ZOOM_STEP = 1.25
#: How many times its own size a picture can be shown.
MAX_SCALE = 16.0
#: Around a picture that is fitted to the window: the arrows are at its sides.
_SIDE_MARGIN, _TOP_MARGIN = 56, 24
_PAN_STEP = 80


class ZoomablePicture(QWidget):
    """Shows a picture: whole, at its own size, or enlarged around a point."""

    scale_changed = Signal(float)  # how many times its own size the picture is shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._theme = LIGHT
        self._size = QSizeF()
        self._svg: QSvgRenderer | None = None
        self._mipmaps: list[QImage] = []
        self._scale = 1.0
        self._fitting = True
        self._view_centre = QPointF()  # of the view, in the picture's own pixels
        self._drag_position: QPointF | None = None
        self._has_keyboard_focus = False

    # The picture

    def set_picture(self, size: QSizeF, drawing: QSvgRenderer | None, image: QImage) -> None:
        """Show a drawing, or an image, of natural ``size`` (pixels), fitted to the window."""
        self._size, self._svg = size, drawing
        self._mipmaps = [image] if not image.isNull() else []
        self.fit_to_window()

    def recolour(self, drawing: QSvgRenderer | None, theme: Theme) -> None:
        """Paint in ``theme`` from now on; ``drawing`` is the shown one in its colours."""
        self._theme = theme
        if drawing is not None:
            self._svg = drawing
        self.update()

    def clear(self) -> None:
        """Free the picture."""
        self._svg, self._mipmaps, self._size = None, [], QSizeF()

    # Scale and position

    @property
    def scale(self) -> float:
        """How many times its own size the picture is shown."""
        return self._scale

    @property
    def is_fitting(self) -> bool:
        """Whether the whole picture is shown, whatever the window's size."""
        return self._fitting

    def picture_rect(self) -> QRectF:
        """The rectangle of the picture in the widget; it may reach beyond it."""
        box = QRectF(0, 0, self._size.width() * self._scale, self._size.height() * self._scale)
        box.moveTopLeft(self._widget_centre() - self._view_centre * self._scale)
        return box

    def _widget_centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def can_pan(self) -> tuple[bool, bool]:
        """Whether the picture is wider, and whether it is higher, than the widget."""
        box = self.picture_rect()
        return box.width() > self.width() + 1, box.height() > self.height() + 1

    def fit_to_window(self) -> None:
        """Show the whole picture. Only drawings are enlarged to fit: they lose nothing."""
        self._fitting = True
        self._view_centre = QPointF(self._size.width() / 2, self._size.height() / 2)
        self._set_scale(self._fit_scale())

    def show_actual_size(self, at: QPointF | None = None) -> None:
        """Show the picture at its own size, keeping the point ``at`` in place."""
        self._zoom_to(1.0, at)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by ``factor``, keeping the point ``at`` (None: the centre) in place."""
        self._zoom_to(self._scale * factor, at)

    def pan(self, x: float, y: float) -> None:
        """Move the view over the picture by ``x`` and ``y`` pixels of the screen."""
        self._view_centre += QPointF(x, y) / self._scale
        self._keep_in_view()
        self.update()

    def pan_step(self, x: int, y: int) -> None:
        """Move the view over the picture as an arrow key does."""
        self.pan(x * _PAN_STEP, y * _PAN_STEP)

    def _fit_scale(self) -> float:
        if self._size.isEmpty():
            return 1.0
        horizontal_scale = max(1, self.width() - 2 * _SIDE_MARGIN) / self._size.width()
        vertical_scale = max(1, self.height() - 2 * _TOP_MARGIN) / self._size.height()
        max_scale = MAX_SCALE if self._svg is not None else 1.0
        return min(horizontal_scale, vertical_scale, max_scale)

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        point = at if at is not None else self._widget_centre()
        offset = point - self._widget_centre()
        picture_point = self._view_centre + offset / self._scale
        # Never smaller than fitted, or than its own size if that is smaller.
        scale = min(MAX_SCALE, max(min(1.0, self._fit_scale()), scale))
        self._fitting = False
        self._view_centre = picture_point - offset / scale
        self._set_scale(scale)

    def _set_scale(self, scale: float) -> None:
        self._scale = scale
        self._keep_in_view()
        self.update()
        self.scale_changed.emit(scale)

    def _keep_in_view(self) -> None:
        """Centre a smaller picture; a larger one leaves no gap at its edges."""
        half_view = QSizeF(self.width(), self.height()) / (2 * self._scale)
        width, height = self._size.width(), self._size.height()

        def clamp(value: float, length: float, margin: float) -> float:
            return length / 2 if length <= 2 * margin else min(max(value, margin), length - margin)

        self._view_centre = QPointF(
            clamp(self._view_centre.x(), width, half_view.width()),
            clamp(self._view_centre.y(), height, half_view.height()),
        )
        can_pan_x, can_pan_y = self.can_pan()
        grab = (
            Qt.CursorShape.OpenHandCursor if can_pan_x or can_pan_y else Qt.CursorShape.ArrowCursor
        )
        self.setCursor(grab if self._drag_position is None else Qt.CursorShape.ClosedHandCursor)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture on the page's background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.picture_rect()
        if self._svg is not None:
            self._svg.render(painter, box)
        elif self._mipmaps:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            step = self._mipmap_for(box.width() * self.devicePixelRatioF())
            # Whole pixels, where they match: nothing is blurred at the picture's own size.
            painter.drawImage(QRectF(box.toRect()) if self._scale <= 1 else box, step)
        if self._has_keyboard_focus:
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    def _mipmap_for(self, width: float) -> QImage:
        """The smallest mipmap at least ``width`` pixels wide; each is half of the one before."""
        level = 0
        while self._mipmaps[level].width() >= 2 * width and self._mipmaps[level].width() > 2:
            if level + 1 == len(self._mipmaps):
                last = self._mipmaps[level]
                self._mipmaps.append(
                    last.scaled(
                        max(1, last.width() // 2),
                        max(1, last.height() // 2),
                        Qt.AspectRatioMode.IgnoreAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
            level += 1
        return self._mipmaps[level]

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole picture stays whole."""
        super().resizeEvent(event)
        if self._fitting:
            self.fit_to_window()
        else:
            self._set_scale(max(min(1.0, self._fit_scale()), self._scale))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Paint a focus frame if the focus came by Tab."""
        super().focusInEvent(event)
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._has_keyboard_focus = event.reason() in reasons
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without a focus frame."""
        super().focusOutEvent(event)
        self._has_keyboard_focus = False
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms at the pointer; turned sideways it pans."""
        delta = event.angleDelta()
        if abs(delta.x()) > abs(delta.y()):
            self.pan(-delta.x() / 2, 0)
        elif delta.y():
            self.zoom_by(ZOOM_STEP ** (delta.y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinching on a touch pad or a screen zooms at the fingers."""
        if isinstance(event, QNativeGestureEvent):
            kind = event.gestureType()
            if kind == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(max(0.2, 1 + event.value()), event.position())
                return True
            if kind == Qt.NativeGestureType.SmartZoomNativeGesture:
                self._toggle_fit(event.position())
                return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), self.mapFromGlobal(pinch.centerPoint()))
                event.accept()
                return True
        return super().event(event)

    def _toggle_fit(self, at: QPointF) -> None:
        if self._fitting:
            self.show_actual_size(at)
        else:
            self.fit_to_window()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click toggles between the whole picture and its own size."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._toggle_fit(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag_position = event.position()
        if any(self.can_pan()):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture along."""
        if self._drag_position is not None:
            moved = self._drag_position - event.position()
            self._drag_position = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End dragging."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._drag_position = None
        self._keep_in_view()
