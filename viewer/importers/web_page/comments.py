"""Extracts readers' comments from a saved web page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from viewer.archive.markup.element_tree import Element
from viewer.importers.html.boilerplate import class_and_id
from viewer.importers.metadata.dates import find_date, parse_any_date

_COMMENT_AREA = re.compile(
    r"(?:^|\s)(?:comments|comments-area|comment-list|commentlist|comments-list|post-comments|"
    r"comment-thread|comments-page|comment-holder|wp-block-comments|wp-block-comment-template)(?:\s|$)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:^|\s)(?:comment|li-comment|comment-item|comment-thread-item|byuser|"
                      r"comment-wrap)(?:\s|$)", re.IGNORECASE)  # fmt: skip
_NOT_COMMENT = re.compile(r"(?:^|\s)(?:pingback|trackback|comment-respond|comment-form)(?:\s|$)")
_AUTHOR = re.compile(
    r"(?:^|\s)(?:fn|comment-author|comment-author-link|author-name|user|comment-meta-author|"
    r"commenter|commenter-name|nickname|username|comment-author-name|wp-block-comment-author-name)(?:\s|$)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:^|\s)(?:comment-date|comment-metadata|comment-meta|commentmetadata|comment-time|datetime|"
    r"wp-block-comment-date|comment-timestamp|comment-permalink|date|time)(?:\s|$)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:^|\s)(?:comment-content|comment-text|comment_text|comment-body-text|comment-body|comment__content|"
    r"comment-entry|commenttext|comment-copy|wp-block-comment-content)(?:\s|$)",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(
    r"(?:^|\s)(?:comment-author|comment-meta|commentmetadata|comment-metadata|reply|comment-reply|"
    r"comment-actions|comment-head|wp-block-comment-reply-link|wp-block-avatar|comment-awaiting-moderation|comment-footer|comment-header|comment-likes|"
    r"comment-like|says|avatar|vcard|comment-edit-link)(?:\s|$)",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\s*(?:says|said|wrote|說|说|說道|说道|表示)?\s*[:：]?\s*\Z", re.IGNORECASE)


@dataclass(slots=True)
class PageComment:
    """A comment; ``parent`` is the 1-based number of the comment it answers, 0 for none."""

    author: str
    date: str
    parent: int
    content: list[Element | str] = field(default_factory=list)


def extract_comments(root: Element) -> list[PageComment]:
    """The comments on a page in order; their areas are removed from ``root``."""
    comments: list[PageComment] = []
    _extract_areas(root, comments)
    return comments


def _extract_areas(element: Element, comments: list[PageComment]) -> None:
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if _COMMENT_AREA.search(class_and_id(child)) and _holds_comment(child):
                _collect_comments(child, 0, comments)
                continue
            _extract_areas(child, comments)
        kept.append(child)
    element.children = kept


def _holds_comment(area: Element) -> bool:
    return any(_is_comment(e) for e in area.walk() if e is not area)


def _is_comment(element: Element) -> bool:
    if element.tag not in ("li", "div", "article", "section"):
        return False
    classes = element.attrs.get("class", "")
    return _COMMENT.search(classes) is not None and not _NOT_COMMENT.search(classes)


def _collect_comments(element: Element, parent: int, comments: list[PageComment]) -> None:
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if _NOT_COMMENT.search(child.attrs.get("class", "")):
            continue
        if not _is_comment(child):
            _collect_comments(child, parent, comments)
            continue
        replies: list[Element] = []
        without_replies = _without_replies(child, child, replies)
        comment = _parse_comment(without_replies, parent)
        if comment is None:
            _collect_comments(child, parent, comments)
            continue
        comments.append(comment)
        number = len(comments)
        for reply in replies:
            _collect_comments(Element("div", {}, [reply]), number, comments)


def _without_replies(part: Element, comment: Element, replies: list[Element]) -> Element:
    """A copy of ``part`` of ``comment`` without nested comments, which are added to ``replies``."""
    kept: list[Element | str] = []
    for child in part.children:
        if isinstance(child, Element):
            if child.tag in ("ol", "ul") and _holds_comment(child):
                replies.append(child)
                continue
            if _is_comment(child) and _has_own_author(comment, child):
                replies.append(child)
                continue
            child = _without_replies(child, comment, replies)
        kept.append(child)
    return Element(part.tag, part.attrs, kept)


def _has_own_author(comment: Element, inner: Element) -> bool:
    """Whether ``inner`` is a comment with its own author, not the body of ``comment``."""
    outside = sum(1 for e in comment.walk() if _AUTHOR.search(e.attrs.get("class", "")))
    inside = sum(1 for e in inner.walk() if _AUTHOR.search(e.attrs.get("class", "")))
    return 0 < inside < outside


def _parse_comment(comment: Element, parent: int) -> PageComment | None:
    author = ""
    for pattern in (r"(?:^|\s)fn(?:\s|$)", _AUTHOR.pattern):
        class_pattern = re.compile(pattern, re.IGNORECASE)
        element = comment.find(lambda e: bool(class_pattern.search(e.attrs.get("class", ""))))  # noqa: B023
        if element is not None and not author:
            author = _author_name(element)
    if not author:
        header = comment.find(
            lambda e: "comment-head" in e.classes() or "comment-meta" in e.classes()
        )
        author = _author_name(header) if header is not None else ""
    text = comment.find(_is_text)
    while text is not None and (inner := _inner_text_element(text)) is not None:
        text = inner
    content = text.children if text is not None else _without_header_and_footer(comment)
    if not "".join(c if isinstance(c, str) else c.text() for c in content).strip():
        return None
    return PageComment(author, _find_date(comment), parent, content)


def _inner_text_element(text: Element) -> Element | None:
    """A nested element of ``text`` that is a comment's text itself; None if there is none."""
    return text.find(lambda e: e is not text and _is_text(e))


def _is_text(element: Element) -> bool:
    """Whether an element holds a comment's text and not its author."""
    is_named = bool(_TEXT.search(class_and_id(element)))
    is_named = is_named or "text" in element.attrs.get("itemprop", "").split()
    return is_named and not any(_AUTHOR.search(e.attrs.get("class", "")) for e in element.walk())


def _author_name(element: Element) -> str:
    """The author's name without “says:” after it; of a link or emphasis if there is one."""
    inner = element.find(lambda e: e.tag in ("cite", "b", "a", "strong") and bool(e.text().strip()))
    words = " ".join((inner or element).text().split())
    parts = re.split(r"\s+(?:says|said|wrote|on)\b", words, maxsplit=1)
    return _SAYS.sub("", parts[0])[:80]


def _find_date(comment: Element) -> str:
    for element in comment.walk():
        if element.tag in ("time", "abbr"):
            when = element.attrs.get("datetime") or element.attrs.get("title", "")
            day = parse_any_date(when) or find_date(when) or find_date(element.text())
            if day:
                return day
    for element in comment.walk():
        if _DATE.search(element.attrs.get("class", "")):
            words = element.attrs.get("title") or " ".join(element.text().split())
            day = parse_any_date(words) or find_date(words)
            if day:
                return day
    return ""


def _without_header_and_footer(element: Element) -> list[Element | str]:
    """The content of a comment without its header and footer."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if _NOT_TEXT.search(class_and_id(child)) or child.tag in ("footer", "header", "nav"):
                continue
            child = Element(child.tag, child.attrs, _without_header_and_footer(child))
        kept.append(child)
    return kept
