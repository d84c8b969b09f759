"""Which articles match: posting lists from Whoosh, cut exactly by the stored streams."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from viewer.search.index.postings_builder import INDEXED_PREFIX_LENGTH
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.tokenizer import MAX_WORD_LENGTH, is_han
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.query.fields import FieldFilter, FilterNames, matches_filter
from viewer.search.query.parser import Term
from viewer.search.query.planner import (
    FORM_WEIGHTS,
    SYNONYM,
    AllOf,
    AnyOf,
    CorrectedTerm,
    Exclude,
    ExpandedTerm,
    PlanNode,
    TermForm,
)

if TYPE_CHECKING:
    from array import array

#: A beginning grows into at most this many words.
MAX_PREFIX_WORDS = 64
_MAX_CACHED_FORMS = 96
#: A posting list so much longer than the candidates is not worth reading into a table.
_MAX_LENGTH_RATIO = 30

#: The articles of one segment that match, with the weight or score of each.
ArticleScores = dict[int, float]


class PostingsReader(Protocol):
    """A segment's posting lists: Whoosh behind it."""

    def term_postings(self, term: str) -> tuple[array[int], bytes] | None: ...
    def prefix_postings(self, prefix: str) -> tuple[array[int], bytes] | None: ...


class SearchCancelled(Exception):
    """The search was given up: a newer one waits, or it took too long."""


@dataclass(slots=True)
class OpenSegment:
    """One segment: its postings, its stored fields, and the numbers that are deleted."""

    postings: PostingsReader
    stored: StoredFields
    deleted: frozenset[int]

    def all_articles(self) -> ArticleScores:
        """Every living article, with score nothing."""
        found = dict.fromkeys(range(self.stored.count), 0.0)
        for number in self.deleted:
            found.pop(number, None)
        return found


@dataclass(slots=True)
class MatchSet:
    """The matches of a step in every segment; ``synonym_only`` match by a synonym alone."""

    matches: list[ArticleScores]
    synonym_only: list[set[int]] = field(default_factory=list)

    def count(self) -> int:
        """How many articles match."""
        return sum(map(len, self.matches))


class Matcher:
    """Evaluates plans over all segments. One search at a time."""

    def __init__(
        self,
        segments: list[OpenSegment],
        vocabulary: Callable[[], Vocabulary],
        score: Callable[[int, int], list[float]],
    ) -> None:
        self.segments = segments
        self.article_count = sum(s.stored.count - len(s.deleted) for s in segments)
        self._vocabulary = vocabulary
        self._score_table = score
        self._form_cache: OrderedDict[tuple[tuple[str, ...], bool, bool], list[dict[int, int]]] = (
            OrderedDict()
        )
        self.check_cancelled: Callable[[], None] = lambda: None
        self.filter_names = FilterNames()
        #: What mistyped texts match, found out before by ``search.retrieval.did_you_mean``.
        self.corrected_matches: dict[Term, MatchSet] = {}

    def evaluate(self, plan: PlanNode) -> MatchSet:
        """The articles that match a plan, scored."""
        self.check_cancelled()
        if isinstance(plan, ExpandedTerm):
            return self._match_term(plan.forms, title=plan.title_only)
        if isinstance(plan, AllOf):
            return self._match_all(plan)
        if isinstance(plan, AnyOf):
            return self._match_any(plan)
        if isinstance(plan, CorrectedTerm):
            given = self.corrected_matches[plan.term]
            return MatchSet([dict(held) for held in given.matches], [set() for _ in given.matches])
        if isinstance(plan, FieldFilter):
            return self._apply_filters(self._all_articles(), [plan])
        return self._subtract(self._all_articles(), [self.evaluate(plan.part)])

    def _all_articles(self) -> MatchSet:
        return MatchSet(
            [segment.all_articles() for segment in self.segments], [set() for _ in self.segments]
        )

    def _match_term(self, forms: Iterable[TermForm], *, title: bool = False) -> MatchSet:
        listed = [(form, self.match_form(form, title=title)) for form in forms]
        self.check_cancelled()
        count = sum(
            len(set().union(*(found[index] for _, found in listed)))
            if len(listed) > 1
            else len(listed[0][1][index])
            for index in range(len(self.segments))
        )
        table = self._score_table(count, self.article_count)
        scored: list[ArticleScores] = [{} for _ in self.segments]
        weak: list[set[int]] = [set() for _ in self.segments]
        for form, found in listed:
            factor = FORM_WEIGHTS[form.kind]
            worth = [factor * value for value in table]
            for index, matches in enumerate(found):
                if not matches:
                    continue
                held = scored[index]
                if form.kind == SYNONYM:
                    weak[index] |= matches.keys() - held.keys()
                fresh = dict(zip(matches, map(worth.__getitem__, matches.values()), strict=True))
                for number in fresh.keys() & held.keys() if held else ():
                    if fresh[number] < held[number]:
                        fresh[number] = held[number]
                held.update(fresh)
        return MatchSet(scored, weak)

    def _match_all(self, step: AllOf) -> MatchSet:
        filters = [part for part in step.parts if isinstance(part, FieldFilter)]
        negatives = [part for part in step.parts if isinstance(part, Exclude)]
        wanted = [part for part in step.parts if not isinstance(part, FieldFilter | Exclude)]
        found: MatchSet | None = None
        for part in sorted(wanted, key=_evaluation_order):
            other = self.evaluate(part)
            found = other if found is None else _intersect(found, other)
            if not any(found.matches):
                break
        if found is None:
            found = self._all_articles()
        if step.synonyms:
            found = _union(found, self._match_term(step.synonyms), as_synonym=True)
        if filters:
            found = self._apply_filters(found, filters)
        if negatives:
            found = self._subtract(found, [self.evaluate(part.part) for part in negatives])
        for leaf in step.optional:
            lift = self.evaluate(leaf)
            for held, lifted in zip(found.matches, lift.matches, strict=True):
                for number in held.keys() & lifted.keys():
                    held[number] += lifted[number]
        return found

    def _match_any(self, step: AnyOf) -> MatchSet:
        found = self.evaluate(step.parts[0])
        for part in step.parts[1:]:
            found = _union(found, self.evaluate(part), as_synonym=False)
        return found

    def _apply_filters(self, found: MatchSet, filters: list[FieldFilter]) -> MatchSet:
        for index, segment in enumerate(self.segments):
            held = found.matches[index]
            if not held:
                continue
            allowed = [
                all(
                    matches_filter(condition, article_group, self.filter_names)
                    for condition in filters
                )
                for article_group in segment.stored.article_groups
            ]
            of = segment.stored.group_index_of
            found.matches[index] = {n: s for n, s in held.items() if allowed[of[n]]}
        return found

    def _subtract(self, found: MatchSet, unwanted: list[MatchSet]) -> MatchSet:
        for index, held in enumerate(found.matches):
            gone: set[int] = set()
            for other in unwanted:
                gone |= other.matches[index].keys()
            found.matches[index] = {n: s for n, s in held.items() if n not in gone}
        return found

    def match_form(self, form: TermForm, *, title: bool = False) -> list[dict[int, int]]:
        """The articles in each segment where a form stands, with its weight in each."""
        key = (form.chunks, form.prefix, title)
        known = self._form_cache.get(key)
        if known is not None:
            self._form_cache.move_to_end(key)
            return known
        made = []
        for segment in self.segments:
            self.check_cancelled()
            made.append(self._match_form_in(segment, form, title=title))
        self._form_cache[key] = made
        if len(self._form_cache) > _MAX_CACHED_FORMS:
            self._form_cache.popitem(last=False)
        return made

    def _match_form_in(
        self, segment: OpenSegment, form: TermForm, *, title: bool
    ) -> dict[int, int]:
        lists: list[tuple[array[int], bytes]] = []
        for term in _required_terms(form):
            found = segment.postings.term_postings(term)
            if found is None:
                return {}
            lists.append(found)
        matches: dict[int, int] | None = None
        if form.prefix:
            matches = self._match_prefix(segment, form.chunks[-1])
            if not matches:
                return {}
        for numbers, weights in sorted(lists, key=lambda pair: len(pair[0])):
            if matches is None:
                matches = dict(zip(numbers, weights, strict=True))
            elif len(numbers) <= _MAX_LENGTH_RATIO * (len(matches) + 10):
                other = dict(zip(numbers, weights, strict=True))
                matches = {
                    n: w if w < other[n] else other[n] for n, w in matches.items() if n in other
                }
            if not matches:
                return {}
        if matches is None:
            return {}
        if len(form.chunks) > 1 or (len(form.chunks[0]) > 2 and is_han(form.chunks[0])):
            held = matches
            matches = {n: held[n] for n in segment.stored.articles_containing(held, form.needle)}
        if title:
            held = matches
            matches = {n: held[n] for n in segment.stored.articles_titled_with(held, form.needle)}
        if segment.deleted:
            matches = {n: w for n, w in matches.items() if n not in segment.deleted}
        return matches

    def _match_prefix(self, segment: OpenSegment, prefix: str) -> dict[int, int]:
        if len(prefix) <= INDEXED_PREFIX_LENGTH:
            found = segment.postings.prefix_postings(prefix)
            return dict(zip(*found, strict=True)) if found else {}
        merged: dict[int, int] = {}
        for word in self._vocabulary().words_with_prefix(prefix, MAX_PREFIX_WORDS):
            found = segment.postings.term_postings(word)
            if found is None:
                continue
            for number, weight in zip(*found, strict=True):
                if merged.get(number, 0) < weight:
                    merged[number] = weight
        return merged


def _required_terms(form: TermForm) -> list[str]:
    """The terms that must all stand in an article where the form stands."""
    terms: list[str] = []
    last = len(form.chunks) - 1
    for index, chunk in enumerate(form.chunks):
        if not is_han(chunk):
            if index < last or not form.prefix:
                terms.append(chunk[:MAX_WORD_LENGTH])
        elif len(chunk) == 1:
            terms.append(chunk)
        else:
            terms += map(str.__add__, chunk, chunk[1:])
    return list(dict.fromkeys(terms))


def _evaluation_order(step: PlanNode) -> int:
    """Longer texts first: they are rarer, and an empty result ends the work."""
    if isinstance(step, ExpandedTerm):
        return -sum(map(len, step.forms[0].chunks))
    return 1


def _intersect(one: MatchSet, other: MatchSet) -> MatchSet:
    matches: list[ArticleScores] = []
    weak: list[set[int]] = []
    for index, mine in enumerate(one.matches):
        theirs = other.matches[index]
        if len(theirs) < len(mine):
            both = {n: s + mine[n] for n, s in theirs.items() if n in mine}
        else:
            both = {n: s + theirs[n] for n, s in mine.items() if n in theirs}
        matches.append(both)
        weak.append(one.synonym_only[index] | other.synonym_only[index])
    return MatchSet(matches, weak)


def _union(one: MatchSet, other: MatchSet, *, as_synonym: bool) -> MatchSet:
    """Either; ``as_synonym``: what only ``other`` finds counts as found by a synonym."""
    matches: list[ArticleScores] = []
    doubtful: list[set[int]] = []
    for index, mine in enumerate(one.matches):
        theirs = other.matches[index]
        merged = {**theirs, **mine}
        if as_synonym:
            doubtful.append(one.synonym_only[index] | (theirs.keys() - mine.keys()))
        else:
            for number in mine.keys() & theirs.keys():
                merged[number] = mine[number] + theirs[number]
            strong_mine = mine.keys() - one.synonym_only[index]
            strong_theirs = theirs.keys() - other.synonym_only[index]
            doubtful.append(
                (one.synonym_only[index] | other.synonym_only[index]) - strong_mine - strong_theirs
            )
        matches.append(merged)
    return MatchSet(matches, doubtful)
