"""Which files beside an issue belong to it and are exported with it, and which belong to none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.library_layout import ISSUE_FILE, PUBLICATION_FILE, is_issue_name
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.issue import Problem, Severity
from viewer.messages import Message

#: What may stand before and behind the name of a file in Markdown or HTML.
_BEFORE, _BEHIND = r"(?<=[(<\"'\s=:])(?:\./)?", r"(?=[)>\"'\s?#]|\Z)"
_OUTSIDE = re.compile(rf"{_BEFORE}((?:\.\./)+[^\s()<>\"'?#]+|/[^\s()<>\"'?#]+|file:[^\s()<>\"']+)")
_MAX_LISTED = 10


class FilesBeside:
    """The files of the reader's ``library`` beside issues, whose folders are given by path."""

    def __init__(self, library: Path, folders: Mapping[Path, Path]) -> None:
        self._library = library
        self._folders = folders
        self._issue_folders = {path.parent for path in folders if self._has_own_folder(path)}
        self._shared = cache(self._list_shared)
        self._taken: dict[Path, set[str]] = {}

    def _has_own_folder(self, path: Path) -> bool:
        return path.name == ISSUE_FILE and path.parent != self._folders.get(path)

    def names(self, path: Path, text: str, problems: ProblemCollector) -> list[str]:
        """The files that belong to the issue at ``path``, relative to its folder.

        They are all files of a folder of its own; of a folder it shares, those that ``text`` names.
        What the text names and cannot come along is added to ``problems``.
        """
        folder = path.parent
        if self._has_own_folder(path):
            skipped: list[str] = []
            names = [file.relative_name for file in walk_files(folder, skipped)]
            names = [name for name in names if name != ISSUE_FILE]
            skipped += _hidden_files(folder)
            for name in skipped:
                problems.warning(
                    Message(
                        "{name} is left out: it is hidden, a link, or no regular file; give it "
                        "another name, or put the file itself here.",
                        name=printable_name(name)[:120],
                    )
                )
        else:
            names = [name for name in self._shared(folder) if is_named(text, name)]
            self._taken.setdefault(folder, set()).update(names)
        for target in dict.fromkeys(_OUTSIDE.findall(text)):
            if (folder / target.removeprefix("file://")).is_file():
                problems.warning(
                    Message(
                        "The file {name} is outside the issue's folder and is left out; put a copy "
                        "into it.",
                        name=printable_name(target)[:120],
                    )
                )
        return names

    def left_out(self) -> Iterator[Problem]:
        """Says which files in shared folders belong to no issue that ``names`` was asked for."""
        for folder, taken in self._taken.items():
            if folder != self._library:
                yield from _no_issue_has(folder, sorted(set(self._shared(folder)) - taken))

    def _list_shared(self, folder: Path) -> list[str]:
        """Files in ``folder`` that are no issues, nor those of other issues or publications."""
        others = {*self._issue_folders, *self._folders.values()} - {folder}
        if folder == self._library:
            others |= {folder / "reader", folder / "backups"}
        prefixes = tuple(f"{other.relative_to(folder).as_posix()}/" for other in others
                         if other.is_relative_to(folder))  # fmt: skip
        return [
            name
            for file in walk_files(folder)
            if not (name := file.relative_name).startswith(prefixes)
            and name != PUBLICATION_FILE
            and not name.startswith("reader.sqlite")
            and not ("/" not in name and is_issue_name(name))
        ]


def _no_issue_has(folder: Path, names: list[str]) -> Iterator[Problem]:
    if names:
        shown = ", ".join(printable_name(name)[:80] for name in names[:_MAX_LISTED])
        yield Problem(
            Severity.WARNING,
            str(folder),
            Message.counted(
                len(names),
                "{names} belongs to no issue and is left out.",
                "{count:,} files belong to no issue and are left out: {names}.",
                names=shown + (" …" if names[_MAX_LISTED:] else ""),
            ),
        )


def _hidden_files(folder: Path) -> list[str]:
    """Files whose name, or whose folder's, begins with a dot; those of the Finder are not told."""
    hidden = []
    for parent, folders, files in os.walk(folder):
        inside = Path(parent).relative_to(folder)
        hidden += [
            (inside / name).as_posix()
            for name in (*files, *folders)
            if name.startswith(".") and name != ".DS_Store"
        ]
        folders[:] = [name for name in folders if not name.startswith(".")]
    return sorted(hidden)


def is_named(text: str, name: str) -> bool:
    """Whether ``text`` names the file ``name`` as the target of a link, picture or tag."""
    return any(
        written in text and re.search(_BEFORE + re.escape(written) + _BEHIND, text)
        for written in _written_forms(name)
    )


def rename_in_text(text: str, name: str, new: str) -> tuple[str, bool]:
    """``text`` with the file ``name`` called ``new``, and whether it is named there."""
    total = 0
    for written in _written_forms(name):
        pattern = _BEFORE + re.escape(written) + _BEHIND
        text, count = re.subn(pattern, lambda _: new, text)
        total += count
    return text, bool(total)


def _written_forms(name: str) -> set[str]:
    return {name, quote(name), name.replace(" ", "%20"), name.replace("/", "\\")}
