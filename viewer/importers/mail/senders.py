"""Finds the sender of a mail and its publication from the mail's own headers.

Publications are told apart by name, so that mails imported one by one and those of an mbox end up
in the same publication.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_tz

from viewer.archive.files.publication_file import make_publication_id
from viewer.archive.model.issue import Publication
from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.sources.mime import get_header, parse_address

_GENERIC_NAMES = {
    "newsletter", "news", "info", "updates", "update", "hello", "team", "the team", "noreply",
    "no reply", "no-reply", "mail", "email", "admin", "support", "editor", "editors", "digest",
    "電子報", "电子报", "通知", "客服",
}  # fmt: skip
# What mailing services write into List-Id instead of a name.
_NOT_A_NAME = re.compile(r"[0-9a-f]{6,}|\d{4,}|\bmc list\b|^(?:list|mailing list)$|[<>@/]", re.I)
_LIST_ID = re.compile(r"<\s*([^<>\s]{1,200})\s*>")
_VIA_SUFFIX = re.compile(r"\s+(?:via|durch|por|par)\s+.{1,60}\Z|[（(]\s*via\s.{1,60}[)）]\Z", re.I)
_WRITER_AT_PUBLICATION = re.compile(r"\A(.{1,60}?)\s+(?:from|at|of|@)\s+(\S.*)\Z", re.I)
_HASHED_ID = re.compile(r"p[0-9a-f]{8}\Z")
_SUBJECT_PREFIX = re.compile(r"\s*(?:fwd?|fw|wg|tr|i|转发|轉寄|轉發|回复|回覆)\s*[:：]\s*", re.I)
_FORWARD_PREFIX = re.compile(r"\s*(?:fwd?|fw|wg|tr|转发|轉寄|轉發)\s*[:：]", re.I)
_SUBJECT_TAG = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*")
_ARCHIVE_ADDRESS = re.compile(r"<\s*(https?://[^\s<>]{1,400})\s*>")
_BULK_HEADERS = (
    "list-id", "list-unsubscribe", "list-post", "x-campaign", "x-campaignid", "x-mailgun-sid",
    "x-mc-user", "feedback-id", "x-csa-complaints",
)  # fmt: skip
_YEARS = range(1970, 2101)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a mail, and for which publication; ``is_bulk`` if headers say it went to many."""

    publication: Publication
    name: str
    address: str
    list_id: str
    is_bulk: bool


def get_sender(message: Message) -> Sender:
    """The sender that the headers of ``message`` name."""
    name, address = parse_address(get_header(message, "from"))
    list_header = get_header(message, "list-id")
    match = _LIST_ID.search(list_header)
    list_id = (match[1] if match is not None else list_header).lower()
    phrase = list_header[: match.start()].strip("\"' ") if match is not None else ""
    is_bulk = any(get_header(message, field) for field in _BULK_HEADERS) or get_header(
        message, "precedence"
    ).lower() in ("bulk", "list")
    home = _ARCHIVE_ADDRESS.search(
        get_header(message, "list-archive") or get_header(message, "list-url")
    )
    title = _publication_name(name, address, phrase, list_id, get_header(message, "list-post"))
    return Sender(
        make_publication(title, home[1] if home is not None else ""),
        name,
        address,
        list_id,
        is_bulk,
    )


def make_publication(name: str, home: str = "") -> Publication:
    """A publication of this name, with an id made from the name."""
    id_ = make_publication_id(name)
    if not name.isascii() and not _HASHED_ID.match(id_):
        # A few ASCII letters of a name in another script are not unique.
        id_ = f"{id_[:33]}-{hashlib.sha256(normalize_title(name).encode()).hexdigest()[:6]}"
    return Publication(id_, name, "", home=home)


def _publication_name(name: str, address: str, phrase: str, list_id: str, post: str) -> str:
    domain = address.rpartition("@")[2]
    if phrase and not _NOT_A_NAME.search(phrase):
        return _disambiguate(phrase, domain)
    post_address = re.search(r"mailto:([^\s<>?]{1,200})", post, re.I)
    if (
        list_id
        and post_address
        and post_address[1].lower() != address
        and not _is_list_address(address, list_id)
    ):
        # A discussion list with many writers.
        label = list_id.split(".")[0]
        if not _NOT_A_NAME.search(label):
            return _disambiguate(label, list_id.partition(".")[2])
    title = _split_writer(name, address, list_id)[1]
    if not title or normalize_title(title) in _GENERIC_NAMES or "@" in title:
        words = title if title and "@" not in title else ""
        return _disambiguate(words, domain) if words else domain or "Mail"
    return title


def _disambiguate(name: str, domain: str) -> str:
    """``name``, with ``domain`` added if it is as generic as “Newsletter”."""
    return f"{name} ({domain})" if normalize_title(name) in _GENERIC_NAMES and domain else name


def _is_list_address(address: str, list_id: str) -> bool:
    local, _, domain = address.partition("@")
    return address.replace("@", ".") == list_id or list_id in (domain, f"{local}.{domain}")


def _split_writer(name: str, address: str, list_id: str) -> tuple[str, str]:
    """“Ann at The Weekly” as writer and publication, where the address is that of The Weekly."""
    name = _VIA_SUFFIX.sub("", name)
    match = _WRITER_AT_PUBLICATION.match(name)
    if match is not None:
        letters = re.sub(r"[\W_]", "", match[2].lower().removeprefix("the "))
        if len(letters) >= 4 and letters in re.sub(r"[\W_]", "", f"{address} {list_id}"):
            return match[1], match[2]
    return name, name


def get_editors(sender: Sender) -> tuple[str, ...]:
    """The writer's name, if it is a person and not the publication itself; else empty."""
    person, _ = _split_writer(sender.name, sender.address, sender.list_id)
    if not person or normalize_title(person) in _GENERIC_NAMES or "@" in person:
        return ()
    return (
        ()
        if normalize_title(person) == normalize_title(sender.publication.name)
        else (person[:200],)
    )


def is_forward(subject: str) -> bool:
    """Whether a subject says that its mail forwards another."""
    return _FORWARD_PREFIX.match(subject) is not None


def clean_subject(subject: str, publication_name: str) -> str:
    """A subject as a title: without “Fwd:” and the list's tag in brackets."""
    title = subject
    while (match := _SUBJECT_PREFIX.match(title)) is not None:
        title = title[match.end() :]
    match = _SUBJECT_TAG.match(title)
    if match is not None and normalize_title(match[1]) in normalize_title(publication_name):
        title = title[match.end() :] or title
    return title.strip()[:500]


def parse_mail_date(text: str) -> str:
    """The ISO date of a mail's Date header in the sender's time zone; empty if unreadable."""
    try:
        parts = parsedate_tz(text)
    except Exception:  # the library's parser fails in many ways
        return ""
    if parts is None or parts[0] not in _YEARS or not 1 <= parts[1] <= 12:
        return ""
    from datetime import date

    try:
        return date(parts[0], parts[1], parts[2]).isoformat()
    except (ValueError, OverflowError):
        return ""
