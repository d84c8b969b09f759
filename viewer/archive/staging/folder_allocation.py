"""Which folders issues are put into, so that nothing that lies there already is lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.safe_reading import file_stamp

#: What Windows takes for a device, whatever folder it is said to be in.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.I)


def can_be_home(folder: Path, is_first: bool) -> bool:
    """Whether a publication may get this folder: a new one, or one that holds nothing read."""
    if _RESERVED.match(folder.name):
        return False
    if not os.path.lexists(folder):
        return True
    return (
        is_first
        and folder.is_dir()
        and not folder.is_symlink()
        and not file_stamp(folder / ISSUE_FILE)
    )


def free_place(folder: Path, number: int, gone: Path | None) -> Path:
    """Where an issue is put: the folder of the one it replaces, else one that is not there yet."""
    if gone is not None and gone.is_dir():
        return gone
    place = folder / f"{number:03}"
    count = 1
    while os.path.lexists(place):
        count += 1
        place = folder / f"{number:03}-{count}"
    return place


def beside(gone: Path, fresh: Path) -> list[str]:
    """What else lies in an issue's folder: neither in its new version nor told of by its text."""
    try:
        text = (gone / ISSUE_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    found = []
    for place, folders, files in os.walk(gone):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for file in (*files, *links):
            path = Path(place, file).relative_to(gone)
            name = path.as_posix()
            if not os.path.lexists(fresh / path) and name not in text:
                found.append(name)
    return sorted(found)
