"""Splits an issue into sections and articles at its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from viewer.archive.files.issue_front_matter import IssueFrontMatter
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.figures_and_link_rows import find_links, make_link_row
from viewer.archive.model.title_numbers import normalize_title
from viewer.archive.parser.article_metadata import ArticleMetadata, heading_metadata
from viewer.archive.parser.numbered_items import NumberedItem, split_numbered_items

MASTHEAD_KEY = "front"
_LABEL = re.compile(r"([A-Z])\s*[.．、:：]\s*(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\s*(?:[.．](?!\d)|[、)）:：])\s*(?=\S)")


@dataclass(slots=True)
class RawArticle:
    """An article before its text is composed."""

    title: str
    number: str = ""
    id: str = ""
    metadata: ArticleMetadata = field(default_factory=ArticleMetadata)
    blocks: list[Element] = field(default_factory=list)
    is_section_lead: bool = False
    key: str = ""
    #: Whether the key is an id of the author's own, not one that is made of title or number.
    has_own_id: bool = False


@dataclass(slots=True)
class RawSection:
    """A section before its articles are composed."""

    title: str
    label: str = ""
    id: str = ""
    articles: list[RawArticle] = field(default_factory=list)
    key: str = ""


@dataclass(slots=True)
class IssueStructure:
    """What the headings of an issue say."""

    title: str
    sections: list[RawSection]


def split_sections(
    blocks: list[Element], front_matter: IssueFrontMatter, problems: ProblemCollector
) -> IssueStructure:
    """Cut ``blocks`` at the headings; an unmarked newsletter is read by rule."""
    top_headings = [block for block in blocks if block.tag == "h1"]
    plain = _is_plain(blocks, top_headings, front_matter)
    title = ""
    if plain and top_headings:
        title = _heading_text(top_headings[0])
        blocks = [*_title_links(top_headings[0]), *blocks[1:]]
    elif not plain:
        title = front_matter.title
    tags = ("h2", "h3") if plain else ("h1", "h2")
    if plain and not any(block.tag == "h2" for block in blocks):
        tags = ("h2", "h2")
    sections = _split_at_headings(blocks, *tags, problems)
    if plain:
        for section in sections:
            _split_numbered_items(section, problems)
    for section in sections:
        for article in section.articles:
            article.blocks = article.metadata.read_leading_blocks(
                article.blocks, problems, front_matter.date
            )
        _drop_empty(section)
    nonempty = [section for section in sections if section.articles]
    front = nonempty[0].articles[0] if nonempty and not nonempty[0].title else None
    if front is not None:
        front.title = front_matter.title or title
    return IssueStructure(title, nonempty)


def _is_plain(
    blocks: list[Element], top_headings: list[Element], front_matter: IssueFrontMatter
) -> bool:
    """Whether level 1 is the issue's own title (or missing), and level 2 the sections."""
    if not top_headings:
        return True
    first = top_headings[0]
    if len(top_headings) > 1 or blocks[0] is not first or first.attrs.get("id"):
        return False
    words = _heading_text(first)
    if _LABEL.match(words):
        return False
    return not front_matter.title or normalize_title(front_matter.title) == normalize_title(words)


def _split_at_headings(
    blocks: list[Element], section_tag: str, article_tag: str, problems: ProblemCollector
) -> list[RawSection]:
    front = RawSection("", articles=[RawArticle("", id=MASTHEAD_KEY)])
    sections = [front]
    for block in blocks:
        section = sections[-1]
        if block.tag == section_tag:
            sections.append(_start_section(block, problems))
        elif block.tag == article_tag and section is not front:
            section.articles.append(_start_article(block, problems))
        else:
            if block.tag in ("h1", "h2"):
                block.tag = "h3"
            section.articles[-1].blocks.append(block)
    return sections


def _start_section(heading: Element, problems: ProblemCollector) -> RawSection:
    words = _heading_text(heading)
    label = ""
    match = _LABEL.match(words)
    if match is not None:
        label, words = match[1], words[match.end() :]
        _count_label_guess(heading, problems)
    anchor = heading.attrs.get("id", "")
    own = RawArticle(
        words,
        metadata=heading_metadata(heading),
        is_section_lead=True,
        blocks=_title_links(heading),
    )
    own.number = ""
    return RawSection(words, label, anchor, [own])


def _start_article(heading: Element, problems: ProblemCollector) -> RawArticle:
    words = _heading_text(heading)
    number = heading.attrs.get("number", "")[:20]
    match = _NUMBER.match(words)
    if match is not None and not number:
        number, words = match[1], words[match.end() :]
        _count_label_guess(heading, problems)
    return RawArticle(
        words, number, heading.attrs.get("id", ""), heading_metadata(heading), _title_links(heading)
    )


def _count_label_guess(heading: Element, problems: ProblemCollector) -> None:
    if not heading.attrs.get("id"):
        problems.count_guess(
            "Letters or numbers in front of headings were read by rule ({count} headings); write "
            "{{#id}} behind a heading to fix its address.",
            problems.find_line(_heading_text(heading)),
        )


def heading_number(heading: Element) -> str:
    """The number in front of a heading inside an article, empty if there is none."""
    match = _NUMBER.match(_heading_text(heading))
    return match[1] if match is not None else ""


def _split_numbered_items(section: RawSection, problems: ProblemCollector) -> None:
    """Paragraphs that count from 1 open articles, where a section has no headings below it."""
    if not section.title or len(section.articles) != 1:
        return
    lead = section.articles[0]
    if any(block.tag in ("h3", "h4", "h5", "h6") for block in lead.blocks):
        return
    before, items = split_numbered_items(lead.blocks)
    if not items:
        return
    lead.blocks = before
    for item in items:
        section.articles.append(_article_from_item(item))
        problems.count_guess(
            "Articles were found by the numbers at the start of paragraphs ({count} articles).",
            problems.find_line(f"{item.number}、", f"{item.number}."),
        )


def _article_from_item(item: NumberedItem) -> RawArticle:
    return RawArticle(item.title, item.number, blocks=item.blocks)


def _drop_empty(section: RawSection) -> None:
    """A section's own text is an article only if there is any, or nothing else in the section."""
    lead = section.articles[0]
    if not lead.blocks and (len(section.articles) > 1 or not section.title):
        section.articles.pop(0)
        if section.articles and lead.metadata.editors:
            for article in section.articles:
                article.metadata.editors = article.metadata.editors or lead.metadata.editors


def _heading_text(heading: Element) -> str:
    return " ".join(heading.text().split())[:500]


def _title_links(heading: Element) -> list[Element]:
    """The links of a heading, whose words become a title, are kept as a link row."""
    links = find_links(heading)
    return [make_link_row(links)] if links else []
