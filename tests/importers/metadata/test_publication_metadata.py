"""Dates, languages and names as sources state them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.publication_file import is_valid_publication_id
from viewer.importers.metadata.publication_metadata import (
    is_blank,
    most_common_language,
    parse_any_date,
    publication_from_metadata,
    resolve_language,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-01T23:30:00+08:00", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("Wed, 01 May 2024 10:00:00 +0000", "2024-05-01"),
        ("1 May 2024", "2024-05-01"),
        ("Mon, 30 Nov -0001 00:00:00 +0000", ""),
        ("2024-02-30", ""),
        ("0000-00-00 00:00:00", ""),
        ("soon", ""),
        ("", ""),
        ("(" * 3000, ""),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert parse_any_date(text) == day


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert parse_any_date(text) == "" or len(parse_any_date(text)) == 10


CHINESE = "這個網頁說的是我們經常會發現的問題，還沒有人學過。"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-US", CHINESE, "zh-Hant"),
        ("zh-TW", CHINESE, "zh-Hant"),
        ("zh", "这个网页说的是我们经常会发现的问题", "zh-Hans"),
        ("zh_CN", "中文", "zh-Hans"),
        ("de-DE", "Der Tee ist fertig.", "de"),
        ("zh-TW", "Only English words here.", "en"),
        ("", "Plain words.", "en"),
        ("nonsense!", "Plain words.", "en"),
        ("ja", "お茶がはいりました", "ja"),
        ("", "", ""),
        ("fr", "", "fr"),
    ],
)
def test_the_letters_decide_between_scripts(declared: str, text: str, language: str) -> None:
    assert resolve_language(declared, text) == language


@pytest.mark.parametrize(
    ("markdown", "blank"),
    [
        ("", True), (">\n> ```\n> ```", True), ("***\n\n- \n<div></div>", True), ("…", False),
        ("> a", False), ("![](x.png)", False), ("<img src=x>", False), ("🙂", False),
    ],
)  # fmt: skip
def test_marks_alone_are_nothing_to_read(markdown: str, blank: bool) -> None:
    assert is_blank(markdown) is blank


def test_most_common() -> None:
    assert most_common_language(["en", "", "zh-Hant", "zh-Hant"]) == "zh-Hant"
    assert most_common_language(["", ""]) == ""


@pytest.mark.parametrize(
    ("title", "home", "id_"),
    [
        ("Dosudo", "https://dosudo.wordpress.com/", "dosudo"),
        ("X", "https://www.tea.example.org/blog", "tea"),
        ("X", "https://blog.example.org", "example"),
        ("X", "https://example.org", "example"),
        ("X", "https://en.blog.wordpress.com", "blog"),
        ("Tea Letter", "", "tea-letter"),
        ("Tea Letter", "http://[", "tea-letter"),
        ("X", "http://localhost:8080/", "x"),
    ],
)
def test_a_publication_is_called_after_its_address(title: str, home: str, id_: str) -> None:
    assert publication_from_metadata(title, home, "en").id == id_


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_make_a_publication(title: str, home: str) -> None:
    made = publication_from_metadata(title, home, "")
    assert is_valid_publication_id(made.id)
    assert made.name


def test_a_text_that_is_said_to_be_chinese_may_be_mostly_names_and_code() -> None:
    text = "機器學會了泡茶。" + "original paper github " * 5
    assert resolve_language("zh-TW", text) == "zh-Hant"
    assert resolve_language("", text) == "en"
    assert (
        resolve_language("zh-TW", "A post that is all in English, with a single 字 in it. " * 3)
        == "en"
    )
