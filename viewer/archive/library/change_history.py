"""The last changes of a library, which can be taken back one after another."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.library.change_folders import (
    DONE_MARKER,
    OLD_FOLDER,
    UNDOING_MARKER,
    UNDONE_MARKER,
    change_folders,
    delete_change,
    files_below,
    has_marker,
)
from viewer.archive.library.change_journal import Change, read_change, read_journal
from viewer.archive.library.take_back import take_back
from viewer.archive.library.undoable_transaction import described_remainders
from viewer.errors import LibraryError
from viewer.messages import Message, reason_of


@dataclass(frozen=True, slots=True)
class UndoneChange:
    """A change that was taken back, and what stayed of it, a clause each; empty if nothing did."""

    change: Change
    remainders: tuple[Message, ...] = ()
    #: Where what the remainders had replaced is kept, if they replaced anything.
    folder: Path | None = None

    @property
    def notice(self) -> Message | None:
        """What stayed, and where that is which it had replaced; None if nothing stayed."""
        if not self.remainders:
            return None
        if self.folder is None:
            return Message("But {reasons}.", reasons=self.remainders)
        return Message(
            "But {reasons}; what was there before is in {folder}.",
            reasons=self.remainders,
            folder=self.folder,
        )


def last_change(library: Path) -> Change | None:
    """The change that ``undo_last_change`` would take back, None if there is none. Never raises."""
    for folder in change_folders(library):
        if has_marker(folder, DONE_MARKER):
            return read_change(folder) or Change("")
    return None


def undo_last_change(library: Path) -> UndoneChange | None:
    """Take the last change back that is not yet, None if there is none. Hold the library's lock.

    Issues and files that the reader has edited since stay as they are; contents are compared.

    Raises:
        LibraryError: it cannot be taken back; then everything is as it was.
    """
    done = [f for f in change_folders(library) if has_marker(f, DONE_MARKER)]
    if not done:
        return None
    folder = done[0]
    journal = read_journal(folder)
    if journal.is_damaged or not journal.exists:
        os.replace(folder / DONE_MARKER, folder / UNDONE_MARKER)
        raise LibraryError(
            Message(
                "The last change cannot be taken back, since its record is damaged; what it "
                "replaced is in {folder}. The next undo takes back the change before it.",
                folder=folder / OLD_FOLDER,
            )
        )
    try:
        os.replace(folder / DONE_MARKER, folder / UNDOING_MARKER)
        result = take_back(library, folder, journal, all_or_nothing=True)
        if result.error is not None:
            os.replace(folder / UNDOING_MARKER, folder / DONE_MARKER)
            raise result.error
    except OSError as error:
        raise LibraryError(
            Message(
                "The {change} cannot be taken back ({error}) and everything is as it was; see "
                "that the disk has room and that no other program holds its files.",
                change=journal.change.described(),
                error=reason_of(error),
            )
        ) from error
    remainders = tuple(described_remainders(result))
    if not any(files_below(folder / OLD_FOLDER)):
        delete_change(folder)
        return UndoneChange(journal.change, remainders)
    os.replace(folder / UNDOING_MARKER, folder / UNDONE_MARKER)
    return UndoneChange(journal.change, remainders, folder / OLD_FOLDER)
