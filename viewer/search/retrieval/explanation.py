"""Why an article was found: what was typed, what stands there, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from viewer.archive.model.issue import Block
from viewer.search.language.folding import FoldedText, fold
from viewer.search.query.parser import parse
from viewer.search.query.planner import (
    EXACT,
    ExpandedTerm,
    TermForm,
    expanded_terms,
    standalone_planner,
)
from viewer.search.retrieval.snippets import make_highlighter


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason: ``typed`` was found as ``matched_text`` in ``location``, ``count`` times.

    ``location`` is ``title``, ``heading``, ``text``, ``caption``, ``note``, ``links`` or ``code``.
    ``kind`` is ``exact``; ``folded`` (another script, case or width); ``prefix`` (the word goes
    on); ``joined``; ``initial`` (a name whose initial was typed); ``name`` (without the initial);
    ``ending`` (another form of the word); ``region`` (a word of another region); ``synonym`` (from
    the glossary).
    """

    typed: str
    matched_text: str
    location: str
    kind: str
    count: int


def explain_match(
    query: str,
    title: str,
    text: str,
    blocks: Sequence[Block],
    *,
    excluded_synonyms: Collection[str] = (),
    synonyms: bool = True,
) -> tuple[MatchReason, ...]:
    """Why an article with this title, text and blocks matches ``query``, in the order typed.

    ``excluded_synonyms`` and ``synonyms`` are as in ``SearchEngine.search``: what was not searched
    is no reason.
    """
    tree = parse(query).tree
    if tree is None:
        return ()
    plan = standalone_planner(excluded_synonyms, synonyms=synonyms).plan(tree)
    areas = [("title", FoldedText.of(title))]
    areas += [(block.kind, FoldedText.of(text[block.start : block.end])) for block in blocks]
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for term in expanded_terms(plan):
        typed = _typed_text(query, term.forms[0])
        taken_by_area: dict[int, list[tuple[int, int]]] = {}
        for form in term.forms:
            highlighter = make_highlighter((ExpandedTerm((form,)),))
            for index, (location, area) in enumerate(areas):
                taken = taken_by_area.setdefault(index, [])
                for start, end, _ in highlighter.find_matches_in(area):
                    if any(start < b and end > a for a, b in taken):
                        continue  # a better form has it already
                    taken.append((start, end))
                    printed = area.text[start:end]
                    kind = form.kind
                    if kind == EXACT and printed != typed:
                        kind = "folded"
                    counts[typed, printed, location, kind] += 1
    return tuple(MatchReason(*row, count) for row, count in counts.items())


def _typed_text(query: str, form: TermForm) -> str:
    """The form as it was typed in the query."""
    for start, end, _ in make_highlighter((ExpandedTerm((form,)),)).find_matches(query):
        return query[start:end]
    return fold(" ".join(form.chunks))
