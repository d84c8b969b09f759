"""Chooses the folders for imported issues, so that no file already there is lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.safe_reading import file_stamp
from viewer.archive.library.change_folders import files_below

#: Names that Windows reserves for devices, in any folder.
_WINDOWS_DEVICE_NAME = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.I)


def can_hold_publication(folder: Path, is_first: bool) -> bool:
    """Whether a publication may get this folder: a new one, or one that holds nothing read."""
    if _WINDOWS_DEVICE_NAME.match(folder.name):
        return False
    if not os.path.lexists(folder):
        return True
    return (
        is_first
        and folder.is_dir()
        and not folder.is_symlink()
        and not file_stamp(folder / ISSUE_FILE)
    )


def free_issue_folder(folder: Path, number: int, replaced: Path | None, staged: Path) -> Path:
    """The folder for an issue: that of the issue it replaces, else one in which it has room."""
    if replaced is not None and replaced.is_dir():
        return replaced
    candidate = folder / f"{number:03}"
    count = 1
    while not _has_room(candidate, staged):
        count += 1
        candidate = folder / f"{number:03}-{count}"
    return candidate


def _has_room(candidate: Path, staged: Path) -> bool:
    """Whether nothing is in the way: there is no folder, or other files than those of an issue."""
    if not os.path.lexists(candidate):
        return True
    if candidate.is_symlink() or not candidate.is_dir() or os.path.lexists(candidate / ISSUE_FILE):
        return False
    names = [path.relative_to(staged) for path in files_below(staged)]
    return all(obstacle(candidate, name.as_posix()) is None for name in names)


def obstacle(folder: Path, name: str) -> str | None:
    """What stands in ``folder`` where a file ``name`` is to come, or one of its folders; or None.

    ``name`` and the result are relative to ``folder``, with ``/``.
    """
    path = folder
    for part in name.split("/")[:-1]:
        path /= part
        if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            return path.relative_to(folder).as_posix()
    return name if os.path.lexists(folder / name) else None
