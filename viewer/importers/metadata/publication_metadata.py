"""Describes publications and untitled issues from what feeds, exports and pages state of them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from viewer.archive.files.publication_file import make_publication_id
from viewer.archive.model.control_characters import to_single_line
from viewer.archive.model.issue import Publication

_LONGEST_EXCERPT = 60
# Anything but the marks of Markdown; a picture is something to read as well.
_READABLE = re.compile(r"[^\s>#*\-_`|\\~+=:<]")
_TAG = re.compile(r"<[^<>]*>")
_MEDIA_TAG = re.compile(r"<(?:img|iframe|video|audio)\b", re.IGNORECASE)
#: Hosts at which every publication has a subdomain of its own.
_HOSTING_DOMAINS = (
    ".wordpress.com", ".substack.com", ".blogspot.com", ".github.io", ".gitlab.io", ".tumblr.com",
    ".ghost.io", ".medium.com", ".typepad.com", ".buttondown.email", ".beehiiv.com",
    ".netlify.app", ".pages.dev", ".vercel.app", ".pixnet.net",
)  # fmt: skip
_GENERIC_SUBDOMAIN = re.compile(
    r"(?:www|blog|blogs|news|newsletter|weekly|feeds?|rss|mail|home|m)\.", re.IGNORECASE
)
_ANY_WEB_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>]{1,2000}\Z", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://\S{1,400}\Z")


def excerpt(text: str) -> str:
    """The beginning of a plain text, for what has no title."""
    words = " ".join(text.split())
    if len(words) <= _LONGEST_EXCERPT:
        return words
    cut = words[:_LONGEST_EXCERPT]
    # Not in the middle of a word, where there are such.
    space = cut.rfind(" ", _LONGEST_EXCERPT // 2)
    return (cut[:space] if space > 0 else cut).rstrip(" ,.;:、，。；：") + "…"


def is_blank(markdown: str) -> bool:
    """Whether there is nothing to read in a text but its marks."""
    return not _READABLE.search(_TAG.sub("", markdown)) and not _MEDIA_TAG.search(markdown)


def publication_from_metadata(title: str, home: str, language: str, note: str = "") -> Publication:
    """A publication as its source describes it; its id is made of its address, else its title."""
    name = " ".join(to_single_line(title).split())[:500]
    host_name = _name_from_host(home)
    return Publication(
        id=make_publication_id(host_name or name or "publication"),
        name=name or host_name or "Publication",
        language=language,
        home=home if _WEB_ADDRESS.match(home) else "",
        note=" ".join(to_single_line(note).split())[:1000],
    )


def _name_from_host(home: str) -> str:
    """The part of an address that people use as a name: ``dosudo`` of ``dosudo.wordpress.com``."""
    try:
        host = (urlsplit(home).hostname or "").lower()
    except ValueError:
        return ""
    for domain in _HOSTING_DOMAINS:
        if host.endswith(domain):
            return host.removesuffix(domain).rpartition(".")[2]
    while _GENERIC_SUBDOMAIN.match(host) and host.count(".") > 1:
        host = host.partition(".")[2]
    return host.partition(".")[0] if "." in host else ""


def web_address(text: str) -> str:
    """``text`` if it is an address on the web, with its scheme; else empty."""
    text = text.strip()
    if not _ANY_WEB_ADDRESS.match(text):
        return ""
    return f"https:{text}" if text.startswith("//") else text
