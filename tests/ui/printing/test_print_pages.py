from __future__ import annotations

import pytest
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from viewer.ui.document.built_page import BuiltPage
from viewer.ui.printing.print_pages import PrintedColumn, TooLongError
from viewer.ui.theme.typesetting import Typesetting


def column(distance: float) -> PrintedColumn:
    """Two lines, so far from each other."""
    document = QTextDocument()
    document.setTextWidth(400)
    cursor = QTextCursor(document)
    cursor.insertText("One")
    shape = QTextBlockFormat()
    shape.setTopMargin(distance)
    cursor.insertBlock(shape)
    cursor.insertText("Two")
    cursor.insertBlock(QTextBlockFormat())
    cursor.insertText("Three")
    made = PrintedColumn(document, BuiltPage(), Typesetting(), 500)
    made.document = document  # type: ignore[attr-defined]  # keeps it
    return made


def test_a_place_is_on_the_page_of_its_line(qapp: QApplication) -> None:
    made = column(900)
    list(made.measure())
    assert len(made.pages) == 2
    assert made.page_position(0) == (0, 0)
    assert made.page_position(5) == (1, 0)
    number, below = made.page_position(9)
    assert number == 1
    assert below > 5


def test_a_column_that_qt_does_not_lay_out_to_its_end_is_refused(qapp: QApplication) -> None:
    """Its last lines have no place: drawing them would end the program."""
    with pytest.raises(TooLongError):
        list(column(9_000_000).measure())
