"""Reading issues, in this process or in others that can be killed when one never ends.

The others are spawned, so the program's ``main`` has to call ``multiprocessing.freeze_support``.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from viewer.archive.catalogue.row_mapping import IssueRecord
from viewer.archive.files.safe_reading import display_path
from viewer.archive.model.issue import Problem, Publication, Severity

ParseResult = IssueRecord | tuple[Problem, ...]

#: Seconds one issue may take; the longest of 407 ordinary ones took 0.04.
DEADLINE_SECONDS = 10.0
#: Starting a process costs about as much as reading this many issues.
IN_PROCESS_LIMIT = 8
_WORKER_COUNT = 2
_START_SECONDS = 30.0
_NICE_INCREMENT = 10


@dataclass(frozen=True, slots=True)
class ParseTask:
    """A file to read, the folder its name is shown from, and the publication it belongs to."""

    path: str
    display_root: str
    publication: Publication


class _NoWorkersError(Exception):
    """This system or this way of starting the program does not allow other processes."""


def parse_tasks(
    tasks: Sequence[ParseTask],
    *,
    trusted: bool,
    cancelled: Callable[[], bool] | None = None,
    deadline: float = DEADLINE_SECONDS,
    in_background: bool = False,
) -> Iterator[tuple[int, ParseResult]]:
    """Read every task's file; yields its place in ``tasks`` and what became of it, in any order.

    A few trusted issues are read here; anything else in processes of their own, where an issue
    that takes longer than ``deadline`` seconds is given up and reported. ``in_background`` a window
    they leave the machine to it whenever it has something to do.
    """
    left = dict(enumerate(tasks))
    if left and not (trusted and len(left) <= IN_PROCESS_LIMIT) and can_spawn():
        try:
            for index, result in _parse_in_processes(left, cancelled, deadline, in_background):
                del left[index]
                yield index, result
        except _NoWorkersError:
            pass
        else:
            return
    for index, task in list(left.items()):
        if cancelled is not None and cancelled():
            return
        yield index, parse_task(task)


def parse_task(task: ParseTask) -> ParseResult:
    """Read one issue: its rows, or the problems that closed it."""
    from viewer.archive.catalogue.row_mapping import to_issue_record
    from viewer.archive.files.problem_collector import UnreadableFileError
    from viewer.archive.parser.issue_parser import parse_issue

    root = Path(task.display_root) if task.display_root else None
    try:
        return to_issue_record(parse_issue(Path(task.path), task.publication, root=root))
    except UnreadableFileError as error:
        return error.problems


def can_spawn() -> bool:
    """A child starts by importing the main module, which must not be typed or piped in."""
    main = sys.modules.get("__main__")
    if getattr(sys, "frozen", False) or getattr(main, "__spec__", None) is not None:
        return True
    file = getattr(main, "__file__", None)
    return file is None or Path(file).is_file()


class _Worker:
    """One process and the issue it is reading."""

    def __init__(self, in_background: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.index = -1
        self.ready = False
        self.deadline = time.monotonic() + _START_SECONDS
        self._process = context.Process(
            target=_worker_main, args=(theirs, in_background), daemon=True
        )
        try:
            self._process.start()
        except (OSError, RuntimeError, AssertionError) as error:
            raise _NoWorkersError from error
        finally:
            theirs.close()

    def assign(self, index: int, task: ParseTask, deadline: float) -> None:
        self.index = index
        self.deadline = time.monotonic() + deadline
        self.pipe.send(task)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _parse_in_processes(
    tasks: dict[int, ParseTask],
    cancelled: Callable[[], bool] | None,
    deadline: float,
    in_background: bool,
) -> Iterator[tuple[int, ParseResult]]:
    waiting = list(tasks.items())[::-1]
    tasks = dict(tasks)
    workers: list[_Worker] = []
    try:
        for _ in range(min(_WORKER_COUNT, len(waiting))):
            workers.append(_Worker(in_background))
        while workers:
            if cancelled is not None and cancelled():
                return
            now = time.monotonic()
            pause = max(0.0, min(0.25, *(worker.deadline - now for worker in workers)))
            answering = wait([worker.pipe for worker in workers], pause)
            for worker in list(workers):
                done = False
                lost = False
                if worker.pipe in answering:
                    try:
                        result = worker.pipe.recv()
                    except (EOFError, OSError):
                        lost = True
                    else:
                        if worker.ready:
                            yield worker.index, result
                        worker.ready = done = True
                elif time.monotonic() >= worker.deadline:
                    lost = True
                if lost:
                    workers.remove(worker)
                    worker.kill()
                    if not worker.ready:
                        raise _NoWorkersError
                    yield (
                        worker.index,
                        _failure_problems(tasks[worker.index], worker.deadline, deadline),
                    )
                    if waiting:
                        workers.append(_Worker(in_background))
                elif done and waiting:
                    worker.assign(*waiting.pop(), deadline)
                elif done:
                    workers.remove(worker)
                    worker.kill()
    finally:
        for worker in workers:
            worker.kill()


def _failure_problems(task: ParseTask, due: float, deadline: float) -> tuple[Problem, ...]:
    root = Path(task.display_root) if task.display_root else None
    if time.monotonic() >= due:
        sentence = (
            f"The issue could not be read within {deadline:g} seconds and was given up; divide it "
            "or look for endlessly repeated marks."
        )
    else:
        sentence = "Reading the issue needed more than this system allows; divide it."
    return (Problem(Severity.ERROR, display_path(Path(task.path), root), sentence),)


def _worker_main(pipe: Connection, in_background: bool) -> None:
    """What a worker does: say that it is there, then answer one task after another."""
    if in_background and hasattr(os, "nice"):
        os.nice(_NICE_INCREMENT)
    import viewer.archive.parser.issue_parser  # noqa: F401  # loaded before the clock of the first task runs

    limit_memory()
    try:
        pipe.send(None)
        while True:
            pipe.send(parse_task(pipe.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def limit_memory() -> None:
    """Hostile input shall not take the machine's memory; where the system knows no limit, go on."""
    try:
        import resource

        limit = 2 * 1024**3
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or hard > limit:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ImportError, OSError, ValueError):
        return
