"""Names as people type them. Covers viewer/search: planner, matcher, ranking and snippets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article, marked

Over = Callable[..., Engine]


@pytest.mark.parametrize(
    ("query", "first_mark"),
    [
        ("D. Knuth", "Donald Knuth"),
        ("d. knuth ", "Donald Knuth"),
        ("D.Knuth", "Donald Knuth"),
        ("D. E. Knuth", "Donald Knuth"),
        ("Knuth, D.", "Donald Knuth"),
        ("Donald K.", "Donald Knuth"),
        ("D. Knu", "Donald Knuth"),
        ("Knuth's", "Knuth"),
        ("Knuth’s", "Knuth"),
        ("KNUTH’S ", "Knuth"),
    ],
)
def test_a_name_is_found_by_its_initial_and_as_a_possessive(
    over: Over, query: str, first_mark: str
) -> None:
    engine = over(
        article("name", "In those years Donald Knuth wrote three volumes."),
        article("other", "Darwin. A knot."),
    )
    results = engine.search(query)
    assert [hit.title for hit in results.hits] == ["name"]
    assert not results.corrected
    assert marked(results) == [first_mark]


def test_the_name_with_that_initial_stands_above_the_name_alone(over: Over) -> None:
    engine = over(
        article("alone", "Knuth and Knuth"),
        article("another", "Ursula Knuth and the Knuth family"),
        article("meant", "a text in which somebody meets Donald Knuth at last"),
    )
    assert engine.titles("D. Knuth")[0] == "meant"
    assert set(engine.titles("D. Knuth")) == {"alone", "another", "meant"}


def test_what_is_no_initial_stays_a_word(over: Over) -> None:
    engine = over(article("x", "vitamin C is good"), article("y", "a file called a.txt and b.txt"))
    assert engine.titles("a.txt ") == ["y"]
    assert engine.titles('"C. good"') == []


@pytest.mark.parametrize(
    ("query", "other"), [("It's", "it"), ("let's ", "let"), ("What’s", "what")]
)
def test_contractions_are_no_possessives(over: Over, query: str, other: str) -> None:
    engine = over(article("typed", f"so {query.strip()} here"), article("other", f"now {other} x"))
    assert engine.titles(query) == ["typed"]


@pytest.mark.parametrize(
    "query", ["Knuth Donald", "knuth donald", "Knuth, Donald", "Donald Knuth", "Donald Knuth's"]
)
def test_a_name_in_either_order_stands_above_its_parts_apart(over: Over, query: str) -> None:
    apart = [
        article(f"{n}", "Donald saw it. " * 3 + "And later still, of all people, Knuth. " * 3)
        for n in range(5)
    ]
    engine = over(*apart, article("name", "much else, " * 30 + "and Donald Knuth there"))
    assert engine.titles(query)[0] == "name"


def test_a_name_of_three_words_may_be_turned_round(over: Over) -> None:
    apart = [article(f"{n}", "Ludwig, then van, then a Beethoven. " * 4) for n in range(3)]
    engine = over(*apart, article("name", "much else, " * 30 + "Ludwig van Beethoven"))
    assert engine.titles("Beethoven, Ludwig van")[0] == "name"


def test_as_typed_stands_above_turned_round(over: Over) -> None:
    engine = over(
        article("turned", "in Paris Texas was shot"), article("typed", "in Texas Paris was shot")
    )
    assert engine.titles("Texas Paris ") == ["typed", "turned"]
