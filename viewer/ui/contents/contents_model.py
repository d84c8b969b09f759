"""The contents of the library as a tree model: publication, issue, section, article.

Nodes are light values; the models only translate them for Qt and know nothing of their views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    IssueSummary,
    PublicationSummary,
    SectionEntry,
    is_titled,
)
from viewer.errors import AddressError, CatalogueError
from viewer.ui.contents.contents_nodes import (
    ContentsNode,
    Kind,
    issue_called,
    issue_node,
    publication_node,
    section_node,
    walk,
)
from viewer.ui.i18n.dates_and_numbers import format_count

Index = QModelIndex | QPersistentModelIndex

ADDRESS_ROLE = Qt.ItemDataRole.UserRole + 1
KIND_ROLE = Qt.ItemDataRole.UserRole + 2
LABEL_ROLE = Qt.ItemDataRole.UserRole + 3
#: How many articles below a publication or an issue are unread; None for other rows, and where
#: that is not known yet.
UNREAD_ROLE = Qt.ItemDataRole.UserRole + 4
#: Whether the article a row stands for was read; None for a row that stands for none.
READ_ROLE = Qt.ItemDataRole.UserRole + 5

_MARKS = [UNREAD_ROLE, READ_ROLE, Qt.ItemDataRole.AccessibleTextRole]

# Asked for with every row that is laid out.
_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF = _ROW | Qt.ItemFlag.ItemNeverHasChildren


class Marks(Protocol):
    """What the rows tell of the reading."""

    def is_read(self, address: Address, /) -> bool: ...
    def unread(self, issue: IssueSummary, /) -> int | None: ...
    def unread_of(self, publication: str, /) -> int | None: ...


class _NoMarks:
    def is_read(self, _address: Address) -> bool:
        return False

    def unread(self, issue: IssueSummary) -> int:
        return issue.article_count

    def unread_of(self, _publication: str) -> int:
        return 0


class NodesModel(QAbstractItemModel):
    """A tree of nodes for Qt."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = ContentsNode(Kind.PUBLICATION, "", None)
        self.marks: Marks = _NoMarks()

    def _replace(self, publications: Iterable[ContentsNode]) -> None:
        """Show other rows."""
        self.beginResetModel()
        old = self._root
        self._root = ContentsNode(Kind.PUBLICATION, "", None, children=publications)
        self.endResetModel()
        old.part()

    def node(self, index: Index) -> ContentsNode:
        """The node behind ``index``; the invisible root for an invalid one."""
        return index.internalPointer() if index.isValid() else self._root

    @property
    def top(self) -> Sequence[ContentsNode]:
        """The rows at the top: the publications."""
        return self._root.children

    def index_for(self, node: ContentsNode) -> QModelIndex:
        """The index of ``node``."""
        return self.createIndex(node.row, 0, node)

    def index_of(self, address: Address) -> QModelIndex:
        """The row that stands for the article (or, failing that, the issue) at ``address``."""
        issue = self._issue_node(address)
        if issue is None:
            return QModelIndex()
        page = address.page
        for section in issue.children:
            for article in section.children:
                if article.address == page:
                    return self.index_for(article)
            if section.address == page:
                return self.index_for(section)
        return self.index_for(issue)

    def _issue_node(self, address: Address) -> ContentsNode | None:
        raise NotImplementedError

    # What Qt asks

    def index(
        self,
        row: int,
        column: int,
        parent: Index = QModelIndex(),  # noqa: B008 - Qt's signature
    ) -> QModelIndex:
        """The row ``row`` below ``parent``."""
        if column != 0:
            return QModelIndex()
        node = self.node(parent)
        if not 0 <= row < node.count:
            return QModelIndex()
        return self.createIndex(row, 0, node.children[row])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        """The row above; invalid for a publication."""
        node = index.internalPointer() if index.isValid() else None
        above = node.parent if node is not None else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def _place_in_words(self, node: ContentsNode) -> str:
        level, above = 0, node.parent
        all_ = above.count if above is not None else 1
        while above is not None:
            level, above = level + 1, above.parent
        said = self.tr("{number} of {all}, level {level}")
        return said.format(number=format_count(node.row + 1), all=format_count(all_), level=level)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows stand below ``parent``; they need not be made for it."""
        return self.node(parent).count

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Whether rows stand below ``parent``."""
        return self.node(parent).count > 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, tooltip, address, kind and label of a row."""
        if not index.isValid():
            return None
        node: ContentsNode = index.internalPointer()
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            # Escaped, since Qt would take a title that looks like HTML for HTML.
            tip = "\n".join(part for part in (node.tip(), self._unread_in_words(node)) if part)
            return f"<p>{escape(tip).replace(chr(10), '<br>')}</p>" if tip else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = f"{node.label} {node.title}".strip()
            state = self._unread_in_words(node) or self._read_in_words(node)
            return f"{text}, {state}" if state else text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._place_in_words(node)
        if role == UNREAD_ROLE:
            return self._unread(node)
        if role == READ_ROLE:
            return self._is_read(node)
        if role == ADDRESS_ROLE:
            return node.address
        if role == KIND_ROLE:
            return node.kind
        if role == LABEL_ROLE:
            return node.label
        return None

    def _unread(self, node: ContentsNode) -> int | None:
        if node.kind is Kind.ISSUE and node.issue is not None:
            return self.marks.unread(node.issue)
        if node.kind is Kind.PUBLICATION and node.address is not None:
            return self.marks.unread_of(node.address.publication)
        return None

    def _unread_in_words(self, node: ContentsNode) -> str:
        unread = self._unread(node)
        if unread is None:
            return ""
        if not unread:
            return QCoreApplication.translate("ContentsModel", "all read")
        return QCoreApplication.translate("ContentsModel", "%Ln unread", "", unread)

    def _is_read(self, node: ContentsNode) -> bool | None:
        return self.marks.is_read(node.address) if node.is_own and node.address else None

    def _read_in_words(self, node: ContentsNode) -> str:
        is_read = self._is_read(node)
        if is_read is None:
            return ""
        return (
            QCoreApplication.translate("ContentsModel", "read")
            if is_read
            else QCoreApplication.translate("ContentsModel", "unread")
        )

    def marks_changed(self, address: Address) -> None:
        """What the rows of ``address`` and above it tell of the reading is another now."""
        issue = self._issue_node(address)
        if issue is not None:
            own = [row for row in walk([issue]) if row.is_own and row.address == address.page]
            for row in (*own, issue, *([issue.parent] if issue.parent else [])):
                self.dataChanged.emit(self.index_for(row), self.index_for(row), _MARKS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be chosen; one without rows below it is never said to be expanded."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ROW if index.internalPointer().count else _LEAF


class ContentsModel(NodesModel):
    """Everything that can be read. An issue's sections are read when it is first unfolded."""

    damaged = Signal(str)  # an issue's sections cannot be read: a sentence

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._issues: dict[tuple[str, int], ContentsNode] = {}
        self._sections: Callable[[str, int], Sequence[SectionEntry]] = lambda *_: ()

    def set_contents(
        self,
        publications: Sequence[PublicationSummary],
        sections: Callable[[str, int], Sequence[SectionEntry]],
    ) -> None:
        """Show ``publications`` in their order; ``sections`` reads those of an issue.

        ``sections`` may raise CatalogueError; it is told by ``damaged`` then, and the issue has
        rows that say nothing.
        """
        self._sections = sections
        self._issues = {}
        self._replace([self._publication(entry) for entry in publications])

    def _issue_node(self, address: Address) -> ContentsNode | None:
        return self._issues.get((address.publication, address.issue))

    def _publication(self, entry: PublicationSummary) -> ContentsNode:
        called = issue_called()
        issues = [
            issue_node(issue, called, entry.name, partial(self._make, issue))
            for issue in entry.issues
        ]
        self._issues.update(
            ((entry.id, issue.number), node)
            for issue, node in zip(entry.issues, issues, strict=True)
        )
        return publication_node(entry, issues)

    def _make(self, issue: IssueSummary) -> list[ContentsNode]:
        try:
            sections = self._sections(issue.publication, issue.number)
        except AddressError:
            return []  # it has gone, and other contents are on their way
        except CatalogueError as error:
            self.damaged.emit(str(error))
            return []
        return [section_node(section) for section in sections if is_titled(section)]
