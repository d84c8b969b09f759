"""Heads as other programs write them, and texts that only begin like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.importers.markdown.front_matter import FrontMatter, split_front_matter


def split(text: str) -> tuple[FrontMatter, list[str]]:
    problems = ProblemCollector("x.md")
    front_matter = split_front_matter(text, problems)
    return front_matter, [str(problem) for problem in problems.collected()]


def test_yaml() -> None:
    top, messages = split(
        '---\nTitle: "A: b"\ndate: 2017-07-29 10:00:00 +0800\nauthors:\n  - name: Ann\n  - Bob\n'
        "tags: [x, y]\ndraft: true\n---\n\nText.\n"
    )
    assert top.first_text("title") == "A: b"
    assert top.first_text("missing", "date") == "2017-07-29 10:00:00 +0800"
    assert top.text_list("authors") == ("Ann", "Bob")
    assert top.is_true("draft")
    assert (top.body, top.first_line, messages) == ("\nText.\n", 10, [])


def test_a_number_in_a_title_is_no_comment() -> None:
    assert split("---\ntitle: Bits #2 # x\n---\n")[0].first_text("title") == "Bits #2 # x"
    assert split("---\ntitle: Bits # x\n---\n")[0].first_text("title") == "Bits"
    assert split('---\ntitle: "Bits" #2\n---\n')[0].first_text("title") == "Bits"


def test_toml() -> None:
    top, messages = split(
        '+++\ntitle = "A"\ndate = 2017-07-29T23:30:00-07:00\nweight = 3\ndraft = false\n'
        'authors = ["Ann", "Bob"]\n[params]\nx = 1\n+++\nText.'
    )
    assert top.first_text("title") == "A"
    assert top.first_text("date") == "2017-07-29T23:30:00-07:00"
    assert top.text_list("authors") == ("Ann", "Bob")
    assert not top.is_true("draft")
    assert (top.body, top.first_line, messages) == ("Text.", 10, [])


def test_lines_of_pelican() -> None:
    top, messages = split("Title: First one\nDate: 2017-07-29\nAuthors: Ann and Bob\n\nHello.\n")
    assert top.first_text("title") == "First one"
    assert top.text_list("authors") == ("Ann", "Bob")
    assert (top.body, top.first_line, messages) == ("Hello.\n", 5, [])


def test_lines_of_old_hexo() -> None:
    top, _ = split("title: 週報\ndate: 2017-07-29\ntags:\n- a\n- b\n---\n文")
    assert top.first_text("title") == "週報"
    assert top.text_list("tags") == ("a", "b")
    assert top.body == "文"


@pytest.mark.parametrize(
    "text",
    [
        "Just text.",
        "Note: this is no head.\n\nText.",
        "Editor: Ann\nDate: 2017-07-29\n\nText.",
        "---\n\nA rule, and text: with a colon in it.\nMore of it.\n\n---\n\nText.",
        "---\n\nText below a rule.",
        "# Heading\n\ntitle: x\n",
        "",
    ],
)
def test_what_only_looks_like_a_head_stays_text(text: str) -> None:
    top, messages = split(text)
    assert top.body == text
    assert not top.values
    assert not messages


def test_a_slip_in_the_head_costs_only_its_line() -> None:
    top, messages = split("---\ntitle: Bits: Issue 2\ndate: 2017-07-29\nauthor: 'Ann'\n---\nText.")
    assert top.first_text("title") == "Bits: Issue 2"
    assert (top.first_text("date"), top.first_text("author")) == ("2017-07-29", "Ann")
    assert top.body == "Text."
    assert messages[0].startswith("x.md:2: warning: The head cannot be read")


def test_a_slip_in_toml_costs_only_its_line() -> None:
    top, messages = split('+++\ntitle = "A"\ndate = 2017-99-99\n+++\nText.')
    assert (top.first_text("title"), top.body) == ("A", "Text.")
    assert "it was read line by line" in messages[0]


@pytest.mark.parametrize(
    "head",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: T",
        "a: &a {x: 1}\nb: {<<: *a}\ntitle: T",
        "b: {<<: {x: 1}}\ntitle: T",
        "x: " + "[" * 3000 + "\ntitle: T",
        "x: !!python/object/apply:os.system [id]\ntitle: T",
        "d: 0000-00-00\ntitle: T",
        "x: =\ntitle: T",
        "n: " + "9" * 5000 + "\ntitle: T",
        "title: T\ntitle: U",
        "title: T\nx: '" + "y" * 70_000 + "'",
    ],
)
def test_a_hostile_head_ends_in_a_sentence_and_the_text_is_kept(head: str) -> None:
    top, messages = split(f"---\n{head}\n---\nText.")
    assert top.body == "Text."
    assert top.first_text("title") == "T"
    assert all(": warning: " in sentence for sentence in messages)


@pytest.mark.parametrize(
    "head", ["x = " + "[" * 5000, 'x = "' + "y" * 70_000 + '"', "x = 1 2", "[a"]
)
def test_a_hostile_head_of_toml_ends_in_a_sentence(head: str) -> None:
    top, messages = split(f"+++\n{head}\n+++\nText.")
    assert top.body == "Text."
    assert len(messages) == 1


@given(st.text(alphabet="-+.=:aT \n[]{}&*!<>'\"#title1", max_size=120))
def test_no_head_breaks_anything(text: str) -> None:
    for fence in ("---\n", "+++\n", "title: x\n"):
        top, _ = split(fence + text)
        assert isinstance(top.body, str)
        assert top.first_line >= 1


def test_tags_are_those_of_all_keys_divided_by_marks_only() -> None:
    top, _ = split(
        "---\ncategories: Letters & notes, 茶、杯\ntags:\n- '#tea'\n- 茶\n- {name: Cups}\n---\n文"
    )
    assert top.tags("categories", "category", "tags") == (
        "Letters & notes",
        "茶",
        "杯",
        "tea",
        "Cups",
    )
