"""About: what this is, which versions it runs on, and under which licences."""

from __future__ import annotations

import platform
import sqlite3
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from viewer import __version__
from viewer.ui import fonts
from viewer.ui.actions import cheat_sheet

#: What the program is made of and its licence, as each project states it.
PARTS = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("Markdown", "Python-Markdown", "BSD-3-Clause"),
    ("Whoosh-Reloaded", "Whoosh (Whoosh-Reloaded)", "BSD-2-Clause"),
    ("nh3", "nh3 (ammonia)", "MIT"),
    ("msgspec", "msgspec", "BSD-3-Clause"),
    ("PyYAML", "PyYAML", "MIT"),
    ("defusedxml", "defusedxml", "PSF-2.0"),
    ("platformdirs", "platformdirs", "MIT"),
)


def versions() -> str:
    """Every part with its version and licence, a line each."""
    lines = [
        f"Dosudo Viewer {__version__} · MIT",
        f"Python {platform.python_version()} · PSF-2.0",
        f"Qt {qVersion()} · LGPL-3.0",
        f"SQLite {sqlite3.sqlite_version} · public domain",
    ]
    for distribution, name, licence in PARTS:
        try:
            version = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            version = ""
        lines.append(" ".join(part for part in (name, version, "·", licence) if part))
    lines.append("OpenCC conversion tables · Apache-2.0")
    return "\n".join(lines)


def show_keys(parent: QWidget) -> None:
    """Show every shortcut."""
    box = QMessageBox(parent)
    box.setWindowTitle(QCoreApplication.translate("About", "Keyboard shortcuts"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(cheat_sheet())
    box.exec()


class About(QDialog):
    """The dialog of that name."""

    def __init__(self, library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Dosudo Viewer"))
        self.setMinimumWidth(460)
        name = QLabel("Dosudo Viewer", self)
        name.setObjectName("heading")
        name.setFont(fonts.font(22, weight=700))
        what = QLabel(
            self.tr("Reads newsletters offline. It never opens a network connection."), self
        )
        what.setWordWrap(True)
        what.setTextFormat(Qt.TextFormat.PlainText)
        place = QLabel(self.tr("Library: {folder}").format(folder=library), self)
        place.setObjectName("dim")
        place.setWordWrap(True)
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts = QPlainTextEdit(versions(), self)
        parts.setObjectName("about")
        parts.setReadOnly(True)
        parts.setTabChangesFocus(True)
        parts.setAccessibleName(self.tr("Versions and licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        for widget in (name, what, parts, place, buttons):
            layout.addWidget(widget)
