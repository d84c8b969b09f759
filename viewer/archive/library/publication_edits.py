"""Renames and removes publications of the library, and undoes the last change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from viewer.archive.catalogue.updater import read_publications
from viewer.archive.files.library_layout import ISSUE_FILE, IssueFolder
from viewer.archive.files.publication_file import PUBLICATION_FILE
from viewer.archive.files.yaml_edit import updated_publication_text
from viewer.archive.library import change_history, undoable_transaction
from viewer.archive.library.change_folders import files_below
from viewer.archive.library.change_history import UndoneChange
from viewer.archive.library.change_journal import Change, Move, write_durably
from viewer.archive.library.library import Library
from viewer.archive.library.library_lock import cannot_be_written
from viewer.archive.library.undoable_transaction import LibraryTransaction
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.archive.model.issue import Problem, Publication
from viewer.errors import LibraryError
from viewer.messages import Message


def rename_publication(library: Library, id_: str, name: str) -> UpdateResult:
    """Rename the publication ``id_`` to ``name``; its id and all addresses stay.

    Raises:
        LibraryError: there is none, the name is empty, or the library cannot be written.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= 500:
        raise LibraryError(Message("A publication's name is a text of one to 500 characters."))
    with undoable_transaction.library_lock(library.folder) as problems:
        publication, issue_folders = _editable_publication(library, id_)
        issue_folder = issue_folders[-1]  # where several agree, the last one prevails
        file = issue_folder.folder / PUBLICATION_FILE
        transaction = LibraryTransaction(library.folder, Change("rename", (publication.name, name)))
        with transaction.all_or_nothing():
            text = updated_publication_text(file, replace(publication, name=name))
            write_durably(transaction.new_folder / PUBLICATION_FILE, text)
        path = file.relative_to(library.folder).as_posix()
        aside = [Move(path)] if issue_folder.has_publication_file else []
        transaction.commit([*aside, Move(path, staged=PUBLICATION_FILE)])
    return _updated(library, problems)


def remove_publication(library: Library, id_: str) -> UpdateResult:
    """Remove the publication ``id_`` from the library; what was read stays recorded.

    Other files in its folders stay.

    Raises:
        LibraryError: there is none, it comes with the program, or it cannot be moved.
    """
    with undoable_transaction.library_lock(library.folder) as problems:
        publication, issue_folders = _editable_publication(library, id_)
        if any(issue_folder.folder == library.folder for issue_folder in issue_folders):
            raise LibraryError(
                Message(
                    "The issues of {id} lie in the library's folder {folder} itself, not in one "
                    "of their own; take the files away there.",
                    id=id_,
                    folder=library.folder,
                )
            )
        try:
            files = sorted({f for folder in issue_folders for f in _publication_files(folder)})
        except OSError as error:
            raise cannot_be_written(library.folder, error) from error
        transaction = LibraryTransaction(library.folder, Change("remove", (publication.name,)))
        transaction.commit([Move(file.relative_to(library.folder).as_posix()) for file in files])
    return _updated(library, problems)


def undo_last_change(library: Library) -> tuple[UndoneChange, UpdateResult] | None:
    """Take back the last import, renaming or removal that is not yet; None if there is none.

    Raises:
        LibraryError: it cannot be taken back; then everything is as it was.
    """
    with undoable_transaction.library_lock(library.folder) as problems:
        undone = change_history.undo_last_change(library.folder)
    return None if undone is None else (undone, _updated(library, problems))


def _updated(library: Library, problems: Sequence[Problem]) -> UpdateResult:
    """The library's catalogue in step; ``problems`` are told with what it tells."""
    result = library.update_catalogue()
    return replace(result, problems=tuple(dict.fromkeys((*problems, *result.problems))))


def _publication_files(issue_folder: IssueFolder) -> Iterator[Path]:
    """The files to remove: issues, what their texts name in their folders, ``publication.yaml``.

    Raises:
        OSError: an issue cannot be read.
    """
    for path in issue_folder.files:
        yield path
        if path.name == ISSUE_FILE and path.parent != issue_folder.folder:
            text = path.read_text(encoding="utf-8", errors="replace")
            for other in files_below(path.parent):
                name = other.relative_to(path.parent).as_posix()
                if name in text or quote(name.encode("utf-8", "surrogateescape")) in text:
                    yield other
    if issue_folder.has_publication_file:
        yield issue_folder.folder / PUBLICATION_FILE


def _editable_publication(library: Library, id_: str) -> tuple[Publication, list[IssueFolder]]:
    """The publication as it is, and its folders in the reader's library."""
    publication = library.publication(id_)
    own_folders = [
        issue_folder
        for issue_folder in library.issue_folders()
        if issue_folder.root_index
        and [p.id for p in read_publications([issue_folder], [])[0]] == [id_]
    ]
    if not own_folders:
        raise LibraryError(
            Message(
                "“{id}” comes with the program and holds nothing of yours; it cannot be changed.",
                id=id_,
            )
        )
    return publication, own_folders
