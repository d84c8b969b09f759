"""How long a large WordPress export takes to open, how long each post, and how much memory.

    python -m tests.bench.exports [--posts 10000] [--words 1600] [FILE…]

Without files an export of that many posts is written, half of them with blocks, each with three
comments. Each file is read in a process of its own, since a process never gives memory back.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import TIMING, megabytes, peak_of_this_process, table, timing
from tests.importers.exports import attachment, comment, export, item
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions

_WORDS = ("tea", "water", "leaf", "cup", "morning", "kettle", "warm", "green", "steam", "rain")


def make(path: Path, posts: int, words: int) -> None:
    """Write an export of ``posts`` posts of about ``words`` words each."""
    chance = random.Random(1)

    def paragraph() -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(100)) + "."

    items = [attachment(10**6, "2020/01/a.png"), attachment(10**6 + 1, "2020/01/b.png")]
    for number in range(1, posts + 1):
        parts = [paragraph() for _ in range(max(1, words // 100))]
        if number % 2:
            text = "\n\n".join(
                f"<!-- wp:paragraph -->\n<p>{part}</p>\n<!-- /wp:paragraph -->" for part in parts
            )
        else:
            text = "\n\n".join(parts) + f'\n\n[gallery ids="{10**6},{10**6 + 1}"]'
        day = f"20{number % 20 + 5:02}-{number % 12 + 1:02}-{number % 28 + 1:02} 10:00:00"
        said = "".join(comment(number * 10 + n, paragraph()) for n in range(3))
        items.append(item(number, text, date=day, extra=said))
    path.write_bytes(export(*items))


def measure(path: Path) -> None:
    """Open ``path`` and read every issue of it."""
    importer = importer_for(path)
    if importer is None:
        raise SystemExit(f"{path} is nothing that can be brought in.")
    started = time.perf_counter()
    reading = importer.open(path, ImportOptions())
    opened = time.perf_counter() - started
    after = peak_of_this_process()
    times = []
    for unit in range(len(reading.titles)):
        begun = time.perf_counter()
        reading.read_issue(unit)
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{path.name}: {megabytes(path.stat().st_size)}, {len(reading.titles)} issues")
    print(f"opened in {opened:.2f} s, with at most {megabytes(after)} of memory")
    print(
        f"all read in {sum(times) / 1000:.1f} s, with at most {megabytes(peak_of_this_process())}"
    )
    print(table(TIMING, [timing("each issue", times)]))
    reading.close()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=1600)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.files[0])
        return
    with tempfile.TemporaryDirectory(prefix="bench-export-") as folder:
        files = options.files
        if not files:
            files = [Path(folder) / "export.xml"]
            make(files[0], options.posts, options.words)
        for file in files:
            command = [sys.executable, "-m", "tests.bench.exports", "--one", str(file)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
