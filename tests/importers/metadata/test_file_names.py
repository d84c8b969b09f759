"""What the names of files and titles say."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.importers.metadata import file_names as names


@pytest.mark.parametrize(
    ("name", "number", "date"),
    [
        ("issue-206.md", 206, ""),
        ("第100期.md", 100, ""),
        ("每周分享第 12 期.md", 12, ""),
        ("2017-07-29-title.md", None, "2017-07-29"),
        ("2017/07/29/index.md", None, "2017-07-29"),
        ("2017/07/29-title.md", None, "2017-07-29"),
        ("20170729.md", None, "2017-07-29"),
        ("_posts/2020-01-02-weekly-12.md", 12, "2020-01-02"),
        ("2020-01-02-top-10-tools.md", None, "2020-01-02"),
        ("12.md", 12, ""),
        ("100/index.md", 100, ""),
        ("002/issue.md", 2, ""),
        ("2017.md", None, ""),
        ("No.12.md", 12, ""),
        ("vol-3-no-12.md", 12, ""),
        ("newsletter#2.md", 2, ""),
        ("js-weekly_12.md", 12, ""),
        ("issue-12.zh-tw.md", 12, ""),
        ("issue-2017-07-29.md", None, "2017-07-29"),
        ("week-2017-30.md", None, ""),
        ("10-things.md", None, ""),
        ("3d-printing.md", None, ""),
    ],
)
def test_numbers_and_dates_of_names(name: str, number: int | None, date: str) -> None:
    assert names.number_from_name(name) == number
    assert names.date_from_name(name) == date


def test_numbers_that_several_share_say_nothing() -> None:
    files = ["2018/week-1.md", "2019/week-1.md", "2019/week-2.md"]
    assert names.assign_numbers(files, [None, None, None]) == [None, None, 2]
    assert names.assign_numbers(files, [None, 7, None]) == [1, 7, 2]


def test_names_that_count_give_their_numbers_only_together() -> None:
    assert names.assign_numbers(["10-things.md", "hello.md"], [None, None]) == [None, None]
    files = ["01-a.md", "02-b.md", "03-c.md"]
    assert names.assign_numbers(files, [None] * 3) == [1, 2, 3]


@pytest.mark.parametrize(
    "name",
    [
        "README.md", "readme.zh-TW.md", "LICENSE.md", "CHANGELOG.md", "about.md", "_index.md",
        "_index.zh.md", "themes/x/a.md", "node_modules/x/a.md", "_drafts/a.md", "notes.txt",
    ],
)  # fmt: skip
def test_what_is_no_issue(name: str) -> None:
    assert not names.is_issue_path(name)


def test_drafts_are_issues_when_asked_for() -> None:
    assert names.is_issue_path("_drafts/a.md", include_drafts=True)
    assert names.is_issue_path("aboutness.MD")


def test_titles_and_the_name_they_share() -> None:
    assert names.title_from_name("_posts/2017-07-29-hello-big_world.md") == "hello big world"
    assert names.title_from_name("issue-12.md") == ""
    assert names.title_from_name("12.md") == ""
    titles = ["機器人週報（第 200 期）：甲", "機器人週報 第 201 期", "每週分享第 3 期", "x"]
    assert names.common_title_prefix(titles) == "機器人週報"
    assert names.common_title_prefix(["JS Weekly, Issue 12", "JS Weekly: No. 13"]) == "JS Weekly"
    assert names.common_title_prefix(["hello", "world"]) == ""


def test_folders_named_after_their_kind() -> None:
    assert all(map(names.is_generic_folder_name, ["posts", "_posts", "Content", "2017", "2017-07"]))
    assert not names.is_generic_folder_name("robots")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("/x/tea/posts", "/x/tea"),
        ("/x/tea/content/2020", "/x/tea"),
        ("/x/tea", "/x/tea"),
        ("/home/ada/posts", "/home/ada/posts"),
        ("/x/Downloads/letters", "/x/Downloads/letters"),
        ("/tmp/issues", "/tmp/issues"),
    ],
)
def test_posts_are_named_after_their_site_and_never_after_a_place(folder: str, said: str) -> None:
    assert names.naming_folder(Path(folder)) == Path(said)


@pytest.mark.parametrize(
    ("path", "title", "said"),
    [
        ("/x/tea/letter.md", "On milk", "tea"),
        ("/home/ada/Downloads/letter.md", "On milk/tea.", "On milk tea"),
        ("/home/ada/letter.md", "..", "letter"),
        ("/tmp/2020-01-02.txt", "", "2020-01-02"),
    ],
)
def test_a_lone_file_is_not_named_after_where_anything_is_put(
    path: str, title: str, said: str
) -> None:
    assert names.naming_path_for_file(Path(path), title).name == said


def test_where_one_stands_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tea/posts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "tea")
    assert names.naming_folder(Path("posts")).name == "tea"
    assert names.naming_path_for_file(Path("letter.md"), "On milk").name == "tea"
