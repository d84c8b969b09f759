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
    """``typed`` was found as ``matched_text`` in ``location``, ``count`` times.

    ``location`` is ``title``, ``heading``, ``text``, ``caption``, ``note``, ``links`` or ``code``.
    ``kind`` is ``exact``; ``folded`` (another script, case or width); ``prefix`` (the word goes
    on); ``joined``; ``ending`` (another form of the word); ``region`` (a word of another region);
    ``synonym`` (from the glossary).
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
    """Why an article with this title, text and blocks answers ``query``, as typed and in order.

    ``excluded_synonyms`` and ``synonyms`` are those of the search: what was not searched is no
    reason.
    """
    tree = parse(query).tree
    if tree is None:
        return ()
    plan = standalone_planner(excluded_synonyms, synonyms=synonyms).plan(tree)
    areas = [("title", FoldedText.of(title))]
    areas += [(block.kind, FoldedText.of(text[block.start : block.end])) for block in blocks]
    found: Counter[tuple[str, str, str, str]] = Counter()
    for leaf in expanded_terms(plan):
        typed = _typed_text(query, leaf.forms[0])
        taken: dict[int, list[tuple[int, int]]] = {}
        for form in leaf.forms:
            finder = make_highlighter((ExpandedTerm((form,)),))
            for index, (place, area) in enumerate(areas):
                held = taken.setdefault(index, [])
                for start, end, _ in finder.find_matches_in(area):
                    if any(start < b and end > a for a, b in held):
                        continue  # a better form has it already
                    held.append((start, end))
                    printed = area.text[start:end]
                    kind = form.kind
                    if kind == EXACT and printed != typed:
                        kind = "folded"
                    found[typed, printed, place, kind] += 1
    return tuple(MatchReason(*row, count) for row, count in found.items())


def _typed_text(query: str, form: TermForm) -> str:
    """The form as it stands in the query."""
    for start, end, _ in make_highlighter((ExpandedTerm((form,)),)).find_matches(query):
        return query[start:end]
    return fold(" ".join(form.chunks))
