"""Issues as rows: plain texts and numbers that travel between processes and into the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from viewer.archive.catalogue.rows import compact_json
from viewer.archive.model import document_tree as tree
from viewer.archive.model.catalogue_entries import is_titled
from viewer.archive.model.issue import Article, Issue, Problem

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


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
            words = len(_WORD.findall(article.text))
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
