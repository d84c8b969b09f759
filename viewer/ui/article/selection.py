"""Converts the selection on a page to offsets in the text of its article."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QTextCursor, QTextTable

from viewer.archive.model.excerpt import Selection, Span
from viewer.ui.document.built_page import BuiltPage, TextMap, utf16_length


def selection_of(cursor: QTextCursor, built: BuiltPage) -> Selection | None:
    """What ``cursor`` has selected of the article; None if nothing of it is selected."""
    if not cursor.hasSelection():
        return None
    text_map = built.text_map
    ranges = _selected_ranges(cursor)
    spans = [(text_map.to_offset(start), text_map.to_offset(end)) for start, end in ranges]
    pictures = frozenset(
        number
        for number, position in built.picture_positions.items()
        if any(start <= position < end for start, end in ranges)
    )
    selection = Selection(
        _title_span(text_map, *ranges[0]),
        tuple((start, end) for start, end in spans if start < end),
        pictures,
    )
    return selection if selection.title or selection.text or selection.pictures else None


def _selected_ranges(cursor: QTextCursor) -> list[Span]:
    """The selected ranges of positions: one, or one for each cell of a table."""
    table = cursor.currentTable()
    if not cursor.hasComplexSelection() or not isinstance(table, QTextTable):
        return [(cursor.selectionStart(), cursor.selectionEnd())]
    selected_cells: Any = cursor.selectedTableCells()  # the stub knows nothing of what it returns
    row, rows, column, columns = selected_cells
    cells = [table.cellAt(r, c) for r in range(row, row + rows)
             for c in range(column, column + columns)]  # fmt: skip
    return [(cell.firstPosition(), cell.lastPosition()) for cell in cells]


def _title_span(text_map: TextMap, start: int, end: int) -> Span | None:
    run = text_map.title
    if run is None:
        return None
    first, last = (
        _utf16_to_characters(run.text, position - run.position) for position in (start, end)
    )
    return (first, last) if first < last else None


def _utf16_to_characters(text: str, count: int) -> int:
    """How many code points of ``text`` its first ``count`` UTF-16 units are."""
    if len(text) == utf16_length(text):
        return max(0, min(count, len(text)))
    prefix = text.encode("utf-16-le", "surrogatepass")[: max(0, count) * 2]
    return len(prefix.decode("utf-16-le", "ignore"))
