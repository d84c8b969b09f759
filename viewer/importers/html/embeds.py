"""Recognises embedded films, sounds and frames, and the cards, callouts and quotes of sites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from viewer.archive.markup.element_tree import Element
from viewer.importers.html.pictures import join_url

Child = Element | str

#: Classes of cards: Ghost, Substack, Medium, Notion, Zhihu, WordPress.com's link previews.
_CARD = re.compile(
    r"(?:^|\s)(?:kg-bookmark-card|kg-file-card|kg-audio-card|digest-post-embed|embedded-post(?:-wrap)?|"
    r"graf--mixtapeEmbed|bookmark source|LinkCard|link-card|linkcard|blogcard|embedly-card|"
    r"bookmark-card|wp-block-jetpack-link-preview)(?:\s|$)"
)
_TITLE = re.compile(r"(?:^|\s)\S*(?:title|headline)(?:-text)?(?:\s|$)", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"(?:^|\s)\S*(?:description|excerpt|summary|subtitle|post-body|desc|card-caption)(?:\s|$)",
    re.IGNORECASE,
)
#: A remark in a box of its own.
_CALLOUT = re.compile(
    r"(?:^|\s)(?:kg-callout-card|callout|markdown-alert|wp-block-callout)(?:\s|$)"
)
_EMOJI = re.compile(r"(?:^|\s)\S*(?:emoji|icon)(?:\s|$)", re.IGNORECASE)
_PULL_QUOTE = re.compile(r"(?:^|\s)(?:pullquote|pull-quote|graf--pullquote)(?:\s|$)")
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+)")
_LONGEST_TITLE = 200
_LONGEST_DESCRIPTION = 600
_LONGEST_CALLOUT = 1500


@dataclass(slots=True)
class LinkCard:
    """The parts of a card: the link it leads to or the sound it plays, its title and words."""

    href: str = ""
    audio: Element | None = None
    title: str = ""
    description: str = ""
    caption: list[Child] = field(default_factory=list)


def find_card(element: Element) -> LinkCard | None:
    """The card that ``element`` is; None if it is none."""
    if not _CARD.search(element.attrs.get("class", "")):
        return None
    link = element.find(lambda e: e.tag == "a" and "href" in e.attrs and bool(e.text().strip()))
    audio = element.find(lambda e: e.tag == "audio")
    if link is None and audio is None:
        return None
    title = _first_text(element, _TITLE, "h1", "h2", "h3", "h4", "strong")
    description = _first_text(element, _DESCRIPTION, "em")
    if not title and link is not None:
        title = _one_line(link)
    caption = element.find(lambda e: e.tag == "figcaption")
    if len(title) > _LONGEST_TITLE or len(description) > _LONGEST_DESCRIPTION:
        return None
    return LinkCard(
        link.attrs["href"] if link is not None else "",
        audio,
        title,
        description if description != title else "",
        caption.children if caption is not None else [],
    )


def _first_text(element: Element, class_pattern: re.Pattern[str], *tags: str) -> str:
    """The words of the first element inside with such a class, else of the first of ``tags``."""
    inside = [e for e in element.walk() if e is not element]
    named = [e for e in inside if class_pattern.search(e.attrs.get("class", ""))]
    return next(
        (w for e in (*named, *inside) if (e in named or e.tag in tags) and (w := _one_line(e))), ""
    )


def _one_line(element: Element) -> str:
    return " ".join(element.text().split())


def find_callout(element: Element) -> list[Child] | None:
    """The content of a callout, a remark in a box; None if ``element`` is none."""
    if element.tag not in ("div", "aside", "section", "figure"):
        return None
    if (
        not _CALLOUT.search(element.attrs.get("class", ""))
        or len(element.text()) > _LONGEST_CALLOUT
    ):
        return None
    if element.find(lambda e: e.tag in ("h1", "h2", "h3", "table", "img")) is not None:
        return None
    icon = next((e for e in element.walk() if _EMOJI.search(e.attrs.get("class", ""))), None)
    emoji = icon.text().strip() if icon is not None else ""
    if icon is None or not 0 < len(emoji) <= 4:
        return element.children
    # The icon of a callout goes to the start of its first line.
    icon.children = []
    first = next(
        (e for e in element.walk() if e.tag in ("p", "div", "span") and _holds_one_line(e)), None
    )
    if first is not None:
        first.children = [f"{emoji} ", *first.children]
    return element.children


def _holds_one_line(element: Element) -> bool:
    inside = [c.tag for c in element.children if isinstance(c, Element)]
    return bool(element.text().strip()) and not {"p", "div", "ul", "ol"}.intersection(inside)


def is_pull_quote(element: Element) -> bool:
    """Whether ``element`` is a sentence set apart as a quotation."""
    return element.tag in ("div", "aside") and bool(
        _PULL_QUOTE.search(element.attrs.get("class", ""))
    )


def is_embed(element: Element) -> bool:
    """Whether an element plays or frames something that is not in the text."""
    return element.tag in ("iframe", "video", "audio", "embed", "object")


def embed_url(element: Element, base_url: str) -> str:
    """Where what an element plays or frames can be seen; empty where that is nowhere on the web."""
    source = element.attrs.get("src") or element.attrs.get("data-src", "")
    if not source:
        inner = element.find(lambda e: e.tag in ("source", "embed") and "src" in e.attrs)
        source = inner.attrs["src"] if inner is not None else ""
    address = join_url(base_url or "https:", source)
    return _watch_page(address) if address.startswith(("https://", "http://")) else ""


def _watch_page(address: str) -> str:
    """The page on which a reader can see what is played in a frame."""
    if match := _YOUTUBE.match(address):
        return f"https://www.youtube.com/watch?v={match[1]}"
    if match := _VIMEO.match(address):
        return f"https://vimeo.com/{match[1]}"
    return address
