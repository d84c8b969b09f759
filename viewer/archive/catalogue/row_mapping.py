"""Issues as rows of the catalogue: both ends of what is kept there as columns and short JSON.

``to_issue_record`` makes the rows, plain texts and numbers that travel between processes too;
``to_issue_entry`` and the others make of them the values that the catalogue hands out.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from viewer.archive.model import document_tree as tree
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    Document,
    IssueEntry,
    SectionEntry,
    is_titled,
)
from viewer.archive.model.issue import (
    Anchor,
    Article,
    Block,
    ChapterAnnouncement,
    Event,
    Issue,
    Problem,
    SeriesOutline,
    Severity,
)

_WORD = r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+"
#: Columns of an article ``a`` of which ``to_article_entry`` makes a row of the contents.
ARTICLE_COLUMNS = "a.key, a.number, a.title, a.editors, a.date, a.words, a.series, a.chapter"
#: Columns of an article ``a``, its issue ``i`` and content ``c`` that ``to_document`` needs.
DOCUMENT_COLUMNS = (
    "a.id, i.publication, i.number, a.key, a.section_label, a.section_title, a.number, a.title, "
    "a.editors, a.date, a.series, c.text, c.blocks, c.anchors, a.has_figure, a.has_link, "
    "a.has_note, c.text_sum"
)


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A row of ``article`` (without ids) and one of ``content``."""

    row: tuple[Any, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueRecord:
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
    """``issue`` as rows."""
    articles: list[ArticleRecord] = []
    sections: list[Any] = []
    chapters: list[Any] = []
    pictures: dict[str, None] = {}
    inner: dict[str, None] = {}
    places = [f"{issue.publication}/{issue.number}"]
    for section in issue.sections:
        entries: list[Any] = []
        for article in section.articles:
            words = len(re.findall(_WORD, article.text))
            entries.append([
                article.key, article.number, article.title, article.editors, article.date, words,
                article.series, article.chapter,
            ])  # fmt: skip
            if article.series and article.chapter is not None:
                chapters.append([article.series, article.chapter, article.key])
            notes = any(node.tag == "note" for top in article.body for node in top.walk())
            articles.append(
                ArticleRecord(
                    row=(
                        len(articles), article.key, section.key, section.label, section.title,
                        article.number, article.title, compact_json(article.editors), article.date,
                        words, article.series, article.chapter, article.language,
                        int(bool(article.figures)), int(bool(article.links)), int(notes),
                    ),
                    content=_content_row(article),
                )
            )  # fmt: skip
            address = str(issue.article_address(article))
            places.extend([address, *(f"{address}#{anchor.id}" for anchor in article.anchors)])
            for link in article.links:
                if link.href and ":" not in link.href:
                    inner[link.href] = None
            for figure in article.figures:
                if figure.state != "web" and figure.source:
                    pictures[figure.source] = None
        places.append(f"{issue.publication}/{issue.number}/{section.key}")
        sections.append([section.label, section.title, section.key, entries])
    events = [[event.title, event.start, event.zone] for event in issue.events]
    facts = [issue.title, issue.date, issue.edition.value, issue.language, issue.editors, events]
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
        contents_json=compact_json([*facts, sections]),
        chapters_json=compact_json(chapters),
        articles=tuple(articles),
        pictures=tuple(pictures),
        internal_links=tuple(inner),
        addresses=tuple(places),
        problems=issue.problems,
    )


def _content_row(article: Article) -> tuple[str, ...]:
    return (
        article.text,
        compact_json([[b.start, b.end, b.kind, b.anchor] for b in article.blocks]),
        compact_json([[a.id, a.title, a.level, a.offset] for a in article.anchors]),
        tree.body_to_json(article.body),
        compact_json([[f.source, f.alt, f.caption, f.state, f.slideshow] for f in article.figures]),
        compact_json([[link.label, link.href] for link in article.links]),
    )


def to_issue_entry(publication: str, number: int, fields: list[Any]) -> IssueEntry:
    """The issue whose tree (see ``to_issue_record``) is ``fields``."""
    title, date, edition, language, editors, events, sections = fields
    made = []
    for label, section_title, section_key, articles in sections:
        entries = []
        for key, item, heading, names, day, words, series, chapter in articles:
            address = Address(publication, number, key)
            entries.append(
                ArticleEntry(address, item, heading, tuple(names), day, words, series, chapter)
            )
        made.append(SectionEntry(label, section_title, tuple(entries), section_key))
    return IssueEntry(
        publication,
        number,
        title,
        date,
        edition,
        language,
        tuple(editors),
        tuple(Event(*event) for event in events),
        tuple(made),
    )


def to_series_outline(fields: list[Any]) -> SeriesOutline:
    """A series as the publication announces it."""
    id_, title, speaker, outline, announced, places = fields
    waiting = tuple(ChapterAnnouncement(*entry) for entry in announced)
    return SeriesOutline(id_, title, speaker, tuple(outline), waiting, tuple(places))


def to_article_entry(address: Address, row: tuple[Any, ...]) -> ArticleEntry:
    """An article's row of the contents; ``row`` begins with the columns of ``ARTICLE_COLUMNS``."""
    _, number, title, editors, date, words, series, chapter = row[:8]
    names = tuple(json.loads(editors))
    return ArticleEntry(address, number, title, names, date, words, series, chapter)


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks kept as ``text``."""
    return tuple(Block(*item) for item in json.loads(text))


def parse_anchors(text: str) -> tuple[Anchor, ...]:
    """The anchors kept as ``text``."""
    return tuple(Anchor(*item) for item in json.loads(text))


def to_document(row: tuple[Any, ...]) -> Document:
    """An article as the index reads it; ``row`` has the columns of ``DOCUMENT_COLUMNS``.

    Raises:
        ValueError: the text is not the one that was written.
    """
    id_, publication, issue, key, label, section, number, title, editors, date, series = row[:11]
    text, spans, places, figure, link, note, total = row[11:]
    if checksum((text,)) != total:
        raise ValueError("an article's checksum is wrong")
    return Document(
        id_,
        Address(publication, issue, key),
        label,
        section,
        number,
        title,
        tuple(json.loads(editors)),
        date,
        series,
        text,
        parse_blocks(spans),
        parse_anchors(places),
        bool(figure),
        bool(link),
        bool(note),
    )


def compact_json(value: object) -> str:
    """``value`` as short JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def checksum(parts: tuple[str, ...]) -> int:
    """A sum over what an article's row holds: SQLite notices few flipped bits by itself."""
    total = 0
    for part in parts:
        total = zlib.crc32(part.encode("utf-8", "surrogatepass"), total)
    return total


def dump_problems(problems: tuple[Problem, ...]) -> str:
    """The problems as JSON."""
    return compact_json([[p.severity.value, p.file, p.message, p.line, p.key] for p in problems])


def load_problems(text: str) -> tuple[Problem, ...]:
    """The problems ``dump_problems`` wrote."""
    return tuple(Problem(Severity(s), *rest) for s, *rest in json.loads(text))
