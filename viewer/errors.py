"""Exceptions that tell the reader what to mend; any other exception is a bug."""

from __future__ import annotations

import errno
import os

from viewer.messages import Message, SystemText, reason_of

_DISK_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
#: ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
_DISK_FULL_WINDOWS = (39, 112)


class ViewerError(Exception):
    """Something in the reader's world is wrong.

    The message is one sentence that names the file, address or option and says what to do.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)

    @property
    def message(self) -> Message:
        """The sentence, to be translated; ``str`` of the error is its English text."""
        return reason_of(self)


def error_message(error: BaseException) -> Message:
    """What the reader is told of ``error``, whatever it is: a sentence that says what to do.

    What an exception itself says stands in it at most as a reason; the log has the rest.
    """
    # The first window waits for this module.
    import sqlite3

    if isinstance(error, ViewerError):
        return error.message
    if _is_disk_full(error):
        return Message("There is no room left on the disk; make room, then try again.")
    if isinstance(error, OSError) and error.filename is not None:
        return Message(
            "{path} cannot be read or written ({reason}); see that it is there and that you may "
            "use it, then try again.",
            path=_path_text(error.filename),
            reason=reason_of(error),
        )
    if isinstance(error, OSError) and not error.args:
        return Message(
            "A file cannot be read or written; see that its disk is there, then try again."
        )
    if isinstance(error, OSError):
        return Message(
            "A file cannot be read or written ({reason}); see that its disk is there, then try "
            "again.",
            reason=reason_of(error),
        )
    if isinstance(error, sqlite3.Error) and str(error).endswith("is locked"):
        return Message(
            "Another program holds the library’s files; close it or wait a little, then try again."
        )
    if isinstance(error, sqlite3.Error):
        return Message(
            "A file of the library’s own records cannot be read or written ({reason}); start the "
            "program again, and if it stays so, run “dosudo-viewer check”.",
            reason=SystemText(str(error)),
        )
    if isinstance(error, MemoryError):
        return Message("There is not enough memory for this; close other programs and try again.")
    if isinstance(error, UnicodeError):
        return Message(
            "A text holds characters that cannot be read or written, and what you just did may "
            "not be done. Copy the report in the window’s menu Help to tell us."
        )
    return Message(
        "The program made a mistake ({kind}), and what you just did may not be done. Copy the "
        "report in the window’s menu Help to tell us.",
        kind=type(error).__name__,
    )


def _is_disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _DISK_FULL or getattr(error, "winerror", None) in _DISK_FULL_WINDOWS
    return str(error) == "database or disk is full"


def _path_text(name: object) -> str:
    return os.fsdecode(name) if isinstance(name, bytes | str) else str(name)


class UsageError(ViewerError):
    """The command line asked for something that does not exist or cannot be understood."""


class AddressError(ViewerError):
    """A text that should be an address is not one, or nothing stands there."""


class ArchiveError(ViewerError):
    """A publication or issue on disk cannot be read."""


class LibraryError(ViewerError):
    """The library cannot be changed as asked; it is as it was."""


class CatalogueError(ViewerError):
    """The catalogue is missing, of another version, or damaged, and has to be rebuilt."""


class CatalogueUnavailableError(CatalogueError):
    """The catalogue cannot be written or read just now; what is in it may be sound."""


class SearchIndexError(ViewerError):
    """The search index is missing, stale, or damaged, and has to be rebuilt."""


class SearchIndexBusyError(SearchIndexError):
    """Another program is writing the search index."""

    def __init__(self) -> None:
        super().__init__(
            Message("Another program is writing the search index; try again in a moment.")
        )
