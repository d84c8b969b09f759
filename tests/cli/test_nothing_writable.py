"""Reading commands read on where nothing can be written. Covers viewer/cli/main.py."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.archive.writing import BODY, HEAD, YAML, write
from viewer import paths
from viewer.archive.catalogue import connection, writer
from viewer.archive.library import caches
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.cli.main import main


@pytest.fixture
def own(_own_library: Path) -> Path:
    """A publication of the reader's own, which was listed and searched once."""
    folder = write(_own_library / "paper", {"publication.yaml": YAML, "002/issue.md": HEAD + BODY})
    assert main(["search", "機器"]) == 0
    return folder


@pytest.fixture
def full_disk(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No catalogue can be written in the reader's cache folder any more."""
    open_ = writer.CatalogueWriter._open

    def fail_there(self: writer.CatalogueWriter) -> sqlite3.Connection:
        if paths.cache_folder() in self.path.parents:
            raise sqlite3.OperationalError("database or disk is full")
        return open_(self)

    monkeypatch.setattr(writer.CatalogueWriter, "_open", fail_there)


def reads_on(capsys: pytest.CaptureFixture[str], out: Path) -> str:
    """What standard error says while the reader's own publication is listed, found, exported."""
    capsys.readouterr()
    assert main(["list"]) == 0
    assert main(["search", "機器"]) == 0
    assert main(["export", "paper", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out.count("paper/") > 1
    assert (out / "publication.yaml").is_file()
    return said.err


def test_with_a_full_disk_what_was_read_earlier_is_there(
    full_disk: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = reads_on(capsys, tmp_path / "out")
    assert "could not be written" in said or "cannot be written (database or disk is full)" in said
    assert "Traceback" not in said


def test_with_a_full_disk_and_no_catalogue_one_is_made_elsewhere(
    own: Path, full_disk: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for path in paths.library_cache_folder(own.parent).glob("catalogue.sqlite*"):
        path.unlink()
    reads_on(capsys, tmp_path / "out")


def test_without_a_cache_folder(
    own: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "a file" / "cache"))
    reads_on(capsys, tmp_path / "out")


def test_while_another_program_holds_the_catalogue(
    own: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(  # nobody waits for a lock here
        sqlite3, "connect", lambda *given, **options: connect(*given, **{**options, "timeout": 0})
    )
    path = paths.library_cache_folder(own.parent) / "catalogue.sqlite"
    with closing(connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE mine (x)")
        reads_on(capsys, tmp_path / "out")
    assert path.is_file(), "what another program holds is not set aside as damaged"


def test_without_room_for_an_index_the_one_there_is_answers(
    own: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from viewer.errors import SearchIndexError
    from viewer.messages import Message
    from viewer.search import SearchEngine

    def refuse(*_: object) -> None:
        raise SearchIndexError(Message("The search index cannot be written."))

    monkeypatch.setattr(SearchEngine, "refresh", refuse)
    assert "The search index cannot be written." in reads_on(capsys, tmp_path / "out")


def test_without_room_for_an_index_and_without_one_it_is_made_elsewhere(
    own: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    index = tmp_path / "a file" / "index"
    monkeypatch.setattr(Library, "index_folder", property(lambda _: index))
    said = reads_on(capsys, tmp_path / "out")
    assert "The search index is kept only until the program ends. The search index cannot" in said


def test_a_catalogue_is_read_where_no_file_can_be_made_beside_it(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = connection._connect

    def refuse(uri: str) -> sqlite3.Connection:
        if "immutable" not in uri:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(uri)

    monkeypatch.setattr(connection, "_connect", refuse)
    path = paths.library_cache_folder(own.parent) / "catalogue.sqlite"
    with closing(connection.open_for_reading(path)) as database:
        assert database.execute("SELECT count(*) FROM issue").fetchone()[0] == 2


@pytest.fixture
def forbidden(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reader's library, into which she may not look, as after ``chmod 000``."""
    library, scandir, lstat, stat = own.parent, os.scandir, os.lstat, os.stat

    def deny(path: Any) -> None:
        if library == Path(path) or library in Path(path).parents:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    def deny_scandir(path: Any = ".") -> Any:
        deny(path)
        return scandir(path)

    def deny_lstat(path: Any, **options: Any) -> os.stat_result:
        if library in Path(path).parents:
            deny(path)
        return lstat(path, **options)

    def deny_stat(path: Any, **options: Any) -> os.stat_result:
        if not isinstance(path, int) and library in Path(os.fsdecode(path)).parents:
            deny(os.fsdecode(path))
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", deny_stat)
    monkeypatch.setattr(os, "scandir", deny_scandir)
    monkeypatch.setattr(os, "lstat", deny_lstat)
    return library


def test_a_library_that_may_not_be_read_is_told_and_keeps_what_was_read_of_it(
    forbidden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["list"]) == 0
    said = capsys.readouterr()
    assert f"{forbidden}: error: This folder cannot be read (Permission denied); what " in said.err
    assert "dosudo/2" in said.out
    assert "paper/2" in said.out


def test_the_readers_marks_in_one_that_may_not_be_read_are_no_reason_to_fail(
    forbidden: Path,
) -> None:
    with closing(ReaderData(forbidden)) as reader:
        assert not reader.is_read(Address("dosudo", 2, "a1"))


def test_with_all_disks_full_a_sentence_says_so(
    own: Path,
    full_disk: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for path in paths.library_cache_folder(own.parent).glob("catalogue.sqlite*"):
        path.unlink()

    def refuse(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(caches.tempfile, "mkdtemp", refuse)
    assert main(["list"]) == 1
    assert capsys.readouterr().err.startswith("There is no room left on the disk; make room")
