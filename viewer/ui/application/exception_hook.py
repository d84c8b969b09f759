"""Reports uncaught exceptions: a sentence for the reader, the traceback as details."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal


class ExceptionHook(QObject):
    """Receives every uncaught exception, in any thread, until it is closed.

    The traceback goes to standard error as before, and with ``exception_raised`` to the main
    thread what of it may be handed on: no folder, and nothing that was read.
    """

    exception_raised = Signal(str, str)  # a sentence, and the details

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._previous_hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def close(self) -> None:
        """Restore the previous hooks."""
        sys.excepthook, threading.excepthook = self._previous_hooks

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        self._previous_hooks[0](kind, error, trace)
        if isinstance(error, Exception):
            self._report(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        self._previous_hooks[1](args)
        if isinstance(args.exc_value, Exception):
            self._report(args.exc_value)

    def _report(self, error: Exception) -> None:
        # Not before it is needed: the first page waits for every module.
        from viewer.logs import discreet_traceback, get_logger
        from viewer.ui.crash_reports import report_header

        get_logger(__name__).error("an exception that nobody caught", exc_info=error)
        details = f"{report_header()}\n{discreet_traceback(error)}"
        text = self.tr(
            "The program made a mistake, and what you just did may not be done; the library is as "
            "it was. Copy the details to report it ({error})."
        )
        self.exception_raised.emit(text.format(error=type(error).__name__), details)
