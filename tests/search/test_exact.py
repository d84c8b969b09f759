"""What is typed exactly leads: whole words before their beginnings, words with their signs.

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


@pytest.mark.parametrize(
    ("typed", "signed", "bare"),
    [
        (".NET", "written for .NET 8", "a net, the net"),
        ("73%", "some 73% of it", "issue 73, see 73"),
        ("map()", "call arr.map() twice", "a map of maps"),
        ("1.0.0", "since 1.0.0, it works", "in 0.1.0.0 and 1.0.0.1"),
        ("<height>", "the <height> element", "the height, the height"),
        ("node.js", "with Node.js", "a node js thing, node js"),
        ("std::vec", "use std::vec here", "std vec, std vec"),
        ("a.b.c", "the path a.b.c is", "a b c, a b c"),
        ("@user", "ask @user", "the user, a user"),
        ("#1234x", "the colour #1234x", "1234x or 1234x"),
        ("--no-verify", "commit --no-verify", "no verify, no verify"),
        ("$HOME", "in $HOME, say", "home, home, sweet home"),
        ("foo_bar", "the function foo_bar()", "foo bar, foo-bar, foo_bar_baz"),
        ("/etc/hosts", "edit /etc/hosts now", "etc hosts, etc hosts"),
        ("front-end", "a front-end developer", "the front end, the front end"),
        ("println!", "println! is a macro", "println, println"),
        ("a->b", "write a->b", "a b and a b"),
        ("“.NET”", "written for .NET 8", "a net, the net"),
    ],
)
def test_a_word_with_the_signs_that_were_typed_leads(
    over: Over, typed: str, signed: str, bare: str
) -> None:
    many = [article(f"{bare} {n}", f"{bare}. {bare}.", issue=9) for n in range(3)]
    engine = over(article("signed", "別的事情。" * 40 + signed, issue=1), *many, article("y", "z"))
    for finished in (False, True):
        results = engine.search(typed, finished=finished)
        assert results.hits[0].title == "signed"
        assert results.total == 4
        assert not results.hints
        scores = [hit.score for hit in results.hits]
        assert scores == sorted(scores, reverse=True)


def test_signs_are_marked_with_their_word_and_where_they_stand_shown(over: Over) -> None:
    text = "A net. " + "Nothing else is here. " * 20 + "Written for .NET of course"
    engine = over(article("x", text), article("y", "z"))
    results = engine.search(".NET", finished=True)
    assert marked(results) == [".NET"]
    assert results.hits[0].match_count == 2


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("v0.21.0", "Version 0.21.0 is out"),
        ("0.21.0", "Version v0.21.0 is out"),
        ("v1.2.3-beta", "get 1.2.3-beta"),
        ("3 x 3", "a 3×3 kernel"),
        ("3 × 3", "a 3x3 kernel"),
        ("3x3", "a 3 x 3 kernel"),
        ("1920×1080", "at 1920 x 1080"),
    ],
)
def test_versions_and_sizes_are_found_in_every_spelling(over: Over, typed: str, text: str) -> None:
    other = article("other", "0 21 0 and 3, 1920 and x; 10.21.0, 0.21.0.1, 1 2 3")
    engine = over(article("x", text), other)
    assert engine.titles(typed, finished=True)[0] == "x"
    assert engine.titles(f"{typed} ")[0] == "x"
    assert highlight_spans(typed, text, finished=True)


def test_a_version_typed_so_far_is_found(over: Over) -> None:
    engine = over(article("x", "Version 0.21.0 is out"), article("y", "z"))
    for end in range(4, 8):
        assert engine.titles("v0.21.0"[:end]) == ["x"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("nodejs", "Node.js"),
        ("frontend", "front-end"),
        ("dont", "don’t"),
        ("gpt4", "GPT-4"),
        ("1000", "1,000"),
        ("website", "web site"),
        ("web site", "website"),
        ("data base", "database"),
    ],
)
def test_joined_and_parted_spellings_are_found_and_marked(
    over: Over, typed: str, printed: str
) -> None:
    engine = over(article("x", f"here {printed} stands"), article("y", "z"))
    for finished in (False, True):
        results = engine.search(typed, finished=finished)
        assert [hit.title for hit in results.hits] == ["x"]
        assert marked(results) == [printed]
        assert results.hits[0].match_count == 1
    text = f"here {printed} stands"
    ((start, end),) = highlight_spans(typed, text, finished=True)
    assert text[start:end] == printed


def test_a_word_as_typed_leads_the_same_as_two(over: Over) -> None:
    many = [article(f"web site {n}", "web site, web site", issue=9) for n in range(4)]
    engine = over(article("one", "x " * 99 + "website", issue=1), *many, article("y", "z"))
    assert engine.titles("website", finished=True)[0] == "one"


@pytest.mark.parametrize("typed", ["311", "nowher"])
def test_what_only_looks_joined_is_not_marked(typed: str) -> None:
    assert highlight_spans(typed, "Python 3.11, x-now.here", finished=True) == ()


def test_matches_are_counted_in_titles_too(over: Over) -> None:
    engine = over(article("On lanterns", "nothing"), article("y", "a lantern, a lantern"))
    assert sorted(hit.match_count for hit in engine.search("lantern").hits) == [1, 2]
