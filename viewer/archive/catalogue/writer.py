"""Write access to the catalogue: adds and removes issues in one transaction."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from viewer.archive.catalogue import integrity, schema
from viewer.archive.catalogue.connection import open_for_reading
from viewer.archive.catalogue.row_mapping import (
    SELECT_KNOWN_ARTICLES,
    ArticleColumns,
    IssueRecord,
    article_checksum,
    checksum,
    compact_json,
    dump_problems,
    known_articles,
    load_problems,
    publication_from_json,
    publication_to_json,
)
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.article_matching import KnownArticle
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.parser.version import PARSER_VERSION
from viewer.errors import CatalogueError, CatalogueUnavailableError
from viewer.messages import Message, reason_of

_INSERT_CONTENT = "INSERT INTO content VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_ARTICLE = (
    f"INSERT INTO article (issue, {', '.join(ArticleColumns._fields)}, checksum) "
    f"VALUES (?{', ?' * len(ArticleColumns._fields)}, ?)"
)
_INSERT_ISSUE = (
    "INSERT INTO issue (path, root, publication, number, folder, fingerprint, title, "
    "date, edition, language, editors, first, parts, articles, chapters) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
#: What names of tables of another version begin with until they are dropped.
_OLD_TABLE_PREFIX = "aside_"


class CatalogueWriter:
    """The catalogue at ``path``, opened for writing; there is one writer at a time.

    A file of another version is started over (``drop_old_tables`` drops its old tables); a damaged
    one is moved to ``….damaged``. Changes are lost without ``commit``.

    Raises:
        CatalogueUnavailableError: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.quarantined_path: Path | None = None
        try:
            try:
                with integrity.row_errors_as_damage():
                    self._database = self._open()
            except sqlite3.Error as error:
                if not integrity.is_damage(error):
                    raise
                self.quarantined_path = integrity.quarantine(path)
                self._database = self._open()
        except (OSError, sqlite3.Error) as error:
            raise CatalogueUnavailableError(
                Message(
                    "The catalogue {path} cannot be written ({error}); free the folder for "
                    "writing or close the other program that holds it.",
                    path=path,
                    error=reason_of(error),
                )
            ) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("BEGIN IMMEDIATE")
            if _schema_version(connection) != str(schema.SCHEMA_VERSION):
                _rename_old_tables(connection)
                _execute_all(connection, schema.SCHEMA)
                connection.executemany(
                    "INSERT INTO meta VALUES (?, ?)",
                    [
                        ("version", str(schema.SCHEMA_VERSION)),
                        ("generation", secrets.token_hex(8)),
                    ],
                )
                return connection
            for table in ("publication", "source", "issue", "sections", "article", "content"):
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1")
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError(Message("the check failed"))
            integrity.verify(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def __enter__(self) -> CatalogueWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
        self._database.close()
        if isinstance(error, sqlite3.Error):
            if integrity.is_damage(error):
                raise integrity.DamagedCatalogueError(
                    Message(
                        "The catalogue {path} is damaged ({error}); delete it, and it is built "
                        "anew.",
                        path=self.path,
                        error=reason_of(error),
                    )
                ) from error
            raise CatalogueUnavailableError(
                Message(
                    "The catalogue {path} could not be written ({error}); see that the disk has "
                    "room and try again.",
                    path=self.path,
                    error=reason_of(error),
                )
            ) from error

    def known_files(self) -> dict[str, tuple[str, str, int]]:
        """By path of every known file: its stamp (JSON), digest, and version of the parser."""
        rows = self._database.execute("SELECT path, stamp, digest, parser FROM source").fetchall()
        if not all(isinstance(value, str) for row in rows for value in row[:-1]):
            raise sqlite3.DatabaseError(Message("a file's row is no text"))
        return {path: (stamp, digest, parser) for path, stamp, digest, parser in rows}

    def publications_of(self, paths: Iterable[str]) -> list[Publication]:
        """The stored publications of these files."""
        ids = dict(self._database.execute("SELECT path, publication FROM source"))
        wanted = {ids[path] for path in paths}
        rows = self._database.execute("SELECT id, facts FROM publication ORDER BY place").fetchall()
        with integrity.row_errors_as_damage():
            return [publication_from_json(id_, facts) for id_, facts in rows if id_ in wanted]

    def set_stamp(self, path: str, stamp: str) -> None:
        """Store a new stamp for a file whose content did not change."""
        self._database.execute("UPDATE source SET stamp = ? WHERE path = ?", (stamp, path))

    def issue_of(self, path: str) -> tuple[str, int] | None:
        """Publication and number of the issue in the file ``path``; None if it holds none."""
        row: tuple[str, int] | None = self._database.execute(
            "SELECT publication, number FROM issue WHERE path = ?", (path,)
        ).fetchone()
        return row

    def articles(self, publication: str, number: int) -> list[KnownArticle]:
        """The articles of the issue that is shown, in reading order; none if there is no such."""
        rows = self._database.execute(SELECT_KNOWN_ARTICLES, (publication, number)).fetchall()
        with integrity.row_errors_as_damage():
            return known_articles(publication, number, rows)

    def remove(self, paths: Iterable[str]) -> None:
        """Delete these files and their issues."""
        for path in paths:
            self._database.execute("DELETE FROM source WHERE path = ?", (path,))
            row = self._database.execute("SELECT id FROM issue WHERE path = ?", (path,)).fetchone()
            if row is None:
                continue
            self._database.execute(
                "DELETE FROM content WHERE id IN (SELECT id FROM article WHERE issue = ?)", row
            )
            self._database.execute("DELETE FROM article WHERE issue = ?", row)
            self._database.execute("DELETE FROM sections WHERE id = ?", row)
            self._database.execute("DELETE FROM issue WHERE id = ?", row)

    def add(
        self,
        path: str,
        origin: tuple[int, str],
        stamp: str,
        digest: str,
        result: IssueRecord | tuple[Problem, ...],
    ) -> None:
        """Store the result of parsing ``path``: an issue, or the problems that prevented it.

        ``origin`` is the root's index and the publication's id.
        """
        root, publication = origin
        self.remove([path])
        problems = result.problems if isinstance(result, IssueRecord) else result
        self._database.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
            (path, root, publication, stamp, digest, PARSER_VERSION, dump_problems(problems)),
        )
        if not isinstance(result, IssueRecord):
            return
        folder = str(Path(path).parent)
        issue = self._database.execute(
            _INSERT_ISSUE,
            (
                path, root, result.publication, result.number, folder, digest,
                result.title, result.date, result.edition, result.language, result.editors_json,
                result.masthead_key, result.section_count, len(result.articles),
                result.chapters_json,
            ),
        ).lastrowid  # fmt: skip
        self._database.execute(
            "INSERT INTO sections VALUES (?, ?, ?)",
            (issue, result.contents_json, checksum((result.contents_json,))),
        )
        for article in result.articles:
            of_row = article_checksum(article.columns)
            row = self._database.execute(
                _INSERT_ARTICLE, (issue, *article.columns, of_row)
            ).lastrowid
            total, of_text = checksum(article.content), checksum((article.content.text,))
            self._database.execute(_INSERT_CONTENT, (row, *article.content, total, of_text))

    def reported_problems(self) -> frozenset[Problem]:
        """Problems of the library as a whole, as stored by the last ``commit``."""
        with integrity.row_errors_as_damage():
            row = self._database.execute("SELECT value FROM meta WHERE key = 'problems'").fetchone()
            return frozenset(load_problems(row[0])) if row else frozenset()

    def resolve_duplicates(self, display_names: Mapping[str, str]) -> list[Problem]:
        """Choose the file that is shown for each issue number; duplicates in one root are problems.

        ``display_names`` are the names of files in problems, by path.
        """
        problems: list[Problem] = []
        chosen: dict[tuple[str, int], tuple[int, int, str]] = {}
        active: set[int] = set()
        rows = self._database.execute(
            "SELECT id, publication, number, root, path FROM issue ORDER BY root DESC, path"
        )
        with integrity.row_errors_as_damage():
            for id_, publication, number, root, path in rows:
                first = chosen.setdefault((publication, number), (id_, root, path))
                if first[0] == id_:
                    active.add(id_)
                elif first[1] == root:
                    shown_names = (
                        display_names.get(path, path),
                        display_names.get(first[2], first[2]),
                    )
                    problems.append(
                        duplicate_problem(shown_names[0], publication, number, shown_names[1])
                    )
        changes = [
            (int(id_ in active), id_)
            for id_, was_active in self._database.execute("SELECT id, active FROM issue")
            if bool(was_active) != (id_ in active)
        ]
        self._database.executemany("UPDATE issue SET active = ? WHERE id = ?", changes)
        return problems

    def commit(
        self,
        publications: list[Publication],
        problems: tuple[Problem, ...],
        stamps: str,
        *,
        keep_open: bool = False,
    ) -> None:
        """Store the publications and the library's own problems, and commit everything.

        With ``keep_open`` another transaction begins at once, for the next step; readers see a
        consistent state meanwhile.
        """
        rows = [(p.id, position, publication_to_json(p)) for position, p in enumerate(publications)]
        self._database.execute("DELETE FROM publication")
        self._database.executemany("INSERT INTO publication VALUES (?, ?, ?)", rows)
        digest = hashlib.sha256(compact_json(rows).encode("utf-8", "surrogatepass"))
        with integrity.row_errors_as_damage():
            for row in self._database.execute(
                "SELECT publication, number, fingerprint FROM issue WHERE active = 1 ORDER BY 1, 2"
            ):
                digest.update(compact_json(row).encode("utf-8", "surrogatepass"))
            checksums = integrity.compute_checksums(self._database)
        facts = {
            **checksums,
            "fingerprint": digest.hexdigest(),
            "problems": dump_problems(problems),
            "stamps": stamps,
        }
        self._database.executemany("REPLACE INTO meta VALUES (?, ?)", facts.items())
        self._database.execute("COMMIT")
        if keep_open:
            self._database.execute("BEGIN IMMEDIATE")

    def drop_old_tables(self) -> None:
        """Drop the tables of another version, so that their space is used again.

        Part of the open transaction, if there is one.
        """
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, ?) = ?"
        for (name,) in self._database.execute(
            tables, (len(_OLD_TABLE_PREFIX), _OLD_TABLE_PREFIX)
        ).fetchall():
            self._database.execute(f"DROP TABLE {_quote_identifier(name)}")


def known_stamps(path: Path) -> dict[str, Any]:
    """The stored stamps of all publication and issue files, by path.

    None for an issue that another version of the parser read.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    connection = None
    try:
        connection = open_for_reading(path)
        rows = connection.execute("SELECT value FROM meta WHERE key = 'stamps'").fetchone()
        stamps: dict[str, Any] = json.loads(rows[0]) if rows else {}
        for name, stamp, parser in connection.execute("SELECT path, stamp, parser FROM source"):
            stamps[name] = json.loads(stamp) if parser == PARSER_VERSION else None
        return stamps
    except (sqlite3.Error, ValueError, OSError) as error:
        raise CatalogueError(
            Message("The catalogue {path} cannot be read; it is built anew.", path=path)
        ) from error
    finally:
        if connection is not None:
            connection.close()


def duplicate_problem(file: str, publication: str, number: int, first: str) -> Problem:
    """Two files of one root claim the same issue number."""
    return Problem(
        Severity.ERROR,
        printable_name(file),
        Message(
            "Issue {number} of {publication} is already in {file}, which is shown; change the "
            "number of one of them or take it away.",
            number=number,
            publication=publication,
            file=printable_name(first),
        ),
    )


def _schema_version(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.OperationalError:
        return None
    return row[0] if row else None


def _rename_old_tables(connection: sqlite3.Connection) -> None:
    """Rename all tables: dropping large ones is slow, and the reader waits for the first page."""
    names = connection.execute("SELECT name, type FROM sqlite_master").fetchall()
    for name, kind in names:
        if kind == "index" and not name.startswith("sqlite_"):
            connection.execute(f"DROP INDEX {_quote_identifier(name)}")
    for name, kind in names:
        if kind == "table" and name.startswith(_OLD_TABLE_PREFIX):
            connection.execute(f"DROP TABLE {_quote_identifier(name)}")
    for name, kind in names:
        if kind == "table" and not name.startswith(("sqlite_", _OLD_TABLE_PREFIX)):
            old_name = _quote_identifier(_OLD_TABLE_PREFIX + name)
            connection.execute(f"ALTER TABLE {_quote_identifier(name)} RENAME TO {old_name}")


def _quote_identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _execute_all(connection: sqlite3.Connection, script: str) -> None:
    # executescript would end the transaction.
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement)
