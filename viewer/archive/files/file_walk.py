"""Lists the files below a folder without trusting it: regular files only, no links, bounded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from viewer.archive.files.safe_reading import printable_name

_MOST_FILES = 50_000
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file below a folder, and its name relative to that folder with ``/``."""

    path: Path
    relative_name: str


def walk_files(folder: Path, skipped: list[str] | None = None) -> Iterator[FoundFile]:
    """Every regular file below ``folder`` in the order of names, hidden ones left out.

    Stops after ``_MOST_FILES`` files; links are never followed. The printable names of what cannot
    be listed, is no regular file, or is named in other bytes than UTF-8 are added to ``skipped``.
    """
    yield from islice(_walk_folder(folder, "", 0, [] if skipped is None else skipped), _MOST_FILES)


def _walk_folder(folder: Path, prefix: str, depth: int, skipped: list[str]) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        skipped.append(printable_name(prefix.rstrip("/") or str(folder)))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = prefix + entry.name
        try:
            name.encode("utf-8")
            mode = entry.stat(follow_symlinks=False).st_mode
        except (OSError, UnicodeEncodeError):
            skipped.append(printable_name(name))
            continue
        if stat.S_ISREG(mode):
            yield FoundFile(folder / entry.name, name)
        elif stat.S_ISDIR(mode) and depth < _DEEPEST:
            yield from _walk_folder(folder / entry.name, f"{name}/", depth + 1, skipped)
        else:
            skipped.append(printable_name(name))
