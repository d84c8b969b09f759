from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.model.language_detection import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这里记录过去一周的科技动态，我们还会说明来龙去脉。", "zh-Hans"),
        ("這裡記錄過去一週的科技動態，我們還會說明來龍去脈。", "zh-Hant"),
        ("深度學習 deep learning 與 CNN", "zh-Hant"),
        ("これはニュースレターの第一号です。", "ja"),
        ("이것은 뉴스레터입니다", "ko"),
        ("A newsletter in English, with one 字 of Chinese among many other words", "en"),
        ("2017-07-29 — 100 %", ""),
    ],
)
def test_the_language_is_told_from_the_characters(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert guess_language(text) in {"", "en", "zh-Hans", "zh-Hant", "ja", "ko"}
