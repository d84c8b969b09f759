"""Widgets that a screen reader is to take for something plainer than Qt does.

Qt makes what a screen reader meets by the name of a widget's class, the innermost first, and knows
its own classes alone. A class that stands in between and bears the name of another one of Qt's is
therefore taken for that: no interface of our own is needed, which PySide6 could not offer.
"""

from __future__ import annotations

from PySide6 import QtWidgets


class QTextEdit(QtWidgets.QTextBrowser):
    """A page of text that is read line by line; a text browser would be called a label."""


class QWidget(QtWidgets.QStackedWidget):
    """Parts of which one is shown; a stack would be called a layered pane, again and again."""


AccessibleText = QTextEdit
AccessibleStack = QWidget
