"""Ends the program in order when the system asks, for example at the end of a session."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class TerminationHandler(QObject):
    """Calls ``on_terminate`` when the system asks the program to end (on Windows: the window).

    Python handles a signal only when it runs, which it does not while Qt waits: the signal is
    written to a pipe that Qt's event loop watches.
    """

    def __init__(self, on_terminate: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_terminate = on_terminate
        if sys.platform == "win32":
            return
        self._read_end, self._write_end = os.pipe()
        for descriptor in (self._read_end, self._write_end):
            os.set_blocking(descriptor, False)
        self._notifier = QSocketNotifier(self._read_end, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._previous_wakeup_fd = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._previous_handlers = {
            signal_number: signal.signal(signal_number, lambda *_: None)
            for signal_number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
        }

    def _on_signal(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._read_end, 64)
        self._on_terminate()

    def close(self) -> None:
        """Restore the previous signal handlers."""
        if sys.platform == "win32":
            return
        signal.set_wakeup_fd(self._previous_wakeup_fd)
        for signal_number, handler in self._previous_handlers.items():
            signal.signal(signal_number, handler)
        self._notifier.setEnabled(False)
        for descriptor in (self._read_end, self._write_end):
            os.close(descriptor)
