"""Pictures and icons in the density of the screen the window is on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class ScreenDensityWatcher(QObject):
    """Draws anew once ``window`` comes to a screen of another density.

    Icons and the page's pictures are made for one density, so that no start pays for others.
    """

    def __init__(self, window: QWidget, redraw: Callable[[], None]) -> None:
        super().__init__(window)
        self._redraw = redraw
        self._drawn_density = window.devicePixelRatioF()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange and isinstance(watched, QWidget):
            density = watched.devicePixelRatioF()
            if density != self._drawn_density:
                self._drawn_density = density
                self._redraw()
        return False
