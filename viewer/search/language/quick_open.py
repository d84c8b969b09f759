"""Fuzzy title search for quick open: finds titles by a few letters of them.

A word is found where it stands, best at the beginning of the text or of a word in it; failing that,
the letters of a Latin word may be scattered in order, as in other fuzzy finders. Han characters
are never scattered: two of them far apart mean something else. The lines of a text are the names
of one thing, its main name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from viewer.search.language.folding import fold

_LATIN_WORD = re.compile(r"[a-z0-9]{2,40}\Z")
_WHOLE_SCORE, _NAME_SCORE, _TEXT_START_SCORE, _WORD_START_SCORE, _INSIDE_SCORE, _SCATTERED_SCORE = (
    100.0,
    90.0,
    80.0,
    70.0,
    50.0,
    25.0,
)
#: Subtracted for each hundred characters of text: of two equal matches the shorter is meant.
_LENGTH_PENALTY = 10.0


@dataclass(frozen=True, slots=True)
class QuickOpenMatch:
    """The text at ``index`` matches; ``spans`` are where, in code points of its folded form."""

    index: int
    score: float
    spans: tuple[tuple[int, int], ...]


def query_words(query: str) -> tuple[str, ...]:
    """The first eight words of what was typed, folded."""
    return tuple(fold(query).split()[:8])


def find_titles(
    query: str, texts: Sequence[str], bonus: Sequence[float] = (), limit: int = 50
) -> list[QuickOpenMatch]:
    """The best of the folded ``texts``, each of which holds every word of ``query``.

    ``bonus`` holds what is added to the score of each text, if given; of equal texts the first
    comes first.
    """
    words = query_words(query)
    if not words:
        return []
    matches = []
    for index in _prefilter(words, texts):
        scored = match_words(words, texts[index])
        if scored is not None:
            score, spans = scored
            matches.append(QuickOpenMatch(index, score + (bonus[index] if bonus else 0.0), spans))
    matches.sort(key=lambda match: (-match.score, match.index))
    return matches[:limit]


def match_words(
    words: Sequence[str], text: str
) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """The score of ``words`` in the folded ``text``, and their spans; None if one is missing."""
    total = 0.0
    spans: list[tuple[int, int]] = []
    for word in words:
        at = _best_position(word, text)
        if at >= 0:
            total += _position_score(word, text, at)
            spans.append((at, at + len(word)))
            continue
        pattern = _scattered_pattern(word)
        match = pattern.search(text) if pattern is not None else None
        if match is None:
            return None
        total += _SCATTERED_SCORE - min(20.0, (match.end() - match.start() - len(word)) / 2)
        spans += [match.span(group) for group in range(1, len(word) + 1)]
    return total / len(words) - len(text) * _LENGTH_PENALTY / 100, tuple(sorted(spans))


def _prefilter(words: Sequence[str], texts: Sequence[str]) -> Iterable[int]:
    """Only texts that hold the longest word's first character need a closer look.

    A single character alone would find nearly everything: it is taken for a beginning.
    """
    first = max(words, key=len)[0]
    if words == (first,):
        return (index for index, text in enumerate(texts) if text.startswith(first))
    return (index for index, text in enumerate(texts) if first in text)


def _best_position(word: str, text: str) -> int:
    """Where ``word`` stands in ``text``: at the beginning of a word if it does so anywhere."""
    first = at = text.find(word)
    while at > 0 and not _begins_word(text, at):
        at = text.find(word, at + 1)
    return at if at >= 0 else first


def _position_score(word: str, text: str, at: int) -> float:
    end = at + len(word)
    if (at == 0 or text[at - 1] == "\n") and (end == len(text) or text[end] == "\n"):
        return _NAME_SCORE if at else _WHOLE_SCORE
    if at == 0:
        return _TEXT_START_SCORE
    return _WORD_START_SCORE if _begins_word(text, at) else _INSIDE_SCORE


def _begins_word(text: str, at: int) -> bool:
    before = text[at - 1]
    return not before.isalnum() or not (before.isascii() and text[at].isascii())


@lru_cache(maxsize=64)
def _scattered_pattern(word: str) -> re.Pattern[str] | None:
    if not _LATIN_WORD.match(word):
        return None
    return re.compile(r"\b" + "[^\n]{0,30}?".join(f"({re.escape(letter)})" for letter in word))
