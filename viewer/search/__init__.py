"""Search over the whole library: the index, the query language, and ranked hits with highlights.

Reads the catalogue; knows nothing of the Markdown on disk, of importers or of Qt.
"""

from viewer.search.engine import SearchEngine, highlight_spans
from viewer.search.query.results import Hit, Results

__all__ = ["Hit", "Results", "SearchEngine", "highlight_spans"]
