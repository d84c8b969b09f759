"""The hits of a search as a list model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.search import Hit
from viewer.ui.i18n.dates_and_numbers import format_count, short_date

AnyIndex = QModelIndex | QPersistentModelIndex

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
LOCATION_ROLE = Qt.ItemDataRole.UserRole + 2


class HitsModel(QAbstractListModel):
    """One row for each article found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        #: By id the short labels of the publications of the library, if there are several.
        self.publication_labels: Mapping[str, str] = {}

    def set_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show ``hits``."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def extend_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show ``hits``, which begin with those that are shown already."""
        before = len(self._hits)
        if len(hits) <= before:
            return
        self.beginInsertRows(QModelIndex(), before, len(hits) - 1)
        self._hits = (*self._hits, *hits[before:])
        self.endInsertRows()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is shown."""
        return self._hits

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of hits."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; the hit (``HIT_ROLE``) and where it is; what a screen reader says of it."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.title}. {self.location(hit)}. {hit.snippet}"
        if role == LOCATION_ROLE:
            return self.location(hit)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            text = self.tr("Hit {number} of {all}")
            return text.format(
                number=format_count(index.row() + 1), all=format_count(len(self._hits))
            )
        return None

    def location(self, hit: Hit) -> str:
        """The location of a hit on one line: publication, issue, section, editor, date.

        With the title of the issue where that is what was found.
        """
        name = self.publication_labels.get(hit.publication, "")
        location = f"{name} #{hit.issue}" if name else f"#{hit.issue}"
        if hit.issue_title and hit.issue_title_spans and hit.issue_title != hit.title:
            location += f" {hit.issue_title}"
        if hit.section:
            is_letter = len(hit.section) <= 2  # as “B”, which the number follows at once
            location += f" › {hit.section}{'' if is_letter or not hit.number else ' '}{hit.number}"
        parts = [location, hit.editor, short_date(hit.date)]
        return " · ".join(part for part in parts if part)
