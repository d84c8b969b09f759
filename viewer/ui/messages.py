"""A strip above the page for what the reader should know; it never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from viewer.themes import Theme
from viewer.ui import icons
from viewer.ui.announcing import announce

_SHORT_MS = 6000


class MessageStrip(QWidget):
    """Shows one message at a time, the newest; the rest wait behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting: list[tuple[str, bool]] = []
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(self)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self._next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 10, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHORT_MS)
        self._timer.timeout.connect(self._next)
        self.hide()

    def say(self, text: str, *, brief: bool = False) -> None:
        """Show ``text``; a brief message goes away by itself."""
        if not text or (not self.isHidden() and text == self._text.text()):
            return
        if not self.isHidden() and not self._timer.isActive():
            if (text, brief) not in self._waiting:
                self._waiting.append((text, brief))
            return
        self._show(text, brief)

    def replace(self, text: str) -> None:
        """Show ``text`` in the place of what is shown."""
        self._show(text, False)

    def clear(self) -> None:
        """Take away what is shown and what waits."""
        self._waiting.clear()
        self._timer.stop()
        self.hide()

    def text(self) -> str:
        """The message that is shown, empty if none is."""
        return self._text.text() if not self.isHidden() else ""

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._close.setIcon(
            icons.icon("close", theme.dim, theme.line, 16, self.devicePixelRatioF())
        )

    def _show(self, text: str, brief: bool) -> None:
        self._text.setText(text)
        self.show()
        announce(self, text)
        if brief:
            self._timer.start()
        else:
            self._timer.stop()

    def _next(self) -> None:
        self._timer.stop()
        if self._waiting:
            self._show(*self._waiting.pop(0))
        else:
            self.hide()
