"""Reads sources without trusting them: regular files only, no links, bounded sizes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import read_bytes

#: Bytes; an export of a large site or a mailbox of many years is no larger.
LARGEST_SOURCE = 512 * 1024 * 1024
SNIFF_LENGTH = 4096


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


def read_source(path: Path, problems: ProblemCollector, limit: int = LARGEST_SOURCE) -> bytes:
    """The content of a regular file of at most ``limit`` bytes.

    Raises:
        UnreadableFileError: it is missing, a link, not a regular file, too large, or not readable.
    """
    return read_bytes(path, problems, limit)
