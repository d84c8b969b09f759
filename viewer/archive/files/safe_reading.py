"""Reads untrusted files: regular files only, no symbolic links, and with a limit of size."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.model.control_characters import CONTROL_CHARACTERS
from viewer.messages import Message, reason_of

#: Larger than any newsletter.
MAX_FILE_SIZE = 8 * 1024 * 1024

# Names in a list of problems must not control the terminal.
_CONTROL = re.compile(f"{CONTROL_CHARACTERS.pattern}|[\t\n]")

FileStamp = tuple[int, int]


def file_stamp(path: Path | str) -> FileStamp | None:
    """Modification time (ns) and size of a regular file, None for anything else."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def read_bytes(path: Path, problems: ProblemCollector, limit: int = MAX_FILE_SIZE) -> bytes:
    """The content of a regular file of at most ``limit`` bytes.

    Raises:
        UnreadableFileError: it is missing, a link, not a regular file, too large, or not readable.
    """
    with open_regular_file(path, problems, limit) as file:
        try:
            content = file.read(limit + 1)
        except OSError as error:
            raise _unreadable(error, problems) from None
    if len(content) > limit:
        raise problems.fatal(_too_large_message(limit))
    return content


def open_regular_file(
    path: Path, problems: ProblemCollector, limit: int = MAX_FILE_SIZE
) -> BinaryIO:
    """A regular file of at most ``limit`` bytes, opened for reading; links are not followed.

    Raises:
        UnreadableFileError: it is missing, a link, not a regular file, too large, or not readable.
    """
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        raise problems.fatal(
            Message("The file is not there or cannot be looked at; check its name.")
        ) from None
    if stat.S_ISLNK(status.st_mode):
        raise problems.fatal(
            Message("The file is a link, which is not followed; put the file itself here.")
        )
    if not stat.S_ISREG(status.st_mode):
        raise problems.fatal(
            Message("This is not a regular file and is not read; take it out of the folder.")
        )
    if status.st_size > limit:
        raise problems.fatal(_too_large_message(limit))
    # The name may have become something else since it was looked at.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    try:
        return os.fdopen(os.open(path, flags), "rb")
    except OSError as error:
        raise _unreadable(error, problems) from None


def _too_large_message(limit: int) -> Message:
    kind = Message("newsletter") if limit == MAX_FILE_SIZE else Message("source")
    return Message(
        "The file is larger than {limit} MB, more than any {kind}; divide it.",
        limit=limit >> 20,
        kind=kind,
    )


def _unreadable(error: OSError, problems: ProblemCollector) -> UnreadableFileError:
    reason = reason_of(error) if error.strerror else Message("unknown reason")
    return problems.fatal(
        Message("The file cannot be read ({reason}); check its permissions.", reason=reason)
    )


def decode_utf8(content: bytes, problems: ProblemCollector) -> str:
    """``content`` as UTF-8 text with ``\\n`` line ends, without a byte order mark.

    Raises:
        UnreadableFileError: it is not UTF-8, or there is nothing in it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise problems.fatal(
            Message("The file is not UTF-8 text; save it with the encoding UTF-8."), line
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise problems.fatal(Message("The file is empty; write the issue or take the file away."))
    return text


def display_path(path: Path, root: Path | None) -> str:
    """``path`` as shown in a problem: relative to ``root`` if it is in there."""
    if root is not None:
        try:
            return printable_name(path.relative_to(root).as_posix())
        except ValueError:
            pass
    return printable_name(str(path))


def printable_name(name: str) -> str:
    """``name`` with invalid bytes and control characters escaped, for printing and storing."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
