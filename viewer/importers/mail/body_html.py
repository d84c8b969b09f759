"""Makes one HTML page of the body of a mail, and finds the pictures embedded in it."""

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
    """The parts of ``body`` in order as HTML; inline pictures stay where they are."""
    pages = [
        get_text(piece) for piece in body.inline_parts if get_content_type(piece) == "text/html"
    ]
    html = " ".join(pages)
    blocks: list[str] = []
    for index, piece in enumerate(body.inline_parts):
        type_ = get_content_type(piece)
        if type_ == "text/html":
            blocks.append(pages.pop(0))
        elif type_ == "message/rfc822":
            blocks.append(_digest_to_html(piece, problems))
        elif type_.startswith(("text/", "multipart/")):
            blocks.append(_text_to_html(piece))
        elif not _is_referenced(piece, html):
            alt = get_parameter(piece, "filename", "content-disposition") or get_parameter(
                piece, "name"
            )
            blocks.append(
                f'<p><img src="{_PICTURE_ID.format(index)}" alt="{escape(_stem(alt))}"></p>'
            )
    return "\n".join(blocks)


class EmbeddedPictures:
    """Finds the pictures in a mail by content id (``cid:``), address or file name."""

    def __init__(self, body: Body) -> None:
        self._by_name: dict[str, Message] = {}
        for index, piece in enumerate(body.inline_parts):
            self._by_name[_PICTURE_ID.format(index)] = piece
            if get_content_type(piece) == "message/rfc822":
                for part in _picture_parts(piece):
                    self._register(part)
        for part in body.related_pictures:
            self._register(part)

    def _register(self, part: Message) -> None:
        id_ = get_header(part, "content-id").strip("<> ")
        location = get_header(part, "content-location")
        name = get_parameter(part, "filename", "content-disposition") or get_parameter(part, "name")
        for key in (f"cid:{id_}" if id_ else "", location, name):
            if key:
                self._by_name.setdefault(key, part)

    def find(self, source: str) -> bytes | None:
        """The bytes of the picture with this ``src``; None if it is not in the mail."""
        source = source.strip()
        cid_or_address = source[:4].lower() + source[4:] if source[:4].lower() == "cid:" else source
        for key in (
            cid_or_address,
            unquote(cid_or_address),
            unquote(cid_or_address).rpartition("/")[2],
        ):
            part = self._by_name.get(key)
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
    blocks = []
    for inner in get_children(piece):
        subject = get_header(inner, "subject")
        blocks.append(f"<h1>{escape(subject)}</h1>" if subject else "")
        blocks.append(body_to_html(get_body(inner, problems), problems))
    return "\n".join(blocks)


def _picture_parts(piece: Message) -> list[Message]:
    return [part for part in piece.walk() if get_content_type(part).startswith("image/")]


def _is_referenced(piece: Message, pages: str) -> bool:
    id_ = get_header(piece, "content-id").strip("<> ")
    location = get_header(piece, "content-location")
    return bool((id_ and f"cid:{id_}" in pages) or (location and location in pages))


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name
