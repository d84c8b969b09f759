"""Opening a library that has to be made ready first: the wanted page, everything, the search.

``python -m tests.bench.rebuild [--library DIR | --markdown DIR]``

Each way is measured in a process of its own with the real window and no screen: a library of which
nothing was read yet (*first*), a catalogue of other tables (*tables*), and one that another parser
made (*parser*). The page that is wanted is of the issue in the middle of the largest publication.
Times run from before the program's objects are made; imports are not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

os.environ.setdefault("DOSUDO_LANGUAGE", "en")

from tests.bench import libraries
from tests.bench.figures import Sampler, megabytes, quantile, table
from viewer import paths
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address

WAYS = ("first", "tables", "parser")
_PATIENCE_MS = 1_200_000


def make_stale(library: Library, way: str) -> None:
    """Leave of the catalogue what the next start of another version would find."""
    if way == "first":
        shutil.rmtree(library.cache_folder, ignore_errors=True)
        return
    change = {
        "tables": "UPDATE meta SET value = '0' WHERE key = 'version'",
        "parser": "UPDATE source SET parser = 0",
    }[way]
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute(change)


def wanted(library: Library) -> Address:
    """The issue in the middle of the largest publication."""
    with library.open_catalogue() as catalogue:
        largest = max(catalogue.publication_summaries(), key=lambda row: len(row.issues))
    issue = largest.issues[len(largest.issues) // 2]
    return Address(issue.publication, issue.number)


def step(folder: Path, address: Address) -> dict[str, Any]:
    """Open the window on the library in ``folder`` at ``address``, and wait until all is ready."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from tests.bench.paints import Painted, Ticker, now, wait
    from viewer.app import AppController, create_qapplication
    from viewer.archive.library.reader_data import ReaderData

    app = create_qapplication()
    start = now()
    program = AppController(Library(folder, paths.bundled_issues()), ReaderData(None))
    window = program.window
    window.resize(1280, 800)
    program.open(address)
    painted = Painted(window.article_pane.viewport())
    painted.time(window.show)
    found = {"window": now() - start}
    ticker = Ticker(str)
    ticker.start()
    program.start_background_work()
    wait(lambda: window.article_pane.page is not None, _PATIENCE_MS)
    painted.time(window.article_pane.viewport().update)
    found["page"] = now() - start
    wait(lambda: program.is_library_ready or bool(program.problems), _PATIENCE_MS)
    found["all"] = now() - start
    wait(lambda: program.is_searchable or bool(program.problems), _PATIENCE_MS)
    found["search"] = now() - start
    ticker.stop()
    page = window.article_pane.page
    result = {
        **found,
        "right": page is not None and page.entry.address.issue == address.issue,
        "gap": quantile(ticker.gaps, 0.95),
        "worst": max(ticker.gaps),
        "problems": program.problems,
    }
    program.close()
    window.close()
    app.processEvents()
    return result


def measure(folder: Path, env: dict[str, str] | None = None) -> str:
    """The library in ``folder``, made stale in each way in turn; it is ready at the end."""
    library = Library(folder, paths.bundled_issues())
    address = wanted(library)
    rows = []
    for way in WAYS:
        make_stale(library, way)
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.rebuild", "--step", str(address),
             "--library", str(folder)],
            cwd=libraries.ROOT,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )  # fmt: skip
        with Sampler(lambda one=running: one.pid) as sampler:
            said, _ = running.communicate()
        if running.returncode != 0:
            raise SystemExit(f"The step {way} failed on {folder}; what it said stands above.")
        found = json.loads(said)
        times = [f"{found[name] / 1000:.2f} s" for name in ("window", "page", "all", "search")]
        held = f"{found['gap']:.1f} / {found['worst']:.0f} ms"
        rows.append((way, *times, held, megabytes(sampler.most)))
        if not found["right"] or found["problems"]:
            rows.append((f"  but: {found['problems'] or 'another page'}", *("" for _ in range(6))))
    head = ("to be made ready", "window", "page", "all read", "all found", "held p95/worst", "peak")
    return table(head, rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rebuild", description=__doc__)
    libraries.add_options(parser)
    parser.add_argument("--step", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        publication, _, number = options.step.partition("/")
        print(json.dumps(step(options.library, Address(publication, int(number)))))
        return 0
    with ExitStack() as stack:
        env = stack.enter_context(libraries.environment())
        folder = stack.enter_context(libraries.chosen(options))
        libraries.prepare(folder, env)
        print(measure(folder, env))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
