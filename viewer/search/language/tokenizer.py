"""Tokens: Latin words whole, Han text in overlapping pairs. Index and query share this module.

Folded text is first cut into *chunks*: runs of Han (also kana, Hangul, bopomofo) and words of any
other script. The *stream* of an article is its chunks with one blank between them and a line feed
between blocks; phrases are looked for in it, so that a phrase is exactly what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Scripts from here on put no blanks between words (or are too rare to matter).
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
#: A word in capitals, or its plural (``GANs``): it is in the index as it stands, too.
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,5}s?(?![A-Za-z0-9])")
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
    """Compound words without their punctuation: ``nodejs`` for ``node.js``."""
    if not COMPOUND_PUNCTUATION.search(folded):
        return []
    return [
        bare
        for compound in COMPOUND_PATTERN.findall(folded)
        if (bare := _join_compound(compound)) and len(bare) <= MAX_WORD_LENGTH
    ]


def _join_compound(compound: str) -> str:
    bare = COMPOUND_PUNCTUATION.sub("", compound)
    if bare == compound:
        return ""
    if bare.isdigit():  # 1,000 is 1000, but 3.11 is not 311
        return bare if _THOUSANDS.fullmatch(compound) else ""
    return "" if "," in compound else bare


def acronyms(text: str) -> list[str]:
    """The acronyms of a text that is not folded, as they stand there."""
    return _ACRONYM.findall(text)


def cased_acronym(name: str) -> bool:
    """Whether a name, or a term of the index, is an acronym in its own letter case."""
    return name[:1] < "a" and _ACRONYM.fullmatch(name) is not None


def index_terms(chunks: Iterable[str]) -> list[str]:
    """The index terms of chunks: each word; each Han character and each pair of neighbours."""
    terms: list[str] = []
    for chunk in chunks:
        if is_han(chunk):
            terms += chunk
            terms += map(str.__add__, chunk, chunk[1:])
        else:
            word = chunk[:MAX_WORD_LENGTH]
            terms.append(word)
            bare = word.rstrip("+#")
            if bare != word:
                terms.append(bare)
    return terms
