"""The commands of the Help menu. Their dialogs are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.library.reader_data_backups import Backup
from viewer.ui.navigation.read_state import ReadState
from viewer.ui.window.message_bar import MessageBar


class HelpCommands(QObject):
    """Shows shortcuts, copies of the reader's data, about, and copies the diagnostic report.

    Dialogs open over ``parent``.
    """

    def __init__(
        self,
        library: Library,
        reader_data: ReaderData,
        read_state: ReadState,
        message_bar: MessageBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._reader_data = reader_data
        self._read_state = read_state
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

        AboutDialog(str(self._reader_data.folder or ""), self._parent).exec()

    def show_backups(self) -> None:
        """Show the copies of the reader's data, and put back the one she chooses."""
        from viewer.ui.dialogs.reader_backups import ReaderBackupsDialog

        dialog = ReaderBackupsDialog(self._reader_data.backups(), self._parent)
        dialog.chosen.connect(self.restore)
        dialog.exec()

    def restore(self, backup: Backup) -> None:
        """Put back what was read and marked as it is in ``backup``, and say so."""
        count = self._reader_data.restore(backup)
        if count is None:
            text = self.tr("{file} is damaged and was not put back; choose another copy.")
            self._message_bar.show_message(text.format(file=backup.path))
        elif self._reader_data.unkept_count:
            self._message_bar.show_translated(self._reader_data.problem)
        else:
            text = self.tr("%Ln entries are as they were in copy {number}.", "", count)
            self._message_bar.show_message(text.format(number=backup.number), brief=True)
        self._read_state.refresh()
