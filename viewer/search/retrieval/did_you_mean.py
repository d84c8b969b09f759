"""“Did you mean”: what stands in the archive one slip of the hand from what was typed.

Latin: words within one edit (two for long ones), and words that hold what was typed. Han: runs
of three or more that differ in one character; they are looked for in the articles themselves, so
that every suggestion is the archive's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log, sqrt

from viewer.search.language.tokenizer import is_han
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.query.parser import Term
from viewer.search.query.planner import EXACT, TYPO, TermForm
from viewer.search.retrieval.matcher import Matcher, OpenSegment

_SHORTEST_RUN = 3
_SHORTEST_WORD = 3
_LONG_WORD = 6
_LONG_BEGINNING = 5
_MOST_WORDS = 10
_HAN_BYTES = 3
_IN_TITLE, _COMMON = 2.0, 0.2
#: What a slip costs a reading; another character costs 1.
_EXCHANGED, _DOUBLED, _DROPPED, _BEGUN = 0.8, 0.5, 1.5, 1.2
#: Articles looked through for one wrong character at one place.
_MOST_ARTICLES = 20_000


@dataclass(slots=True)
class Slip:
    """One reading of a text that was mistyped: its chunks and the articles that hold it."""

    chunks: tuple[str, ...]
    cost: float
    places: set[tuple[int, int]] = field(default_factory=set)
    titles: set[tuple[int, int]] = field(default_factory=set)


def slips(text: Term, matcher: Matcher, vocabulary: Callable[[], Vocabulary]) -> list[Slip]:
    """The readings of ``text`` that stand in the archive, the likeliest first."""
    found: dict[tuple[str, ...], Slip] = {}
    whole = "".join(text.chunks)
    for index, chunk in enumerate(text.chunks):
        if not is_han(chunk):
            goes_on = text.prefix and index == len(text.chunks) - 1
            _correct_word(text.chunks, index, matcher, vocabulary(), found, goes_on=goes_on)
    if len(whole) >= _SHORTEST_RUN and any(map(is_han, text.chunks)):
        _correct_run(text.chunks, matcher, found)
        _swap_or_drop(text.chunks, matcher, found)
    return sorted(found.values(), key=likelihood, reverse=True)


def likelihood(slip: Slip) -> float:
    """Titles count most, then how common the reading is, then how slight the slip."""
    return sqrt(len(slip.titles)) * _IN_TITLE + log(1 + len(slip.places)) - slip.cost


def score(slip: Slip, place: tuple[int, int], title_length: int) -> float:
    """How well one article answers through this reading."""
    size = sum(len(chunk.encode()) for chunk in slip.chunks)
    value = 1.0 + _COMMON * log(1 + len(slip.places)) - 0.3 * slip.cost
    if place in slip.titles:
        value += _IN_TITLE + min(1.0, size / max(1, title_length))
    return value


def _correct_word(
    chunks: tuple[str, ...],
    index: int,
    matcher: Matcher,
    vocabulary: Vocabulary,
    found: dict[tuple[str, ...], Slip],
    *,
    goes_on: bool,
) -> None:
    word = chunks[index]
    if len(word) < _SHORTEST_WORD:
        return
    candidates = [(other, 0.5) for other in vocabulary.words_containing(word, _MOST_WORDS)]
    most = 2 if len(word) >= _LONG_WORD else 1
    candidates += [
        (other, float(d)) for other, d in vocabulary.words_within_distance(word, most, _MOST_WORDS)
    ]
    if goes_on and not candidates and len(word) >= _LONG_BEGINNING:
        candidates = [
            (other, _BEGUN) for other in vocabulary.words_with_similar_prefix(word, _MOST_WORDS)
        ]
    for other, cost in candidates:
        changed = (*chunks[:index], other, *chunks[index + 1 :])
        _keep(TermForm(changed, TYPO), cost, matcher, found)


def _swap_or_drop(
    chunks: tuple[str, ...], matcher: Matcher, found: dict[tuple[str, ...], Slip]
) -> None:
    """Two characters exchanged, or one too many."""
    for index, chunk in enumerate(chunks):
        if not is_han(chunk) or len(chunk) < _SHORTEST_RUN:
            continue
        for reading, cost in _rearranged(chunk).items():
            changed = (*chunks[:index], reading, *chunks[index + 1 :])
            _keep(TermForm(changed, TYPO), cost, matcher, found)


def _rearranged(run: str) -> dict[str, float]:
    readings: dict[str, float] = {}
    for at in range(len(run) - 1):
        readings[run[:at] + run[at + 1] + run[at] + run[at + 2 :]] = _EXCHANGED
    if len(run) > _SHORTEST_RUN:
        for at in range(len(run)):
            doubled = run[at : at + 1] == run[at + 1 : at + 2]
            readings.setdefault(run[:at] + run[at + 1 :], _DOUBLED if doubled else _DROPPED)
    readings.pop(run, None)
    return readings


def _keep(
    form: TermForm, cost: float, matcher: Matcher, found: dict[tuple[str, ...], Slip]
) -> None:
    matches = matcher.match_form(form)
    if not any(matches) or form.chunks in found:
        return
    slip = found[form.chunks] = Slip(form.chunks, cost)
    needle = form.needle
    for index, held in enumerate(matches):
        shelf = matcher.segments[index].stored
        slip.places |= {(index, number) for number in held}
        slip.titles |= {(index, number) for number in shelf.articles_titled_with(held, needle)}


def _correct_run(
    chunks: tuple[str, ...], matcher: Matcher, found: dict[tuple[str, ...], Slip]
) -> None:
    """One character wrong: the rest stands on both sides of another one."""
    places: defaultdict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    titles: defaultdict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for index, chunk in enumerate(chunks):
        if not is_han(chunk):
            continue
        for at in range(len(chunk)):
            matcher.check_cancelled()
            before = (*chunks[:index], *_part(chunk[:at]))
            after = (*_part(chunk[at + 1 :]), *chunks[index + 1 :])
            left = _joined(chunks[:index], chunk[:at], last=True)
            right = _joined(chunks[index + 1 :], chunk[at + 1 :], last=False)
            for number_of, segment, numbers in _holding(before, after, matcher):
                for number in numbers:
                    stream = segment.stored.stream(number)
                    end = segment.stored.title_length(number)
                    for place, char in _between(stream, left, right):
                        if char != chunk[at]:
                            changed = chunk[:at] + char + chunk[at + 1 :]
                            reading = (*chunks[:index], changed, *chunks[index + 1 :])
                            places[reading].add((number_of, number))
                            if place < end:
                                titles[reading].add((number_of, number))
    for reading, where in places.items():
        if reading not in found:
            found[reading] = Slip(reading, 1.0, where, titles[reading])


def _part(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _joined(chunks: tuple[str, ...], part: str, *, last: bool) -> bytes:
    """The bytes of the stream that stand before (``last``) or after the wrong character."""
    if last:
        text = " ".join((*chunks, part)) if chunks else part
        if chunks and not is_han(chunks[0]):
            text = " " + text
    else:
        text = " ".join((part, *chunks)) if chunks else part
        if chunks and not is_han(chunks[-1]):
            text += " "
    return text.encode("utf-8", "replace")


def _holding(
    before: tuple[str, ...], after: tuple[str, ...], matcher: Matcher
) -> Iterator[tuple[int, OpenSegment, list[int]]]:
    """The articles that hold what stands on both sides."""
    sides = [matcher.match_form(TermForm(side, EXACT)) for side in (before, after) if side]
    if not sides:
        return
    for index, segment in enumerate(matcher.segments):
        numbers = set(sides[0][index])
        for side in sides[1:]:
            numbers &= side[index].keys()
        if numbers:
            yield index, segment, sorted(numbers)[:_MOST_ARTICLES]


def _between(stream: bytes, left: bytes, right: bytes) -> Iterator[tuple[int, str]]:
    """Each Han character that stands between ``left`` and ``right``, and where."""
    if left:
        at = stream.find(left)
        while at >= 0:
            place = at + len(left)
            if stream.startswith(right, place + _HAN_BYTES):
                char = _char(stream[place : place + _HAN_BYTES])
                if char:
                    yield place, char
            at = stream.find(left, at + 1)
    else:
        at = stream.find(right, _HAN_BYTES)
        while at >= 0:
            char = _char(stream[at - _HAN_BYTES : at])
            if char:
                yield at - _HAN_BYTES, char
            at = stream.find(right, at + 1)


def _char(raw: bytes) -> str:
    text = raw.decode("utf-8", "ignore")
    return text if len(text) == 1 and is_han(text) else ""
