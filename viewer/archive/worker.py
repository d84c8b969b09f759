"""Reading issues, in this process or in others that can be killed when one never ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from viewer.archive.issue import Problem, Publication
from viewer.archive.records import IssueRecord

Result = IssueRecord | tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, the folder its name is shown from, and the publication it belongs to."""

    path: str
    root: str
    publication: Publication


def parse_tasks(
    tasks: Sequence[Task],
    *,
    trusted: bool,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[tuple[int, Result]]:
    """Read every task's file; yields its place in ``tasks`` and what became of it."""
    for index, task in enumerate(tasks):
        if cancelled is not None and cancelled():
            return
        yield index, read(task)


def read(task: Task) -> Result:
    """Read one issue: its rows, or the problems that closed it."""
    from pathlib import Path

    from viewer.archive.faults import UnreadableIssue
    from viewer.archive.parse import parse_issue
    from viewer.archive.records import record

    try:
        return record(parse_issue(Path(task.path), task.publication, root=Path(task.root)))
    except UnreadableIssue as error:
        return error.problems
