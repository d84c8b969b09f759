"""The body of a mail as one page of HTML, and the pictures that come with it."""

from __future__ import annotations

from email.message import Message
from html import escape
from urllib.parse import unquote

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.importers.mail.mime import (
    Body,
    body_of,
    children_of,
    content_of,
    header,
    kind,
    parameter,
    text_of,
)
from viewer.importers.mail.plain_to_html import as_html, unflowed

_PIECE = "cid:piece-{0}@dosudo-viewer"


def as_page(body: Body, faults: ProblemCollector) -> str:
    """The pieces of ``body`` in order, text as HTML, pictures among them where they stand."""
    pages = [text_of(piece) for piece in body.pieces if kind(piece) == "text/html"]
    named = " ".join(pages)
    made: list[str] = []
    for place, piece in enumerate(body.pieces):
        type_ = kind(piece)
        if type_ == "text/html":
            made.append(pages.pop(0))
        elif type_ == "message/rfc822":
            made.append(_of_digest(piece, faults))
        elif type_.startswith(("text/", "multipart/")):
            made.append(_of_text(piece))
        elif not _is_named(piece, named):
            alt = parameter(piece, "filename", "content-disposition") or parameter(piece, "name")
            made.append(f'<p><img src="{_PIECE.format(place)}" alt="{escape(_stem(alt))}"></p>')
    return "\n".join(made)


class Inside:
    """The pictures in a mail, found as its HTML names them: by id, by address, by file name."""

    def __init__(self, body: Body) -> None:
        self._found: dict[str, Message] = {}
        for place, piece in enumerate(body.pieces):
            self._found[_PIECE.format(place)] = piece
            if kind(piece) == "message/rfc822":
                for part in _parts(piece):
                    self._name(part)
        for part in body.related:
            self._name(part)

    def _name(self, part: Message) -> None:
        id_ = header(part, "content-id").strip("<> ")
        location = header(part, "content-location")
        name = parameter(part, "filename", "content-disposition") or parameter(part, "name")
        for called in (f"cid:{id_}" if id_ else "", location, name):
            if called:
                self._found.setdefault(called, part)

    def find(self, source: str) -> bytes | None:
        """The content of the picture that ``source`` names, None where it is not in the mail."""
        source = source.strip()
        named = source[:4].lower() + source[4:] if source[:4].lower() == "cid:" else source
        for called in (named, unquote(named), unquote(named).rpartition("/")[2]):
            part = self._found.get(called)
            if part is not None:
                return content_of(part)
        return None


def _of_text(piece: Message) -> str:
    text = text_of(piece)
    if parameter(piece, "format").lower() == "flowed":
        text = unflowed(text, del_space=parameter(piece, "delsp").lower() == "yes")
    return as_html(text)


def _of_digest(piece: Message, faults: ProblemCollector) -> str:
    """One of the mails that a digest holds, below its subject."""
    made = []
    for inner in children_of(piece):
        subject = header(inner, "subject")
        made.append(f"<h1>{escape(subject)}</h1>" if subject else "")
        made.append(as_page(body_of(inner, faults), faults))
    return "\n".join(made)


def _parts(piece: Message) -> list[Message]:
    return [part for part in piece.walk() if kind(part).startswith("image/")]


def _is_named(piece: Message, pages: str) -> bool:
    id_ = header(piece, "content-id").strip("<> ")
    location = header(piece, "content-location")
    return bool((id_ and f"cid:{id_}" in pages) or (location and location in pages))


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name
