"""Which articles match a plan: posting lists from Whoosh, checked in the stored streams."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from viewer.search.index.postings_builder import INDEXED_PREFIX_LENGTH
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.reserved_terms import ISSUE_TERM, is_reserved
from viewer.search.language.tokenizer import MAX_WORD_LENGTH, is_han
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.query.fields import FieldFilter, FilterNames, matches_filter
from viewer.search.query.parser import Term
from viewer.search.query.planner import (
    EXACT,
    FORM_WEIGHTS,
    INITIAL,
    RUN,
    SPELLING,
    WEAK,
    AllOf,
    AnyOf,
    CorrectedTerm,
    Exclude,
    ExpandedTerm,
    MostOf,
    PlanNode,
    TermForm,
)

if TYPE_CHECKING:
    from array import array

#: A prefix stands for at most this many words.
MAX_PREFIX_WORDS = 64
_MAX_CACHED_FORMS = 96
#: A posting list so many times longer than the candidates is not worth reading into a table.
_MAX_LENGTH_RATIO = 30

#: A word that stands in more than this share of all articles says little about any of them.
_COMMON_SHARE, _MIN_COMMON_COUNT = 0.25, 20
#: How steeply the score falls with the share of a relaxed query's parts that is missing.
_MISSING_EXPONENT = 2

_FormKey = tuple[tuple[str, ...], bool, str, str, str, bool, bool]
#: The articles of one segment that match, with the weight or score of each.
ArticleScores = dict[int, float]


class PostingsReader(Protocol):
    """The posting lists of a segment: document numbers in order, and the weight in each.

    None where the segment does not have the term; ``terms_from`` gives those that begin so.
    """

    def term_postings(self, term: str) -> tuple[array[int], bytes] | None: ...
    def prefix_postings(self, prefix: str) -> tuple[array[int], bytes] | None: ...
    def terms_from(self, prefix: str) -> Iterator[str]: ...


class SearchCancelled(Exception):
    """The search was given up: a newer one waits, or it took too long."""


@dataclass(slots=True)
class OpenSegment:
    """One segment: its postings, its stored fields, and the numbers that are deleted."""

    postings: PostingsReader
    stored: StoredFields
    deleted: frozenset[int]

    def all_articles(self) -> ArticleScores:
        """Every article that is not deleted, with score 0."""
        scores = dict.fromkeys(range(self.stored.count), 0.0)
        for number in self.deleted:
            scores.pop(number, None)
        return scores


@dataclass(slots=True)
class MatchSet:
    """The matches in every segment, each with its score.

    ``tiers`` has those that come behind all others, with how far behind: see
    ``TermForm.tier``. An article stands in the lowest tier of what a query needs.
    """

    matches: list[ArticleScores]
    tiers: list[dict[int, int]]

    @classmethod
    def of(cls, matches: list[ArticleScores]) -> MatchSet:
        """Matches that are all of the first tier."""
        return cls(matches, [{} for _ in matches])

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
        self._form_cache: OrderedDict[_FormKey, list[dict[int, int]]] = OrderedDict()
        self._pairs: dict[str, bool] = {}
        self.check_cancelled: Callable[[], None] = lambda: None
        self.filter_names = FilterNames()
        #: What corrected terms match, found beforehand by ``did_you_mean``.
        self.corrected_matches: dict[Term, MatchSet] = {}

    def evaluate(self, plan: PlanNode) -> MatchSet:
        """The articles that match a plan, scored.

        Raises:
            SearchCancelled: ``check_cancelled`` raised it.
        """
        self.check_cancelled()
        if isinstance(plan, ExpandedTerm):
            found = self._match_term(plan.forms, title=plan.title_only)
            return self._match_term(plan.fallback) if plan.fallback and not found.count() else found
        if isinstance(plan, AllOf):
            return self._match_all(plan)
        if isinstance(plan, AnyOf):
            return self._match_any(plan)
        if isinstance(plan, MostOf):
            return self._match_most(plan)
        if isinstance(plan, CorrectedTerm):
            corrected = self.corrected_matches[plan.term]
            return MatchSet.of([dict(scores) for scores in corrected.matches])
        if isinstance(plan, FieldFilter):
            return self._apply_filters(self._all_articles(), [plan])
        return self._subtract(self._all_articles(), [self.evaluate(plan.part)])

    def _all_articles(self) -> MatchSet:
        return MatchSet.of([segment.all_articles() for segment in self.segments])

    def _match_term(self, forms: Iterable[TermForm], *, title: bool = False) -> MatchSet:
        # Of two forms that are looked up alike the first, which is the better one, counts.
        unlike: dict[_FormKey, TermForm] = {}
        for form in forms:
            unlike.setdefault(_key(form, title=title), form)
        form_matches = [(form, self.match_form(form, title=title)) for form in unlike.values()]
        self.check_cancelled()
        count = sum(
            len(set().union(*(by_segment[index] for _, by_segment in form_matches)))
            if len(form_matches) > 1
            else len(form_matches[0][1][index])
            for index in range(len(self.segments))
        )
        table = self._score_table(count, self.article_count)
        # A rare word stays rare though its other forms are common.
        exact_count = sum(map(len, form_matches[0][1]))
        exact_table = self._score_table(exact_count, self.article_count)
        found = MatchSet.of([{} for _ in self.segments])
        for form, by_segment in sorted(form_matches, key=lambda match: match[0].tier):
            tier = form.tier
            factor = FORM_WEIGHTS[form.kind]
            scores_by_weight = exact_table if form.kind in (EXACT, SPELLING) else table
            weighted_table = [factor * value for value in scores_by_weight]
            for index, matches in enumerate(by_segment):
                if not matches:
                    continue
                scores = found.matches[index]
                if tier:
                    found.tiers[index] |= dict.fromkeys(matches.keys() - scores.keys(), tier)
                form_scores = dict(
                    zip(matches, map(weighted_table.__getitem__, matches.values()), strict=True)
                )
                for number in form_scores.keys() & scores.keys() if scores else ():
                    if form_scores[number] < scores[number]:
                        form_scores[number] = scores[number]
                scores.update(form_scores)
        return found

    def _match_all(self, node: AllOf) -> MatchSet:
        filters = [part for part in node.parts if isinstance(part, FieldFilter)]
        negatives = [part for part in node.parts if isinstance(part, Exclude)]
        positive_parts = [
            part for part in node.parts if not isinstance(part, FieldFilter | Exclude)
        ]
        match_set: MatchSet | None = None
        for part in sorted(positive_parts, key=_evaluation_order):
            part_matches = self.evaluate(part)
            match_set = part_matches if match_set is None else _intersect(match_set, part_matches)
            if not any(match_set.matches):
                break
        if match_set is None:
            match_set = self._all_articles()
        if filters:
            match_set = self._apply_filters(match_set, filters)
        if negatives:
            match_set = self._subtract(match_set, [self.evaluate(part.part) for part in negatives])
        for term in node.optional:
            bonus = self.evaluate(term)
            for scores, bonus_scores in zip(match_set.matches, bonus.matches, strict=True):
                for number in scores.keys() & bonus_scores.keys():
                    scores[number] += bonus_scores[number]
        return match_set

    def _match_any(self, node: AnyOf) -> MatchSet:
        match_set = self.evaluate(node.parts[0])
        for part in node.parts[1:]:
            match_set = _union(match_set, self.evaluate(part))
        return match_set

    def _match_most(self, node: MostOf) -> MatchSet:
        """The articles with enough of the parts; words that stand nearly everywhere do not count.

        The scores of the parts are added up, and lowered by the share of the parts that is missing.
        """
        part_matches = [self.evaluate(part) for part in node.parts]
        common = max(_MIN_COMMON_COUNT, _COMMON_SHARE * self.article_count)
        counting = [matches.count() <= common for matches in part_matches]
        if not any(counting):
            counting = [True] * len(part_matches)
        total = sum(counting)
        scores: list[ArticleScores] = [{} for _ in self.segments]
        counts: list[dict[int, int]] = [{} for _ in self.segments]
        for counts_part, matches in zip(counting, part_matches, strict=True):
            for index, part_scores in enumerate(matches.matches):
                summed, counted = scores[index], counts[index]
                for number, score in part_scores.items():
                    summed[number] = summed.get(number, 0.0) + score
                    counted[number] = counted.get(number, 0) + counts_part
        most = max((max(counted.values(), default=0) for counted in counts), default=0)
        minimum = max(1, min(node.minimum, most, total))
        kept = [
            {
                number: summed[number] * (count / total) ** _MISSING_EXPONENT
                for number, count in counted.items()
                if count >= minimum
            }
            for summed, counted in zip(scores, counts, strict=True)
        ]
        return MatchSet.of(kept)

    def _apply_filters(self, match_set: MatchSet, filters: list[FieldFilter]) -> MatchSet:
        for index, segment in enumerate(self.segments):
            scores = match_set.matches[index]
            if not scores:
                continue
            allowed = [
                all(
                    matches_filter(condition, article_group, self.filter_names)
                    for condition in filters
                )
                for article_group in segment.stored.article_groups
            ]
            group_of = segment.stored.group_index_of
            match_set.matches[index] = {n: s for n, s in scores.items() if allowed[group_of[n]]}
        return match_set

    def _subtract(self, match_set: MatchSet, unwanted: list[MatchSet]) -> MatchSet:
        for index, scores in enumerate(match_set.matches):
            excluded: set[int] = set()
            for other in unwanted:
                excluded |= other.matches[index].keys()
            match_set.matches[index] = {n: s for n, s in scores.items() if n not in excluded}
        return match_set

    def pair_stands(self, pair: str) -> bool:
        """Whether a pair of Han stands in the archive."""
        stands = self._pairs.get(pair)
        if stands is None:
            stands = self._pairs[pair] = any(
                segment.postings.term_postings(pair) is not None for segment in self.segments
            )
        return stands

    def pairs_from(self, char: str, followers: Collection[str]) -> list[tuple[str, int]]:
        """The pairs of Han that ``char`` begins, and in how many articles (counting deleted ones).

        Only those that one of ``followers`` ends.
        """
        counts: Counter[str] = Counter()
        for segment in self.segments:
            for pair in segment.postings.terms_from(char):
                if pair[1:] in followers:
                    postings = segment.postings.term_postings(pair)
                    counts[pair] += len(postings[0]) if postings else 0
        return list(counts.items())

    def match_form(self, form: TermForm, *, title: bool = False) -> list[dict[int, int]]:
        """For each segment the articles that hold a form, with its weight in each."""
        key = _key(form, title=title)
        title = title or form.kind == RUN
        cached = self._form_cache.get(key)
        if cached is not None:
            self._form_cache.move_to_end(key)
            return cached
        matches = []
        for segment in self.segments:
            self.check_cancelled()
            matches.append(self._match_form_in(segment, form, title=title))
        self._form_cache[key] = matches
        if len(self._form_cache) > _MAX_CACHED_FORMS:
            self._form_cache.popitem(last=False)
        return matches

    def _match_form_in(
        self, segment: OpenSegment, form: TermForm, *, title: bool
    ) -> dict[int, int]:
        posting_lists: list[tuple[array[int], bytes]] = []
        for term in _required_terms(form):
            postings = segment.postings.term_postings(term)
            if postings is None:
                return {}
            posting_lists.append(postings)
        matches: dict[int, int] | None = None
        # No beginnings are listed of reserved terms; for a run its other words will do.
        if form.prefix and form.kind != RUN and not is_reserved(form.chunks[-1]):
            matches = self._match_prefix(segment, form.chunks[-1])
            if not matches:
                return {}
        for numbers, weights in sorted(posting_lists, key=lambda pair: len(pair[0])):
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
        is_long_run = len(form.chunks[0]) > 2 and is_han(form.chunks[0])
        if len(form.chunks) > 1 or is_long_run or form.quoted or form.signed:
            candidates = matches
            matches = {
                n: candidates[n]
                for n in segment.stored.articles_containing(candidates, form.needle)
                if not (form.kind == INITIAL or form.signed)
                or form.stands_in(segment.stored.stream(n))
            }
        if title:
            candidates = matches
            matches = {
                n: candidates[n]
                for n in segment.stored.articles_titled_with(candidates, form.needle)
                if form.spelling in segment.stored.hit_fields(n).title
            }
        if segment.deleted:
            matches = {n: w for n, w in matches.items() if n not in segment.deleted}
        return matches

    def _match_prefix(self, segment: OpenSegment, prefix: str) -> dict[int, int]:
        if len(prefix) <= INDEXED_PREFIX_LENGTH:
            postings = segment.postings.prefix_postings(prefix)
            return dict(zip(*postings, strict=True)) if postings else {}
        merged: dict[int, int] = {}
        for word in self._vocabulary().words_with_prefix(prefix, MAX_PREFIX_WORDS):
            postings = segment.postings.term_postings(word)
            if postings is None:
                continue
            for number, weight in zip(*postings, strict=True):
                if merged.get(number, 0) < weight:
                    merged[number] = weight
        return merged


def _key(form: TermForm, *, title: bool) -> _FormKey:
    """Equal for forms that are looked up alike."""
    kind = form.kind if form.kind in (INITIAL, RUN) else ""
    title = title or form.kind == RUN
    return form.chunks, form.prefix, kind, form.spelling, form.signed, form.quoted, title


def _required_terms(form: TermForm) -> list[str]:
    """The terms that must all stand in an article where the form stands."""
    if form.spelling:
        return [form.spelling]
    is_run = form.kind == RUN
    terms: list[str] = [ISSUE_TERM] if is_run else []
    last = len(form.chunks) - 1
    for index, chunk in enumerate(form.chunks):
        if form.kind == INITIAL and index == 0:
            continue
        if not is_han(chunk):
            if 0 < index < last if is_run else index < last or not form.prefix:
                terms.append(chunk[:MAX_WORD_LENGTH])
        elif len(chunk) == 1:
            terms.append(chunk)
        else:
            terms += map(str.__add__, chunk, chunk[1:])
    return list(dict.fromkeys(terms))


def _evaluation_order(node: PlanNode) -> int:
    """Longer terms first: they are rarer, and an empty result ends the work."""
    if isinstance(node, ExpandedTerm):
        return -sum(map(len, node.forms[0].chunks))
    return 1


def _intersect(left: MatchSet, right: MatchSet) -> MatchSet:
    both_sets = MatchSet([], [])
    for index, left_scores in enumerate(left.matches):
        right_scores = right.matches[index]
        if len(right_scores) < len(left_scores):
            both = {n: s + left_scores[n] for n, s in right_scores.items() if n in left_scores}
        else:
            both = {n: s + right_scores[n] for n, s in left_scores.items() if n in right_scores}
        both_sets.matches.append(both)
        tiers = dict(left.tiers[index])
        for number, tier in right.tiers[index].items():
            tiers[number] = max(tier, tiers.get(number, 0))
        both_sets.tiers.append(tiers)
    return both_sets


def with_exact_first(relaxed: MatchSet, exact: MatchSet) -> MatchSet:
    """The relaxed matches, those that are not among the exact ones as weak ones."""
    merged = MatchSet([], [])
    for index, exact_scores in enumerate(exact.matches):
        scores = relaxed.matches[index]
        merged.matches.append({**scores, **exact_scores})
        weak = dict.fromkeys(scores.keys() - exact_scores.keys(), WEAK)
        merged.tiers.append({**weak, **exact.tiers[index]})
    return merged


def _union(left: MatchSet, right: MatchSet) -> MatchSet:
    """Either; what both find is scored by both."""
    either = MatchSet([], [])
    for index, left_scores in enumerate(left.matches):
        right_scores = right.matches[index]
        left_tiers, right_tiers = left.tiers[index], right.tiers[index]
        merged = {**right_scores, **left_scores}
        tiers = {**right_tiers, **left_tiers}
        for number in left_scores.keys() & right_scores.keys():
            merged[number] = left_scores[number] + right_scores[number]
            if number in tiers:
                tiers[number] = min(left_tiers.get(number, 0), right_tiers.get(number, 0))
        either.matches.append(merged)
        either.tiers.append(tiers)
    return either
