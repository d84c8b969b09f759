"""The search engine: keeps the index in step with the catalogue and answers queries."""

from __future__ import annotations

import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer import paths
from viewer.errors import CatalogueError, SearchIndexError, ViewerError, error_message
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.search.query.query_hints import INCOMPLETE_KINDS, QueryHint
from viewer.search.query.results import Results, Spans

# The window imports this module before it is painted: what a search needs is imported by the
# first search.
if TYPE_CHECKING:
    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.archive.model.issue import Link
    from viewer.search.index.index_files import IndexUpdate
    from viewer.search.language.glossary import Glossary
    from viewer.search.query.planner import ExpandedTerm
    from viewer.search.retrieval.index_reader import IndexReader
    from viewer.search.retrieval.searcher import SearchRequest
    from viewer.search.retrieval.snippets import Highlighter

#: The results of this many queries are kept, for who takes back what she typed.
_MAX_CACHED_RESULTS = 64
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
        self._given_files = self._catalogue_path, self._folder = catalogue_path, index_folder
        self._glossary_path = glossary
        self._lock = threading.RLock()
        self._reader: IndexReader | None = None
        self._manifest: dict[str, Any] = {}
        self._thread_local = threading.local()
        #: Says that the index is in a temporary folder, and why; None where it is in its own.
        self.temporary_reason: Message | None = None
        # A letter typed and deleted again, or a query typed again, is answered from here.
        self._results_cache: OrderedDict[SearchRequest, Results] = OrderedDict()
        self._publication_languages: dict[str, str] | None = None

    def use_files(self, catalogue: Path, index: Path) -> None:
        """Search the catalogue and the index at these paths from now on."""
        with self._lock:
            if (catalogue, index) != self._given_files:
                self.close()
                self._given_files = self._catalogue_path, self._folder = catalogue, index
                self.temporary_reason = None

    def refresh(
        self,
        progress: ProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
    ) -> bool:
        """Bring the index in step with the catalogue; True if anything changed.

        A missing, stale or damaged index is set aside and built anew. Searches use the index that
        is open until the new one is complete. ``progress`` gets the articles done and their total.

        Raises:
            CatalogueError: the catalogue cannot be read.
            SearchIndexError: the index cannot be written.
            SearchIndexBusyError: another program is writing it.
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
        """Like ``refresh``, but of very many articles only the next part is indexed.

        Call it again until the update ``is_complete``; see ``index_files.update_index``. Where the
        index cannot be written and there is none to search, it is built in a temporary folder.

        Raises:
            CatalogueError, SearchIndexError: as ``refresh``.
        """
        try:
            return self._refresh_step(progress, cancelled, stepwise, catalogue_complete)
        except SearchIndexError as error:
            if not isinstance(error.__cause__, OSError) or not self._use_temporary_folder(error):
                raise
            return self._refresh_step(progress, cancelled, stepwise, catalogue_complete)

    def _use_temporary_folder(self, error: SearchIndexError) -> bool:
        """Keep the index elsewhere; False if it is already, or an older one can be searched."""
        from viewer.archive.library.caches import make_temporary_folder

        with self._lock, suppress(SearchIndexError):
            self.open()
            return False
        if self.temporary_reason is not None:
            return False
        try:
            folder = make_temporary_folder()
        except OSError:
            return False
        with self._lock:
            self.close()
            self._folder = folder / "index"
            self.temporary_reason = Message(
                "The search index is kept only until the program ends. {reason}",
                reason=error.message,
            )
        return True

    def _refresh_step(
        self,
        progress: ProgressCallback | None,
        cancelled: CancelCheck | None,
        stepwise: bool,
        catalogue_complete: bool,
    ) -> IndexUpdate:
        from viewer.search.index import index_files

        catalogue = self._open_catalogue()
        try:
            update = index_files.update_index(
                self._folder, catalogue, progress, cancelled, stepwise=stepwise,
                catalogue_complete=catalogue_complete,
                catalogue=self._catalogue_path if self._catalogue_path.is_file() else None,
            )  # fmt: skip
        finally:
            catalogue.close()
        with self._lock:
            # A publication or series may have a new name, or another language.
            self._results_cache.clear()
            self._publication_languages = None
            if self._reader is None:
                return update
            if update.changed or self._manifest.get("files") != index_files.manifest_files(
                self._folder
            ):
                # Another program may have updated the index.
                self.close()
                self.open()
                update = replace(update, changed=True)
        return update

    def open(self) -> None:
        """Open the index for searching, even if it lacks the newest articles.

        Raises:
            SearchIndexError: it is missing, of another version or library, or damaged; ``refresh``
                mends that.
        """
        with self._lock:
            if self._reader is not None:
                return
            from viewer.search.index import index_files, whoosh_import

            manifest = index_files.verify_index(self._folder, thorough=False)
            try:
                with self._open_catalogue() as catalogue:
                    generation = catalogue.generation()
                # Another catalogue may use the same ids for other articles.
                if manifest.get("generation") != generation:
                    raise SearchIndexError(
                        Message(
                            "The search index in {folder} is of another library; it has to be "
                            "rebuilt.",
                            folder=self._folder,
                        )
                    )
                whoosh_import.prepare_whoosh()
                from viewer.search.retrieval.index_reader import IndexReader

                self._reader = IndexReader(self._folder, manifest)
                self._manifest = manifest
            except SearchIndexError:
                raise
            except CatalogueError as error:
                raise SearchIndexError(error.message) from error
            except Exception as error:
                # On a damaged file Whoosh may raise any exception at all. Where the sums are right
                # all the same, ``refresh`` would find nothing to do.
                if not isinstance(error, (OSError, MemoryError)):
                    with suppress(OSError):
                        index_files.set_aside(self._folder)
                raise SearchIndexError(
                    Message(
                        "The search index in {folder} is damaged; it has to be rebuilt.",
                        folder=self._folder,
                    )
                ) from error

    def close(self) -> None:
        """Close the index and this thread's catalogue; a later search opens them again."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
            self._results_cache.clear()
            self._publication_languages = None
            cached = getattr(self._thread_local, "catalogue", None)
            if cached is not None:
                cached[1].close()
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
        relax: bool = True,
        finished: bool = False,
        extras_seconds: float | None = None,
        reader_language: str = "",
    ) -> Results:
        """The best ``limit`` articles for a query; never raises, whatever the query.

        ``sort`` is ``relevance`` or ``date``; ``excluded_synonyms`` are names in the glossary that
        are not searched too, ``synonyms=False`` drops them all. Where (almost) no article
        has all of the query, ``relax`` lets articles follow that have most of it. Unless the
        query is ``finished``, its last word may go on; the whole word leads. Of equal hits those in
        the script of the query lead, then those in the ``reader_language``. What is tried beyond
        the words as typed (“did you mean”, words by sound, relaxing) ends after ``extras_seconds``
        of processor time, None: never; the words themselves are always searched to the end. A
        search ended there, or ``cancelled``, returns its results so far and the hint
        ``unfinished``; one whose index is damaged and cannot be rebuilt on the spot returns a hint
        and no hits.
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
            relax,
            finished,
            extras_seconds,
            reader_language,
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
                    reason = (
                        error_message(error)
                        if isinstance(error, ViewerError | OSError | MemoryError)
                        else Message(
                            "The search index is damaged; start the program again to have it "
                            "built anew."
                        )
                    )
                    return Results(query, hints=(QueryHint("other", reason),))

    def _cached_search(self, request: SearchRequest) -> Results:
        started_at = time.perf_counter()
        self.open()
        key = replace(request, cancelled=None, extras_seconds=None)
        cached = self._results_cache.get(key)
        if cached is not None:
            self._results_cache.move_to_end(key)
            return replace(cached, took_ms=(time.perf_counter() - started_at) * 1000)
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
            self._reader, glossary, catalogue.texts, catalogue.links,
            catalogue.publication_and_series_names, self._languages(catalogue), request,
        ).run()  # fmt: skip

    def _languages(self, catalogue: Catalogue) -> dict[str, str]:
        """The language of each publication; empty of a single one, which nothing goes before."""
        if self._publication_languages is None:
            languages = catalogue.publication_languages()
            self._publication_languages = languages if len(languages) > 1 else {}
        return self._publication_languages

    def _glossary(self) -> Glossary:
        from viewer.search.language.glossary import GLOSSARY_FILE, load_glossary

        return load_glossary(self._glossary_path or paths.resources_folder() / GLOSSARY_FILE)

    def _open_catalogue(self) -> Catalogue:
        from viewer.archive.catalogue.catalogue import Catalogue

        return Catalogue(self._catalogue_path)

    def _thread_catalogue(self) -> Catalogue:
        """This thread's catalogue: a SQLite connection belongs to the thread that opened it."""
        cached = getattr(self._thread_local, "catalogue", None)
        if cached is None or cached[0] is not self._reader:
            if cached is not None:
                cached[1].close()
            cached = (self._reader, self._open_catalogue())
            self._thread_local.catalogue = cached
        catalogue: Catalogue = cached[1]
        return catalogue


def highlight_spans(
    query: str,
    text: str,
    links: Sequence[Link] = (),
    *,
    excluded_synonyms: Collection[str] = (),
    synonyms: bool = True,
    finished: bool = False,
) -> Spans:
    """Where the words of ``query`` stand in ``text``, in code points; never raises.

    Of ``links``, those of the text, the labels are highlighted whose address was asked for.
    ``excluded_synonyms``, ``synonyms`` and ``finished`` are as in ``SearchEngine.search``: what was
    not searched is not highlighted.
    """
    terms, highlighter = _highlighter(query, frozenset(excluded_synonyms), synonyms, finished)
    if not links:
        return highlighter.match_spans(text)
    from viewer.search.retrieval.link_matches import label_matches
    from viewer.search.retrieval.snippets import merge_spans

    matches = label_matches(terms, text, links, highlighter.find_matches(text))
    return merge_spans([(start, end) for start, end, _ in matches])


@lru_cache(maxsize=32)
def _highlighter(
    query: str, excluded_synonyms: frozenset[str], synonyms: bool, finished: bool
) -> tuple[Sequence[ExpandedTerm], Highlighter]:
    from viewer.search.query.parser import parse
    from viewer.search.query.planner import expanded_terms, standalone_planner
    from viewer.search.retrieval.snippets import make_highlighter

    tree = parse(query, finished=finished).tree
    if tree is None:
        return (), make_highlighter(())
    plan = standalone_planner(excluded_synonyms, synonyms=synonyms).plan_query(tree)
    terms = expanded_terms(plan)
    return terms, make_highlighter(terms)
