"""Exceptions that tell the reader what to mend; any other exception is a bug."""

from __future__ import annotations

from viewer.messages import Message, SystemText, reason_of


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
    """The text of ``error`` for the reader: its message, else that of the system."""
    return error.message if isinstance(error, ViewerError) else SystemText(str(error))


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


class SearchIndexError(ViewerError):
    """The search index is missing, stale, or damaged, and has to be rebuilt."""
