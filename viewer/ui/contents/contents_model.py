"""The contents of the library as a tree model: publication, issue, section, article.

The models only wrap ``ContentsNode`` for Qt and know nothing of their views.
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
#: How many articles of a publication or an issue are unread; None for other rows, or if not known
#: yet.
UNREAD_ROLE = Qt.ItemDataRole.UserRole + 4
#: Whether the row's article was read; None for a row that is not an article's.
READ_ROLE = Qt.ItemDataRole.UserRole + 5
#: Whether the mark of the row's article, or that it has none, could not be written yet.
UNKEPT_ROLE = Qt.ItemDataRole.UserRole + 6

_READ_STATE_ROLES = [UNREAD_ROLE, READ_ROLE, UNKEPT_ROLE, Qt.ItemDataRole.AccessibleTextRole]

# Constants, since Qt asks for flags with every row that is laid out.
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF_FLAGS = _ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren


class ReadStateSource(Protocol):
    """Says what was read, if that is kept, and how many articles are unread (None: not known)."""

    def is_read(self, address: Address, /) -> bool: ...
    def is_kept(self, address: Address, /) -> bool: ...
    def unread_in_issue(self, issue: IssueSummary, /) -> int | None: ...
    def unread_in_publication(self, publication: str, /) -> int | None: ...


class _NothingRead:
    def is_read(self, _address: Address) -> bool:
        return False

    def is_kept(self, _address: Address) -> bool:
        return True

    def unread_in_issue(self, issue: IssueSummary) -> int:
        return issue.article_count

    def unread_in_publication(self, _publication: str) -> int:
        return 0


class TreeNodeModel(QAbstractItemModel):
    """A tree of ``ContentsNode`` for Qt; subclasses find the node of an issue."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = ContentsNode(NodeKind.PUBLICATION, "", None)
        self.read_state: ReadStateSource = _NothingRead()

    def _replace_nodes(self, publications: Iterable[ContentsNode]) -> None:
        """Replace all rows."""
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
        """The row of the article at ``address``, else of its issue; invalid if there is neither."""
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
        parent_node = node.parent if node is not None else None
        if parent_node is None or parent_node.parent is None:
            return QModelIndex()
        return self.createIndex(parent_node.row, 0, parent_node)

    def _position_text(self, node: ContentsNode) -> str:
        level, ancestor = 0, node.parent
        siblings = ancestor.child_count if ancestor is not None else 1
        while ancestor is not None:
            level, ancestor = level + 1, ancestor.parent
        text = self.tr("{number} of {all}, level {level}")
        return text.format(
            number=format_count(node.row + 1), all=format_count(siblings), level=level
        )

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many rows are below ``parent``; does not load them."""
        return self.node(parent).child_count

    def hasChildren(self, parent: AnyIndex = QModelIndex()) -> bool:  # noqa: B008
        """Whether there are rows below ``parent``."""
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
            state = self._unread_text(node)
            if self._is_unkept(node):
                state = self._read_text(node)
            tip = "\n".join(part for part in (node.tooltip(), state) if part)
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
        if role == UNKEPT_ROLE:
            return self._is_unkept(node)
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

    def _is_unkept(self, node: ContentsNode) -> bool:
        address = node.address if node.is_article else None
        return address is not None and not self.read_state.is_kept(address)

    def _read_text(self, node: ContentsNode) -> str:
        is_read = self._is_read(node)
        if is_read is None:
            return ""
        if self._is_unkept(node):
            return (
                QCoreApplication.translate("ContentsModel", "read, not kept yet")
                if is_read
                else QCoreApplication.translate("ContentsModel", "unread, not kept yet")
            )
        return (
            QCoreApplication.translate("ContentsModel", "read")
            if is_read
            else QCoreApplication.translate("ContentsModel", "unread")
        )

    def refresh_read_state(self, address: Address) -> None:
        """Tell the views that the read state of ``address``, and of the rows above, has changed."""
        issue = self._issue_node(address)
        if issue is not None:
            article_rows = [
                row
                for row in walk_loaded([issue])
                if row.is_article and row.address == address.without_anchor
            ]
            for row in (*article_rows, issue, *([issue.parent] if issue.parent else [])):
                self.dataChanged.emit(
                    self.index_of_node(row), self.index_of_node(row), _READ_STATE_ROLES
                )

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every row can be selected; one without children is never reported as expanded."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ROW_FLAGS if index.internalPointer().child_count else _LEAF_FLAGS


class ContentsModel(TreeNodeModel):
    """The whole library as a tree. An issue's sections are read when it is first expanded."""

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
        """Show ``publications`` in their order.

        ``read_sections`` reads the sections of an issue, given a publication's id and a number. If
        it raises CatalogueError, ``read_failed`` is emitted and the issue has placeholder rows.
        """
        self._read_sections = read_sections
        self._issue_nodes = {}
        self._replace_nodes([self._make_publication_node(entry) for entry in publications])

    def _issue_node(self, address: Address) -> ContentsNode | None:
        return self._issue_nodes.get((address.publication, address.issue))

    def _make_publication_node(self, entry: PublicationSummary) -> ContentsNode:
        title_template = issue_title_template()
        issues = [
            issue_node(issue, title_template, entry.name, partial(self._load_sections, issue))
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
            return []  # the issue was removed; the contents are about to be replaced
        except CatalogueError as error:
            self.read_failed.emit(error.message)
            return []
        return [section_node(section) for section in sections if is_titled(section)]
