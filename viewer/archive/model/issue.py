"""The model of an issue: sections, articles, figures, links, and problems; frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from zlib import crc32

from viewer.archive.model.address import Address
from viewer.archive.model.document_tree import Node
from viewer.messages import Message


class Edition(str, Enum):
    """``original``: the publisher's own words; ``restated``: our words, the facts kept."""

    ORIGINAL = "original"
    RESTATED = "restated"


class Severity(str, Enum):
    """How much a problem matters. Only errors make ``check`` fail."""

    ERROR = "error"
    WARNING = "warning"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that is wrong or was guessed, in one sentence."""

    severity: Severity
    file: str
    message: Message
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        return str(self.described())

    def described(self) -> Message:
        """File, line, severity and message, as the command ``check`` prints it."""
        location = self.file if self.line is None else f"{self.file}:{self.line}"
        match self.severity:
            case Severity.ERROR:
                return Message("{place}: error: {message}", place=location, message=self.message)
            case Severity.WARNING:
                return Message("{place}: warning: {message}", place=location, message=self.message)
        return Message("{place}: guess: {message}", place=location, message=self.message)


@dataclass(frozen=True, slots=True)
class Event:
    """An event announced in an issue. ``start`` is ISO 8601 with its offset from UTC."""

    title: str
    start: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of an article. ``path`` is relative to the issue's folder, or a web address.

    ``state`` is ``local`` (the file is there), ``web`` (never fetched) or ``missing``.
    """

    source: str
    alt: str
    caption: str
    state: str
    slideshow: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an article; ``href`` is empty where the target is lost."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading or item that an address can name; ``offset`` counts in the plain text.

    ``level`` is 3–6 for a heading, 7 for a note, 8 for any other block.
    """

    id: str
    title: str
    level: int
    offset: int


@dataclass(frozen=True, slots=True)
class Block:
    """The plain text ``[start, end)`` (code points) of one block of the page.

    ``kind`` is ``heading``, ``text``, ``caption``, ``note``, ``links`` or ``code``; ``anchor`` is
    that of the nearest heading or item at or before it, empty at the top of the article.
    """

    start: int
    end: int
    kind: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Article:
    """The unit that is read, listed, addressed and indexed."""

    key: str
    number: str
    title: str
    editors: tuple[str, ...]
    date: str
    body: tuple[Node, ...]
    text: str
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    figures: tuple[Figure, ...]
    links: tuple[Link, ...]
    series: str = ""
    chapter: int | None = None
    tags: tuple[str, ...] = ()
    language: str = ""
    #: Whether ``key`` is an id of the author's own, not one that is made of title or number.
    has_own_id: bool = False


def text_digest(title: str, text: str) -> int:
    """A number (32 bits) that changes with every character of an article's title and text."""
    return crc32(f"{title}\0{text}".encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Section:
    """A lettered or titled part of an issue; the masthead has neither letter nor title.

    ``key`` names the section in an address; it is its own text's article, or leads to its first.
    """

    label: str
    title: str
    articles: tuple[Article, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One number of a publication, as parsed from its Markdown."""

    publication: str
    number: int
    title: str
    date: str
    edition: Edition
    language: str
    editors: tuple[str, ...]
    events: tuple[Event, ...]
    sections: tuple[Section, ...]
    path: Path
    problems: tuple[Problem, ...] = ()

    def article_address(self, article: Article) -> Address:
        """The address of ``article``."""
        return Address(self.publication, self.number, article.key)


@dataclass(frozen=True, slots=True)
class ChapterAnnouncement:
    """Chapters ``first``…``last`` of a series are announced for issue ``issue``."""

    first: int
    last: int
    issue: int


@dataclass(frozen=True, slots=True)
class SeriesOutline:
    """A series as described in ``publication.yaml``: title, speaker and a line for each chapter."""

    id: str
    title: str
    speaker: str
    outline: tuple[str, ...]
    announcements: tuple[ChapterAnnouncement, ...] = ()
    #: Where the talk was given.
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A newsletter, from its ``publication.yaml``.

    ``original`` is that file as its author wrote it, where it is to be kept; it decides nothing.
    """

    id: str
    name: str
    language: str
    home: str = ""
    note: str = ""
    series: tuple[SeriesOutline, ...] = ()
    original: str = field(default="", compare=False, repr=False)
