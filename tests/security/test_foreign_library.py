"""A library that a stranger hands over, with caches in it that were made to do harm.

The index that is planted is a real one in which a table of contents, or another file that Whoosh
unpickles, makes a folder when it is read; its sums are right, as anyone can make them.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from whoosh import legacy
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from tests.archive.writing import write
from viewer.archive.library.library import Library
from viewer.cli.main import main
from viewer.search import SearchEngine
from viewer.search.index import index_files, safe_unpickling

ISSUE = "---\nnumber: 1\ntitle: T\n---\n\n# S\n\n## Lighthouse\n\nA lighthouse by night.\n"


class Evil:
    """Makes a folder when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.marker),)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one issue, catalogued and indexed."""
    made = Library(write(tmp_path / "theirs", {"p/001/issue.md": ISSUE}))
    made.update_catalogue()
    engine = SearchEngine(made.catalogue_path, made.index_folder)
    engine.refresh()
    engine.close()
    return made


def _in_the_segments(index: Path, evil: Evil) -> None:
    _toc(index).write_bytes(_toc_of(index, segments=[evil]))


def _in_the_fields(index: Path, evil: Evil) -> None:
    _toc(index).write_bytes(_toc_of(index, schema=pickle.dumps(evil)))


def _in_a_table_of_long_ago(index: Path, evil: Evil) -> None:
    _toc(index).write_bytes(_toc_of(index, schema=pickle.dumps(evil), version=-110))


def _in_the_table_of_terms(index: Path, evil: Evil) -> None:
    (table,) = index.glob("*.trm")
    content = table.read_bytes()
    # What Whoosh calls extras stands at the end as a pickle, followed by its length.
    planted = pickle.dumps(evil)
    start = len(content) - 4 - int.from_bytes(content[-4:], "big")
    table.write_bytes(content[:start] + planted + len(planted).to_bytes(4, "big"))


#: Whoosh leaves a table of contents open that it cannot read.
LEFT_OPEN = pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
PLACES = [_in_the_segments, _in_the_fields, _in_a_table_of_long_ago, _in_the_table_of_terms]


def _toc(index: Path) -> Path:
    (toc,) = index.glob("*.toc")
    return toc


def _toc_of(
    index: Path, *, segments: list[Any] | None = None, schema: bytes = b"", version: int = -111
) -> bytes:
    """The table of contents of ``index`` with one part exchanged."""
    from whoosh.index import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE, TOC

    from viewer.search.index.postings_codec import index_schema

    storage = FileStorage(str(index))
    if segments is None:
        segments = TOC.read(storage, "MAIN", schema=index_schema()).segments
    with storage.create_file("new") as file:
        for size in (_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE):
            file.write_varint(size)
        file.write_int(-12345)
        file.write_int(version)
        for number in (2, 7, 5):
            file.write_varint(number)
        file.write_string(schema or pickle.dumps(index_schema(), 2))
        file.write_int(int(_toc(index).stem.rpartition("_")[2]))
        file.write_int(0)
        file.write_pickle(segments)
    content = (index / "new").read_bytes()
    (index / "new").unlink()
    return content


def plant(index: Path, harm: Callable[[Path, Evil], None], evil: Evil) -> None:
    """Do ``harm`` to the index in this folder, and make its sums fit."""
    harm(index, evil)
    manifest = json.loads((index / "manifest.json").read_bytes())
    for name in manifest["files"]:
        content = (index / name).read_bytes()
        manifest["files"][name] = [len(content), hashlib.sha256(content).hexdigest()]
    manifest["sum"] = index_files._manifest_sum(manifest)
    (index / "manifest.json").write_text(json.dumps(manifest))
    index_files.verify_index(index, thorough=True)


@LEFT_OPEN
@pytest.mark.parametrize("harm", PLACES)
def test_what_is_planted_in_an_index_is_not_run(
    library: Library, tmp_path: Path, harm: Callable[[Path, Evil], None]
) -> None:
    marker = tmp_path / "ran"
    plant(library.index_folder, harm, Evil(marker))
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    assert engine.search("lighthouse").total == 1, "what cannot be read is built anew"
    engine.close()
    plant(library.index_folder, harm, Evil(marker))
    write(library.folder, {"p/002/issue.md": ISSUE.replace("number: 1", "number: 2")})
    library.update_catalogue()
    engine.refresh()
    assert engine.search("lighthouse").total == 2
    engine.close()
    assert not marker.exists()
    gc.collect()  # now, while what Whoosh leaves open may be


@LEFT_OPEN
@pytest.mark.parametrize("harm", PLACES)
def test_without_the_allow_list_it_would_be(
    library: Library,
    tmp_path: Path,
    harm: Callable[[Path, Evil], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: what is planted does run where Whoosh unpickles as it likes."""
    marker = tmp_path / "ran"
    plant(library.index_folder, harm, Evil(marker))
    monkeypatch.setattr(safe_unpickling._Unpickler, "find_class", pickle.Unpickler.find_class)
    monkeypatch.setitem(legacy.toc_loaders, -110, legacy.load_110_toc)
    monkeypatch.setattr("whoosh.util.loading.pickle", pickle)
    with suppress(Exception):
        FileIndex(FileStorage(str(library.index_folder))).reader()
    assert marker.exists()
    gc.collect()


#: Where a version of the program ever kept them in a library, or a stranger may hope they are.
OLD_PLACES = [".cache", "", "cache", "Cache", "dosudo-viewer"]


@pytest.mark.parametrize("place", OLD_PLACES)
def test_no_cache_in_a_library_is_ever_read(library: Library, tmp_path: Path, place: str) -> None:
    marker = tmp_path / "ran"
    cache = library.cache_folder
    plant(library.index_folder, _in_the_segments, Evil(marker))
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute("UPDATE issue SET title = 'planted'")
    planted = library.folder / place
    names = [planted, planted / "libraries" / cache.name]
    for target in names:
        shutil.copytree(cache, target, dirs_exist_ok=True)
    shutil.rmtree(cache)
    before = {path: path.read_bytes() for path in library.folder.rglob("*") if path.is_file()}

    theirs = Library(library.folder)
    assert theirs.update_catalogue().added == 1
    assert theirs.folder not in [theirs.catalogue_path, *theirs.catalogue_path.parents]
    with theirs.open_catalogue() as catalogue:
        assert [issue.title for issue in catalogue.publications()[0].issues] == ["T"]
    engine = SearchEngine(theirs.catalogue_path, theirs.index_folder)
    assert engine.search("lighthouse").total == 1
    engine.close()
    assert not marker.exists()
    after = {path: path.read_bytes() for path in library.folder.rglob("*") if path.is_file()}
    assert after == before, "it is left as it is"


@LEFT_OPEN
def test_the_command_line_builds_what_cannot_be_read_anew(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--library", str(library.folder), "search", "lighthouse"]
    assert main(command) == 0  # now the bundled issues are in it as well
    plant(library.index_folder, _in_the_segments, Evil(tmp_path / "ran"))
    capsys.readouterr()
    assert main(command) == 0
    assert "p/1/lighthouse" in capsys.readouterr().out
    assert index_files.verify_index(library.index_folder, thorough=True)
    assert not (tmp_path / "ran").exists()
    gc.collect()
