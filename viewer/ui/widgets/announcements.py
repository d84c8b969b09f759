"""Saying aloud what changes where the focus is not: to a screen reader, where one listens."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say ``text`` once it has finished what it is saying."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def notify_focused_item(widget: QWidget) -> None:
    """Tell a screen reader which part of ``widget``, for instance a row, has the keys."""
    if not QAccessible.isActive() or not widget.hasFocus():
        return
    whole = QAccessible.queryAccessibleInterface(widget)
    part = whole.focusChild() if whole is not None else None
    if part is not None:
        event = QAccessibleEvent(widget, QAccessible.Event.Focus)
        event.setChild(whole.indexOfChild(part))
        QAccessible.updateAccessibility(event)
