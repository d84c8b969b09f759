"""Finding a title by a few letters of it, where titles are many and typing is short.

A word is found where it stands, best at the beginning of the text or of a word in it; failing that,
a word of Latin letters may have its letters scattered in order, each run of them beginning where it
can, as fuzzy finders have it. Han characters are never scattered: two of them far apart mean
something else. The lines of a text are names of one thing, the one it is called by first.
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
#: What a hundred characters of text cost: of two that match alike, the shorter is meant.
_LENGTH_PENALTY = 10.0


@dataclass(frozen=True, slots=True)
class QuickOpenMatch:
    """The text at ``index`` matches; ``spans`` are the stretches of its folded form that do."""

    index: int
    score: float
    spans: tuple[tuple[int, int], ...]


def query_words(query: str) -> tuple[str, ...]:
    """The folded words of what was typed."""
    return tuple(fold(query).split()[:8])


def find_titles(
    query: str, texts: Sequence[str], bonus: Sequence[float] = (), limit: int = 50
) -> list[QuickOpenMatch]:
    """The best of the folded ``texts``, each of which holds every word of ``query``.

    ``bonus`` is added to the score of the text at the same place; of equals the first comes first.
    """
    words = query_words(query)
    if not words:
        return []
    found = []
    for index in _prefilter(words, texts):
        made = match_words(words, texts[index])
        if made is not None:
            score, spans = made
            found.append(QuickOpenMatch(index, score + (bonus[index] if bonus else 0.0), spans))
    found.sort(key=lambda one: (-one.score, one.index))
    return found[:limit]


def match_words(
    words: Sequence[str], text: str
) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """How well every one of ``words`` is in the folded ``text``, and where; None if one is not."""
    total = 0.0
    spans: list[tuple[int, int]] = []
    for word in words:
        at = _best_position(word, text)
        if at >= 0:
            total += _position_score(word, text, at)
            spans.append((at, at + len(word)))
            continue
        pattern = _scattered_pattern(word)
        made = pattern.search(text) if pattern is not None else None
        if made is None:
            return None
        total += _SCATTERED_SCORE - min(20.0, (made.end() - made.start() - len(word)) / 2)
        spans += [made.span(group) for group in range(1, len(word) + 1)]
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
