"""Finding it: the index, the query language, and what a search answers."""

from viewer.search.engine import SearchEngine, marks
from viewer.search.query.results import Hit, Results

__all__ = ["Hit", "Results", "SearchEngine", "marks"]
