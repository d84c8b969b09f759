"""Chooses the folders for imported issues, so that no file already there is lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.safe_reading import file_stamp

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


def free_issue_folder(folder: Path, number: int, replaced: Path | None) -> Path:
    """The folder for an issue: that of the issue it replaces, else a new one."""
    if replaced is not None and replaced.is_dir():
        return replaced
    candidate = folder / f"{number:03}"
    count = 1
    while os.path.lexists(candidate):
        count += 1
        candidate = folder / f"{number:03}-{count}"
    return candidate


def unreferenced_files(replaced: Path, staged: Path) -> list[str]:
    """Files in ``replaced`` that are not in ``staged`` and not named in the issue's text."""
    try:
        text = (replaced / ISSUE_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    names = []
    for parent, folders, files in os.walk(replaced):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for file in (*files, *links):
            path = Path(parent, file).relative_to(replaced)
            name = path.as_posix()
            if not os.path.lexists(staged / path) and name not in text:
                names.append(name)
    return sorted(names)
