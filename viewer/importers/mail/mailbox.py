"""Where mails lie: one to a file, many in an mbox, a folder of them, or a Maildir."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import open_regular_file, printable_name
from viewer.importers.sources.safe_files import read_first_bytes, read_source, walk_files

#: More than any mail server lets through.
LARGEST_MAIL = 64 * 1024 * 1024
#: An mbox is read through, never held.
LARGEST_MAILBOX = 4 * 1024 * 1024 * 1024
MOST_MAILS = 50_000
#: What is kept of a mail's headers to look at.
_LONGEST_HEAD = 256 * 1024
_LINE = 64 * 1024

# “From ada@example.com Fri May  1 10:00:00 2020”: the date tells it from a sentence.
_SEPARATOR = re.compile(
    rb"From \S{1,200} +[A-Z][a-z]{2}[^\r\n]{0,40}\d\d?:\d\d[^\r\n]{0,30}(?:19|20)\d\d"
)
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]", re.MULTILINE)
_MAIL_FIELDS = {
    b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"list-id",
    b"x-received", b"dkim-signature", b"list-unsubscribe",
}  # fmt: skip
_SAVED_PAGE = re.compile(rb"^(?:Snapshot-Content-Location:|From: <?Saved by )", re.MULTILINE | re.I)
_COUNT = re.compile(rb"\A\s*(\d{1,12})\s*\n")
_MAILDIR = ("cur", "new")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies: bytes ``start`` to ``end`` of a file (all of it where ``end`` is 0)."""

    path: Path
    name: str
    start: int = 0
    end: int = 0
    quoted: bool = False


def is_mail(path: Path, start: bytes) -> bool:
    """Whether a file that begins with ``start`` is a mail or an mbox."""
    name = path.name.lower()
    if not start or name.endswith((".mht", ".mhtml")) or _SAVED_PAGE.search(start):
        return False
    if name.endswith((".eml", ".emlx", ".mbox", ".mbx")) or is_mailbox(start):
        return True
    if name.endswith((".md", ".markdown", ".txt", ".html", ".htm", ".xml", ".yaml")):
        return False
    return _has_head(start)


def is_mailbox(start: bytes) -> bool:
    """Whether a file that begins with ``start`` holds mails one after another."""
    return _SEPARATOR.match(start) is not None


def is_folder(path: Path) -> bool:
    """Whether a folder is a Maildir, or holds mails and nothing else."""
    try:
        if all((path / name).is_dir() and not (path / name).is_symlink() for name in _MAILDIR):
            return True
        entries = [e for e in path.iterdir() if not e.name.startswith(".")]
    except OSError:
        return False
    return bool(entries) and all(
        entry.name.lower().endswith((".eml", ".emlx")) and not entry.is_dir() for entry in entries
    )


def mails(path: Path, faults: ProblemCollector) -> Iterator[tuple[Place, bytes]]:
    """Every mail at ``path`` in order, with the bytes in which its headers are.

    Raises:
        UnreadableIssue: a file cannot be read, or there are too many mails.
    """
    if path.is_dir():
        yield from _in_folder(path, faults)
        return
    with open_regular_file(path, faults, LARGEST_MAILBOX) as file:
        start = file.read(_LONGEST_HEAD)
        file.seek(0)
        if is_mailbox(start):
            yield from _in_mailbox(path, file, faults)
            return
    yield Place(path, path.name), _without_count(start, path)


def content(place: Place, faults: ProblemCollector) -> bytes:
    """The mail at ``place``.

    Raises:
        UnreadableIssue: it cannot be read, or is too large.
    """
    if not place.end:
        return _without_count(read_source(place.path, faults, LARGEST_MAIL), place.path)
    if place.end - place.start > LARGEST_MAIL:
        raise faults.fatal(f"The mail is larger than {LARGEST_MAIL >> 20} MB and is not read.")
    with open_regular_file(place.path, faults, LARGEST_MAILBOX) as file:
        file.seek(place.start)
        found = file.read(place.end - place.start)
    # A line that began with “From ” was marked when the mail was put into the mbox.
    return _QUOTED.sub(b"", found)


def _in_folder(path: Path, faults: ProblemCollector) -> Iterator[tuple[Place, bytes]]:
    passed_over: list[str] = []
    count = 0
    for found in walk_files(path, passed_over):
        if (path / _MAILDIR[0]).is_dir() and found.relative_name.split("/")[0] not in _MAILDIR:
            continue
        count += 1
        if count > MOST_MAILS:
            raise faults.fatal(_TOO_MANY)
        try:
            start = read_first_bytes(found.path, _LONGEST_HEAD)
        except OSError:
            start = b""
        yield (
            Place(found.path, f"{path.name}/{found.relative_name}"),
            _without_count(start, found.path),
        )
    for name in passed_over:
        faults.warning(f"{name} is a link or no regular file and is not read.")


_TOO_MANY = f"There are more than {MOST_MAILS:,} mails here; divide them."


def _in_mailbox(
    path: Path, file: BinaryIO, faults: ProblemCollector
) -> Iterator[tuple[Place, bytes]]:
    """The mails of an mbox, found in one pass without holding more than a line and a head."""
    name = printable_name(path.name)
    count = 0
    start = -1
    head: list[bytes] = []
    room = 0
    at = 0
    after_blank = True
    whole = True  # whether the last line was read to its end
    in_head = False
    while line := file.readline(_LINE):
        if whole and after_blank and _SEPARATOR.match(line):
            if start >= 0:
                yield Place(path, f"{name}: {count}", start, at), b"".join(head)
            count += 1
            if count > MOST_MAILS:
                raise faults.fatal(_TOO_MANY)
            start = at + len(line)
            head, room, in_head = [line], _LONGEST_HEAD, True
        elif in_head:
            if whole and not line.strip():
                in_head = False
            elif room > 0:
                head.append(line)
                room -= len(line)
        after_blank = whole and not line.strip()
        whole = line.endswith(b"\n")
        at += len(line)
    if start >= 0:
        yield Place(path, f"{name}: {count}", start, at), b"".join(head)


def _has_head(start: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    if not _FIELD.match(head):
        return False
    names = {match[1].lower() for match in _FIELD.finditer(head)}
    return b"from" in names and bool(names & _MAIL_FIELDS)


def _without_count(content: bytes, path: Path) -> bytes:
    """Apple Mail writes the mail's length above it, and its own notes behind."""
    if not path.name.lower().endswith(".emlx"):
        return content
    match = _COUNT.match(content)
    return content[match.end() : match.end() + int(match[1])] if match is not None else content
