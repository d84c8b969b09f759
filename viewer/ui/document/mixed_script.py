"""Splits text that mixes Han and Latin: which letters take the Latin face, where space is added.

Nothing is added to the text itself: what is copied and searched is what the author wrote.
A quarter of an em between Han and Latin, and full-width marks closed up where two of them meet, as
*Requirements for Chinese Text Layout* (W3C, section 3) and CSS Text 4 (``text-autospace``,
``text-spacing-trim``) have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: In em, after the character: between Han and Latin, and where a mark gives up its empty half.
HAN_LATIN_GAP, PUNCTUATION_GAP = 0.25, -0.5

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
_HAN += "\U00020000-\U0003ffff"
_LATIN = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff"
_OPENING, _CLOSING, _STOPS = "「『（【《〈〔［｛", "」』）】》〉〕］｝", "，。、；：！？．"
#: Stops in the left half of their square, except in Traditional Chinese.
_LEFT = "，。、．"

_BOUNDARY = re.compile(
    rf"(?P<apart>(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}]))"
    rf"|(?P<closed>(?<=[{re.escape(_OPENING + _CLOSING + _STOPS)}])(?=[{re.escape(_OPENING)}])"
    rf"|(?<=[{re.escape(_CLOSING)}])(?=[{re.escape(_CLOSING + _STOPS)}\u3000]))"
    rf"|(?P<left>(?<=[{_LEFT}])(?=[{re.escape(_CLOSING)}]))"
)
_ANY_HAN = re.compile(f"[{_HAN}{re.escape(_OPENING + _CLOSING)}]")

_QUOTES = re.compile(
    "((?<=[A-Za-z0-9 ])[\u2018\u2019\u201c\u201d](?=[A-Za-z0-9 ])"
    "|(?<=[A-Za-z0-9])[\u2019\u201d]|[\u2018\u201c](?=[A-Za-z0-9]))"
)
_WORDS = re.compile(r"([A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f .,'&()/+-]*|[0-9][0-9.,%]*)")


class ScriptRun(NamedTuple):
    """A part of a run in one face: ``latin_kind`` is empty, ``quote`` or ``word``.

    ``gap`` is the space added after it, in em.
    """

    text: str
    latin_kind: str = ""
    gap: float = 0.0


def has_centred_punctuation(language: str) -> bool:
    """Whether stops are in the middle of their square in ``language`` (BCP 47)."""
    tag = language.lower()
    return not tag.startswith(("zh-hans", "zh-cn", "zh-sg", "ja", "ko"))


def gap_between(before: str, after: str, centred_punctuation: bool) -> float:
    """The space added between two adjacent characters, in em; may be negative."""
    boundary = _BOUNDARY.search(before + after, len(before))
    return (
        _gap_for(boundary, centred_punctuation)
        if boundary is not None and boundary.start() == len(before)
        else 0.0
    )


def _gap_for(boundary: re.Match[str], centred: bool) -> float:
    if boundary.lastgroup == "apart":
        return HAN_LATIN_GAP
    return 0.0 if boundary.lastgroup == "left" and centred else PUNCTUATION_GAP


def split_scripts(
    text: str, *, split_words: bool, centred_punctuation: bool
) -> Iterator[ScriptRun]:
    """Split ``text`` where the face or the spacing changes.

    Quotation marks of Latin text never take the Chinese face, in which they are a full em wide;
    Latin words are split off only if ``split_words``.
    """
    gaps: dict[int, float] = {}
    if _ANY_HAN.search(text):
        for boundary in _BOUNDARY.finditer(text):
            gap = _gap_for(boundary, centred_punctuation)
            if gap:
                gaps[boundary.start()] = gap
    start = 0
    for index, piece in enumerate(_QUOTES.split(text)):
        if index % 2:
            yield from _split_at_gaps(piece, "quote", start, gaps)
        elif not split_words:
            yield from _split_at_gaps(piece, "", start, gaps)
        else:
            offset = start
            for index, part in enumerate(_WORDS.split(piece)):
                yield from _split_at_gaps(part, "word" if index % 2 else "", offset, gaps)
                offset += len(part)
        start += len(piece)


def _split_at_gaps(
    text: str, latin: str, start: int, gaps: dict[int, float]
) -> Iterator[ScriptRun]:
    """Split ``text``, which begins at offset ``start``, around characters with a gap after them."""
    begin = 0
    if gaps:
        for index in range(1, len(text) + 1):
            gap = gaps.get(start + index)
            if gap:
                if index - 1 > begin:
                    yield ScriptRun(text[begin : index - 1], latin)
                yield ScriptRun(text[index - 1 : index], latin, gap)
                begin = index
    if begin < len(text):
        yield ScriptRun(text[begin:], latin)
