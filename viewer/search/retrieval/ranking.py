"""The order of hits: BM25F over everything, then a closer look at the best.

The first pass sums BM25F scores from the postings. The second looks into the articles that lead:
whether the whole query stands in the title and fills it, whether the parts stand near each
other, and how new the article is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from viewer.search.index.postings_builder import WEIGHT_UNIT
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.tokenizer import is_han
from viewer.search.query.planner import EXACT, FORM_WEIGHTS, SYNONYM, ExpandedTerm, TermForm
from viewer.search.retrieval.matcher import Matcher, MatchSet

_SATURATION = 1.4
#: How many of the leading articles get the closer look.
RERANK_COUNT = 160
_TITLE_BOOST, _TITLE_COVERAGE_BOOST, _TITLE_START_BOOST, _PROXIMITY_BOOST, _RECENCY_BOOST = (
    0.8,
    0.8,
    0.15,
    2.0,
    0.05,
)
_TITLE_PHRASE_BOOST, _PHRASE_BOOST = 2.6, 2.0
_PROXIMITY_BYTES = 120.0
#: Queries of more parts than this are not looked at more closely.
_MAX_RERANK_TERMS = 12
_MAX_POSITIONS = 8


def bm25_scores(count: int, total: int) -> list[float]:
    """The BM25 score of each weight 0…255 of a text that stands in ``count`` of ``total``."""
    idf = math.log(1 + (total - count + 0.5) / (count + 0.5))
    saturation = _SATURATION * WEIGHT_UNIT
    return [idf * weight * (_SATURATION + 1) / (weight + saturation) for weight in range(256)]


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article of the index: its segment, its number there, and its score."""

    segment: int
    number: int
    score: float
    synonym_only: bool
    adjacent: bool = False

    @property
    def display_score(self) -> float:
        """The score that falls in the order of relevance, its tier before the point."""
        tier = 0 if self.synonym_only else 1 + self.adjacent
        return tier + self.score / (1 + self.score)


class RecencyBoost:
    """How new each issue is, for the mild preference of newer ones.

    By its date; where a publication gives no dates, by its number among its fellows.
    """

    def __init__(self, stored_fields: Iterable[StoredFields]) -> None:
        stored_fields = list(stored_fields)
        days = [day for stored in stored_fields for day in stored.day_range]
        self._days = (min(days), max(days)) if days else (0, 0)
        self._numbers: dict[str, tuple[int, int]] = {}
        for stored in stored_fields:
            for publication, (low, high) in stored.issue_ranges.items():
                first, last = self._numbers.get(publication, (low, high))
                self._numbers[publication] = (min(first, low), max(last, high))

    def factor(self, stored: StoredFields, number: int) -> float:
        """1 for the oldest article, a little more for newer ones."""
        value, (low, high) = stored.days[number], self._days
        if not value:
            value = stored.issues[number]
            low, high = self._numbers[
                stored.facet_values[stored.facet_index_of[number]].publication
            ]
        return 1 + _RECENCY_BOOST * (value - low) / (high - low) if high > low else 1.0


def rank_by_relevance(
    found: MatchSet,
    matcher: Matcher,
    terms: Sequence[ExpandedTerm],
    recency: RecencyBoost | None,
    limit: int,
) -> list[RankedArticle]:
    """The best ``limit`` articles in order; ties go to the newer issue, then by id."""
    places = _top_candidates(found, max(RERANK_COUNT, limit))
    look = _Reranker(terms) if terms else None
    looked: list[tuple[tuple[object, ...], RankedArticle]] = []
    for place in places:
        stored, number = matcher.segments[place.segment].stored, place.number
        score, together = place.score, False
        if look is not None:
            lift, together = look.boost(stored.stream(number))
            score *= lift
        if recency is not None:
            score *= recency.factor(stored, number)
        score = round(score, 4)
        made = RankedArticle(
            place.segment, number, score, place.synonym_only, together and not place.synonym_only
        )
        newer = (-stored.days[number], -stored.issues[number], stored.ids[number])
        looked.append(((made.synonym_only, not made.adjacent, -score, *newer), made))
    looked.sort(key=lambda item: item[0])
    return [place for _, place in looked[:limit]]


def rank_by_date(found: MatchSet, matcher: Matcher, limit: int) -> list[RankedArticle]:
    """The newest ``limit`` articles, better ones first within a day."""
    rows = []
    for index, matches in enumerate(found.matches):
        stored = matcher.segments[index].stored
        days, issues, ids = stored.days, stored.issues, stored.ids
        rows += [(days[n], issues[n], s, -ids[n], index, n) for n, s in matches.items()]
    return [
        RankedArticle(index, number, round(score, 4), number in found.synonym_only[index])
        for _, _, score, _, index, number in nlargest(limit, rows)
    ]


def _top_candidates(found: MatchSet, most: int) -> list[RankedArticle]:
    places: list[RankedArticle] = []
    for index, matches in enumerate(found.matches):
        weak = found.synonym_only[index]
        strong = matches
        if weak:
            strong = {n: s for n, s in matches.items() if n not in weak}
            doubtful = [(s, -n) for n, s in matches.items() if n in weak]
            places += [RankedArticle(index, -n, s, True) for s, n in nlargest(most, doubtful)]
        chosen = list(strong.items())
        if len(chosen) > most:
            limit = sorted(strong.values(), reverse=True)[most - 1]
            # Among equals the later numbers stay: issues come oldest first.
            chosen = [(n, s) for n, s in chosen if s >= limit]
            spare = len(chosen) - most
            if spare:
                level = {n for n, s in chosen if s == limit}
                dropped = set(sorted(level)[:spare])
                chosen = [(n, s) for n, s in chosen if n not in dropped]
        places += [RankedArticle(index, n, s, False) for n, s in chosen]
    if len(places) > most:
        places = nlargest(
            most, places, key=lambda p: (not p.synonym_only, p.score, p.segment, p.number)
        )
    return places


class _Reranker:
    """The closer look at an article: made once for a query, asked for each leading article."""

    def __init__(self, leaves: Sequence[ExpandedTerm]) -> None:
        self._term_needles = [
            [(form.needle, FORM_WEIGHTS[form.kind], form.kind != SYNONYM) for form in leaf.forms]
            for leaf in leaves[:_MAX_RERANK_TERMS]
        ]
        self._phrases = _phrase_needles(leaves)

    def boost(self, stream: bytes) -> tuple[float, bool]:
        """By how much the article's score is multiplied, and whether the parts stand together.

        They do where they stand side by side as typed, or all of them in the title: no number
        of occurrences far apart goes before that.
        """
        end = stream.find(b"\n")
        title = stream if end < 0 else stream[:end]
        lift = 1.0
        covered = in_title = 0.0
        titled = 0
        spots: list[list[int]] = []
        several = len(self._term_needles) > 1
        for needles in self._term_needles:
            for needle, factor, own in needles:
                at = title.find(needle) if own else -1
                if at >= 0:
                    covered += len(needle.strip()) * factor
                    in_title += factor
                    titled += 1
                    if at <= 1:
                        lift += _TITLE_START_BOOST * factor
                    break
            if several:
                found = _positions(stream, needles)
                if found:
                    spots.append(found)
        if in_title:
            share = covered / max(1, len(title) - 2)
            lift += _TITLE_BOOST * in_title / len(self._term_needles) + _TITLE_COVERAGE_BOOST * min(
                1.0, share
            )
        together = titled == len(self._term_needles)
        if any(phrase in title for phrase in self._phrases):
            lift += _TITLE_PHRASE_BOOST
            together = True
        elif any(phrase in stream for phrase in self._phrases):
            lift += _PHRASE_BOOST
            together = True
        if len(spots) > 1:
            lift += _PROXIMITY_BOOST * _proximity(spots)
        return lift, together and several


def _phrase_needles(leaves: Sequence[ExpandedTerm]) -> list[bytes]:
    """What stands in a stream where all the parts stand side by side as typed."""
    if not 1 < len(leaves) <= _MAX_RERANK_TERMS:
        return []
    firsts = [leaf.forms[0] for leaf in leaves]
    chunks = [chunk for form in firsts for chunk in form.chunks]
    prefix = any(form.prefix for form in leaves[-1].forms)
    joined: list[str] = []
    for chunk in chunks:
        if joined and is_han(joined[-1]) and is_han(chunk):
            joined[-1] += chunk
        else:
            joined.append(chunk)
    readings = dict.fromkeys((tuple(chunks), tuple(joined)))
    return [TermForm(reading, EXACT, prefix).needle for reading in readings]


def _positions(stream: bytes, needles: Sequence[tuple[bytes, float, bool]]) -> list[int]:
    for needle, _, _ in needles:
        found: list[int] = []
        at = stream.find(needle)
        while at >= 0 and len(found) < _MAX_POSITIONS:
            found.append(at)
            at = stream.find(needle, at + len(needle))
        if found:
            return found
    return []


def _proximity(spots: Sequence[Sequence[int]]) -> float:
    """1 when the parts stand together, less the farther apart their nearest places are."""
    best = None
    for start in spots[0]:
        span = 0
        for others in spots[1:]:
            span = max(span, min(abs(other - start) for other in others))
        best = span if best is None else min(best, span)
    return 1 / (1 + (best or 0) / _PROXIMITY_BYTES)
