"""What a screen reader is told: how to take a widget, and what changes where the focus is not.

Some widgets are to be taken for something plainer than Qt does. Qt makes what a screen reader
meets by the name of a widget's class, the innermost first, and knows its own classes alone. A
class that stands in between and bears the name of another one of Qt's is therefore taken for that:
no interface of our own is needed, which PySide6 could not offer.
"""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent


class QTextEdit(QtWidgets.QTextBrowser):
    """A page of text that is read line by line; a text browser would be called a label."""


class QWidget(QtWidgets.QStackedWidget):
    """Parts of which one is shown; a stack would be called a layered pane, again and again."""


AccessibleText = QTextEdit
AccessibleStack = QWidget


def announce(widget: QtWidgets.QWidget, text: str) -> None:
    """Let a screen reader say ``text`` once it has finished what it is saying."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def notify_focused_item(widget: QtWidgets.QWidget) -> None:
    """Tell a screen reader which part of ``widget``, for instance a row, has the keys."""
    if not QAccessible.isActive() or not widget.hasFocus():
        return
    whole = QAccessible.queryAccessibleInterface(widget)
    part = whole.focusChild() if whole is not None else None
    if part is not None:
        event = QAccessibleEvent(widget, QAccessible.Event.Focus)
        event.setChild(whole.indexOfChild(part))
        QAccessible.updateAccessibility(event)
