"""Languages as sources state them, and as the letters tell."""

from __future__ import annotations

import pytest

from viewer.importers.metadata.languages import most_common_language, resolve_language

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


def test_most_common() -> None:
    assert most_common_language(["en", "", "zh-Hant", "zh-Hant"]) == "zh-Hant"
    assert most_common_language(["", ""]) == ""


def test_a_text_that_is_said_to_be_chinese_may_be_mostly_names_and_code() -> None:
    text = "機器學會了泡茶。" + "original paper github " * 5
    assert resolve_language("zh-TW", text) == "zh-Hant"
    assert resolve_language("", text) == "en"
    assert (
        resolve_language("zh-TW", "A post that is all in English, with a single 字 in it. " * 3)
        == "en"
    )
