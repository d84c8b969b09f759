"""Pinyin and bopomofo find the Chinese that they stand for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article, marked

Over = Callable[..., Engine]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shenjing", "神經"),
        ("Shenjing ", "神經 "),
        ("shénjīng", "神經"),
        ("shen2jing1", "神經"),
        ("shen jing", "神經"),
        ("ㄕㄣˊㄐㄧㄥ", "神經"),
        ("ㄕㄣ ㄐㄧㄥ", "神經"),
        ("rengong zhineng", "人工智能"),
        ("rengongzhineng", "人工智能"),
        ("ㄖㄣˊㄍㄨㄥ ㄓˋㄋㄥˊ", "人工智能"),
        ("python shenjing", "python 神經"),
        ("人工 shenjing", "人工 神經"),
    ],
)
def test_what_is_typed_without_an_input_method_is_found(over: Over, typed: str, meant: str) -> None:
    engine = over(
        article("x", "神經、神經，Python 人工智能"),
        article("y", "sending 神情"),
        article("z", "身體"),
    )
    results = engine.search(typed)
    assert (results.did_you_mean, results.corrected) == (meant, True)
    assert [hit.title for hit in results.hits] == ["x"]
    assert "神經" in marked(results) or "人工智能" in marked(results)


def test_the_run_that_stands_in_most_articles_is_meant(over: Over) -> None:
    engine = over(*[article(f"{n}", "時間") for n in range(3)], article("once", "實踐與事件"))
    assert engine.search("shijian").did_you_mean == "時間"


def test_the_other_runs_that_sound_so_are_offered_the_commonest_first(over: Over) -> None:
    texts = ["背景"] * 4 + ["北京"] * 3 + ["備經"]
    engine = over(
        *(article(f"{n}", text) for n, text in enumerate(texts)), article("en", "beijing")
    )
    results = engine.search("beijing ")
    assert [hit.title for hit in results.hits] == ["en"]
    assert (results.did_you_mean, results.also_meant) == ("背景 ", ("北京 ", "備經 "))
    results = engine.search("python bei jing", relax=False)
    assert (results.corrected, results.did_you_mean, results.also_meant) == (False, "", ())
    results = engine.search("bei3jing1")
    assert (results.corrected, results.did_you_mean) == (True, "背景")
    assert results.also_meant == ("北京", "備經")


def test_a_word_that_begins_like_the_sound_stays(over: Over) -> None:
    engine = over(article("x", "神經 shenjing.js"), article("y", "別的"))
    assert engine.search("shenjing.js shenjing ").did_you_mean == "shenjing.js 神經 "


def test_words_that_stand_in_the_archive_are_only_offered_another(over: Over) -> None:
    engine = over(article("x", "can and dan"), article("zh", "參蛋燦丹"), article("y", "別的"))
    results = engine.search("can dan ")
    assert (results.total, results.corrected) == (1, False)


def test_words_that_stand_in_more_articles_are_offered_none(over: Over) -> None:
    engine = over(
        article("x", "Yann LeCun spoke"), article("y", "LeCun wrote"), article("zh", "收到了存款"),
        article("q", "Beijing"), article("r", "北京"), article("s", "在北京"),
    )  # fmt: skip
    assert engine.search("LeCun Yann ").did_you_mean == ""
    assert engine.search("beijing ").did_you_mean == "北京 "


def test_a_slip_of_the_finger_in_a_frequent_word_is_likelier(over: Over) -> None:
    language = [article(f"{n}", "a language") for n in range(3)]
    results = over(*language, article("zh", "爛嘎格")).search("langage")
    assert results.did_you_mean == "language"


@pytest.mark.parametrize("typed", ["前端ㄅ", "前端ㄐㄧ", "前端 ㄅ", "前端ㄕㄣˊ"])
def test_what_is_still_being_composed_is_left_out(over: Over, typed: str) -> None:
    results = over(article("x", "學前端"), article("y", "前端的")).search(typed)
    assert results.total == 2
    assert (results.did_you_mean, results.corrected) == ("", False)


def test_two_words_are_rarely_both_mistyped(over: Over) -> None:
    common = [article(f"{n}", "when Ming came") for n in range(5)]
    results = over(*common, article("zh", "神經")).search("shen jing")
    assert (results.did_you_mean, results.corrected) == ("神經", True)


def test_quoted_sounds_are_words(over: Over) -> None:
    results = over(article("x", "神經"), article("y", "注音ㄅㄆㄇ")).search('"shenjing"')
    assert results.total == 0
