"""Text in the encodings in which newsletters lie about: UTF-8, UTF-16, GBK, Big5, Windows-1252."""

from __future__ import annotations

import codecs
import re

from viewer.archive.files.problem_collector import ProblemCollector

#: More is not looked at to tell two encodings apart.
_SAMPLE_SIZE = 200_000
#: The least share of two-byte characters that must be frequent ones for a guess.
_FREQUENT_SHARE = 0.7
#: A Western text has hardly more letters than these outside ASCII.
_WESTERN_SHARE = 0.2
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODING_NAMES = {"gb18030": "GBK", "big5hkscs": "Big5", "cp1252": "Windows-1252"}
_PAIR = re.compile(rb"[\x81-\xfe][\x30-\x7e\x80-\xfe]", re.DOTALL)
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_LINE_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def decode_text(content: bytes, faults: ProblemCollector) -> str:
    """``content`` as text with ``\\n`` line ends, without a byte order mark.

    What is neither UTF-8 nor marked as UTF-16 is taken for GBK, Big5 or Windows-1252 where it can
    be that and looks like it; a guess says so.

    Raises:
        UnreadableIssue: it is no text, or there is nothing in it.
    """
    text = _decode(content, faults)
    text = _LINE_BREAKS.sub("\n", text)
    if not text.strip("\ufeff \t\n\xa0\u3000\u200b"):
        raise faults.fatal("The file is empty; write the issue or take the file away.")
    return text


def _decode(content: bytes, faults: ProblemCollector) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    else:
        if text.count("\0") * 50 > len(text):
            raise faults.fatal("This is no text file; bring in the text itself.")
        return text.replace("\0", "")
    guess = "" if encoding != "utf-8" or b"\0" in content else _guess_encoding(content)
    if not guess:
        raise faults.fatal("The file is not UTF-8 text; save it with the encoding UTF-8.", line)
    faults.guess(
        f"The file is not UTF-8; it was read as {_ENCODING_NAMES[guess]}. If its letters are "
        "wrong, save it with the encoding UTF-8."
    )
    return content.decode(guess)


def _guess_encoding(content: bytes) -> str:
    """The encoding that ``content`` decodes in cleanly and most likely is in, empty for none."""
    start = content[:_SAMPLE_SIZE]
    pairs = _PAIR.findall(start)
    scores = {
        "gb18030": sum(map(_is_frequent_gbk, pairs)),
        "big5hkscs": sum(map(_is_frequent_big5, pairs)),
    }
    for name in sorted(scores, key=lambda name: -scores[name]):
        if pairs and scores[name] >= len(pairs) * _FREQUENT_SHARE and _can_decode(content, name):
            return name
    western = len(_NON_ASCII.findall(start)) <= len(start) * _WESTERN_SHARE
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
