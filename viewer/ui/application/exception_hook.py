"""Mistakes of the program: a sentence for the reader, the details for whoever mends it."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal


class Mishaps(QObject):
    """Hears of every exception that nobody caught, in whatever thread, until it is closed.

    The details go to standard error as before, and with ``happened`` to the main thread.
    """

    happened = Signal(str, str)  # a sentence, and the details

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread

    def close(self) -> None:
        """Hear no more."""
        sys.excepthook, threading.excepthook = self._before

    def _raised(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        self._before[0](kind, error, trace)
        if isinstance(error, Exception):
            self._tell(error)

    def _raised_in_thread(self, given: threading.ExceptHookArgs) -> None:
        self._before[1](given)
        if isinstance(given.exc_value, Exception):
            self._tell(given.exc_value)

    def _tell(self, error: Exception) -> None:
        # Not before it is needed: the first page waits for every module.
        import traceback

        details = "".join(traceback.format_exception(error)).strip()
        text = self.tr(
            "The program made a mistake, and what you just did may not be done; the library is as "
            "it was. Copy the details to report it ({error})."
        )
        self.happened.emit(text.format(error=type(error).__name__), details)
