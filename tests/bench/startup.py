"""Start to first page, from inside and seen from outside, for any set of commands in turn.

``python -m tests.bench.startup [--markdown DIR] [--also NAME=COMMAND] [-- COMMAND]``

Inside: a program that finds ``DOSUDO_BENCH=first-paint`` prints ``painted <time.time()>`` when
its first page is painted. Outside: on a screen of our own, for any program at all.
"""

from __future__ import annotations

import argparse
import os
import selectors
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench import libraries, screen
from tests.bench.figures import NOT_MEASURED, Memory, megabytes, memory, quantile, table

OURS, YARDSTICK = "ours", "bare PySide6"
_PATIENCE = 30.0

#: A window with a tree and a page of text, and nothing else: what PySide6 itself takes.
_BARE = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTextBrowser, QTreeView


class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.say)
        return False

    def say(self):
        if os.environ.get("DOSUDO_BENCH") == "first-paint":
            print(f"painted {time.time():.6f}", flush=True)


QApplication.setStyle("Fusion")
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1280, 800)
model = QStandardItemModel()
for issue in range(3):
    row = QStandardItem(f"Issue {issue}")
    for article in range(10):
        row.appendRow(QStandardItem(f"{article}. 深度學習 article {article}"))
    model.appendRow(row)
tree = QTreeView()
tree.setModel(model)
tree.setHeaderHidden(True)
tree.expandAll()
page = QTextBrowser()
text = "深度學習在這一年走進日常生活，from speech to vision, 每一期都有新的故事。" * 4
page.setHtml("<h1>第二期 Issue 2</h1>" + f"<p>{text}</p>" * 14)
split = QSplitter()
split.addWidget(tree)
split.addWidget(page)
split.setSizes([280, 1000])
window.setCentralWidget(split)
painted = Painted()
page.viewport().installEventFilter(painted)
window.show()
app.exec()
"""


@dataclass(slots=True)
class Series:
    """What was measured of one command, a value for each round that gave one."""

    command: Callable[[], list[str]]
    values: dict[str, list[float]] = field(default_factory=dict)
    failures: int = 0

    def add(self, name: str, value: float | None) -> None:
        """Keep a value, unless it never came."""
        if value is not None:
            self.values.setdefault(name, []).append(value)

    def add_memory(self, found: Memory | None) -> None:
        """Keep what a tree of processes held."""
        if found is not None:
            self.add("peak", found.peak)
            self.add("proportional", found.proportional)


class Running:
    """A program in a session of its own, ended with everything it started."""

    def __init__(self, command: Sequence[str], env: dict[str, str], *, heard: bool) -> None:
        self.clock, self.monotonic = time.time(), time.monotonic()
        self.process = subprocess.Popen(
            command,
            env=env,
            cwd=libraries.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if heard else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def is_alive(self) -> bool:
        """Whether the program itself still runs."""
        return self.process.poll() is None

    def painted(self) -> float | None:
        """The milliseconds from the start to the first page, as the program says."""
        output = self.process.stdout
        assert output is not None
        said = b""
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            limit = time.monotonic() + _PATIENCE
            while (left := limit - time.monotonic()) > 0 and selector.select(left):
                piece = os.read(output.fileno(), 4096)
                if not piece:
                    break
                said += piece
                for line in said.split(b"\n")[:-1]:
                    if line.startswith(b"painted "):
                        return (float(line.split()[1]) - self.clock) * 1000
        return None

    def end(self) -> None:
        """End the session: politely, then not."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(3)
        if self.process.stdout is not None:
            self.process.stdout.close()


def inside(series: Series, env: dict[str, str], settle: float) -> None:
    """One round: what the program says of itself, without a screen."""
    env = {**env, "DOSUDO_BENCH": "first-paint", "QT_QPA_PLATFORM": "offscreen"}
    running = Running(series.command(), env, heard=True)
    try:
        painted = running.painted()
        if painted is None:
            series.failures += 1
            return
        series.add("painted", painted)
        # The index is opened behind the first page, and its memory belongs to the program's.
        time.sleep(settle)
        series.add_memory(memory(running.process.pid))
    finally:
        running.end()


def outside(series: Series, env: dict[str, str], on: screen.Screen) -> None:
    """One round: what can be seen of the program on a screen."""
    env = {key: value for key, value in env.items() if not key.startswith("WAYLAND")}
    running = Running(series.command(), {**env, "DISPLAY": on.display}, heard=False)
    try:
        seen = on.watch(running.monotonic, running.is_alive)
        series.add("mapped", seen.mapped)
        series.add("painted", seen.painted)
        series.add("settled", seen.settled)
        series.failures += seen.painted is None
        series.add_memory(memory(running.process.pid))
    finally:
        running.end()
        on.wait_until_empty()


def measure(
    commands: dict[str, Callable[[], list[str]]],
    rounds: int,
    once: Callable[[Series], None],
) -> dict[str, Series]:
    """Every command ``rounds`` times, in turn; one round before them warms up and is dropped.

    Raises:
        SystemExit: a command cannot be started.
    """
    for name, command in commands.items():
        try:
            once(Series(command))
        except OSError as error:
            raise SystemExit(f"{name} cannot be started: {error.strerror or error}.") from None
    found = {name: Series(command) for name, command in commands.items()}
    for number in range(rounds):
        # Forwards and backwards, so that no command always runs behind the same one.
        names = list(found) if number % 2 == 0 else list(reversed(found))
        for name in names:
            once(found[name])
    return found


def report(found: dict[str, Series], moments: Sequence[str], compared: str) -> str:
    """A table of medians, p95 and worst, and of the ratio of ``compared`` to the yardstick."""
    bare = found.get(YARDSTICK)
    base = statistics.median(bare.values[compared]) if bare and bare.values.get(compared) else None
    rows = []
    for name, series in found.items():
        row = [name, str(len(series.values.get("painted", ())))]
        for moment in moments:
            values = series.values.get(moment)
            row += _three(values) if values else ["-", "-", "-"]
        last = series.values.get(compared)
        row.append(f"{statistics.median(last) / base:.2f}" if last and base else "-")
        for part in ("peak", "proportional"):
            values = series.values.get(part)
            row.append(megabytes(statistics.median(values)) if values else NOT_MEASURED)
        rows.append(row)
    head = ["ms from start", "n"]
    for moment in moments:
        head += [moment, "p95", "worst"]
    text = table([*head, "ratio", "peak", "PSS"], rows)
    failed = [f"{name}: {s.failures} rounds showed nothing" for name, s in found.items()
              if s.failures]  # fmt: skip
    return "\n".join([text, *failed])


def _three(values: Sequence[float]) -> list[str]:
    three = (statistics.median(values), quantile(values, 0.95), max(values))
    return [f"{value:.0f}" for value in three]


def ours(library: Path) -> list[str]:
    """The command that opens the window of this source tree."""
    return [sys.executable, "-m", "viewer", "--library", str(library)]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.startup", description=__doc__)
    libraries.add_options(parser)
    parser.add_argument("--rounds", type=int, default=9, help="rounds of each command (9)")
    parser.add_argument("--view", choices=("inside", "outside", "both"), default="both")
    parser.add_argument("--cold", action="store_true", help="a new library for each round of ours")
    parser.add_argument(
        "--settle", type=float, default=1.5, help="seconds from the first page to the memory (1.5)"
    )
    parser.add_argument(
        "--also", action="append", default=[], metavar="NAME=COMMAND",
        help="another command; {library} in it stands for a library, its own unless one is named",
    )  # fmt: skip
    parser.add_argument(
        "--painted", action="append", default=[], metavar="NAME",
        help="a command of --also that also says when its page is painted",
    )  # fmt: skip
    parser.add_argument("--bare", action="store_true", help="leave ours out: the others alone")
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="one more, seen from outside")
    options = parser.parse_args(arguments)
    for text in options.also:
        if "=" not in text:
            parser.error(f"--also {text} lacks a name: write NAME=COMMAND")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    options = _options(arguments)
    with ExitStack() as stack:
        env = stack.enter_context(libraries.environment())
        library = stack.enter_context(libraries.chosen(options))
        libraries.prepare(library, env)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-startup-")))
        bare = folder / "bare.py"
        bare.write_text(_BARE, encoding="utf-8")

        def of_ours() -> list[str]:
            if not options.cold:
                return ours(library)
            fresh = libraries.temporary(options.markdown)
            return ours(stack.enter_context(fresh))

        commands: dict[str, Callable[[], list[str]]] = {} if options.bare else {OURS: of_ours}
        commands[YARDSTICK] = lambda: [sys.executable, str(bare)]
        others: dict[str, Callable[[], list[str]]] = {}
        for text in options.also:
            name, _, line = text.partition("=")
            # Of its own: another build would first bring a catalogue of ours up to date.
            own = library
            if "{library}" in line and options.library is None:
                own = stack.enter_context(libraries.temporary(options.markdown))
            words = [word.replace("{library}", str(own)) for word in shlex.split(line)]
            others[name] = partial(list, words)
        if options.command:
            others[Path(options.command[0]).name] = partial(list, options.command)
        if options.view != "outside":
            speaking = {name: one for name, one in others.items() if name in options.painted}
            found = measure(
                {**commands, **speaking},
                options.rounds,
                lambda series: inside(series, env, options.settle),
            )
            print("Inside: the program says when its first page is painted (no screen)")
            print(report(found, ("painted",), "painted"), flush=True)
        lacking = screen.missing()
        if options.view != "inside" and lacking:
            print(f"\nOutside: {NOT_MEASURED}, {lacking}.")
        elif options.view != "inside":
            on = stack.enter_context(screen.own_screen())
            found = measure(
                {**commands, **others},
                options.rounds,
                lambda series: outside(series, env, on),
            )
            print("\nOutside: on a screen of its own, looked at every 20 ms")
            print(report(found, ("mapped", "painted", "settled"), "settled"), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
