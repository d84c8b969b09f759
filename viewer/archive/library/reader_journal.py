"""The journals of a library: what its reader marks, a line each, in one file a machine.

``LIBRARY/reader/<machine>.jsonl`` is only ever written by one running program, and grows by a line
for each value that is set; docs/formats.md shows one. Of all lines about a kind and key, in all
files, that of the latest time prevails. So the files can lie in a synced folder, and what such a
folder calls a conflict is one file more to read. Journals are untrusted: bounded, and never run.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from viewer.archive.library.machine_name import machine_name
from viewer.messages import Message

READER_FOLDER = "reader"
SUFFIX = ".jsonl"
#: The first value of a line; a higher one is from a newer version of the program.
FORMAT_VERSION = 1
#: In bytes: larger files and longer lines are not read.
MAX_LINE, MAX_FILE, MAX_ALL_FILES = 64 * 1024, 64 * 1024 * 1024, 256 * 1024 * 1024
MAX_FILES = 200
#: Lines of all journals together, some ten for each article of the largest library: reading them
#: takes 3 s at most.
MAX_LINES = 1_000_000
#: In milliseconds since 1970; twice what a clock can show, as times are counted on from the latest.
MAX_TIME = 2 * 253_402_300_800_000
_MAX_KIND, _MAX_KEY = 40, 4000
#: How many programs of one machine may write at the same time.
_MAX_PROGRAMS = 20
_OTHER_VERSION = re.compile(rb"^\[(?!1,)\d[^\n]*", re.MULTILINE)
#: The byte that is locked, behind the end of any journal: on Windows nobody can read a locked one.
_LOCKED_BYTE = 0x7FFF_0000


class Entry(NamedTuple):
    """A value, when it was set (milliseconds since 1970) and in which journal; None: removed."""

    time: int
    source: str
    value: Any

    def is_newer_than(self, other: Entry | None) -> bool:
        """Whether this prevails over ``other``; the journal's name decides where times agree."""
        return other is None or self[:2] > other[:2]


#: Entries by kind and key.
Entries = dict[str, dict[str, Entry]]


class JournalText(NamedTuple):
    """What was read of one journal."""

    name: str
    content: bytes


@dataclass
class ParsedJournals:
    """The entries of some journals, the latest of each key, and what could not be read."""

    entries: Entries
    #: By the name of the journal: how many lines are damaged.
    damaged: dict[str, int]
    #: Names of journals that a newer version of the program wrote.
    newer: set[str]
    line_count: int = 0


def format_line(kind: str, key: str, entry: Entry) -> bytes:
    """The line of one entry.

    Raises:
        ValueError: JSON cannot hold the value, or the line would be too long to be read again.
    """
    fields = [FORMAT_VERSION, kind, key, entry.value, entry.time]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    head = text[:-1].encode("utf-8", "replace")
    if len(head) > MAX_LINE - 12 or len(key) > _MAX_KEY:
        raise ValueError(f"{kind} {key[:40]}: {len(head)} bytes are too many for a line")
    return b'%s,"%08x"]\n' % (head, crc32(head))


def parse_line(line: bytes, source: str) -> tuple[int, str, str, Entry] | None:
    """Version, kind, key and entry of a line without its end; None for a damaged one."""
    head, _, tail = line.rpartition(b",")
    if tail != b'"%08x"]' % crc32(head) or len(line) > MAX_LINE:
        return None
    try:
        text = head.decode() + "]"
        fields, end = _scan(text, 0)
        version, kind, key, value, time = fields[:5]
        if b"\\u" in head:
            json.dumps(fields, ensure_ascii=False).encode()  # refuses lone surrogates
    except (ValueError, TypeError, StopIteration, RecursionError):
        return None
    if not (
        (type(version), type(kind), type(key), type(time)) == (int, str, str, int)
        and version >= FORMAT_VERSION
        and len(kind) <= _MAX_KIND
        and len(key) <= _MAX_KEY
        and 0 <= time <= MAX_TIME
        and end == len(text)
    ):
        return None
    return version, kind, key, Entry(time, source, value)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    """The number, where JSON can write it again: ``1e400`` is read as infinite."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


#: As ``json.loads``, at half its cost; typeshed leaves this attribute of the decoder out.
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(  # type: ignore[attr-defined]
    parse_constant=_refuse, parse_float=_finite
).scan_once


def parse_journals(texts: Iterable[JournalText]) -> ParsedJournals:
    """Every line of ``texts``."""
    result = ParsedJournals({}, {}, set())
    entries = result.entries
    for name, content in texts:
        damaged = 0
        # Whatever moves the file may have changed its line ends.
        for line in content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n"):
            if not line:
                continue
            result.line_count += 1
            parsed = parse_line(line, name)
            if parsed is None:
                damaged += 1
                continue
            version, kind, key, entry = parsed
            if version > FORMAT_VERSION:
                result.newer.add(name)
            of_kind = entries.setdefault(kind, {})
            known = of_kind.get(key)
            if known is None or entry[:2] >= known[:2]:
                of_kind[key] = entry
        if damaged:
            result.damaged[name] = damaged
    return result


def format_journal(entries: Entries) -> bytes:
    """The lines of ``entries``, oldest first."""
    ordered = sorted(
        (entry.time, kind, key) for kind, keys in entries.items() for key, entry in keys.items()
    )
    return b"".join(format_line(kind, key, entries[kind][key]) for _, kind, key in ordered)


def is_newer(content: bytes) -> bool:
    """Whether a newer version of the program wrote to the journal that holds ``content``."""
    return any(
        (parsed := parse_line(match[0].rstrip(b"\r"), "")) is not None
        and parsed[0] > FORMAT_VERSION
        for match in _OTHER_VERSION.finditer(content)
    )


def holds_anything(folder: Path) -> bool:
    """Whether ``folder`` is there and not empty, as the place is where a disk was plugged in."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except PermissionError:
        return True
    except OSError:
        return False


class ReaderJournals:
    """The journals in the library in ``folder``; this program writes to one of them.

    That is ``machine``'s (None: this one's), or where another program of the machine has that open,
    or a newer version wrote it, one with a number behind the name. It is locked as long as it is
    open, and opened when first written to.
    """

    def __init__(self, folder: Path, machine: str | None = None) -> None:
        self.folder = folder / READER_FOLDER
        self._library = folder
        self._machine = machine
        # Once the library was there it is never made again: it was deleted, or its disk is gone and
        # has left an empty folder.
        self._may_create_library = not holds_anything(folder)
        self._descriptor: int | None = None
        self._own_name = ""
        self._is_exclusive = False
        #: By name: device, inode and size of what was read so far.
        self._read_until: dict[str, tuple[int, int, int]] = {}
        self._is_cut = False
        #: What cannot be read of the folder, a sentence each, by the name of the file.
        self.unreadable: dict[str, Message] = {}

    # Reading

    def read_all(self) -> list[JournalText]:
        """Every journal there is; none where there is no folder."""
        self._read_until.clear()
        return self.read_changes()

    def read_changes(self) -> list[JournalText]:
        """What came to the journals since they were last read, but for what was appended here."""
        texts = []
        total = sum(size for _, _, size in self._read_until.values())
        line_count = 0
        for name, status in self._list_journals():
            device, inode, size = self._read_until.get(name, (0, 0, 0))
            start = size if (device, inode) == (status.st_dev, status.st_ino) else 0
            if start and status.st_size == start:
                continue
            if status.st_size < start:
                start = 0
            total += status.st_size - start
            if status.st_size > MAX_FILE or total > MAX_ALL_FILES:
                self.unreadable[name] = Message(
                    "{file} is larger than any journal and is not read.", file=name
                )
                continue
            try:
                content, identity = self._read(name, start)
            except OSError:
                self.unreadable[name] = Message("{file} cannot be read.", file=name)
                continue
            if line_count + content.count(b"\n") > MAX_LINES:
                self.unreadable[name] = Message(
                    "{file} has more lines than any journal and is not read.", file=name
                )
                continue
            line_count += content.count(b"\n")
            if name != self._own_name and start and not content.endswith(b"\n"):
                content = content[: content.rfind(b"\n") + 1]  # another program is still writing
            self._read_until[name] = (*identity, start + len(content))
            if content:
                texts.append(JournalText(name.removesuffix(SUFFIX), content))
        return texts

    def _list_journals(self) -> Iterator[tuple[str, os.stat_result]]:
        names = []
        try:
            if stat.S_ISDIR(os.lstat(self.folder).st_mode):
                names = sorted(name for name in os.listdir(self.folder) if name.endswith(SUFFIX))
        except OSError:
            return
        for name in names[:MAX_FILES]:
            with contextlib.suppress(OSError, ValueError):
                status = os.lstat(self.folder / name)
                if stat.S_ISREG(status.st_mode):
                    yield name, status

    def _read(self, name: str, start: int) -> tuple[bytes, tuple[int, int]]:
        descriptor = os.open(self.folder / name, os.O_RDONLY | _NO_LINK)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            file.seek(start)
            return file.read(MAX_FILE), (status.st_dev, status.st_ino)

    # Writing

    @property
    def machine(self) -> str:
        """The name of this machine."""
        if self._machine is None:
            self._machine = machine_name()
        return self._machine

    @property
    def own_name(self) -> str:
        """This program's journal without its ending; before it is open, the machine's."""
        return self._own_name.removesuffix(SUFFIX) or self.machine

    @property
    def has_own(self) -> bool:
        """Whether this machine has written to the library before."""
        return os.path.isfile(self.folder / f"{self.own_name}{SUFFIX}")

    def append(self, lines: bytes, durable: bool = True) -> None:
        """Write ``lines`` behind the others; with ``durable`` they are on the disk when this ends.

        Raises:
            OSError: they are not kept.
            FileNotFoundError: nor is what was written before: the file is gone, or is another.
        """
        if self._descriptor is None:
            self._open()
        assert self._descriptor is not None
        before = os.fstat(self._descriptor).st_size
        try:
            _write_all(self._descriptor, lines)
            if durable:
                os.fsync(self._descriptor)
        except OSError:
            # No half line may stand before the next one.
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, before)
            raise
        if not self._is_in_place():
            self.close()
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        status = os.fstat(self._descriptor)
        self._note_length(status.st_size)
        if self._read_until.get(self._own_name, (0, 0, 0))[2] == before:
            self._read_until[self._own_name] = (status.st_dev, status.st_ino, status.st_size)

    def _is_in_place(self) -> bool:
        """Whether the open file still is the one of its name."""
        assert self._descriptor is not None
        try:
            return os.path.samestat(
                os.fstat(self._descriptor), os.lstat(self.folder / self._own_name)
            )
        except OSError:
            return False

    def _open(self) -> None:
        self._make_folder()
        for number in range(1, _MAX_PROGRAMS + 1):
            self._own_name = self.machine + (f"-{number}" if number > 1 else "") + SUFFIX
            if self._try_open():
                return
        self._own_name = ""
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    def _try_open(self) -> bool:
        """Open the journal of ``_own_name``; False where another program writes it."""
        path = self.folder / self._own_name
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_LINK
        is_new = not path.exists()
        try:
            descriptor = os.open(path, flags, 0o600)
        except PermissionError:
            if is_new:
                raise
            return False  # another user of this library wrote it
        except OSError:
            if os.path.lexists(path) and not path.is_file():
                return False
            raise
        try:
            is_locked = _lock(descriptor)
            self._descriptor = descriptor
            content = self.read_own()
            if is_locked is False or not self._is_in_place() or is_newer(content):
                self.close()
                return False
            self._is_exclusive = is_locked is True
            self._check_length(len(content))
            if content and not content.endswith(b"\n"):
                _write_all(descriptor, b"\n")  # a line was cut off
            if is_new:
                _sync_folder(self.folder)
        except OSError:
            self.close()
            raise
        return True

    def read_own(self) -> bytes:
        """All of this program's journal.

        Raises:
            OSError: it cannot be opened for writing, or not be read.
        """
        if self._descriptor is None:
            self._open()
        return self._read(self._own_name, 0)[0]

    def set_aside(self, content: bytes) -> None:
        """Keep ``content`` of this program's journal, which is damaged, beside it.

        Raises:
            OSError: it cannot be written.
        """
        aside = self.folder / f"{self._own_name}.damaged-{crc32(content):08x}"
        aside.write_bytes(content)

    def replace_own(self, before: bytes, content: bytes) -> bool:
        """Put ``content`` in place of this program's journal; False unless it still is ``before``.

        Raises:
            OSError: it cannot be written; the journal is as it was.
        """
        if self._descriptor is None or not self._is_exclusive or not self._is_in_place():
            return False
        if os.fstat(self._descriptor).st_size != len(before):
            return False
        self._note_length(0)
        path = self.folder / self._own_name
        partial = path.with_name(f".{self._own_name}.part")
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | _NO_LINK
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
        descriptor = os.open(partial, flags, 0o600)
        try:
            _write_all(descriptor, content)
            os.fsync(descriptor)
            if sys.platform == "win32":
                # There an open file cannot be replaced, and one that another has opened neither.
                os.close(descriptor)
                self.close()
                os.replace(partial, path)
                self._read_until.pop(path.name, None)
                return self._try_open()
            # Locked before it can be seen: at no time may another program write to either.
            _lock(descriptor)
            os.replace(partial, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.close(descriptor)
            with contextlib.suppress(OSError):
                partial.unlink()
            raise
        os.close(self._descriptor)
        self._descriptor = descriptor
        status = os.fstat(descriptor)
        self._read_until[path.name] = (status.st_dev, status.st_ino, status.st_size)
        _sync_folder(self.folder)
        return True

    def take_cut(self) -> bool:
        """Whether the end of this program's journal was found missing; True only once."""
        if self._descriptor is None:
            path = self.folder / f"{self.own_name}{SUFFIX}"
            self._check_length(os.path.getsize(path) if os.path.isfile(path) else 0)
        is_cut, self._is_cut = self._is_cut, False
        return is_cut

    def _check_length(self, length: int) -> None:
        """Compare with what was noted: a file that ends between two lines looks whole."""
        with contextlib.suppress(OSError, ValueError):
            if int(self._read(f"{self.own_name}.length", 0)[0][:20]) > length:
                self._is_cut = True
                self._note_length(length)

    def _note_length(self, length: int) -> None:
        with contextlib.suppress(OSError):
            path = self.folder / f"{self.own_name}.length"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK, 0o600)
            try:
                _write_all(descriptor, b"%d\n" % length)
            finally:
                os.close(descriptor)

    @property
    def is_in_place(self) -> bool:
        """Whether this program's journal is open, and still the file of its name."""
        return self._descriptor is not None and self._is_in_place()

    def close(self) -> None:
        """Close this program's journal; the next line opens it again."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _make_folder(self) -> None:
        if self._may_create_library:
            self._library.mkdir(parents=True, exist_ok=True)
            self._may_create_library = False
        elif not holds_anything(self._library):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        with contextlib.suppress(FileExistsError):
            os.mkdir(self.folder)
            _sync_folder(self._library)
        if not stat.S_ISDIR(os.lstat(self.folder).st_mode):
            raise OSError(Message("it is a link"))


_NO_LINK = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _lock(descriptor: int) -> bool | None:
    """Lock the file for this program alone; False: another has it, None: it has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK) else None
    return True


def _sync_folder(folder: Path) -> None:
    """Let a name in ``folder`` outlast a power failure, where the system can do that."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
