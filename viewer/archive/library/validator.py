"""Checks issues for problems, as the command ``check`` does.

What is wrong within one issue is reported by ``archive.parser`` as it is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from viewer.archive.catalogue.parser_pool import ParseTask, parse_tasks
from viewer.archive.catalogue.row_mapping import IssueRecord
from viewer.archive.catalogue.updater import IssueFile, read_publications
from viewer.archive.catalogue.writer import duplicate_problem
from viewer.archive.files import library_layout
from viewer.archive.files.library_layout import IssueFolder
from viewer.archive.files.publication_file import PUBLICATION_FILE, guess_publication
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.address import parse_address
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.errors import AddressError
from viewer.messages import Message

_MAX_DEPTH = 8


def validate_paths(paths: Iterable[Path | str], bundled: Path | None = None) -> list[Problem]:
    """All problems in the issues at ``paths``, in reading order.

    A path may be one Markdown file, an issue's folder, a publication, a library, or any folder with
    Markdown below it. Files are named in the problems by the path they were reached by.
    ``bundled`` is the folder of the publications that come with the program, which a folder of the
    same name joins.
    """
    bundled_publications: list[Publication] = []
    if bundled is not None:
        bundled_publications, _ = read_publications(
            library_layout.find_issue_folders(bundled, 0, True), []
        )
    problems: list[Problem] = []
    for path in paths:
        problems.extend(_validate_path(Path(path), bundled_publications))
    return problems


def _validate_path(path: Path, known_publications: list[Publication]) -> list[Problem]:
    name = printable_name(str(path))
    if not os.path.lexists(path):
        return [
            Problem(Severity.ERROR, name, Message("There is nothing at this path; mend its name."))
        ]
    if path.is_symlink():
        sentence = Message("This is a link, which is not followed; name the file or folder itself.")
        return [Problem(Severity.ERROR, name, sentence)]
    problems: list[Problem] = []
    issue_folders = (
        _find_issue_folders(path, 0, known_publications)
        if path.is_dir()
        else [_single_file_folder(path, known_publications)]
    )
    if not any(issue_folder.files for issue_folder in issue_folders):
        sentence = Message(
            "No issue is in this folder; an issue is a Markdown file (issue.md or *.md)."
        )
        problems.append(Problem(Severity.ERROR, name, sentence))
    publication_problems: list[Problem] = []
    publications, sources = read_publications(
        issue_folders, publication_problems, full_paths=True, known_publications=known_publications
    )
    problems.extend(publication_problems)
    problems.extend(_validate_issues(sources, publications))
    return problems


def _single_file_folder(path: Path, known_publications: list[Publication]) -> IssueFolder:
    """A single file, with the description of the publication it lies in, if there is one."""
    ids = {publication.id for publication in known_publications}
    for folder in (path.parent, path.parent.parent):
        described = (folder / PUBLICATION_FILE).is_file()
        if described or guess_publication(folder).id in ids:
            return IssueFolder(folder, 0, False, described, (path,), is_complete=False)
    return IssueFolder(path.parent, 0, False, False, (path,), is_complete=False)


def _find_issue_folders(
    folder: Path, depth: int, known_publications: list[Publication]
) -> list[IssueFolder]:
    if (folder / library_layout.ISSUE_FILE).is_file():
        return [_single_file_folder(folder / library_layout.ISSUE_FILE, known_publications)]
    issue_folders = library_layout.find_issue_folders(folder, 0, False)
    if depth < _MAX_DEPTH:
        listed = {issue_folder.folder for issue_folder in issue_folders}
        file_folders = {
            path.parent for issue_folder in issue_folders for path in issue_folder.files
        }
        for child in library_layout.list_subfolders(folder):
            if child not in listed and child not in file_folders:
                issue_folders.extend(_find_issue_folders(child, depth + 1, known_publications))
    return issue_folders


def _validate_issues(sources: list[IssueFile], publications: list[Publication]) -> list[Problem]:
    tasks = [ParseTask(str(s.path), "", s.publication) for s in sources]
    results = dict(parse_tasks(tasks, trusted=False))
    problems: list[Problem] = []
    first: dict[tuple[str, int], Path] = {}
    addresses: set[str] = set()
    links: list[tuple[str, str]] = []
    for index, source in enumerate(sources):
        result = results[index]
        if not isinstance(result, IssueRecord):
            problems.extend(result)
            continue
        problems.extend(result.problems)
        key = (result.publication, result.number)
        if key in first:
            problems.append(duplicate_problem(str(source.path), *key, str(first[key])))
        first.setdefault(key, source.path)
        addresses.update(result.addresses)
        links.extend((str(source.path), link) for link in result.internal_links)
    ids = {publication.id for publication in publications}
    for file, link in links:
        try:
            address = parse_address(link)
        except AddressError:
            continue
        issue = f"{address.publication}/{address.issue}"
        # An issue that is not in ``paths`` may be in the reader's library.
        if address.publication in ids and issue in addresses and link not in addresses:
            problems.append(
                Problem(
                    Severity.ERROR,
                    printable_name(file),
                    Message(
                        "A link leads to {link}, where nothing stands; mend the address.", link=link
                    ),
                )
            )
    return problems
