"""Unicode folding: one form for all spellings of a word, with the original offsets.

Compatibility forms (NFKC), case, width, diacritics, katakana and hiragana, and the Traditional,
Simplified, Taiwan and Hong Kong variants of a Han character all fold to one form. Folding
works character by character, so that the original offsets are never lost.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from viewer.archive.model.han_variants import han_variants

#: Raise it when folding or tokens change: every index made before is then stale.
ANALYZER_VERSION = "11"

_REPLACEMENTS = {
    "×": "x",
    "✕": "x",
    "’": "'",
    "‘": "'",
    "＇": "'",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "ı": "i",
}
# Letters that need a neighbour to be composed: voiced kana marks and the parts of Hangul.
_COMPOSABLE = re.compile(
    "[^\u3099\u309a\uff9e\uff9f\u1100-\u11ff][\u3099\u309a\uff9e\uff9f]+|[\u1100-\u11ff]{2,3}"
)
# One of them stands in nearly no text: to look for a single character is thirty times as fast.
_COMPOSING = re.compile("[\u3099\u309a\uff9e\uff9f\u1100-\u11ff]")
# Katakana that hiragana have too (ァ to ヶ, and the marks ヽ and ヾ), each with its hiragana.
_HIRAGANA = {chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_KEPT_COMBINING_MARKS = "\u3099\u309a"
#: No Han character stands before this one.
_FIRST_HAN = "\u3400"


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    if char in _REPLACEMENTS:
        return _REPLACEMENTS[char]
    # Hangul and kana must not fall apart, so the decomposition is only for finding the marks.
    composed = unicodedata.normalize("NFKC", char).casefold()
    folded_parts: list[str] = []
    for part in composed:
        if part >= _FIRST_HAN and (han := han_variants().get(ord(part))) is not None:
            folded_parts.append(han)
            continue
        base = part
        if not "\u3040" <= part <= "\u30ff" and not "\uac00" <= part <= "\ud7a3":
            base = unicodedata.normalize("NFKD", part)
        for piece in base:
            category = unicodedata.category(piece)
            if category in {"Mn", "Me"} and piece not in _KEPT_COMBINING_MARKS:
                continue
            if category == "Cf":
                continue
            piece = _HIRAGANA.get(piece, piece)
            folded_parts.append(_REPLACEMENTS.get(piece, piece))
    folded = "".join(folded_parts).casefold()
    # NFKC writes a blank before a free-standing accent; a blank in the middle of a word is wrong.
    return folded.replace(" ", "") if len(folded) > 1 else folded


class _FoldingTable(dict[int, str]):
    """A table for ``str.translate`` that fills itself.

    ``length_changing`` are the characters met so far that do not fold to exactly one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.length_changing: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold_char(char)
        self[code] = folded
        if len(folded) != 1:
            self.length_changing.add(char)
        return folded


_FOLDING_TABLE = _FoldingTable()


def fold(text: str) -> str:
    """The folded form of ``text``: equal for two texts that should find each other."""
    if _COMPOSING.search(text):
        return fold_with_offsets(text)[0]
    return text.translate(_FOLDING_TABLE)


def fold_with_offsets(text: str) -> tuple[str, array[int] | None]:
    """The folded form and, for each of its characters, the offset it came from.

    Offsets are in code points and end with the length of ``text``; they are ``None`` when every
    character folded to exactly one, which is the rule.
    """
    if not _COMPOSING.search(text):
        folded = text.translate(_FOLDING_TABLE)
        length_changing = _FOLDING_TABLE.length_changing
        if len(folded) == len(text) and length_changing.isdisjoint(text):
            return folded, None
        offsets = array("l")
        mapped_until = 0
        for at, char in enumerate(text):
            if char in length_changing:
                offsets.extend(range(mapped_until, at))
                offsets.extend([at] * len(_FOLDING_TABLE[ord(char)]))
                mapped_until = at + 1
        offsets.extend(range(mapped_until, len(text) + 1))
        return folded, offsets
    pieces: list[str] = []
    offsets = array("l")
    at = 0
    while at < len(text):
        cluster = _COMPOSABLE.match(text, at)
        if cluster:
            source, end = unicodedata.normalize("NFKC", cluster.group()), cluster.end()
        else:
            source, end = text[at], at + 1
        piece = source.translate(_FOLDING_TABLE)
        pieces.append(piece)
        offsets.extend([at] * len(piece))
        at = end
    offsets.append(len(text))
    return "".join(pieces), offsets


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text with its folded form, made once and searched often."""

    text: str
    folded: str
    offsets: array[int] | None

    @classmethod
    def of(cls, text: str) -> FoldedText:
        """Fold ``text``."""
        return cls(text, *fold_with_offsets(text))


def unfold_span(start: int, end: int, offsets: array[int] | None, text: str) -> tuple[int, int]:
    """The span of the original ``text`` that the folded span ``[start, end)`` came from.

    ``offsets`` are those of ``fold_with_offsets``.
    """
    if offsets is None:
        return start, end
    first = offsets[start]
    last = offsets[end - 1] if end > start else first
    after = offsets[end] if end < len(offsets) else len(text)
    # Characters that fold to nothing belong to what stands before them, accents above all.
    stop = max(after, last + 1) if end > start else first
    return first, _extend_over_combining_marks(text, last + 1, stop)


def _extend_over_combining_marks(text: str, minimum: int, stop: int) -> int:
    end = minimum
    while end < stop and unicodedata.category(text[end]) in {"Mn", "Me", "Cf"}:
        end += 1
    return max(end, minimum)
