"""The results of a search: hits, counts and hints, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from viewer.archive.model.address import Address
from viewer.messages import Message
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
    ``match_count`` is how many stretches are marked in the title and in that text. ``score`` falls
    in the order of relevance, see ``RankedArticle.display_score``; it is below 1 where only
    synonyms were found.
    ``issue_title`` is the title of the issue where the article is its first page, else None.
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
    issue_title: str | None = None
    issue_title_spans: Spans = ()

    @property
    def has_whole_words(self) -> bool:
        """Whether it has every word as one, none only as the beginning of another."""
        return self.score >= 6

    @property
    def stands_together(self) -> bool:
        """Whether several parts of the query stand together here."""
        return int(self.score) % 2 == 1


#: How a query was relaxed because (almost) no article has all of it: articles with most of its
#: words; with the words that its runs of Han were cut into; with most of its pairs of Han; with
#: words that begin with its last one.
MOST_WORDS, CUT_RUNS, MOST_PAIRS, BEGUN_WORD = "most", "cut", "pairs", "begun"


RELAXATION_TEMPLATES = {
    MOST_WORDS: "No article has all of: {words} · showing those with the most of them",
    CUT_RUNS: "No article has this written together · showing articles with: {words}",
    "few": "Few articles have all of: {words} · then those with the most of them",
    MOST_PAIRS: "No article has this · showing those with the most of: {words}",
    BEGUN_WORD: "No article has this as a whole word · showing words that begin so: {words}",
}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What was searched besides the query as typed: its kind, and the words, as typed or cut.

    The first ``exact_total`` hits have all of the query.
    """

    kind: str
    words: tuple[str, ...]
    exact_total: int = 0

    @property
    def query(self) -> str:
        """The words as a query of their own, for the highlights in an article."""
        return " ".join(self.words)

    @property
    def text(self) -> Message:
        """What was done, as a message that can be translated."""
        kind = "few" if self.exact_total else self.kind
        return Message(RELAXATION_TEMPLATES[kind], words=" · ".join(self.words))


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query.

    ``facets`` counts the articles found by publication, year, section and editor, most first;
    ``histogram`` counts them by month (``2017-07``), in order. ``also_searched`` are the terms of
    the glossary that were searched too; ``did_you_mean`` is a query that may have been meant, and
    ``corrected`` says that the hits are already those of it, because the typed one has none;
    ``also_meant`` are more queries that may have been meant, likely ones first.
    ``relaxation`` says that hits lack a part of the query. ``finished``: its last word does not go
    on in the hits.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    took_ms: float = 0.0
    also_searched: tuple[str, ...] = ()
    did_you_mean: str = ""
    also_meant: tuple[str, ...] = ()
    corrected: bool = False
    relaxation: Relaxation | None = None
    finished: bool = False
    hints: tuple[QueryHint, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=_no_facets)
    histogram: tuple[tuple[str, int], ...] = ()

    def looks_like(self, other: Results) -> bool:
        """Whether a reader sees no difference: neither in the hits nor in what is said of them."""
        first, second = (
            replace(
                results,
                took_ms=0.0,
                finished=False,
                hits=tuple(replace(hit, score=0.0) for hit in results.hits),
            )
            for results in (self, other)
        )
        return first == second

    @property
    def exact_total(self) -> int:
        """How many of the hits, the first ones, have all of the query as it was searched."""
        return self.total if self.relaxation is None else self.relaxation.exact_total

    @property
    def searched_query(self) -> str:
        """The query whose words the hits hold: as typed, corrected, or cut into words."""
        if self.corrected:
            return self.did_you_mean
        if self.relaxation is None or self.relaxation.kind == BEGUN_WORD:
            return self.query
        return self.relaxation.query

    @property
    def hint_text(self) -> str:
        """The hints in English."""
        return join_hints(self.hints)
