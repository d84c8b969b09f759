"""A pack is taken where every sum is right; what is not is told, and the rest goes in.

Covers viewer/archive/files/pack_manifest.py.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.library.library import Library
from viewer.cli.main import main
from viewer.exporters.folder import export_folder
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions, Source
from viewer.importers.native.pack import IMPORTER

ISSUE = "---\nnumber: {0}\ntitle: Tea {0}\ndate: 2020-05-0{0}\n---\n\n## A\n\n![x](figures/x.png)\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FILES: dict[str, bytes] = {
    "publication.yaml": b"id: tea\nname: Tea\nlanguage: en\n",
    "001/issue.md": ISSUE.format(1).encode(),
    "001/figures/x.png": PNG,
    "002/issue.md": ISSUE.format(2).encode(),
    "002/figures/x.png": PNG,
}


def listed(files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "format": "dvpack",
        "version": 1,
        "pack": {"version": 1, "date": "2020-05-02"},
        "publication": {"id": "tea", "name": "Tea"},
        "length": sum(map(len, files.values())),
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items()
        },
    }


def pack(path: Path, files: dict[str, bytes], said: object) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        archive.writestr("manifest.json", content)
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def opened(path: Path) -> Source:
    return IMPORTER.open(path, ImportOptions())


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        opened(path).close()
    assert all(problem.file == path.name for problem in caught.value.problems)
    return caught.value.problems[-1].message


def test_a_sound_pack_is_read(tmp_path: Path) -> None:
    reading = opened(pack(tmp_path / "tea.dvpack", FILES, listed(FILES)))
    assert reading.problems == ()
    assert (reading.publication.id, reading.publication.name) == ("tea", "Tea")
    assert reading.publication.language == "en"
    assert reading.titles == ("001/issue.md", "002/issue.md")
    draft = reading.read_issue(1)
    assert draft is not None
    assert (draft.number, draft.title, draft.date) == (2, "Tea 2", "2020-05-02")
    assert draft.text == "## A\n\n![x](figures/x.png)"
    assert [(p.name, p.content) for p in draft.pictures] == [("figures/x.png", PNG)]
    assert draft.file == "tea.dvpack/002/issue.md"
    reading.close()


def test_it_is_known_by_its_first_bytes_or_its_ending(tmp_path: Path) -> None:
    path = pack(tmp_path / "tea.zip", FILES, listed(FILES))
    assert importer_for(path) is IMPORTER
    damaged = tmp_path / "x.DVPACK"
    damaged.write_bytes(b"not a zip")
    assert importer_for(damaged) is IMPORTER
    assert "not a zip archive" in refusal(damaged)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert importer_for(other) is not IMPORTER


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "apk"}, "not that of a Dosudo Viewer pack"),
        ({"version": 2}, "bring the program up to date"),
        ({"length": 1}, "not as long together as it says"),
        ({"length": -1}, "damaged"),
        ({"files": {}}, "not as long together"),
        ({"files": {"x": {"sha256": "0", "size": 0}}}, "damaged"),
        ({"publication": {"id": "../x", "name": "x"}}, "damaged"),
        ({"publication": {"id": "coffee", "name": "Tea"}}, "“coffee” in one place and “tea”"),
        ({"pack": {"version": "new"}}, "damaged"),
    ],
)
def test_a_list_that_cannot_be_believed_closes_the_pack(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = pack(tmp_path / "tea.dvpack", FILES, {**listed(FILES), **change})
    assert said in refusal(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"[" * 100_000, b'{"format": 1}'])
def test_a_broken_list_is_told(tmp_path: Path, content: bytes) -> None:
    assert "is damaged" in refusal(pack(tmp_path / "tea.dvpack", FILES, content))


def test_a_pack_without_issues_is_told(tmp_path: Path) -> None:
    files = {"publication.yaml": FILES["publication.yaml"]}
    assert "no issue in the pack" in refusal(pack(tmp_path / "t.dvpack", files, listed(files)))


def test_the_list_has_to_come_first(tmp_path: Path) -> None:
    path = tmp_path / "tea.dvpack"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("001/issue.md", FILES["001/issue.md"])
        archive.writestr("manifest.json", json.dumps(listed(FILES)))
    assert "does not begin with a list" in refusal(path)


def _change(name: str) -> Callable[[dict[str, bytes]], object]:
    return lambda files: files.update({name: files[name][:-1] + b"!"})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_change("001/issue.md"), "001/issue.md cannot be used. It is not what the pack's list"),
        (_change("001/figures/x.png"), "001/figures/x.png cannot be used. It is not what"),
        (lambda f: f.update({"001/figures/x.png": b"short"}), "It is not what the pack's list"),
        (lambda f: f.pop("001/figures/x.png"), "listed, but not in the pack"),
        (lambda f: f.pop("001/issue.md"), "listed, but not in the pack"),
    ],
)
def test_a_bad_file_closes_its_issue_and_the_rest_goes_in(
    tmp_path: Path, spoil: Callable[[dict[str, bytes]], object], said: str
) -> None:
    files = dict(FILES)
    spoil(files)
    with opened_pack(tmp_path, files) as reading:
        with pytest.raises(UnreadableFileError) as caught:
            reading.read_issue(0)
        (problem,) = caught.value.problems
        assert said in problem.message
        assert problem.file == "tea.dvpack/001/issue.md"
        good = reading.read_issue(1)
        assert good is not None
        assert good.number == 2


def opened_pack(tmp_path: Path, files: dict[str, bytes]) -> Any:
    from contextlib import closing

    return closing(opened(pack(tmp_path / "tea.dvpack", files, listed(FILES))))


def test_what_is_not_listed_is_left_out_and_told(tmp_path: Path) -> None:
    files = {**FILES, "003/issue.md": FILES["002/issue.md"], "../evil.md": b"x"}
    with opened_pack(tmp_path, files) as reading:
        assert reading.titles == ("001/issue.md", "002/issue.md")
        said = [problem.message for problem in reading.problems]
    assert len(said) == 2
    assert "../evil.md in the pack is left out. Its name leads to a place outside" in said[0]
    assert "003/issue.md is not in the pack's list" in said[1]


def test_what_does_not_belong_in_a_pack_is_left_out(tmp_path: Path) -> None:
    files = {**FILES, "001/run.exe": b"MZ", "index/_MAIN_1.toc": b"pickle", "001/a/../x.png": b""}
    path = pack(tmp_path / "tea.dvpack", files, listed(files))
    reading = opened(path)
    reading.close()
    said = " ".join(problem.message for problem in reading.problems)
    for name in ("001/run.exe", "index/_MAIN_1.toc", "001/a/../x.png"):
        assert f"{name} is nothing that belongs in a pack" in said


def test_a_description_that_was_altered_is_left_out(tmp_path: Path) -> None:
    files = {**FILES, "publication.yaml": b"id: tea\nname: Tex\nlanguage: en\n"}
    with opened_pack(tmp_path, files) as reading:
        assert reading.publication.name == "Tea"
        (problem,) = reading.problems
        assert "publication.yaml is left out" in problem.message


def test_a_description_with_faults_is_told(tmp_path: Path) -> None:
    files = {**FILES, "publication.yaml": b"id: tea\nname: Tea\ncolour: red\n"}
    reading = opened(pack(tmp_path / "tea.dvpack", files, listed(files)))
    reading.close()
    (problem,) = reading.problems
    assert "“colour” is not known" in problem.message
    assert problem.line == 3


@settings(max_examples=150)
@given(data=st.data())
def test_no_altered_pack_is_taken_for_another(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever is changed in a pack: an issue is what it was, or it is not taken."""
    content = bytearray(pack(tmp_path / "tea.dvpack", FILES, listed(FILES)).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "other.dvpack"
    path.write_bytes(content)
    taken = []
    try:
        reading = opened(path)
    except UnreadableFileError:
        return
    for unit in range(len(reading.titles)):
        try:
            taken.append(reading.read_issue(unit))
        except UnreadableFileError:
            continue
    reading.close()
    for draft in taken:
        assert draft is not None
        assert draft.text == "## A\n\n![x](figures/x.png)"
        assert [p.content for p in draft.pictures] == [PNG]


def test_a_pack_goes_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Import, export, import: the same folder and the same pack each time."""
    source = pack(tmp_path / "tea.dvpack", FILES, listed(FILES))
    assert main(["import", str(source), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["publication"] == "tea"
    assert said["issues"] == {"added": 2, "updated": 0, "unchanged": 0, "failed": 0}
    assert main(["export", "tea", str(tmp_path / "one.dvpack"), "--pack"]) == 0
    export_folder(Library(Path(os.environ["DOSUDO_LIBRARY"])), "tea", tmp_path / "folder")
    second = tmp_path / "second"
    for path in (tmp_path / "one.dvpack", tmp_path / "folder"):
        assert main(["import", str(path), "--json", "--library", str(second)]) == 0
    capsys.readouterr()
    assert main(["import", str(path), "--json", "--library", str(second)]) == 0
    again = json.loads(capsys.readouterr().out)["issues"]
    assert again == {"added": 0, "updated": 0, "unchanged": 2, "failed": 0}
    assert main(["export", "tea", str(tmp_path / "two.dvpack"), "--pack"]) == 0
    assert (tmp_path / "one.dvpack").read_bytes() == (tmp_path / "two.dvpack").read_bytes()
    for name, content in FILES.items():
        if not name.endswith(".yaml"):
            assert (second / "tea" / name).read_bytes() == content


def test_a_pack_that_is_older_than_what_is_there_says_so(tmp_path: Path) -> None:
    from viewer.importers.import_session import ImportReport, ImportSession

    def bring(path: Path) -> ImportReport:
        with ImportSession(library) as importing:
            report = importing.prepare([path])
            importing.commit()
        return report

    library = Library(tmp_path / "mine")
    first = pack(tmp_path / "first.dvpack", FILES, listed(FILES))
    newer = FILES | {"002/issue.md": ISSUE.format(2).encode() + b"\nAnd more.\n"}
    said = listed(newer)
    said["pack"]["version"] = 2
    assert bring(pack(tmp_path / "second.dvpack", newer, said)).problems == ()
    report = bring(first)
    assert report.publications[0].updated == 1
    (problem,) = report.problems
    assert problem.message == ("The pack is version 1 of Tea; version 2 was brought in before.")
    (problem,) = bring(tmp_path / "second.dvpack").problems
    assert "as it was before a later import changed it" in problem.message
    fewer = {name: content for name, content in FILES.items() if not name.startswith("002")}
    said = listed(fewer)
    said["pack"] = {"version": 2, "date": "2020-05-01"}
    report = bring(pack(tmp_path / "fewer.dvpack", fewer, said))
    assert report.problems == (), "what replaces nothing takes nothing back"
    fewer["001/issue.md"] += b"\nAnd more.\n"
    said = listed(fewer) | {"pack": said["pack"]}
    report = bring(pack(tmp_path / "fewer.dvpack", fewer, said))
    assert report.problems[0].message == (
        "The newest issue in the pack is of 2020-05-01; the library has issues up to 2020-05-02."
    )
