"""The cross in a line edit that clears it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

#: What Qt calls the action of the cross.
_CLEAR_ACTION_NAME = "_q_qlineeditclearaction"


def add_clear_button(box: QLineEdit) -> None:
    """Give ``box`` its cross with the first text in it: until then nobody sees it, and the window
    need not load its picture before it is painted."""

    def changed(text: str) -> None:
        if text:
            box.textChanged.disconnect(changed)
            box.setClearButtonEnabled(True)
            action = box.findChild(QAction, _CLEAR_ACTION_NAME)
            if isinstance(action, QAction):
                # Qt's own has no name: a screen reader would only say “button”.
                action.setText(QCoreApplication.translate("Clearing", "Clear"))

    box.textChanged.connect(changed)
