"""The theme and the typesetting that the reader chose; applies and stores them.

What there is to choose from stands in ``theme.typesetting`` and ``viewer.color_themes``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from viewer.color_themes import DARK, LIGHT, THEMES, Theme
from viewer.ui.settings.reader_settings import SYSTEM_THEME, ReaderSettings
from viewer.ui.theme.typesetting import ZOOMS, Typesetting, step_choice, typesetting_from_settings


class Appearance(QObject):
    """Owns theme and typesetting; ``apply_theme`` and ``apply_typesetting`` show them."""

    changed = Signal()

    def __init__(
        self,
        settings: ReaderSettings,
        apply_theme: Callable[[Theme], None],
        apply_typesetting: Callable[[Typesetting], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._apply_to_window = apply_theme
        self._apply_to_page = apply_typesetting
        self.theme_choice = SYSTEM_THEME
        self.theme = LIGHT
        self.typesetting = Typesetting()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def restore(self) -> None:
        """Apply what is stored in the settings."""
        self.choose_theme(self._settings.theme, save=False)
        self.typesetting = self._settings.typesetting
        self._apply_to_page(self.typesetting)

    def choose_theme(self, choice: str, *, save: bool = True) -> None:
        """Apply the theme ``choice`` (unknown: the system's); store it if ``save``."""
        self.theme_choice = choice if choice in THEMES else SYSTEM_THEME
        self._apply_theme()
        if save:
            self._settings.theme = self.theme_choice

    def set_typesetting(self, **values: Any) -> None:
        """Change the typesetting, by the names of ``Typesetting``."""
        self.typesetting = typesetting_from_settings(
            replace(self.typesetting, **values).to_settings()
        )
        self._apply_to_page(self.typesetting)
        self._settings.typesetting = self.typesetting
        self.changed.emit()

    def zoom_by(self, steps: int) -> None:
        """Make text ``steps`` sizes larger or (negative) smaller; 0 sets the normal size."""
        size = step_choice(ZOOMS, self.typesetting.zoom, steps, 1.0) if steps else 1.0
        self.set_typesetting(zoom=size)

    def _follow_system(self) -> None:
        if self.theme_choice == SYSTEM_THEME:
            self._apply_theme()

    def _apply_theme(self) -> None:
        if self.theme_choice == SYSTEM_THEME:
            scheme = QGuiApplication.styleHints().colorScheme()
            theme = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        else:
            theme = THEMES[self.theme_choice]
        self.theme = theme
        self._apply_to_window(theme)
        self.changed.emit()
