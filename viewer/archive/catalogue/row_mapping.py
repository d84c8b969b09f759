"""The values the catalogue hands out, made from its rows."""

from __future__ import annotations

import json
from typing import Any

from viewer.archive.catalogue.rows import checksum
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, Document, IssueEntry, SectionEntry
from viewer.archive.model.issue import Anchor, Block, ChapterAnnouncement, Event, SeriesOutline

#: Columns of an article ``a`` of which ``to_article_entry`` makes a row of the contents.
ARTICLE_COLUMNS = "a.key, a.number, a.title, a.editors, a.date, a.words, a.series, a.chapter"
#: Columns of an article ``a``, its issue ``i`` and content ``c`` that ``to_document`` needs.
DOCUMENT_COLUMNS = (
    "a.id, i.publication, i.number, a.key, a.section_label, a.section_title, a.number, a.title, "
    "a.editors, a.date, a.series, c.text, c.blocks, c.anchors, a.has_figure, a.has_link, "
    "a.has_note, c.text_sum"
)


def to_issue_entry(publication: str, number: int, fields: list[Any]) -> IssueEntry:
    """The issue whose tree (see ``records.to_issue_record``) is ``fields``."""
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
