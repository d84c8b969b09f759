"""Finding it: the index, the query language, and what a search answers."""

from viewer.search.engine import SearchEngine, highlight_spans
from viewer.search.query.results import Hit, Results

__all__ = ["Hit", "Results", "SearchEngine", "highlight_spans"]
