"""Reads dates, languages, names and addresses as feeds, exports and pages state them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from email.utils import parsedate
from urllib.parse import urlsplit

from viewer.archive.files.publication_file import make_publication_id
from viewer.archive.model.control_characters import to_single_line
from viewer.archive.model.issue import Publication
from viewer.archive.model.language_detection import DECLARED_MIN_SHARE, guess_language

_ISO_DAY = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_LONGEST_EXCERPT = 60
# What WordPress writes for a date that was never set.
_UNSET_DATE = re.compile(r"\s-\d{4}\s")
# Anything but the marks of Markdown; a picture is something to read as well.
_READABLE = re.compile(r"[^\s>#*\-_`|\\~+=:<]")
_TAG = re.compile(r"<[^<>]*>")
_MEDIA_TAG = re.compile(r"<(?:img|iframe|video|audio)\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}\Z")
_SCRIPTS = {
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant": "zh-Hant",
    "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans",
}  # fmt: skip
_EAST_ASIAN = ("zh", "ja", "ko")
#: Where many publications have a name of their own before the name of the place.
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


def parse_mail_date(text: str) -> str:
    """The day of a date as mails and RSS write it (“Sat, 29 Jul 2017 …”); empty for none."""
    text = text.strip()[:200]
    if _UNSET_DATE.search(text):
        return ""
    try:
        parsed = parsedate(text) or parsedate(f"{text} 00:00:00")
        return date(*parsed[:3]).isoformat() if parsed is not None and parsed[0] > 1900 else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def parse_any_date(text: str) -> str:
    """The day of a date in ISO 8601 or as RSS writes it; empty for none."""
    match = _ISO_DAY.match(text.strip())
    if match is not None:
        try:
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            return ""
    return parse_mail_date(text)


def resolve_language(declared: str, text: str) -> str:
    """The language of ``text``: as declared where the letters do not contradict it.

    Sites and feeds often say English because nobody set anything else.
    """
    stated = _normalize_language(declared)
    base = stated.partition("-")[0]
    guessed = (
        guess_language(text, DECLARED_MIN_SHARE) if base in _EAST_ASIAN else guess_language(text)
    )
    if guessed.startswith(_EAST_ASIAN):
        return stated if stated in ("zh-Hant", "zh-Hans") and guessed.startswith("zh") else guessed
    if base in _EAST_ASIAN and guessed:
        return guessed
    return stated or guessed


def most_common_language(languages: Iterable[str]) -> str:
    """The language most texts are in; empty where none has any."""
    counted = Counter(language for language in languages if language)
    return counted.most_common(1)[0][0] if counted else ""


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


def _normalize_language(declared: str) -> str:
    declared = declared.strip()
    if not _LANGUAGE.match(declared):
        return ""
    parts = declared.replace("_", "-").split("-")
    script = _SCRIPTS.get("-".join(parts[:2]).lower())
    if script:
        return script
    # A region says nothing of how a text is read aloud or broken into lines.
    return parts[0].lower()


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
