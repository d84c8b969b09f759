"""The lock that keeps other programs from changing a library; the system frees it with a crash."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from viewer.archive.library.change_journal import TRANSACTIONS_FOLDER
from viewer.errors import LibraryError
from viewer.messages import Message, reason_of

_LOCK_FILE = "lock"


@contextlib.contextmanager
def hold_lock(library: Path) -> Iterator[None]:
    """Hold the lock of the library.

    Raises:
        LibraryError: another program is changing it, or it cannot be written.
    """
    folder = library / TRANSACTIONS_FOLDER
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink():
            raise OSError(Message("it is a link"))
        descriptor = os.open(folder / _LOCK_FILE, flags, 0o600)
    except OSError as error:
        raise cannot_be_written(library, error) from error
    try:
        try:
            free = _try_lock(descriptor)
        except OSError as error:
            raise LibraryError(
                Message(
                    "The library {library} cannot be kept from other programs meanwhile "
                    "({error}); choose a folder of this computer with --library.",
                    library=library,
                    error=reason_of(error),
                )
            ) from error
        if not free:
            raise LibraryError(
                Message(
                    "Another program is changing the library {library}; wait until it is done.",
                    library=library,
                )
            )
        yield
    finally:
        os.close(descriptor)


def cannot_be_written(library: Path, error: OSError) -> LibraryError:
    """The error that says so."""
    return LibraryError(
        Message(
            "The library {library} cannot be written ({error}); choose another folder with "
            "--library.",
            library=library,
            error=reason_of(error),
        )
    )


def _try_lock(descriptor: int) -> bool:
    """Take the lock; False if another program has it.

    Raises:
        OSError: this file system knows no locks.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
