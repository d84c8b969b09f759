from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.waiting import ends_soon
from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import index_terms, is_han, joined_compounds, split_chunks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("機器學習 is fun", ["机器学习", "is", "fun"]),
        ("用PyTorch訓練", ["用", "pytorch", "训练"]),
        ("C++ C# F# c", ["c++", "c#", "f#", "c"]),
        ("GPT-4", ["gpt", "4"]),
        ("YOLOv2", ["yolov2"]),
        ("3×3 卷積", ["3x3", "卷积"]),
        ("node.js!", ["node", "js"]),
        ("a_b", ["a", "b"]),
        ("機器。學習", ["机器", "学习"]),
        ("“Neural Machine” é”", ["neural", "machine", "e"]),
        ("カード한국", ["カード한국"]),
        ("→ … 😀", []),
    ],
)
def test_chunks(text: str, expected: list[str]) -> None:
    assert split_chunks(fold(text)) == [fold(chunk) for chunk in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("node.js", ["nodejs"]),
        ("GPT-4", ["gpt4"]),
        ("don’t", ["dont"]),
        ("x86_64", ["x8664"]),
        ("1,000", ["1000"]),
        ("3.11", []),
        ("2017-07-29", []),
        ("cats,dogs", []),
        ("用wi-fi上網", ["wifi"]),
        ("plain words", []),
    ],
)
def test_words_written_together(text: str, expected: list[str]) -> None:
    assert joined_compounds(fold(text)) == expected


def test_han_is_cut_into_characters_and_pairs() -> None:
    assert index_terms(["机器学"]) == ["机", "器", "学", "机器", "器学"]


def test_a_word_with_signs_is_found_without_them_too() -> None:
    assert index_terms(["c++"]) == ["c++", "c"]


@given(st.text(max_size=60))
def test_chunks_never_mix_scripts(text: str) -> None:
    for chunk in split_chunks(fold(text)):
        assert len({is_han(char) for char in chunk}) == 1


@pytest.mark.parametrize("text", ["a" * 200_000, "a-" * 100_000, "é" * 200_000, "1," * 100_000])
def test_long_texts_take_time_in_proportion(text: str) -> None:
    assert ends_soon(lambda: (split_chunks(text), joined_compounds(text)))
