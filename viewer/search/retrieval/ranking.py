"""Ranking: BM25F scores of all matches, then a closer look at the best.

The first pass sums BM25F scores from the postings. The second looks into the articles that lead:
whether the whole query stands in the title and fills it, whether the parts stand near each
other, and how new the article is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import permutations

from viewer.search.index.postings_builder import FULL_WEIGHT, SATURATION
from viewer.search.index.stored_fields import TITLE_SEPARATOR, StoredFields
from viewer.search.language.tokenizer import is_han
from viewer.search.query.planner import (
    EXACT,
    FORM_WEIGHTS,
    ISSUE,
    JOINED,
    LINK,
    RUN,
    WEAK,
    ExpandedTerm,
    TermForm,
)
from viewer.search.retrieval.matcher import ArticleScores, Matcher, MatchSet

#: How many of the leading articles get the closer look.
RERANK_COUNT = 160
_TITLE_BOOST, _TITLE_COVERAGE_BOOST, _TITLE_START_BOOST, _PROXIMITY_BOOST, _RECENCY_BOOST = (
    0.3,
    0.3,
    0.1,
    1.5,
    0.05,
)
_TITLE_PHRASE_BOOST, _PHRASE_BOOST, _REVERSED_NAME_BOOST = 2.6, 2.0, 1.5
_PROXIMITY_BYTES = 120.0
#: Of a query only so many terms are looked at more closely.
_MAX_RERANK_TERMS = 12
_MAX_POSITIONS = 8
_MAX_WORDS_OF_NAME = 3
_TITLE_SEPARATOR = TITLE_SEPARATOR.encode()


def bm25_scores(count: int, total: int) -> list[float]:
    """The BM25 score of each weight 0…255 of a term that ``count`` of ``total`` articles hold."""
    idf = math.log(1 + (total - count + 0.5) / (count + 0.5))
    return [idf * (SATURATION + 1) * weight / FULL_WEIGHT for weight in range(FULL_WEIGHT + 1)]


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article of the index: its segment, its number there, its score, and its tier.

    ``adjacent``: the terms stand together in it.
    """

    segment: int
    number: int
    score: float
    tier: int
    adjacent: bool = False

    @property
    def display_score(self) -> float:
        """``Hit.score``: twice the tier, counted from the last, before the point; one more where
        the terms stand together; the score behind the point.
        """
        return 2 * (WEAK - self.tier) + self.adjacent + self.score / (1 + self.score)


class RecencyBoost:
    """How new each issue is, for the mild preference of newer ones.

    By its date; where it has none, by its number among the issues of its publication.
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
        """A factor for the score: 1 for the oldest article, up to 1.05 for the newest."""
        value, (low, high) = stored.days[number], self._days
        if not value:
            value = stored.issues[number]
            low, high = self._numbers[
                stored.facet_values[stored.facet_index_of[number]].publication
            ]
        return 1 + _RECENCY_BOOST * (value - low) / (high - low) if high > low else 1.0


def rank_by_relevance(
    match_set: MatchSet,
    matcher: Matcher,
    terms: Sequence[ExpandedTerm],
    recency: RecencyBoost | None,
    language_boosts: Mapping[str, float],
    limit: int,
) -> list[RankedArticle]:
    """The best ``limit`` articles in order; ties as ``_newest_first`` has it.

    ``language_boosts`` are factors for the scores of the articles of a publication, by its id.
    """
    candidates = _top_candidates(match_set, matcher, max(RERANK_COUNT, limit))
    reranker = _Reranker(terms) if terms else None
    ranked: list[tuple[tuple[object, ...], RankedArticle]] = []
    for candidate in candidates:
        stored, number = matcher.segments[candidate.segment].stored, candidate.number
        score, adjacent = candidate.score, False
        if reranker is not None:
            factor, adjacent = reranker.boost(stored.stream(number))
            score *= factor
        if recency is not None:
            score *= recency.factor(stored, number)
        if language_boosts:
            publication = stored.facet_values[stored.facet_index_of[number]].publication
            score *= language_boosts.get(publication, 1.0)
        score = round(score, 4)
        article = RankedArticle(
            candidate.segment,
            number,
            score,
            candidate.tier,
            adjacent and candidate.tier < WEAK,
        )
        ties = _newest_first(stored, number)
        ranked.append(((article.tier, not article.adjacent, -score, *ties), article))
    ranked.sort(key=lambda item: item[0])
    return [article for _, article in ranked[:limit]]


def rank_by_date(match_set: MatchSet, matcher: Matcher, limit: int) -> list[RankedArticle]:
    """The newest ``limit`` articles, better ones first within a day; ties as ``_newest_first``."""
    rows = []
    for index, matches in enumerate(match_set.matches):
        stored = matcher.segments[index].stored
        days, issues = stored.days, stored.issues
        rows += [(days[n], issues[n], s, index, n) for n, s in matches.items()]
    if len(rows) > limit:
        last = nlargest(limit, (row[:3] for row in rows))[-1] if limit else rows[0]
        rows = [row for row in rows if row[:3] >= last]
    articles = [
        RankedArticle(index, number, score, match_set.tiers[index].get(number, 0))
        for _, _, score, index, number in rows
    ]
    articles.sort(key=lambda a: _by_date(matcher.segments[a.segment].stored, a))
    return [replace(article, score=round(article.score, 4)) for article in articles[:limit]]


def _by_date(stored: StoredFields, article: RankedArticle) -> tuple[object, ...]:
    day, issue, *rest = _newest_first(stored, article.number)
    return (day, issue, -article.score, *rest)


def _newest_first(stored: StoredFields, number: int) -> tuple[int, int, str, int]:
    """Sorts articles of equal score: by date, number of the issue, publication, place in the issue.

    So the order does not depend on the order in which they were brought in.
    """
    publication = stored.facet_values[stored.facet_index_of[number]].publication
    return -stored.days[number], -stored.issues[number], publication, stored.ids[number]


def _top_candidates(match_set: MatchSet, matcher: Matcher, count: int) -> list[RankedArticle]:
    candidates: list[RankedArticle] = []
    for index, matches in enumerate(match_set.matches):
        tiers = match_set.tiers[index]
        by_tier: list[ArticleScores] = [matches]
        if tiers:
            by_tier = [{} for _ in range(WEAK + 1)]
            for number, score in matches.items():
                by_tier[tiers.get(number, 0)][number] = score
        for tier, scores in enumerate(by_tier):
            best = _best(scores, count, matcher.segments[index].stored)
            candidates += [RankedArticle(index, n, s, tier) for n, s in best]
    if len(candidates) > count:
        candidates.sort(
            key=lambda article: (
                article.tier,
                -article.score,
                _newest_first(matcher.segments[article.segment].stored, article.number),
            )
        )
    return candidates[:count]


def _best(scores: ArticleScores, count: int, stored: StoredFields) -> list[tuple[int, float]]:
    """The best ``count``; of equal scores the newest stay."""
    chosen = list(scores.items())
    if len(chosen) <= count:
        return chosen
    threshold = sorted(scores.values(), reverse=True)[count - 1]
    chosen = [(n, s) for n, s in chosen if s >= threshold]
    tied = [n for n, s in chosen if s == threshold]
    surplus = len(chosen) - count
    if surplus:
        tied.sort(key=lambda number: _newest_first(stored, number))
    dropped = set(tied[len(tied) - surplus :])
    return [(n, s) for n, s in chosen if n not in dropped]


class _Reranker:
    """The closer look at the leading articles; made once for a query."""

    def __init__(self, terms: Sequence[ExpandedTerm]) -> None:
        runs = [term for term in terms if term.forms[0].kind == RUN]
        terms = [term for term in terms if term.forms[0].kind not in (RUN, JOINED)]
        self._term_needles = [
            [
                (
                    _needle(form),
                    min(1.0, FORM_WEIGHTS[form.kind]),
                    form.tier < WEAK,
                )
                for form in term.forms
            ]
            for term in terms[:_MAX_RERANK_TERMS]
        ]
        forms = [form for term in terms for form in (*term.forms, *term.fallback)]
        self._issue_needles = [form.needle for form in forms if form.kind == ISSUE]
        #: Whole lines of a stream: the address that was typed, with nothing before or after it.
        self._link_needles = [
            b"\n" + form.needle + b"\n" for form in forms if form.kind == LINK and not form.prefix
        ]
        self._phrases = _phrase_needles(terms)
        self._reversed_names = _reversed_name_needles(terms)
        self._title_phrases = [*self._phrases, *(run.forms[0].needle for run in runs)]

    def boost(self, stream: bytes) -> tuple[float, bool]:
        """The factor for an article's score, and whether the terms stand together.

        They do where they stand side by side as typed, or all of them in the title: such articles
        go before all others.
        """
        end = stream.find(b"\n")
        title = stream if end < 0 else stream[:end]
        boosts = [self._title_boost(line) for line in title.split(_TITLE_SEPARATOR)]
        boost, adjacent = max(boosts)
        if any(needle in title for needle in self._title_phrases):
            boost += _TITLE_PHRASE_BOOST
            adjacent = True
        elif any(needle in stream for needle in self._phrases):
            boost += _PHRASE_BOOST
            adjacent = True
        elif any(name in stream for name in self._reversed_names):
            boost += _REVERSED_NAME_BOOST
            adjacent = True
        if any(needle in stream for needle in self._issue_needles):
            adjacent = True
        if any(needle in stream for needle in self._link_needles):
            boost += _TITLE_PHRASE_BOOST
        has_several_terms = len(self._term_needles) > 1
        if has_several_terms:
            positions = [_positions(stream, needles) for needles in self._term_needles]
            positions = [found for found in positions if found]
            if len(positions) > 1:
                boost += _PROXIMITY_BOOST * _proximity(positions)
        return 1.0 + boost, adjacent and has_several_terms

    def _title_boost(self, title: bytes) -> tuple[float, bool]:
        """What the terms in one title add to the factor, and whether all of them stand in it."""
        boost = covered_bytes = title_weight = 0.0
        titled_terms = 0
        for needles in self._term_needles:
            for needle, factor, is_typed in needles:
                at = title.find(needle) if is_typed else -1
                if at >= 0:
                    covered_bytes += len(needle.strip()) * factor
                    title_weight += factor
                    titled_terms += 1
                    if at <= 1:
                        boost += _TITLE_START_BOOST * factor
                    break
        if title_weight:
            coverage = covered_bytes / max(1, len(title) - 2)
            boost += _TITLE_BOOST * title_weight / len(
                self._term_needles
            ) + _TITLE_COVERAGE_BOOST * min(1.0, coverage)
        return boost, titled_terms == len(self._term_needles)


def _needle(form: TermForm) -> bytes:
    """The needle without signs: those are not in a title as it is kept."""
    return replace(form, signed="").needle


def _phrase_needles(terms: Sequence[ExpandedTerm]) -> list[bytes]:
    """What a stream holds where all the terms stand side by side as typed."""
    if not 1 < len(terms) <= _MAX_RERANK_TERMS:
        return []
    prefix = any(form.prefix for form in terms[-1].forms)
    readings: dict[tuple[str, ...], None] = {}
    for words in (_typed_words(terms), [_without_possessive(term) for term in terms]):
        chunks = [chunk for word in words for chunk in word]
        joined: list[str] = []
        for chunk in chunks:
            if joined and is_han(joined[-1]) and is_han(chunk):
                joined[-1] += chunk
            else:
                joined.append(chunk)
        readings |= dict.fromkeys((tuple(chunks), tuple(joined)))
    return [TermForm(reading, EXACT, prefix).needle for reading in readings]


def _reversed_name_needles(terms: Sequence[ExpandedTerm]) -> list[bytes]:
    """What a stream holds where two or three Latin words stand side by side in another order."""
    if not 1 < len(terms) <= _MAX_WORDS_OF_NAME:
        return []
    words = [_without_possessive(term) for term in terms]
    if any(len(word) > 1 or is_han(word[0]) for word in words):
        return []
    typed, *others = permutations(word[0] for word in words)
    return [TermForm(order, EXACT).needle for order in others if order != typed]


def _typed_words(terms: Sequence[ExpandedTerm]) -> list[tuple[str, ...]]:
    return [term.forms[0].chunks for term in terms]


def _without_possessive(term: ExpandedTerm) -> tuple[str, ...]:
    """The chunks of a term as typed, without ``'s`` where the planner has left it out too."""
    chunks = term.forms[0].chunks
    bare = chunks[:-1]
    return bare if any(form.chunks == bare for form in term.forms) else chunks


def _positions(stream: bytes, needles: Sequence[tuple[bytes, float, bool]]) -> list[int]:
    for needle, _, _ in needles:
        positions: list[int] = []
        at = stream.find(needle)
        while at >= 0 and len(positions) < _MAX_POSITIONS:
            positions.append(at)
            at = stream.find(needle, at + len(needle))
        if positions:
            return positions
    return []


def _proximity(positions: Sequence[Sequence[int]]) -> float:
    """1 where the terms stand together, less the farther apart their nearest positions are."""
    best = None
    for start in positions[0]:
        span = 0
        for others in positions[1:]:
            span = max(span, min(abs(other - start) for other in others))
        best = span if best is None else min(best, span)
    return 1 / (1 + (best or 0) / _PROXIMITY_BYTES)
