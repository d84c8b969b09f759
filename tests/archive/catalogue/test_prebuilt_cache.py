"""The catalogue and index that travel with a bundle: taken over where they fit, else built."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.writing import bundle, write
from viewer.archive.catalogue import prebuilt_cache as ready
from viewer.archive.library.library import Library
from viewer.search import SearchEngine

OWN = "---\nnumber: 1\n---\n\n# A {#a}\n\n自己的。\n"


def engine_of(library: Library) -> SearchEngine:
    return SearchEngine(library.catalogue_path, library.index_folder)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """What a builder makes of the bundled issues, in a place that is gone afterwards."""
    builder = tmp_path / "builder"
    library = Library(builder / "mine", bundle(builder / "issues"))
    library.update_catalogue()
    engine_of(library).refresh()
    ready.export_prebuilt(library.cache_folder, builder / "issues", tmp_path / "program/ready")
    shutil.move(builder / "issues", tmp_path / "program/issues")
    shutil.rmtree(builder)
    # Installers give files times of their own.
    for path in (tmp_path / "program").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return tmp_path / "program"


@pytest.fixture
def library(shipped: Path, tmp_path: Path) -> Library:
    return Library(tmp_path / "mine", shipped / "issues", shipped / "ready")


def test_the_first_start_builds_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("something was parsed")

    monkeypatch.setattr("viewer.archive.catalogue.updater.parse_tasks", never)
    with library.open_catalogue() as catalogue:
        assert library.prebuilt_installed
        assert library.is_up_to_date()
        page = catalogue.page(catalogue.publications()[0].issues[0].sections[1].articles[0].address)
    assert library.bundled is not None
    assert Path(page.folder) == library.bundled / "002"
    assert (Path(page.folder) / page.figures[0].source).is_file()
    engine = engine_of(library)
    assert engine.refresh() is False
    assert engine.search("機器").total
    engine.close()


def test_the_command_line_takes_it_over_too(library: Library) -> None:
    refreshed = library.update_catalogue()
    assert library.prebuilt_installed
    assert (refreshed.added, refreshed.updated, refreshed.unchanged) == (0, 0, 1)


def test_nothing_of_the_builders_machine_is_shipped(shipped: Path, tmp_path: Path) -> None:
    for path in (shipped / "ready").rglob("*"):
        if path.is_file():
            assert os.fsencode(tmp_path) not in path.read_bytes(), path.name


def test_it_is_what_would_have_been_built(library: Library, tmp_path: Path) -> None:
    library.open_catalogue().close()
    built = Library(tmp_path / "other", library.bundled)
    built.update_catalogue()
    dumps = []
    for one in (library, built):
        with closing(sqlite3.connect(one.catalogue_path)) as connection, connection:
            connection.execute("DELETE FROM meta WHERE key = 'generation'")
            dumps.append(sorted(connection.iterdump()))
            connection.rollback()
        connection.close()
    assert dumps[0] == dumps[1]


def test_the_readers_own_issues_are_added(library: Library) -> None:
    write(library.folder / "own", {"001/issue.md": OWN})
    library.open_catalogue().close()
    assert library.prebuilt_installed
    assert not library.is_up_to_date()
    assert library.update_catalogue().added == 1
    engine = engine_of(library)
    assert engine.refresh()
    assert engine.search("自己的").total == 1
    engine.close()


def _edit(shipped: Path) -> None:
    path = shipped / "issues/002/issue.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n改。\n", encoding="utf-8")


def _replace_by_link(shipped: Path) -> None:
    path = shipped / "issues/002/issue.md"
    path.rename(shipped / "elsewhere.md")
    path.symlink_to(shipped / "elsewhere.md")


def _other_version(shipped: Path) -> None:
    path = shipped / "ready" / ready.MANIFEST_FILE
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["versions"][1] += 1
    path.write_text(json.dumps(facts), encoding="utf-8")


def _cut(shipped: Path) -> None:
    os.truncate(shipped / "ready/catalogue.sqlite", 5000)


def _no_index(shipped: Path) -> None:
    shutil.rmtree(shipped / "ready/index")


def _no_manifest(shipped: Path) -> None:
    (shipped / "ready" / ready.MANIFEST_FILE).unlink()


@pytest.mark.parametrize(
    "harm", [_edit, _replace_by_link, _other_version, _cut, _no_index, _no_manifest]
)
def test_what_does_not_fit_is_built(
    library: Library, shipped: Path, harm: Callable[[Path], None]
) -> None:
    harm(shipped)
    library.update_catalogue()
    assert not library.prebuilt_installed
    assert not library.index_folder.exists(), "nothing half is left"
    assert not list(library.cache_folder.glob(".ready-*"))


def test_a_cache_that_is_there_already_stays(library: Library, shipped: Path) -> None:
    Library(library.folder, shipped / "issues").update_catalogue()
    before = library.catalogue_path.read_bytes()
    library.open_catalogue().close()
    assert not library.prebuilt_installed
    assert library.catalogue_path.read_bytes() == before


def test_a_damaged_index_is_not_opened_but_built(library: Library, shipped: Path) -> None:
    (segment,) = (shipped / "ready/index").glob("*.shelf")
    segment.write_bytes(segment.read_bytes()[:-1] + b"\0")
    library.open_catalogue().close()
    engine = engine_of(library)
    assert engine.refresh()
    assert engine.search("機器").total
    engine.close()


def test_a_program_that_nobody_may_write_is_copied_to_be_written(
    library: Library, shipped: Path
) -> None:
    for path in (shipped / "ready").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    library.open_catalogue().close()
    assert library.prebuilt_installed
    for path in [library.index_folder, *library.cache_folder.rglob("*")]:
        assert path.stat().st_mode & 0o200
