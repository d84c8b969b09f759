"""Widgets with a plainer role for screen readers, and announcements to them.

Qt chooses a widget's accessible interface by its class name, the most derived class first, and
knows only its own classes. A class in between with the name of another Qt class therefore gets that
one's interface; PySide6 cannot offer an interface of our own.
"""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent


class QTextEdit(QtWidgets.QTextBrowser):
    """A text browser that screen readers take for a text, and read by line, not for a label."""


class QWidget(QtWidgets.QStackedWidget):
    """A stacked widget that screen readers do not call a layered pane again and again."""


AccessibleText = QTextEdit
AccessibleStack = QWidget


def announce(widget: QtWidgets.QWidget, text: str) -> None:
    """Let a screen reader, if one runs, say ``text`` after what it is saying."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def notify_focused_item(widget: QtWidgets.QWidget) -> None:
    """Tell a screen reader which part of ``widget``, for instance a row, has the focus."""
    if not QAccessible.isActive() or not widget.hasFocus():
        return
    interface = QAccessible.queryAccessibleInterface(widget)
    focused_part = interface.focusChild() if interface is not None else None
    if focused_part is not None:
        event = QAccessibleEvent(widget, QAccessible.Event.Focus)
        event.setChild(interface.indexOfChild(focused_part))
        QAccessible.updateAccessibility(event)
