"""The contents of the library as a tree model: publication, issue, section, article.

Nodes are light values; the model only translates them for Qt and knows nothing of its view.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.archive.address import Address
from viewer.archive.listing import ArticleEntry, IssueEntry, PublicationEntry, SectionEntry

Index = QModelIndex | QPersistentModelIndex

ADDRESS_ROLE = Qt.ItemDataRole.UserRole + 1
KIND_ROLE = Qt.ItemDataRole.UserRole + 2
LABEL_ROLE = Qt.ItemDataRole.UserRole + 3
READ_ROLE = Qt.ItemDataRole.UserRole + 4

#: A filter that finds more than this shows the first ones only: nobody reads on.
MOST_FOUND = 400


class Kind(Enum):
    """What a row of the contents stands for."""

    PUBLICATION = "publication"
    ISSUE = "issue"
    SECTION = "section"
    ARTICLE = "article"


class ContentsNode:
    """One row: its kind, its texts, where it leads and what is below it."""

    __slots__ = ("address", "children", "folded", "kind", "label", "parent", "row", "tip", "title")

    def __init__(
        self,
        kind: Kind,
        title: str,
        address: Address | None,
        label: str = "",
        tip: str = "",
    ) -> None:
        self.kind = kind
        self.title = title
        self.label = label
        self.address = address
        self.tip = tip
        self.folded = fold(f"{label} {title}")
        self.parent: ContentsNode | None = None
        self.row = 0
        self.children: list[ContentsNode] = []

    def add(self, child: ContentsNode) -> None:
        """Put ``child`` below this row, last."""
        child.parent = self
        child.row = len(self.children)
        self.children.append(child)

    def walk(self) -> Iterator[ContentsNode]:
        """Every row below this one, in order."""
        for child in self.children:
            yield child
            yield from child.walk()


def fold(text: str) -> str:
    """``text`` for comparison: compatibility forms and case folded away."""
    return unicodedata.normalize("NFKC", text).casefold()


class ContentsModel(QAbstractItemModel):
    """The tree of everything that can be read, whole or filtered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._whole = ContentsNode(Kind.PUBLICATION, "", None)
        self._root = self._whole
        self._by_page: dict[Address, ContentsNode] = {}
        self._filter = ""
        self._read: set[str] = set()

    # What it holds

    def set_publications(self, publications: Sequence[PublicationEntry]) -> None:
        """Show ``publications`` in their order; a filter stays in force."""
        self.beginResetModel()
        self._whole = ContentsNode(Kind.PUBLICATION, "", None)
        for publication in publications:
            self._whole.add(self._publication(publication))
        self._root = self._filtered()
        self._remember()
        self.endResetModel()

    def set_filter(self, text: str) -> int:
        """Show only rows whose text holds every word of ``text``; returns how many match."""
        folded = fold(text).strip()
        if folded == self._filter:
            return self._count()
        self.beginResetModel()
        self._filter = folded
        self._root = self._filtered()
        self._remember()
        self.endResetModel()
        return self._count()

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is in force."""
        return bool(self._filter)

    def _count(self) -> int:
        if not self._filter:
            return len(self._by_page)
        words = self._filter.split()
        return sum(all(w in node.folded for w in words) for node in self._root.walk())

    def index_of(self, address: Address) -> QModelIndex:
        """The row that stands for the article (or, failing that, the issue) at ``address``."""
        node = self._by_page.get(address.page)
        if node is None:
            node = self._by_page.get(Address(address.publication, address.issue))
        return self._index(node) if node is not None else QModelIndex()

    def node(self, index: Index) -> ContentsNode:
        """The node behind ``index``; the invisible root for an invalid one."""
        return index.internalPointer() if index.isValid() else self._root

    def _publication(self, entry: PublicationEntry) -> ContentsNode:
        node = ContentsNode(Kind.PUBLICATION, entry.name or entry.id, None, tip=entry.note)
        for issue in entry.issues:
            node.add(self._issue(issue))
        if node.children:
            node.address = node.children[0].address
        return node

    def _issue(self, entry: IssueEntry) -> ContentsNode:
        title = self.tr("No. {number}").format(number=entry.number)
        # Where there is no date, the title is what tells one issue from the next.
        title += f" · {entry.date or entry.title}" if entry.date or entry.title else ""
        tip = "\n".join(
            part for part in (entry.title, ", ".join(entry.editors), entry.date) if part
        )
        node = ContentsNode(Kind.ISSUE, title, Address(entry.publication, entry.number), tip=tip)
        node.folded = fold(f"{title} {entry.title}")
        for section in entry.sections:
            self._section(node, section)
        return node

    def _section(self, issue: ContentsNode, entry: SectionEntry) -> None:
        if not entry.label and not entry.title:
            # The masthead is the issue's own page, not a part of it with a heading.
            for article in entry.articles:
                issue.address = article.address
            return
        own = [a for a in entry.articles if not a.number and a.title == entry.title]
        first = own[0] if own else entry.articles[0] if entry.articles else None
        node = ContentsNode(
            Kind.SECTION,
            entry.title,
            first.address if first else None,
            label=entry.label,
            tip=_tip(entry.title, first) if first else entry.title,
        )
        for article in entry.articles:
            if article not in own:
                node.add(
                    ContentsNode(
                        Kind.ARTICLE,
                        article.title,
                        article.address,
                        label=article.number,
                        tip=_tip(article.title, article),
                    )
                )
        issue.add(node)

    def _filtered(self) -> ContentsNode:
        if not self._filter:
            return self._whole
        words = self._filter.split()
        left = MOST_FOUND

        def keep(node: ContentsNode) -> ContentsNode | None:
            nonlocal left
            hit = all(word in node.folded for word in words)
            if hit:
                left -= 1
            children = []
            for child in node.children:
                if left <= 0:
                    break
                kept = keep(child)
                if kept is not None:
                    children.append(kept)
            if not hit and not children:
                return None
            copy = ContentsNode(node.kind, node.title, node.address, node.label, node.tip)
            copy.folded = node.folded
            for child in children:
                copy.add(child)
            return copy

        root = ContentsNode(Kind.PUBLICATION, "", None)
        for child in self._whole.children:
            kept = keep(child)
            if kept is not None:
                root.add(kept)
        return root

    def _remember(self) -> None:
        self._by_page = {}
        for node in self._root.walk():
            if node.address is None or node.kind is Kind.PUBLICATION:
                continue
            if node.kind is Kind.ISSUE:
                plain = Address(node.address.publication, node.address.issue)
                self._by_page[plain] = node
            if node.kind is not Kind.SECTION or not any(
                child.address == node.address for child in node.children
            ):
                self._by_page.setdefault(node.address, node)

    # What Qt asks

    def _index(self, node: ContentsNode) -> QModelIndex:
        return self.createIndex(node.row, 0, node)

    def index(
        self,
        row: int,
        column: int,
        parent: Index = QModelIndex(),  # noqa: B008 - Qt's signature
    ) -> QModelIndex:
        """The row ``row`` below ``parent``."""
        if column != 0 or (parent.isValid() and parent.column() != 0):
            return QModelIndex()
        children = self.node(parent).children
        if not 0 <= row < len(children):
            return QModelIndex()
        return self._index(children[row])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        """The row above; invalid for a publication."""
        node = index.internalPointer() if index.isValid() else None
        above = node.parent if node is not None else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self._index(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows stand below ``parent``."""
        if parent.isValid() and parent.column() != 0:
            return 0
        return len(self.node(parent).children)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, tooltip, address, kind and label of a row."""
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            # Escaped, since Qt would take a title that looks like HTML for HTML.
            return f"<p>{escape(node.tip).replace(chr(10), '<br>')}</p>" if node.tip else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.label} {node.title}".strip()
        if role == ADDRESS_ROLE:
            return node.address
        if role == KIND_ROLE:
            return node.kind
        if role == LABEL_ROLE:
            return node.label
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _tip(title: str, article: ArticleEntry) -> str:
    return "\n".join(part for part in (title, ", ".join(article.editors), article.date) if part)
