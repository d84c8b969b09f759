"""Ending as the reader would end it when the system asks: at the end of a session, for example."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class Ending(QObject):
    """Calls ``end`` when the system asks the program to end; on Windows it asks the window.

    Python learns of a signal only when it runs, and Qt waits without it: the signal is written to
    a pipe, and the pipe is one of the things that Qt waits for.
    """

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        if sys.platform == "win32":
            return
        self._reading, self._writing = os.pipe()
        for descriptor in (self._reading, self._writing):
            os.set_blocking(descriptor, False)
        self._notifier = QSocketNotifier(self._reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._before = signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        self._handlers = {
            one: signal.signal(one, lambda *_: None)
            for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
        }

    def _heard(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._reading, 64)
        self._end()

    def close(self) -> None:
        """Let signals do what they did before."""
        if sys.platform == "win32":
            return
        signal.set_wakeup_fd(self._before)
        for one, handler in self._handlers.items():
            signal.signal(one, handler)
        self._notifier.setEnabled(False)
        for descriptor in (self._reading, self._writing):
            os.close(descriptor)
