"""Converts issues to rows of the catalogue and back: columns, and lists as short JSON.

``to_issue_record`` makes the rows, plain texts and numbers that travel between processes too;
``to_issue_entry`` and the others make of them the values that the catalogue hands out. Only this
module knows the order of the fields in the JSON.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from viewer.archive.model import document_tree
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    Document,
    IssueEntry,
    IssueHead,
    Page,
    SectionEntry,
    is_titled,
)
from viewer.archive.model.issue import (
    Anchor,
    Article,
    Block,
    ChapterAnnouncement,
    Event,
    Figure,
    Issue,
    Link,
    Problem,
    Publication,
    SeriesOutline,
    Severity,
    text_digest,
)
from viewer.messages import Message, from_json_value, to_json_value

if TYPE_CHECKING:
    from viewer.archive.model.article_matching import KnownArticle

_WORD = r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+"


SELECT_KNOWN_ARTICLES = (
    "SELECT a.key, a.title, a.has_own_id, a.digest, c.text "
    "FROM issue i JOIN article a ON a.issue = i.id JOIN content c ON c.id = a.id "
    "WHERE i.publication = ? AND i.number = ? AND i.active = 1 ORDER BY a.place"
)


class ArticleRow(NamedTuple):
    """An article in the JSON of an issue's contents."""

    key: str
    number: str
    title: str
    editors: Sequence[str]
    date: str
    word_count: int
    series: str
    chapter: int | None


class SectionRow(NamedTuple):
    """A section in the JSON of an issue's contents."""

    label: str
    title: str
    key: str
    articles: Sequence[ArticleRow]


class IssueContents(NamedTuple):
    """The JSON of an issue's contents, with all that the tree shows of the issue."""

    title: str
    date: str
    edition: str
    language: str
    editors: Sequence[str]
    events: Sequence[Sequence[str]]
    sections: Sequence[SectionRow]


class ArticleColumns(NamedTuple):
    """A row of the table ``article`` but for its ids; the fields are called as the columns are."""

    place: int
    key: str
    section_key: str
    section_label: str
    section_title: str
    number: str
    title: str
    editors: str
    date: str
    words: int
    series: str
    chapter: int | None
    language: str
    has_figure: bool
    has_link: bool
    has_note: bool
    has_own_id: bool
    digest: int


#: Columns of an article ``a`` of which ``to_article_entry`` makes a row of the contents.
ARTICLE_COLUMNS = ", ".join(f"a.{name}" for name in (*ArticleColumns._fields, "checksum"))
_ARTICLE_END = len(ArticleColumns._fields) + 1
#: Columns of an article ``a``, its issue ``i`` and content ``c`` that ``to_page`` needs.
PAGE_COLUMNS = (
    f"{ARTICLE_COLUMNS}, i.publication, i.number, i.title, i.edition, i.language, i.folder, "
    "c.text, c.blocks, c.anchors, c.body, c.figures, c.links, c.checksum"
)
#: Columns of an article ``a``, its issue ``i`` and content ``c`` that ``to_document`` needs.
DOCUMENT_COLUMNS = (
    f"{ARTICLE_COLUMNS}, a.id, i.publication, i.number, c.text, c.blocks, c.anchors, c.text_sum, "
    "i.title, i.date, i.editors, c.links, i.language"
)


class ContentColumns(NamedTuple):
    """A row of the table ``content`` but for its id and sums: the text, and the rest as JSON."""

    text: str
    blocks: str
    anchors: str
    body: str
    figures: str
    links: str


class ArticleRecord(NamedTuple):
    """What the catalogue keeps of an article."""

    columns: ArticleColumns
    content: ContentColumns


class IssueRecord(NamedTuple):
    """What the catalogue keeps of an issue.

    ``masthead_key`` is the key of its masthead's article, empty where it has none, and
    ``section_count`` counts the sections besides. ``pictures`` are the sources to watch on disk,
    ``internal_links`` the addresses it links to, and ``addresses`` every address that stands in it.
    """

    publication: str
    number: int
    title: str
    date: str
    edition: str
    language: str
    editors_json: str
    masthead_key: str
    section_count: int
    contents_json: str
    chapters_json: str
    articles: tuple[ArticleRecord, ...]
    pictures: tuple[str, ...]
    internal_links: tuple[str, ...]
    addresses: tuple[str, ...]
    problems: tuple[Problem, ...]


def to_issue_record(issue: Issue) -> IssueRecord:
    """``issue`` as rows of the catalogue."""
    articles: list[ArticleRecord] = []
    sections: list[SectionRow] = []
    chapters: list[tuple[str, int, str]] = []
    pictures: dict[str, None] = {}
    internal_links: dict[str, None] = {}
    addresses = [f"{issue.publication}/{issue.number}"]
    for section in issue.sections:
        rows: list[ArticleRow] = []
        for article in section.articles:
            words = len(re.findall(_WORD, article.text))
            rows.append(
                ArticleRow(
                    article.key,
                    article.number,
                    article.title,
                    article.editors,
                    article.date,
                    words,
                    article.series,
                    article.chapter,
                )
            )
            if article.series and article.chapter is not None:
                chapters.append((article.series, article.chapter, article.key))
            notes = any(node.tag == "note" for top in article.body for node in top.walk())
            articles.append(
                ArticleRecord(
                    ArticleColumns(
                        place=len(articles),
                        key=article.key,
                        section_key=section.key,
                        section_label=section.label,
                        section_title=section.title,
                        number=article.number,
                        title=article.title,
                        editors=compact_json(article.editors),
                        date=article.date,
                        words=words,
                        series=article.series,
                        chapter=article.chapter,
                        language=article.language,
                        has_figure=any(figure.state == "local" for figure in article.figures),
                        has_link=bool(article.links),
                        has_note=notes,
                        has_own_id=article.has_own_id,
                        digest=text_digest(article.title, article.text),
                    ),
                    _content_columns(article),
                )
            )
            address = str(issue.article_address(article))
            addresses.extend([address, *(f"{address}#{anchor.id}" for anchor in article.anchors)])
            for link in article.links:
                if link.href and ":" not in link.href:
                    internal_links[link.href] = None
            for figure in article.figures:
                if figure.state != "web" and figure.source:
                    pictures[figure.source] = None
        addresses.append(f"{issue.publication}/{issue.number}/{section.key}")
        sections.append(SectionRow(section.label, section.title, section.key, rows))
    contents = IssueContents(
        issue.title,
        issue.date,
        issue.edition.value,
        issue.language,
        issue.editors,
        [(event.title, event.start, event.zone) for event in issue.events],
        sections,
    )
    masthead = [article for s in issue.sections if not is_titled(s) for article in s.articles]
    return IssueRecord(
        publication=issue.publication,
        number=issue.number,
        title=issue.title,
        date=issue.date,
        edition=issue.edition.value,
        language=issue.language,
        editors_json=compact_json(issue.editors),
        masthead_key=masthead[0].key if masthead else "",
        section_count=sum(map(is_titled, issue.sections)),
        contents_json=compact_json(contents),
        chapters_json=compact_json(chapters),
        articles=tuple(articles),
        pictures=tuple(pictures),
        internal_links=tuple(internal_links),
        addresses=tuple(addresses),
        problems=issue.problems,
    )


def _content_columns(article: Article) -> ContentColumns:
    return ContentColumns(
        article.text,
        compact_json([[b.start, b.end, b.kind, b.anchor] for b in article.blocks]),
        compact_json([[a.id, a.title, a.level, a.offset] for a in article.anchors]),
        document_tree.body_to_json(article.body),
        compact_json([[f.source, f.alt, f.caption, f.state, f.slideshow] for f in article.figures]),
        compact_json([[link.label, link.href] for link in article.links]),
    )


def parse_contents(text: str) -> IssueContents:
    """The contents of an issue as ``to_issue_record`` wrote them.

    Raises:
        ValueError, TypeError: they are damaged.
    """
    *facts, sections = json.loads(text)
    rows = [
        SectionRow(label, title, key, list(map(ArticleRow._make, articles)))
        for label, title, key, articles in sections
    ]
    return IssueContents._make((*facts, rows))


def to_issue_entry(publication: str, number: int, contents: IssueContents) -> IssueEntry:
    """The issue with these contents."""
    return IssueEntry(
        publication,
        number,
        contents.title,
        contents.date,
        contents.edition,
        contents.language,
        tuple(contents.editors),
        tuple(Event(*event) for event in contents.events),
        tuple(
            SectionEntry(
                section.label,
                section.title,
                tuple(
                    ArticleEntry(
                        Address(publication, number, article.key),
                        article.number,
                        article.title,
                        tuple(article.editors),
                        article.date,
                        article.word_count,
                        article.series,
                        article.chapter,
                    )
                    for article in section.articles
                ),
                section.key,
            )
            for section in contents.sections
        ),
    )


def parse_chapters(text: str) -> list[tuple[str, int, str]]:
    """The chapters that an issue tells: the id of a series, the number, the article's key."""
    return [] if text == "[]" else list(map(tuple, json.loads(text)))


def publication_to_json(publication: Publication) -> str:
    """All of ``publication`` but its id, and a checksum over both at the end."""
    series = [
        [
            s.id,
            s.title,
            s.speaker,
            s.outline,
            [[a.first, a.last, a.issue] for a in s.announcements],
            s.places,
        ]
        for s in publication.series
    ]
    facts = [publication.name, publication.language, publication.home, publication.note, series]
    return compact_json([*facts, checksum((publication.id, compact_json(facts)))])


def publication_from_json(id_: str, text: str) -> Publication:
    """The publication of which ``publication_to_json`` wrote ``text``.

    Raises:
        ValueError, TypeError: it is damaged.
    """
    *facts, total = json.loads(text)
    if checksum((id_, compact_json(facts))) != total:
        raise ValueError(Message("a publication's checksum is wrong"))
    name, language, home, note, outlines = facts
    return Publication(id_, name, language, home, note, tuple(map(_to_series_outline, outlines)))


def _to_series_outline(fields: list[Any]) -> SeriesOutline:
    id_, title, speaker, outline, announcement_rows, places = fields
    announcements = tuple(ChapterAnnouncement(*entry) for entry in announcement_rows)
    return SeriesOutline(id_, title, speaker, tuple(outline), announcements, tuple(places))


def article_checksum(columns: Sequence[object]) -> int:
    """The checksum of a row of the table ``article``, without its ids."""
    # SQLite has no truth values.
    return checksum(tuple(str(int(v) if isinstance(v, bool) else v) for v in columns))


def _article_columns(row: tuple[Any, ...]) -> ArticleColumns:
    """The columns of the article with which ``row`` begins.

    Raises:
        ValueError: they are not what was written.
    """
    *columns, total = row[:_ARTICLE_END]
    if article_checksum(columns) != total:
        raise ValueError(Message("an article's checksum is wrong"))
    return ArticleColumns._make(columns)


def to_article_entry(address: Address, row: tuple[Any, ...]) -> ArticleEntry:
    """An article's row of the contents; ``row`` begins with the columns of ``ARTICLE_COLUMNS``.

    Raises:
        ValueError: it is not what was written, or not the article at ``address``.
    """
    a = _article_columns(row)
    if a.key != address.article:
        raise ValueError(Message("rows are missing"))
    names = tuple(json.loads(a.editors))
    return ArticleEntry(address, a.number, a.title, names, a.date, a.words, a.series, a.chapter)


def to_page(address: Address, row: tuple[Any, ...]) -> Page:
    """The article at ``address`` with its body; ``row`` has the columns of ``PAGE_COLUMNS``.

    Raises:
        ValueError: it is not what was written, or not the article at ``address``.
    """
    article = _article_columns(row)
    publication, number, issue_title, edition, issue_language, folder, *columns, total = row[
        _ARTICLE_END:
    ]
    if checksum(tuple(columns)) != total:
        raise ValueError(Message("an article's checksum is wrong"))
    if (publication, number) != (address.publication, address.issue):
        raise ValueError(Message("rows are missing"))
    content = ContentColumns._make(columns)
    return Page(
        entry=to_article_entry(address, row),
        publication=address.publication,
        issue_title=issue_title,
        edition=edition,
        section_label=article.section_label,
        section_title=article.section_title,
        language=article.language or issue_language,
        body=document_tree.body_from_json(content.body),
        text=content.text,
        blocks=_parse_blocks(content.blocks),
        anchors=_parse_anchors(content.anchors),
        figures=tuple(Figure(*item) for item in json.loads(content.figures)),
        links=parse_links(content.links),
        folder=folder,
        has_own_id=bool(article.has_own_id),
    )


def _parse_blocks(text: str) -> tuple[Block, ...]:
    return tuple(Block(*item) for item in json.loads(text))


def _parse_anchors(text: str) -> tuple[Anchor, ...]:
    return tuple(Anchor(*item) for item in json.loads(text))


def known_articles(
    publication: str, number: int, rows: Sequence[tuple[Any, ...]]
) -> list[KnownArticle]:
    """The articles of an issue; ``rows`` are those of ``SELECT_KNOWN_ARTICLES``."""
    # Not before it is needed: the start waits for every module.
    from viewer.archive.model.article_matching import KnownArticle

    return [
        KnownArticle(Address(publication, number, key), title, bool(own_id), digest, text)
        for key, title, own_id, digest, text in rows
    ]


def parse_links(text: str) -> tuple[Link, ...]:
    """The links of an article, in the order of its text."""
    return tuple(Link(*item) for item in json.loads(text))


def to_document(row: tuple[Any, ...]) -> Document:
    """An article as the index reads it; ``row`` has the columns of ``DOCUMENT_COLUMNS``.

    Raises:
        ValueError: it is not what was written.
    """
    a = _article_columns(row)
    id_, publication, issue, text, blocks, anchors, total = row[_ARTICLE_END : _ARTICLE_END + 7]
    issue_title, issue_date, issue_editors, links, issue_language = row[_ARTICLE_END + 7 :]
    if checksum((text,)) != total:
        raise ValueError(Message("an article's checksum is wrong"))
    return Document(
        id_,
        Address(publication, issue, a.key),
        a.section_label,
        a.section_title,
        a.number,
        a.title,
        tuple(json.loads(a.editors)),
        a.date,
        a.series,
        text,
        _parse_blocks(blocks),
        _parse_anchors(anchors),
        bool(a.has_figure),
        bool(a.has_link),
        bool(a.has_note),
        None if a.place else IssueHead(issue_title, issue_date, tuple(json.loads(issue_editors))),
        parse_links(links),
        a.language or issue_language,
    )


def compact_json(value: object) -> str:
    """``value`` as short JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def checksum(parts: tuple[str, ...]) -> int:
    """CRC-32 over ``parts``: SQLite by itself notices few flipped bits."""
    total = 0
    for part in parts:
        total = zlib.crc32(part.encode("utf-8", "surrogatepass"), total)
    return total


def dump_problems(problems: tuple[Problem, ...]) -> str:
    """The problems as JSON, and a checksum over them at the end; ``[]`` for none."""
    rows = [[p.severity.value, p.file, to_json_value(p.message), p.line, p.key] for p in problems]
    return compact_json([*rows, checksum((compact_json(rows),))] if rows else [])


def load_problems(text: str) -> tuple[Problem, ...]:
    """The problems in JSON from ``dump_problems``.

    Raises:
        ValueError, TypeError: they are damaged.
    """
    if text == "[]":
        return ()
    *rows, total = json.loads(text)
    if checksum((compact_json(rows),)) != total:
        raise ValueError(Message("the problems are not what was written"))
    return tuple(
        Problem(Severity(severity), file, from_json_value(message), line, key)
        for severity, file, message, line, key in rows
    )
