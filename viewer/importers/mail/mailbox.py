"""Lists and reads mails in single files, mbox files, folders of mails, and Maildirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import open_regular_file, printable_name
from viewer.importers.sources.mime import LARGEST_MAIL
from viewer.importers.sources.safe_files import read_first_bytes, read_source
from viewer.messages import Message

#: In bytes; an mbox is read line by line and never held in memory.
LARGEST_MBOX = 4 * 1024 * 1024 * 1024
MOST_MAILS = 50_000
#: At most so many bytes of a mail's headers are read when mails are listed.
_LARGEST_HEADERS = 256 * 1024
_LONGEST_LINE = 64 * 1024

# “From ada@example.com Fri May  1 10:00:00 2020”: the date distinguishes it from a sentence.
_SEPARATOR = re.compile(
    rb"From \S{1,200} +[A-Z][a-z]{2}[^\r\n]{0,40}\d\d?:\d\d[^\r\n]{0,30}(?:19|20)\d\d"
)
_ESCAPED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]", re.MULTILINE)
_MAIL_HEADERS = {
    b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"list-id",
    b"x-received", b"dkim-signature", b"list-unsubscribe",
}  # fmt: skip
_SAVED_PAGE = re.compile(rb"^(?:Snapshot-Content-Location:|From: <?Saved by )", re.MULTILINE | re.I)
_EMLX_LENGTH = re.compile(rb"\A\s*(\d{1,12})\s*\n")
_MAILDIR_FOLDERS = ("cur", "new")


@dataclass(frozen=True, slots=True)
class MailLocation:
    """Bytes ``start`` to ``end`` of a file that holds a mail; all of it if ``end`` is 0."""

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
    if name.endswith((".eml", ".emlx", ".mbox", ".mbx")) or is_mbox(start):
        return True
    if name.endswith((".md", ".markdown", ".txt", ".html", ".htm", ".xml", ".yaml")):
        return False
    return _has_mail_headers(start)


def is_mbox(start: bytes) -> bool:
    """Whether a file that begins with ``start`` holds mails one after another."""
    return _SEPARATOR.match(start) is not None


def is_mail_folder(path: Path) -> bool:
    """Whether a folder is a Maildir, or holds mails and nothing else."""
    try:
        if all(
            (path / name).is_dir() and not (path / name).is_symlink() for name in _MAILDIR_FOLDERS
        ):
            return True
        entries = [e for e in path.iterdir() if not e.name.startswith(".")]
    except OSError:
        return False
    return bool(entries) and all(
        entry.name.lower().endswith((".eml", ".emlx")) and not entry.is_dir() for entry in entries
    )


def iter_mails(path: Path, problems: ProblemCollector) -> Iterator[tuple[MailLocation, bytes]]:
    """Every mail at ``path`` in order, with the bytes that begin with its headers.

    Raises:
        UnreadableFileError: a file cannot be read, or there are too many mails.
    """
    if path.is_dir():
        yield from _mails_in_folder(path, problems)
        return
    with open_regular_file(path, problems, LARGEST_MBOX) as file:
        start = file.read(_LARGEST_HEADERS)
        file.seek(0)
        if is_mbox(start):
            yield from _mails_in_mbox(path, file, problems)
            return
    yield MailLocation(path, path.name), _strip_emlx_length(start, path)


def read_mail(location: MailLocation, problems: ProblemCollector) -> bytes:
    """The bytes of the mail at ``location``.

    Raises:
        UnreadableFileError: it cannot be read, or is too large.
    """
    if not location.end:
        return _strip_emlx_length(read_source(location.path, problems, LARGEST_MAIL), location.path)
    if location.end - location.start > LARGEST_MAIL:
        raise problems.fatal(
            Message(
                "The mail is larger than {largest_mail} MB and is not read.",
                largest_mail=LARGEST_MAIL >> 20,
            )
        )
    with open_regular_file(location.path, problems, LARGEST_MBOX) as file:
        file.seek(location.start)
        content = file.read(location.end - location.start)
    # An mbox escapes lines that begin with “From ” with “>”.
    return _ESCAPED_FROM.sub(b"", content)


def _mails_in_folder(
    path: Path, problems: ProblemCollector
) -> Iterator[tuple[MailLocation, bytes]]:
    passed_over: list[str] = []
    count = 0
    for entry in walk_files(path, passed_over):
        if (path / _MAILDIR_FOLDERS[0]).is_dir() and entry.relative_name.split("/")[
            0
        ] not in _MAILDIR_FOLDERS:
            continue
        count += 1
        if count > MOST_MAILS:
            raise problems.fatal(_TOO_MANY)
        try:
            start = read_first_bytes(entry.path, _LARGEST_HEADERS)
        except OSError:
            start = b""
        yield (
            MailLocation(entry.path, f"{path.name}/{entry.relative_name}"),
            _strip_emlx_length(start, entry.path),
        )
    for name in passed_over:
        problems.warning(Message("{name} is a link or no regular file and is not read.", name=name))


_TOO_MANY = Message(
    "There are more than {most_mails:,} mails here; divide them.", most_mails=MOST_MAILS
)


def _mails_in_mbox(
    path: Path, file: BinaryIO, problems: ProblemCollector
) -> Iterator[tuple[MailLocation, bytes]]:
    """The mails of an mbox, found in one pass; only a line and the headers are in memory."""
    name = printable_name(path.name)
    count = 0
    start = -1
    head: list[bytes] = []
    space_left = 0
    at = 0
    after_blank = True
    is_whole_line = True  # whether the previous line was read to its end
    in_head = False
    while line := file.readline(_LONGEST_LINE):
        if is_whole_line and after_blank and _SEPARATOR.match(line):
            if start >= 0:
                yield MailLocation(path, f"{name}: {count}", start, at), b"".join(head)
            count += 1
            if count > MOST_MAILS:
                raise problems.fatal(_TOO_MANY)
            start = at + len(line)
            head, space_left, in_head = [line], _LARGEST_HEADERS, True
        elif in_head:
            if is_whole_line and not line.strip():
                in_head = False
            elif space_left > 0:
                head.append(line)
                space_left -= len(line)
        after_blank = is_whole_line and not line.strip()
        is_whole_line = line.endswith(b"\n")
        at += len(line)
    if start >= 0:
        yield MailLocation(path, f"{name}: {count}", start, at), b"".join(head)


def _has_mail_headers(start: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    if not _HEADER.match(head):
        return False
    names = {match[1].lower() for match in _HEADER.finditer(head)}
    return b"from" in names and bool(names & _MAIL_HEADERS)


def _strip_emlx_length(content: bytes, path: Path) -> bytes:
    """The mail in an .emlx file, without the length above it and the property list below."""
    if not path.name.lower().endswith(".emlx"):
        return content
    match = _EMLX_LENGTH.match(content)
    return content[match.end() : match.end() + int(match[1])] if match is not None else content
