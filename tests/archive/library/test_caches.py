"""Where what is made from a library lies, and when it goes."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.archive.writing import bundle, write
from viewer import paths
from viewer.archive.library import caches
from viewer.archive.library.caches import (
    make_cache_folder,
    make_temporary_folder,
    remove_unused_caches,
)
from viewer.archive.library.library import Library

DAY = 86_400


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own."""
    monkeypatch.setenv("DOSUDO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder


def age(folder: Path, days: float) -> None:
    """Let the caches in ``folder`` have been used so long ago."""
    then = time.time() - days * DAY
    os.utime(folder / "library.txt", (then, then))


def test_nothing_is_written_into_the_library(library: Path, tmp_path: Path) -> None:
    write(library, {"p/1.md": "# 第 1 期\n\n文"})
    before = sorted(library.rglob("*"))
    own = Library(library, bundle(tmp_path / "issues"))
    own.update_catalogue()
    assert sorted(library.rglob("*")) == before
    assert own.catalogue_path.is_file()


def test_the_folder_is_the_reader_s_alone_and_says_whose_it_is(library: Path, cache: Path) -> None:
    folder = make_cache_folder(library)
    assert folder == paths.library_cache_folder(library)
    assert cache in folder.parents
    assert os.fsdecode((folder / "library.txt").read_bytes()) == os.path.realpath(library)
    if sys.platform != "win32":
        assert [path.stat().st_mode & 0o777 for path in (cache, folder)] == [0o700, 0o700]


def test_a_library_that_moves_has_new_caches(library: Path, tmp_path: Path) -> None:
    write(library, {"p/1.md": "# 第 1 期\n\n文"})
    assert Library(library).update_catalogue().added == 1
    library.rename(tmp_path / "moved")
    moved = Library(tmp_path / "moved")
    assert moved.update_catalogue().added == 1
    with moved.open_catalogue() as catalogue:
        (publication,) = catalogue.publications()
    assert [issue.number for issue in publication.issues] == [1]


def test_a_name_that_is_not_text_can_be_a_library_s(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems have no such names")
    library = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    library.mkdir()
    folder = make_cache_folder(library)
    age(folder, 1000)
    remove_unused_caches()
    assert folder.exists()


def test_caches_of_a_library_that_is_gone_are_removed_after_a_while(
    library: Path, tmp_path: Path
) -> None:
    here = make_cache_folder(library)
    (tmp_path / "gone").mkdir()
    gone = make_cache_folder(tmp_path / "gone")
    write(gone, {"index/a": "x"})
    (tmp_path / "gone").rmdir()
    for days, stays in ((caches._KEPT_DAYS - 1, True), (caches._KEPT_DAYS + 1, False)):
        age(here, days)
        age(gone, days)
        remove_unused_caches()
        assert (here.exists(), gone.exists()) == (True, stays)


def test_caches_that_are_used_stay(library: Path) -> None:
    folder = make_cache_folder(library)
    age(folder, 1000)
    assert make_cache_folder(library) == folder
    shutil.rmtree(library)
    remove_unused_caches()
    assert folder.exists(), "it was used just now: perhaps its disk is only unplugged"


def test_what_is_no_cache_of_ours_is_left_alone(library: Path, cache: Path) -> None:
    make_cache_folder(library)
    write(cache / "libraries", {"notes/a.txt": "mine", "b.txt": "mine"})
    (cache / "libraries/link").symlink_to(library, target_is_directory=True)
    remove_unused_caches()
    assert (cache / "libraries/notes/a.txt").exists()
    assert (cache / "libraries/b.txt").exists()
    assert library.exists()


def test_where_there_are_no_caches_nothing_is_removed() -> None:
    remove_unused_caches()


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owner's number")
def test_a_folder_of_another_user_is_not_used(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_cache_folder(library)
    owner = folder.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    if owner == 0:  # what the system's own user made can be relied on
        assert make_cache_folder(library) == folder
        os.chown(paths.cache_folder(), 12345, -1)
    with pytest.raises(PermissionError):
        make_cache_folder(library)


def test_where_the_usual_temporary_folder_has_no_room_another_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(caches.tempfile, "gettempdir", full)
    monkeypatch.setattr(caches, "_OTHER_TEMPORARY_FOLDERS", (str(tmp_path), "/nowhere"))
    assert make_temporary_folder().parent == tmp_path
    monkeypatch.setattr(caches, "_OTHER_TEMPORARY_FOLDERS", ("/nowhere",))
    with pytest.raises(OSError, match="No space left"):
        make_temporary_folder()
