"""Imports a publication's folder as the program exports it, or from another reader's library.

It holds ``publication.yaml``, and a folder with ``issue.md`` for every issue. Folders that hold
issues in any other form as well are read as plain Markdown.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.library_layout import ISSUE_FILE, is_issue_name
from viewer.archive.files.native_draft import read_native_issue
from viewer.archive.files.picture_paths import is_file_name
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import (
    PUBLICATION_FILE,
    guess_publication,
    read_publication,
)
from viewer.archive.files.safe_reading import printable_name, read_bytes
from viewer.archive.model.issue_draft import IssueDraft, PictureDraft
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.sources.safe_files import is_regular
from viewer.messages import Message

_NUMBER_FOLDER = re.compile(r"[0-9]{1,9}\Z")


class PublicationFolderSource(Source):
    """A publication's folder, with its issues in the order of their numbers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        guess = guess_publication(folder)
        self.publication, problems = read_publication(
            folder / PUBLICATION_FILE, guess, root=folder.parent
        )
        self.publication = replace(self.publication, original=_text_of(folder / PUBLICATION_FILE))
        self.problems = problems
        self._issue_folders = _find_issue_folders(folder)
        self.titles = tuple(
            f"{folder.name}/{path.name}/{ISSUE_FILE}" for path in self._issue_folders
        )

    def read_issue(self, index: int) -> IssueDraft:
        folder = self._issue_folders[index]
        problems = ProblemCollector(printable_name(self.titles[index]))
        content = read_bytes(folder / ISSUE_FILE, problems)
        files = []
        skipped: list[str] = []
        for file in walk_files(folder, skipped):
            if is_file_name(file.relative_name):
                files.append(PictureDraft(file.relative_name, file.path))
            elif file.relative_name != ISSUE_FILE:
                skipped.append(file.relative_name)
        for name in skipped:
            problems.warning(
                Message(
                    "{name} is left out: it is a link, a program, no regular file, or has a name "
                    "that cannot be kept; give it a name of letters and digits.",
                    name=name[:120],
                )
            )
        return read_native_issue(content, int(folder.name), problems, files)


def _text_of(path: Path) -> str:
    """The file as it stands; empty where it cannot be read, which was told."""
    try:
        return read_bytes(path, ProblemCollector("")).decode("utf-8")
    except (UnreadableFileError, UnicodeDecodeError):
        return ""


def _find_issue_folders(folder: Path) -> list[Path]:
    """The folders of issues, in the order of their numbers; [] if any issue stands otherwise."""
    issue_folders: list[Path] = []
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False) and is_regular(
                    folder / entry.name / ISSUE_FILE
                ):
                    issue_folders.append(folder / entry.name)
                elif is_issue_name(entry.name):
                    return []
    except OSError:
        return []
    if not all(_NUMBER_FOLDER.match(path.name) for path in issue_folders):
        return []
    return sorted(issue_folders, key=lambda path: (int(path.name), path.name))


def _recognises(path: Path, start: bytes) -> bool:
    return not start and is_regular(path / PUBLICATION_FILE) and bool(_find_issue_folders(path))


def _open(path: Path, options: ImportOptions) -> Source:
    return PublicationFolderSource(path)


IMPORTER = Importer(
    "publication", Message("Dosudo Viewer publication folder"), (), _recognises, _open
)
