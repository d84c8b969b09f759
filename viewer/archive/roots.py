"""Finding the files of a library by their places alone, without reading any."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.store import Stamp, stamp

PUBLICATION = "publication.yaml"
ISSUE = "issue.md"
# Files that stand beside issues and are none.
_OTHERS = ("readme", "license", "licence", "changelog", "contributing")
_MOST_FILES = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that holds issues of one publication. ``root`` counts up; a later one prevails."""

    folder: Path
    root: int
    trusted: bool
    described: bool
    files: tuple[Path, ...]


def places(folder: Path, root: int, trusted: bool) -> list[Place]:
    """The publications in ``folder``: the folder itself, and each folder in it."""
    own, inner = _place(folder, root, trusted)
    found = [own] if own.files or own.described else []
    for child in inner:
        place, _ = _place(child, root, trusted)
        if place.files or place.described:
            found.append(place)
    return found


def stamps(found: list[Place]) -> dict[str, Stamp | None]:
    """Time and size of every file that says something, by its path."""
    made: dict[str, Stamp | None] = {}
    for place in found:
        if place.described:
            path = place.folder / PUBLICATION
            made[str(path)] = stamp(path)
        for path in place.files:
            made[str(path)] = stamp(path)
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


def passed_over(folder: Path) -> list[Path]:
    """What is named like an issue but is a link or no regular file."""
    try:
        with os.scandir(folder) as listing:
            found = [
                folder / entry.name
                for entry in listing
                if is_issue_name(entry.name)
                and not entry.name.startswith(".")
                and not entry.is_file(follow_symlinks=False)
            ]
    except OSError:
        return []
    return sorted(found)


def is_issue_name(name: str) -> bool:
    """Whether a file of this name is read as an issue."""
    lowered = name.lower()
    return lowered.endswith((".md", ".markdown")) and not lowered.startswith(_OTHERS)


def _holds_issue(folder: Path) -> bool:
    return stamp(folder / ISSUE) is not None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in ``folder``, in the order of names; hidden names and links are left out."""
    try:
        with os.scandir(folder) as listing:
            found = [entry for entry in listing if not entry.name.startswith(".")]
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
