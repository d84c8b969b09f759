"""The rows of the contents as light values: publication, issue, section, article."""

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
    """What a row of the contents stands for."""

    PUBLICATION = "publication"
    ISSUE = "issue"
    SECTION = "section"
    ARTICLE = "article"


class ContentsNode:
    """One row: its kind, its texts, where it leads and what is below it.

    ``tooltip`` makes the text of its tooltip. ``is_article`` says that the row stands for the
    article it leads to, and does not only lead to it; ``issue`` is what the row of an issue stands
    for.

    Where ``child_count`` is given, what is below is ``loaded_children`` when it is first asked for,
    and has so many rows, whatever comes.
    """

    __slots__ = (
        "_load_children", "address", "child_count", "is_article", "issue", "kind", "label",
        "loaded_children", "parent", "row", "title", "tooltip",
    )  # fmt: skip

    def __init__(
        self,
        kind: NodeKind,
        title: str,
        address: Address | None,
        label: str = "",
        *,
        tooltip: Callable[[], str] = str,
        children: Callable[[], Iterable[ContentsNode]] | Iterable[ContentsNode] = (),
        child_count: int | None = None,
        issue: IssueSummary | None = None,
        is_article: bool = False,
    ) -> None:
        self.kind = kind
        self.title = title
        self.label = label
        self.address = address
        self.tooltip = tooltip
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

    @property
    def children(self) -> list[ContentsNode]:
        """The rows below this one."""
        made = self.loaded_children
        if made is None:
            found = [*self._load_children()][: self.child_count]
            # Qt was told of so many rows.
            found += [
                ContentsNode(NodeKind.SECTION, "…", None)
                for _ in range(self.child_count - len(found))
            ]
            made = self._set_children(found)
        return made

    def _set_children(self, children: list[ContentsNode]) -> list[ContentsNode]:
        self.loaded_children = children
        self.child_count = len(children)
        for row, child in enumerate(children):
            child.parent, child.row = self, row
        return children

    def detach(self) -> None:
        """Let go of everything below: what refers to each other waits for the collector."""
        for child in self.loaded_children or ():
            child.detach()
            child.parent = None
        self.loaded_children = []


def issue_title_template() -> str:
    """How an issue is called, with ``{number}`` in it."""
    return QCoreApplication.translate("ContentsModel", "No. {number}")


def publication_node(entry: PublicationSummary, issues: Sequence[ContentsNode]) -> ContentsNode:
    """The row of a publication with those of its issues."""
    first = issues[0].address if issues else None
    name = entry.name or entry.id
    return ContentsNode(
        NodeKind.PUBLICATION, name, first, tooltip=lambda: entry.note, children=issues
    )


def issue_node(
    entry: IssueSummary,
    title_template: str,
    publication: str,
    children: Callable[[], Sequence[ContentsNode]] | Sequence[ContentsNode],
) -> ContentsNode:
    """The row of an issue of ``publication``, ``title_template`` with its ``{number}``."""
    title = title_template.format(number=entry.number)
    # Where the title is but a name and the number, the date tells one issue from the next.
    said = title_without_number(entry.title, entry.number)
    about = said if said and said != publication else short_date(entry.date) or said
    return ContentsNode(
        NodeKind.ISSUE,
        f"{title} · {about}" if about else title,
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
    own = lead_article(entry)
    first = own or (entry.articles[0] if entry.articles else None)
    return ContentsNode(
        NodeKind.SECTION,
        entry.title,
        first.address if first else None,
        entry.label,
        tooltip=lambda: article_tooltip(entry.title, first) if first else entry.title,
        is_article=own is not None,
        children=(_article_node(article) for article in entry.articles if article is not own),
    )


def _article_node(entry: ArticleEntry) -> ContentsNode:
    return ContentsNode(
        NodeKind.ARTICLE,
        entry.title,
        entry.address,
        entry.number,
        tooltip=lambda: article_tooltip(entry.title, entry),
        is_article=True,
    )


def article_tooltip(title: str, article: ArticleEntry) -> str:
    """The tooltip of a row that leads to ``article``: its title, editors and date."""
    facts = (title, ", ".join(article.editors), long_date(article.date))
    return "\n".join(part for part in facts if part)


def walk_loaded(nodes: Iterable[ContentsNode]) -> Iterator[ContentsNode]:
    """Every row of ``nodes`` and below that was made, from the top down."""
    for node in nodes:
        yield node
        yield from walk_loaded(node.loaded_children or ())
