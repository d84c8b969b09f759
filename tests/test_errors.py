"""Whatever goes wrong, the reader is told a sentence that says what to do."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from viewer.errors import LibraryError, error_message
from viewer.messages import Message, SystemText

_UNENCODABLE = UnicodeEncodeError("utf-8", "a secret \ud800", 9, 10, "surrogates not allowed")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "There is no room left on the disk; "),
        (OSError(errno.EDQUOT, "Disk quota exceeded", "/a/b"), "There is no room left on the "),
        (sqlite3.OperationalError("database or disk is full"), "There is no room left on the "),
        (
            PermissionError(errno.EACCES, "Permission denied", "/a/b"),
            "/a/b cannot be read or written (Permission denied); see that ",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", b"/a"), "/a cannot be read "),
        (OSError("the disk is gone"), "A file cannot be read or written (the disk is gone); see "),
        (OSError(), "A file cannot be read or written; see that its disk is there"),
        (sqlite3.OperationalError("database is locked"), "Another program holds the library’s "),
        (
            sqlite3.DatabaseError("file is not a database"),
            "A file of the library’s own records cannot be read or written (file is not a ",
        ),
        (_UNENCODABLE, "A text holds characters that cannot be read or written, and "),
        (MemoryError(), "There is not enough memory for this; close other programs"),
        (KeyError("tea"), "The program made a mistake (KeyError), and what you just did may "),
        (RecursionError("maximum"), "The program made a mistake (RecursionError), and "),
        (LibraryError(Message("It is locked.")), "It is locked."),
    ],
)
def test_every_kind_of_error_is_a_sentence(error: Exception, told: str) -> None:
    message = error_message(error)
    assert message.startswith(told)
    assert message.endswith(".")
    assert not isinstance(message, SystemText)
    assert "secret" not in message
    assert "tea" not in message
