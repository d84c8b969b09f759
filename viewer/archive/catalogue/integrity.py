"""Detects a damaged catalogue by counts and checksums, and moves its file aside."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from viewer.archive.catalogue.row_mapping import checksum, load_problems
from viewer.errors import CatalogueError
from viewer.messages import Message, reason_of

_CONTENTS = (
    "publication, number, title, date, editors, first, parts, articles, chapters, edition, language"
)
_WRITTEN_QUERY = (
    f"SELECT {_CONTENTS}, NULL FROM issue WHERE active = 1 ORDER BY publication, number DESC"
)
#: What the contents are made of, for ``verified_contents``. The last column is their checksum when
#: they were written, read in the same statement since another program may write at any time;
#: where no issue is left there is one row without one.
CONTENTS_QUERY = (
    f"SELECT {_CONTENTS}, meta.value FROM meta LEFT JOIN issue ON active = 1 "
    "WHERE meta.key = 'contents' ORDER BY publication, number DESC"
)
_COUNTS = "(SELECT count(*) FROM issue) || ' ' || (SELECT count(*) FROM article)"
_COUNTS_QUERY = f"SELECT {_COUNTS}, (SELECT value FROM meta WHERE key = 'counts')"
_ISSUE_COUNT_QUERY = (
    "SELECT (SELECT count(*) FROM issue), (SELECT value FROM meta WHERE key = 'counts')"
)
_ORPHANS_QUERY = (
    "SELECT EXISTS (SELECT 1 FROM issue WHERE path NOT IN (SELECT path FROM source)), "
    "EXISTS (SELECT 1 FROM issue WHERE id NOT IN (SELECT id FROM sections)), "
    "(SELECT count(*) FROM content) <> (SELECT count(*) FROM article)"
)


class DamagedCatalogueError(CatalogueError):
    """The catalogue's content is not what was written."""


def verified_contents(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of ``CONTENTS_QUERY`` that are issues.

    Raises:
        ValueError: they are not what was written.
    """
    issues = [row for row in rows if row[0] is not None]
    if not rows or _contents_checksum(issues) != rows[0][-1]:
        raise ValueError(Message("the contents are not what was written"))
    return issues


def _contents_checksum(rows: Iterable[tuple[Any, ...]]) -> str:
    return str(checksum(tuple("\0".join(map(str, row[:-1])) for row in rows)))


def compute_checksums(connection: sqlite3.Connection) -> dict[str, str]:
    """Counts and checksum that ``verify`` compares, as rows of the table ``meta``."""
    (counts,) = connection.execute(f"SELECT {_COUNTS}").fetchone()
    return {"counts": counts, "contents": _contents_checksum(connection.execute(_WRITTEN_QUERY))}


def verify_issues(connection: sqlite3.Connection) -> None:
    """Check the number of issues: fast for any library.

    Raises:
        sqlite3.DatabaseError: issues are missing.
    """
    count, recorded = connection.execute(_ISSUE_COUNT_QUERY).fetchone()
    if recorded is None or recorded.split(" ")[0] != str(count):
        raise sqlite3.DatabaseError(Message("rows are missing"))


def verify_counts(connection: sqlite3.Connection) -> None:
    """Check the numbers of issues and articles by counting all rows.

    Raises:
        sqlite3.DatabaseError: rows are missing.
    """
    counts, recorded = connection.execute(_COUNTS_QUERY).fetchone()
    if counts != recorded:
        raise sqlite3.DatabaseError(Message("rows are missing"))


def verify(connection: sqlite3.Connection) -> None:
    """Check counts, checksums and references between tables, but not the articles' texts.

    Raises:
        sqlite3.DatabaseError: a check failed.
    """
    verify_counts(connection)
    with row_errors_as_damage():
        verified_contents(connection.execute(CONTENTS_QUERY).fetchall())
        for tree, total in connection.execute("SELECT tree, checksum FROM sections"):
            if checksum((tree,)) != total:
                raise sqlite3.DatabaseError(Message("the sections are not what was written"))
        for (problems,) in connection.execute("SELECT problems FROM source"):
            load_problems(problems)
    if any(connection.execute(_ORPHANS_QUERY).fetchone()):
        raise sqlite3.DatabaseError(Message("rows are missing"))


@contextlib.contextmanager
def row_errors_as_damage() -> Iterator[None]:
    """Python errors from parsing rows in the block are raised as database errors.

    Raises:
        sqlite3.DatabaseError: a row cannot be parsed.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise sqlite3.DatabaseError(
            Message("a row cannot be read: {error}", error=reason_of(error))
        ) from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether ``error`` means a damaged file; a locked, full or read-only one is not damaged."""
    if isinstance(error, sqlite3.OperationalError):
        return any(phrase in str(error) for phrase in ("no such", "Could not decode"))
    return isinstance(error, sqlite3.DatabaseError)


def quarantine(path: Path) -> Path:
    """Rename the catalogue at ``path`` to ``….damaged`` and return that path.

    Raises:
        CatalogueError: the folder cannot be written, or another program holds the file.
    """
    quarantined = path.with_name(path.name + ".damaged")
    try:
        with contextlib.suppress(FileNotFoundError):
            path.replace(quarantined)
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise CatalogueError(
            Message(
                "The damaged catalogue {path} cannot be set aside ({error}); close the other "
                "program that holds it, or delete it.",
                path=path,
                error=reason_of(error),
            )
        ) from error
    # Imported late: every module delays the first page.
    from viewer.logs import get_logger

    get_logger(__name__).warning("a damaged catalogue is set aside as %s", quarantined.name)
    return quarantined
