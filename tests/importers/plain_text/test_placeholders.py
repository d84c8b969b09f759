"""Rows of labels whose links are lost, and what is left of pictures."""

from __future__ import annotations

import pytest

from viewer.importers.plain_text.lines import parse_lines
from viewer.importers.plain_text.placeholders import (
    is_picture_placeholder,
    link_labels,
    split_trailing_labels,
)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("原始post 中文post Video", ["原始post", "中文post", "Video"]),
        ("原始post\t中文post\tPaper\tReddit上的深入討論",
         ["原始post", "中文post", "Paper", "Reddit上的深入討論"]),
        ("Original post  Chinese post | Video", ["Original post", "Chinese post", "Video"]),
        ("Original post Paper Github", ["Original post", "Paper", "Github"]),
        ("原文 | 影像網頁", ["原文", "影像網頁"]),
        ("Github", ["Github"]),
        ("Github paper", ["Github", "paper"]),
    ],
)  # fmt: skip
def test_rows_of_labels(text: str, labels: list[str]) -> None:
    if "|" in text and "  " in text:
        text = text.replace("  ", " | ")
    assert link_labels(parse_lines(text)[0]) == labels


@pytest.mark.parametrize(
    "text",
    [
        "", "News", "Three papers appeared.", "The paper is good", "今天的論文很好看", "Code: x",
        "一篇論文，一段影片", "Who wrote the code", "Paper boats and other video games",
    ],
)  # fmt: skip
def test_text_is_no_row(text: str) -> None:
    assert all(link_labels(line) == [] for line in parse_lines(text))


def test_labels_behind_an_item() -> None:
    assert split_trailing_labels("Toolbox at home Github") == ("Toolbox at home", ["Github"])
    assert split_trailing_labels("A win code slide") == ("A win", ["code", "slide"])
    assert split_trailing_labels("A win (code, slide)") == ("A win", ["code", "slide"])
    assert split_trailing_labels("A win (of sorts)") == ("A win (of sorts)", [])
    assert split_trailing_labels("Code") == ("Code", [])


@pytest.mark.parametrize(
    "text",
    ["fig1", "Figure 12.", "圖3", "螢幕快照 2017-07-29 上午9.46.06", "IMG_0012.JPG",
     "Screen Shot 2017-07-29 at 9.46.06 AM"],
)  # fmt: skip
def test_what_is_left_of_pictures(text: str) -> None:
    assert is_picture_placeholder(parse_lines(text)[0])


@pytest.mark.parametrize("text", ["figs are ripe", "圖書館的消息", "Photographs of birds"])
def test_what_is_none(text: str) -> None:
    assert not is_picture_placeholder(parse_lines(text)[0])
