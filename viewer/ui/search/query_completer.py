"""The completion list under the search box: names of filters and their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from viewer.ui.theme import fonts

if TYPE_CHECKING:
    from viewer.search.query.completion import Completion

_ROW_HEIGHT = 28


class QueryCompleter(QListWidget):
    """Completes what is typed in ``box``: arrows choose, Tab takes one, Esc hides the list."""

    def __init__(self, box: QLineEdit, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("completer")
        self.setFont(fonts.ui_font(13))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Completions"))
        self._box = box
        #: The values of each filter, for example every editor in the archive.
        self.values_by_field: Mapping[str, Sequence[str]] = {}
        self._completions: tuple[Completion, ...] = ()
        self._completed_text = ""
        box.textChanged.connect(self._on_text_changed)
        box.textEdited.connect(self._on_text_edited)
        box.installEventFilter(self)
        self.itemClicked.connect(lambda _item: self._accept_current())
        self.hide()

    def offered_labels(self) -> list[str]:
        """The completions, as the reader sees them; empty while the list is hidden."""
        return [] if self.isHidden() else [completion.label for completion in self._completions]

    def _on_text_changed(self, text: str) -> None:
        """Hide the list unless the text was typed, which ``_on_text_edited`` has handled by now."""
        if text != self._completed_text:
            self.hide()

    def _on_text_edited(self, text: str) -> None:
        from viewer.search.query.completion import completions

        self._completed_text = text
        self._completions = completions(text, self._box.cursorPosition(), self.values_by_field)
        self.clear()
        self.addItems([completion.label for completion in self._completions])
        if not self._completions:
            self.hide()
            return
        self.setCurrentRow(0)
        height = len(self._completions) * fonts.scaled_px(_ROW_HEIGHT) + 10
        corner = self._box.mapTo(self.window(), QPoint(0, self._box.height() + 4))
        self.setGeometry(
            corner.x(),
            corner.y(),
            min(fonts.scaled_px(300), self.window().width() - corner.x()),
            height,
        )
        self.show()
        self.raise_()

    def _accept_current(self) -> None:
        row = self.currentRow()
        if not 0 <= row < len(self._completions):
            return
        completion = self._completions[row]
        cursor, text = self._box.cursorPosition(), self._box.text()
        self._box.setText(text[: completion.start] + completion.text + text[cursor:])
        self._box.setCursorPosition(completion.start + len(completion.text))
        self._on_text_edited(self._box.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle keys in the box that are for the list while it is shown."""
        if watched is not self._box or self.isHidden():
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(Qt.Key(event.key()))
        return False

    def _handle_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Tab:
            self._accept_current()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentRow((self.currentRow() + step) % self.count())
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.hide()
            return False
        return True
