"""What every benchmark prints with: medians, p95 and worst, and the memory of processes."""

from __future__ import annotations

import os
import statistics
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

NOT_MEASURED = "not measured"
_MB = 1_000_000


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest of ``values`` that at least ``part`` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -int(-part * len(ordered) // 1) - 1))]


def timing(name: str, milliseconds: Sequence[float]) -> tuple[str, ...]:
    """A row of ``TIMING``: name, count, median, p95 and worst in milliseconds."""
    if not milliseconds:
        return (name, "0", "-", "-", "-")
    return (
        name,
        str(len(milliseconds)),
        f"{statistics.median(milliseconds):.1f}",
        f"{quantile(milliseconds, 0.95):.1f}",
        f"{max(milliseconds):.1f}",
    )


TIMING = ("ms", "n", "median", "p95", "worst")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """``rows`` under ``head``, the first column to the left and the others to the right."""
    whole = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(row[i]) for row in whole) for i in range(len(head))]
    lines = []
    for row in whole:
        first, *others = row
        cells = [
            first.ljust(widths[0]),
            *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True)),
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def megabytes(count: float | None) -> str:
    """``count`` bytes in millions, or that they were not measured."""
    return NOT_MEASURED if count is None else f"{count / _MB:.1f} MB"


def peak_of_this_process() -> int | None:
    """The most memory this process has held, in bytes; None where that cannot be read."""
    return _field(Path("/proc/self/status"), "VmHWM:")


def _field(path: Path, name: str) -> int | None:
    """A field of a file of ``/proc`` that counts kilobytes, in bytes."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    found = next((line for line in lines if line.startswith(name)), None)
    return int(found.split()[1]) * 1024 if found else None


def session(leader: int) -> list[int]:
    """The living processes of the session that ``leader`` began, children of children too."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            stat = Path("/proc", name, "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        state, _, _, its_session = stat.rpartition(")")[2].split()[:4]
        if int(its_session) == leader and state != "Z":
            found.append(int(name))
    return found


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of a tree of processes in bytes.

    ``peak`` adds up the most that each has held, ``resident`` what they hold now, pages they
    share counted for each; ``proportional`` counts a shared page once.
    """

    peak: int
    resident: int
    proportional: int


def memory(leader: int) -> Memory | None:
    """The memory of the session of ``leader`` now; None where it cannot be read."""
    if not sys.platform.startswith("linux"):
        return None
    peak = resident = proportional = 0
    for process in session(leader):
        folder = Path("/proc", str(process))
        peak += _field(folder / "status", "VmHWM:") or 0
        resident += _field(folder / "status", "VmRSS:") or 0
        proportional += _field(folder / "smaps_rollup", "Pss:") or 0
    return Memory(peak, resident, proportional) if peak else None


class Sampler:
    """While it is entered, keeps the most memory that the session of ``leader`` holds at once."""

    def __init__(self, leader: Callable[[], int | None], every: float = 0.05) -> None:
        self._leader = leader
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.most: int | None = None
        self.processes = 0

    def __enter__(self) -> Sampler:
        if sys.platform.startswith("linux"):
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            leader = self._leader()
            if leader is None:
                continue
            processes = session(leader)
            sizes = [_field(Path("/proc", str(p), "status"), "VmRSS:") or 0 for p in processes]
            if sum(sizes) > (self.most or 0):
                self.most, self.processes = sum(sizes), len(processes)
