"""Parses a mail within limits: its headers as text, the parts of its body, its pictures.

The standard library's old policy is used: the new one parses every header in full and needs
minutes or gigabytes for some.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import InvalidBase64LengthDefect
from email.header import decode_header
from email.message import Message as MimePart
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parseaddr
from typing import Any

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import to_single_line
from viewer.importers.sources.encodings import decode_with_fallback, find_codec
from viewer.messages import Message

#: Bytes; more than any mail server lets through.
LARGEST_MAIL = 64 * 1024 * 1024
LONGEST_HEADER = 16 * 1024
DEEPEST_NESTING = 50
MOST_PARTS = 1000

_PART_HEADER = re.compile(rb"^content-(?:type|transfer-encoding):", re.IGNORECASE | re.MULTILINE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_.:-]{2,40})", re.I)
_IGNORED_TYPES = (
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "text/calendar", "application/ics", "text/x-amp-html", "text/rfc822-headers",
    "message/delivery-status", "text/x-vcard", "text/vcard",
)  # fmt: skip


@dataclass(slots=True)
class Body:
    """What a mail shows: ``inline_parts`` are HTML, text, pictures and digest mails, in order.

    ``related_pictures`` are the pictures that its HTML may name, ``attached_mails`` those that are
    attached to it; ``attachment_count`` counts the files that are left out.
    """

    inline_parts: list[MimePart] = field(default_factory=list)
    related_pictures: list[MimePart] = field(default_factory=list)
    attached_mails: list[MimePart] = field(default_factory=list)
    attachment_count: int = 0


class _TruncatingPolicy(Compat32):
    """Headers are cut before anything looks into them, those of parts as well."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, Any]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def parse_mail(content: bytes, problems: ProblemCollector) -> MimePart:
    """``content`` as a mail with all its parts.

    Raises:
        UnreadableFileError: it is too large, nested too deeply, has too many parts, or is no mail.
    """
    if len(content) > LARGEST_MAIL:
        raise problems.fatal(
            Message(
                "The mail is larger than {largest_mail} MB and is not read.",
                largest_mail=LARGEST_MAIL >> 20,
            )
        )
    too_deep = Message(
        "The mail's parts are nested more than {deepest_nesting} deep; it is not read.",
        deepest_nesting=DEEPEST_NESTING,
    )
    try:
        message = BytesParser(policy=_TruncatingPolicy()).parsebytes(content)
    except RecursionError:
        raise problems.fatal(too_deep) from None
    except Exception as error:  # the library's parser raises nearly anything on hostile input
        reason = type(error).__name__
        raise problems.fatal(
            Message("The mail cannot be taken apart ({reason}); save it anew.", reason=reason)
        ) from None
    parts = 0
    level = [message]
    for depth in range(DEEPEST_NESTING + 2):
        parts += len(level)
        if parts > MOST_PARTS:
            raise problems.fatal(
                Message(
                    "The mail has more than {most_parts:,} parts; it is not read.",
                    most_parts=MOST_PARTS,
                )
            )
        if not level:
            return message
        if depth > DEEPEST_NESTING:
            break
        level = [child for part in level for child in get_children(part)]
    raise problems.fatal(too_deep)


def parse_headers(content: bytes) -> MimePart:
    """The headers at the start of ``content``; never raises."""
    try:
        return BytesParser(policy=_TruncatingPolicy()).parsebytes(content, headersonly=True)
    except Exception:  # as above
        return MimePart()


def get_header(message: MimePart, name: str) -> str:
    """A header as readable text on one line, empty where there is none.

    Encoded words and raw bytes are decoded by whatever encoding they can be read in.
    """
    lower_name = name.lower()
    for key, value in message.raw_items():
        if key.lower() == lower_name:
            return " ".join(to_single_line(_decode_header_value(str(value))).split())
    return ""


def parse_address(text: str) -> tuple[str, str]:
    """The name and the mail address of a sender, each empty where it is not there."""
    text = re.sub(r"\[mailto:([^\[\]]*)\]", r"<\1>", text[:2000], flags=re.IGNORECASE)
    text = re.sub(r"<+([^<>]*)>+", r"<\1>", text)
    try:
        name, address = parseaddr(text)
    except Exception:  # nested comments and more
        name, address = "", ""
    if not name and "@" not in address:
        name = address or re.sub(r"<[^<>]*>", "", text)
    name = " ".join(name.strip("\"' ").split())
    return name[:200], address[:200].lower() if "@" in address else ""


def _decode_header_value(value: str) -> str:
    if any("\udc80" <= char <= "\udcff" for char in value):
        # Bytes that were not encoded at all.
        value = decode_with_fallback(value.encode("ascii", "surrogateescape"), "")
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except Exception:  # broken base64 and more
        return value
    return "".join(
        piece if isinstance(piece, str) else decode_with_fallback(piece, charset or "")
        for piece, charset in pieces
    )


def get_content_type(part: MimePart) -> str:
    """The type of a part, such as ``text/html``."""
    try:
        return part.get_content_type()
    except Exception:  # a type that is none
        return "application/octet-stream"


def get_parameter(part: MimePart, name: str, header_name: str = "content-type") -> str:
    """A parameter of a part's type (or of another header), empty where there is none."""
    try:
        value = part.get_param(name, "", header=header_name)
    except Exception:  # as above
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return to_single_line(str(value))[:500]


def get_content(part: MimePart) -> bytes:
    """A part's content without its transfer encoding; in an unknown encoding it stays as it is.

    Empty where it is broken beyond decoding. Never raises.
    """
    try:
        content = part.get_payload(decode=True)
        if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects):
            return _decode_truncated_base64(content if isinstance(content, bytes) else b"")
    except Exception:  # broken uuencode and more
        return b""
    return content if isinstance(content, bytes) else b""


def _decode_truncated_base64(content: bytes) -> bytes:
    """Base64 that was cut off, as far as it goes."""
    letters = _NOT_BASE64.sub(b"", content)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def get_text(part: MimePart) -> str:
    """The text of a part, with ``\\n`` line ends."""
    content = get_content(part)
    charset = get_parameter(part, "charset")
    if not find_codec(charset) and get_content_type(part) == "text/html":
        match = _META_CHARSET.search(content[:4096]) or _XML_ENCODING.search(content[:200])
        charset = match[1].decode("ascii") if match is not None else ""
    text = decode_with_fallback(content, charset).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "").removeprefix("\ufeff")


def get_body(message: MimePart, problems: ProblemCollector) -> Body:
    """What ``message`` shows: the best of alternative parts, with their pictures.

    Raises:
        UnreadableFileError: it is encrypted.
    """
    body = Body()
    _collect_parts(message, body, problems)
    return body


def _collect_parts(part: MimePart, body: Body, problems: ProblemCollector) -> None:
    type_ = get_content_type(part)
    children = get_children(part)
    if type_ == "multipart/encrypted" or _is_encrypted_smime(part, type_):
        raise problems.fatal(
            Message("The mail is encrypted; save it decrypted from your mail program.")
        )
    if type_ == "multipart/alternative" and children:
        best = max(range(len(children)), key=lambda index: (_display_rank(children[index]), index))
        _collect_parts(children[best], body, problems)
        # Pictures may stand beside the HTML that names them.
        for index, child in enumerate(children):
            if index != best:
                body.related_pictures += [
                    descendant for descendant in _walk(child) if _is_picture(descendant)
                ]
    elif type_ == "multipart/related" and children:
        start = get_parameter(part, "start")
        root = next(
            (c for c in children if start and get_header(c, "content-id") == start), children[0]
        )
        _collect_parts(root, body, problems)
        for child in children:
            if child is not root:
                _collect_related(child, body)
    elif type_ == "multipart/digest":
        body.inline_parts += [
            child for child in children if get_content_type(child) == "message/rfc822"
        ]
    elif type_ == "message/rfc822":
        body.attached_mails += children
    elif children:
        for child in children[:1] if type_ == "multipart/signed" else children:
            _collect_parts(child, body, problems)
    elif _is_picture(part):
        body.related_pictures.append(part)
        if not _is_attachment(part):
            body.inline_parts.append(part)
        elif not get_header(part, "content-id"):
            body.attachment_count += 1
    elif type_ in ("text/html", "text/plain", "text/markdown") and not _is_attachment(part):
        body.inline_parts.append(part)
    elif type_.startswith("multipart/"):
        content = get_content(part)
        if _PART_HEADER.search(content):
            raise problems.fatal(
                Message("The mail's parts cannot be told apart; save the mail anew.")
            )
        if content.strip():
            # It says that it has parts and has none.
            body.inline_parts.append(part)
    elif type_ not in _IGNORED_TYPES:
        body.attachment_count += 1


def _collect_related(part: MimePart, body: Body) -> None:
    for descendant in _walk(part):
        if _is_picture(descendant):
            body.related_pictures.append(descendant)
        elif not get_children(descendant) and get_content_type(descendant) not in (
            "text/css",
            *_IGNORED_TYPES,
        ):
            body.attachment_count += 1


def _display_rank(part: MimePart) -> int:
    """How well a part shows the mail: HTML best, then text."""
    kinds = {
        get_content_type(descendant) for descendant in _walk(part) if not _is_attachment(descendant)
    }
    if "text/html" in kinds:
        return 3
    return 2 if kinds & {"text/plain", "text/markdown"} else 0


def _walk(part: MimePart) -> Iterator[MimePart]:
    yield part
    for child in get_children(part):
        yield from _walk(child)


def get_children(part: MimePart) -> list[MimePart]:
    """The parts of a part; none where it is no multipart and no mail."""
    # The payload of a part that is no multipart would be decoded by whatever codec it names.
    payload = part.get_payload() if part.is_multipart() else ()
    return [child for child in payload if isinstance(child, MimePart)]


def _is_picture(part: MimePart) -> bool:
    type_ = get_content_type(part)
    if type_ == "application/octet-stream":
        name = get_parameter(part, "filename", "content-disposition") or get_parameter(part, "name")
        return name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp"))
    return type_.startswith("image/")


def _is_attachment(part: MimePart) -> bool:
    return get_header(part, "content-disposition").lower().startswith("attachment")


def _is_encrypted_smime(part: MimePart, type_: str) -> bool:
    if type_ not in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return False
    return get_parameter(part, "smime-type") != "signed-data"
