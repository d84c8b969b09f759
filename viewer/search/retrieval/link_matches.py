"""Where the links stand in a text whose addresses hold what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viewer.archive.model.issue import Link
from viewer.search.language.reserved_terms import address_terms
from viewer.search.query.planner import LINK, ExpandedTerm


@dataclass(frozen=True, slots=True)
class LinkMatch:
    """A link whose address holds term number ``term``; its label stands from ``start`` to ``end``.

    Both are -1 where the label does not stand in the text, as that of a picture.
    """

    link: Link
    start: int
    end: int
    term: int


def searches_links(terms: Sequence[ExpandedTerm]) -> bool:
    """Whether any of the terms is looked for in the addresses of links."""
    return any(_needles(term) for term in terms)


def find_links(
    terms: Sequence[ExpandedTerm], text: str, links: Sequence[Link]
) -> Iterator[LinkMatch]:
    """The matches in ``links``, which are those of ``text`` in its order."""
    needles = [(index, needle) for index, term in enumerate(terms) for needle in _needles(term)]
    cursor = 0
    for link in links:
        start = text.find(link.label, cursor) if link.label else -1
        end = start + len(link.label) if start >= 0 else -1
        cursor = max(cursor, end)
        line = f" {' '.join(address_terms(link.href))} " if ":" in link.href else ""
        for index in dict.fromkeys(index for index, needle in needles if needle in line):
            yield LinkMatch(link, start, end, index)


def links_with_most(matches: Sequence[LinkMatch]) -> list[LinkMatch]:
    """The matches in the links that hold the most of the terms: those were meant."""
    counts = Counter((match.link, match.start) for match in matches)
    most = max(counts.values(), default=0)
    return [match for match in matches if counts[match.link, match.start] == most]


def label_matches(
    terms: Sequence[ExpandedTerm],
    text: str,
    links: Sequence[Link],
    matches: Sequence[tuple[int, int, int]],
) -> list[tuple[int, int, int]]:
    """``matches`` as of ``Highlighter.find_matches``, with the labels of links for other terms.

    A term that stands in the text itself is not looked for in links; of the links for the others,
    those count whose addresses hold the most of them.
    """
    found = {term if term >= 0 else ~term for _, _, term in matches}
    missing = [match for match in find_links(terms, text, links) if match.term not in found]
    labels = [(m.start, m.end, ~m.term) for m in links_with_most(missing) if m.start >= 0]
    merged: list[tuple[int, int, int]] = []
    for start, end, term in sorted((*matches, *labels)):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end, term))
    return merged


def _needles(term: ExpandedTerm) -> list[str]:
    forms = (*term.forms, *term.fallback)
    return [form.needle.decode("utf-8", "replace") for form in forms if form.kind == LINK]
