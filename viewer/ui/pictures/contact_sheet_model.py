"""The pictures of one issue as a list model, each with its caption and its article."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.archive.model.catalogue_entries import Page
from viewer.ui.i18n.dates_and_numbers import format_count

AnyIndex = QModelIndex | QPersistentModelIndex

PICTURE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ContactSheetPicture:
    """One picture: the page it is on, and its number there, from 0."""

    page: Page
    number: int

    @property
    def key(self) -> tuple[str, int]:
        """Identifies the picture in the whole library."""
        return str(self.page.entry.address), self.number

    @property
    def caption(self) -> str:
        """Its caption, else its alt text, else its file name."""
        figure = self.page.figures[self.number]
        return figure.caption or figure.alt or figure.source.rsplit("/", 1)[-1]

    @property
    def article_label(self) -> str:
        """The number and the title of its article."""
        entry = self.page.entry
        number = f"{self.page.section_label}{entry.number}" if entry.number else ""
        return f"{number}  {entry.title}".strip()


class ContactSheetModel(QAbstractListModel):
    """Every picture of an issue, in reading order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[ContactSheetPicture] = []

    def set_pages(self, pages: tuple[Page, ...]) -> None:
        """Show the pictures of ``pages``."""
        self.beginResetModel()
        self._pictures = [
            ContactSheetPicture(page, number)
            for page in pages
            for number in range(len(page.figures))
        ]
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row for each picture."""
        return 0 if parent.isValid() else len(self._pictures)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The caption, the picture itself, and its tooltip and accessible text."""
        if not index.isValid():
            return None
        picture = self._pictures[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return picture.caption
        if role == PICTURE_ROLE:
            return picture
        if role == Qt.ItemDataRole.ToolTipRole:
            # Escaped, since Qt would take words that look like HTML for HTML.
            return f"<p>{escape(picture.caption)}</p><p>{escape(picture.article_label)}</p>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Picture {number} of {count}: {words}, in {article}").format(
                number=format_count(index.row() + 1),
                count=format_count(len(self._pictures)),
                words=picture.caption,
                article=picture.article_label,
            )
        return None
