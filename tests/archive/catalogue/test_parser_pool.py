from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from tests.archive.writing import PUBLICATION, write
from tests.waiting import wait_until
from viewer.archive.catalogue import parser_pool
from viewer.archive.catalogue.parser_pool import ParseResult, ParseTask, parse_task, parse_tasks
from viewer.archive.catalogue.row_mapping import IssueRecord
from viewer.processes import WorkerProcess


def tasks(folder: Path, count: int) -> list[ParseTask]:
    write(folder, {f"{n}.md": f"# 第 {n} 期\n\n文" for n in range(1, count + 1)})
    return [
        ParseTask(str(folder / f"{n}.md"), str(folder), PUBLICATION) for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("trusted", [True, False])
def test_every_task_is_answered(tmp_path: Path, trusted: bool) -> None:
    results = dict(parse_tasks(tasks(tmp_path, 12), trusted=trusted))
    assert sorted(results) == list(range(12))
    for index, result in results.items():
        assert isinstance(result, IssueRecord)
        assert result.number == index + 1


def test_an_issue_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    mine = tasks(tmp_path, 3)
    # Bounded, but more than the second allowed here.
    write(tmp_path, {"2.md": "# 第 2 期\n\n" + "<" * 7_000_000})
    results = dict(parse_tasks(mine, trusted=False, deadline=1.0))
    assert multiprocessing.active_children() == []
    assert isinstance(results[0], IssueRecord)
    assert isinstance(results[2], IssueRecord)
    (problem,) = results[1]  # type: ignore[misc]
    assert str(problem) == (
        "2.md: error: The issue could not be read within 1 seconds and was given up; divide it or "
        "look for endlessly repeated marks."
    )


def test_cancelling_ends_the_work(tmp_path: Path) -> None:
    assert list(parse_tasks(tasks(tmp_path, 3), trusted=False, cancelled=lambda: True)) == []


@pytest.mark.skipif(not hasattr(os, "nice"), reason="the system knows no priorities of this kind")
@pytest.mark.parametrize("behind", [True, False])
def test_behind_a_window_they_leave_the_machine_to_it(tmp_path: Path, behind: bool) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    reading = parse_tasks(tasks(tmp_path, 12), trusted=False, in_background=behind)
    next(reading)
    theirs = [child.pid for child in multiprocessing.active_children() if child.pid is not None]
    assert theirs

    def yields(process: int) -> bool:
        return os.getpriority(os.PRIO_PROCESS, process) > own

    if behind:
        # One of them may be starting still.
        wait_until(lambda: all(yields(process) for process in theirs))
    else:
        assert not any(yields(process) for process in theirs)
    assert len(list(reading)) == 11


def in_this_process(monkeypatch: pytest.MonkeyPatch) -> list[ParseTask]:
    """The tasks that are read without another process."""
    read: list[ParseTask] = []

    def noted(task: ParseTask) -> ParseResult:
        read.append(task)
        return parse_task(task)

    monkeypatch.setattr(parser_pool, "parse_task", noted)
    return read


def end(worker: WorkerProcess) -> None:
    worker.process.kill()
    worker.process.join()


def test_a_worker_that_ends_between_two_issues_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = WorkerProcess.send
    sent: list[object] = []

    def ending(self: WorkerProcess, request: object, seconds: float) -> None:
        sent.append(request)
        if len(sent) in (1, 4):
            end(self)
        send(self, request, seconds)

    monkeypatch.setattr(WorkerProcess, "send", ending)
    results = dict(parse_tasks(tasks(tmp_path, 6), trusted=False))
    assert len(sent) == 8
    assert sorted(results) == list(range(6))
    assert all(isinstance(result, IssueRecord) for result in results.values())


@pytest.mark.parametrize("trusted", [True, False])
def test_what_is_not_trusted_is_never_read_without_a_deadline_when_no_worker_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    read = in_this_process(monkeypatch)
    send, start = WorkerProcess.send, WorkerProcess.__init__
    starts: list[WorkerProcess] = []

    def ending(self: WorkerProcess, request: object, seconds: float) -> None:
        send(self, request, seconds)
        end(self)

    def late(self: WorkerProcess, *args: Any, **kwargs: Any) -> None:
        start(self, *args, **kwargs)
        starts.append(self)
        if len(starts) > 2:
            self.deadline = 0

    monkeypatch.setattr(WorkerProcess, "send", ending)
    monkeypatch.setattr(WorkerProcess, "__init__", late)
    results = dict(parse_tasks(tasks(tmp_path, 12), trusted=trusted))
    assert sorted(results) == list(range(12))
    assert len(starts) < 12
    failed = [result for result in results.values() if not isinstance(result, IssueRecord)]
    assert bool(read) is trusted
    assert len(failed) == 12 - len(read)
    assert "needed more than this system allows" in str(failed[0])


def test_where_no_process_can_be_had_all_are_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = in_this_process(monkeypatch)
    monkeypatch.setattr("viewer.processes.can_spawn", lambda: False)
    results = dict(parse_tasks(tasks(tmp_path, 3), trusted=False))
    assert len(read) == 3
    assert all(isinstance(result, IssueRecord) for result in results.values())


def test_where_no_process_ever_says_that_it_is_there_all_are_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = in_this_process(monkeypatch)
    monkeypatch.setattr("viewer.processes.START_SECONDS", 0)
    assert len(dict(parse_tasks(tasks(tmp_path, 3), trusted=False))) == len(read) == 3
