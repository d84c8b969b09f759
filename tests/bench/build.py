"""Building catalogue and index: how fast, how much memory, how large, and how soon updated.

``python -m tests.bench.build [--markdown DIR]…``

Each library is a temporary one: the bundled archive alone, then with a copy of each folder given.
Every step runs in a process of its own, so that its memory is its own; the memory is that of all
its processes at once, readers of untrusted Markdown among them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import libraries, startup
from tests.bench.figures import NOT_MEASURED, Sampler, megabytes, table
from viewer import paths
from viewer.archive.library.library import Library
from viewer.search import SearchEngine

CATALOGUE, INDEX, LOOK = "catalogue", "index", "look"
_ADDED = "\n\n## 量測用的一篇 A measured article\n\n新的一段文字，with a new word: 量測{number}。\n"


def step(name: str, folder: Path) -> dict[str, Any]:
    """Do one step on the library in ``folder``, here, and say what came of it."""
    library = Library(folder, paths.bundled_issues())
    start = time.perf_counter()
    if name == CATALOGUE:
        done = library.update_catalogue()
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "read": done.added + done.updated, "left": done.unchanged}
    if name == INDEX:
        changed = SearchEngine(library.catalogue_path, library.index_folder).refresh()
        return {"seconds": time.perf_counter() - start, "changed": changed}
    fresh = library.is_up_to_date()
    seconds = time.perf_counter() - start
    with library.open_catalogue() as catalogue:
        ids = catalogue.document_ids()
        size = sum(len(document.text.encode()) for document in catalogue.documents())
        issues = sum(len(publication.issues) for publication in catalogue.publications())
    return {
        "seconds": seconds,
        "fresh": fresh,
        "articles": len(ids),
        "issues": issues,
        "text": size,
        "catalogue": _size(library.catalogue_path),
        "index": _size(library.index_folder),
    }


def apart(name: str, folder: Path, env: dict[str, str]) -> tuple[dict[str, Any], Sampler]:
    """``step`` in a process of its own, and the most memory its session held meanwhile."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.build", "--step", name, "--library", str(folder)],
        cwd=libraries.ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with Sampler(lambda: running.pid) as sampler:
        said, _ = running.communicate()
    if running.returncode != 0:
        raise SystemExit(f"The step {name} failed on {folder}; what it said stands above.")
    return json.loads(said), sampler


def _size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files)


def _issues(folder: Path) -> list[Path]:
    """The Markdown of the library's own folder, the longest first."""
    return sorted(folder.rglob("*.md"), key=lambda path: path.stat().st_size, reverse=True)


def _speed(articles: int, seconds: float) -> str:
    return f"{articles / seconds:.0f} articles/s"


def cold(folder: Path, env: dict[str, str]) -> list[tuple[str, str, str]]:
    """Build everything of a library that has nothing yet."""
    markdown = sum(p.stat().st_size for p in (*_issues(folder), *_issues(paths.bundled_issues())))
    catalogue, reading = apart(CATALOGUE, folder, env)
    index, indexing = apart(INDEX, folder, env)
    look, _ = apart(LOOK, folder, env)
    articles, text = look["articles"], look["text"]
    both = catalogue["seconds"] + index["seconds"]
    return [
        ("issues, articles", f"{look['issues']}, {articles}", f"text {megabytes(text)}"),
        (
            "catalogue, cold",
            f"{catalogue['seconds']:.2f} s",
            _speed(articles, catalogue["seconds"]),
        ),
        (
            "  memory of all its processes",
            megabytes(reading.most),
            f"{reading.processes} processes",
        ),
        ("index, cold", f"{index['seconds']:.2f} s", _speed(articles, index["seconds"])),
        ("  memory", megabytes(indexing.most), ""),
        ("both", f"{both:.2f} s", _speed(articles, both)),
        ("Markdown on disk", megabytes(markdown), f"{markdown / text:.2f} x text"),
        (
            "catalogue on disk",
            megabytes(look["catalogue"]),
            f"{look['catalogue'] / text:.2f} x text",
        ),
        ("index on disk", megabytes(look["index"]), f"{look['index'] / text:.2f} x text"),
        (
            "nothing changed: seen in",
            f"{look['seconds'] * 1000:.1f} ms",
            "" if look["fresh"] else "but it was not seen as fresh",
        ),
    ]


def update(folder: Path, env: dict[str, str], rounds: int) -> list[tuple[str, str, str]]:
    """Change one issue, then add one, ``rounds`` times each; medians and the worst."""
    rows = []
    kinds: list[tuple[str, Callable[[int], object]]] = [
        ("one issue changed", lambda number: _change(folder, number)),
        ("one issue added", lambda number: _add(folder, number)),
    ]
    for name, act in kinds:
        found: dict[str, list[float]] = {CATALOGUE: [], INDEX: []}
        for number in range(rounds):
            act(number)
            for part, seconds in found.items():
                seconds.append(apart(part, folder, env)[0]["seconds"])
        total = [sum(pair) for pair in zip(*found.values(), strict=True)]
        for part, seconds in (*found.items(), ("together", total)):
            rows.append(
                (
                    f"{name}: {part}",
                    f"{statistics.median(seconds) * 1000:.0f} ms",
                    f"worst {max(seconds) * 1000:.0f} ms",
                )
            )
    return rows


def _change(folder: Path, number: int) -> None:
    issues = _issues(folder)
    if not issues:
        _add(folder, 0)
        return
    # An ordinary issue, neither the longest nor the shortest.
    path = issues[len(issues) // 2]
    text = path.read_text(encoding="utf-8", errors="replace")
    path.write_text(text + _ADDED.format(number=number), encoding="utf-8")


def _add(folder: Path, number: int) -> None:
    issues = _issues(folder)
    beside = issues[len(issues) // 2].parent if issues else folder / "measured"
    beside.mkdir(exist_ok=True)
    text = issues[len(issues) // 2].read_text(encoding="utf-8") if issues else "# Measured\n"
    name = f"measured-{90_000 + number}.md"
    (beside / name).write_text(text + _ADDED.format(number=number), encoding="utf-8")


def starts(one: Path, many: Path, env: dict[str, str], rounds: int, issues: int) -> str:
    """The start of the program with the bundled issues alone and with those of ``many``."""
    names = {f"{issues} issues more": many, "the bundled archive alone": one}
    found = startup.measure(
        {name: partial(startup.ours, folder) for name, folder in names.items()},
        rounds,
        lambda series: startup.inside(series, env, 1.5),
    )
    text = startup.report(found, ("painted",), "painted")
    first, second = (series.values.get("painted", []) for series in found.values())
    if first and second:
        ratio = statistics.median(first) / statistics.median(second)
        text += f"\nto the first page with {issues} issues more: {ratio:.2f} x the time"
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.build", description=__doc__)
    parser.add_argument(
        "--markdown", type=Path, action="append", default=[], metavar="DIR",
        help="a folder of Markdown, measured in a temporary library beside the bundled archive",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="rounds of updates (3)")
    parser.add_argument("--starts", type=int, default=9, help="rounds of starts (9), 0 for none")
    parser.add_argument("--step", choices=(CATALOGUE, INDEX, LOOK), help=argparse.SUPPRESS)
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        print(json.dumps(step(options.step, options.library)))
        return 0
    if not sys.platform.startswith("linux"):
        print(f"memory: {NOT_MEASURED} on this system")
    with ExitStack() as stack:
        env = stack.enter_context(libraries.environment())
        bundled = stack.enter_context(libraries.temporary())
        # One round for the compiled modules alone: a reader's are compiled when she installs.
        libraries.prepare(stack.enter_context(libraries.temporary()), env)
        for name, folder in [
            ("the bundled archive", bundled),
            *(
                (one.name, stack.enter_context(libraries.temporary(one)))
                for one in options.markdown
            ),
        ]:
            issues = len(_issues(folder))
            print(table((name, "", ""), cold(folder, env)), flush=True)
            if folder != bundled and options.starts:
                print(starts(bundled, folder, env, options.starts, issues), flush=True)
            print(table(("updates", "", ""), update(folder, env, options.rounds)), end="\n\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
