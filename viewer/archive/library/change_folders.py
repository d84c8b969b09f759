"""The folders of a library's changes: their order, their state, and how long they are kept."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from viewer.archive.library.change_journal import TRANSACTIONS_FOLDER

#: In the folder of a change: what it puts in, and what it put aside, under the same paths.
NEW_FOLDER, OLD_FOLDER = "new", "old"
#: What tells the state of a change: it was made; it was taken back but for what the reader edited;
#: it was broken off and left something that the reader has to look at.
DONE_MARKER, UNDONE_MARKER, LEFT_MARKER = "done", "undone", "left"
#: It is being taken back by undo: it is unfinished, as one without a marker is.
UNDOING_MARKER = "undoing"
#: How many changes can be taken back, and how many bytes are kept for that; the last always can.
MOST_CHANGES, MOST_BYTES = 10, 200 * 1000 * 1000
#: A folder of this name ending is being deleted.
_GONE_SUFFIX = ".gone"


def has_marker(folder: Path, *markers: str) -> bool:
    """Whether the change in ``folder`` is in one of these states."""
    return any(os.path.lexists(folder / marker) for marker in markers)


def is_unfinished(folder: Path) -> bool:
    """Whether the change in ``folder`` is going on, or was broken off."""
    return not has_marker(folder, DONE_MARKER, UNDONE_MARKER, LEFT_MARKER)


def delete_change(folder: Path) -> None:
    """Delete the folder of a change that is over. Never raises.

    It gets another name first: a part of one would be taken for a change that a crash broke off.
    """
    gone = folder.with_name(folder.name + _GONE_SUFFIX)
    with contextlib.suppress(OSError):
        os.rename(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


def change_folders(library: Path) -> list[Path]:
    """The folders of all changes, newest first."""
    folders = [path for path in _subfolders(library) if not path.name.endswith(_GONE_SUFFIX)]
    return sorted(folders, key=lambda folder: (sequence_number(folder), folder.name), reverse=True)


def delete_remains(library: Path) -> None:
    """Delete what a crash left half deleted. Never raises."""
    for folder in _subfolders(library):
        if folder.name.endswith(_GONE_SUFFIX):
            shutil.rmtree(folder, ignore_errors=True)


def _subfolders(library: Path) -> list[Path]:
    try:
        with os.scandir(library / TRANSACTIONS_FOLDER) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def sequence_number(folder: Path) -> int:
    """The number of a change, by which changes are ordered: clocks may be set back."""
    digits = folder.name.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def forget_old_changes(library: Path) -> None:
    """Delete what the limits do not let be taken back any more. Never raises.

    What a broken-off change left to be looked at is not among it.
    """
    count, size = 0, 0
    for folder in change_folders(library):
        if not has_marker(folder, DONE_MARKER, UNDONE_MARKER):
            continue
        count += has_marker(folder, DONE_MARKER)
        size += sum(_size(path) for path in files_below(folder))
        if count > MOST_CHANGES or (size > MOST_BYTES and count > 1):
            delete_change(folder)


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def files_below(folder: Path) -> Iterator[Path]:
    """Everything but folders below ``folder``, in order; links are not followed."""
    if folder.is_symlink():
        return
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        folders.sort()
        for name in sorted((*files, *links)):
            yield Path(parent, name)
