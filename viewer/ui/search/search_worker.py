"""Searching in a thread: only the newest request counts, late answers are dropped."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from viewer.errors import SearchIndexBusyError, SearchIndexError, error_message
from viewer.progress_and_cancel import CancelCheck
from viewer.search import Results, SearchEngine

#: A reader waits no longer for what is tried beyond her words before she sees their hits, in
#: seconds of processor time; the search goes on behind them.
EXTRAS_SECONDS = 0.4
#: How long the update of the index waits for another program that is writing it.
BUSY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class SearchTask:
    """What to search for, and how.

    ``all_time_query`` is the query without the filters by date, if any, for a histogram that shows
    the other months too; the other fields are arguments of ``SearchEngine.search``.
    """

    query: str
    limit: int = 50
    sort: str = "relevance"
    prefer_newer: bool = True
    excluded_synonyms: tuple[str, ...] = ()
    all_time_query: str = ""
    relax: bool = True
    finished: bool = False
    reader_language: str = ""


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The results for ``task``, and the number of hits by month over all time.

    Unless it ``is_final``, the search goes on and another answer to ``task`` follows.
    """

    task: SearchTask
    results: Results
    all_time_histogram: tuple[tuple[str, int], ...]
    is_final: bool = True


class SearchWorker(QObject):
    """Owns the engine's threads: one answers, one keeps the index in step with the catalogue.

    Results arrive on the main thread, by signal. A request is numbered; an answer is delivered
    only while its number is the newest. A long search is answered twice: with the hits of the
    words as typed, and again when it is done.
    """

    answered = Signal(object)  # SearchAnswer
    index_updated = Signal()  # searches are answered now, or find more than before
    index_completed = Signal()  # after a final refresh: everything in the catalogue is indexed
    failed = Signal(object)  # a Message
    index_progress = Signal(int, int)  # articles in the index, and in the catalogue
    _answer_found = Signal(int, object)

    def __init__(self, engine: SearchEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._condition = threading.Condition()
        self._next_task: tuple[int, SearchTask] | None = None
        self._is_refresh_wanted = self._is_catalogue_complete = False
        self._is_index_open = False
        self._newest_number = 0
        self._is_closed = False
        self._threads = [
            threading.Thread(target=self._search_loop, name="search", daemon=True),
            threading.Thread(target=self._index_loop, name="index", daemon=True),
        ]
        self._answer_found.connect(self._deliver_answer)

    def start(self) -> None:
        """Start the threads; searches use the index as it is until ``refresh`` updates it."""
        for thread in self._threads:
            thread.start()

    def refresh(self, *, catalogue_complete: bool = True) -> None:
        """Update the index in its thread after the catalogue has changed.

        Unless ``catalogue_complete``, it will soon change again: a few new articles wait for more.
        """
        with self._condition:
            self._is_refresh_wanted = True
            self._is_catalogue_complete = self._is_catalogue_complete or catalogue_complete
            self._condition.notify_all()

    def submit(self, task: SearchTask) -> int:
        """Search for ``task`` instead of any earlier one; returns the number of the request."""
        with self._condition:
            self._newest_number += 1
            self._next_task = (self._newest_number, task)
            self._condition.notify_all()
            return self._newest_number

    def cancel(self) -> None:
        """Drop the requests made so far: none of them will be answered."""
        with self._condition:
            self._newest_number += 1
            self._next_task = None

    def close(self) -> None:
        """Stop the threads, waiting up to 5 s for each, and close the index."""
        with self._condition:
            self._is_closed = True
            self._newest_number += 1
            self._condition.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(5)

    def _search_loop(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(
                    lambda: self._is_closed or (self._is_index_open and self._next_task)
                )
                if self._is_closed:
                    break
                request, self._next_task = self._next_task, None
            if request is not None:
                self._search(*request)
        self._engine.close()

    def _search(self, number: int, task: SearchTask) -> None:
        stale = self._is_stale(number)
        try:
            for extras_seconds in (EXTRAS_SECONDS, None):
                answer = self._answer(task, stale, extras_seconds)
                if stale():
                    return
                self._answer_found.emit(number, answer)
                if answer.is_final:
                    return
        except Exception as error:  # the thread must live; what went wrong is shown
            self._report(error)

    def _answer(
        self, task: SearchTask, stale: CancelCheck, extras_seconds: float | None
    ) -> SearchAnswer:
        search = partial(
            self._engine.search,
            cancelled=stale,
            excluded_synonyms=task.excluded_synonyms,
            relax=task.relax,
            finished=task.finished,
            extras_seconds=extras_seconds,
            reader_language=task.reader_language,
        )
        results = search(task.query, task.limit, sort=task.sort, prefer_newer=task.prefer_newer)
        months = results.histogram
        if task.all_time_query and not stale():
            months = search(task.all_time_query, 0).histogram
        is_final = all(hint.kind != "unfinished" for hint in results.hints)
        return SearchAnswer(task, results, months, is_final)

    def _index_loop(self) -> None:
        # The index of the last start answers searches while it is being updated.
        with suppress(SearchIndexError):
            self._open_index()
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._is_closed or self._is_refresh_wanted)
                if self._is_closed:
                    return
                final = self._is_catalogue_complete
                self._is_refresh_wanted = self._is_catalogue_complete = False
            try:
                self._update_index(final)
            except SearchIndexBusyError:
                self._wait_for_other_writer(final)
            except Exception as error:  # the thread must live; what went wrong is shown
                if not self._is_closed:
                    self._report(error)

    def _wait_for_other_writer(self, final: bool) -> None:
        """Ask for the update again a little later; meanwhile searches use the index there is."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_closed, BUSY_SECONDS)
            self._is_refresh_wanted = True
            self._is_catalogue_complete = self._is_catalogue_complete or final

    def _report(self, error: Exception) -> None:
        # Not before it is needed: the first page waits for every module.
        from viewer.logs import get_logger

        get_logger(__name__).error("a search or the update of its index failed", exc_info=error)
        self.failed.emit(error_message(error))

    def _update_index(self, final: bool) -> None:
        while not self._is_closed:
            update = self._engine.refresh_step(
                self.index_progress.emit, lambda: self._is_closed, catalogue_complete=final
            )
            if not self._is_index_open and (update.changed or update.is_complete):
                self._open_index()
            elif update.changed:
                self.index_updated.emit()
            if update.is_complete and final:
                self.index_completed.emit()
            if update.is_complete or not update.changed:
                return

    def _open_index(self) -> None:
        self._engine.open()
        with self._condition:
            self._is_index_open = True
            self._condition.notify_all()
        self.index_updated.emit()
        if self._engine.temporary_reason is not None:
            self.failed.emit(self._engine.temporary_reason)

    def _is_stale(self, number: int) -> CancelCheck:
        return lambda: number != self._newest_number

    def _deliver_answer(self, number: int, answer: SearchAnswer) -> None:
        if number == self._newest_number:
            self.answered.emit(answer)
