from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.archive.writing import HEAD, bundle, write
from viewer.archive.library.validator import validate_paths


def said(*paths: Path) -> list[str]:
    return [str(problem) for problem in validate_paths(paths)]


@pytest.mark.parametrize("place", ["", "002", "002/issue.md"])
def test_a_sound_publication_however_it_is_named(tmp_path: Path, place: str) -> None:
    folder = bundle(tmp_path / "issues")
    assert {problem.severity.value for problem in validate_paths([folder / place])} == {"guess"}
    # The outline of publication.yaml is known in every case.
    assert any("chapters of “一場演講”" in text for text in said(folder / place))


def test_a_library_and_any_folder_below(tmp_path: Path) -> None:
    bundle(tmp_path / "lib/issues")
    write(tmp_path, {"lib/deep/er/5.md": "# 題\n\n![a](none.png)"})
    assert any(
        text.startswith(f"{tmp_path}/lib/deep/er/5.md:3: error: The picture none.png is not there")
        for text in said(tmp_path / "lib")
    )


def test_paths_that_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.symlink(tmp_path / "empty", tmp_path / "link")
    assert said(tmp_path / "none", tmp_path / "empty", tmp_path / "link") == [
        f"{tmp_path}/none: error: There is nothing at this path; mend its name.",
        f"{tmp_path}/empty: error: No issue is in this folder; an issue is a Markdown file "
        "(issue.md or *.md).",
        f"{tmp_path}/link: error: This is a link, which is not followed; name the file or folder "
        "itself.",
    ]


def test_one_file_is_checked_without_its_neighbours(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "issues")
    os.symlink("/etc/hostname", folder / "002/other.md")
    os.symlink("/etc/hostname", folder / "3.md")
    assert {p.severity.value for p in validate_paths([folder / "002/issue.md"])} == {"guess"}


def test_duplicates_links_and_dead_addresses(tmp_path: Path) -> None:
    write(tmp_path, {
        "1.md": HEAD + "# A. 節 {#a}\n\n[甲](mine/2/z) [乙](mine/2/a) [丙](mine/7/a)",
        "2.md": HEAD + "# A. 節 {#a}\n\n文",
        "publication.yaml": "id: mine\nname: 我的\ncolour: red\n",
    })  # fmt: skip
    os.symlink("/etc/hostname", tmp_path / "3.md")
    assert said(tmp_path) == [
        f"{tmp_path}/3.md: warning: This is a link or not a regular file and is not read; put the "
        "file itself here.",
        f"{tmp_path}/publication.yaml:3: error: The key “colour” is not known; write one of "
        "id, name, language, home, note, series, or take it out.",
        f"{tmp_path}/2.md: error: Issue 2 of mine is already in {tmp_path}/1.md, which is shown; "
        "change the number of one of them or take it away.",
        f"{tmp_path}/1.md: error: A link leads to mine/2/z, where nothing stands; mend the "
        "address.",
    ]


@pytest.mark.parametrize("place", ["", "paper", "paper/003", "paper/003/issue.md"])
def test_an_issue_may_join_a_publication_that_comes_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    bundled = bundle(tmp_path / "issues")
    head = HEAD.replace("number: 2", "number: 3").replace("第二期", "第三期")
    text = head + "# A. 節 {#a}\n\n## 3. 演講 {#a3 series=talk chapter=3}\n\n文\n"
    write(tmp_path, {"library/paper/003/issue.md": text})
    assert validate_paths([tmp_path / "library" / place], bundled) == []
    monkeypatch.chdir(tmp_path / "library/paper")
    assert validate_paths(["."], bundled) == validate_paths(["003"], bundled) == []
    assert any("is not in publication.yaml" in text for text in said(tmp_path / "library"))
