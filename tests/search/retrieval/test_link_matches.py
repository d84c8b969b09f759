"""Articles are found by the addresses that they link to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article, marked
from viewer.archive.model.catalogue_entries import Document, IssueHead
from viewer.archive.model.issue import Link
from viewer.search import highlight_spans
from viewer.search.retrieval.explanation import MatchReason, explain_match

Over = Callable[..., Engine]


def linking() -> Document:
    return article(
        "Reading list", "See the compiler, its tracker and the paper.", "See also here and here.",
        links=[
            ("compiler", "https://www.github.com/rust-lang/rust/"),
            ("tracker", "https://github.com/rust-lang/rust/issues/5?a=b#c"),
            ("paper", "https://arxiv.org/abs/1707.02286v2"),
            ("here", "https://zh.wikipedia.org/wiki/%E6%B7%B1%E5%BA%A6"),
            ("here", "mailto:ada@example.org"),
            ("", "https://nytimes.com/picture"),
            ("also", "paper/2/a1"),
        ],
    )  # fmt: skip


@pytest.fixture
def engine(over: Over) -> Engine:
    return over(
        article("Printed", "It stands on github.com/rust-lang/rust, says arXiv."),
        linking(),
        article("Rust", "A language, and what github is"),
        article("Deeper", "See that.",
                links=[("that", "https://github.com/rust-lang/rust/pull/9")]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("https://github.com/rust-lang/rust/issues/5", "tracker"),
        ("http://www.github.com/rust-lang/rust/issues/5/", "tracker"),
        ("github.com/rust-lang/rust/issues", "tracker"),
        ("arxiv 1707.02286v2", "paper"),
        ("arxiv.org/abs/1707.02286v2", "paper"),
        ("arXiv:1707.02286v2", "paper"),
        ("https://zh.wikipedia.org/wiki/%E6%B7%B1%E5%BA%A6", "here"),
        ("zh.wikipedia.org/wiki/深度", "here"),
        ("ada@example.org", "here"),
    ],
)
def test_an_address_is_found_where_a_link_leads_to_it(
    engine: Engine, query: str, label: str
) -> None:
    results = engine.search(query)
    assert [hit.title for hit in results.hits] == ["Reading list"]
    assert marked(results) == [label]


def test_only_links_with_all_the_words_are_marked(over: Over) -> None:
    links = [("first", "https://arxiv.org/abs/1"), ("second", "https://arxiv.org/abs/1707.02286"),
             ("third", "https://example.org/1707"), ("fourth", "https://doi.org/10.1")]  # fmt: skip
    engine = over(article("x", "The first, the second, a third and a fourth.", links=links))
    for query in ("arxiv 1707.02286", "1707.02286 abs arxiv"):
        assert marked(engine.search(query)) == ["second"], query
    assert marked(engine.search("arxiv ")) == ["first", "second"]
    reasons = explain_match(
        "arxiv 1707.02286", "x", "The second.", (), links=[Link(*links[0]), Link(*links[1])]
    )
    assert {reason.matched_text for reason in reasons} == {"https://arxiv.org/abs/1707.02286"}
    assert marked(engine.search("doi OR example ")) == ["third", "fourth"]


def test_what_prints_the_address_leads_then_what_links_to_just_it(engine: Engine) -> None:
    for query in ("github.com/rust-lang/rust", "https://github.com/rust-lang/rust "):
        assert engine.titles(query) == ["Printed", "Reading list", "Deeper"], query


def test_a_beginning_of_an_address_is_found_while_it_is_typed(engine: Engine) -> None:
    assert "Deeper" in engine.titles("github.com/rust-lang/rust/pul")


def test_a_word_is_looked_for_in_addresses_only_if_no_text_has_it(engine: Engine) -> None:
    assert set(engine.titles("github ")) == {"Printed", "Rust"}
    results = engine.search("nytimes ")
    assert [hit.title for hit in results.hits] == ["Reading list"]
    assert results.hits[0].snippet_spans == ()


def test_quoted_text_and_addresses_within_the_library_are_not_addresses(engine: Engine) -> None:
    assert engine.titles('"github.com/rust-lang/rust/pull/9"') == []
    assert engine.titles("paper/2/a1") == []


def test_the_page_marks_the_label_and_the_reason_is_the_address() -> None:
    found = linking()
    query = "github.com/rust-lang/rust/issues/5"
    (span,) = highlight_spans(query, found.text, found.links)
    assert found.text[slice(*span)] == "tracker"
    assert highlight_spans(query, found.text) == ()
    assert explain_match(query, found.title, found.text, found.blocks, links=found.links) == (
        MatchReason(query, found.links[1].href, "address", "link", 1),
    )


def test_the_number_and_date_of_an_issue_are_reasons() -> None:
    def reasons(query: str) -> tuple[MatchReason, ...]:
        head = IssueHead("貓的故事", "2017-07-29")
        return explain_match(query, "前言", "", (), issue=(2, head))

    assert reasons("第 2 期") == (MatchReason("第 2 期", "#2", "issue", "issue", 1),)
    assert reasons("July 29, 2017") == (
        MatchReason("July 29, 2017", "2017-07-29", "issue", "issue", 1),
    )
    assert reasons("故事") == (MatchReason("故事", "故事", "issue", "exact", 1),)
