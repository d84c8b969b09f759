"""Gives articles, headings and notes of an issue unique ids, and resolves links to them."""

from __future__ import annotations

import re

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.archive.model import document_tree
from viewer.archive.model.address import URL_SCHEME, Address, parse_address
from viewer.archive.model.slugs import SlugRegistry, is_valid_slug, note_code, slugify
from viewer.archive.parser.section_splitter import (
    MASTHEAD_KEY,
    RawArticle,
    RawSection,
    heading_number,
)
from viewer.errors import AddressError
from viewer.messages import Message

_WEB = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)\S*\Z", re.IGNORECASE)
_MAX_TARGET_LENGTH = 2000
#: A relative link to another issue of the same publication.
_OTHER_ISSUE = re.compile(r"\.\./0*(\d{1,9})(?:/(?:issue\.md)?)?\Z")


class AnchorAssigner:
    """The ids of one issue. Call ``assign`` first; then ``resolve_link`` knows them."""

    def __init__(self, publication: str, number: int, problems: ProblemCollector) -> None:
        self._publication = publication
        self._number = number
        self._problems = problems
        self._slugs = SlugRegistry()
        # By what an author may write behind "#": key of the article, and anchor in it.
        self._targets: dict[str, tuple[str, str]] = {}

    def assign(self, sections: list[RawSection]) -> None:
        """Set ``key`` of sections and articles, and ``id`` of headings, notes and other blocks."""
        articles = [article for section in sections for article in section.articles]
        for section in sections:
            self._reserve(section)
            for article in section.articles:
                self._reserve(article)
        for article in articles:
            for element in _block_elements(article):
                self._check_id(element)
        for section in sections:
            self._name_section(section)
        for section in sections:
            for article in section.articles:
                self._name_elements(article, section)
        for article in articles:
            self._targets.setdefault(article.key, (article.key, ""))
        for section in sections:
            self._targets.setdefault(section.key, (section.articles[0].key, ""))

    def _reserve(self, draft: RawSection | RawArticle) -> None:
        if draft.id and not is_valid_slug(draft.id):
            self._problems.warning(
                Message(
                    "The id “{id}” has characters that cannot stand in an address; one made "
                    "from the heading is used.",
                    id=draft.id[:40],
                ),
                self._problems.find_line("{#" + draft.id),
            )
            draft.id = ""
        if draft.id:
            self._slugs.reserve(draft.id)

    def _check_id(self, element: Element) -> None:
        name = element.attrs.get("id")
        if name is None:
            return
        if is_valid_slug(name):
            self._slugs.reserve(name)
        else:
            del element.attrs["id"]

    def _claim(self, name: str) -> str:
        unique, free = self._slugs.claim(name)
        if not free:
            self._problems.warning(
                Message(
                    "The id “{id}” is given twice; the second place is called “{new_id}”.",
                    id=name,
                    new_id=unique,
                ),
                self._problems.find_line("{#" + name),
            )
        return unique

    def _name_section(self, section: RawSection) -> None:
        if section.articles[0].id == MASTHEAD_KEY and not section.title:
            section.articles[0].key = section.key = self._slugs.make_unique(MASTHEAD_KEY)
            if section.key != MASTHEAD_KEY:
                section.key = section.articles[0].key = self._claim(MASTHEAD_KEY)
            section.articles[0].has_own_id = True
            return
        label = section.label.lower()
        section_slug = label or slugify(section.title)
        if section.id:
            section.key = self._claim(section.id)
        else:
            section.key = self._slugs.make_unique(section_slug)
        for article in section.articles:
            if article.is_section_lead:
                article.key = section.key
                article.has_own_id = section.id not in ("", section_slug)
                continue
            slug = label + article.number
            if not (label and article.number and is_valid_slug(slug)):
                slug = slugify(article.title)
            if article.id:
                article.key = self._claim(article.id)
                # Importers write ids too, which are made of the numbers and change with them.
                article.has_own_id = article.id != slug
            else:
                article.key = self._slugs.make_unique(slug)

    def _name_elements(self, article: RawArticle, section: RawSection) -> None:
        label = section.label.lower() if article.is_section_lead else ""
        titled_notes: list[tuple[Element, str]] = []
        for element in _block_elements(article):
            name = element.attrs.pop("id", "")
            if name:
                element.attrs["id"] = self._claim(name)
                self._targets.setdefault(name, (article.key, element.attrs["id"]))
            elif element.tag in document_tree.HEADING_TAGS:
                number = heading_number(element) if label else ""
                words = " ".join(element.text().split())
                slug = label + number if number else slugify(words)
                element.attrs["id"] = self._slugs.make_unique(slug)
                self._targets.setdefault(element.attrs["id"], (article.key, element.attrs["id"]))
            elif element.tag == "note":
                title = element.find(lambda e: e.tag == "title")
                name, bare = note_code(title.text()) if title is not None else ("", False)
                if name and not bare:
                    titled_notes.append((element, name))
                elif name:
                    self._name_note(element, name, article)
        for element, name in titled_notes:
            self._name_note(element, name, article)

    def _name_note(self, element: Element, name: str, article: RawArticle) -> None:
        element.attrs["id"] = self._slugs.make_unique(name)
        self._targets.setdefault(name, (article.key, element.attrs["id"]))

    def resolve_link(self, target: str, label: str, line: int | None = None) -> str:
        """The target of a link: a URL, a full address in the library, or empty if it is lost."""
        if target == "":
            return ""
        if target == "\0":
            self._warn_lost_link(label, "", Message("has a target that is not opened"), line)
            return ""
        target = target.strip()
        if _WEB.match(target) and len(target) <= _MAX_TARGET_LENGTH:
            return target
        if target.startswith("#"):
            destination = self._targets.get(target[1:]) or self._targets.get(target[1:].lower())
            if destination is None:
                self._warn_lost_link(
                    label, target, Message("leads to a place that is not in this issue"), line
                )
                return ""
            return str(Address(self._publication, self._number, *destination))
        neighbour = _OTHER_ISSUE.match(target)
        if neighbour is not None:
            return str(Address(self._publication, int(neighbour[1])))
        if target.lower().startswith(URL_SCHEME + ":") or ":" not in target:
            try:
                return str(parse_address(target))
            except AddressError:
                pass
        self._warn_lost_link(label, target, Message("has a target that is not opened"), line)
        return ""

    def _warn_lost_link(self, label: str, target: str, reason: Message, line: int | None) -> None:
        self._problems.warning(
            Message(
                "The link “{label}” ({target}) {what}; give it a web address, an address such as "
                "dosudo/2/c3, or an anchor of this issue."
                if target
                else "The link “{label}” {what}; give it a web address, an address such as "
                "dosudo/2/c3, or an anchor of this issue.",
                label=label[:60],
                target=target[:80],
                what=reason,
            ),
            line,
        )


def _block_elements(article: RawArticle) -> list[Element]:
    return [
        element
        for block in article.blocks
        for element in block.walk()
        if element.tag not in document_tree.INLINE_TAGS
    ]
