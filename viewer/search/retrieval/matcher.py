"""Which articles match: posting lists from Whoosh, cut exactly by the streams on the shelf."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from viewer.search.index.postings_builder import INDEXED_PREFIX_LENGTH
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.tokenizer import MAX_WORD_LENGTH, is_han
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.query.parser import FieldFilter, Term
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
from viewer.search.retrieval.filters import Names, accepts

if TYPE_CHECKING:
    from array import array

#: A beginning grows into at most this many words.
MOST_WORDS = 64
_CACHED_FORMS = 96
#: A posting list so much longer than the candidates is not worth reading into a table.
_TOO_LONG = 30

#: The articles of one segment that match, with the weight or score of each.
Matches = dict[int, float]


class Postings(Protocol):
    """A segment's posting lists: Whoosh behind it."""

    def text(self, term: str) -> tuple[array[int], bytes] | None: ...
    def start(self, letters: str) -> tuple[array[int], bytes] | None: ...


class Stopped(Exception):
    """The search was given up: a newer one waits, or it took too long."""


@dataclass(slots=True)
class Segment:
    """One segment: its postings, its shelf, and the numbers that are deleted."""

    postings: Postings
    shelf: StoredFields
    dead: frozenset[int]

    def everything(self) -> Matches:
        """Every living article, with score nothing."""
        found = dict.fromkeys(range(self.shelf.count), 0.0)
        for number in self.dead:
            found.pop(number, None)
        return found


@dataclass(slots=True)
class Found:
    """The matches of a step in every segment; ``weak`` match by a synonym alone."""

    matches: list[Matches]
    weak: list[set[int]] = field(default_factory=list)

    def count(self) -> int:
        """How many articles match."""
        return sum(map(len, self.matches))


class Matcher:
    """Evaluates plans over all segments. One search at a time."""

    def __init__(
        self,
        segments: list[Segment],
        vocabulary: Callable[[], Vocabulary],
        score: Callable[[int, int], list[float]],
    ) -> None:
        self.segments = segments
        self.total = sum(s.shelf.count - len(s.dead) for s in segments)
        self._vocabulary = vocabulary
        self._score = score
        self._cache: OrderedDict[tuple[tuple[str, ...], bool, bool], list[dict[int, int]]] = (
            OrderedDict()
        )
        self.stop: Callable[[], None] = lambda: None
        self.names = Names()
        #: What mistyped texts match, found out before by ``search.retrieval.spelling_correction``.
        self.slipped: dict[Term, Found] = {}

    def evaluate(self, step: PlanNode) -> Found:
        """The articles that match a plan, scored."""
        self.stop()
        if isinstance(step, ExpandedTerm):
            return self._leaf(step.forms, title=step.title_only)
        if isinstance(step, AllOf):
            return self._all(step)
        if isinstance(step, AnyOf):
            return self._any(step)
        if isinstance(step, CorrectedTerm):
            given = self.slipped[step.term]
            return Found([dict(held) for held in given.matches], [set() for _ in given.matches])
        if isinstance(step, FieldFilter):
            return self._narrowed(self._everything(), [step])
        return self._less(self._everything(), [self.evaluate(step.part)])

    def _everything(self) -> Found:
        return Found(
            [segment.everything() for segment in self.segments], [set() for _ in self.segments]
        )

    def _leaf(self, forms: Iterable[TermForm], *, title: bool = False) -> Found:
        listed = [(form, self.form(form, title=title)) for form in forms]
        self.stop()
        count = sum(
            len(set().union(*(found[index] for _, found in listed)))
            if len(listed) > 1
            else len(listed[0][1][index])
            for index in range(len(self.segments))
        )
        table = self._score(count, self.total)
        scored: list[Matches] = [{} for _ in self.segments]
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
        return Found(scored, weak)

    def _all(self, step: AllOf) -> Found:
        filters = [part for part in step.parts if isinstance(part, FieldFilter)]
        negatives = [part for part in step.parts if isinstance(part, Exclude)]
        wanted = [part for part in step.parts if not isinstance(part, FieldFilter | Exclude)]
        found: Found | None = None
        for part in sorted(wanted, key=_likely_size):
            other = self.evaluate(part)
            found = other if found is None else _together(found, other)
            if not any(found.matches):
                break
        if found is None:
            found = self._everything()
        if step.synonyms:
            found = _joined(found, self._leaf(step.synonyms), weak=True)
        if filters:
            found = self._narrowed(found, filters)
        if negatives:
            found = self._less(found, [self.evaluate(part.part) for part in negatives])
        for leaf in step.optional:
            lift = self.evaluate(leaf)
            for held, lifted in zip(found.matches, lift.matches, strict=True):
                for number in held.keys() & lifted.keys():
                    held[number] += lifted[number]
        return found

    def _any(self, step: AnyOf) -> Found:
        found = self.evaluate(step.parts[0])
        for part in step.parts[1:]:
            found = _joined(found, self.evaluate(part), weak=False)
        return found

    def _narrowed(self, found: Found, filters: list[FieldFilter]) -> Found:
        for index, segment in enumerate(self.segments):
            held = found.matches[index]
            if not held:
                continue
            allowed = [
                all(accepts(condition, stratum, self.names) for condition in filters)
                for stratum in segment.shelf.article_groups
            ]
            of = segment.shelf.group_index_of
            found.matches[index] = {n: s for n, s in held.items() if allowed[of[n]]}
        return found

    def _less(self, found: Found, unwanted: list[Found]) -> Found:
        for index, held in enumerate(found.matches):
            gone: set[int] = set()
            for other in unwanted:
                gone |= other.matches[index].keys()
            found.matches[index] = {n: s for n, s in held.items() if n not in gone}
        return found

    def form(self, form: TermForm, *, title: bool = False) -> list[dict[int, int]]:
        """The articles in each segment where a form stands, with its weight in each."""
        key = (form.chunks, form.prefix, title)
        known = self._cache.get(key)
        if known is not None:
            self._cache.move_to_end(key)
            return known
        made = []
        for segment in self.segments:
            self.stop()
            made.append(self._form_in(segment, form, title=title))
        self._cache[key] = made
        if len(self._cache) > _CACHED_FORMS:
            self._cache.popitem(last=False)
        return made

    def _form_in(self, segment: Segment, form: TermForm, *, title: bool) -> dict[int, int]:
        lists: list[tuple[array[int], bytes]] = []
        for term in _terms(form):
            found = segment.postings.text(term)
            if found is None:
                return {}
            lists.append(found)
        matches: dict[int, int] | None = None
        if form.prefix:
            matches = self._beginning(segment, form.chunks[-1])
            if not matches:
                return {}
        for numbers, weights in sorted(lists, key=lambda pair: len(pair[0])):
            if matches is None:
                matches = dict(zip(numbers, weights, strict=True))
            elif len(numbers) <= _TOO_LONG * (len(matches) + 10):
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
            matches = {n: held[n] for n in segment.shelf.articles_containing(held, form.needle)}
        if title:
            held = matches
            matches = {n: held[n] for n in segment.shelf.articles_titled_with(held, form.needle)}
        if segment.dead:
            matches = {n: w for n, w in matches.items() if n not in segment.dead}
        return matches

    def _beginning(self, segment: Segment, letters: str) -> dict[int, int]:
        if len(letters) <= INDEXED_PREFIX_LENGTH:
            found = segment.postings.start(letters)
            return dict(zip(*found, strict=True)) if found else {}
        merged: dict[int, int] = {}
        for word in self._vocabulary().words_with_prefix(letters, MOST_WORDS):
            found = segment.postings.text(word)
            if found is None:
                continue
            for number, weight in zip(*found, strict=True):
                if merged.get(number, 0) < weight:
                    merged[number] = weight
        return merged


def _terms(form: TermForm) -> list[str]:
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


def _likely_size(step: PlanNode) -> int:
    """Longer texts first: they are rarer, and an empty result ends the work."""
    if isinstance(step, ExpandedTerm):
        return -sum(map(len, step.forms[0].chunks))
    return 1


def _together(one: Found, other: Found) -> Found:
    matches: list[Matches] = []
    weak: list[set[int]] = []
    for index, mine in enumerate(one.matches):
        theirs = other.matches[index]
        if len(theirs) < len(mine):
            both = {n: s + mine[n] for n, s in theirs.items() if n in mine}
        else:
            both = {n: s + theirs[n] for n, s in mine.items() if n in theirs}
        matches.append(both)
        weak.append(one.weak[index] | other.weak[index])
    return Found(matches, weak)


def _joined(one: Found, other: Found, *, weak: bool) -> Found:
    """Either; ``weak``: what only ``other`` finds counts as found by a synonym."""
    matches: list[Matches] = []
    doubtful: list[set[int]] = []
    for index, mine in enumerate(one.matches):
        theirs = other.matches[index]
        merged = {**theirs, **mine}
        if weak:
            doubtful.append(one.weak[index] | (theirs.keys() - mine.keys()))
        else:
            for number in mine.keys() & theirs.keys():
                merged[number] = mine[number] + theirs[number]
            strong_mine = mine.keys() - one.weak[index]
            strong_theirs = theirs.keys() - other.weak[index]
            doubtful.append((one.weak[index] | other.weak[index]) - strong_mine - strong_theirs)
        matches.append(merged)
    return Found(matches, doubtful)
