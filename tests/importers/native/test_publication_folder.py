"""A publication's folder, as the program exports it, comes in to the letter.

Covers viewer/archive/files/native_draft.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.writing import BODY, HEAD, bundle, write
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.base import ImportOptions
from viewer.importers.native.publication_folder import IMPORTER


def test_a_folder_with_a_description_is_ours(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "paper")
    assert IMPORTER.recognises(folder, b"")
    reading = IMPORTER.open(folder, ImportOptions())
    assert (reading.publication.id, reading.publication.name) == ("paper", "小報")
    assert reading.publication.series[0].outline == ("歷史", "方法", "Entity NN", "結語")
    assert reading.titles == ("paper/002/issue.md",)
    draft = reading.read_issue(0)
    assert draft is not None
    assert (draft.number, draft.title, draft.date) == (2, "小報第二期", "2017-07-29")
    assert draft.text == BODY.strip("\n")
    assert [p.name for p in draft.pictures] == ["figures/step.svg"]


@pytest.mark.parametrize(
    "files",
    [
        {"001/issue.md": "# A"},
        {"publication.yaml": "id: x", "1.md": "# A"},
        {"publication.yaml": "id: x", "001/issue.md": "# A", "2.md": "# B"},
        {"publication.yaml": "id: x", "001/issue.md": "# A", "summer/issue.md": "# B"},
    ],
)
def test_other_folders_are_left_to_others(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert not IMPORTER.recognises(write(tmp_path / "f", files), b"")


def test_everything_in_a_head_is_kept(tmp_path: Path) -> None:
    head = HEAD.replace(
        "---\n\n",
        'edition: restated\nguid: "a b"\nlosses: {cut: 1}\neditors: [A, B]\nevents:\n'
        "  - {title: E, start: 2017-07-29T17:00:00-07:00}\n---\n\n",
    )
    files: dict[str, str | bytes] = {"publication.yaml": "id: x", "002/issue.md": head + BODY}
    draft = IMPORTER.open(write(tmp_path / "f", files), ImportOptions()).read_issue(0)
    assert draft is not None
    assert (draft.edition.value, draft.guid, draft.losses) == (
        "restated",
        "a b",
        {ImportLoss.CUT: 1},
    )
    assert draft.editors == ("A", "B")
    assert draft.events[0].start == "2017-07-29T17:00:00-07:00"


def test_files_that_cannot_be_kept_are_told(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "paper")
    (folder / "002" / "figures" / "a:b.png").write_bytes(b"x")
    (folder / "002" / "run me.sh").write_bytes(b"x")
    (folder / "002" / "a b.pdf").write_bytes(b"x")
    (folder / "002" / "figures" / "link.png").symlink_to("/etc/hostname")
    draft = IMPORTER.open(folder, ImportOptions()).read_issue(0)
    assert draft is not None
    assert [p.name for p in draft.pictures] == ["figures/step.svg"]
    assert [p.name for p in draft.files] == ["a b.pdf"]
    messages = " ".join(problem.message for problem in draft.problems)
    assert "figures/a:b.png is left out" in messages
    assert "run me.sh is left out" in messages
    assert "figures/link.png is left out" in messages


def test_one_bad_issue_leaves_the_rest(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "paper")
    write(folder, {"003/issue.md": b"\xff\xfe"})
    reading = IMPORTER.open(folder, ImportOptions())
    assert reading.read_issue(0) is not None
    with pytest.raises(UnreadableFileError, match="not UTF-8"):
        reading.read_issue(1)
