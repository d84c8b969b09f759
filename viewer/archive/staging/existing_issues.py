"""The issues already in the library when an import begins, and comparing drafts with them."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.catalogue.updater import read_publications
from viewer.archive.files.issue_formatter import find_guid, format_issue
from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.safe_reading import file_stamp
from viewer.archive.library.library import Library
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft, PictureDraft
from viewer.archive.model.title_numbers import normalize_title
from viewer.archive.staging.folder_allocation import obstacle

_HEAD_BYTES = 16 * 1024
#: Two texts are compared by the n-grams in their first characters; versions of one issue share
#: at least a tenth of them.
_COMPARED_LENGTH, _NGRAM_LENGTH, _MIN_SHARE_DIVISOR = 50_000, 8, 10
_NON_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ExistingIssue:
    """An issue that is in the library; ``in_reader_folder`` is one in the reader's folder."""

    path: Path
    guid: str
    in_reader_folder: bool
    title: str = ""
    date: str = ""


def read_existing(
    library: Library,
) -> tuple[dict[str, Publication], dict[str, Path], dict[str, dict[int, ExistingIssue]]]:
    """The library's publications and folders by id, and issues by publication id and number."""
    library.update_catalogue()
    issue_folders = library.issue_folders()
    publications, _ = read_publications(issue_folders, [])
    folders = {
        publication.id: issue_folder.folder
        for issue_folder in issue_folders
        if issue_folder.root_index and issue_folder.folder != library.folder
        for publication in read_publications([issue_folder], [])[0]
    }
    issues: dict[str, dict[int, ExistingIssue]] = {}
    with library.open_catalogue() as catalogue:
        rows = {
            (i.publication, i.number): i
            for p in catalogue.publication_summaries()
            for i in p.issues
        }
        for id_, number, path, root in catalogue.issue_files():
            guid = find_guid(_read_head(Path(path)))
            row = rows.get((id_, number))
            facts = ("", "") if row is None else (row.title, row.date)
            issues.setdefault(id_, {})[number] = ExistingIssue(Path(path), guid, root > 0, *facts)
    return {publication.id: publication for publication in publications}, folders, issues


def _read_head(path: Path) -> str:
    if file_stamp(path) is None:
        return ""
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def may_replace(draft: IssueDraft, existing: ExistingIssue) -> bool:
    """Whether a draft may be another version of ``existing``, judged by title, date and words.

    What comes with the program always gives way to what its publisher wrote.
    """
    if not existing.in_reader_folder or (draft.date and draft.date == existing.date):
        return True
    if have_similar_titles(draft.title, existing.title):
        return True
    try:
        with open(existing.path, encoding="utf-8", errors="replace") as file:
            existing_ngrams = _ngrams(file.read(_COMPARED_LENGTH))
    except OSError:
        return True
    draft_ngrams = _ngrams(draft.text[:_COMPARED_LENGTH])
    smaller_count = min(len(draft_ngrams), len(existing_ngrams))
    return (
        smaller_count == 0
        or len(draft_ngrams & existing_ngrams) * _MIN_SHARE_DIVISOR >= smaller_count
    )


def have_similar_titles(first: str, second: str) -> bool:
    """Whether one of two titles is, or holds, the other."""
    first, second = (_NON_LETTERS.sub("", normalize_title(title)) for title in (first, second))
    return first in second or second in first


def _ngrams(text: str) -> set[str]:
    letters = _NON_LETTERS.sub("", normalize_title(text))
    return {
        letters[at : at + _NGRAM_LENGTH]
        for at in range(0, max(0, len(letters) - _NGRAM_LENGTH + 1))
    }


def is_unchanged(draft: IssueDraft, number: int, existing: ExistingIssue) -> bool:
    """Whether the library has this issue already, with the same text and files."""
    if not existing.in_reader_folder or existing.path.name != ISSUE_FILE:
        return False
    try:
        if existing.path.read_bytes() != format_issue(draft, number).encode("utf-8"):
            return False
        return all(
            (existing.path.parent / file.name).read_bytes() == _bytes_of(file)
            for file in draft.kept_files
        )
    except (OSError, ValueError):
        return False


def file_in_the_way(draft: IssueDraft, existing: ExistingIssue, imported: Container[str]) -> str:
    """The name of a file of the reader's own where one of ``draft`` is to come; else empty.

    ``imported`` are the names of those that an import wrote.
    """
    folder = existing.path.parent
    for file in draft.kept_files:
        name = obstacle(folder, file.name)
        if name is None or name in imported:
            continue
        try:
            if (folder / name).read_bytes() == _bytes_of(file):
                continue
        except OSError:
            pass
        return name
    return ""


def _bytes_of(file: PictureDraft) -> bytes:
    return file.content if isinstance(file.content, bytes) else file.content.read_bytes()
