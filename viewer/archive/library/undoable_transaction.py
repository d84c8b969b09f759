"""Atomic changes of the library's files: all of it or nothing, also when a crash comes between.

Everything new is written into a folder of its own in the library first. A journal then names every
file that is to be moved, is written to disk, and the moves are made one by one, each recorded; only
the change's own files are moved, never a folder, so that whatever else lies there stays. A crash in
between is undone at the next start. What was replaced stays in that folder, so that the change can
be taken back later (change_history.py).
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from viewer.archive.files.safe_reading import printable_name
from viewer.archive.library.change_folders import (
    DONE_MARKER,
    LEFT_MARKER,
    NEW_FOLDER,
    OLD_FOLDER,
    UNDOING_MARKER,
    UNDONE_MARKER,
    change_folders,
    delete_change,
    delete_remains,
    files_below,
    forget_old_changes,
    has_marker,
    is_unfinished,
    sequence_number,
)
from viewer.archive.library.change_journal import (
    TRANSACTIONS_FOLDER,
    Change,
    Move,
    file_sha256,
    made_moves,
    path_in_library,
    read_journal,
    write_durably,
    write_journal,
)
from viewer.archive.library.library_lock import cannot_be_written, hold_lock
from viewer.archive.library.take_back import TakenBack, move_file, remove_empty_folders, take_back
from viewer.archive.model.issue import Problem, Severity
from viewer.errors import LibraryError
from viewer.messages import Message, reason_of

#: How many paths a sentence names.
_MOST_NAMED = 5


class LibraryTransaction:
    """One change of the library in ``library``: fill ``new_folder``, then call ``commit``.

    Use it under ``library_lock``.

    Raises:
        LibraryError: the library cannot be written.
    """

    def __init__(self, library: Path, change: Change) -> None:
        self._library = library
        self._change = change
        self._moves: list[Move] = []
        number = max(map(sequence_number, change_folders(library)), default=0) + 1
        name = f"{number:06}-{time.strftime('%Y%m%d-%H%M%S')}"
        self.folder = library / TRANSACTIONS_FOLDER / name
        self.new_folder = self.folder / NEW_FOLDER
        self.old_folder = self.folder / OLD_FOLDER
        try:
            self.new_folder.mkdir(parents=True)
            self.old_folder.mkdir()
        except OSError as error:
            delete_change(self.folder)
            raise cannot_be_written(library, error) from error

    def commit(self, moves: Sequence[Move], change: Change | None = None) -> None:
        """Make ``moves`` in order and end the transaction; if one fails, undo all.

        ``change`` says what it was about, if that is known better now.

        Raises:
            LibraryError: a move failed; everything is as it was.
        """
        with self.all_or_nothing():
            self._change = change or self._change
            self._record_and_make(moves)
            write_durably(self.folder / DONE_MARKER, "")
            _sync_folder(self.folder)
        forget_old_changes(self._library)

    def apply_moves(self, moves: Sequence[Move]) -> None:
        """Make the first moves of a change that goes on; until ``commit`` a crash undoes them.

        Raises:
            LibraryError: a move failed; everything is as it was before the change.
        """
        with self.all_or_nothing():
            self._record_and_make(moves)

    @property
    def has_applied_moves(self) -> bool:
        """Whether anything was moved yet."""
        return bool(self._moves)

    @contextlib.contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undo the whole change if what is done meanwhile fails.

        Raises:
            LibraryError: the system refused something; everything is as it was.
        """
        try:
            yield
        except BaseException as error:
            is_undone = self.roll_back()
            if not isinstance(error, OSError):
                raise
            raise LibraryError(
                Message(
                    "The library {library} could not be changed ({error}) and {outcome}; see "
                    "that the disk has room and that no other program holds its files.",
                    library=self._library,
                    error=reason_of(error),
                    outcome=Message("is as it was")
                    if is_undone
                    else Message("what it replaced is in {folder}", folder=self.old_folder),
                )
            ) from error

    def roll_back(self) -> bool:
        """Undo the moves made so far and delete the staged files; whether all could be undone."""
        if self._moves:
            self._moves = []
            _recover(self._library, self.folder)
        else:
            delete_change(self.folder)
        return not self.folder.exists()

    def _record_and_make(self, moves: Sequence[Move]) -> None:
        """Write down all moves of this change so far, then make the new ones.

        Raises:
            OSError: one of them cannot be made.
        """
        staged = {move.staged: self.new_folder / move.staged for move in moves if move.staged}
        for path in staged.values():
            _sync_file(path)
        for folder in {path.parent for path in staged.values()}:
            _sync_folder(folder)
        first = len(self._moves)
        self._moves += [
            replace(move, sha256=file_sha256(staged[move.staged])) if move.staged else move
            for move in moves
        ]
        write_journal(self.folder, self._change, self._moves)
        for folder in (self.folder, self.folder.parent, self._library):
            _sync_folder(folder)
        changed_folders = set()
        with made_moves(self.folder) as made:
            for number, move in enumerate(self._moves[first:], start=first):
                place = path_in_library(self._library, move.path)
                if place is None:
                    raise OSError(Message("{path} is reached through a link", path=move.path))
                if move.staged:
                    move_file(staged[move.staged], place)
                else:
                    move_file(place, self.old_folder / move.path)
                made.record(number)
                changed_folders.add(place.parent)
        for folder in changed_folders:
            _sync_folder(folder)
            remove_empty_folders(folder, self._library)


@contextlib.contextmanager
def library_lock(library: Path) -> Iterator[list[Problem]]:
    """Lock the library against other programs; an interrupted change is rolled back first.

    Yields what there is to say of that.

    Raises:
        LibraryError: another program is changing it, or it cannot be written.
    """
    with hold_lock(library):
        yield _recover_interrupted(library)


def roll_back_interrupted(library: Path) -> list[Problem]:
    """Undo a change that a crash interrupted, and delete staged files; what there is to say of it.

    That is said again as long as something of it needs the reader. A change that another program is
    making is left alone. Never raises.
    """
    if not os.path.isdir(library / TRANSACTIONS_FOLDER):
        return []
    try:
        with library_lock(library) as problems:
            return problems
    except (LibraryError, OSError):
        return _left_problems(library)


def has_interrupted_change(library: Path) -> bool:
    """Whether a crash, or a program that is at it just now, left a change unfinished."""
    return any(is_unfinished(folder) for folder in change_folders(library))


def _recover_interrupted(library: Path) -> list[Problem]:
    delete_remains(library)
    problems = _left_problems(library)
    # The newest first: it may have replaced what an older one put in.
    for folder in change_folders(library):
        if is_unfinished(folder):
            problem = _recover(library, folder)
            problems += [] if problem is None else [problem]
    return problems


def _left_problems(library: Path) -> list[Problem]:
    return [
        _problem(
            library,
            Message(
                "Something that a change had put aside when it was broken off is still in "
                "{folder}; take from it what you want, and delete it.",
                folder=folder,
            ),
        )
        for folder in change_folders(library)
        if has_marker(folder, LEFT_MARKER)
    ]


def _recover(library: Path, folder: Path) -> Problem | None:
    """Take back a change that was not finished, and say so; None if it had moved nothing."""
    journal = read_journal(folder)
    if not journal.exists and not any(files_below(folder / OLD_FOLDER)):
        delete_change(folder)
        return None
    result = take_back(library, folder, journal)
    what = journal.change.described()
    was_undo = has_marker(folder, UNDOING_MARKER)
    if result.error is not None:
        # It is tried again before the next change, and at the next start.
        return _problem(
            library,
            Message(
                "The {change} that was broken off cannot be taken back yet ({error}); see that "
                "the disk has room and that no other program holds its files, and start again.",
                change=what,
                error=reason_of(result.error),
            ),
        )
    reasons = described_remainders(result)
    if journal.is_damaged:
        reasons.append(
            Message("its record is damaged, so that issues it brought in may still be there")
        )
    if not journal.is_damaged and not any(files_below(folder / OLD_FOLDER)):
        delete_change(folder)
    else:
        with contextlib.suppress(OSError):
            write_durably(folder / (UNDONE_MARKER if was_undo else LEFT_MARKER), "")
    if reasons:
        return _problem(
            library,
            Message(
                "The {change} that was broken off could not be taken back wholly: {reasons}. What "
                "is left of it is in {folder}; take from it what you want.",
                change=what,
                reasons=tuple(reasons),
                folder=folder,
            )
            if folder.exists()
            else Message(
                "The {change} that was broken off was taken back; but {reasons}.",
                change=what,
                reasons=tuple(reasons),
            ),
        )
    if was_undo:
        return _problem(
            library, Message("The {change} is taken back now; that was broken off.", change=what)
        )
    return _problem(
        library,
        Message("The {change} that was broken off was taken back; do it again.", change=what),
    )


def described_remainders(result: TakenBack) -> list[Message]:
    """What could not be taken back and why, a clause each; empty if everything was."""
    edited, stuck, missing = map(_named, (result.edited, result.stuck, result.missing))
    clauses = {
        Message("{paths} was changed since and stays", paths=edited): edited,
        Message("something else stands at {paths}", paths=stuck): stuck,
        Message("{paths} is gone", paths=missing): missing,
    }
    return [clause for clause, paths in clauses.items() if paths]


def _named(paths: Sequence[str]) -> tuple[str, ...]:
    names = tuple(printable_name(path) for path in paths[:_MOST_NAMED])
    return (*names, "…") if paths[_MOST_NAMED:] else names


def _problem(library: Path, message: Message) -> Problem:
    return Problem(Severity.ERROR, printable_name(str(library)), message)


def _sync_file(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """See that the names in ``folder`` are on the disk, where the system lets that be asked."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
