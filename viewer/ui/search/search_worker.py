"""Searches off the main thread: one lane, the newest request only, late answers dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from viewer.errors import SearchIndexError
from viewer.search import Results, SearchEngine

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """What to search for, and how. ``all_time`` is the query without its limits of time, where
    the histogram shall show what lies outside them."""

    query: str
    limit: int = 50
    sort: str = "relevance"
    prefer_newer: bool = True
    without: tuple[str, ...] = ()
    all_time: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The results for ``ask``, and the hits over all time."""

    ask: Ask
    results: Results
    months: tuple[tuple[str, int], ...]


class SearchLane(QObject):
    """Owns the engine's threads: one answers, one keeps the index in step with the catalogue.

    Results arrive on the main thread, by signal. A request is numbered; an answer is delivered
    only while its number is the newest.
    """

    answered = Signal(object)  # Answer
    ready = Signal()  # searches are answered from now on, or from more than before
    built = Signal()  # behind a final refresh: everything in the catalogue can be found
    failed = Signal(str)
    building = Signal(int, int)  # articles in the index, and in the catalogue
    _answer = Signal(int, object)

    def __init__(self, engine: SearchEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wake = threading.Condition()
        self._request: tuple[int, Ask] | None = None
        self._refresh = self._final = False
        self._opened = False
        self._newest = 0
        self._closed = False
        self._threads = [
            threading.Thread(target=self._search_on, name="search", daemon=True),
            threading.Thread(target=self._build_on, name="index", daemon=True),
        ]
        self._answer.connect(self._deliver)

    def start(self) -> None:
        """Answer from the index there is; ``refresh`` brings it in step with the catalogue."""
        for thread in self._threads:
            thread.start()

    def refresh(self, *, final: bool = True) -> None:
        """The catalogue has changed, and unless ``final`` will soon again: bring the index in step.

        Where it will change again, a few articles wait for more of them.
        """
        with self._wake:
            self._refresh = True
            self._final = self._final or final
            self._wake.notify_all()

    def ask(self, ask: Ask) -> int:
        """Search for ``ask``; whatever was asked before is dropped. Returns the number."""
        with self._wake:
            self._newest += 1
            self._request = (self._newest, ask)
            self._wake.notify_all()
            return self._newest

    def drop(self) -> None:
        """Answer nothing that was asked so far."""
        with self._wake:
            self._newest += 1
            self._request = None

    def close(self) -> None:
        """Stop the threads and let the index go."""
        with self._wake:
            self._closed = True
            self._newest += 1
            self._wake.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(5)

    def _search_on(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or (self._opened and self._request))
                if self._closed:
                    break
                request, self._request = self._request, None
            if request is not None:
                self._search(*request)
        self._engine.close()

    def _search(self, number: int, ask: Ask) -> None:
        stale = self._is_stale(number)
        try:
            results = self._engine.search(
                ask.query,
                ask.limit,
                cancelled=stale,
                sort=ask.sort,
                prefer_newer=ask.prefer_newer,
                excluded_synonyms=ask.without,
            )
            months = results.histogram
            if ask.all_time and not stale():
                months = self._engine.search(ask.all_time, 0, cancelled=stale).histogram
        except Exception as error:  # the thread must live; what went wrong is shown
            self.failed.emit(str(error))
            return
        if not stale():
            self._answer.emit(number, Answer(ask, results, months))

    def _build_on(self) -> None:
        # What another start or an earlier step left answers while the index is brought in step.
        with suppress(SearchIndexError):
            self._open()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._refresh)
                if self._closed:
                    return
                final = self._final
                self._refresh = self._final = False
            try:
                self._bring_up(final)
            except Exception as error:  # the thread must live; what went wrong is shown
                if not self._closed:
                    self.failed.emit(str(error))

    def _bring_up(self, final: bool) -> None:
        while not self._closed:
            step = self._engine.refresh_step(
                self.building.emit, lambda: self._closed, catalogue_complete=final
            )
            if not self._opened and (step.changed or step.is_complete):
                self._open()
            elif step.changed:
                self.ready.emit()
            if step.is_complete and final:
                self.built.emit()
            if step.is_complete or not step.changed:
                return

    def _open(self) -> None:
        self._engine.open()
        with self._wake:
            self._opened = True
            self._wake.notify_all()
        self.ready.emit()

    def _is_stale(self, number: int) -> Callable[[], bool]:
        return lambda: number != self._newest

    def _deliver(self, number: int, answer: Answer) -> None:
        if number == self._newest:
            self.answered.emit(answer)
