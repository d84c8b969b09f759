"""Worker processes with limits of time and memory.

They are spawned, so the program's ``main`` has to call ``multiprocessing.freeze_support``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

#: Seconds that a process may take to start, before the time of its first task runs.
START_SECONDS = 30.0
#: A task's limit is one of processor time where the system can tell it; on a busy machine as much
#: may take longer. So many times the limit on the clock, a process is given up all the same.
_CLOCK_FACTOR = 6.0
_MEASURES_PROCESSOR_TIME = hasattr(signal, "setitimer")
_LONGEST_TIMER = 1e6  # seconds; the system takes no infinity
_MEMORY_BYTES = 2 * 1024**3
_NICE_INCREMENT = 10


def can_spawn() -> bool:
    """Whether a process can be started: it imports the main module, which must be a file."""
    main = sys.modules.get("__main__")
    if getattr(sys, "frozen", False) or getattr(main, "__spec__", None) is not None:
        return True
    file = getattr(main, "__file__", None)
    return file is None or Path(file).is_file()


class NoProcessError(Exception):
    """A worker process cannot be started."""


class WorkerProcess:
    """A process that runs ``target(pipe, *args)``, the pipe to it, and its deadline.

    Its memory is limited. With ``low_priority`` it yields to other processes where supported.

    Raises:
        NoProcessError: it cannot be started.
    """

    def __init__(
        self, target: Callable[..., None], *args: object, low_priority: bool = False
    ) -> None:
        if not can_spawn():
            raise NoProcessError
        context = multiprocessing.get_context("spawn")
        self.pipe, child_pipe = context.Pipe()
        #: When it should have answered, on the clock of ``time.monotonic``.
        self.deadline = time.monotonic() + START_SECONDS
        self.process = context.Process(
            target=_run, args=(child_pipe, target, args, low_priority), daemon=True
        )
        try:
            self.process.start()
        except (OSError, RuntimeError, AssertionError) as error:
            self.pipe.close()
            raise NoProcessError from error
        finally:
            child_pipe.close()

    @property
    def is_late(self) -> bool:
        """Whether its time limit is over, or has ended it (known once it was killed or joined)."""
        ended_by = self.process.exitcode
        if ended_by is not None and _MEASURES_PROCESSOR_TIME:
            return ended_by == -signal.SIGPROF or time.monotonic() >= self.deadline
        return time.monotonic() >= self.deadline

    def send(self, request: object, seconds: float, start_seconds: float = 0.0) -> None:
        """Send ``request``; the answer is due within ``seconds`` of processor time.

        ``start_seconds`` are allowed besides, on the clock, for the process to start.

        Raises:
            ChildProcessError: the process has ended.
        """
        factor = _CLOCK_FACTOR if _MEASURES_PROCESSOR_TIME else 1.0
        self.deadline = time.monotonic() + seconds * factor + start_seconds
        try:
            self.pipe.send((request, seconds))
        except OSError as error:
            raise ChildProcessError from error

    def poll(self, seconds: float = 0.0) -> bool:
        """Whether there is an answer, or the process has ended; waits for ``seconds`` at most.

        Raises:
            ChildProcessError: the process has ended.
        """
        try:
            return self.pipe.poll(seconds)
        except (EOFError, OSError) as error:
            raise ChildProcessError from error

    def receive(self) -> Any:
        """The next answer; waits for it, so ask ``poll`` first.

        Raises:
            ChildProcessError: the process has ended.
        """
        try:
            return self.pipe.recv()
        except (EOFError, OSError) as error:
            raise ChildProcessError from error

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def serve(pipe: Connection, answer: Callable[[Any], object]) -> None:
    """Loop of a worker process: answer requests until the other end of ``pipe`` is closed.

    A request that takes more processor time than it was sent with ends the process, whatever it is
    doing: the signal's own action does that, no Python is needed for it.
    """
    if _MEASURES_PROCESSOR_TIME:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    while True:
        request, seconds = pipe.recv()
        if _MEASURES_PROCESSOR_TIME:
            signal.setitimer(signal.ITIMER_PROF, min(seconds, _LONGEST_TIMER))
        made = answer(request)
        if _MEASURES_PROCESSOR_TIME:
            signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(made)


def _run(
    pipe: Connection, target: Callable[..., None], args: tuple[object, ...], low_priority: bool
) -> None:
    if low_priority and hasattr(os, "nice"):
        os.nice(_NICE_INCREMENT)
    _limit_memory()
    try:
        target(pipe, *args)
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _limit_memory() -> None:
    """Hostile input shall not take the machine's memory; where the system knows no limit, go on."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or hard > _MEMORY_BYTES:
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, hard))
    except (ImportError, OSError, ValueError):
        return
