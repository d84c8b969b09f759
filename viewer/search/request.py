"""One search from the typed text to the list of hits."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.archive.address import Address
from viewer.search import passages, rank
from viewer.search.folding import FoldedText
from viewer.search.glossary import Glossary
from viewer.search.match import Found, Stopped
from viewer.search.plan import SYNONYM, Leaf, Planner, Step, leaves
from viewer.search.query import parse
from viewer.search.results import Hit, Results

if TYPE_CHECKING:
    from viewer.search.reader import IndexReader

#: A search that takes longer is given up, in seconds.
DEADLINE = 0.4
_MOST_FACETS = 50
Texts = Callable[[Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked."""

    query: str
    limit: int
    cancelled: Callable[[], bool] | None
    sort: str
    prefer_newer: bool
    synonyms: bool
    without: frozenset[str]


class Search:
    """Answers one request on an open index."""

    def __init__(
        self, reader: IndexReader, glossary: Glossary, texts: Texts, request: Request
    ) -> None:
        self._reader = reader
        self._glossary = glossary
        self._texts = texts
        self._request = request
        self._began = time.perf_counter()

    def run(self) -> Results:
        """The results; empty with a hint when the search was given up."""
        query = parse(self._request.query)
        hint = query.hint
        matcher = self._reader.matcher
        matcher.stop = self._stop
        if query.tree is None:
            return Results(self._request.query, took_ms=self._took(), hint=hint)
        planner = Planner(
            self._glossary if self._request.synonyms else None,
            lambda word: self._reader.vocabulary().endings(word),
            self._request.without,
        )
        collecting = gc.isenabled()
        gc.disable()  # a search makes many small values; a full collection would double its time
        try:
            step = planner.plan(query.tree)
            found = matcher.evaluate(step)
            return self._results(step, found, hint)
        except Stopped:
            given_up = "The search took too long and was given up; type something more particular."
            return Results(self._request.query, took_ms=self._took(), hint=given_up)
        finally:
            if collecting:
                gc.enable()

    def _results(self, step: Step, found: Found, hint: str) -> Results:
        shown = leaves(step)
        wanted = self._request.limit
        if self._request.sort == "date" or not shown:
            places = rank.newest_first(found, self._reader.matcher, wanted)
        else:
            age = self._reader.age if self._request.prefer_newer else None
            places = rank.ranked(found, self._reader.matcher, shown, age, wanted)
        facets, histogram = self._facets(found)
        hits = self._hits(places, passages.marker(shown))
        return Results(
            self._request.query,
            hits,
            found.count(),
            self._took(),
            self._also_searched(shown),
            hint=hint,
            facets=facets,
            histogram=histogram,
        )

    def _stop(self) -> None:
        cancelled = self._request.cancelled
        if time.perf_counter() - self._began > DEADLINE or (cancelled and cancelled()):
            raise Stopped

    def _took(self) -> float:
        return (time.perf_counter() - self._began) * 1000

    def _also_searched(self, shown: Sequence[Leaf]) -> tuple[str, ...]:
        """The glossary's names that were searched too and stand somewhere."""
        names: dict[str, None] = {}
        for leaf in shown:
            for form in leaf.forms:
                if form.kind == SYNONYM and any(self._reader.matcher.form(form)):
                    names[form.name] = None
        return tuple(names)

    def _facets(
        self, found: Found
    ) -> tuple[dict[str, tuple[tuple[str, int], ...]], tuple[tuple[str, int], ...]]:
        publications: Counter[str] = Counter()
        years: Counter[str] = Counter()
        sections: Counter[str] = Counter()
        editors: Counter[str] = Counter()
        months: Counter[str] = Counter()
        for segment, matches in zip(self._reader.segments, found.matches, strict=True):
            shelf = segment.shelf
            for group, count in Counter(map(shelf.groups_of.__getitem__, matches)).items():
                publication, month, section, names = shelf.groups[group]
                publications[publication] += count
                months[month] += count
                sections[section] += count
                for editor in names:
                    editors[editor] += count
        for month, count in months.items():
            years[month[:4]] += count
        counted = {
            "publication": publications, "year": years, "section": sections, "editor": editors,
        }  # fmt: skip
        facets = {
            name: tuple((value, n) for value, n in counts.most_common(_MOST_FACETS) if value)
            for name, counts in counted.items()
        }
        return facets, tuple(sorted((m, n) for m, n in months.items() if m))

    def _hits(self, places: Sequence[rank.Place], marker: passages.Marker) -> tuple[Hit, ...]:
        segments = self._reader.segments
        ids = [segments[place.segment].shelf.ids[place.number] for place in places]
        texts = self._reader.texts(ids, self._texts)
        hits = []
        for place, identity in zip(places, ids, strict=True):
            text = texts.get(identity)
            if text is not None:
                hits.append(self._hit(place, text, marker))
        return tuple(hits)

    def _hit(self, place: rank.Place, folded: FoldedText, marker: passages.Marker) -> Hit:
        shelf = self._reader.segments[place.segment].shelf
        stratum = shelf.stratum(place.number)
        record = shelf.record(place.number)
        matches = marker.find_in(folded)
        position = matches[passages.best(matches)][0] if matches else -1
        spans = passages.merged([(start, end) for start, end, _ in matches])
        snippet, inside = passages.snippet(folded.text, max(position, 0), spans)
        anchor = passages.anchor_at(record.anchors, position) if matches else ""
        return Hit(
            address=Address(stratum.publication, stratum.issue, record.key, anchor),
            title=record.title,
            title_spans=marker.spans(record.title),
            publication=stratum.publication,
            issue=stratum.issue,
            section=stratum.label or stratum.section,
            section_title=stratum.section,
            article=record.key,
            number=record.number,
            date=stratum.date,
            editor=", ".join(stratum.editors),
            score=place.score,
            snippet=snippet,
            spans=inside,
            position=position,
            matches=len(spans),
        )
