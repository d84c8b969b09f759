"""The search box of the toolbar, with the keys in it that are for the hits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QIcon, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from viewer.color_themes import Theme
from viewer.ui.theme import fonts, icons
from viewer.ui.widgets.line_edit import add_clear_button

BOX_HEIGHT = 34
_BOX_WIDTH = 480
#: A narrower box has no room for the shortcut beside its placeholder.
_SHORTCUT_LABEL_WIDTH = 380

_FOCUS_GIVEN_BACK = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class SearchBox(QLineEdit):
    """A line edit for the query. Arrow keys choose among the hits, Enter opens one."""

    step_requested = Signal(int)  # by how many hits, negative upwards
    open_requested = Signal()
    escape_pressed = Signal()
    clicked = Signal()
    focused = Signal()  # by the reader, not because the window came to the front
    #: A QKeyEvent that scrolls the page, while the box is empty.
    scroll_key_pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(fonts.ui_font(14))
        self.setPlaceholderText(self.tr("Search all issues: 中文, English, 神经网络, CNN…"))
        self.setAccessibleName(self.tr("Search all issues"))
        self.setMaxLength(500)
        self.setFixedHeight(fonts.line_height(self.font(), BOX_HEIGHT - 10) + 10)
        self.setMaximumWidth(fonts.scaled_px(_BOX_WIDTH))
        self.setMinimumWidth(160)
        self._shortcut_label = QLabel("Ctrl E", self)
        self._shortcut_label.setObjectName("dim")
        self._shortcut_label.setFont(fonts.ui_font(11))
        self._shortcut_label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        add_clear_button(self)
        self.textChanged.connect(self._update_shortcut_label)
        self._search_icon_action: QAction = self.addAction(
            QIcon(), QLineEdit.ActionPosition.LeadingPosition
        )
        self._search_icon_action.setText(self.tr("Search"))
        self._search_icon_action.triggered.connect(self.setFocus)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._search_icon_action.setIcon(_search_icon(theme, self.devicePixelRatioF()))

    def _update_shortcut_label(self, text: str) -> None:
        self._shortcut_label.setVisible(
            not text and self.width() >= fonts.scaled_px(_SHORTCUT_LABEL_WIDTH)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the shortcut at the right end; a placeholder that is cut becomes the tool tip."""
        super().resizeEvent(event)
        self._shortcut_label.adjustSize()
        room = self.width() - fonts.scaled_px(34) - 12
        is_whole = self.fontMetrics().horizontalAdvance(self.placeholderText()) <= room
        self.setToolTip("" if is_whole else self.placeholderText())
        self._update_shortcut_label(self.text())
        self._shortcut_label.move(
            self.width() - self._shortcut_label.width() - 12,
            (self.height() - self._shortcut_label.height()) // 2,
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Emit ``focused``, unless the window or a menu gave the focus back."""
        super().focusInEvent(event)
        if event.reason() not in _FOCUS_GIVEN_BACK:
            self.focused.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Emit ``clicked``: a click into the box is the beginning of a search."""
        super().mousePressEvent(event)
        self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit the keys that are for the hits or the page rather than for the text."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 5,
            Qt.Key.Key_PageUp: -5,
        }
        key = Qt.Key(event.key())
        if key in steps and not self.text():
            self.scroll_key_pressed.emit(event)
        elif key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_requested.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit()
        elif key == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)


def _search_icon(theme: Theme, density: float) -> QIcon:
    return icons.icon("search", theme.dim, theme.dim, fonts.icon_size(18), density)
