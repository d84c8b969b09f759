"""The chapters of a series as a list model: published and announced, read and unread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry

AnyIndex = QModelIndex | QPersistentModelIndex

CHAPTER_ROLE = Qt.ItemDataRole.UserRole + 1
READ_ROLE = Qt.ItemDataRole.UserRole + 2
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 3


class ChaptersModel(QAbstractListModel):
    """The chapters of one series, one a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chapters: tuple[ChapterEntry, ...] = ()
        self._is_read: Callable[[Address], bool] = lambda _address: False
        self._current: Address | None = None

    def set_series(self, series: SeriesEntry | None, is_read: Callable[[Address], bool]) -> None:
        """Show the chapters of ``series``; ``is_read`` says which articles were read."""
        self.beginResetModel()
        self._chapters = series.chapters if series else ()
        self._is_read = is_read
        self.endResetModel()

    def set_current(self, address: Address | None) -> QModelIndex:
        """Note which chapter is on the page; returns its index, invalid if it is none of them."""
        self._current = address.without_anchor if address else None
        self.refresh()
        for row, chapter in enumerate(self._chapters):
            if self._current is not None and chapter.address == self._current:
                return self.index(row)
        return QModelIndex()

    def refresh(self) -> None:
        """Tell the views that read marks have changed."""
        if self._chapters:
            self.dataChanged.emit(self.index(0), self.index(len(self._chapters) - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row for each chapter."""
        return 0 if parent.isValid() else len(self._chapters)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, tooltip, the chapter itself and its state."""
        if not index.isValid():
            return None
        chapter = self._chapters[index.row()]
        read = chapter.address is not None and self._is_read(chapter.address)
        if role == Qt.ItemDataRole.DisplayRole:
            return chapter.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{chapter.number}. {chapter.title}, {self.state_text(index)}"
        if role == CHAPTER_ROLE:
            return chapter
        if role == READ_ROLE:
            return read
        if role == CURRENT_ROLE:
            return chapter.address is not None and chapter.address == self._current
        return None

    def state_text(self, index: AnyIndex) -> str:
        """The chapter's state in words, translated."""
        chapter = self._chapters[index.row()]
        if chapter.address is None:
            if chapter.announced_in is None:
                return self.tr("not yet told")
            return self.tr("announced for No. {number}").format(number=chapter.announced_in)
        if index.data(CURRENT_ROLE):
            return self.tr("reading now")
        return self.tr("read") if index.data(READ_ROLE) else self.tr("unread")

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Announced chapters can be reached but not opened."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
