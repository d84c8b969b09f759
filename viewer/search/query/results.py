"""The results of a search: hits, counts and hints, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from viewer.archive.model.address import Address
from viewer.search.query.query_hints import QueryHint, join_hints

#: Stretches of a text: start and end (not included), in code points.
Spans = tuple[tuple[int, int], ...]

#: What the articles found are counted by and can be filtered by, in the order of the chips.
FACETS = ("publication", "year", "section", "editor")


def _no_facets() -> dict[str, tuple[tuple[str, int], ...]]:
    return dict.fromkeys(FACETS, ())


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. Offsets count code points; ``snippet_spans`` are in ``snippet``.

    ``match_offset`` is where the best passage begins in the text of the article, -1 without one;
    ``match_count`` is how many stretches of that text match. ``score`` falls in the order of
    relevance: below 1 where only synonyms were found, above 2 where several parts stand together.
    """

    address: Address
    title: str
    title_spans: Spans
    publication: str
    issue: int
    section: str
    section_title: str
    article: str
    number: str
    date: str
    editor: str
    score: float
    snippet: str
    snippet_spans: Spans
    match_offset: int
    match_count: int

    @property
    def stands_together(self) -> bool:
        """Whether several parts of the query stand together here."""
        return self.score > 2


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query.

    ``facets`` counts the articles found by publication, year, section and editor, most first;
    ``histogram`` counts them by month (``2017-07``), in order. ``also_searched`` are the terms of
    the glossary that were searched too; ``did_you_mean`` is a query that may have been meant, and
    ``corrected`` says that the hits are already those of it, because the typed one has none.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    took_ms: float = 0.0
    also_searched: tuple[str, ...] = ()
    did_you_mean: str = ""
    corrected: bool = False
    hints: tuple[QueryHint, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=_no_facets)
    histogram: tuple[tuple[str, int], ...] = ()

    @property
    def hint_text(self) -> str:
        """The hints in English."""
        return join_hints(self.hints)
