"""The search engine: keeps the index in step with the catalogue and answers queries."""

from __future__ import annotations

import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer import paths
from viewer.callbacks import CancelCheck, ProgressCallback
from viewer.errors import CatalogueError, SearchIndexError, ViewerError
from viewer.messages import Message, reason_of
from viewer.search.query.query_hints import INCOMPLETE_KINDS, QueryHint
from viewer.search.query.results import Results, Spans

# The window imports this module before it is painted: what a search needs is imported by the
# first search.
if TYPE_CHECKING:
    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.search.index.index_files import IndexUpdate
    from viewer.search.language.glossary import Glossary
    from viewer.search.retrieval.index_reader import IndexReader
    from viewer.search.retrieval.searcher import SearchRequest
    from viewer.search.retrieval.snippets import Highlighter

_MAX_CACHED_RESULTS = 200
#: What a damaged file makes Whoosh and the stored fields raise.
_DAMAGE_ERRORS = (
    OSError, EOFError, KeyError, IndexError, ValueError, AssertionError, MemoryError, struct.error,
)  # fmt: skip


class SearchEngine:
    """Search over one library. Cheap to make: Whoosh is imported when the index is opened.

    All methods may be called from any thread; searches take turns.
    """

    def __init__(
        self, catalogue_path: Path, index_folder: Path, *, glossary: Path | None = None
    ) -> None:
        self._catalogue_path = catalogue_path
        self._folder = index_folder
        self._glossary_path = glossary
        self._lock = threading.RLock()
        self._reader: IndexReader | None = None
        self._manifest: dict[str, Any] = {}
        self._thread_local = threading.local()
        # A key taken back, or a word begun as another was, is answered from here.
        self._results_cache: OrderedDict[SearchRequest, Results] = OrderedDict()

    def refresh(
        self,
        progress: ProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
    ) -> bool:
        """Bring the index in step with the catalogue; True if anything changed.

        A missing, stale or damaged index is set aside and built anew. Searches go on with the
        index that is open until the new one stands.

        Raises:
            CatalogueError: the catalogue cannot be read.
            SearchIndexError: the index cannot be written, or another program is writing it.
        """
        return self.refresh_step(progress, cancelled, stepwise=False).changed

    def refresh_step(
        self,
        progress: ProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
        *,
        stepwise: bool = True,
        catalogue_complete: bool = True,
    ) -> IndexUpdate:
        """Like ``refresh``, but only a part of very many articles, see ``update_index``.

        Raises:
            CatalogueError, SearchIndexError: as ``refresh``.
        """
        from viewer.search.index import index_files as index

        catalogue = self._open_catalogue()
        try:
            done = index.update_index(
                self._folder, catalogue, progress, cancelled, stepwise=stepwise,
                catalogue_complete=catalogue_complete,
                catalogue=self._catalogue_path if self._catalogue_path.is_file() else None,
            )  # fmt: skip
        finally:
            catalogue.close()
        with self._lock:
            self._results_cache.clear()  # a publication or series may be called otherwise now
            if self._reader is None:
                return done
            if done.changed or self._manifest.get("files") != index.manifest_files(self._folder):
                # Another program may have brought it in step.
                self.close()
                self.open()
                done = replace(done, changed=True)
        return done

    def open(self) -> None:
        """Open the index for searching, also one that lacks what has come since it was written.

        Raises:
            SearchIndexError: it is missing, stale or damaged; ``refresh`` mends that.
        """
        with self._lock:
            if self._reader is not None:
                return
            from viewer.search.index import index_files as index
            from viewer.search.index import whoosh_import as light

            manifest = index.verify_index(self._folder, thorough=False)
            try:
                with self._open_catalogue() as catalogue:
                    generation = catalogue.generation()
                # The articles of another catalogue may bear the same numbers.
                if manifest.get("generation") != generation:
                    raise SearchIndexError(
                        Message(
                            "The search index in {folder} is of another library; it has to be "
                            "rebuilt.",
                            folder=self._folder,
                        )
                    )
                light.prepare_whoosh()
                from viewer.search.retrieval.index_reader import IndexReader

                self._reader = IndexReader(self._folder, manifest)
                self._manifest = manifest
            except SearchIndexError:
                raise
            except CatalogueError as error:
                raise SearchIndexError(error.message) from error
            except Exception as error:
                # Whoosh answers damage with any exception at all.
                raise SearchIndexError(
                    Message(
                        "The search index in {folder} is damaged; it has to be rebuilt.",
                        folder=self._folder,
                    )
                ) from error

    def close(self) -> None:
        """Let go of the index and the catalogue."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
            self._results_cache.clear()
            held = getattr(self._thread_local, "catalogue", None)
            if held is not None:
                held[1].close()
                self._thread_local.catalogue = None

    def search(
        self,
        query: str,
        limit: int = 50,
        *,
        cancelled: CancelCheck | None = None,
        sort: str = "relevance",
        prefer_newer: bool = True,
        synonyms: bool = True,
        excluded_synonyms: Collection[str] = (),
    ) -> Results:
        """The best ``limit`` articles for a query; no text makes it raise.

        ``sort`` is ``relevance`` or ``date``; ``excluded_synonyms`` are names of the glossary that
        shall not be searched too, ``synonyms=False`` drops them all. A search that is ``cancelled``
        or takes too long answers with a hint and no hits; so does one whose index is damaged and
        cannot be mended on the spot.
        """
        from viewer.search.retrieval.searcher import SearchRequest

        request = SearchRequest(
            query,
            max(0, limit),
            cancelled,
            sort,
            prefer_newer,
            synonyms,
            frozenset(excluded_synonyms),
        )
        with self._lock:
            try:
                return self._cached_search(request)
            except (ViewerError, *_DAMAGE_ERRORS):
                # The files were damaged, or replaced by another window, after they were opened.
                self.close()
                try:
                    self.refresh()
                    return self._cached_search(request)
                except (ViewerError, *_DAMAGE_ERRORS) as error:
                    self.close()
                    said = reason_of(error) or Message("The search index is damaged.")
                    return Results(query, hints=(QueryHint("other", said),))

    def _cached_search(self, request: SearchRequest) -> Results:
        began = time.perf_counter()
        self.open()
        key = replace(request, cancelled=None)
        known = self._results_cache.get(key)
        if known is not None:
            self._results_cache.move_to_end(key)
            return replace(known, took_ms=(time.perf_counter() - began) * 1000)
        results = self._run_search(request)
        if not any(hint.kind in INCOMPLETE_KINDS for hint in results.hints):
            self._results_cache[key] = results
            if len(self._results_cache) > _MAX_CACHED_RESULTS:
                self._results_cache.popitem(last=False)
        return results

    def _run_search(self, request: SearchRequest) -> Results:
        from viewer.search.retrieval.searcher import Searcher

        assert self._reader is not None
        catalogue = self._thread_catalogue()
        glossary = self._glossary()
        return Searcher(
            self._reader, glossary, catalogue.texts, catalogue.publication_and_series_names, request
        ).run()

    def _glossary(self) -> Glossary:
        from viewer.search.language.glossary import GLOSSARY_FILE, load_glossary

        return load_glossary(self._glossary_path or paths.resources_folder() / GLOSSARY_FILE)

    def _open_catalogue(self) -> Catalogue:
        from viewer.archive.catalogue.catalogue import Catalogue

        return Catalogue(self._catalogue_path)

    def _thread_catalogue(self) -> Catalogue:
        """A catalogue belongs to the thread that opened it."""
        held = getattr(self._thread_local, "catalogue", None)
        if held is None or held[0] is not self._reader:
            if held is not None:
                held[1].close()
            held = (self._reader, self._open_catalogue())
            self._thread_local.catalogue = held
        catalogue: Catalogue = held[1]
        return catalogue


def highlight_spans(
    query: str, text: str, *, excluded_synonyms: Collection[str] = (), synonyms: bool = True
) -> Spans:
    """Where the words of ``query`` stand in ``text``, as code points; never raises.

    ``excluded_synonyms`` and ``synonyms`` are those of the search: what was not searched is not
    marked.
    """
    return _highlighter(query, frozenset(excluded_synonyms), synonyms).match_spans(text)


@lru_cache(maxsize=32)
def _highlighter(query: str, excluded_synonyms: frozenset[str], synonyms: bool) -> Highlighter:
    from viewer.search.query import planner as plan
    from viewer.search.query.parser import parse
    from viewer.search.retrieval import snippets as passages

    tree = parse(query).tree
    if tree is None:
        return passages.make_highlighter(())
    return passages.make_highlighter(
        plan.expanded_terms(
            plan.standalone_planner(excluded_synonyms, synonyms=synonyms).plan(tree)
        )
    )
