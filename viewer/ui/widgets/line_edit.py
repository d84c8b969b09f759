"""A clear button for line edits that is created only when it is needed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

#: The object name of Qt's action behind the clear button.
_CLEAR_ACTION_NAME = "_q_qlineeditclearaction"


def add_clear_button(box: QLineEdit) -> None:
    """Give ``box`` a clear button with the first text in it.

    Until then nobody sees it, and the window need not load its icon before the first paint.
    """

    def on_first_text(text: str) -> None:
        if text:
            box.textChanged.disconnect(on_first_text)
            box.setClearButtonEnabled(True)
            action = box.findChild(QAction, _CLEAR_ACTION_NAME)
            if isinstance(action, QAction):
                # Qt's own has no name: a screen reader would only say “button”.
                action.setText(QCoreApplication.translate("Clearing", "Clear"))

    box.textChanged.connect(on_first_text)
