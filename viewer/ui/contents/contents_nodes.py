"""The nodes of the contents tree: publication, issue, section, article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    IssueSummary,
    PublicationSummary,
    SectionEntry,
    lead_article,
)
from viewer.archive.model.title_numbers import title_without_number
from viewer.ui.i18n.dates_and_numbers import long_date, short_date


class NodeKind(Enum):
    """The kind of a row of the contents."""

    PUBLICATION = "publication"
    ISSUE = "issue"
    SECTION = "section"
    ARTICLE = "article"


class ContentsNode:
    """One row of the tree: its kind, texts, target address and children.

    ``tooltip`` is the text of its tooltip, a function that returns it, or the article it tells of,
    since a tree may have very many rows and hardly any is pointed at. ``is_article`` says that the
    row stands for the article it leads to, and does not only lead to it; ``issue`` is set for the
    row of an issue.

    If ``child_count`` is given and ``children`` is a function, that is called when the children are
    first needed; the node has ``child_count`` children, however many it returns.
    """

    __slots__ = (
        "_load_children", "_tooltip", "address", "child_count", "is_article", "issue", "kind",
        "label", "loaded_children", "parent", "row", "title",
    )  # fmt: skip

    def __init__(
        self,
        kind: NodeKind,
        title: str,
        address: Address | None,
        label: str = "",
        *,
        tooltip: Callable[[], str] | ArticleEntry | str = "",
        children: Callable[[], Iterable[ContentsNode]] | Iterable[ContentsNode] = (),
        child_count: int | None = None,
        issue: IssueSummary | None = None,
        is_article: bool = False,
    ) -> None:
        self.kind = kind
        self.title = title
        self.label = label
        self.address = address
        self._tooltip = tooltip
        self.parent: ContentsNode | None = None
        self.row = 0
        self.issue = issue
        self.is_article = is_article
        #: The rows below this one; None until they were needed.
        self.loaded_children: list[ContentsNode] | None = None
        if callable(children) and child_count:
            self._load_children = children
            self.child_count = child_count
        else:
            self._set_children([] if callable(children) else list(children))

    def tooltip(self) -> str:
        """The text of the tooltip; empty for none."""
        if isinstance(self._tooltip, ArticleEntry):
            return article_tooltip(self.title, self._tooltip)
        return self._tooltip if isinstance(self._tooltip, str) else self._tooltip()

    @property
    def children(self) -> list[ContentsNode]:
        """The rows below this one, loaded on first access."""
        children = self.loaded_children
        if children is None:
            loaded = [*self._load_children()][: self.child_count]
            # Qt was told ``child_count`` rows, so that many there must be.
            loaded += [
                ContentsNode(NodeKind.SECTION, "…", None)
                for _ in range(self.child_count - len(loaded))
            ]
            children = self._set_children(loaded)
        return children

    def _set_children(self, children: list[ContentsNode]) -> list[ContentsNode]:
        self.loaded_children = children
        self.child_count = len(children)
        for row, child in enumerate(children):
            child.parent, child.row = self, row
        return children

    def detach(self) -> None:
        """Drop all children: nodes referring to each other would wait for the garbage collector."""
        for child in self.loaded_children or ():
            child.detach()
            child.parent = None
        self.loaded_children = []


def issue_title_template() -> str:
    """The translated title of an issue, with ``{number}`` in it."""
    return QCoreApplication.translate("ContentsModel", "No. {number}")


def publication_node(entry: PublicationSummary, issues: Sequence[ContentsNode]) -> ContentsNode:
    """The row of a publication with those of its issues."""
    first_address = issues[0].address if issues else None
    name = entry.label or entry.name or entry.id
    return ContentsNode(
        NodeKind.PUBLICATION, name, first_address, tooltip=entry.note, children=issues
    )


def issue_node(
    entry: IssueSummary,
    title_template: str,
    publication: str,
    children: Callable[[], Sequence[ContentsNode]] | Sequence[ContentsNode],
) -> ContentsNode:
    """The row of an issue; ``publication`` is a name, ``title_template`` has ``{number}`` in it."""
    title = title_template.format(number=entry.number)
    # If the title is only the name and the number, the date tells one issue from the next.
    subject = title_without_number(entry.title, entry.number)
    description = (
        subject if subject and subject != publication else short_date(entry.date) or subject
    )
    return ContentsNode(
        NodeKind.ISSUE,
        f"{title} · {description}" if description else title,
        entry.address,
        tooltip=lambda: "\n".join(
            part for part in (entry.title, ", ".join(entry.editors), long_date(entry.date)) if part
        ),
        children=children,
        child_count=entry.section_count,
        issue=entry,
    )


def section_node(entry: SectionEntry) -> ContentsNode:
    """The row of a section with those of its articles."""
    lead = lead_article(entry)
    leads_to = lead or (entry.articles[0] if entry.articles else None)
    return ContentsNode(
        NodeKind.SECTION,
        entry.title,
        leads_to.address if leads_to else None,
        entry.label,
        tooltip=leads_to or entry.title,
        is_article=lead is not None,
        children=(_article_node(article) for article in entry.articles if article is not lead),
    )


def _article_node(entry: ArticleEntry) -> ContentsNode:
    return ContentsNode(
        NodeKind.ARTICLE,
        entry.title,
        entry.address,
        entry.number,
        tooltip=entry,
        is_article=True,
    )


def article_tooltip(title: str, article: ArticleEntry) -> str:
    """The tooltip of a row that leads to ``article``: its title, editors and date."""
    facts = (title, ", ".join(article.editors), long_date(article.date))
    return "\n".join(part for part in facts if part)


def walk_loaded(nodes: Iterable[ContentsNode]) -> Iterator[ContentsNode]:
    """Every row of ``nodes`` and below them that is loaded, in tree order."""
    for node in nodes:
        yield node
        yield from walk_loaded(node.loaded_children or ())
