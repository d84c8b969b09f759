"""What is typed exactly leads: whole words before their beginnings.

Covers viewer/search/query/planner.py, viewer/search/retrieval/matcher.py,
viewer/search/retrieval/ranking.py and viewer/search/retrieval/searcher.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article, marked
from viewer.search import highlight_spans

Over = Callable[..., Engine]


@pytest.mark.parametrize(
    ("typed", "longer"),
    [("str", "String"), ("ran", "range"), ("PR", "protected"), ("map", "mapped"), ("go", "Google")],
)
def test_the_whole_word_leads_what_only_begins_so(over: Over, typed: str, longer: str) -> None:
    begun = [article(f"{longer} {n}", f"{longer}, {longer}", issue=n) for n in range(1, 9)]
    whole = article("whole", "a long text about other things " * 20 + typed, issue=1)
    engine = over(*begun, whole, article("other", "x"))
    assert engine.titles(typed)[0] == "whole"
    assert len(engine.titles(typed)) == 9
    assert engine.titles(f"about {typed}")[0] == "whole"
    scores = [hit.score for hit in engine.search(typed).hits]
    assert scores == sorted(scores, reverse=True)


def test_the_whole_word_leads_however_many_only_begin_so(over: Over) -> None:
    begun = [article(f"render {n}", "render render rendering", issue=9) for n in range(200)]
    engine = over(*begun, article("whole", "x " * 300 + "rend", issue=1))
    assert engine.titles("rend")[0] == "whole"


def test_the_passage_shown_begins_with_the_whole_word(over: Over) -> None:
    text = "The mapper maps mapped maps. " * 3 + "Nothing else is here. " * 20 + "Then a map was."
    engine = over(article("x", text), article("y", "z"))
    (hit,) = engine.search("map").hits
    assert text[hit.match_offset :].startswith("map was")
    assert marked(engine.search("map")) == ["map"]


def test_a_finished_query_goes_on_only_with_a_star(over: Over) -> None:
    engine = over(article("whole", "we ran"), article("begun", "a range"), article("y", "z"))
    assert engine.titles("ran") == ["whole", "begun"]
    assert engine.titles("ran", finished=True) == ["whole"]
    assert engine.titles("ran*", finished=True) == ["whole", "begun"]
    assert engine.titles('"we ra', finished=True, relax=False) == []
    assert engine.search("ran", finished=True).finished
    assert highlight_spans("ran", "ran range", finished=True) == ((0, 3),)
    assert highlight_spans("ran", "ran range") == ((0, 3), (4, 9))


def test_where_no_whole_word_stands_what_begins_so_is_shown_and_said(over: Over) -> None:
    engine = over(article("x", "much convolution"), article("y", "z"))
    results = engine.search("much convo", finished=True)
    assert [hit.title for hit in results.hits] == ["x"]
    assert "words that begin so: convo…" in results.relaxation.text
    assert (results.finished, results.searched_query) == (False, "much convo")
    assert engine.search("much convo", finished=True, relax=False).relaxation is None


def test_a_finished_query_is_corrected_as_an_unfinished_one_is(over: Over) -> None:
    engine = over(article("x", "convolutional"), article("y", "z"))
    for finished in (False, True):
        results = engine.search("convloutio", finished=finished)
        assert ([hit.title for hit in results.hits], results.corrected) == (["x"], True)
