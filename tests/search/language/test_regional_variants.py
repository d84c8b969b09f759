"""Words of other regions are exchanged in every combination that stands in the archive."""

from __future__ import annotations

from viewer.search.language.folding import fold
from viewer.search.language.regional_variants import regional_variants


def test_some_words_are_exchanged_and_others_stay() -> None:
    variants = regional_variants(fold("連線到比特幣網路"))
    assert fold("连接到比特币网络") in variants
    assert fold("連線到比特幣網絡") in variants
    assert fold("連線到比特幣網路") not in variants


def test_a_word_that_stands_twice_is_exchanged_twice() -> None:
    assert fold("软件就是软件") in regional_variants(fold("軟體就是軟體"))


def test_only_what_stands_in_the_archive_is_left() -> None:
    text = fold("连接到比特币网络")
    pairs = set(map(str.__add__, text, text[1:]))
    assert regional_variants(fold("連線到比特幣網路"), pairs.__contains__) == [text]


def test_a_run_without_such_words_has_no_variant() -> None:
    assert regional_variants("天气很好") == []


def test_a_run_of_many_such_words_stays_within_bounds() -> None:
    assert len(regional_variants(fold("軟體程式資料網路" * 10))) <= 64
