"""Bringing a folder in from nothing to the last searched word, beside libzim on the same articles.

``python -m tests.bench.imports --markdown DIR [--rounds 3] [--issues 2000]``

Ours is the command ``import`` as a reader gives it, Python's start included: previewed, checked,
written, catalogued and indexed. Beside it, in the same run and by turns, libzim's Creator makes a
ZIM file with a full-text index of the same articles, their texts read before the clock starts:
its time is that of packing and indexing alone. With ``--issues`` as many issues are brought in
too, the folder's again and again under other numbers.

libzim (``pip install libzim``) is used by this benchmark only; without it that half is left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from tests.bench import libraries
from tests.bench.figures import NOT_MEASURED, Sampler, megabytes, table
from viewer import paths
from viewer.archive.library.library import Library

PUBLICATION = "measured"


@dataclass(slots=True)
class Taken:
    """What the rounds of one side took: seconds, the most memory at once, and bytes on disk."""

    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    disk: int = 0
    said: str = ""

    def row(self, name: str) -> tuple[str, ...]:
        """A row of the table: the median and the worst time, memory and disk."""
        return (
            name,
            str(len(self.seconds)),
            f"{statistics.median(self.seconds):.1f} s",
            f"{max(self.seconds):.1f} s",
            megabytes(max(self.memory)) if self.memory else NOT_MEASURED,
            megabytes(self.disk),
        )


def bring_in(markdown: Path, library: Path, env: dict[str, str], taken: Taken) -> None:
    """Import ``markdown`` into the empty ``library`` by the command."""
    command = [
        sys.executable, "-m", "viewer", "--library", str(library), "import", str(markdown),
        "--publication", PUBLICATION, "--json",
    ]  # fmt: skip
    start = time.perf_counter()
    said = _run(command, env, taken)
    taken.seconds.append(time.perf_counter() - start)
    found = json.loads(said)
    issues = found["issues"]
    taken.said = (
        f"{issues['added']} issues and {found['articles']:,} articles came in, "
        f"{issues['failed']} failed"
    )
    taken.disk = sum(
        one.stat().st_size
        for one in paths.library_cache_folder(library).rglob("*")
        if one.is_file()
    )


def pack(library: Path, target: Path, env: dict[str, str], taken: Taken) -> None:
    """Make a ZIM file of the articles of ``library`` in a process of its own."""
    command = [
        sys.executable, "-m", "tests.bench.imports", "--markdown", ".", "--pack", str(library),
        str(target),
    ]  # fmt: skip
    # libzim tells of its work on standard output as well.
    found = json.loads(_run(command, env, taken).splitlines()[-1])
    taken.seconds.append(found["seconds"])
    taken.said = f"{found['articles']:,} articles were packed"
    taken.disk = target.stat().st_size


def _run(command: Sequence[str], env: dict[str, str], taken: Taken) -> str:
    running = subprocess.Popen(
        command, cwd=libraries.ROOT, env=env, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    with Sampler(lambda: running.pid) as sampler:
        said, _ = running.communicate()
    if running.returncode not in (0, 1) or not said.strip():
        raise SystemExit(f"{' '.join(command)} failed; what it said stands above.")
    if sampler.most is not None:
        taken.memory.append(sampler.most)
    return said


def pack_here(folder: Path, target: Path) -> dict[str, float]:
    """Pack the articles of the library in ``folder`` here, and say how long that took."""
    from libzim.writer import Creator, Hint, Item, StringProvider

    class Article(Item):
        def __init__(self, path: str, title: str, text: str) -> None:
            super().__init__()
            self._path, self._title, self._text = path, title, text

        def get_path(self) -> str:
            return self._path

        def get_title(self) -> str:
            return self._title

        def get_mimetype(self) -> str:
            return "text/html"

        def get_contentprovider(self) -> StringProvider:
            return StringProvider(self._text)

        def get_hints(self) -> dict[Hint, bool]:
            return {Hint.FRONT_ARTICLE: True, Hint.COMPRESS: True}

    with Library(folder, paths.bundled_issues()).open_catalogue() as catalogue:
        articles = [
            Article(
                str(one.address),
                one.title,
                f"<html><head><title>{escape(one.title)}</title></head><body>"
                f"<h1>{escape(one.title)}</h1>"
                + "".join(f"<p>{escape(line)}</p>" for line in one.text.splitlines())
                + "</body></html>",
            )
            for one in catalogue.documents()
            if one.address.publication == PUBLICATION
        ]
    start = time.perf_counter()
    creator = Creator(target).config_indexing(True, "zho")
    with creator:
        creator.set_mainpath(articles[0].get_path())
        for article in articles:
            creator.add_item(article)
    return {"seconds": time.perf_counter() - start, "articles": len(articles)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.imports", description=__doc__)
    parser.add_argument(
        "--markdown", type=Path, required=True, metavar="DIR",
        help="what is brought in: a folder of Markdown, or anything else that can be",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each side (3)")
    parser.add_argument("--issues", type=int, default=0, help="a second, larger source (none)")
    parser.add_argument("--pack", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.pack:
        print(json.dumps(pack_here(*options.pack)))
        return 0
    has_libzim = importlib.util.find_spec("libzim") is not None
    ours, many, theirs = Taken(), Taken(), Taken()
    with ExitStack() as stack:
        env = stack.enter_context(libraries.environment())
        # One round for the compiled modules alone: a reader's are compiled when she installs.
        warm = stack.enter_context(libraries.temporary())
        libraries.prepare(warm, env)
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-zim-")))
        for number in range(options.rounds):
            library = stack.enter_context(libraries.temporary())
            bring_in(options.markdown.resolve(), library, env, ours)
            if has_libzim:
                pack(library, place / f"{number}.zim", env, theirs)
            if options.issues:
                source = stack.enter_context(
                    libraries.repeated(options.markdown.resolve(), options.issues)
                )
                bring_in(source, stack.enter_context(libraries.temporary()), env, many)
    rows = [ours.row("import: preview, catalogue, index")]
    remarks = [ours.said]
    if options.issues:
        rows.append(many.row(f"import of {options.issues:,} issues"))
        ratio = statistics.median(many.seconds) / statistics.median(ours.seconds)
        remarks.append(f"{many.said}: {ratio:.2f} x the time")
    if has_libzim:
        rows.append(theirs.row("libzim's Creator with full-text index"))
        remarks.append(theirs.said)
        ratio = statistics.median(ours.seconds) / statistics.median(theirs.seconds)
        remarks.append(f"{ratio:.2f} x the time of libzim")
    else:
        remarks.append(f"libzim: {NOT_MEASURED}, it is not installed")
    print(table(("", "n", "median", "worst", "memory", "on disk"), rows))
    print("\n".join(remarks))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
