"""Tokens: Latin words whole, Han text in overlapping pairs. Index and query share this module.

Folded text is first cut into *chunks*: runs of Han (also kana, Hangul, bopomofo) and words of any
other script. The *stream* of an article is its chunks with one blank between them, a line feed
between blocks; phrases are looked for in it, so that a phrase is exactly what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: The scripts from here on do not set words apart (or are so rare that it does not matter).
_FIRST_HAN = "\u2e80"
# Written so that they compile in a millisecond: one class with all the ranges of Han takes five.
# A possessive group takes one character too many in Python up to 3.11.3; none is needed, since
# nothing that has to match follows.
_LETTERS = r"(?:[a-z0-9]++|(?=[\xaa-\u2e7f])[^\W_])+"
#: A run of Han, or a word; ``c++``, ``c#`` and their like keep their signs.
CHUNK_PATTERN = re.compile(rf"[^\W\x00-\u2e7f]++|{_LETTERS}(?:\+\+|[+#](?![a-z0-9]))?")
#: A word with all that is written together with it: node.js, gpt-4, wi-fi, don't, 1,000.
COMPOUND_PATTERN = re.compile(rf"{_LETTERS}(?:[-._',]{_LETTERS})*")
COMPOUND_PUNCTUATION = re.compile(r"[-._',]")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
#: Longer words are cut: nobody types them, and they would swell the index.
MAX_WORD_LENGTH = 64


def is_han(chunk: str) -> bool:
    """Whether a chunk is a run of Han rather than a word."""
    return chunk >= _FIRST_HAN


def is_word_character(char: str) -> bool:
    """Whether a folded character is part of a word that is not Han."""
    return char < _FIRST_HAN and char.isalnum()


def split_chunks(folded: str) -> list[str]:
    """The runs and words of folded text, in order."""
    return CHUNK_PATTERN.findall(folded)


def joined_compounds(folded: str) -> list[str]:
    """Words that stand written together with marks, as if without: ``nodejs`` for ``node.js``."""
    if not COMPOUND_PUNCTUATION.search(folded):
        return []
    return [
        bare
        for found in COMPOUND_PATTERN.findall(folded)
        if (bare := _join_compound(found)) and len(bare) <= MAX_WORD_LENGTH
    ]


def _join_compound(found: str) -> str:
    bare = COMPOUND_PUNCTUATION.sub("", found)
    if bare == found:
        return ""
    if bare.isdigit():  # 1,000 is 1000, but 3.11 is not 311
        return bare if _THOUSANDS.fullmatch(found) else ""
    return "" if "," in found else bare


def index_terms(found: Iterable[str]) -> list[str]:
    """The index terms of chunks: each word; each Han character and each pair of neighbours."""
    out: list[str] = []
    for chunk in found:
        if is_han(chunk):
            out += chunk
            out += map(str.__add__, chunk, chunk[1:])
        else:
            word = chunk[:MAX_WORD_LENGTH]
            out.append(word)
            bare = word.rstrip("+#")
            if bare != word:
                out.append(bare)
    return out
