"""What is typed without an input method is cut into syllables, and those have characters."""

from __future__ import annotations

import pytest

from viewer.search.language.pinyin import is_bopomofo, readings


@pytest.mark.parametrize(
    ("words", "run"),
    [
        (["shenjing"], "神经"),
        (["shen2jing1"], "神经"),
        (["shen", "jing"], "神经"),
        (["rengong", "zhineng"], "人工智能"),
        (["xian"], "西安"),
        (["nvren"], "女人"),
        (["nuren"], "女人"),
        (["ㄕㄣˊㄐㄧㄥ"], "神经"),
        (["ㄕㄣㄐㄧㄥ"], "神经"),
        (["ㄕㄣˊ", "ㄐㄧㄥ"], "神经"),
        (["ㄓㄏㄨㄟˋ"], "智慧"),
        (["ㄌㄜˋㄙㄜˋ"], "垃圾"),
        (["laji"], "垃圾"),
        (["yinhang"], "银行"),
    ],
)
def test_one_of_the_readings_is_meant(words: list[str], run: str) -> None:
    assert any(
        len(reading) == len(run) and all(map(str.__contains__, reading, run))
        for reading in readings(words)
    )


@pytest.mark.parametrize("word", ["python", "strength", "ㄅ", "神經", "sh", "x86"])
def test_other_words_are_no_sounds(word: str) -> None:
    assert readings([word]) == []


def test_a_long_word_is_not_cut_in_every_way() -> None:
    assert len(readings(["xianxianxianxianxianxianxian"])) <= 16


def test_bopomofo_is_told_from_words() -> None:
    assert is_bopomofo("ㄕㄣˊ")
    assert not is_bopomofo("前端ㄅ")
