"""One search from the typed text to the list of hits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from viewer.archive.model.address import Address
from viewer.callbacks import CancelCheck
from viewer.search.language.folding import FoldedText
from viewer.search.language.glossary import Glossary
from viewer.search.query.fields import ArticleGroup, FilterNames, NamesById
from viewer.search.query.parser import Node, parse
from viewer.search.query.planner import (
    EXACT,
    SYNONYM,
    ExpandedTerm,
    PlanNode,
    QueryPlanner,
    TermForm,
    expanded_terms,
)
from viewer.search.query.query_hints import QueryHint
from viewer.search.query.results import FACETS, Hit, Results
from viewer.search.retrieval import did_you_mean
from viewer.search.retrieval import ranking as rank
from viewer.search.retrieval import snippets as passages
from viewer.search.retrieval.matcher import MatchSet, SearchCancelled

if TYPE_CHECKING:
    from viewer.search.retrieval.index_reader import IndexReader

#: A search that takes longer is given up, in seconds.
DEADLINE_SECONDS = 0.4
_MAX_FACET_VALUES = 50
#: With no more articles than this, “did you mean” is tried.
FEW_RESULTS = 2
TextLoader = Callable[[Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What was asked."""

    query: str
    limit: int
    cancelled: CancelCheck | None
    sort: str
    prefer_newer: bool
    synonyms: bool
    excluded_synonyms: frozenset[str]


class Searcher:
    """Answers one request on an open index."""

    def __init__(
        self,
        reader: IndexReader,
        glossary: Glossary,
        texts: TextLoader,
        names: Callable[[], NamesById],
        request: SearchRequest,
    ) -> None:
        self._reader = reader
        self._glossary = glossary
        self._texts = texts
        self._names = names
        self._request = request
        self._started_at = time.perf_counter()

    def run(self) -> Results:
        """The results; empty with a hint when the search was given up."""
        query = parse(self._request.query)
        hints = query.hints
        matcher = self._reader.matcher
        matcher.check_cancelled = self._check_cancelled
        matcher.filter_names = FilterNames(self._article_groups, self._names)
        if query.tree is None:
            return Results(self._request.query, took_ms=self._elapsed_ms(), hints=hints)
        planner = QueryPlanner(
            self._glossary if self._request.synonyms else None,
            lambda word: self._reader.vocabulary().inflections(word),
            self._request.excluded_synonyms,
        )
        try:
            step = planner.plan(query.tree)
            found = matcher.evaluate(step)
            results = self._build_results(step, found, hints)
            if results.total > FEW_RESULTS:
                return results
            return self._with_correction(results, query.tree, planner)
        except SearchCancelled:
            return Results(
                self._request.query, took_ms=self._elapsed_ms(), hints=(QueryHint("slow"),)
            )

    def _with_correction(self, results: Results, tree: Node, planner: QueryPlanner) -> Results:
        """The same with “did you mean”; without any hits, with the hits of that instead."""
        reader = self._reader
        correction = did_you_mean.find_corrections(tree, planner, reader.matcher, reader.vocabulary)
        if correction is None:
            return results
        meant = self._request.query
        for text, slip in correction.items():
            meant = did_you_mean.respell_query(
                meant, text, slip.chunks, self._spelling_in_archive(slip)
            )
        if meant == self._request.query:
            return results
        if results.total:
            return replace(results, did_you_mean=meant, took_ms=self._elapsed_ms())
        steps = {text: did_you_mean.corrected_term(text, slip) for text, slip in correction.items()}
        reader.matcher.corrected_matches = {
            text: did_you_mean.candidate_matches(slip, reader.matcher)
            for text, slip in correction.items()
        }
        step = replace(planner, corrections=steps).plan(tree)
        meant_results = self._build_results(step, reader.matcher.evaluate(step), results.hints)
        if not meant_results.total:
            return results
        return replace(
            meant_results, did_you_mean=meant, corrected=True, took_ms=self._elapsed_ms()
        )

    def _spelling_in_archive(self, slip: did_you_mean.TypoCandidate) -> str:
        """A reading as the archive writes it, from a title if it stands in one."""
        marker = passages.make_highlighter((ExpandedTerm((TermForm(slip.chunks, EXACT),)),))
        for segment, number in sorted(slip.title_articles)[:1]:
            title = self._reader.segments[segment].stored.hit_fields(number).title
            for start, end, _ in marker.find_matches(title):
                return title[start:end]
        for segment, number in sorted(slip.articles)[:3]:
            identity = self._reader.segments[segment].stored.ids[number]
            text = self._reader.folded_texts([identity], self._texts).get(identity)
            for start, end, _ in marker.find_matches_in(text) if text else ():
                return text.text[start:end] if text else ""
        return " ".join(slip.chunks)

    def _build_results(
        self, step: PlanNode, found: MatchSet, hints: tuple[QueryHint, ...]
    ) -> Results:
        shown = expanded_terms(step)
        wanted = self._request.limit
        if not wanted:
            places = []
        elif self._request.sort == "date" or not shown:
            places = rank.rank_by_date(found, self._reader.matcher, wanted)
        else:
            age = self._reader.recency if self._request.prefer_newer else None
            places = rank.rank_by_relevance(found, self._reader.matcher, shown, age, wanted)
        facets, histogram = self._count_facets(found)
        hits = self._build_hits(places, passages.make_highlighter(shown))
        return Results(
            self._request.query,
            hits,
            found.count(),
            self._elapsed_ms(),
            self._found_synonyms(shown),
            hints=hints,
            facets=facets,
            histogram=histogram,
        )

    def _article_groups(self) -> Iterator[ArticleGroup]:
        for segment in self._reader.segments:
            yield from segment.stored.article_groups

    def _check_cancelled(self) -> None:
        cancelled = self._request.cancelled
        if time.perf_counter() - self._started_at > DEADLINE_SECONDS or (cancelled and cancelled()):
            raise SearchCancelled

    def _elapsed_ms(self) -> float:
        return (time.perf_counter() - self._started_at) * 1000

    def _found_synonyms(self, shown: Sequence[ExpandedTerm]) -> tuple[str, ...]:
        """The glossary's names that were searched too and stand somewhere."""
        names: dict[str, None] = {}
        for leaf in shown:
            for form in leaf.forms:
                if form.kind == SYNONYM and any(self._reader.matcher.match_form(form)):
                    names[form.synonym] = None
        return tuple(names)

    def _count_facets(
        self, found: MatchSet
    ) -> tuple[dict[str, tuple[tuple[str, int], ...]], tuple[tuple[str, int], ...]]:
        publications: Counter[str] = Counter()
        years: Counter[str] = Counter()
        sections: Counter[str] = Counter()
        editors: Counter[str] = Counter()
        months: Counter[str] = Counter()
        for segment, matches in zip(self._reader.segments, found.matches, strict=True):
            stored = segment.stored
            for group, count in Counter(map(stored.facet_index_of.__getitem__, matches)).items():
                publication, month, section, names = stored.facet_values[group]
                publications[publication] += count
                months[month] += count
                sections[section] += count
                for editor in names:
                    editors[editor] += count
        for month, count in months.items():
            years[month[:4]] += count
        counted = (publications, years, sections, editors)
        facets = {
            name: tuple((value, n) for value, n in counts.most_common(_MAX_FACET_VALUES) if value)
            for name, counts in zip(FACETS, counted, strict=True)
        }
        return facets, tuple(sorted((m, n) for m, n in months.items() if m))

    def _build_hits(
        self, places: Sequence[rank.RankedArticle], marker: passages.Highlighter
    ) -> tuple[Hit, ...]:
        segments = self._reader.segments
        ids = [segments[place.segment].stored.ids[place.number] for place in places]
        texts = self._reader.folded_texts(ids, self._texts)
        hits = []
        for place, identity in zip(places, ids, strict=True):
            text = texts.get(identity)
            if text is not None:
                hits.append(self._build_hit(place, text, marker))
        return tuple(hits)

    def _build_hit(
        self, place: rank.RankedArticle, folded: FoldedText, marker: passages.Highlighter
    ) -> Hit:
        stored = self._reader.segments[place.segment].stored
        article_group = stored.article_group(place.number)
        record = stored.hit_fields(place.number)
        matches = marker.find_matches_in(folded)
        position = matches[passages.best_match(matches)][0] if matches else -1
        spans = passages.merge_spans([(start, end) for start, end, _ in matches])
        snippet, inside = passages.make_snippet(folded.text, max(position, 0), spans)
        anchor = passages.nearest_anchor(record.anchors, position) if matches else ""
        return Hit(
            address=Address(article_group.publication, article_group.issue, record.article, anchor),
            title=record.title,
            title_spans=marker.match_spans(record.title),
            publication=article_group.publication,
            issue=article_group.issue,
            section=article_group.section_label or article_group.section_title,
            section_title=article_group.section_title,
            article=record.article,
            number=record.number,
            date=article_group.date,
            editor=", ".join(article_group.editors),
            score=place.display_score,
            snippet=snippet,
            snippet_spans=inside,
            match_offset=position,
            match_count=len(spans),
        )
