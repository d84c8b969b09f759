"""The contents of the library as a tree model: publication, issue, section, article.

Nodes are light values; the model only translates them for Qt and knows nothing of its view.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import partial
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
MOST_FOUND = 120


class Kind(Enum):
    """What a row of the contents stands for."""

    PUBLICATION = "publication"
    ISSUE = "issue"
    SECTION = "section"
    ARTICLE = "article"


class ContentsNode:
    """One row: its kind, its texts, where it leads and what is below it.

    What is below an issue or a section is made when it is first asked for: a library of hundreds
    of issues has tens of thousands of rows, of which a reader sees a few dozen.
    """

    __slots__ = (
        "_children", "_count", "_make", "address", "kind", "label", "parent", "row", "tip", "title",
    )  # fmt: skip

    def __init__(
        self,
        kind: Kind,
        title: str,
        address: Address | None,
        label: str = "",
        tip: Callable[[], str] = str,
        below: Callable[[], Iterable[ContentsNode]] = tuple,
        count: int | None = None,
    ) -> None:
        self.kind = kind
        self.title = title
        self.label = label
        self.address = address
        self.tip = tip
        self.parent: ContentsNode | None = None
        self.row = 0
        self._make: Callable[[], Iterable[ContentsNode]] | None = below
        self._children: list[ContentsNode] = []
        self._count = count

    @property
    def count(self) -> int:
        """How many rows are below this one; where that was said, they need not be made for it."""
        return len(self.children) if self._count is None else self._count

    @property
    def children(self) -> list[ContentsNode]:
        """The rows below this one."""
        if self._make is not None:
            make, self._make = self._make, None
            for child in make():
                child.parent = self
                child.row = len(self._children)
                self._children.append(child)
        return self._children


def fold(text: str) -> str:
    """``text`` for comparison: compatibility forms and case folded away."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


class ContentsModel(QAbstractItemModel):
    """The tree of everything that can be read, whole or filtered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._publications: Sequence[PublicationEntry] = ()
        self._root = ContentsNode(Kind.PUBLICATION, "", None)
        self._issues: dict[tuple[str, int], ContentsNode] = {}
        self._filter = ""
        self._found = 0
        self._texts: dict[tuple[str, int], str] = {}

    # What it holds

    def set_publications(self, publications: Sequence[PublicationEntry]) -> None:
        """Show ``publications`` in their order; a filter stays in force."""
        self._publications = publications
        self._texts = {}
        self._rebuild()

    def set_filter(self, text: str) -> int:
        """Show only rows whose text holds every word of ``text``; returns how many match."""
        folded = fold(text).strip()
        if folded != self._filter:
            self._filter = folded
            self._rebuild()
        if folded:
            return self._found
        return sum(
            len(s.articles) for p in self._publications for i in p.issues for s in i.sections
        )

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is in force."""
        return bool(self._filter)

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._issues = {}
        self._found = 0
        words = self._filter.split()
        root = ContentsNode(Kind.PUBLICATION, "", None, below=lambda: self._kept(words))
        # Made at once: which issues are shown has to be known to find an address among them.
        assert root.children is not None
        self._root = root
        self.endResetModel()

    def index_of(self, address: Address) -> QModelIndex:
        """The row that stands for the article (or, failing that, the issue) at ``address``."""
        issue = self._issues.get((address.publication, address.issue))
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

    # Rows

    def _kept(self, words: list[str]) -> Iterator[ContentsNode]:
        """The publications with what is to be shown of them."""
        for entry in self._publications:
            own = bool(words) and _holds(fold(entry.name), words)
            issues = []
            for issue in entry.issues:
                node = self._issue(issue) if not words else self._kept_issue(issue, words)
                if node is not None:
                    issues.append(node)
                    self._issues[issue.publication, issue.number] = node
                if words and self._found >= MOST_FOUND:
                    break
            self._found += own
            if issues or own or not words:
                first = issues[0].address if issues else None
                yield ContentsNode(
                    Kind.PUBLICATION,
                    entry.name or entry.id,
                    first,
                    tip=partial(str, entry.note),
                    below=partial(iter, issues),
                )

    def _issue(self, entry: IssueEntry, below: list[ContentsNode] | None = None) -> ContentsNode:
        masthead = _masthead(entry)
        return ContentsNode(
            Kind.ISSUE,
            self._issue_title(entry),
            masthead.address if masthead else Address(entry.publication, entry.number),
            tip=lambda: "\n".join(
                part for part in (entry.title, ", ".join(entry.editors), entry.date) if part
            ),
            below=lambda: (
                (_section(section) for section in entry.sections if _is_part(section))
                if below is None
                else below
            ),
            count=sum(map(_is_part, entry.sections)) if below is None else len(below),
        )

    def _issue_title(self, entry: IssueEntry) -> str:
        title = self.tr("No. {number}").format(number=entry.number)
        # Where there is no date, the title is what tells one issue from the next.
        return f"{title} · {entry.date or entry.title}" if entry.date or entry.title else title

    def _kept_issue(self, entry: IssueEntry, words: list[str]) -> ContentsNode | None:
        """The issue with the rows that hold all ``words``; None if there is none."""
        own = fold(f"{self._issue_title(entry)} {entry.title}")
        key = (entry.publication, entry.number)
        if key not in self._texts:
            rows = [own]
            for section in entry.sections:
                if _is_part(section):
                    rows.append(f"{section.label} {section.title}")
                    rows.extend(f"{a.number} {a.title}" for a in section.articles)
            self._texts[key] = fold("\n".join(rows))
        # Most issues are passed over with one look at all their titles together.
        if not _holds(self._texts[key], words):
            return None
        before = self._found
        self._found += _holds(own, words)
        sections = []
        for section in entry.sections:
            if not _is_part(section):
                continue
            itself = _holds(fold(f"{section.label} {section.title}"), words)
            articles = [a for a in _items(section) if _holds(fold(f"{a.number} {a.title}"), words)]
            articles = articles[: max(0, MOST_FOUND - self._found)]
            self._found += itself + len(articles)
            if itself or articles:
                sections.append(_section(section, articles))
        return self._issue(entry, sections) if self._found > before else None

    # What Qt asks

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
        return self.index_for(children[row])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        """The row above; invalid for a publication."""
        node = index.internalPointer() if index.isValid() else None
        above = node.parent if node is not None else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self.index_for(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows stand below ``parent``."""
        if parent.isValid() and parent.column() != 0:
            return 0
        return self.node(parent).count

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
            tip = escape(node.tip()).replace("\n", "<br>")
            return f"<p>{tip}</p>" if tip else None
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


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _is_part(section: SectionEntry) -> bool:
    """The masthead is the issue's own page, not a part of it with a heading."""
    return bool(section.label or section.title)


def _masthead(issue: IssueEntry) -> ArticleEntry | None:
    return next(
        (article for s in issue.sections if not _is_part(s) for article in s.articles), None
    )


def _own(section: SectionEntry) -> ArticleEntry | None:
    """The section's own text, which its row stands for."""
    return next((a for a in section.articles if not a.number and a.title == section.title), None)


def _items(section: SectionEntry) -> list[ArticleEntry]:
    own = _own(section)
    return [article for article in section.articles if article is not own]


def _section(entry: SectionEntry, articles: list[ArticleEntry] | None = None) -> ContentsNode:
    first = _own(entry) or (entry.articles[0] if entry.articles else None)
    return ContentsNode(
        Kind.SECTION,
        entry.title,
        first.address if first else None,
        label=entry.label,
        tip=lambda: _tip(entry.title, first) if first else entry.title,
        below=lambda: map(_article, _items(entry) if articles is None else articles),
    )


def _article(entry: ArticleEntry) -> ContentsNode:
    return ContentsNode(
        Kind.ARTICLE,
        entry.title,
        entry.address,
        label=entry.number,
        tip=lambda: _tip(entry.title, entry),
    )


def _tip(title: str, article: ArticleEntry) -> str:
    return "\n".join(part for part in (title, ", ".join(article.editors), article.date) if part)
