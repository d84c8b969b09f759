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
_SIGN = r"(?:[^\w\s\"'“”‘’«»…—–·•⺀-\U0010ffff]|_)"
#: A word with the signs written before, in and behind it: .net, 73%, foo_bar, map(), --no-verify.
_SIGNED_WORD = re.compile(
    rf"(?<![.@#$%^<~/\\&=+:!|_-])[.@#$%^<~/\\&=+:!|_-]*{_LETTERS}(?:{_SIGN}+{_LETTERS})*"
    r"[%!>+#/=$*_()\[\]{}]*"
)
_OPENING = {")": "(", "]": "[", "}": "{"}
_MAX_SIGNED_LENGTH = 200
_SIGNED_SEPARATOR = "\x02"
_NUMBER_SIGNS = (".", ",")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
#: Longer words are cut: nobody types them, and they would swell the index.
MAX_WORD_LENGTH = 64


#: ``is_word_character`` as a pattern.
WORD_CHARACTER = r"[^\W_\u2e80-\U0010ffff]"


def is_han(chunk: str) -> bool:
    """Whether a chunk is a run of Han rather than a word."""
    return chunk >= _FIRST_HAN


def is_word_character(char: str) -> bool:
    """Whether a folded character is part of a word that is not Han."""
    return char < _FIRST_HAN and char.isalnum()


def split_chunks(folded: str) -> list[str]:
    """The runs and words of folded text, in order."""
    return CHUNK_PATTERN.findall(folded)


def signed_words(folded: str) -> list[str]:
    """The words of folded text that signs are written at, each with its signs.

    Not the marks of a sentence: a comma, a quotation mark, a parenthesis around a word.
    """
    words = []
    for match in _SIGNED_WORD.finditer(folded):
        word = match.group()[:_MAX_SIGNED_LENGTH]
        while word[-1] in "([{" or (
            word[-1] in _OPENING and word.count(word[-1]) > word.count(_OPENING[word[-1]])
        ):
            word = word[:-1]
        if not word.isalnum():
            words.append(word)
    return words


def signed_block(words: Iterable[str]) -> str:
    """The last block of a stream: the signed words of an article."""
    return _SIGNED_SEPARATOR.join(("", *words, ""))


def has_signed_word(stream: bytes, word: str, *, prefix: bool) -> bool:
    """Whether a stream holds a signed word, as a whole or as part of a larger one.

    With ``prefix`` it may go on.
    """
    at = stream.rfind(b"\n" + _SIGNED_SEPARATOR.encode())
    return at >= 0 and bool(
        find_signed(stream[at:].decode("utf-8", "replace"), word, prefix=prefix)
    )


def find_signed(folded: str, word: str, *, prefix: bool = False) -> list[tuple[int, int]]:
    """Where a signed word stands in folded text, as a whole or as part of a larger one.

    ``map()`` stands in ``arr.map()``; but ``1.0.0`` does not in ``0.1.0.0``.
    """
    spans = []
    at = folded.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = folded[max(0, at - 2) : at], folded[end : end + 2]
        is_cut = _is_in_word(before[-1:]) or (
            word[0].isdigit() and before[-1:] in _NUMBER_SIGNS and before[:1].isdigit()
        )
        if word[-1].isalnum() and not prefix:
            is_cut = is_cut or _is_in_word(after[:1]) or (
                word[-1].isdigit() and after[:1] in _NUMBER_SIGNS and after[1:].isdigit()
            )  # fmt: skip
        if not is_cut:
            spans.append((at, end))
        at = folded.find(word, end)
    return spans


def _is_in_word(char: str) -> bool:
    return char == "_" or (char < _FIRST_HAN and char.isalnum())


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
    """Whether a name is an acronym in its own letter case."""
    return name[:1] < "a" and _ACRONYM.fullmatch(name) is not None


def is_cased(term: str) -> bool:
    """Whether a term of the index stands for a word in its own letter case only."""
    return "A" <= term[:1] <= "Z"


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
