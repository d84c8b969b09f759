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


class Kind(Enum):
    """What a row of the contents stands for."""

    PUBLICATION = "publication"
    ISSUE = "issue"
    SECTION = "section"
    ARTICLE = "article"


class ContentsNode:
    """One row: its kind, its texts, where it leads and what is below it.

    ``tip`` makes the text of its tooltip. ``is_own`` says that the row stands for the article it
    leads to, and does not only lead to it; ``issue`` is what the row of an issue stands for.

    Where ``count`` is given, what is below is ``made`` when it is first asked for, and has so many
    rows, whatever comes.
    """

    __slots__ = (
        "_make", "address", "count", "is_own", "issue", "kind", "label", "made", "parent", "row",
        "tip", "title",
    )  # fmt: skip

    def __init__(
        self,
        kind: Kind,
        title: str,
        address: Address | None,
        label: str = "",
        *,
        tip: Callable[[], str] = str,
        children: Callable[[], Iterable[ContentsNode]] | Iterable[ContentsNode] = (),
        count: int | None = None,
        issue: IssueSummary | None = None,
        is_own: bool = False,
    ) -> None:
        self.kind = kind
        self.title = title
        self.label = label
        self.address = address
        self.tip = tip
        self.parent: ContentsNode | None = None
        self.row = 0
        self.issue = issue
        self.is_own = is_own
        #: The rows below this one; None until they were needed.
        self.made: list[ContentsNode] | None = None
        if callable(children) and count:
            self._make = children
            self.count = count
        else:
            self._adopt([] if callable(children) else list(children))

    @property
    def children(self) -> list[ContentsNode]:
        """The rows below this one."""
        made = self.made
        if made is None:
            found = [*self._make()][: self.count]
            # Qt was told of so many rows.
            found += [ContentsNode(Kind.SECTION, "…", None) for _ in range(self.count - len(found))]
            made = self._adopt(found)
        return made

    def _adopt(self, children: list[ContentsNode]) -> list[ContentsNode]:
        self.made = children
        self.count = len(children)
        for row, child in enumerate(children):
            child.parent, child.row = self, row
        return children

    def part(self) -> None:
        """Let go of everything below: what refers to each other waits for the collector."""
        for child in self.made or ():
            child.part()
            child.parent = None
        self.made = []


def issue_called() -> str:
    """How an issue is called, with ``{number}`` in it."""
    return QCoreApplication.translate("ContentsModel", "No. {number}")


def publication_node(entry: PublicationSummary, issues: Sequence[ContentsNode]) -> ContentsNode:
    """The row of a publication with those of its issues."""
    first = issues[0].address if issues else None
    name = entry.name or entry.id
    return ContentsNode(Kind.PUBLICATION, name, first, tip=lambda: entry.note, children=issues)


def issue_node(
    entry: IssueSummary,
    called: str,
    publication: str,
    children: Callable[[], Sequence[ContentsNode]] | Sequence[ContentsNode],
) -> ContentsNode:
    """The row of an issue of ``publication``, ``called`` with its ``{number}``."""
    title = called.format(number=entry.number)
    # Where the title is but a name and the number, the date tells one issue from the next.
    said = title_without_number(entry.title, entry.number)
    about = said if said and said != publication else short_date(entry.date) or said
    return ContentsNode(
        Kind.ISSUE,
        f"{title} · {about}" if about else title,
        entry.address,
        tip=lambda: "\n".join(
            part for part in (entry.title, ", ".join(entry.editors), long_date(entry.date)) if part
        ),
        children=children,
        count=entry.section_count,
        issue=entry,
    )


def section_node(entry: SectionEntry) -> ContentsNode:
    """The row of a section with those of its articles."""
    own = lead_article(entry)
    first = own or (entry.articles[0] if entry.articles else None)
    return ContentsNode(
        Kind.SECTION,
        entry.title,
        first.address if first else None,
        entry.label,
        tip=lambda: tip_of(entry.title, first) if first else entry.title,
        is_own=own is not None,
        children=(_article(article) for article in entry.articles if article is not own),
    )


def _article(entry: ArticleEntry) -> ContentsNode:
    return ContentsNode(
        Kind.ARTICLE,
        entry.title,
        entry.address,
        entry.number,
        tip=lambda: tip_of(entry.title, entry),
        is_own=True,
    )


def tip_of(title: str, article: ArticleEntry) -> str:
    """The tooltip of a row that leads to ``article``: its title, editors and date."""
    facts = (title, ", ".join(article.editors), long_date(article.date))
    return "\n".join(part for part in facts if part)


def walk(nodes: Iterable[ContentsNode]) -> Iterator[ContentsNode]:
    """Every row of ``nodes`` and below that was made, from the top down."""
    for node in nodes:
        yield node
        yield from walk(node.made or ())
