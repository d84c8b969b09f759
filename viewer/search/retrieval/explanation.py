"""Why an article was found: what was typed, what stands there, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from viewer.archive.model.catalogue_entries import IssueHead
from viewer.archive.model.issue import Block, Link
from viewer.search.language.folding import FoldedText, fold
from viewer.search.language.reserved_terms import issue_date_terms, issue_number_term
from viewer.search.query.parser import parse
from viewer.search.query.planner import (
    EXACT,
    ISSUE,
    LINK,
    RUN,
    ExpandedTerm,
    TermForm,
    expanded_terms,
    standalone_planner,
)
from viewer.search.retrieval.link_matches import find_links, links_with_most
from viewer.search.retrieval.snippets import make_highlighter


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason: ``typed`` was found as ``matched_text`` in ``location``, ``count`` times.

    ``location`` is ``title``, ``heading``, ``text``, ``caption``, ``note``, ``links``, ``code``,
    ``issue`` (its title, number or date) or ``address`` (of a link).
    ``kind`` is ``exact``; ``folded`` (another script, case or width); ``prefix`` (the word goes
    on); ``joined``; ``apart`` (as two words); ``initial`` (a name whose initial was typed);
    ``name`` (without the initial); ``ending`` (another form of the word); ``region`` (a word of
    another region); ``synonym`` (from the glossary).
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
    issue: tuple[int, IssueHead] | None = None,
    links: Sequence[Link] = (),
    excluded_synonyms: Collection[str] = (),
    synonyms: bool = True,
    finished: bool = False,
) -> tuple[MatchReason, ...]:
    """Why an article with this title, text and blocks matches ``query``, in the order typed.

    ``issue`` are the number and the head of its issue where it is the first page of that.
    ``excluded_synonyms``, ``synonyms`` and ``finished`` are as in ``SearchEngine.search``: what was
    not searched is no reason.
    """
    tree = parse(query, finished=finished).tree
    if tree is None:
        return ()
    plan = standalone_planner(excluded_synonyms, synonyms=synonyms).plan_query(tree)
    areas = [("title", FoldedText.of(title))]
    areas += [(block.kind, FoldedText.of(text[block.start : block.end])) for block in blocks]
    issue_names: dict[str, str] = {}  # as printed, by their terms
    if issue is not None:
        number, head = issue
        if head.title != title:
            areas.append(("issue", FoldedText.of(head.title)))
        issue_names[issue_number_term(number)] = f"#{number}"
        issue_names |= dict.fromkeys(issue_date_terms(head.date), head.date)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    terms = [term for term in expanded_terms(plan) if term.forms[0].kind != RUN]
    typed_terms = [_typed_text(query, term.forms[0]) for term in terms]
    not_in_text: set[int] = set()
    for term_index, term in enumerate(terms):
        typed = typed_terms[term_index]
        taken_by_area: dict[int, list[tuple[int, int]]] = {}
        for form in term.forms:
            if form.kind == ISSUE and form.chunks[0] in issue_names:
                counts[typed, issue_names[form.chunks[0]], "issue", ISSUE] += 1
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
        if not any(taken_by_area.values()):
            not_in_text.add(term_index)
    link_matches = [m for m in find_links(terms, text, links) if m.term in not_in_text]
    for match in links_with_most(link_matches):
        counts[typed_terms[match.term], match.link.href, "address", LINK] += 1
    return tuple(MatchReason(*row, count) for row, count in counts.items())


def _typed_text(query: str, form: TermForm) -> str:
    """The form as it was typed in the query."""
    for start, end, _ in make_highlighter((ExpandedTerm((form,)),)).find_matches(query):
        return query[start:end]
    return fold(" ".join(form.chunks))
