"""The commands of the Help menu. Their dialogs are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


class HelpCommands:
    """Shows the shortcuts, and what the program is and runs on.

    ``library_folder`` is named there; ``parent`` is what the dialogs open over.
    """

    def __init__(self, library_folder: str, parent: QWidget) -> None:
        self._library_folder = library_folder
        self._parent = parent

    def show_shortcuts(self, shortcuts: Sequence[tuple[str, str]]) -> None:
        """Show ``shortcuts``, each with what it does."""
        from viewer.ui.dialogs.about_and_shortcuts import ShortcutsDialog

        ShortcutsDialog(shortcuts, self._parent).exec()

    def show_about(self) -> None:
        """Show versions, licences and where the library is."""
        from viewer.ui.dialogs.about_and_shortcuts import AboutDialog

        AboutDialog(self._library_folder, self._parent).exec()
