"""Films, sounds and frames from the web, which are kept as links."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element
from viewer.importers.html.pictures import join_url

_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+)")


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
