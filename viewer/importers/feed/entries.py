"""Parses entries of RSS, RDF, Atom and JSON Feed into one class."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from viewer.archive.model.control_characters import to_single_line
from viewer.importers.html.wpautop import autop
from viewer.importers.metadata.dates import parse_any_date
from viewer.importers.metadata.publication_metadata import web_address
from viewer.importers.sources.xml_tree import Node

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLOCK_TAG = re.compile(
    r"<(?:p|div|ul|ol|table|blockquote|h[1-6]|pre|figure|section|article)\b|<br\s*/?>\s*<br", re.I
)
_TRUNCATION_MARK = re.compile(
    r"(?:\[?(?:…|\.\.\.|&#8230;|&hellip;)\]?|閱讀全文|阅读全文|繼續閱讀|继续阅读|"
    r"(?:read|continue reading|see)\s+(?:more|the full|the rest|on)[^<]{0,80})"
    r"\s*(?:→|»|›|&rarr;|&raquo;)?\s*(?:</[a-z]+>\s*)*\Z",
    re.IGNORECASE,
)
_APPEARED_FIRST_ON = re.compile(
    r"<p>\s*The post\s+<a\b[^<>]*>[^<]*</a>\s+(?:appeared first on|first appeared on)\s+"
    r"<a\b[^<>]*>[^<]*</a>\.?\s*</p>\s*\Z",
    re.IGNORECASE,
)
_MAIL_WITH_NAME = re.compile(r"[^\s()]+@[^\s()]+\s*\(([^()]+)\)\s*\Z")
_MAIL_ADDRESS = re.compile(r"\S+@\S+\Z")
_DATE_ELEMENTS = (
    "pubDate", "atom:published", "atom:issued", "dc:date", "dcterms:created", "dcterms:issued",
    "atom:updated", "atom:modified", "dcterms:modified",
)  # fmt: skip
_LONGEST_SUMMARY = 600
_LONGEST_TITLE = 300
_MOST_LINKS = 50
_MOST_TAGS = 50
_VOID_ELEMENTS = frozenset(("br", "hr", "img", "source", "wbr", "col", "embed", "input"))


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; ``content`` is HTML, ``summary_only`` if that is not the whole text.

    ``enclosures`` are addresses of attached files, each with a label; ``date`` is ISO or empty.
    """

    title: str
    content: str
    link: str = ""
    guid: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()
    language: str = ""
    base: str = ""
    summary_only: bool = False


def entry_from_xml(node: Node) -> FeedEntry:
    """An ``item`` of RSS or RDF, or an ``entry`` of Atom."""
    content, is_whole = _find_content(node)
    link = _find_link(node)
    return FeedEntry(
        title=strip_tags(_element_html(node.first_child("title", "atom:title", "dc:title"))),
        content=_APPEARED_FIRST_ON.sub("", content),
        link=link,
        guid=node.child_text("guid", "atom:id", "dc:identifier"),
        date=next(
            filter(None, (parse_any_date(node.child_text(name)) for name in _DATE_ELEMENTS)), ""
        ),
        authors=_find_authors(node),
        tags=_find_tags(node),
        enclosures=tuple(_find_enclosures(node)),
        language=node.attrs.get("xml:lang", "") or node.child_text("dc:language"),
        base=node.attrs.get("xml:base", ""),
        summary_only=not is_whole,
    )


def entry_from_json(item: Mapping[str, Any]) -> FeedEntry:
    """An item of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

    def text(key: str, of: Mapping[str, Any] = item) -> str:
        value = of.get(key)
        return value if isinstance(value, str) else ""

    content = text("content_html")
    if not content and text("content_text"):
        content = autop(html.escape(text("content_text"), quote=False))
    is_whole = bool(content)
    people = [part for part in _get_list(item, "authors") if isinstance(part, dict)]
    if isinstance(item.get("author"), dict):
        people.append(item["author"])
    files = [part for part in _get_list(item, "attachments") if isinstance(part, dict)]
    number = item.get("id")
    return FeedEntry(
        title=strip_tags(text("title")),
        content=content or autop(html.escape(text("summary"), quote=False)),
        link=web_address(text("url")) or web_address(text("external_url")),
        guid=str(number) if isinstance(number, (str, int)) else "",
        date=parse_any_date(text("date_published")) or parse_any_date(text("date_modified")),
        authors=_clean_names(text("name", part) for part in people),
        tags=_unique(str(tag) for tag in _get_list(item, "tags") if isinstance(tag, str)),
        enclosures=tuple(
            (address, text("title", part) or _file_name(address))
            for part in files
            if (address := web_address(text("url", part)))
        )[:_MOST_LINKS],
        language=text("language"),
        summary_only=not is_whole,
    )


def strip_tags(text: str) -> str:
    """A line of HTML as plain text, without control characters, of limited length."""
    return " ".join(to_single_line(html.unescape(_TAG.sub("", text))).split())[:_LONGEST_TITLE]


def feed_authors(node: Node) -> tuple[str, ...]:
    """The authors of a whole feed, for entries that name none."""
    return _find_authors(node)


def _find_content(node: Node) -> tuple[str, bool]:
    """The content of an entry as HTML, and whether it is the whole text."""
    for name in ("content:encoded", "xhtml:body", "xhtml:div"):
        element = node.first_child(name)
        if element is not None and (html_text := _element_html(element).strip()):
            return _ensure_paragraphs(html_text), True
    for element in node.child_nodes("atom:content"):
        if not element.attrs.get("src") and (html_text := _element_html(element).strip()):
            return _ensure_paragraphs(html_text), True
    for name in ("description", "atom:summary", "media:description", "dc:description"):
        element = node.first_child(name)
        if element is not None and (html_text := _element_html(element).strip()):
            return _ensure_paragraphs(html_text), name == "description" and _is_full_text(html_text)
    return "", False


def _is_full_text(description: str) -> bool:
    """Whether a description is the full text, as in feeds without another element for it."""
    if _TRUNCATION_MARK.search(description.rstrip()[-400:]):
        return False
    return (
        len(_TAG.sub("", description)) > _LONGEST_SUMMARY
        or len(_BLOCK_TAG.findall(description)) > 1
    )


def _ensure_paragraphs(html_text: str) -> str:
    return html_text if _BLOCK_TAG.search(html_text) else autop(html_text)


def _element_html(node: Node | None) -> str:
    """The content of an element as HTML, whether escaped, CDATA or nested elements."""
    if node is None:
        return ""
    kind = node.attrs.get("type", "").lower()
    if any(isinstance(part, Node) for part in node.children):
        return inner_html(node)
    text = node.text()
    if node.name.startswith("atom:") and kind in ("", "text", "text/plain"):
        return html.escape(text, quote=False)
    return text


def inner_html(node: Node) -> str:
    """The children of ``node`` serialized as HTML."""
    pieces: list[str] = []
    pending: list[str | Node | tuple[str]] = list(reversed(node.children))
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            pieces.append(f"</{part[0]}>")
        elif isinstance(part, str):
            pieces.append(html.escape(part, quote=False))
        else:
            name = part.name.rpartition(":")[2].lower()
            attrs = "".join(
                f' {key}="{html.escape(value)}"'
                for key, value in part.attrs.items()
                if ":" not in key
            )
            pieces.append(f"<{name}{attrs}>")
            if name not in _VOID_ELEMENTS:
                pending.append((name,))
                pending.extend(reversed(part.children))
    return "".join(pieces)


def _find_link(node: Node) -> str:
    """The web address of an entry; empty if it has none."""
    links = [
        (element.attrs.get("rel", "alternate"), element)
        for element in node.child_nodes("atom:link", "link")
    ]
    for rel, element in links:
        address = web_address(element.attrs.get("href", "") or element.text())
        if address and rel == "alternate":
            return address
    guid = node.first_child("guid")
    if guid is not None and guid.attrs.get("isPermaLink", "true") == "true":
        return web_address(guid.text())
    return web_address(node.child_text("other:origLink"))


def _find_authors(node: Node) -> tuple[str, ...]:
    names = [
        element.child_text("atom:name", "name") or element.text()
        for element in node.child_nodes("atom:author")
    ]
    if not names:
        names = [element.text() for element in node.child_nodes("dc:creator")]
    if not names:
        names = [
            element.text()
            for element in node.child_nodes("author", "managingEditor", "other:author")
        ]
    return _clean_names(names)


def _clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names without the mail addresses that RSS puts before them."""
    cleaned = []
    for name in names:
        name = strip_tags(name)
        match = _MAIL_WITH_NAME.match(name)
        name = match[1] if match is not None else name
        if name and not _MAIL_ADDRESS.match(name):
            cleaned.append(name[:100])
    return _unique(cleaned)[:20]


def _find_tags(node: Node) -> tuple[str, ...]:
    tags = []
    for element in node.child_nodes("category", "atom:category", "dc:subject"):
        tags.append(element.attrs.get("label") or element.attrs.get("term") or element.text())
    return _unique(strip_tags(tag) for tag in tags if "://" not in tag)


def _find_enclosures(node: Node) -> Iterable[tuple[str, str]]:
    """Addresses and labels of files attached to an entry; preview pictures are left out."""
    seen: set[str] = set()
    for element in node.child_nodes("enclosure", "atom:link", "media:content"):
        if element.name == "atom:link" and element.attrs.get("rel") != "enclosure":
            continue
        if element.name == "media:content" and element.attrs.get("medium") == "image":
            continue
        address = web_address(element.attrs.get("url", "") or element.attrs.get("href", ""))
        if address and address not in seen and len(seen) < _MOST_LINKS:
            seen.add(address)
            yield address, strip_tags(element.attrs.get("title", "")) or _file_name(address)


def _file_name(address: str) -> str:
    name = address.partition("?")[0].rstrip("/").rpartition("/")[2]
    return name[:120] or address[:120]


def _get_list(item: Mapping[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value[:1000] if isinstance(value, list) else []


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_TAGS]
