"""Searching for what was meant, when what was typed stands nowhere or almost nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viewer.search.language.folding import FoldedText, fold
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.query.parser import Node, Term, positive_terms
from viewer.search.query.planner import TYPO, CorrectedTerm, QueryPlanner, TermForm
from viewer.search.retrieval.did_you_mean import Slip, score, slips
from viewer.search.retrieval.matcher import Matcher, MatchSet

_MOST_TEXTS = 2
#: A text that does stand somewhere is only doubted for a reading so many times commoner.
_COMMONER = 8

Correction = dict[Term, Slip]


def correction(
    tree: Node, planner: QueryPlanner, matcher: Matcher, vocabulary: Callable[[], Vocabulary]
) -> Correction | None:
    """The likeliest reading of each text that stands (almost) nowhere; None if one has none."""
    texts = list(dict.fromkeys(positive_terms(tree)))
    counts = {text: matcher.evaluate(planner.expand(text)).count() for text in texts}
    doubtful = [text for text in texts if not counts[text]]
    alone = len(texts) == 1 and counts[texts[0]] > 0
    if alone:
        doubtful = texts
    if not doubtful or len(doubtful) > _MOST_TEXTS:
        return None
    found: Correction = {}
    for text in doubtful:
        readings = slips(text, matcher, vocabulary)
        if alone:
            least = _COMMONER * counts[text]
            readings = [slip for slip in readings if len(slip.places) >= least]
        if not readings:
            return None
        found[text] = readings[0]
    return found


def step(text: Term, reading: Slip) -> CorrectedTerm:
    """The step of a plan that stands for a mistyped text."""
    return CorrectedTerm((TermForm(reading.chunks, TYPO),), text)


def found(reading: Slip, matcher: Matcher) -> MatchSet:
    """The articles that hold the reading, scored."""
    matches: list[dict[int, float]] = [{} for _ in matcher.segments]
    for place in reading.places:
        index, number = place
        length = matcher.segments[index].stored.title_length(number)
        matches[index][number] = score(reading, place, length)
    return MatchSet(matches, [set() for _ in matches])


def respelled(typed: str, text: Term, chunks: Sequence[str], printed: str) -> str:
    """The query with a mistyped text spelt as the archive prints it.

    Only what differs is exchanged where that can be told; else the whole text is.
    """
    raw = text.raw
    if len(text.chunks) == len(chunks):
        folded = FoldedText.of(raw)
        changed = [pair for pair in zip(text.chunks, chunks, strict=True) if pair[0] != pair[1]]
        at = folded.folded.find(changed[0][0]) if len(changed) == 1 else -1
        if at >= 0 and len(text.chunks) > 1 and folded.offsets is None:
            old, new = changed[0]
            place = fold(printed).find(new)
            spelt = printed[place : place + len(new)] if place >= 0 else new
            return typed.replace(raw, raw[:at] + spelt + raw[at + len(old) :], 1)
    return typed.replace(raw, printed, 1)
