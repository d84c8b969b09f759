"""Reads and lists files without trusting them: regular files only, no links, bounded sizes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import printable_name, read_bytes

#: Bytes; an export of a large site or a mailbox of many years is no larger.
LARGEST_SOURCE = 512 * 1024 * 1024
SNIFF_LENGTH = 4096
_MOST_FILES = 50_000
_DEEPEST = 16


def first_bytes(path: Path) -> bytes:
    """The first ``SNIFF_LENGTH`` bytes of a regular file; empty for anything else. Never raises."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return b""
        return read_first_bytes(path, SNIFF_LENGTH)
    except (OSError, ValueError):
        return b""


def read_first_bytes(path: Path, count: int) -> bytes:
    """At most the first ``count`` bytes of a file that is known to be regular.

    Raises:
        OSError: it cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read(count)


def is_regular(path: Path) -> bool:
    """Whether ``path`` itself, not what it may link to, is a regular file."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


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


def read_source(path: Path, problems: ProblemCollector, limit: int = LARGEST_SOURCE) -> bytes:
    """The content of a regular file of at most ``limit`` bytes.

    Raises:
        UnreadableFileError: it is missing, a link, not a regular file, too large, or not readable.
    """
    return read_bytes(path, problems, limit)
