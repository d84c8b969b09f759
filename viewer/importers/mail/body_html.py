"""The body of a mail as one page of HTML, and the pictures that come with it."""

from __future__ import annotations

from email.message import Message
from html import escape
from urllib.parse import unquote

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.importers.mail.plain_to_html import plain_to_html, unwrap_flowed
from viewer.importers.sources.mime import (
    Body,
    get_body,
    get_children,
    get_content,
    get_content_type,
    get_header,
    get_parameter,
    get_text,
)

_PICTURE_ID = "cid:piece-{0}@dosudo-viewer"


def body_to_html(body: Body, problems: ProblemCollector) -> str:
    """The pieces of ``body`` in order, text as HTML, pictures among them where they stand."""
    pages = [
        get_text(piece) for piece in body.inline_parts if get_content_type(piece) == "text/html"
    ]
    named = " ".join(pages)
    made: list[str] = []
    for place, piece in enumerate(body.inline_parts):
        type_ = get_content_type(piece)
        if type_ == "text/html":
            made.append(pages.pop(0))
        elif type_ == "message/rfc822":
            made.append(_digest_to_html(piece, problems))
        elif type_.startswith(("text/", "multipart/")):
            made.append(_text_to_html(piece))
        elif not _is_referenced(piece, named):
            alt = get_parameter(piece, "filename", "content-disposition") or get_parameter(
                piece, "name"
            )
            made.append(
                f'<p><img src="{_PICTURE_ID.format(place)}" alt="{escape(_stem(alt))}"></p>'
            )
    return "\n".join(made)


class EmbeddedPictures:
    """The pictures in a mail, found as its HTML names them: by id, by address, by file name."""

    def __init__(self, body: Body) -> None:
        self._by_name: dict[str, Message] = {}
        for place, piece in enumerate(body.inline_parts):
            self._by_name[_PICTURE_ID.format(place)] = piece
            if get_content_type(piece) == "message/rfc822":
                for part in _picture_parts(piece):
                    self._register(part)
        for part in body.related_pictures:
            self._register(part)

    def _register(self, part: Message) -> None:
        id_ = get_header(part, "content-id").strip("<> ")
        location = get_header(part, "content-location")
        name = get_parameter(part, "filename", "content-disposition") or get_parameter(part, "name")
        for called in (f"cid:{id_}" if id_ else "", location, name):
            if called:
                self._by_name.setdefault(called, part)

    def find(self, source: str) -> bytes | None:
        """The content of the picture that ``source`` names, None where it is not in the mail."""
        source = source.strip()
        named = source[:4].lower() + source[4:] if source[:4].lower() == "cid:" else source
        for called in (named, unquote(named), unquote(named).rpartition("/")[2]):
            part = self._by_name.get(called)
            if part is not None:
                return get_content(part)
        return None


def _text_to_html(piece: Message) -> str:
    text = get_text(piece)
    if get_parameter(piece, "format").lower() == "flowed":
        text = unwrap_flowed(text, del_space=get_parameter(piece, "delsp").lower() == "yes")
    return plain_to_html(text)


def _digest_to_html(piece: Message, problems: ProblemCollector) -> str:
    """One of the mails that a digest holds, below its subject."""
    made = []
    for inner in get_children(piece):
        subject = get_header(inner, "subject")
        made.append(f"<h1>{escape(subject)}</h1>" if subject else "")
        made.append(body_to_html(get_body(inner, problems), problems))
    return "\n".join(made)


def _picture_parts(piece: Message) -> list[Message]:
    return [part for part in piece.walk() if get_content_type(part).startswith("image/")]


def _is_referenced(piece: Message, pages: str) -> bool:
    id_ = get_header(piece, "content-id").strip("<> ")
    location = get_header(piece, "content-location")
    return bool((id_ and f"cid:{id_}" in pages) or (location and location in pages))


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name
