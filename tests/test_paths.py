from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from viewer import paths
from viewer.errors import UsageError


def test_what_the_program_carries() -> None:
    assert (paths.bundled_issues() / "publication.yaml").is_file()
    assert paths.resources_folder().is_dir()
    assert (paths.resources_folder() / "icons/dosudo-viewer.png").is_file()


@pytest.mark.parametrize("beside", ["viewer/issues", "issues"])
def test_a_wheel_and_a_source_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    (tmp_path / beside).mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "viewer/paths.py"))
    assert paths.bundled_issues() == tmp_path.resolve() / beside


def test_a_frozen_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "issues").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.bundled_issues() == tmp_path / "issues"


def test_what_a_bundle_has_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.prebuilt_cache() is None
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.prebuilt_cache() is None
    (tmp_path / "ready").mkdir()
    assert paths.prebuilt_cache() == tmp_path / "ready"


def test_a_bundle_with_a_library_beside_it_is_portable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOSUDO_LIBRARY")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "dosudo-viewer"))
    (tmp_path / "library").mkdir()
    assert paths.library_folder() != tmp_path / "library"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.library_folder() == tmp_path / "library"
    assert paths.library_folder(str(tmp_path / "a")) == tmp_path / "a"
    (tmp_path / "library").rmdir()
    assert paths.library_folder() != tmp_path / "library"


def test_the_library_is_the_option_the_variable_or_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSUDO_LIBRARY", str(tmp_path / "b"))
    assert paths.library_folder(str(tmp_path / "a")) == tmp_path / "a"
    assert paths.library_folder() == tmp_path / "b"
    monkeypatch.delenv("DOSUDO_LIBRARY")
    assert paths.library_folder().name == "dosudo-viewer"


def test_a_library_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is not a folder; name a folder with --library"):
        paths.library_folder(str(tmp_path / "a"))


def test_reading_a_catalogue_loads_no_parser() -> None:
    """The first window waits for these modules and for nothing else of the archive."""
    script = (
        "import sys, viewer.archive.library.library, viewer.archive.catalogue.catalogue\n"
        "heavy = {'yaml', 'markdown', 'nh3', 'msgspec', 'multiprocessing', 'platformdirs'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (str(Path(paths.__file__).parent / "ui" / "a.py"), "viewer/ui/a.py"),
        ("/home/mary/site-packages/PySide6/a.py", "PySide6/a.py"),
        ("C:\\Users\\mary\\site-packages\\a.py", "a.py"),
        ("/home/mary/a.py", "a.py"),
        ("<string>", "<string>"),
    ],
)
def test_a_report_names_a_file_without_the_readers_folders(path: str, shown: str) -> None:
    assert paths.without_folders(path) == shown


def test_caches_lie_in_the_reader_s_cache_folder_and_in_no_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSUDO_CACHE", str(tmp_path / "c"))
    assert paths.cache_folder() == tmp_path / "c"
    monkeypatch.delenv("DOSUDO_CACHE")
    monkeypatch.delenv("DOSUDO_LIBRARY")
    assert paths.cache_folder().is_absolute()
    assert paths.library_folder() not in [paths.cache_folder(), *paths.cache_folder().parents]
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
        assert paths.cache_folder() == tmp_path / "x/dosudo-viewer"


def test_a_portable_bundle_keeps_its_caches_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOSUDO_CACHE")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "dosudo-viewer"))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "library").mkdir()
    assert paths.cache_folder() == tmp_path / "cache"


def test_each_library_has_its_own_folder_of_caches_by_its_real_path(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a", target_is_directory=True)
    folder = paths.library_cache_folder(tmp_path / "a")
    assert paths.library_cache_folder(tmp_path / "link") == folder
    assert paths.library_cache_folder(tmp_path / "b") != folder
    assert paths.library_cache_folder(tmp_path / "b").parent == folder.parent
