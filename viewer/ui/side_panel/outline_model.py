"""The outline of the page as a list model: its headings and notes with their offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import Node
from viewer.archive.model.issue import Anchor

if TYPE_CHECKING:
    from viewer.archive.model.whole_issue import WholeIssue

AnyIndex = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 2

#: The level of a note among the anchors of an article; those above it are headings.
_NOTE_LEVEL = 7
_MAX_LEVEL = 3


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: its depth, its address, and its offset in the text of the page.

    Level 0 is the article itself.
    """

    title: str
    level: int
    address: Address
    offset: int
    is_note: bool = False


def build_outline(page: Page) -> tuple[OutlineLine, ...]:
    """The outline of an article; empty where it has neither headings nor notes with a title."""
    anchors = [anchor for anchor in page.anchors if anchor.level <= _NOTE_LEVEL and anchor.title]
    named = {anchor.offset for anchor in anchors}
    anchors += [anchor for anchor in _unnamed_notes(page.body) if anchor.offset not in named]
    if not anchors:
        return ()
    anchors.sort(key=lambda anchor: anchor.offset)
    address = page.entry.address
    lines = [OutlineLine(page.entry.title, 0, address, 0)]
    levels = [anchor.level for anchor in anchors if anchor.level < _NOTE_LEVEL]
    highest = min(levels, default=_NOTE_LEVEL)
    heading_level = 0
    for anchor in anchors:
        is_note = anchor.level == _NOTE_LEVEL
        if not is_note:
            heading_level = min(_MAX_LEVEL, anchor.level - highest + 1)
        level = min(_MAX_LEVEL, heading_level + 1) if is_note else heading_level
        lines.append(
            OutlineLine(anchor.title, level, address.with_anchor(anchor.id), anchor.offset, is_note)
        )
    return tuple(lines)


def build_issue_outline(issue: WholeIssue) -> tuple[OutlineLine, ...]:
    """The outline of an issue that is on the page as a whole: its sections and articles."""
    lines: list[OutlineLine] = []
    for part in issue.parts:
        entry = part.page.entry
        # A section with a text of its own is headed by that.
        if part.section_heading and part.page.section_title != entry.title:
            lines.append(OutlineLine(part.section_heading, 0, part.address, part.start))
        label = entry.number or (part.page.section_label if part.section_heading else "")
        title = f"{label} {entry.title}".strip()
        level = 2 if part.page.section_title not in ("", entry.title) else 0
        lines.append(OutlineLine(title, level, part.address, part.start))
    return tuple(lines)


def _unnamed_notes(body: tuple[Node, ...]) -> Iterator[Anchor]:
    """Notes that have a title and no name an address could use."""
    for node in body:
        if node.tag == "note" and not node.attrs.get("id"):
            title = node.children[0] if node.children else None
            if isinstance(title, Node) and title.tag == "title" and "o" in title.attrs:
                yield Anchor("", title.text(), _NOTE_LEVEL, int(title.attrs["o"]))


class OutlineModel(QAbstractListModel):
    """One row for each line; one of them is where the reader is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[OutlineLine, ...] = ()
        self._current_row = -1

    @property
    def lines(self) -> tuple[OutlineLine, ...]:
        """What is shown."""
        return self._lines

    @property
    def current_row(self) -> int:
        """The row the reader is in, -1 for none."""
        return self._current_row

    def set_lines(self, lines: Sequence[OutlineLine]) -> None:
        """Show ``lines``."""
        if tuple(lines) == self._lines:
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self._current_row = 0 if lines else -1
        self.endResetModel()

    def set_current_row(self, row: int) -> bool:
        """Mark ``row`` as the one the reader is in; False if nothing changed."""
        if row == self._current_row or not -1 <= row < len(self._lines):
            return False
        previous, self._current_row = self._current_row, row
        for changed in (previous, row):
            if changed >= 0:
                self.dataChanged.emit(self.index(changed), self.index(changed))
        return True

    def row_of(self, address: Address) -> int:
        """The row whose address is exactly ``address``; -1 if there is none."""
        match = -1
        for row, line in enumerate(self._lines):
            if line.address != address:
                continue
            # A section's line has the address of its first article: that article's line wins.
            if match < 0 or line.offset == self._lines[match].offset:
                match = row
        return match

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row for each line."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title, the line, whether the reader is there, and what a screen reader says."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == LINE_ROLE:
            return line
        if role == CURRENT_ROLE:
            return index.row() == self._current_row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [line.title]
            if line.is_note:
                parts.append(self.tr("note"))
            if index.row() == self._current_row:
                parts.append(self.tr("you are here"))
            return ", ".join(parts)
        return None


def last_row_above(tops: Sequence[float], y: float) -> int:
    """The index of the last of ``tops`` (ascending, px) at or above ``y``; 0 if none is."""
    return max(0, bisect_right(tops, y) - 1)
