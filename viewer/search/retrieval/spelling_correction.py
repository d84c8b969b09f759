"""Searching for what was meant, when what was typed stands nowhere or almost nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viewer.search.language.folding import FoldedText, fold
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.query.parser import Node, Term, positive_terms
from viewer.search.query.planner import TYPO, CorrectedTerm, QueryPlanner, TermForm
from viewer.search.retrieval.did_you_mean import TypoCandidate, find_candidates, score_article
from viewer.search.retrieval.matcher import Matcher, MatchSet

_MAX_CORRECTED_TERMS = 2
#: A text that does stand somewhere is only doubted for a reading so many times commoner.
_MIN_FREQUENCY_RATIO = 8

Corrections = dict[Term, TypoCandidate]


def find_corrections(
    tree: Node, planner: QueryPlanner, matcher: Matcher, vocabulary: Callable[[], Vocabulary]
) -> Corrections | None:
    """The likeliest reading of each text that stands (almost) nowhere; None if one has none."""
    texts = list(dict.fromkeys(positive_terms(tree)))
    counts = {text: matcher.evaluate(planner.expand(text)).count() for text in texts}
    doubtful = [text for text in texts if not counts[text]]
    alone = len(texts) == 1 and counts[texts[0]] > 0
    if alone:
        doubtful = texts
    if not doubtful or len(doubtful) > _MAX_CORRECTED_TERMS:
        return None
    found: Corrections = {}
    for text in doubtful:
        readings = find_candidates(text, matcher, vocabulary)
        if alone:
            least = _MIN_FREQUENCY_RATIO * counts[text]
            readings = [slip for slip in readings if len(slip.articles) >= least]
        if not readings:
            return None
        found[text] = readings[0]
    return found


def corrected_term(term: Term, candidate: TypoCandidate) -> CorrectedTerm:
    """The step of a plan that stands for a mistyped text."""
    return CorrectedTerm((TermForm(candidate.chunks, TYPO),), term)


def candidate_matches(candidate: TypoCandidate, matcher: Matcher) -> MatchSet:
    """The articles that hold the reading, scored."""
    matches: list[dict[int, float]] = [{} for _ in matcher.segments]
    for place in candidate.articles:
        index, number = place
        length = matcher.segments[index].stored.title_length(number)
        matches[index][number] = score_article(candidate, place, length)
    return MatchSet(matches, [set() for _ in matches])


def respell_query(typed: str, term: Term, chunks: Sequence[str], printed: str) -> str:
    """The query with a mistyped text spelt as the archive prints it.

    Only what differs is exchanged where that can be told; else the whole text is.
    """
    raw = term.raw
    if len(term.chunks) == len(chunks):
        folded = FoldedText.of(raw)
        changed = [pair for pair in zip(term.chunks, chunks, strict=True) if pair[0] != pair[1]]
        at = folded.folded.find(changed[0][0]) if len(changed) == 1 else -1
        if at >= 0 and len(term.chunks) > 1 and folded.offsets is None:
            old, new = changed[0]
            place = fold(printed).find(new)
            spelt = printed[place : place + len(new)] if place >= 0 else new
            return typed.replace(raw, raw[:at] + spelt + raw[at + len(old) :], 1)
    return typed.replace(raw, printed, 1)
