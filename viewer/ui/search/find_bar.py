"""Find in page: a bar at the foot of the page, with a count."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from viewer.color_themes import Theme
from viewer.ui.i18n.dates_and_numbers import count
from viewer.ui.theme import fonts, icons


class FindBar(QWidget):
    """Asks for what is typed to be found in the page."""

    text_changed = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(self.tr("Find in this article"))
        self.box.setAccessibleName(self.tr("Find in this article"))
        self.box.setFixedHeight(fonts.line(self.box.font(), 20) + 10)
        self.box.setMaximumWidth(fonts.px(360))
        self._count = QLabel(self)
        self._count.setObjectName("dim")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setMinimumWidth(fonts.px(80))
        self._up = self._button(self.tr("Previous match (Shift+F3)"), -1)
        self._down = self._button(self.tr("Next match (F3)"), 1)
        self._close = QToolButton(self)
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.setAccessibleName(self.tr("Close"))
        self._close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.box, 1)
        layout.addWidget(self._up)
        layout.addWidget(self._down)
        layout.addWidget(self._count)
        layout.addStretch(1)
        layout.addWidget(self._close)
        self.box.textChanged.connect(self.text_changed)

    def _button(self, tip: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.stepped.emit(by))
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        density = self.devicePixelRatioF()
        size = QSize(fonts.sign(18), fonts.sign(18))
        for button, name in ((self._up, "up"), (self._down, "down"), (self._close, "close")):
            button.setIconSize(size)
            button.setIcon(icons.icon(name, theme.ink, theme.line, fonts.sign(18), density))

    def set_count(self, current: int, found: int) -> None:
        """Say which of how many matches the reader is on (``current`` counts from 0)."""
        if not self.box.text():
            self._count.setText("")
        elif not found:
            self._count.setText(self.tr("not found"))
        else:
            self._count.setText(
                self.tr("{number} of {count}").format(
                    number=count(max(0, current) + 1), count=count(found)
                )
            )

    def count_text(self) -> str:
        """The count, as the reader sees it."""
        return self._count.text()

    def open(self, text: str) -> None:
        """Come up with ``text`` in the box, selected."""
        self.show()
        if text:
            self.box.setText(text)
        self.box.selectAll()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text_changed.emit(self.box.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter steps on, Shift+Enter back, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
