"""Slow work off the main thread: a plain function, its result delivered on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SIGNAL, QObject, Signal

from viewer.progress_and_cancel import CancelCheck, ProgressCallback

_FAILED = SIGNAL("failed(PyObject)")
#: Running tasks: one that nobody keeps must not be collected before it has told how it ended.
_undelivered: set[BackgroundTask] = set()


class BackgroundTask(QObject):
    """One run of ``work(progress, cancelled)``. It tells how far it is and how it ended.

    An error that nobody listens for with ``failed`` is one that nobody caught: the reader is told.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    _ended = Signal(bool, object)

    def __init__(
        self, work: Callable[[ProgressCallback, CancelCheck], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._stop_requested = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ended.connect(self._deliver)

    def start(self) -> BackgroundTask:
        """Begin."""
        _undelivered.add(self)
        self._thread.start()
        return self

    def cancel(self, seconds: float = 5) -> None:
        """Ask the work to stop and wait for it."""
        self._stop_requested.set()
        _undelivered.discard(self)
        if self._thread.is_alive():
            self._thread.join(seconds)

    def stop(self) -> None:
        """Ask the work to stop, and do not wait for it."""
        self._stop_requested.set()

    @property
    def is_running(self) -> bool:
        """Whether the work is still going on."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            well, result = True, self._work(self.progressed.emit, self._stop_requested.is_set)
        except Exception as error:  # shown to the reader by whoever listens
            # Not before it is needed: the first page waits for every module.
            from viewer.logs import get_logger

            get_logger(__name__).error("a background task failed", exc_info=error)
            well, result = False, error
        try:
            self._ended.emit(well, result)
        except RuntimeError:
            # Whoever wanted the result is gone; of a failure the reader is told all the same,
            # unless the work was to stop.
            _undelivered.discard(self)
            if isinstance(result, Exception) and not well and not self._stop_requested.is_set():
                raise result from None

    def _deliver(self, well: bool, result: object) -> None:
        _undelivered.discard(self)
        if isinstance(result, Exception) and not well and not self.receivers(_FAILED):
            raise result
        (self.done if well else self.failed).emit(result)
