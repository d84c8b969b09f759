"""Find in page is literal: what is typed, in any case, width or script, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.search.language.folding import fold
from viewer.search.query.find_in_page import find_occurrences


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("cnn", "CNN、ＣＮＮ 與 ConvNet", ["CNN", "ＣＮＮ"]),
        ("神经网络", "類神經網路與神經網絡", ["神經網絡"]),
        ("。", "一。二。", ["。", "。"]),
        ("-", "GPT-4 與 end-to-end", ["-", "-", "-"]),
        ("486 電腦", "486 電腦與電腦", ["486 電腦"]),
        ("（filter）", "濾波器（filter）與 filter", ["（filter）"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("GPU", "CPU", []),
        ("", "text", []),
    ],
)
def test_what_is_typed_is_found(typed: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_occurrences(typed, text)] == found


@given(st.text(max_size=8), st.text(max_size=60))
def test_marks_stand_on_what_was_typed(typed: str, text: str) -> None:
    for start, end in find_occurrences(typed, text):
        assert fold(typed) in fold(text[start:end])
