"""Values returned by the catalogue: contents entries, pages, and documents for the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from viewer.archive.model.address import Address
from viewer.archive.model.document_tree import Node
from viewer.archive.model.issue import Anchor, Block, Event, Figure, Link, Problem


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as a row of the contents: everything but its body."""

    address: Address
    number: str
    title: str
    editors: tuple[str, ...]
    date: str
    word_count: int
    series: str = ""
    chapter: int | None = None


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A part of an issue with its articles; ``key`` names it in an address."""

    label: str
    title: str
    articles: tuple[ArticleEntry, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """An issue with everything the tree shows of it."""

    publication: str
    number: int
    title: str
    date: str
    edition: str
    language: str
    editors: tuple[str, ...]
    events: tuple[Event, ...]
    sections: tuple[SectionEntry, ...]


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """An issue as one row of the contents: what can be shown of it while it is folded.

    ``masthead_key`` is the key of its masthead's article, empty where it has none;
    ``section_count`` counts the sections besides, ``article_count`` everything that can be read.
    """

    publication: str
    number: int
    title: str
    date: str
    editors: tuple[str, ...]
    masthead_key: str
    section_count: int
    article_count: int

    @property
    def address(self) -> Address:
        """The address of the issue."""
        return Address(self.publication, self.number, self.masthead_key)


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """One outline line of a series: told by the article at ``address``, or announced."""

    number: int
    title: str
    address: Address | None
    announced_in: int | None


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """A series with every chapter of its outline."""

    id: str
    title: str
    speaker: str
    chapters: tuple[ChapterEntry, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicationEntry:
    """A publication with its issues, newest first, and its series.

    ``label`` is its name, with what tells it from others of that name (see ``publication_labels``).
    """

    id: str
    name: str
    language: str
    home: str
    note: str
    issues: tuple[IssueEntry, ...]
    series: tuple[SeriesEntry, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PublicationSummary:
    """A publication with the rows of its issues, newest first, and its series.

    ``label`` is as in ``PublicationEntry``.
    """

    id: str
    name: str
    language: str
    home: str
    note: str
    issues: tuple[IssueSummary, ...]
    series: tuple[SeriesEntry, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An article with its body: what the pane shows and ``show`` prints."""

    entry: ArticleEntry
    publication: str
    issue_title: str
    edition: str
    section_label: str
    section_title: str
    language: str
    body: tuple[Node, ...]
    text: str
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    figures: tuple[Figure, ...]
    links: tuple[Link, ...]
    folder: str
    #: Whether its key is an id of the author's own, not one that is made of title or number.
    has_own_id: bool = False


@dataclass(frozen=True, slots=True)
class IssueHead:
    """What is known of an issue as a whole, besides its number."""

    title: str
    date: str = ""
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index reads it. ``id`` is stable while the issue's file is unchanged.

    ``issue_head`` is that of the issue where this is its first page, else None.
    """

    id: int
    address: Address
    section_label: str
    section_title: str
    number: str
    title: str
    editors: tuple[str, ...]
    date: str
    series: str
    text: str
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    has_figure: bool
    has_link: bool
    has_note: bool
    issue_head: IssueHead | None = None
    links: tuple[Link, ...] = ()
    language: str = ""


class HasHeading(Protocol):
    """A section, in whatever form."""

    @property
    def label(self) -> str: ...
    @property
    def title(self) -> str: ...


def is_titled(section: HasHeading) -> bool:
    """The masthead is the issue's own page, not a part of it with a heading."""
    return bool(section.label or section.title)


class HasNumber(Protocol):
    """An article, in whatever form."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...


AnyArticle = TypeVar("AnyArticle", bound=HasNumber, covariant=True)


class HasArticles(HasHeading, Protocol[AnyArticle]):
    """A section with its articles, in whatever form."""

    @property
    def articles(self) -> Sequence[AnyArticle]: ...


def lead_article(section: HasArticles[AnyArticle]) -> AnyArticle | None:
    """The section's own text, which its row stands for."""
    return next((a for a in section.articles if not a.number and a.title == section.title), None)


#: By address and digest of an article before an update: its address after it. Articles that are
#: what and where they were may be left out.
ArticleMoves = Mapping[tuple[Address, int], Address]


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """Counts of issues in an update of the catalogue, and the problems that are new.

    Older problems are in ``Catalogue.problems``.
    """

    added: int
    updated: int
    removed: int
    unchanged: int
    problems: tuple[Problem, ...]
    #: Whether the catalogue was damaged and was rebuilt.
    rebuilt: bool = False
    #: Which old article is which new one, in the issues that were changed.
    article_moves: ArticleMoves = field(default_factory=dict)
    #: New addresses by old ones, as marks and links have them.
    moved: Mapping[Address, Address] = field(default_factory=dict)
    #: Titles of marked articles that are gone.
    unplaced: tuple[str, ...] = ()

    @property
    def has_changes(self) -> bool:
        """Whether any issue was added, changed or removed, or marks were moved."""
        return bool(self.added or self.updated or self.removed or self.moved)
