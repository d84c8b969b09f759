"""Finding the files of a library by their places alone, without reading any."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.files.safe_reading import FileStamp, file_stamp

PUBLICATION = "publication.yaml"
ISSUE = "issue.md"
# Files that stand beside issues and are none.
_OTHERS = ("readme", "license", "licence", "changelog", "contributing")
_MOST_FILES = 50_000
_NOT_READ = "This is a link or not a regular file and is not read; put the file itself here."


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that holds issues of one publication. ``root`` counts up; a later one prevails.

    ``whole`` is false where only the files named are meant, whatever else is in the folder.
    """

    folder: Path
    root: int
    trusted: bool
    described: bool
    files: tuple[Path, ...]
    whole: bool = True


def places(folder: Path, root: int, trusted: bool) -> list[Place]:
    """The publications in ``folder``: the folder itself, and each folder in it."""
    own, inner = _place(folder, root, trusted)
    found = [own] if own.files or own.described else []
    for child in inner:
        place, _ = _place(child, root, trusted)
        if place.files or place.described:
            found.append(place)
    return found


def stamps(found: list[Place]) -> dict[str, FileStamp | None]:
    """Time and size of every file that says something, by its path."""
    made: dict[str, FileStamp | None] = {}
    for place in found:
        if place.described:
            path = place.folder / PUBLICATION
            made[str(path)] = file_stamp(path)
        for path in place.files:
            made[str(path)] = file_stamp(path)
    return made


def _place(folder: Path, root: int, trusted: bool) -> tuple[Place, list[Path]]:
    """The issues right in ``folder``, and the folders in it that hold no issue themselves."""
    files: list[Path] = []
    inner: list[Path] = []
    described = False
    for entry in _entries(folder):
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if _holds_issue(path):
                files.append(path / ISSUE)
            else:
                inner.append(path)
        elif entry.name == PUBLICATION:
            described = entry.is_file(follow_symlinks=False)
        elif is_issue_name(entry.name) and entry.is_file(follow_symlinks=False):
            files.append(path)
    return Place(folder, root, trusted, described, tuple(files[:_MOST_FILES])), inner


def folders(folder: Path) -> list[Path]:
    """The folders right in ``folder``, in the order of their names."""
    return [folder / e.name for e in _entries(folder) if e.is_dir(follow_symlinks=False)]


def passed_over(folder: Path) -> list[tuple[Path, str]]:
    """What is named like an issue and is none, with a sentence that says why."""
    try:
        with os.scandir(folder) as listing:
            found = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return []
    made = []
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if not _is_text(entry.name):
            made.append((path, "The name of this file is not UTF-8 text; give it another name."))
        elif is_issue_name(entry.name) and file_stamp(path) is None:
            made.append((path, _NOT_READ))
    return made


def is_issue_name(name: str) -> bool:
    """Whether a file of this name is read as an issue."""
    lowered = name.lower()
    return lowered.endswith((".md", ".markdown")) and not lowered.startswith(_OTHERS)


def _is_text(name: str) -> bool:
    """Whether a name can be stored: one made of other bytes than UTF-8 cannot."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _holds_issue(folder: Path) -> bool:
    return file_stamp(folder / ISSUE) is not None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in ``folder``, in the order of names; hidden names and links are left out."""
    try:
        with os.scandir(folder) as listing:
            found = [
                entry
                for entry in listing
                if not entry.name.startswith(".") and _is_text(entry.name)
            ]
    except OSError:
        return []
    kept = []
    for entry in found:
        try:
            if not entry.is_symlink():
                kept.append(entry)
        except OSError:
            continue
    return sorted(kept, key=lambda entry: entry.name)
