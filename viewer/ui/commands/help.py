"""The commands of the Help menu. Their dialogs are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from viewer.archive.library.library import Library
from viewer.ui.window.message_bar import MessageBar


class HelpCommands(QObject):
    """Shows the shortcuts and the about dialog, and copies the diagnostic report.

    ``library_folder`` is named in the about dialog; dialogs open over ``parent``.
    """

    def __init__(
        self, library: Library, library_folder: str, message_bar: MessageBar, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._library_folder = library_folder
        self._message_bar = message_bar
        self._parent = parent

    def show_shortcuts(self, shortcuts: Sequence[tuple[str, str]]) -> None:
        """Show ``shortcuts``, each with what it does."""
        from viewer.ui.dialogs.about_and_shortcuts import ShortcutsDialog

        ShortcutsDialog(shortcuts, self._parent).exec()

    def copy_report(self) -> None:
        """Copy the diagnostic report to the clipboard, and say so."""
        from viewer.ui.commands.diagnostic_report import diagnostic_report

        QGuiApplication.clipboard().setText(diagnostic_report(self._library))
        self._message_bar.show_message(
            self.tr("The report is copied; it holds no titles and no texts."), brief=True
        )

    def show_about(self) -> None:
        """Show versions, licences and where the library is."""
        from viewer.ui.dialogs.about_and_shortcuts import AboutDialog

        AboutDialog(self._library_folder, self._parent).exec()
