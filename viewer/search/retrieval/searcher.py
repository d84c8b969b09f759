"""One search from the typed text to the list of hits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

from viewer.archive.model.address import Address
from viewer.archive.model.issue import Link
from viewer.progress_and_cancel import CancelCheck
from viewer.search.language.folding import FoldedText
from viewer.search.language.glossary import Glossary
from viewer.search.language.language_preference import language_boosts
from viewer.search.query.fields import ArticleGroup, FilterNames, NamesById
from viewer.search.query.parser import Node, parse, positive_terms
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
from viewer.search.query.results import BEGUN_WORD, FACETS, MOST_WORDS, Hit, Relaxation, Results
from viewer.search.retrieval import did_you_mean
from viewer.search.retrieval.link_matches import label_matches, searches_links
from viewer.search.retrieval.matcher import MatchSet, SearchCancelled, with_exact_first
from viewer.search.retrieval.ranking import RankedArticle, rank_by_date, rank_by_relevance
from viewer.search.retrieval.relaxation import (
    leaves_out_characters,
    relaxed_plans,
    words_without_blank,
)
from viewer.search.retrieval.snippets import (
    Highlighter,
    best_match,
    make_highlighter,
    make_snippet,
    merge_spans,
    nearest_anchor,
)
from viewer.search.retrieval.words_by_sound import words_by_sound

if TYPE_CHECKING:
    from viewer.search.retrieval.index_reader import IndexReader

_MAX_FACET_VALUES = 50
#: With no more articles than this, “did you mean” is tried.
FEW_RESULTS = 2
TextLoader = Callable[[Sequence[int]], Mapping[int, str]]
LinkLoader = Callable[[Sequence[int]], Mapping[int, Sequence[Link]]]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search for and how; the fields are the arguments of ``SearchEngine.search``."""

    query: str
    limit: int
    cancelled: CancelCheck | None
    sort: str
    prefer_newer: bool
    synonyms: bool
    excluded_synonyms: frozenset[str]
    relax: bool = True
    finished: bool = False
    extras_seconds: float | None = None
    reader_language: str = ""


class Searcher:
    """Answers one request on an open index."""

    def __init__(
        self,
        reader: IndexReader,
        glossary: Glossary,
        texts: TextLoader,
        links: LinkLoader,
        names: Callable[[], NamesById],
        languages: Mapping[str, str],
        request: SearchRequest,
    ) -> None:
        self._reader = reader
        self._glossary = glossary
        self._texts = texts
        self._links = links
        self._names = names
        self._request = request
        self._boosts = language_boosts(request.query, request.reader_language, languages)
        self._started_at = time.perf_counter()
        self._extras_end = inf  # in processor time of this thread

    def run(self) -> Results:
        """The results; those so far, with a hint, when the search was ended before it was done."""
        query = parse(self._request.query, finished=self._request.finished)
        hints = query.hints
        matcher = self._reader.matcher
        matcher.check_cancelled = self._check_cancelled
        matcher.filter_names = FilterNames(self._article_groups, self._names)
        if query.tree is None:
            return Results(self._request.query, took_ms=self._elapsed_ms(), hints=hints)
        planner = QueryPlanner(
            self._glossary if self._request.synonyms else None,
            lambda word: self._reader.vocabulary().inflections(word),
            matcher.pair_stands,
            self._request.excluded_synonyms,
            lambda word: self._reader.vocabulary().article_counts.get(word, 0),
        )
        results = Results(self._request.query, finished=self._request.finished, hints=hints)
        try:
            plan = planner.plan_query(query.tree)
            match_set = matcher.evaluate(plan)
            results = self._build_results(plan, match_set, hints)
            if self._request.extras_seconds is not None:
                self._extras_end = time.thread_time() + self._request.extras_seconds
            results = self._with_more(results, match_set, query.tree, planner)
            return self._with_phrase(results, query.tree)
        except SearchCancelled:
            return replace(
                results,
                took_ms=self._elapsed_ms(),
                hints=(*results.hints, QueryHint("unfinished")),
            )

    def _with_more(
        self, results: Results, exact: MatchSet, tree: Node, planner: QueryPlanner
    ) -> Results:
        """``results`` with what else may have been meant, where they are few."""
        unfinished = tree
        if self._request.finished and self._request.relax and not results.total:
            unfinished = parse(self._request.query).tree or tree
            results = self._with_begun_word(results, unfinished, planner)
        if results.total <= FEW_RESULTS:
            results = self._with_correction(results, unfinished, planner)
            if self._request.relax and not results.corrected and results.relaxation is None:
                results = self._with_relaxation(results, exact, tree, planner)
        return results

    def _with_begun_word(
        self, results: Results, unfinished: Node, planner: QueryPlanner
    ) -> Results:
        """``results`` or, where there are any, the articles in which the last word goes on."""
        terms = positive_terms(unfinished)
        if not terms or not terms[-1].prefix:
            return results
        plan = planner.plan_query(unfinished)
        begun = self._build_results(plan, self._reader.matcher.evaluate(plan), results.hints)
        if not begun.total:
            return results
        relaxation = Relaxation(BEGUN_WORD, (f"{terms[-1].raw}…",))
        return replace(begun, relaxation=relaxation, finished=False)

    def _with_correction(self, results: Results, tree: Node, planner: QueryPlanner) -> Results:
        """``results`` with “did you mean”; where they have no hits, those of the correction."""
        reader = self._reader
        corrections = did_you_mean.find_corrections(
            tree, planner, reader.matcher, reader.vocabulary
        )
        by_sound = self._with_words_by_sound(results, tree, planner, corrections)
        if by_sound is not None:
            return by_sound
        if corrections is None or any(
            leaves_out_characters(term, candidate.chunks, reader.matcher)
            for term, candidate in corrections.items()
        ):
            return results
        corrected_query = self._request.query
        for term, candidate in corrections.items():
            corrected_query = did_you_mean.respell_query(
                corrected_query, term, candidate.chunks, self._spelling_in_archive(candidate)
            )
        if corrected_query == self._request.query:
            return results
        if results.total or any(
            did_you_mean.is_only_offered(term, planner)
            or (
                self._request.relax
                and not did_you_mean.is_sure(candidate)
                and words_without_blank(term, planner, reader.matcher)
            )
            for term, candidate in corrections.items()
        ):
            return replace(results, did_you_mean=corrected_query, took_ms=self._elapsed_ms())
        corrected_terms = {
            term: did_you_mean.corrected_term(term, candidate)
            for term, candidate in corrections.items()
        }
        reader.matcher.corrected_matches = {
            term: did_you_mean.candidate_matches(candidate, reader.matcher)
            for term, candidate in corrections.items()
        }
        plan = replace(planner, corrections=corrected_terms).plan(tree)
        corrected_results = self._build_results(plan, reader.matcher.evaluate(plan), results.hints)
        if not corrected_results.total:
            return results
        return replace(
            corrected_results,
            did_you_mean=corrected_query,
            corrected=True,
            took_ms=self._elapsed_ms(),
        )

    def _with_phrase(self, results: Results, tree: Node) -> Results:
        """``results`` with “did you mean” where another word makes a frequent phrase."""
        is_together = bool(results.hits) and results.hits[0].stands_together
        if is_together or results.did_you_mean:
            return results
        reader = self._reader
        found = did_you_mean.neighbouring_phrase(
            tree, reader.matcher, reader.vocabulary(), results.total
        )
        if found is None:
            return results
        term, word = found
        query = did_you_mean.respell_query(
            self._request.query, term, (word,), self._printed((word,))
        )
        return replace(results, did_you_mean=query, took_ms=self._elapsed_ms())

    def _with_words_by_sound(
        self,
        results: Results,
        tree: Node,
        planner: QueryPlanner,
        corrections: did_you_mean.Corrections | None,
    ) -> Results | None:
        """``results`` with the Chinese that pinyin or bopomofo stands for, or the hits of that.

        None where nothing sounds like it, where a slip of the finger is likelier, or where all of
        what was typed stands in more articles (``LeCun`` is not 了存).
        """
        matcher = self._reader.matcher
        words = words_by_sound(tree, matcher)
        if not words or not all(word.is_likelier_than(corrections or {}) for word in words):
            return None
        counts = [
            [matcher.evaluate(planner.expand(term)).count() for term in word.terms]
            for word in words
        ]
        stand = all(all(counts_of_word) for counts_of_word in counts)
        if stand and any(
            word.count < min(of_terms) for word, of_terms in zip(words, counts, strict=True)
        ):
            return None
        query = self._request.query
        for word in words:
            query = word.respell(query, self._printed((word.run,)))
        if len(words) == 1:
            others = (
                words[0].respell(self._request.query, self._printed((run,)))
                for run in words[0].others
            )
            results = replace(results, also_meant=tuple(others))
        new_tree = parse(query, finished=self._request.finished).tree
        if results.total or stand or new_tree is None:
            return replace(results, did_you_mean=query, took_ms=self._elapsed_ms())
        plan = planner.plan_query(new_tree)
        found = self._build_results(plan, matcher.evaluate(plan), results.hints)
        if not found.total:
            return None
        return replace(
            found,
            did_you_mean=query,
            also_meant=results.also_meant,
            corrected=True,
            took_ms=self._elapsed_ms(),
        )

    def _printed(self, chunks: tuple[str, ...]) -> str:
        """Chunks as the archive writes them."""
        form = TermForm(chunks, EXACT)
        candidate = did_you_mean.find_candidate(form, 0.0, self._reader.matcher)
        return self._spelling_in_archive(candidate) if candidate else " ".join(chunks)

    def _with_relaxation(
        self, results: Results, exact: MatchSet, tree: Node, planner: QueryPlanner
    ) -> Results:
        """``results`` with the articles behind them that have most of the query."""
        matcher = self._reader.matcher
        for relaxation, plan in relaxed_plans(tree, planner, matcher, results.total):
            match_set = matcher.evaluate(plan)
            if match_set.count() > results.total:
                if results.total:
                    match_set = with_exact_first(match_set, exact)
                return replace(
                    self._build_results(plan, match_set, results.hints),
                    did_you_mean=results.did_you_mean,
                    also_meant=results.also_meant,
                    relaxation=relaxation,
                    finished=self._request.finished or relaxation.kind != MOST_WORDS,
                    took_ms=self._elapsed_ms(),
                )
        return results

    def _spelling_in_archive(self, candidate: did_you_mean.TypoCandidate) -> str:
        """A correction as the archive writes it, from a title if it stands in one."""
        highlighter = make_highlighter((ExpandedTerm((TermForm(candidate.chunks, EXACT),)),))
        for segment, number in sorted(candidate.title_articles)[:1]:
            title = self._reader.segments[segment].stored.hit_fields(number).title
            for start, end, _ in highlighter.find_matches(title):
                return title[start:end]
        for segment, number in sorted(candidate.articles)[:3]:
            article_id = self._reader.segments[segment].stored.ids[number]
            text = self._reader.folded_texts([article_id], self._texts).get(article_id)
            for start, end, _ in highlighter.find_matches_in(text) if text else ():
                return text.text[start:end] if text else ""
        return " ".join(candidate.chunks)

    def _build_results(
        self, plan: PlanNode, match_set: MatchSet, hints: tuple[QueryHint, ...]
    ) -> Results:
        terms = expanded_terms(plan)
        limit = self._request.limit
        if not limit:
            ranked = []
        elif self._request.sort == "date" or not terms:
            ranked = rank_by_date(match_set, self._reader.matcher, limit)
        else:
            recency = self._reader.recency if self._request.prefer_newer else None
            ranked = rank_by_relevance(
                match_set, self._reader.matcher, terms, recency, self._boosts, limit
            )
        facets, histogram = self._count_facets(match_set)
        hits = self._build_hits(ranked, terms)
        return Results(
            self._request.query,
            hits,
            match_set.count(),
            self._elapsed_ms(),
            self._found_synonyms(terms),
            finished=self._request.finished,
            hints=hints,
            facets=facets,
            histogram=histogram,
        )

    def _article_groups(self) -> Iterator[ArticleGroup]:
        for segment in self._reader.segments:
            yield from segment.stored.article_groups

    def _check_cancelled(self) -> None:
        cancelled = self._request.cancelled
        if time.thread_time() > self._extras_end or (cancelled and cancelled()):
            raise SearchCancelled

    def _elapsed_ms(self) -> float:
        return (time.perf_counter() - self._started_at) * 1000

    def _found_synonyms(self, terms: Sequence[ExpandedTerm]) -> tuple[str, ...]:
        """The names in the glossary that were searched too and have hits."""
        names: dict[str, None] = {}
        for term in terms:
            for form in term.forms:
                if form.kind == SYNONYM and any(self._reader.matcher.match_form(form)):
                    names[form.synonym] = None
        return tuple(names)

    def _count_facets(
        self, match_set: MatchSet
    ) -> tuple[dict[str, tuple[tuple[str, int], ...]], tuple[tuple[str, int], ...]]:
        publications: Counter[str] = Counter()
        years: Counter[str] = Counter()
        sections: Counter[str] = Counter()
        editors: Counter[str] = Counter()
        months: Counter[str] = Counter()
        for segment, matches in zip(self._reader.segments, match_set.matches, strict=True):
            stored = segment.stored
            for group, count in Counter(map(stored.facet_index_of.__getitem__, matches)).items():
                publication, month, section, group_editors = stored.facet_values[group]
                publications[publication] += count
                months[month] += count
                sections[section] += count
                for editor in group_editors:
                    editors[editor] += count
        for month, count in months.items():
            years[month[:4]] += count
        counters = (publications, years, sections, editors)
        facets = {
            name: tuple((value, n) for value, n in counts.most_common(_MAX_FACET_VALUES) if value)
            for name, counts in zip(FACETS, counters, strict=True)
        }
        return facets, tuple(sorted((m, n) for m, n in months.items() if m))

    def _build_hits(
        self, ranked: Sequence[RankedArticle], terms: Sequence[ExpandedTerm]
    ) -> tuple[Hit, ...]:
        highlighter = make_highlighter(terms)
        segments = self._reader.segments
        ids = [segments[article.segment].stored.ids[article.number] for article in ranked]
        texts = self._reader.folded_texts(ids, self._texts)
        links = self._links(ids) if searches_links(terms) else {}
        hits = []
        for article, article_id in zip(ranked, ids, strict=True):
            text = texts.get(article_id)
            if text is not None:
                matches = highlighter.find_matches_in(text)
                if article_id in links:
                    matches = label_matches(terms, text.text, links[article_id], matches)
                hits.append(self._build_hit(article, text, matches, highlighter))
        return tuple(hits)

    def _build_hit(
        self,
        article: RankedArticle,
        folded: FoldedText,
        matches: Sequence[tuple[int, int, int]],
        highlighter: Highlighter,
    ) -> Hit:
        stored = self._reader.segments[article.segment].stored
        group = stored.article_group(article.number)
        fields = stored.hit_fields(article.number)
        position = matches[best_match(matches)][0] if matches else -1
        spans = merge_spans([(start, end) for start, end, _ in matches])
        snippet, snippet_spans = make_snippet(folded.text, max(position, 0), spans)
        title_spans = highlighter.match_spans(fields.title)
        anchor = nearest_anchor(fields.anchors, position) if matches else ""
        return Hit(
            address=Address(group.publication, group.issue, fields.article, anchor),
            title=fields.title,
            title_spans=title_spans,
            publication=group.publication,
            issue=group.issue,
            section=group.section_label or group.section_title,
            section_title=group.section_title,
            article=fields.article,
            number=fields.number,
            date=group.date,
            editor=", ".join(group.editors),
            score=article.display_score,
            snippet=snippet,
            snippet_spans=snippet_spans,
            match_offset=position,
            match_count=len(title_spans) + len(spans),
            issue_title=fields.issue_title,
            issue_title_spans=highlighter.match_spans(fields.issue_title or ""),
        )
