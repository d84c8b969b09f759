"""What is typed, read as a query, with hints for what is no syntax.

Covers viewer/search/query/query_hints.py.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.waiting import calls, ends_soon
from viewer.search.query.fields import FieldFilter
from viewer.search.query.parser import (
    And,
    Node,
    Not,
    Or,
    Term,
    parse,
    positive_terms,
)

SYNTAX = st.lists(
    st.sampled_from(
        ["(", ")", '"', "“", "」", "「", "-", "OR", "or", "*", "title:", "editor:", "issue:2",
         "has:figure", "before:2017", "after:", "機器", "學習", "cat", "c++", "foo:bar", " ", "  ",
         "：", "NOT", "a*", "，"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def shown(node: Node | None) -> str:
    """A tree as text, to compare."""
    match node:
        case None:
            return "nothing"
        case Term():
            text = " ".join(node.chunks) + ("*" if node.prefix else "")
            text = f'"{text}"' if node.exact else text
            return ("title:" if node.title_only else "") + text
        case FieldFilter():
            return f"{node.name}:{node.value}"
        case Not():
            return f"not {shown(node.part)}"
        case Or():
            return "(" + " or ".join(map(shown, node.parts)) + ")"
        case And():
            parts = [*map(shown, node.parts), *(f"+{shown(text)}" for text in node.optional)]
            return "(" + " and ".join(parts) + ")"


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", "nothing"),
        ("   ", "nothing"),
        ("cat", "cat*"),
        ("cat ", "cat"),
        ("c", "c"),
        ("機器", "机器"),
        ("deep learning", "(deep and learning*)"),
        ("機器，學習", "(机器 and 学习)"),
        ('"deep learning"', '"deep learning"'),
        ("「深度學習」", '"深度学习"'),
        ("“deep learning”", '"deep learning"'),
        ("neu* cat ", "(neu* and cat)"),
        ("機器*", "机器"),
        ("cat -dog ", "(cat and not dog)"),
        ('-"a b"', 'not "a b"'),
        ("cat OR dog ", "(cat or dog)"),
        ("cat or dog ", "(cat or dog)"),
        ("cat AND dog ", "(cat and dog)"),
        ("cat and dog ", "(cat and and and dog)"),
        ("(cat OR dog) AND bird ", "((cat or dog) and bird)"),
        ("cat AND editor:x", "(cat and editor:x)"),
        ("AND gate ", "(and and gate)"),
        ("cat AND", "(cat and +and*)"),
        ("cat AND OR dog ", "((cat and +and) or dog)"),
        ("NOT cat ", "not cat"),
        ("not cat ", "(not and cat)"),
        ("dog NOT cat ", "(dog and not cat)"),
        ("dog AND NOT cat ", "(dog and not cat)"),
        ("dog OR NOT cat ", "(dog or not cat)"),
        ('NOT "a b"', 'not "a b"'),
        ("NOT (cat OR dog) ", "not (cat or dog)"),
        ("NOT editor:x", "not editor:x"),
        ("NOT ", "not"),
        ("cat NOT", "(cat and +not*)"),
        ("title:NOT cat ", "(title:not and cat)"),
        ('"NOT" ', '"not"'),
        ('cat "AND" ', '(cat and "and")'),
        ("cat -AND ", "(cat and not and)"),
        ("NOT NOT cat ", "not not cat"),
        ("(cat OR dog) bird ", "((cat or dog) and bird)"),
        ("cat (dog -(bird OR fox)) ", "(cat and (dog and not (bird or fox)))"),
        ("title:cat ", "title:cat"),
        ("TITLE:(cat dog) ", "(title:cat and title:dog)"),
        ('editor:"Joanne Tseng"', "editor:joanne tseng"),
        ("editor：George.Wu", "editor:george wu"),
        ("issue:2", "issue:2"),
        ("issue:2-5", "issue:2-5"),
        ("before:2017-07 has:figures", "(before:2017-07 and has:figure)"),
        ("-editor:hubert", "not editor:hubert"),
        ("f(x) ", "f x"),
        ("e-mail ", "e mail"),
    ],
)
def test_syntax(typed: str, tree: str) -> None:
    assert shown(parse(typed).tree) == tree


@pytest.mark.parametrize(
    ("typed", "tree", "hint"),
    [
        ("before:soon ", "before soon", "cannot be read"),
        ("before:2017-13 ", "before 2017 13", "cannot be read"),
        ("has:cats ", "has cats", "cannot be read"),
        ("issue:x ", "issue x", "cannot be read"),
        ("titel:red ", "titel red", "“titel:” is not a field, “title:” is"),
        ("author:red ", "author red", "“editor:” is"),
        ("pub:red ", "pub red", "“publication:” is"),
        ("in: ", "in", "“section:” is"),
        ("title: cat ", "(title and cat)", "without a blank"),
        ("ta*oot ", "ta oot", "only at the end of a word"),
        ("*root ", "root", "only at the end of a word"),
        ("after:2024-02-30 ", "after 2024 02 30", "cannot be read"),
        ("before:2023-2-29 ", "before 2023 2 29", "cannot be read"),
        ("issue:9-3 ", "issue 9 3", "cannot be read"),
        ("cat after:2021 before:2020", "(cat and after:2021 and before:2020)", "No date is both"),
        ("-Wall ", "wall", "nothing to exclude “-Wall” from"),
        ("-Wall -Werror ", "(wall and werror)", "nothing to exclude “-Wall” from"),
        ("cat OR", "(cat and +or)", "OR needs"),
        ("OR", "or", "OR needs"),
        ("((cat ", "cat", "parenthesis"),
        ("cat) ", "cat", "parenthesis"),
        ("a* ", "a", "at least two letters"),
        ("* ", "nothing", "nothing that can be searched"),
        ("editor: ", "editor", "needs a value"),
    ],
)
def test_what_is_no_syntax_is_text_with_a_hint(typed: str, tree: str, hint: str) -> None:
    query = parse(typed)
    assert shown(query.tree) == tree
    assert hint in query.hint_text


@pytest.mark.parametrize(
    "typed",
    [
        "unwrap()", "f(x)", "f(x, y) ", 'print("hello world") ', "std::vec", "(a f(x) b) ",
        "dog :)", "(dog) :-(", "https://example.org/a_(b) ", "mailto:a@example.org ",
        "localhost:8080 ", "TypeError: oops ", "colour:red ", "hash:abc ", "std::fmt::Debug ",
        "12:30 ", "2*3 ", "neu*", "--no-verify ", "gcc -Wall ", "a.b.c ", "<height> ", "#1234 ",
        "$HOME ", "C:\\Users ", "after:2020 before:2021", "(cat OR f(x)) dog ", "foo(bar(baz)) ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("finished", [False, True])
def test_what_is_no_mistake_gets_no_hint(typed: str, *, finished: bool) -> None:
    assert parse(typed, finished=finished).hint_text == ""


def test_a_quotation_left_open_is_told_once_the_query_is_finished() -> None:
    assert parse('"deep lear').hints == ()
    query = parse('"deep lear', finished=True)
    assert shown(query.tree) == '"deep lear"'
    assert "quotation mark without its partner" in query.hint_text


def test_a_size_typed_with_blanks_is_one_term() -> None:
    assert shown(parse("3 x 3 kernel ").tree) == "(3 x 3 and kernel)"
    assert shown(parse("1920 × 1080 ").tree) == "1920 x 1080"
    assert shown(parse("3 xyz ").tree) == "(3 and xyz)"


def test_an_open_quotation_is_a_phrase_in_the_making() -> None:
    assert shown(parse('"deep lear').tree) == '"deep lear*"'


def test_a_web_address_is_not_a_field() -> None:
    assert parse("https://example.org/ ").hint_text == ""


@given(st.one_of(st.text(max_size=600), SYNTAX))
def test_every_text_has_a_reading(typed: str) -> None:
    query = parse(typed)
    for text in positive_terms(query.tree):
        assert all(text.chunks)


@pytest.mark.parametrize(
    "typed",
    ["(" * 2000 + "a" + ")" * 2000, "-" * 10_000, "a OR " * 2000, '"' * 9999, "*" * 10_000,
     "x " * 5000, "title:" * 2000, "NOT " * 1000, "(-" * 5000],
)  # fmt: skip
def test_hostile_queries_are_read_at_once(typed: str) -> None:
    parse.cache_clear()
    assert calls(lambda: parse(typed)) < 30 * len(typed)
    assert ends_soon(lambda: parse(typed + " "))
    assert parse(typed).hint_text
