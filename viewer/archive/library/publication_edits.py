"""Renames and removes publications of the library, and undoes the last change."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from viewer.archive.catalogue.updater import read_publications
from viewer.archive.files.library_layout import ISSUE_FILE, IssueFolder
from viewer.archive.files.publication_file import PUBLICATION_FILE
from viewer.archive.files.yaml_edit import updated_publication_text
from viewer.archive.library import undoable_transaction
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.archive.model.issue import Publication
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
    with undoable_transaction.library_lock(library.folder):
        publication, issue_folders = _editable_publication(library, id_)
        issue_folder = issue_folders[-1]  # where several agree, the last one prevails
        transaction = undoable_transaction.LibraryTransaction(library.folder)
        folder = issue_folder.folder.relative_to(library.folder).as_posix()
        new = transaction.new_folder.relative_to(library.folder).as_posix()
        old = transaction.old_folder.relative_to(library.folder).as_posix()
        renamed = replace(publication, name=name)
        undoable_transaction.write_durably(
            transaction.new_folder / PUBLICATION_FILE,
            updated_publication_text(issue_folder.folder / PUBLICATION_FILE, renamed),
        )
        moves = [(f"{new}/{PUBLICATION_FILE}", f"{folder}/{PUBLICATION_FILE}")]
        if issue_folder.has_publication_file:
            moves.insert(0, (f"{folder}/{PUBLICATION_FILE}", f"{old}/{PUBLICATION_FILE}"))
        transaction.commit(moves, {"renamed": id_})
    return library.update_catalogue()


def remove_publication(library: Library, id_: str) -> UpdateResult:
    """Remove the publication ``id_`` from the library; what was read stays recorded.

    Raises:
        LibraryError: there is none, it comes with the program, or it cannot be moved.
    """
    with undoable_transaction.library_lock(library.folder):
        _, issue_folders = _editable_publication(library, id_)
        if any(issue_folder.folder == library.folder for issue_folder in issue_folders):
            raise LibraryError(
                Message(
                    "The issues of {id} lie in the library's folder {folder} itself, not in one "
                    "of their own; take the files away there.",
                    id=id_,
                    folder=library.folder,
                )
            )
        paths = [
            path for issue_folder in issue_folders for path in _publication_files(issue_folder)
        ]
        transaction = undoable_transaction.LibraryTransaction(library.folder)
        old = transaction.old_folder.relative_to(library.folder).as_posix()
        names = [path.relative_to(library.folder).as_posix() for path in paths]
        transaction.commit([(name, f"{old}/{name}") for name in names], {"removed": id_})
    return library.update_catalogue()


def undo_last_change(library: Library) -> UpdateResult | None:
    """Undo the last import, renaming or removal; None if there is none.

    Raises:
        LibraryError: it cannot be taken back.
    """
    with undoable_transaction.library_lock(library.folder):
        report = undoable_transaction.undo_last_transaction(library.folder)
    return None if report is None else library.update_catalogue()


def _publication_files(issue_folder: IssueFolder) -> list[Path]:
    """The paths to remove: the whole folder, unless it holds other files too."""
    paths = {path.parent if path.name == ISSUE_FILE else path for path in issue_folder.files}
    if issue_folder.has_publication_file:
        paths.add(issue_folder.folder / PUBLICATION_FILE)
    if paths >= {issue_folder.folder / name for name in os.listdir(issue_folder.folder)}:
        return [issue_folder.folder]
    return sorted(paths)


def _editable_publication(library: Library, id_: str) -> tuple[Publication, list[IssueFolder]]:
    """The publication as it is, and its folders in the reader's library."""
    issue_folders = library.issue_folders()
    publications, _ = read_publications(issue_folders, [])
    by_id = {publication.id: publication for publication in publications}
    if id_ not in by_id:
        names = ", ".join(by_id) or "none"
        raise LibraryError(
            Message("There is no publication “{id}”; there are {names}.", id=id_[:60], names=names)
        )
    own_folders = [
        issue_folder
        for issue_folder in issue_folders
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
    return by_id[id_], own_folders
