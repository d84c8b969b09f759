"""Repairs what strict XML parsers reject: forbidden characters, HTML's entities, stray ampersands.

WordPress writes whatever its database holds into its exports, control characters included, and
feeds use HTML's entities, which XML does not know without a document type.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5

from viewer.archive.model.control_characters import REPLACEMENT
from viewer.importers.sources.encodings import decode_with_fallback, find_codec

_FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY_OR_SECTION = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:#(?:[0-9]{1,8}|[xX][0-9a-fA-F]{1,7});|[A-Za-z][A-Za-z0-9]{0,31};)?",
    re.DOTALL,
)
_XML_ENTITIES = frozenset(("&lt;", "&gt;", "&amp;", "&quot;", "&apos;"))
_DECLARED_ENCODING = re.compile(
    rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")

#: Encodings of one or two bytes in which "<" is never a part of another character.
_SAFE_CODECS = frozenset((
    "utf-8", "ascii", "gbk", "gb2312", "gb18030", "big5", "big5hkscs", "cp950", "cp932", "euc_jp",
    "shift_jis", "euc_kr", "cp949", "koi8-r", "koi8-u",
    *(f"iso8859-{number}" for number in range(1, 17)), *(f"cp{n}" for n in range(1250, 1259)),
))  # fmt: skip
#: Bytes that may be wrong before the encoding is taken to be another than the declared one.
_MOST_STRAY_BYTES = 2
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"),
)  # fmt: skip


def detect_encoding(start: bytes) -> str:
    """The encoding that the first bytes of an XML file show or declare; UTF-8 if it is none known.

    Only what the program carries is named, never a codec that does anything but decode.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return name
    match = _DECLARED_ENCODING.search(start[:1024])
    if match is None:
        return "utf-8"
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return "utf-8"
    return name if name in _SAFE_CODECS else "utf-8"


def decode_xml(content: bytes, encoding: str) -> str:
    """``content`` as text, as ``encoding`` says or, where that is wrong, in the likeliest one.

    What fits no encoding becomes the replacement character.
    """
    if encoding.startswith(("utf-16", "utf-32")):
        return content.decode(encoding, "replace")
    text = content.decode(find_codec(encoding) or encoding, "replace")
    if text.count(REPLACEMENT) <= _MOST_STRAY_BYTES:
        return text
    return decode_with_fallback(content, encoding)


def repair_xml(text: str) -> str:
    """``text`` with nothing in it that XML 1.0 forbids: characters, references, stray ampersands.

    HTML's entities become the characters they mean. CDATA sections and comments lose forbidden
    characters only. The declaration of the encoding goes, since the text is encoded anew.
    """
    return _ENTITY_OR_SECTION.sub(
        _repair_entity, _FORBIDDEN_CHARACTERS.sub("", _DECLARATION.sub("", text, count=1))
    )


def _repair_entity(match: re.Match[str]) -> str:
    written = match[0]
    if written[0] == "<" or written in _XML_ENTITIES:
        return written
    if written == "&":
        return "&amp;"
    if written[1] == "#":
        code_point = int(written[3:-1], 16) if written[2] in "xX" else int(written[2:-1])
        allowed = code_point in (9, 10, 13) or 32 <= code_point <= 0x10FFFF
        return written if allowed and not _FORBIDDEN_CHARACTERS.match(chr(code_point)) else ""
    meaning = html5.get(written[1:])
    return "".join(f"&#{ord(char)};" for char in meaning) if meaning else f"&amp;{written[1:]}"
