"""What a reader has selected on a page, as places in the text of its article."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QTextCursor, QTextTable

from viewer.archive.model.excerpt import Selection, Span
from viewer.ui.document.built_page import BuiltPage, TextMap, utf16_length


def selection_of(cursor: QTextCursor, built: BuiltPage) -> Selection | None:
    """What ``cursor`` has selected of the article, None where that is nothing of it."""
    if not cursor.hasSelection():
        return None
    places = built.text_map
    stretches = _selected_ranges(cursor)
    spans = [(places.to_offset(start), places.to_offset(end)) for start, end in stretches]
    pictures = frozenset(
        number
        for number, position in built.picture_positions.items()
        if any(start <= position < end for start, end in stretches)
    )
    made = Selection(
        _title_span(places, *stretches[0]),
        tuple((start, end) for start, end in spans if start < end),
        pictures,
    )
    return made if made.title or made.text or made.pictures else None


def _selected_ranges(cursor: QTextCursor) -> list[Span]:
    """The selected positions: one stretch, or one for each cell of a table."""
    table = cursor.currentTable()
    if not cursor.hasComplexSelection() or not isinstance(table, QTextTable):
        return [(cursor.selectionStart(), cursor.selectionEnd())]
    found: Any = cursor.selectedTableCells()  # the stub knows nothing of what it returns
    row, rows, column, columns = found
    cells = [table.cellAt(r, c) for r in range(row, row + rows)
             for c in range(column, column + columns)]  # fmt: skip
    return [(cell.firstPosition(), cell.lastPosition()) for cell in cells]


def _title_span(places: TextMap, start: int, end: int) -> Span | None:
    run = places.title
    if run is None:
        return None
    first, last = (
        _utf16_to_characters(run.text, position - run.position) for position in (start, end)
    )
    return (first, last) if first < last else None


def _utf16_to_characters(text: str, count: int) -> int:
    """How many letters of ``text`` its first ``count`` UTF-16 units are."""
    if len(text) == utf16_length(text):
        return max(0, min(count, len(text)))
    inside = text.encode("utf-16-le", "surrogatepass")[: max(0, count) * 2]
    return len(inside.decode("utf-16-le", "ignore"))
