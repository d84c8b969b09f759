"""Libraries to measure on, made in temporary folders and taken away again."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from viewer import paths

ROOT = Path(__file__).resolve().parents[2]
#: Messages of the window in one language, and no screen, whatever the caller's own are.
_UNWANTED = ("PYTHONDONTWRITEBYTECODE", "DOSUDO_LIBRARY", "DOSUDO_BENCH", "QT_QPA_PLATFORM")


_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--library`` and ``--markdown``; without either the bundled archive is measured."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--library", type=Path, metavar="DIR", help="a library, used as it stands (caches included)"
    )
    either.add_argument(
        "--markdown",
        type=Path,
        metavar="DIR",
        help="a folder of Markdown; a copy of it is measured in a temporary library",
    )


@contextmanager
def chosen(options: argparse.Namespace) -> Iterator[Path]:
    """The library that ``add_options`` asked for; a temporary one is removed afterwards."""
    if options.library is not None:
        yield options.library
        return
    with temporary(options.markdown) as folder:
        yield folder


@contextmanager
def copied(options: argparse.Namespace) -> Iterator[Path]:
    """Like ``chosen``, but of a library that exists a copy, to be changed at will."""
    with temporary(options.markdown) as folder:
        if options.library is not None:
            shutil.copytree(options.library, folder, dirs_exist_ok=True)
        yield folder


@contextmanager
def temporary(markdown: Path | None = None) -> Iterator[Path]:
    """A new library; with ``markdown`` a copy of that folder is one of its publications."""
    with tempfile.TemporaryDirectory(prefix="bench-library-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if markdown is not None:
            source = markdown.resolve()
            hidden = shutil.ignore_patterns(".*")
            shutil.copytree(source, folder / source.name, ignore=hidden)
        yield folder
        shutil.rmtree(paths.library_cache_folder(folder), ignore_errors=True)


@contextmanager
def repeated(
    markdown: Path, issues: int, changed: Callable[[str, int], str] | None = None
) -> Iterator[Path]:
    """A new library of ``issues`` issues: those of ``markdown`` again and again, renumbered.

    The last number in a file's name is raised by a thousand each time round. The texts are the
    same, so that only their count grows, or what ``changed`` makes of a text in that round.
    """
    files = sorted(path for path in markdown.glob("*.md") if _LAST_NUMBER.search(path.stem))
    if not files:
        raise SystemExit(f"No file in {markdown} has a number in its name.")
    with tempfile.TemporaryDirectory(prefix="bench-library-", ignore_cleanup_errors=True) as name:
        folder = Path(name, markdown.resolve().name)
        folder.mkdir()
        for place in range(issues):
            path = files[place % len(files)]
            round_number = place // len(files)
            more = 1000 * round_number
            renamed = _LAST_NUMBER.sub(lambda found, by=more: str(int(found[0]) + by), path.stem)
            target = folder / f"{renamed}.md"
            if round_number and changed is not None:
                text = path.read_text("utf-8", errors="replace")
                target.write_text(changed(text, round_number), "utf-8")
            else:
                shutil.copyfile(path, target)
        yield Path(name)
        shutil.rmtree(paths.library_cache_folder(Path(name)), ignore_errors=True)


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """For programs that are measured: compiled modules are kept, but not in the source tree."""
    with tempfile.TemporaryDirectory(prefix="bench-pyc-", ignore_cleanup_errors=True) as compiled:
        wanted = {key: value for key, value in os.environ.items() if key not in _UNWANTED}
        yield {**wanted, "PYTHONPYCACHEPREFIX": compiled, "DOSUDO_LANGUAGE": "en"}


def prepare(folder: Path, env: dict[str, str] | None = None) -> None:
    """Build the catalogue and the index of a library in a process of its own."""
    command = [sys.executable, "-m", "viewer", "--library", str(folder), "search", "a", "--json"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"The library {folder} cannot be made ready: {done.stderr.strip()}")
