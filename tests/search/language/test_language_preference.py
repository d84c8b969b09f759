"""Of equal hits, those in the language of the query and of the reader lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article
from viewer.search.language.language_preference import language_boosts

Over = Callable[..., Engine]

LANGUAGES = ["cs", "en", "ja", "ko", "zh-Hans", "zh-Hant"]


@pytest.mark.parametrize(
    ("query", "reader", "order"),
    [
        ("taproot", "en", ["en", "cs"]),
        ("ｔａｐｒｏｏｔ", "en", ["en", "cs"]),
        ("taproot", "cs", ["cs", "en"]),
        ("taproot", "zh_TW", []),
        ("比特币", "en", ["zh-Hans", "zh-Hant"]),
        ("比特幣", "en", ["zh-Hant", "zh-Hans"]),
        ("比特幣 taproot", "en", ["zh-Hant", "zh-Hans"]),
        ("人工", "zh_TW", ["zh-Hant", "zh-Hans"]),
        ("人工", "zh-Hans", ["zh-Hans", "zh-Hant"]),
        ("ビット", "en", ["ja"]),
        ("비트", "en", ["ko"]),
    ],
)
def test_the_script_of_the_query_leads_then_the_language_of_the_reader(
    over: Over, query: str, reader: str, order: list[str]
) -> None:
    # All of one day and with the same words, so that nothing else tells them apart.
    text = "taproot 比特幣 比特币 人工 ビット 비트"
    engine = over(*(article("x", text, publication=p, language=p) for p in LANGUAGES))
    found = [hit.publication for hit in engine.search(query + " ", reader_language=reader).hits]
    assert sorted(found) == LANGUAGES
    assert found[: len(order)] == order
    if not order:  # the reader's own language comes after the one that the query is in
        assert {*found[:2]} == {"cs", "en"}
        assert found[2] == "zh-Hant"


def test_a_better_hit_leads_in_any_language(over: Over) -> None:
    engine = over(
        article("taproot", publication="zh", language="zh-Hant"),
        article("x", "once taproot " + "and much else " * 20, publication="en", language="en"),
    )
    assert engine.titles("taproot ", reader_language="en") == ["taproot", "x"]


def test_a_publication_without_a_language_is_as_good_as_before() -> None:
    for reader in ("", "en", "zh_TW"):
        assert language_boosts("taproot", reader, {"a": ""})["a"] == 1
