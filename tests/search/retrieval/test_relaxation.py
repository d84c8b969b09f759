from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article
from viewer.search.query.results import CUT_RUNS, MOST_PAIRS, MOST_WORDS

Over = Callable[..., Engine]


def test_one_word_too_many_shows_articles_with_the_others(over: Over) -> None:
    engine = over(
        article("x", "閃電網路的手續費與錢包備份"),
        article("y", "錢包"),
        article("z", "咖啡的沖法"),
    )
    results = engine.search("閃電網路 錢包 咖啡")
    assert results.hits[0].title == "x"
    assert results.relaxation is not None
    assert (results.relaxation.kind, results.relaxation.words) == (
        MOST_WORDS,
        ("閃電網路", "錢包", "咖啡"),
    )
    assert [hit.title for hit in results.hits] == ["x"]  # y and z have one word of three


def test_a_word_that_stands_nowhere_costs_nothing(over: Over) -> None:
    engine = over(article("x", "Matt Corallo wrote it"), article("y", "Matt alone"))
    results = engine.search("Matt Corallo bluematt")
    assert results.hits[0].title == "x"
    assert results.relaxation is not None


@pytest.mark.parametrize("query", ["前端安全入門", "前端安全入门"])
def test_words_typed_without_a_blank_are_cut(over: Over, query: str) -> None:
    engine = over(
        article("x", "前端的工作。談安全。給新手的入門"),
        article("y", "前端"),
        article("z", "安全帽"),
        article("w", "後端入門"),
    )
    results = engine.search(query)
    assert results.hits[0].title == "x"
    assert results.relaxation is not None
    assert results.relaxation.kind == CUT_RUNS
    assert len(results.relaxation.words) == 3
    assert "".join(results.relaxation.words) == query  # as typed, not as folded


def test_characters_that_belong_to_no_word_are_left_out(over: Over) -> None:
    engine = over(article("x", "怎麼寫好前端程式"), article("y", "前端"), article("z", "學校"))
    results = engine.search("怎麼學前端")
    assert results.hits[0].title == "x"


def test_leaving_characters_out_is_no_correction(over: Over) -> None:
    engine = over(
        article("x", "为什么闪电网络不能透露余额"),
        article("y", "闪电网络说明：它是用来做什么的"),
        article("z", "别的"),
    )
    results = engine.search("什么是闪电网络")
    assert (results.did_you_mean, results.corrected) == ("", False)
    assert [hit.title for hit in results.hits] == ["x", "y"]
    assert results.relaxation is not None
    assert results.relaxation.words == ("什么", "闪电网络")
    slip = engine.search("闪点网络")
    assert (slip.did_you_mean, slip.corrected) == ("闪电网络", True)


def test_words_without_a_blank_are_likelier_than_a_slip_that_few_articles_make(over: Over) -> None:
    """組織 and 當時 stand in x; only the text of y holds a run that differs in one character."""
    engine = over(
        article("x", "當時有一個組織"),
        article("y", "由組織當天宣布"),
        article("z", "這個組織，以及別的"),
    )
    results = engine.search("組織當時")
    assert (results.hits[0].title, results.corrected) == ("x", False)
    assert results.did_you_mean == "組織當天"
    assert results.relaxation is not None
    assert (results.relaxation.kind, results.relaxation.words) == (CUT_RUNS, ("組織", "當時"))
    in_a_title = over(
        article("x", "當時有一個組織"), article("組織當天的事"), article("z", "這個組織，以及別的")
    ).search("組織當時")
    assert (in_a_title.did_you_mean, in_a_title.corrected) == ("組織當天", True)


def test_pairs_of_a_run_are_the_last_resort_and_need_half_of_them(over: Over) -> None:
    engine = over(article("x", "機器與器學，還有別的"), article("y", "有別"))
    results = engine.search("機器學樣")
    assert [hit.title for hit in results.hits] == ["x"]
    assert results.relaxation is not None
    assert results.relaxation.kind in {MOST_PAIRS, MOST_WORDS, CUT_RUNS}
    assert engine.titles("機關槍學樣") == []


def test_articles_with_all_words_come_first(over: Over) -> None:
    engine = over(
        article("all", "alpha beta gamma " + "filler " * 300),
        article("most", "alpha beta alpha beta"),
    )
    results = engine.search("alpha beta gamma ")
    assert [hit.title for hit in results.hits] == ["all", "most"]
    assert results.relaxation is not None
    assert results.relaxation.exact_total == 1


@pytest.mark.parametrize(
    "query",
    ['"alpha gamma"', '"alpha gamma" beta', "alpha -beta", "BIP999", "alpha BIP999", "2021-07-14"],
)
def test_quoted_text_exclusions_and_identifiers_are_never_relaxed(over: Over, query: str) -> None:
    engine = over(article("x", "alpha beta BIP9 2021 07 15"), article("y", "gamma beta"))
    assert engine.titles(query) == []


def test_filters_stay_when_words_are_dropped(over: Over) -> None:
    engine = over(
        article("x", "alpha beta", date="2017-07-29"), article("y", "alpha beta", date="2019-01-01")
    )
    assert engine.titles("alpha beta gamma before:2018") == ["x"]


def test_the_reader_can_have_it_without(over: Over) -> None:
    engine = over(article("x", "alpha beta"))
    assert engine.titles("alpha gamma ", relax=False) == []


def test_two_or_three_exact_hits_of_two_words_are_all(over: Over) -> None:
    engine = over(article("x", "alpha beta"), article("y", "alpha"))
    results = engine.search("alpha beta ")
    assert results.relaxation is None
    assert results.total == 1
