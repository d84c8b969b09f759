"""The progress of background work at the bottom of a pane: a sentence and a thin bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from viewer.ui.theme import fonts


class ProgressLabel(QWidget):
    """A sentence and a thin progress bar, hidden until ``show_progress``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._text.setObjectName("dim")
        self._text.setFont(fonts.ui_font(12))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 8, 18, 12)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        self.hide()

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Show ``text`` and how much of ``total`` is ``done``."""
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self.show()

    def text(self) -> str:
        """The sentence; empty while hidden."""
        return "" if self.isHidden() else self._text.text()
