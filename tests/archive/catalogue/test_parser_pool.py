from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from tests.archive.writing import PUBLICATION, write
from viewer.archive.catalogue.parser_pool import ParseTask, parse_tasks
from viewer.archive.catalogue.row_mapping import IssueRecord


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
    began = time.monotonic()
    results = dict(parse_tasks(mine, trusted=False, deadline=1.0))
    assert time.monotonic() - began < 8
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
    theirs = [
        os.getpriority(os.PRIO_PROCESS, child.pid)
        for child in multiprocessing.active_children()
        if child.pid is not None
    ]
    assert theirs
    assert all((one > own) is behind for one in theirs)
    assert len(list(reading)) == 11
