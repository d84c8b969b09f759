"""Markdown that would take the converter long: shown as it stands, and told."""

from __future__ import annotations

import re

import pytest
from markdown.treeprocessors import InlineProcessor

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.parser.markdown_to_html import markdown_to_html


@pytest.mark.parametrize("token", ["[a](", "![", "[", "[[", "*", "_", "`", "**a"])
def test_a_crowd_of_marks_is_shown_as_it_stands_without_work_for_each(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = []
    apply = InlineProcessor._InlineProcessor__applyPattern  # type: ignore[attr-defined]
    monkeypatch.setattr(
        InlineProcessor,
        "_InlineProcessor__applyPattern",
        lambda *arguments: applied.append(1) or apply(*arguments),
    )
    html = markdown_to_html(token * (15_000 // len(token)) + " end", ProblemCollector("x"))
    assert token[-1] in html
    assert "end" in html
    assert not any(0xFDD0 <= ord(char) <= 0xFDD3 for char in html)
    assert len(applied) < 1000


def test_what_is_beyond_any_newsletter_is_shown_as_it_stands_and_counted() -> None:
    problems = ProblemCollector("x")
    html = markdown_to_html("*a*\n\n" * 45_000 + "<b>end</b>", problems)
    assert html.count("<em>a</em>") + html.count("*a*") == 45_000
    assert html.rstrip().endswith("&lt;b&gt;end&lt;/b&gt;</pre>")
    (problem,) = problems.collected()
    shown_as_it_stands = html[html.index("<pre>") :].count("*a*")
    assert shown_as_it_stands > 20_000
    assert f"its last {shown_as_it_stands * 5 + 10:,} characters" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "*a**b*c d**e*f",
        "w x*b2**(*b7",
        "*aa**bb*cc\n* dd ee**ff*gg",
        "w **(***b3***b5*__x24)*b27***b29",
    ],
)
def test_where_marks_of_emphasis_overlap_no_letter_is_lost(text: str) -> None:
    shown = re.sub("<[^>]*>", "", markdown_to_html(text, ProblemCollector("issue.md")))
    assert re.sub(r"[*_\s]", "", shown) == re.sub(r"[*_\s]", "", text)


def test_emphasis_that_is_well_nested_is_emphasis() -> None:
    html = markdown_to_html("*a **b** c* **d** ***e*** _f_", ProblemCollector("issue.md"))
    assert re.sub("<[^>]*>", "", html) == "a b c d e f"


def test_a_text_full_of_ampersands_stays_whole() -> None:
    # Above what is converted at once, in pieces of which none fills a part by itself.
    text = ("&amp;" * 9_000 + "*x*") * 5 + " end"
    assert markdown_to_html(text, ProblemCollector("issue.md")).count("&amp;") == 45_000


@pytest.mark.parametrize("tag", ["<style>", "<SCRIPT type=a>", "<template>", "<noscript>", "<!--"])
@pytest.mark.parametrize(
    "text",
    ["a {} b word", "{}\n\nword", "<p>{}</p>\n\nword", "<div>\n{}\nword\n</div>", "- {}\n- word"],
)
def test_no_raw_html_swallows_what_follows(tag: str, text: str) -> None:
    problems = ProblemCollector("issue.md")
    assert "word" in markdown_to_html(text.format(tag), problems)
    assert [p.message for p in problems.collected()] in (
        [f"“{tag}” is never closed; what stands behind it is read as text."],
        [],  # a comment in a line of its own is text for the converter already
    )


def test_raw_html_that_is_closed_stays_out() -> None:
    problems = ProblemCollector("issue.md")
    html = markdown_to_html("a <!-- b --> c\n\n<style>\np {}\n</style>\n\nd", problems)
    assert re.sub(r"<[^>]*>|\s", "", html) == "acd"
    assert not problems.collected()
