"""The filters: how their values are read, what they match, and that a row is all it takes."""

from __future__ import annotations

import pytest

from viewer.search.query.completion import completions
from viewer.search.query.fields import (
    HAS_LINK,
    QUERY_FIELDS,
    ArticleGroup,
    FieldFilter,
    FilterNames,
    QueryField,
    matches_filter,
)
from viewer.search.query.parser import And, parse

GROUP = ArticleGroup(
    "lantern", 7, "B", "Tools and toys", ("Ada Lin",), "2017-07-15", "gan", HAS_LINK, ""
)
OTHER = GROUP._replace(section_label="A", section_title="B movies", editors=("Ada Lindt",))
NAMES = FilterNames(lambda: (GROUP, OTHER), lambda: {"lantern": ("The Lantern", {"gan": "對抗"})})


def matching(query: str) -> list[ArticleGroup]:
    condition = parse(query + " ").tree
    assert isinstance(condition, FieldFilter), query
    return [group for group in (GROUP, OTHER) if matches_filter(condition, group, NAMES)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("editor:lin", [GROUP, OTHER]),
        ('editor:"Ada Lin"', [GROUP]),  # the whole name of somebody is nobody else
        ("section:toy", [GROUP]),
        ("section:b", [GROUP]),  # a label, though another title begins so
        ("section:mov", [OTHER]),
        ("publication:lantern", [GROUP, OTHER]),
        ('publication:"the lan"', [GROUP, OTHER]),
        ("series:抗", [GROUP, OTHER]),
        ("issue:7", [GROUP, OTHER]),
        ("issue:1-6", []),
        ("after:2017-07", [GROUP, OTHER]),
        ("after:2017-07-16", []),
        ("before:2017-07-15", []),
        ("has:links", [GROUP, OTHER]),
        ("has:figure", []),
    ],
)
def test_what_each_filter_matches(query: str, found: list[ArticleGroup]) -> None:
    assert matching(query) == found


@pytest.mark.parametrize(
    "query", ["issue:x", "before:2017-13", "after:17", "has:wings", "editor:*"]
)
def test_a_value_that_cannot_be_read_is_text(query: str) -> None:
    assert not isinstance(parse(query + " ").tree, FieldFilter)
    assert parse(query + " ").hints


def test_a_new_filter_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = QueryField(
        "tag",
        lambda value: FieldFilter("tag", value),
        lambda wanted, group, _names: wanted.value == group.series,
        values=("gan", "vae"),
    )
    monkeypatch.setitem(QUERY_FIELDS, "tag", row)
    parse.cache_clear()
    try:
        tree = parse("lantern tag:gan ").tree
        assert isinstance(tree, And)
        condition = tree.parts[1]
        assert isinstance(condition, FieldFilter)
        assert matches_filter(condition, GROUP)
        assert not matches_filter(condition, GROUP._replace(series="vae"))
        assert [found.label for found in completions("ta", 2, {})] == ["tag:"]
        assert [found.label for found in completions("tag:v", 5, {})] == ["vae"]
    finally:
        parse.cache_clear()
