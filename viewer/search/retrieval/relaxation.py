"""Relaxing a query that (almost) no article answers: most of its words, or its runs cut into words.

Quoted text, filters, exclusions and whatever holds a digit stay as they are: an identifier or a
number that is missing is never made up for by something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, log

from viewer.search.language.folding import FoldedText, unfold_span
from viewer.search.language.regional_variants import regional_variants
from viewer.search.language.tokenizer import is_han
from viewer.search.query.parser import And, Node, Term, has_digit
from viewer.search.query.planner import (
    EXACT,
    AllOf,
    MostOf,
    PlanNode,
    QueryPlanner,
    TermForm,
)
from viewer.search.query.results import CUT_RUNS, MOST_PAIRS, MOST_WORDS, Relaxation
from viewer.search.retrieval.matcher import Matcher

#: The longest run of Han that is cut, and the longest word it is cut into, in characters.
_MAX_RUN_LENGTH, _MAX_PIECE_LENGTH = 40, 6
#: What a character that belongs to no word costs, in the unit of a word's cost (see ``_cut_run``).
_LEFTOVER_COST = 7.0
#: A query that has a few hits is relaxed if it has so many words.
_MIN_WORDS_WITH_HITS = 3
#: The share of a query's pairs of Han that an article must have.
_PAIRS_FLOOR = 0.5


def relaxed_plans(
    tree: Node, planner: QueryPlanner, matcher: Matcher, exact_total: int
) -> Iterator[tuple[Relaxation, PlanNode]]:
    """Wider and wider plans for ``tree``, each with what it says of itself; maybe none.

    Where ``exact_total`` articles have all of it, only a query of several words is relaxed, and
    only by one of them.

    Raises:
        SearchCancelled: the matcher's ``check_cancelled`` raised it.
    """
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [part for part in parts if isinstance(part, Term) and _may_be_missing(part)]
    fixed = [planner.plan(part) for part in parts if part not in words]
    if not words:
        return
    if exact_total:
        if len(words) >= _MIN_WORDS_WITH_HITS:
            relaxation, plan = _most(MOST_WORDS, words, fixed, planner, len(words) - 1)
            yield replace(relaxation, exact_total=exact_total), plan
        return
    if len(words) > 1:
        yield _most(MOST_WORDS, words, fixed, planner, len(words) - 1)
    pieces: list[Term] = []
    for word in words:
        pieces += _cut_term(word, planner, matcher)
    if pieces and pieces != words:
        labels = tuple(piece.raw for piece in pieces)
        plan = _with_fixed(tuple(planner.expand(piece) for piece in pieces), fixed)
        if len(pieces) > 1:
            yield Relaxation(CUT_RUNS, labels), plan
            yield _most(MOST_WORDS, pieces, fixed, planner, len(pieces) - 1)
    pairs = list(dict.fromkeys(pair for word in words for pair in _pairs(word)))
    if len(pairs) > 1:
        yield _most(MOST_PAIRS, pairs, fixed, planner, ceil(len(pairs) * _PAIRS_FLOOR))


def leaves_out_characters(term: Term, corrected: Sequence[str], matcher: Matcher) -> bool:
    """Whether ``corrected`` is a run of ``term`` without what stands between its words.

    That is no slip: 什么是闪电网络 asks for 什么 and 闪电网络, wherever they stand. Of one
    word it is one: 機器學習習.
    """
    for chunk, new in zip(term.chunks, corrected, strict=False):
        if is_han(chunk) and len(chunk) > len(new):
            pieces = _cut_run(chunk, matcher)
            if len(pieces) > 1 and "".join(pieces) == new:
                return True
    return False


def words_without_blank(term: Term, planner: QueryPlanner, matcher: Matcher) -> bool:
    """Whether a run of Han is nothing but words that stand in one article, if not side by side."""
    (run, *more) = term.chunks
    if more or not is_han(run) or not _may_be_missing(term):
        return False
    pieces = _cut_term(term, planner, matcher)
    if len(pieces) < 2 or "".join(piece.chunks[0] for piece in pieces) != run:
        return False
    plan = AllOf(tuple(planner.expand(piece) for piece in pieces))
    return matcher.evaluate(plan).count() > 0


def _may_be_missing(term: Term) -> bool:
    return not (term.exact or term.title_only or has_digit(term))


def _most(
    kind: str,
    terms: Sequence[Term],
    fixed: Sequence[PlanNode],
    planner: QueryPlanner,
    minimum: int,
) -> tuple[Relaxation, PlanNode]:
    most = MostOf(tuple(planner.corrections.get(t) or planner.expand(t) for t in terms), minimum)
    return Relaxation(kind, tuple(term.raw for term in terms)), _with_fixed((most,), fixed)


def _with_fixed(parts: tuple[PlanNode, ...], fixed: Sequence[PlanNode]) -> PlanNode:
    return AllOf((*parts, *fixed)) if fixed or len(parts) > 1 else parts[0]


def _cut_term(term: Term, planner: QueryPlanner, matcher: Matcher) -> list[Term]:
    """A term that no article holds, in pieces that the archive holds; else the term itself."""
    if matcher.evaluate(planner.expand(term)).count():
        return [term]
    pieces: list[str] = []
    for chunk in term.chunks:
        if is_han(chunk) and 2 < len(chunk) <= _MAX_RUN_LENGTH:
            pieces += _cut_run(chunk, matcher)
        elif not is_han(chunk) or len(chunk) > 1:
            pieces.append(chunk)
    return _as_terms(pieces, term)


def _pairs(term: Term) -> list[Term]:
    pairs: list[str] = []
    for chunk in term.chunks:
        pairs += map(str.__add__, chunk, chunk[1:]) if is_han(chunk) else (chunk,)
    return _as_terms(pairs, term)


def _as_terms(pieces: Sequence[str], term: Term) -> list[Term]:
    """Folded pieces of a term, in order, as terms of their own; ``raw`` is how they were typed."""
    typed = FoldedText.of(term.raw)
    terms: list[Term] = []
    at = 0
    for piece in pieces:
        found = typed.folded.find(piece, at)
        raw = piece
        if found >= 0:
            start, end = unfold_span(found, found + len(piece), typed.offsets, typed.text)
            raw, at = typed.text[start:end], found + 1
        terms.append(Term((piece,), raw=raw))
    return terms


@dataclass(frozen=True, slots=True)
class _Cut:
    cost: float
    pieces: tuple[str, ...]


def _cut_run(run: str, matcher: Matcher) -> tuple[str, ...]:
    """The likeliest words of a run of Han, by how many articles hold each.

    The cheapest path through the run, as in a unigram segmenter: a word costs the logarithm of how
    rare it is. Characters that belong to no word are left out.
    """
    best: list[_Cut] = [_Cut(0.0, ())]
    for end in range(1, len(run) + 1):
        left_out = best[end - 1]
        candidates = [replace(left_out, cost=left_out.cost + _LEFTOVER_COST)]
        for start in range(end - 2, max(-1, end - _MAX_PIECE_LENGTH - 1), -1):
            count = _article_count(run[start:end], matcher)
            if not count:
                if end - start > 3:  # nothing longer stands there either, but for other regions
                    break
                continue
            cost = log(matcher.article_count / count) + 1.0
            before = best[start]
            candidates.append(_Cut(before.cost + cost, (*before.pieces, run[start:end])))
        best.append(min(candidates, key=lambda cut: cut.cost))
    return best[-1].pieces


def _article_count(word: str, matcher: Matcher) -> int:
    forms = (word, *regional_variants(word))
    return sum(sum(map(len, matcher.match_form(TermForm((form,), EXACT)))) for form in forms)
