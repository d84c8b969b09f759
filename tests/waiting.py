"""How tests wait: for what is to come, with much patience, and never for a time.

On a machine that is busy with other things all is slow and nothing is wrong. How much work
something is, is told in calls, which are the same on every machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

#: What has not come after so many seconds never will.
PATIENCE = 120
PATIENCE_MS = 1000 * PATIENCE
#: What is a matter of milliseconds and hangs takes more of the processor's time than this.
WIDE_MARGIN_SECONDS = 10


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` holds; a window, where there is one, lives on meanwhile."""
    due = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < due, "it never comes to this"
        if "PySide6.QtCore" in sys.modules:
            from PySide6.QtCore import QCoreApplication

            QCoreApplication.processEvents()
        time.sleep(0.002)


def turns(count: int = 20, *, of_ms: int = 0) -> None:
    """Let the window do what it has put off: ``count`` turns of its loop, however long they take.

    With ``of_ms`` each takes that many milliseconds at least, in which something may move.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    for _ in range(count):
        loop = QEventLoop()
        QTimer.singleShot(of_ms, loop.quit)
        loop.exec()


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, Python's and C's."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def ends_soon(work: Callable[[], object]) -> bool:
    """Whether ``work``, a matter of milliseconds, ends within a wide margin of processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began < WIDE_MARGIN_SECONDS
