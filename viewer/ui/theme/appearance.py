"""How the window looks and the page is set, as the reader likes it; kept with her settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from viewer.archive.library.reader_data import ReaderData
from viewer.color_themes import DARK, LIGHT, THEMES, Theme
from viewer.ui.theme.typesetting import ZOOMS, Typesetting, from_settings, stepped

#: The choice that takes light or dark from the system.
SYSTEM = "system"


class Appearance(QObject):
    """Keeps theme and typesetting; ``draw`` and ``set_page`` put them into effect."""

    changed = Signal()

    def __init__(
        self,
        reader: ReaderData,
        draw: Callable[[Theme], None],
        set_page: Callable[[Typesetting], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._draw = draw
        self._set_page = set_page
        self.choice = SYSTEM
        self.theme = LIGHT
        self.typesetting = Typesetting()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def restore(self) -> None:
        """Look as the reader left it."""
        choice = self._reader.setting("theme", SYSTEM)
        self.choose(choice if isinstance(choice, str) else SYSTEM, keep=False)
        kept = self._reader.setting("typesetting")
        if kept is None:
            kept = {"zoom": self._reader.setting("zoom", 1.0)}
        self.typesetting = from_settings(kept)
        self._set_page(self.typesetting)

    def choose(self, choice: str, *, keep: bool = True) -> None:
        """Draw in the theme of this name, or in the system's; remembered unless told otherwise."""
        self.choice = choice if choice in THEMES else SYSTEM
        self._show()
        if keep:
            self._reader.set_setting("theme", self.choice)

    def set(self, **values: Any) -> None:
        """Change the typesetting, by the names of ``Typesetting``."""
        self.typesetting = from_settings(replace(self.typesetting, **values).settings())
        self._set_page(self.typesetting)
        self._reader.set_setting("typesetting", self.typesetting.settings())
        self.changed.emit()

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller text; 0 is the normal size."""
        size = stepped(ZOOMS, self.typesetting.zoom, steps, 1.0) if steps else 1.0
        self.set(zoom=size)

    def _follow(self) -> None:
        if self.choice == SYSTEM:
            self._show()

    def _show(self) -> None:
        if self.choice == SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            theme = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        else:
            theme = THEMES[self.choice]
        self.theme = theme
        self._draw(theme)
        self.changed.emit()
