"""The view in the page's place while the library is empty: how to import newsletters."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.ui.theme import fonts
from viewer.ui.widgets.flow_layout import FittedScrollArea, FlowLayout


class EmptyLibrary(QWidget):
    """Says how newsletters are imported, with buttons for it; ``folder`` is the library's."""

    files_requested = Signal()
    folder_requested = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaf")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        heading = _label(self.tr("The library holds no issue yet"), "heading", 24)
        instructions = _label(
            self.tr(
                "Drop files or folders on this window, or choose them here. Markdown, web pages, "
                "mail, feeds and EPUB are read."
            ),
            "",
            15,
        )
        location = _label(self.tr("Library: {folder}").format(folder=folder), "dim", 13)
        self.initial_focus = QPushButton(self.tr("Import files…"), self)
        self.initial_focus.setDefault(True)
        self.initial_focus.clicked.connect(self.files_requested)
        folder_button = QPushButton(self.tr("Import folder…"), self)
        folder_button.clicked.connect(self.folder_requested)
        row = FlowLayout()
        row.setSpacing(8)
        row.addWidget(self.initial_focus)
        row.addWidget(folder_button)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(44, 54, 44, 40)
        column.setSpacing(14)
        for label in (heading, instructions):
            column.addWidget(label)
        column.addLayout(row)
        column.addWidget(location)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(FittedScrollArea(inside, self, "leaf"))


def _label(text: str, name: str, pixels: int) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setFont(fonts.ui_font(pixels, weight=700 if name == "heading" else 400))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
