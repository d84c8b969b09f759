"""The dialog that lists the copies of the reader's data, to put one back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.library.reader_data_backups import Backup, read_backup
from viewer.ui.i18n.dates_and_numbers import format_count, long_date
from viewer.ui.widgets.flow_layout import fit_dialog


class ReaderBackupsDialog(QDialog):
    """The ``backups``; ``chosen`` carries the one to be put back."""

    chosen = Signal(object)

    def __init__(self, backups: list[Backup], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Restore what was read and marked"))
        explanation = QLabel(
            self.tr(
                "What you read and marked becomes what it was in the copy you choose. It is copied "
                "first, so that you can come back to it."
            )
            if backups
            else self.tr("There is no copy yet; the first is made once you have read something."),
            self,
        )
        explanation.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.windowTitle())
        for backup in backups:
            item = QListWidgetItem(self._describe(backup), self.list)
            item.setData(Qt.ItemDataRole.UserRole, backup)
        self.content_label = QLabel(self)
        self.content_label.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.restore_button = buttons.addButton(
            self.tr("&Restore"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.restore_button.setEnabled(False)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        self.list.currentItemChanged.connect(self._show_content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        for widget in (explanation, self.list, self.content_label, buttons):
            layout.addWidget(widget)
        self.list.setCurrentRow(0)
        fit_dialog(self, 520, 420)

    def _describe(self, backup: Backup) -> str:
        """The date is that of the file, which may have been copied since; the number never lies."""
        text = self.tr("Copy {number} of {machine}, {date}")
        try:
            day = date.fromtimestamp(backup.path.stat().st_mtime).isoformat()
        except (OSError, OverflowError, ValueError):
            day = ""
        return text.format(
            number=format_count(backup.number), machine=backup.machine, date=long_date(day)
        )

    def _show_content(self, item: QListWidgetItem | None) -> None:
        entries = None if item is None else read_backup(item.data(Qt.ItemDataRole.UserRole))
        self.restore_button.setEnabled(entries is not None)
        if item is None:
            self.content_label.setText("")
        elif entries is None:
            self.content_label.setText(self.tr("This copy is damaged; choose another."))
        else:
            read = sum(bool(entry.value) for entry in entries.get("read", {}).values())
            self.content_label.setText(self.tr("%Ln article(s) read", "", read))

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
        self.accept()
