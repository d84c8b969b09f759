"""Searches off the main thread: one lane, the newest request only, late answers dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

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
    """Owns the engine's thread. Results arrive on the main thread, by signal.

    A request is numbered; an answer is delivered only while its number is the newest.
    """

    answered = Signal(object)  # Answer
    ready = Signal()
    failed = Signal(str)
    building = Signal(int, int)
    _answer = Signal(int, object)

    def __init__(self, engine: SearchEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wake = threading.Condition()
        self._request: tuple[int, Ask] | None = None
        self._refresh = False
        self._newest = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)
        self._answer.connect(self._deliver)

    def start(self) -> None:
        """Bring the index in step with the catalogue, then answer."""
        self._refresh = True
        self._thread.start()

    def refresh(self) -> None:
        """The catalogue has changed: bring the index in step again."""
        with self._wake:
            self._refresh = True
            self._wake.notify()

    def ask(self, ask: Ask) -> int:
        """Search for ``ask``; whatever was asked before is dropped. Returns the number."""
        with self._wake:
            self._newest += 1
            self._request = (self._newest, ask)
            self._wake.notify()
            return self._newest

    def drop(self) -> None:
        """Answer nothing that was asked so far."""
        with self._wake:
            self._newest += 1
            self._request = None

    def close(self) -> None:
        """Stop the thread and let the index go."""
        with self._wake:
            self._closed = True
            self._newest += 1
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        opened = False
        while True:
            with self._wake:
                while not (self._closed or self._refresh or self._request):
                    self._wake.wait()
                if self._closed:
                    break
                refresh, self._refresh = self._refresh, False
                request = None if refresh else self._request
                if not refresh:
                    self._request = None
            if refresh:
                opened = self._bring_up(opened)
            elif request is not None and opened:
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
                without=ask.without,
            )
            months = results.histogram
            if ask.all_time and not stale():
                months = self._engine.search(ask.all_time, 0, cancelled=stale).histogram
        except Exception as error:  # the thread must live; what went wrong is shown
            self.failed.emit(str(error))
            return
        if not stale():
            self._answer.emit(number, Answer(ask, results, months))

    def _bring_up(self, opened: bool) -> bool:
        try:
            changed = self._engine.refresh(
                progress=self.building.emit, cancelled=lambda: self._closed
            )
            if changed or not opened:
                self._engine.open()
        except Exception as error:  # the thread must live; what went wrong is shown
            self.failed.emit(str(error))
            return opened
        self.ready.emit()
        return True

    def _is_stale(self, number: int) -> Callable[[], bool]:
        return lambda: number != self._newest

    def _deliver(self, number: int, answer: Answer) -> None:
        if number == self._newest:
            self.answered.emit(answer)
