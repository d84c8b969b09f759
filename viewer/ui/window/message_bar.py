"""The bar above the page that shows messages; it never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from viewer.color_themes import Theme
from viewer.ui.theme import fonts, icons
from viewer.ui.widgets.accessibility import announce

_BRIEF_MS = 6000


class MessageBar(QWidget):
    """Shows one message at a time; further ones wait until it is closed or goes by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._queue: list[tuple[str, bool, str]] = []
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = ""
        self._copy_button = QPushButton(self.tr("&Copy details"), self)
        self._copy_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._copy_button.clicked.connect(self._copy_details)
        self._close_button = QToolButton(self)
        # Reached by Tab; a click leaves the focus where it is, and so does a message that comes.
        self._close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close_button.setAccessibleName(self.tr("Close this message"))
        self._close_button.setToolTip(self.tr("Close this message"))
        self._close_button.setIconSize(QSize(fonts.icon_size(16), fonts.icon_size(16)))
        self._close_button.clicked.connect(self._show_next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 10, 8)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._copy_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BRIEF_MS)
        self._timer.timeout.connect(self._show_next)
        self.hide()

    def show_message(self, text: str, *, brief: bool = False, details: str = "") -> None:
        """Show ``text``; a brief message goes away by itself, ``details`` can be copied with it."""
        if not text or (not self.isHidden() and text == self._label.text()):
            return
        if not self.isHidden() and not self._timer.isActive():
            if (text, brief, details) not in self._queue:
                self._queue.append((text, brief, details))
            return
        self._show(text, brief, details)

    def show_translated(self, message: str) -> None:
        """Show ``message`` in the reader's language; the English one can be copied."""
        # Not before it is needed: the first page waits for every module.
        from viewer.ui.i18n.message_translation import translate_message

        self.show_message(translate_message(message), details=message)

    def clear(self) -> None:
        """Remove the message that is shown and those that wait."""
        self._queue.clear()
        self._timer.stop()
        self.hide()

    def text(self) -> str:
        """The message that is shown, empty if none is."""
        return self._label.text() if not self.isHidden() else ""

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._close_button.setIcon(
            icons.icon(
                "close", theme.dim, theme.line, fonts.icon_size(16), self.devicePixelRatioF()
            )
        )

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._label.text()}\n\n{self._details}".strip())

    def _show(self, text: str, brief: bool, details: str) -> None:
        self._label.setText(text)
        self._details = details if details != text else ""
        self._copy_button.setVisible(bool(details))
        self.show()
        announce(self, text)
        if brief:
            self._timer.start()
        else:
            self._timer.stop()

    def _show_next(self) -> None:
        self._timer.stop()
        if self._queue:
            self._show(*self._queue.pop(0))
        else:
            self.hide()
