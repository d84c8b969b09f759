"""Looking at folders and files without trusting them. Covers viewer/archive/files/file_walk.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.importers.sources import safe_files as files


def test_a_walk_finds_regular_files_in_order_and_follows_no_link(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "b").mkdir(parents=True)
    for name in ("z.md", "b/a.md", ".hidden.md"):
        (inside / name).write_text("x", encoding="utf-8")
    outside = tmp_path / "secret.md"
    outside.write_text("x", encoding="utf-8")
    (inside / "leak.md").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    passed: list[str] = []
    assert [file.relative_name for file in walk_files(inside, passed)] == ["b/a.md", "z.md"]
    assert passed == ["leak.md", "loop"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system knows no FIFO")
def test_a_fifo_is_not_opened(tmp_path: Path) -> None:
    fifo = tmp_path / "x.md"
    os.mkfifo(fifo)
    assert files.first_bytes(fifo) == b""
    assert not files.is_regular(fifo)
    passed: list[str] = []
    assert not list(walk_files(tmp_path, passed))
    assert passed == ["x.md"]


def test_a_source_has_a_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(b"x" * 2_000_000)
    assert len(files.read_source(path, ProblemCollector("export.xml"))) == 2_000_000
    with pytest.raises(UnreadableFileError, match="larger than 1 MB, more than any source"):
        files.read_source(path, ProblemCollector("export.xml"), 1 << 20)
