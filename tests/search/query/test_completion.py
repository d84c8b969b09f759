"""What is offered while a query is typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import split_chunks
from viewer.search.query.completion import completions, quote_value
from viewer.search.query.fields import QUERY_FIELDS, ArticleGroup, FieldFilter, matches_filter
from viewer.search.query.parser import parse

VALUES = {
    "editor": ["Ada Lin", "Bo Chen", "Linus", "王小明"],
    "section": ["研究", "Tools & toys"],
    "issue": ["1", "2", "10"],
    "publication": ["paper", "log"],
    "series": [],
}


def offered(typed: str, cursor: int | None = None) -> list[str]:
    at = len(typed) if cursor is None else cursor
    return [found.label for found in completions(typed, at, VALUES)]


def taken(typed: str, which: int = 0, cursor: int | None = None) -> str:
    """What stands in the box after the completion was taken."""
    at = len(typed) if cursor is None else cursor
    found = completions(typed, at, VALUES)[which]
    return typed[: found.start] + found.text + typed[at:]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("se", ["section:", "series:"]),
        ("SE", ["section:", "series:"]),
        ("ed", ["editor:"]),
        ("editor", ["editor:"]),
        ("lantern af", ["after:"]),
        ("-ed", ["editor:"]),
        ("(tit", ["title:"]),
        ("editors", []),
        ("e", []),
        ("機器", []),
        ("12", []),
        ("", []),
        ("lantern ", []),
    ],
)
def test_names_are_offered(typed: str, names: list[str]) -> None:
    assert offered(typed) == names


def test_every_name_can_be_completed() -> None:
    for name in QUERY_FIELDS:
        assert f"{name}:" in offered(name[:2])


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("editor:", ["Ada Lin", "Bo Chen", "Linus", "王小明"]),
        ("editor:lin", ["Linus", "Ada Lin"]),
        ("EDITOR:bo", ["Bo Chen"]),
        ("editor：王", ["王小明"]),
        ("editor:小", ["王小明"]),
        ('editor:"ada l', ["Ada Lin"]),
        ('-editor:"ada l', ["Ada Lin"]),
        ('editor:"Ada Lin"', []),
        ("section:toys", ["Tools & toys"]),
        ("issue:1", ["10"]),
        ("has:", ["figure", "link", "note"]),
        ("has:n", ["note", "link"]),
        ("series:", []),
        ("nothing:", []),
        ("before:2", []),
    ],
)
def test_values_are_offered_the_likely_ones_first(typed: str, values: list[str]) -> None:
    assert offered(typed) == values


def test_scripts_find_each_others_values() -> None:
    found = completions("editor:陈", 9, {"editor": ["陳大文"]})
    assert [one.label for one in found] == ["陳大文"]


@pytest.mark.parametrize("before", ['"a phrase" ', 'editor:"Ada Lin" ', '"x" "y" ', "「詞」 "])
def test_a_phrase_before_the_word_does_not_hinder(before: str) -> None:
    assert offered(f"{before}sec") == ["section:"]
    assert offered(f"{before}editor:ada") == ["Ada Lin"]
    assert taken(f"{before}editor:ada") == f'{before}editor:"Ada Lin" '


def test_nothing_is_offered_inside_a_phrase() -> None:
    assert offered('"deep se') == []
    assert offered('"deep editor:a') == []


def test_taking_puts_the_text_at_the_cursor() -> None:
    assert taken("ed") == "editor:"
    assert taken("-editor:bo") == '-editor:"Bo Chen" '
    assert taken("editor:小") == "editor:王小明 "
    assert taken("ed lantern", cursor=2) == "editor: lantern"


def test_not_more_than_can_be_looked_over() -> None:
    many = {"issue": [str(number) for number in range(200)]}
    assert len(completions("issue:", 6, many)) == 8


@given(st.text(max_size=40), st.integers(0, 40))
def test_any_text_is_borne(typed: str, cursor: int) -> None:
    for found in completions(typed, min(cursor, len(typed)), VALUES):
        assert 0 <= found.start <= cursor
        assert found.label


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20))
@example('0"0')
@example("Bo “Bobby” Chen")
@example("-x")
@example("or")
@example("a:b")
@example("(c")
def test_a_quoted_value_is_read_as_that_value(value: str) -> None:
    tree = parse(f"editor:{quote_value(value)} lantern").tree
    filters = [part for part in getattr(tree, "parts", ()) if isinstance(part, FieldFilter)]
    assert len(filters) == bool(split_chunks(fold(value)))
    article_group = ArticleGroup("p", 1, "", "", (value,), "", "", 0, "")
    assert all(matches_filter(one, article_group) for one in filters)
