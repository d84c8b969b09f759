"""Finds the issue and publication files of a library by their paths, without reading them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.files.safe_reading import FileStamp, file_stamp
from viewer.messages import Message, reason_of

PUBLICATION_FILE = "publication.yaml"
ISSUE_FILE = "issue.md"
# Files beside issues that are not issues themselves.
_NOT_ISSUES = ("readme", "license", "licence", "changelog", "contributing")
_MAX_FILES = 50_000
_NOT_A_REGULAR_FILE = Message(
    "This is a link or not a regular file and is not read; put the file itself here."
)


@dataclass(frozen=True, slots=True)
class IssueFolder:
    """A folder that holds issues of one publication.

    ``root_index`` is 0 for the bundled publication, 1 for the reader's folder; the higher prevails.

    ``is_complete`` is false if ``files`` are only some of the issues in the folder.
    """

    folder: Path
    root_index: int
    trusted: bool
    has_publication_file: bool
    files: tuple[Path, ...]
    is_complete: bool = True


def find_issue_folders(
    folder: Path,
    root_index: int,
    trusted: bool,
    unreadable: dict[Path, Message] | None = None,
) -> list[IssueFolder]:
    """The publications in ``folder``: the folder itself, and each folder in it.

    To ``unreadable`` every folder is added that is there but cannot be looked into, with the
    system's reason: nobody knows which issues are in it.
    """
    if unreadable is None:
        unreadable = {}
    own, subfolders = _scan_folder(folder, root_index, trusted, unreadable)
    issue_folders = [own] if own.files or own.has_publication_file else []
    for child in subfolders:
        issue_folder, _ = _scan_folder(child, root_index, trusted, unreadable)
        if issue_folder.files or issue_folder.has_publication_file:
            issue_folders.append(issue_folder)
    return issue_folders


def stamp_files(issue_folders: list[IssueFolder]) -> dict[str, FileStamp | None]:
    """Modification time and size of all issue and publication files, by path; None if missing."""
    stamps: dict[str, FileStamp | None] = {}
    for issue_folder in issue_folders:
        if issue_folder.has_publication_file:
            path = issue_folder.folder / PUBLICATION_FILE
            stamps[str(path)] = file_stamp(path)
        for path in issue_folder.files:
            stamps[str(path)] = file_stamp(path)
    return stamps


def _scan_folder(
    folder: Path, root_index: int, trusted: bool, unreadable: dict[Path, Message]
) -> tuple[IssueFolder, list[Path]]:
    """The issues in ``folder``, and its subfolders that are not the folder of one issue."""
    files: list[Path] = []
    subfolders: list[Path] = []
    has_publication_file = False
    for entry in _list_entries(folder, unreadable):
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if _has_issue_file(path, unreadable):
                files.append(path / ISSUE_FILE)
            else:
                subfolders.append(path)
        elif entry.name == PUBLICATION_FILE:
            has_publication_file = entry.is_file(follow_symlinks=False)
        elif is_issue_name(entry.name) and entry.is_file(follow_symlinks=False):
            files.append(path)
    return IssueFolder(
        folder, root_index, trusted, has_publication_file, tuple(files[:_MAX_FILES])
    ), subfolders


def list_subfolders(folder: Path) -> list[Path]:
    """The subfolders of ``folder``, sorted by name."""
    return [folder / e.name for e in _list_entries(folder) if e.is_dir(follow_symlinks=False)]


def skipped_entries(folder: Path) -> list[tuple[Path, Message]]:
    """Entries that are named like an issue but cannot be read as one, with the reason."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return []
    skipped = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if not _is_text(entry.name):
            skipped.append(
                (path, Message("The name of this file is not UTF-8 text; give it another name."))
            )
        elif is_issue_name(entry.name) and file_stamp(path) is None:
            skipped.append((path, _NOT_A_REGULAR_FILE))
    return skipped


def is_issue_name(name: str) -> bool:
    """Whether a file of this name is read as an issue."""
    lowered = name.lower()
    return lowered.endswith((".md", ".markdown")) and not lowered.startswith(_NOT_ISSUES)


def _is_text(name: str) -> bool:
    """Whether a file name is valid UTF-8, so that it can be stored."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _has_issue_file(folder: Path, unreadable: dict[Path, Message]) -> bool:
    if file_stamp(folder / ISSUE_FILE) is not None:
        return True
    try:
        os.lstat(folder / ISSUE_FILE)
    except FileNotFoundError:
        pass
    except OSError as error:
        unreadable[folder] = reason_of(error)
    return False


def _list_entries(
    folder: Path, unreadable: dict[Path, Message] | None = None
) -> list[os.DirEntry[str]]:
    """The entries of ``folder`` sorted by name, without hidden ones and symbolic links."""
    try:
        with os.scandir(folder) as listing:
            entries = [
                entry
                for entry in listing
                if not entry.name.startswith(".") and _is_text(entry.name)
            ]
    except FileNotFoundError:
        return []
    except OSError as error:
        if unreadable is not None:
            unreadable[folder] = reason_of(error)
        return []
    without_links = []
    for entry in entries:
        try:
            if not entry.is_symlink():
                without_links.append(entry)
        except OSError:
            continue
    return sorted(without_links, key=lambda entry: entry.name)
