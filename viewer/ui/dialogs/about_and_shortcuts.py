"""The about dialog, with versions and licences, and the list of keyboard shortcuts."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Sequence
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer import __version__
from viewer.ui.theme import fonts
from viewer.ui.widgets.flow_layout import FittedScrollArea, fit_dialog

#: Distribution, name and licence of what the program is made of, as each project states it.
COMPONENTS = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("Markdown", "Python-Markdown", "BSD-3-Clause"),
    ("Whoosh-Reloaded", "Whoosh (Whoosh-Reloaded)", "BSD-2-Clause"),
    ("nh3", "nh3 (ammonia)", "MIT"),
    ("msgspec", "msgspec", "BSD-3-Clause"),
    ("PyYAML", "PyYAML", "MIT"),
    ("defusedxml", "defusedxml", "PSF-2.0"),
    ("platformdirs", "platformdirs", "MIT"),
)


def component_versions() -> str:
    """Every component with its version and licence, a line each."""
    lines = [
        f"Dosudo Viewer {__version__} · MIT",
        f"Python {platform.python_version()} · PSF-2.0",
        f"Qt {qVersion()} · LGPL-3.0",
        f"SQLite {sqlite3.sqlite_version} · public domain",
    ]
    for distribution, name, licence in COMPONENTS:
        try:
            version = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            version = ""
        lines.append(" ".join(part for part in (name, version, "·", licence) if part))
    lines.append("OpenCC conversion tables · Apache-2.0")
    return "\n".join(lines)


class ShortcutsDialog(QDialog):
    """Every shortcut and what it does, in two columns that can be scrolled."""

    def __init__(self, shortcuts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(QCoreApplication.translate("AboutDialog", "Keyboard shortcuts"))
        page = QWidget(self)
        page.setObjectName("side")
        grid = QGridLayout(page)
        grid.setContentsMargins(4, 4, 12, 4)
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for row, line in enumerate(shortcuts):
            for column, text in enumerate(line):
                label = QLabel(text, page)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                label.setObjectName("" if column else "dim")
                grid.addWidget(label, row, column)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        area.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        fit_dialog(self, 520, 560)


class AboutDialog(QDialog):
    """What the program is, where ``library`` (a folder) is, and its parts with licences."""

    def __init__(self, library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Dosudo Viewer"))
        name = QLabel("Dosudo Viewer", self)
        name.setObjectName("heading")
        name.setFont(fonts.ui_font(22, weight=700))
        purpose = QLabel(
            self.tr("Reads newsletters offline. It never opens a network connection."), self
        )
        purpose.setWordWrap(True)
        purpose.setTextFormat(Qt.TextFormat.PlainText)
        folder = QLabel(self.tr("Library: {folder}").format(folder=library), self)
        folder.setObjectName("dim")
        folder.setWordWrap(True)
        folder.setTextFormat(Qt.TextFormat.PlainText)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        versions = QPlainTextEdit(component_versions(), self)
        versions.setObjectName("about")
        versions.setReadOnly(True)
        versions.setTabChangesFocus(True)
        versions.setAccessibleName(self.tr("Versions and licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(10)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (name, purpose, versions, folder):
            column.addWidget(widget)
        layout.addWidget(FittedScrollArea(inside, self), 1)
        layout.addWidget(buttons)
        fit_dialog(self, 460)
