"""Copies of the reader's own data, made as it changes and thinned out as more are made.

Each machine numbers its own, and no clock decides: of the newest every one is kept, of older ones
every tenth, and of those before every hundredth.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from viewer.archive.library.reader_journal import (
    MAX_FILE,
    Entries,
    Entry,
    JournalText,
    format_journal,
    format_line,
    parse_journals,
)

BACKUPS_FOLDER = "backups"
#: How many are kept of all copies, of every tenth and of every hundredth.
NEWEST, TENTHS, HUNDREDTHS = 12, 10, 9
_COUNT_KIND = "backup of"
_NAME = re.compile(r"reader-([a-z0-9-]+)-(\d{6,9})\.jsonl\Z")


class Backup(NamedTuple):
    """A copy: by which machine, its number there, and its file."""

    machine: str
    number: int
    path: Path


def list_backups(folder: Path) -> list[Backup]:
    """The copies in the library in ``folder``, by machine and the newest first."""
    backups = []
    with contextlib.suppress(OSError):
        if not (folder / BACKUPS_FOLDER).is_symlink():
            for path in (folder / BACKUPS_FOLDER).iterdir():
                name = _NAME.match(path.name)
                if name and os.path.isfile(path) and not path.is_symlink():
                    backups.append(Backup(name[1], int(name[2]), path))
    return sorted(backups, key=lambda backup: (backup.machine, -backup.number))


def read_backup(backup: Backup) -> Entries | None:
    """The values of a copy; None if it cannot be read or is damaged anywhere."""
    try:
        if backup.path.stat().st_size > MAX_FILE:
            return None
        content = backup.path.read_bytes()
    except OSError:
        return None
    parsed = parse_journals([JournalText(backup.path.stem, content)])
    counted = parsed.entries.pop(_COUNT_KIND, {}).get("")
    is_whole = counted is not None and counted.value == _count(parsed.entries)
    return parsed.entries if is_whole and not parsed.damaged else None


def newest_good_copy(folder: Path, machine: str) -> tuple[Backup, Entries] | None:
    """The newest copy of ``machine`` that is whole; None if there is none."""
    for backup in list_backups(folder):
        entries = read_backup(backup) if backup.machine == machine else None
        if entries is not None:
            return backup, entries
    return None


def back_up(folder: Path, machine: str, entries: Entries) -> Path | None:
    """Copy ``entries`` into ``backups`` in the library, if they are not those of the newest copy.

    None if they are, or if no copy can be made; then everything is as it was.
    """
    copies = [backup for backup in list_backups(folder) if backup.machine == machine]
    # The first line says how many others there are: none may be missing.
    head = format_line(_COUNT_KIND, "", Entry(0, "", _count(entries)))
    content = head + format_journal(entries)
    number = copies[0].number + 1 if copies else 1
    target = folder / BACKUPS_FOLDER / f"reader-{machine}-{number:06d}.jsonl"
    partial = target.with_suffix(".part")
    try:
        if not any(entries.values()) or (copies and copies[0].path.read_bytes() == content):
            return None
        with contextlib.suppress(FileExistsError):
            os.mkdir(target.parent)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if partial.read_bytes() != content:
            return None
        os.replace(partial, target)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        return None
    kept = backups_to_keep([number, *(backup.number for backup in copies)])
    for backup in copies:
        if backup.number not in kept:
            with contextlib.suppress(OSError):
                backup.path.unlink()
    return target


def backups_to_keep(numbers: Iterable[int]) -> set[int]:
    """Which of the copies of these numbers stay; of ten copies that are gone by, the last."""
    newest = sorted(set(numbers), reverse=True)
    kept = set(newest[:NEWEST])
    for count, step in ((TENTHS, 10), (HUNDREDTHS, 100)):
        newest_of_step: dict[int, int] = {}
        for number in newest:
            newest_of_step.setdefault(number // step, number)
        kept.update(list(newest_of_step.values())[:count])
    return kept


def _count(entries: Entries) -> int:
    return sum(map(len, entries.values()))
