"""Issues are found by title, number, date and editors.

Covers viewer/search/index/postings_builder.py, viewer/search/query/planner.py and
viewer/search/retrieval/ranking.py.

Covers viewer/search/language/reserved_terms.py and viewer/search/query/issue_references.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.search.archive import Engine, article

Over = Callable[..., Engine]


@pytest.fixture
def weekly(over: Over) -> Engine:
    """Three issues, each with a first page whose own title says nothing of the issue."""
    return over(
        article("前言", "這一期談收納。", issue=2, date="2017-07-29", key="front",
                issue_title="黃仁勳的 Nvidia 故事", issue_editors=["Grace Lin"]),
        article("讀者來信", "Nvidia 與故事", "2016 年 7 月 2 日收到", issue=2, date="2017-07-29"),
        article("Introduction", "Something about wallets.", issue=12, date="2018-01-05",
                key="front", issue_title="CSS keylogger：攻擊與防禦"),
        article("Selectors", "An attack by CSS keylogger, and 12 ways to defend",
                issue=12, date="2018-01-05"),
        article("Weekly 257", "Nothing of note.", issue=257, date="2022-10-28", key="front",
                issue_title="Weekly 257"),
        article("Old news", "Printed on July 29, 2017, in No. 2 of another paper.", issue=257,
                date="2022-10-28"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "issue"),
    [
        ("黃仁勳的 Nvidia 故事", 2),
        ("黄仁勋的", 2),
        ("仁勳的 Nvid", 2),  # a run that begins and ends within words
        ("dia 故事", 2),
        ("CSS keylogger：攻擊與防禦", 12),
        ("keylogger 攻擊", 12),
        ("title:黃仁勳", 2),
        ("Weekly 257", 257),
        ("Grace Lin", 2),
        ("第 2 期", 2),
        ("第2期", 2),
        ("第二期", 2),
        ("第 12 期", 12),
        ("第十二期", 12),
        ("#12", 12),
        ("＃12", 12),
        ("issue 12", 12),
        ("Issue #12", 12),
        ("No. 2", 2),
        ("no. 257", 257),
        ("2017-07-29", 2),
        ("2017/7/29", 2),
        ("29 July 2017", 2),
        ("29th of July, 2017", 2),
        ("July 29, 2017", 2),
        ("Jul 29 2017", 2),
        ("29. 7. 2017", 2),
        ("20170729", 2),
        ("2017年7月29日", 2),
        ("２０１７年７月２９日", 2),
        ("民國106年7月29日", 2),
        ("July 2017", 2),
        ("2017-07", 2),
        ("2017年7月", 2),
        ("收納 2017-07-29", 2),
        ("第2期收納", 2),
        ("收納 #2", 2),
    ],
)
def test_what_names_an_issue_leads_to_its_first_page(
    weekly: Engine, query: str, issue: int
) -> None:
    hit = weekly.search(query).hits[0]
    assert (hit.issue, hit.article) == (issue, "front")


def test_the_run_of_a_title_begins_and_ends_in_no_number(over: Over) -> None:
    issues = [
        article("前言", "x", issue=n, key="front", issue_title=f"週刊（第 {n} 期）：互聯網 {n}")
        for n in (5, 205, 51)
    ]
    engine = over(*issues)
    assert [hit.issue for hit in engine.search("5 期）：互").hits] == [5]
    assert [hit.issue for hit in engine.search("互聯網 5 ").hits] == [5]
    assert engine.search("期）：互").total == 3


@pytest.mark.parametrize(
    "query",
    ["2017-07-29", "2017/7/29", "29 July 2017", "2017年7月29日", "July 29, 2017", "7/29/2017"],
)
def test_a_date_is_found_where_it_is_printed_in_another_form(weekly: Engine, query: str) -> None:
    results = weekly.search(query)
    assert [hit.title for hit in results.hits] == ["前言", "Old news"]
    (span,) = results.hits[1].snippet_spans
    assert results.hits[1].snippet[slice(*span)] == "July 29, 2017"


def test_a_number_beside_other_words_is_that_of_the_issue(weekly: Engine) -> None:
    assert weekly.titles("wallets 12") == ["Introduction"]
    assert "Introduction" not in weekly.titles('"wallets 12"')


def test_of_many_issues_of_one_name_the_number_decides(over: Over) -> None:
    engine = over(
        *(
            article("Front", f"As Newsletter #{number - 1} said, see Newsletter #7.",
                    issue=number, date=f"2020-01-{number:02d}",
                    issue_title=f"Some Newsletter #{number}")
            for number in range(1, 29)
        )
    )  # fmt: skip
    for query in ("Some Newsletter #7", "Newsletter #7", "newsletter 7", "Some Newsletter 7", "#7"):
        assert engine.search(query).hits[0].issue == 7, query


def test_a_quoted_date_is_the_text_as_typed(weekly: Engine) -> None:
    assert weekly.titles('"July 29, 2017"') == ["Old news"]
    assert weekly.titles('"第 2 期"') == []


def test_what_is_no_date_and_no_number_stays_words(weekly: Engine) -> None:
    for query in ("2017-13-29", "v2.0.17", "C#2", "after:2017-07-29 before:2017-07-30 收納"):
        assert "Introduction" not in weekly.titles(query), query
    assert weekly.titles("after:2017-07-01 收納") == ["前言"]


def test_words_after_a_number_may_be_words(over: Over) -> None:
    engine = over(article("a", "an issue that has 5 parts", issue=1, issue_title="One"))
    assert engine.titles("issue 5") == ["a"]


def test_the_name_of_a_section_is_no_phrase(over: Over) -> None:
    engine = over(
        article("a", "nothing of it", section=("", "Wood Carving"), editors=["Ada Lin"]),
        article("b", "of wood carving", section=("", "收納術")),
        article("c", "carving in wood"),
    )
    assert engine.titles('"wood carving"') == ["b"]
    assert set(engine.titles('"carving"')) == {"b", "c"}
    assert set(engine.titles("wood carving")) == {"a", "b", "c"}
    assert engine.titles("wood carving")[-1] == "a"
    assert engine.titles("收納術", relax=False) == []
    assert engine.titles('"收納"') == []
    assert engine.titles("收納") == ["b"]
    assert engine.titles('"Ada Lin"') == ["a"]
