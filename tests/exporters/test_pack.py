"""The pack: one file, the same bytes for the same publication, never a half one."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from viewer.archive.library.library import Library
from viewer.cli.main import main
from viewer.errors import ArchiveError, UsageError
from viewer.exporters.folder import export_folder
from viewer.exporters.pack import export_pack
from viewer.exporters.publication_export import ExportCancelled, ExportedFile


def manifest(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return dict(json.loads(archive.read("manifest.json")))


def test_the_list_comes_first_and_names_every_file(library: Library, tmp_path: Path) -> None:
    export_folder(library, "tea", tmp_path / "folder")
    _, path = export_pack(library, "tea", tmp_path / "tea.dvpack")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        contents = {name: archive.read(name) for name in names}
        times = {info.date_time for info in archive.infolist()}
    assert names[0] == "manifest.json"
    assert names[1:] == sorted(names[1:])
    assert times == {(1980, 1, 1, 0, 0, 0)}
    said = json.loads(contents.pop("manifest.json"))
    assert {k: v for k, v in said.items() if k not in ("files", "length")} == {
        "format": "dvpack",
        "version": 1,
        "pack": {"version": 1, "date": "2020-05-01"},
        "publication": {"id": "tea", "name": "Weekly: Tea & Code"},
    }
    assert said["length"] == sum(map(len, contents.values()))
    assert said["files"] == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in contents.items()
    }
    for name, content in contents.items():
        assert (tmp_path / "folder" / name).read_bytes() == content


def test_the_same_publication_gives_the_same_bytes(library: Library, tmp_path: Path) -> None:
    _, one = export_pack(library, "tea", tmp_path / "one.dvpack")
    _, two = export_pack(library, "tea", tmp_path / "deeper" / "two.dvpack")
    assert one.read_bytes() == two.read_bytes()
    before = one.read_bytes()
    export_pack(library, "tea", one)
    assert one.read_bytes() == before


def test_a_later_pack_has_the_next_version(library: Library, tmp_path: Path) -> None:
    _, path = export_pack(library, "tea", tmp_path / "tea.dvpack")
    issue = library.folder / "my tea" / "issue-2.md"
    issue.write_text("# 第 2 期\n\n## 泡茶\n\n水要更滾。\n", encoding="utf-8")
    library.update_catalogue()
    export_pack(library, "tea", path)
    assert manifest(path)["pack"]["version"] == 2


def test_in_a_folder_the_pack_is_called_by_its_publication(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    _, path = export_pack(library, "tea", tmp_path / "out")
    assert path == tmp_path / "out" / "tea.dvpack"
    assert [p.name for p in path.parent.iterdir()] == ["tea.dvpack"]


def test_a_name_without_its_ending_gets_it(library: Library, tmp_path: Path) -> None:
    _, path = export_pack(library, "tea", tmp_path / "v1.2")
    assert path == tmp_path / "v1.2.dvpack"
    assert export_pack(library, "tea", tmp_path / "v1.2")[1] == path


@pytest.mark.parametrize("content", [b"my own", b"PK\x03\x04", None])
def test_a_file_that_is_no_pack_of_it_is_left_alone(
    library: Library, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "x.dvpack"
    if content is None:
        export_pack(library, "dosudo", path)
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="no pack of “tea”"):
        export_pack(library, "tea", path)
    assert path.read_bytes() == before


def test_a_cancelled_pack_leaves_nothing(library: Library, tmp_path: Path) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 4

    with pytest.raises(ExportCancelled):
        export_pack(library, "tea", tmp_path / "here" / "x.dvpack", None, cancelled)
    assert list((tmp_path / "here").iterdir()) == []


def test_a_picture_that_changes_meanwhile_ends_the_export(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ExportedFile.read_content

    def change(file: ExportedFile) -> bytes:
        if isinstance(file.content, Path):
            file.content.write_bytes(b"other")
        return read(file)

    monkeypatch.setattr(ExportedFile, "read_content", change)
    with pytest.raises(ArchiveError, match="changed during the export"):
        export_pack(library, "tea", tmp_path / "here" / "x.dvpack")
    assert list((tmp_path / "here").iterdir()) == []


def test_the_command_writes_a_pack(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "tea", str(tmp_path / "x.dvpack"), "--pack"]) == 0
    assert capsys.readouterr().out == (
        f"2 issues of Weekly: Tea & Code and 3 pictures were written to {tmp_path / 'x.dvpack'}.\n"
    )
    assert manifest(tmp_path / "x.dvpack")["publication"]["id"] == "tea"
