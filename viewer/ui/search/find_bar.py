"""The find bar at the foot of the page: a box, a count, and buttons to step through matches."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from viewer.color_themes import Theme
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.theme import fonts, icons


class FindBar(QWidget):
    """Emits what is typed and where to step; ``FindController`` finds it in the page."""

    text_changed = Signal(str)
    step_requested = Signal(int)  # 1 for the next match, -1 for the previous one
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.find_box = QLineEdit(self)
        self.find_box.setPlaceholderText(self.tr("Find in this article"))
        self.find_box.setAccessibleName(self.tr("Find in this article"))
        self.find_box.setFixedHeight(fonts.line_height(self.find_box.font(), 20) + 10)
        self.find_box.setMaximumWidth(fonts.scaled_px(360))
        self._count_label = QLabel(self)
        self._count_label.setObjectName("dim")
        self._count_label.setTextFormat(Qt.TextFormat.PlainText)
        self._count_label.setMinimumWidth(fonts.scaled_px(80))
        self._previous_button = self._make_step_button(self.tr("Previous match (Shift+F3)"), -1)
        self._next_button = self._make_step_button(self.tr("Next match (F3)"), 1)
        self._close_button = QToolButton(self)
        self._close_button.setToolTip(self.tr("Close (Esc)"))
        self._close_button.setAccessibleName(self.tr("Close"))
        self._close_button.clicked.connect(self.close_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.find_box, 1)
        layout.addWidget(self._previous_button)
        layout.addWidget(self._next_button)
        layout.addWidget(self._count_label)
        layout.addStretch(1)
        layout.addWidget(self._close_button)
        self.find_box.textChanged.connect(self.text_changed)

    def _make_step_button(self, tip: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self.step_requested.emit(by))
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        density = self.devicePixelRatioF()
        size = QSize(fonts.icon_size(18), fonts.icon_size(18))
        for button, name in (
            (self._previous_button, "up"),
            (self._next_button, "down"),
            (self._close_button, "close"),
        ):
            button.setIconSize(size)
            button.setIcon(icons.icon(name, theme.ink, theme.line, fonts.icon_size(18), density))

    def set_match_count(self, current: int, total: int) -> None:
        """Show which of ``total`` matches is the current one (0-based; below 0: none yet)."""
        if not self.find_box.text():
            self._count_label.setText("")
        elif not total:
            self._count_label.setText(self.tr("not found"))
        else:
            self._count_label.setText(
                self.tr("{number} of {count}").format(
                    number=format_count(max(0, current) + 1), count=format_count(total)
                )
            )

    def count_text(self) -> str:
        """The count, as the reader sees it."""
        return self._count_label.text()

    def open(self, text: str) -> None:
        """Show the bar with ``text`` in the box, or what is in it if empty, all of it selected."""
        self.show()
        if text:
            self.find_box.setText(text)
        self.find_box.selectAll()
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text_changed.emit(self.find_box.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter steps on, Shift+Enter back, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_requested.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)
