"""Decodes text in whatever encoding it is in: UTF-8, UTF-16, GBK, Big5, Windows-1252 and others.

A file by itself says nothing of its encoding (``decode_text``); mails and pages do, often wrongly
(``decode_with_fallback``).
"""

from __future__ import annotations

import codecs
import re

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.messages import Message

#: Bytes that are looked at to tell encodings apart.
_SAMPLE_SIZE = 200_000
#: The least share of two-byte characters that must be frequent ones for a guess.
_FREQUENT_SHARE = 0.7
#: The largest share of bytes outside ASCII in a Western text.
_WESTERN_SHARE = 0.2
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODING_NAMES = {"gb18030": "GBK", "big5hkscs": "Big5", "cp1252": "Windows-1252"}
# Charsets as mails name them, and the codecs that the programs which wrote them mean.
_CODEC_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "hz",
    "big5": "cp950", "x-big5": "cp950", "cn-big5": "cp950",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "sjis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "tis-620": "cp874",
    "x-mac-roman": "mac_roman", "utf8": "utf-8", "unicode-1-1-utf-7": "utf-7", "cp-850": "cp850",
}  # fmt: skip
# Codecs that are no encodings of text, or take quadratic time.
_REJECTED_CODECS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs",
                 "oem", "charmap", "unicode-escape", "raw-unicode-escape", "utf-7"}  # fmt: skip
_PAIR = re.compile(rb"[\x81-\xfe][\x30-\x7e\x80-\xfe]", re.DOTALL)
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_LINE_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def decode_text(content: bytes, problems: ProblemCollector) -> str:
    """``content`` as text with ``\\n`` line ends, without a byte order mark.

    What is neither UTF-8 nor marked as UTF-16 is taken for GBK, Big5 or Windows-1252 where it can
    be that and looks like it; a guess says so.

    Raises:
        UnreadableFileError: it is no text, or there is nothing in it.
    """
    text = _decode(content, problems)
    text = _LINE_BREAKS.sub("\n", text)
    if not text.strip("\ufeff \t\n\xa0\u3000\u200b"):
        raise problems.fatal(Message("The file is empty; write the issue or take the file away."))
    return text


def _decode(content: bytes, problems: ProblemCollector) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    else:
        if text.count("\0") * 50 > len(text):
            raise problems.fatal(Message("This is no text file; bring in the text itself."))
        return text.replace("\0", "")
    guess = "" if encoding != "utf-8" or b"\0" in content else _guess_encoding(content)
    if not guess:
        raise problems.fatal(
            Message("The file is not UTF-8 text; save it with the encoding UTF-8."), line
        )
    problems.guess(
        Message(
            "The file is not UTF-8; it was read as {encoding}. If its letters are wrong, save it "
            "with the encoding UTF-8.",
            encoding=_ENCODING_NAMES[guess],
        )
    )
    return content.decode(guess)


def _guess_encoding(content: bytes) -> str:
    """The encoding that ``content`` decodes in cleanly and most likely is in, empty for none."""
    sample = content[:_SAMPLE_SIZE]
    pairs = _PAIR.findall(sample)
    scores = {
        "gb18030": sum(map(_is_frequent_gbk, pairs)),
        "big5hkscs": sum(map(_is_frequent_big5, pairs)),
    }
    for name in sorted(scores, key=lambda name: -scores[name]):
        if pairs and scores[name] >= len(pairs) * _FREQUENT_SHARE and _can_decode(content, name):
            return name
    western = len(_NON_ASCII.findall(sample)) <= len(sample) * _WESTERN_SHARE
    return "cp1252" if western and _can_decode(content, "cp1252") else ""


def _is_frequent_gbk(pair: bytes) -> bool:
    """Whether it is a mark or one of the first level's 3,755 characters of GB 2312."""
    return (0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3) and pair[1] >= 0xA1


def _is_frequent_big5(pair: bytes) -> bool:
    """Whether it is a mark or one of the 5,401 frequent characters of Big5."""
    return 0xA1 <= pair[0] <= 0xC6 and (0x40 <= pair[1] <= 0x7E or pair[1] >= 0xA1)


def _can_decode(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def decode_with_fallback(content: bytes, charset: str) -> str:
    """``content`` in the encoding ``charset`` names, or the likeliest where that is wrong.

    Never raises; bytes that fit nothing become replacement characters.
    """
    named = find_codec(charset)
    # Much that calls itself ASCII or Latin is UTF-8; hardly any Latin text can be read as that.
    order = ("utf-8", named) if named in ("", "cp1252") else (named, "utf-8")
    for encoding in filter(None, order):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    if named:
        text = content.decode(named, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return text
    for encoding in ("gb18030", "cp950"):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return content.decode("cp1252", "replace")


def find_codec(charset: str) -> str:
    """The codec for a charset as mails name it, empty where it is none for text."""
    name = charset.strip().strip("\"'").lower()
    name = _CODEC_ALIASES.get(name, name)
    if not name or len(name) > 40 or name in _REJECTED_CODECS:
        return ""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _REJECTED_CODECS:
        return ""
    return _CODEC_ALIASES.get(codec.name, codec.name)
