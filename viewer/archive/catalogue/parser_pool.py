"""Parses issue files, in this process or in worker processes with a time limit for each issue."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from viewer.archive.catalogue.row_mapping import IssueRecord
from viewer.archive.files.safe_reading import display_path
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.messages import Message
from viewer.processes import NoProcessError, WorkerProcess, serve
from viewer.progress_and_cancel import CancelCheck

ParseResult = IssueRecord | tuple[Problem, ...]

#: Seconds one issue may take; the longest of 407 ordinary ones took 0.04.
DEADLINE_SECONDS = 10.0
#: Starting a process costs about as much as reading this many issues.
IN_PROCESS_LIMIT = 8
_WORKER_COUNT = 2
#: Starts that may fail in a row before no more are tried.
_MAX_FAILED_STARTS = 3


@dataclass(frozen=True, slots=True)
class ParseTask:
    """A file to read, the folder its name is shown from, and the publication it belongs to."""

    path: str
    display_root: str
    publication: Publication


def parse_tasks(
    tasks: Sequence[ParseTask],
    *,
    trusted: bool,
    cancelled: CancelCheck | None = None,
    deadline: float = DEADLINE_SECONDS,
    in_background: bool = False,
) -> Iterator[tuple[int, ParseResult]]:
    """Read every task's file; yields its index in ``tasks`` and the result, in any order.

    A few trusted issues are read here; anything else in processes of their own, where an issue
    that takes longer than ``deadline`` seconds is given up and reported. ``in_background`` a window
    they leave the machine to it whenever it has something to do.
    """
    remaining = dict(enumerate(tasks))
    if remaining and not (trusted and len(remaining) <= IN_PROCESS_LIMIT):
        pool = _Pool(remaining, deadline, low_priority=in_background)
        try:
            for index, result in pool.run(cancelled):
                del remaining[index]
                yield index, result
        except NoProcessError:
            if pool.has_started and not trusted:
                # Without a deadline one of them could stop everything.
                for index, task in remaining.items():
                    yield index, _failure_problems(task, deadline, is_late=False)
                return
        else:
            return
        finally:
            pool.close()
    for index, task in remaining.items():
        if cancelled is not None and cancelled():
            return
        yield index, parse_task(task)


def parse_task(task: ParseTask) -> ParseResult:
    """Parse one issue: its rows for the catalogue, or the problems that prevented it."""
    from viewer.archive.catalogue.row_mapping import to_issue_record
    from viewer.archive.files.problem_collector import UnreadableFileError
    from viewer.archive.model.control_characters import make_encodable
    from viewer.archive.parser.issue_parser import parse_issue

    root = Path(task.display_root) if task.display_root else None
    try:
        record = to_issue_record(parse_issue(Path(task.path), task.publication, root=root))
        return make_encodable(record)
    except UnreadableFileError as error:
        return error.problems


class _Worker(WorkerProcess):
    """One process and the task it works on; None while it starts."""

    def __init__(self, low_priority: bool) -> None:
        super().__init__(_run_worker, low_priority=low_priority)
        self.task: int | None = None


class _Pool:
    """The worker processes, and the indexes of the tasks still to be given out."""

    def __init__(
        self, tasks: Mapping[int, ParseTask], deadline: float, *, low_priority: bool
    ) -> None:
        self._tasks = dict(tasks)
        self._deadline = deadline
        self._low_priority = low_priority
        self._waiting = list(tasks)[::-1]
        self._workers: list[_Worker] = []
        self.has_started = False
        # In a row, without an answer to a task between them.
        self._failed_starts = 0

    def run(self, cancelled: CancelCheck | None) -> Iterator[tuple[int, ParseResult]]:
        """Every answer as it comes.

        Raises:
            NoProcessError: none can be had, or, once ``has_started``, none for the tasks left.
        """
        while self._waiting or self._workers:
            if cancelled is not None and cancelled():
                return
            self._start_workers()
            if not self._workers:
                raise NoProcessError
            now = time.monotonic()
            timeout = max(0.0, min(0.25, *(worker.deadline - now for worker in self._workers)))
            answering = wait([worker.pipe for worker in self._workers], timeout)
            for worker in list(self._workers):
                if worker.pipe in answering or worker.is_late:
                    yield from self._take_answer(worker)

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.kill()

    def _start_workers(self) -> None:
        # Once a worker could start, a failed start is tried again.
        max_failed_starts = _MAX_FAILED_STARTS if self.has_started else 1
        starting = sum(worker.task is None for worker in self._workers)
        count = min(_WORKER_COUNT - len(self._workers), len(self._waiting) - starting)
        while count > 0 and self._failed_starts < max_failed_starts:
            try:
                self._workers.append(_Worker(self._low_priority))
                count -= 1
            except NoProcessError:
                self._failed_starts += 1

    def _take_answer(self, worker: _Worker) -> Iterator[tuple[int, ParseResult]]:
        try:
            if not worker.poll():
                raise ChildProcessError
            result = worker.receive()
        except ChildProcessError:
            self._drop(worker)
            if worker.task is None:
                self._failed_starts += 1
            else:
                yield (
                    worker.task,
                    _failure_problems(
                        self._tasks[worker.task], self._deadline, is_late=worker.is_late
                    ),
                )
            return
        if worker.task is None:
            self.has_started = True
        else:
            self._failed_starts = 0
            yield worker.task, result
        self._give_task(worker)

    def _give_task(self, worker: _Worker) -> None:
        if not self._waiting:
            self._drop(worker)
            return
        worker.task = self._waiting.pop()
        try:
            worker.send(self._tasks[worker.task], self._deadline)
        except ChildProcessError:
            # It ended between two tasks: another one gets this task.
            self._waiting.append(worker.task)
            self._failed_starts += 1
            self._drop(worker)

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.kill()


def _failure_problems(task: ParseTask, seconds: float, *, is_late: bool) -> tuple[Problem, ...]:
    root = Path(task.display_root) if task.display_root else None
    if is_late:
        sentence = Message(
            "The issue could not be read within {seconds:g} seconds and was given up; divide "
            "it or look for endlessly repeated marks.",
            seconds=seconds,
        )
    else:
        sentence = Message("Reading the issue needed more than this system allows; divide it.")
    return (Problem(Severity.ERROR, display_path(Path(task.path), root), sentence),)


def _run_worker(pipe: Connection) -> None:
    """Main loop of a worker: report that it is ready, then parse one task after another."""
    import viewer.archive.parser.issue_parser  # noqa: F401  # before the time of the first task runs

    pipe.send(None)
    serve(pipe, parse_task)
