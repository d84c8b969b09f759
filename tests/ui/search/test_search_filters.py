"""The chips' filters, and how they narrow what was typed.

Covers viewer/search/query/query_parentheses.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.search.archive import Archive, Engine, article
from viewer.search.query.results import FACETS
from viewer.ui.search.search_filters import SearchFilters, next_month

PAPER = SearchFilters(publication="paper")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Two articles that say the same, in two publications, years, sections, by two editors."""
    text = "A lantern and a beacon at sea."
    engine = Engine(
        Archive(
            [
                article(
                    "Paper", text, publication="paper", date="2016-05-14",
                    editors=["Ada Lin"], section=("A", "Tools & toys"),
                ),
                article(
                    "Log", text, publication="log", date="2017-01-01",
                    editors=['Bo "Bobby" Chen'], section=("", "研究"),
                ),
            ]
        ),
        tmp_path_factory.mktemp("filters"),
    )  # fmt: skip
    engine.refresh()
    engine.open()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "filters",
    [
        PAPER,
        SearchFilters(year="2016"),
        SearchFilters(months=("2016-05", "2016-05")),
        SearchFilters(months=("2015-11", "2016-12")),
        SearchFilters(editor="Ada Lin"),
        SearchFilters(section="Tools & toys"),
        SearchFilters(publication="paper", year="2016", section="Tools & toys", editor="Ada Lin"),
    ],
)
def test_each_filter_leaves_its_own_articles(engine: Engine, filters: SearchFilters) -> None:
    assert sorted(engine.titles("lantern")) == ["Log", "Paper"]
    assert engine.titles(filters.apply("lantern")) == ["Paper"]


@pytest.mark.parametrize(
    "filters",
    [
        SearchFilters(editor='Bo "Bobby" Chen'),
        SearchFilters(section="研究"),
        SearchFilters(year="2017"),
        SearchFilters(months=("2016-12", "2017-01")),
    ],
)
def test_quotes_han_and_the_turn_of_the_year(engine: Engine, filters: SearchFilters) -> None:
    assert engine.titles(filters.apply("lantern")) == ["Log"]


@pytest.mark.parametrize(
    "typed",
    [
        "lant", "lantern OR beacon", "lantern or beacon", "lantern | nothing", "nothing OR bea",
        "(lantern OR x) beacon", "lantern -nothing", '"a lantern"', '"a lantern', "(lantern",
        "lantern)", "lantern OR", "lantern OR (beacon", "lantern) OR beacon", "lantern -",
        "x OR 「lantern", "lantern ｜ beacon",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_narrowed(engine: Engine, typed: str) -> None:
    assert "Paper" in engine.titles(typed)
    assert engine.titles(PAPER.apply(typed)) == ["Paper"]


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [" ", "lantern", "bea", " OR ", " or ", "OR", "|", "-", "(", ")", '"', "「", "」", "“",
             "”", "（", "title:", "editor:", "has:", "*", "燈", "a) ", "-(", "x:y", "，", 'x:"',
             "f(", '-"', " x OR "]
        ),
        max_size=14,
    ).map("".join)
)  # fmt: skip
@example('OR ” lantern "')
@example("x OR f(lantern")
@example('lantern" OR (beacon"')
@example('x OR foo:"a (lantern"')
@example("x OR 」lantern「")
def test_nothing_typed_gets_around_a_filter(engine: Engine, typed: str) -> None:
    if typed.strip():
        assert set(engine.titles(PAPER.apply(typed.strip()))) <= {"Paper"}


@pytest.mark.parametrize(
    "typed",
    [
        'x OR -"nothing here" lantern', 'lantern OR title:"x y"', "x OR title:(y OR paper)",
        'x OR editor:"Ada Lin"', "x OR -(nothing)",
    ],
)  # fmt: skip
def test_syntax_that_is_whole_keeps_its_meaning(engine: Engine, typed: str) -> None:
    assert "Paper" in engine.titles(typed)
    assert engine.titles(PAPER.apply(typed)) == ["Paper"]


def test_half_a_word_is_one_with_filters_too(engine: Engine) -> None:
    for typed in ("lant", "nothing OR lant", "beacon lant"):
        results = engine.search(PAPER.apply(typed))
        assert results.total == 1
        assert not results.corrected
        assert not results.did_you_mean


def test_without_filters_the_query_is_what_was_typed() -> None:
    assert SearchFilters().apply('a OR "b') == 'a OR "b'
    assert SearchFilters(excluded_synonyms=("CNN",)).apply("x") == "x"


def test_what_finds_no_room_behind_long_names_is_left_out_at_its_end() -> None:
    for length in (480, 490, 520):
        applied = SearchFilters(section="x" * length).apply("lantern OR a beacon at sea")
        room = max(0, 500 - len(f"section:{'x' * length}") - 4)
        assert "(" + "lantern OR a beacon at sea"[:room] in applied
        assert "beacon" not in applied


def test_all_time_leaves_the_other_filters() -> None:
    filters = SearchFilters(publication="paper", months=("2016-01", "2016-02"))
    assert filters.apply("x", with_dates=False) == PAPER.apply("x")


def test_the_typed_part_comes_back_out_of_a_correction() -> None:
    for typed in ("lanterm", "lanterm OR b", "(lanterm OR b) c", '"a lanterm'):
        for filters in (SearchFilters(), PAPER, SearchFilters(year="2016", editor="Ada Lin")):
            meant = filters.apply(typed).replace("lanterm", "lantern")
            assert filters.strip_filters(meant).rstrip("*") == typed.replace("lanterm", "lantern")


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_is_set_and_taken_away(facet: str) -> None:
    filters = SearchFilters().with_value(facet, "2017")
    assert filters.value(facet) == "2017"
    assert filters.is_active
    assert filters.has_month_range == (facet == "year")
    assert [filters.value(other) for other in FACETS if other != facet] == [""] * 3
    assert filters.with_value(facet, "") == SearchFilters()


def test_a_year_and_a_range_replace_each_other() -> None:
    months = ("2016-03", "2016-05")
    filters = SearchFilters(year="2017").with_months(months)
    assert (filters.year, filters.months) == ("", months)
    assert filters.has_month_range
    assert filters.is_active
    assert filters.month_range == months
    filters = filters.with_value("year", "2018")
    assert (filters.year, filters.months) == ("2018", None)
    assert filters.month_range == ("2018-01", "2018-12")
    assert SearchFilters().month_range is None
    assert filters.with_months(None) == SearchFilters()


def test_names_that_are_not_searched_too_add_up_and_narrow_nothing() -> None:
    filters = SearchFilters().without_synonym("CNN").without_synonym("GAN")
    assert filters.excluded_synonyms == ("CNN", "GAN")
    assert not filters.is_active


def test_the_month_behind() -> None:
    assert next_month("2017-01") == "2017-02"
    assert next_month("2017-09") == "2017-10"
    assert next_month("2017-12") == "2018-01"
