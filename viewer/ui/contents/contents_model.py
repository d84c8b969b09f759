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
    NodeKind,
    issue_node,
    issue_title_template,
    publication_node,
    section_node,
    walk_loaded,
)
from viewer.ui.i18n.dates_and_numbers import format_count

AnyIndex = QModelIndex | QPersistentModelIndex

ADDRESS_ROLE = Qt.ItemDataRole.UserRole + 1
KIND_ROLE = Qt.ItemDataRole.UserRole + 2
LABEL_ROLE = Qt.ItemDataRole.UserRole + 3
#: How many articles below a publication or an issue are unread; None for other rows, and where
#: that is not known yet.
UNREAD_ROLE = Qt.ItemDataRole.UserRole + 4
#: Whether the article a row stands for was read; None for a row that stands for none.
READ_ROLE = Qt.ItemDataRole.UserRole + 5

_READ_STATE_ROLES = [UNREAD_ROLE, READ_ROLE, Qt.ItemDataRole.AccessibleTextRole]

# Asked for with every row that is laid out.
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF_FLAGS = _ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren


class ReadStateSource(Protocol):
    """What the rows tell of the reading."""

    def is_read(self, address: Address, /) -> bool: ...
    def unread_in_issue(self, issue: IssueSummary, /) -> int | None: ...
    def unread_in_publication(self, publication: str, /) -> int | None: ...


class _NothingRead:
    def is_read(self, _address: Address) -> bool:
        return False

    def unread_in_issue(self, issue: IssueSummary) -> int:
        return issue.article_count

    def unread_in_publication(self, _publication: str) -> int:
        return 0


class TreeNodeModel(QAbstractItemModel):
    """A tree of nodes for Qt."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = ContentsNode(NodeKind.PUBLICATION, "", None)
        self.read_state: ReadStateSource = _NothingRead()

    def _replace_nodes(self, publications: Iterable[ContentsNode]) -> None:
        """Show other rows."""
        self.beginResetModel()
        old = self._root
        self._root = ContentsNode(NodeKind.PUBLICATION, "", None, children=publications)
        self.endResetModel()
        old.detach()

    def node(self, index: AnyIndex) -> ContentsNode:
        """The node behind ``index``; the invisible root for an invalid one."""
        return index.internalPointer() if index.isValid() else self._root

    @property
    def top_nodes(self) -> Sequence[ContentsNode]:
        """The rows at the top: the publications."""
        return self._root.children

    def index_of_node(self, node: ContentsNode) -> QModelIndex:
        """The index of ``node``."""
        return self.createIndex(node.row, 0, node)

    def index_of_address(self, address: Address) -> QModelIndex:
        """The row that stands for the article (or, failing that, the issue) at ``address``."""
        issue = self._issue_node(address)
        if issue is None:
            return QModelIndex()
        page = address.without_anchor
        for section in issue.children:
            for article in section.children:
                if article.address == page:
                    return self.index_of_node(article)
            if section.address == page:
                return self.index_of_node(section)
        return self.index_of_node(issue)

    def _issue_node(self, address: Address) -> ContentsNode | None:
        raise NotImplementedError

    # What Qt asks

    def index(
        self,
        row: int,
        column: int,
        parent: AnyIndex = QModelIndex(),  # noqa: B008 - Qt's signature
    ) -> QModelIndex:
        """The row ``row`` below ``parent``."""
        if column != 0:
            return QModelIndex()
        node = self.node(parent)
        if not 0 <= row < node.child_count:
            return QModelIndex()
        return self.createIndex(row, 0, node.children[row])

    def parent(self, index: AnyIndex = QModelIndex()) -> Any:  # noqa: B008
        """The row above; invalid for a publication."""
        node = index.internalPointer() if index.isValid() else None
        above = node.parent if node is not None else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def _position_text(self, node: ContentsNode) -> str:
        level, above = 0, node.parent
        all_ = above.child_count if above is not None else 1
        while above is not None:
            level, above = level + 1, above.parent
        said = self.tr("{number} of {all}, level {level}")
        return said.format(number=format_count(node.row + 1), all=format_count(all_), level=level)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many rows stand below ``parent``; they need not be made for it."""
        return self.node(parent).child_count

    def hasChildren(self, parent: AnyIndex = QModelIndex()) -> bool:  # noqa: B008
        """Whether rows stand below ``parent``."""
        return self.node(parent).child_count > 0

    def columnCount(self, _parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, tooltip, address, kind and label of a row."""
        if not index.isValid():
            return None
        node: ContentsNode = index.internalPointer()
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            # Escaped, since Qt would take a title that looks like HTML for HTML.
            tip = "\n".join(part for part in (node.tooltip(), self._unread_text(node)) if part)
            return f"<p>{escape(tip).replace(chr(10), '<br>')}</p>" if tip else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = f"{node.label} {node.title}".strip()
            state = self._unread_text(node) or self._read_text(node)
            return f"{text}, {state}" if state else text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._position_text(node)
        if role == UNREAD_ROLE:
            return self._unread_count(node)
        if role == READ_ROLE:
            return self._is_read(node)
        if role == ADDRESS_ROLE:
            return node.address
        if role == KIND_ROLE:
            return node.kind
        if role == LABEL_ROLE:
            return node.label
        return None

    def _unread_count(self, node: ContentsNode) -> int | None:
        if node.kind is NodeKind.ISSUE and node.issue is not None:
            return self.read_state.unread_in_issue(node.issue)
        if node.kind is NodeKind.PUBLICATION and node.address is not None:
            return self.read_state.unread_in_publication(node.address.publication)
        return None

    def _unread_text(self, node: ContentsNode) -> str:
        unread = self._unread_count(node)
        if unread is None:
            return ""
        if not unread:
            return QCoreApplication.translate("ContentsModel", "all read")
        return QCoreApplication.translate("ContentsModel", "%Ln unread", "", unread)

    def _is_read(self, node: ContentsNode) -> bool | None:
        return self.read_state.is_read(node.address) if node.is_article and node.address else None

    def _read_text(self, node: ContentsNode) -> str:
        is_read = self._is_read(node)
        if is_read is None:
            return ""
        return (
            QCoreApplication.translate("ContentsModel", "read")
            if is_read
            else QCoreApplication.translate("ContentsModel", "unread")
        )

    def refresh_read_state(self, address: Address) -> None:
        """What the rows of ``address`` and above it tell of the reading is another now."""
        issue = self._issue_node(address)
        if issue is not None:
            own = [
                row
                for row in walk_loaded([issue])
                if row.is_article and row.address == address.without_anchor
            ]
            for row in (*own, issue, *([issue.parent] if issue.parent else [])):
                self.dataChanged.emit(
                    self.index_of_node(row), self.index_of_node(row), _READ_STATE_ROLES
                )

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every row can be chosen; one without rows below it is never said to be expanded."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ROW_FLAGS if index.internalPointer().child_count else _LEAF_FLAGS


class ContentsModel(TreeNodeModel):
    """Everything that can be read. An issue's sections are read when it is first unfolded."""

    read_failed = Signal(object)  # an issue's sections cannot be read: a Message

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._issue_nodes: dict[tuple[str, int], ContentsNode] = {}
        self._read_sections: Callable[[str, int], Sequence[SectionEntry]] = lambda *_: ()

    def set_contents(
        self,
        publications: Sequence[PublicationSummary],
        read_sections: Callable[[str, int], Sequence[SectionEntry]],
    ) -> None:
        """Show ``publications`` in their order; ``read_sections`` reads those of an issue.

        ``read_sections`` may raise CatalogueError; it is told by ``read_failed`` then, and the
        issue has rows that say nothing.
        """
        self._read_sections = read_sections
        self._issue_nodes = {}
        self._replace_nodes([self._make_publication_node(entry) for entry in publications])

    def _issue_node(self, address: Address) -> ContentsNode | None:
        return self._issue_nodes.get((address.publication, address.issue))

    def _make_publication_node(self, entry: PublicationSummary) -> ContentsNode:
        called = issue_title_template()
        issues = [
            issue_node(issue, called, entry.name, partial(self._load_sections, issue))
            for issue in entry.issues
        ]
        self._issue_nodes.update(
            ((entry.id, issue.number), node)
            for issue, node in zip(entry.issues, issues, strict=True)
        )
        return publication_node(entry, issues)

    def _load_sections(self, issue: IssueSummary) -> list[ContentsNode]:
        try:
            sections = self._read_sections(issue.publication, issue.number)
        except AddressError:
            return []  # it has gone, and other contents are on their way
        except CatalogueError as error:
            self.read_failed.emit(error.message)
            return []
        return [section_node(section) for section in sections if is_titled(section)]
