"""Reads a zip that somebody else made: every rule is checked before a byte of it is used.

The rules answer to what hostile archives do: declare more than a disk holds, lay entries over one
another, name files outside their folder or in ways another system reads otherwise, hold links. What
concerns one entry alone refuses that entry; what concerns the archive refuses all of it.
"""

from __future__ import annotations

import contextlib
import lzma
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import open_regular_file, printable_name
from viewer.archive.model.control_characters import to_single_line
from viewer.errors import ArchiveError
from viewer.messages import Message, reason_of

_MEGABYTE = 1024 * 1024
_DIRECTORY_SIGNATURE = b"PK\x01\x02"
_LONGEST_NAME = 400
_LONGEST_PART = 255
_RESERVED_NAME = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\Z", re.I)
_ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
_UTF8_FLAG = 0x800
_COMPRESSION_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

#: What the standard library raises on one broken archive or another.
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, UnicodeError, ValueError,
    OverflowError, EOFError, LookupError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """How much an archive may hold; sizes are in bytes and count what is unpacked.

    ``ratio`` is how many times larger than packed anything may be, once it is larger than
    ``ratio_threshold``: deflate gives 1032 for nothing but zeros, text seldom more than 20.
    """

    archive_size: int = 2048 * _MEGABYTE
    directory_size: int = 16 * _MEGABYTE
    entry_count: int = 50_000
    entry_size: int = 64 * _MEGABYTE
    total_size: int = 8192 * _MEGABYTE
    ratio: int = 200
    ratio_threshold: int = 4 * _MEGABYTE


class BadEntry(ArchiveError):
    """One entry of a zip cannot be used; the message is a sentence without the entry's name."""


class SafeZip:
    """A zip whose names and sizes were found to be sound.

    ``names`` are the files that can be read, with ``/`` and in Unicode's form C, in the order of
    the archive; folders are left out. ``refused`` says, by printable name, why others cannot.
    """

    def __init__(self, file: BinaryIO, archive: zipfile.ZipFile, limits: ZipLimits) -> None:
        self._file = file
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._by_folded_name: dict[str, str] = {}
        refused: dict[str, Message] = {}
        for info in archive.infolist():
            name = _entry_name(info)
            if name.endswith("/") and not info.file_size:
                continue
            why = name_problem(name) or _entry_problem(info, limits) or self._name_clash(name)
            if why:
                refused.setdefault(printable_name(name)[:_LONGEST_NAME], why)
                continue
            self._entries[name] = info
            self._by_folded_name[name.casefold()] = name
        self.names: tuple[str, ...] = tuple(self._entries)
        self.refused: Mapping[str, Message] = refused

    def _name_clash(self, name: str) -> Message | Literal[""]:
        if name in self._entries:
            return Message("Its name is given twice; the first file of that name is used.")
        if name.casefold() in self._by_folded_name:
            return Message(
                "Its name differs from another only in capital letters, which some systems "
                "cannot tell apart; the first of them is used."
            )
        return ""

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def find(self, name: str) -> str | None:
        """The entry meant by ``name``, which may differ in capitals or in its Unicode form."""
        normalized = unicodedata.normalize("NFC", name)
        return (
            normalized
            if normalized in self._entries
            else self._by_folded_name.get(normalized.casefold())
        )

    def size(self, name: str) -> int:
        """How many bytes the entry declares to hold, unpacked."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The content of an entry, of exactly the size it declares.

        Raises:
            BadEntry: it is damaged or its size is a lie.
        """
        info = self._entries[name]
        try:
            with self._archive.open(info) as entry:
                content = entry.read(info.file_size + 1)
        except _ZIP_ERRORS:
            raise BadEntry(Message("It is damaged; get the archive again.")) from None
        if len(content) != info.file_size:
            raise BadEntry(
                Message("It is not as large as the archive says; get the archive again.")
            )
        return content

    def first_bytes(self, name: str, count: int = 4096) -> bytes:
        """At most the first ``count`` bytes of an entry; empty where it is damaged."""
        try:
            with self._archive.open(self._entries[name]) as entry:
                return entry.read(count)
        except _ZIP_ERRORS:
            return b""

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_zip(path: Path, problems: ProblemCollector, limits: ZipLimits | None = None) -> SafeZip:
    """Open the zip at ``path`` once its directory was checked against all rules.

    Raises:
        UnreadableFileError: it is no sound zip, or breaks a rule as a whole.
    """
    limits = limits or ZipLimits()
    file = open_regular_file(path, problems, limits.archive_size)
    archive = None
    try:
        try:
            limited_file = _LimitedFile(file, limits)
            archive = zipfile.ZipFile(limited_file)
            limited_file.is_opening = False
        except _DirectoryTooLarge as error:
            raise problems.fatal(reason_of(error)) from None
        except _ZIP_ERRORS:
            raise problems.fatal(
                Message(
                    "This is not a zip archive, or it is cut off or damaged; get the file again."
                )
            ) from None
        why = _archive_problem(archive, path.stat().st_size, limits)
        if why:
            raise problems.fatal(why)
        return SafeZip(file, archive, limits)
    except BaseException:
        if archive is not None:
            archive.close()
        file.close()
        raise


def name_problem(name: str) -> Message | Literal[""]:
    """Why a file of this name cannot be taken on every system; empty where it can."""
    if not name or len(name) > _LONGEST_NAME:
        return Message(
            "Its name is empty or longer than {longest_name} characters; rename it.",
            longest_name=_LONGEST_NAME,
        )
    if to_single_line(name) != name:
        return Message(
            "Its name holds control characters or marks that reverse the reading; rename it."
        )
    if name.startswith("/") or ":" in name:
        return Message(
            "Its name leads to a place outside the archive; only files inside it are read."
        )
    for part in name.split("/"):
        if part == "..":
            return Message(
                "Its name leads to a place outside the archive; only files inside it are read."
            )
        if part in ("", "."):
            return Message("Its name has an empty part; rename it.")
        if len(part.encode("utf-8", "replace")) > _LONGEST_PART:
            return Message(
                "A part of its name is longer than {longest_part} bytes; rename it.",
                longest_part=_LONGEST_PART,
            )
        if part.endswith((".", " ")):
            return Message(
                "A part of its name ends in a dot or a space, which Windows drops; rename it."
            )
        if _RESERVED_NAME.match(part.split(".")[0].rstrip()):
            return Message("Its name is that of a device on Windows; rename it.")
    return ""


class _DirectoryTooLarge(Exception):
    """The list of entries itself is larger than is read."""


class _LimitedFile:
    """A file that, while ``is_opening``, hands out no list of entries too large to be looked at.

    The standard library reads the whole list in one go and makes an object of each entry, 1 kB
    apiece, before anything can be counted.
    """

    def __init__(self, file: BinaryIO, limits: ZipLimits) -> None:
        self._file = file
        self._limits = limits
        self.is_opening = True
        self.seekable = file.seekable
        self.seek = file.seek
        self.tell = file.tell

    def read(self, count: int = -1) -> bytes:
        if not self.is_opening:
            return self._file.read(count)
        largest = self._limits.directory_size
        if count > largest:
            raise _DirectoryTooLarge(_DIRECTORY_TOO_LARGE_MESSAGE)
        content = self._file.read(count if count >= 0 else largest + 1)
        if len(content) > largest:
            raise _DirectoryTooLarge(_DIRECTORY_TOO_LARGE_MESSAGE)
        if content.count(_DIRECTORY_SIGNATURE) > self._limits.entry_count:
            raise _DirectoryTooLarge(_too_many_message(self._limits))
        return content

    def close(self) -> None:
        """The file is closed by whoever opened it."""


def _too_many_message(limits: ZipLimits) -> Message:
    return Message(
        "The archive holds more than {entry_count:,} files, which is not read; divide it.",
        entry_count=limits.entry_count,
    )


_DIRECTORY_TOO_LARGE_MESSAGE = Message(
    "The archive's list of files is too long to be read; divide the archive."
)


def _entry_name(info: zipfile.ZipInfo) -> str:
    """The entry's name, with ``/`` and in Unicode's form C.

    Names without the mark for UTF-8 are in it all the same more often than in the 1981 code page
    that the format prescribes. The standard library cuts names at NUL; here they keep it.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _entry_problem(info: zipfile.ZipInfo, limits: ZipLimits) -> Message | Literal[""]:
    if info.flag_bits & _ENCRYPTED_FLAGS:
        return Message("It is encrypted; take the protection off and try again.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Message("It is a link, which is not followed; put the file itself into the archive.")
    if kind not in (0, stat.S_IFREG):
        return Message("It is not a regular file and is not read; take it out of the archive.")
    if info.compress_type not in _COMPRESSION_METHODS:
        return Message(
            "It is packed in a way that is not read; pack the archive as an ordinary zip."
        )
    if info.file_size > limits.entry_size:
        return Message(
            "It is larger than {entry_size} MB, which is not read.",
            entry_size=limits.entry_size // _MEGABYTE,
        )
    if (
        info.file_size > limits.ratio_threshold
        and info.file_size > info.compress_size * limits.ratio
    ):
        return Message("It would unpack to far more than any file it could be; it is not read.")
    return ""


def _archive_problem(
    archive: zipfile.ZipFile, size: int, limits: ZipLimits
) -> Message | Literal[""]:
    infos = archive.infolist()
    if len(infos) > limits.entry_count:
        return Message(
            "The archive holds more than {entry_count:,} files, which is not read; divide it.",
            entry_count=limits.entry_count,
        )
    total = sum(info.file_size for info in infos)
    if total > limits.total_size or (
        total > limits.ratio_threshold and total > size * limits.ratio
    ):
        return Message(
            "The archive says it would unpack to {total:,} MB, far more than it can hold; it "
            "is not read. Get the file from another place.",
            total=total // _MEGABYTE,
        )
    end = 0
    for info in sorted(infos, key=lambda entry: entry.header_offset):
        # The name stands between the 30 bytes of an entry's own head and its content.
        name_length = len(
            info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437")
        )
        if info.header_offset < end:
            return Message(
                "The archive's files lie over one another; it is not read. Get another copy."
            )
        end = info.header_offset + 30 + name_length + info.compress_size
    if infos and end > archive.start_dir:
        return Message(
            "The archive's files lie over its own list; it is not read. Get another copy."
        )
    return ""
