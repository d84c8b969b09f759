"""Plain text mails as the reader sees them: paragraphs, lists, headings, links."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.importers.html.converter import html_to_markdown
from viewer.importers.mail import plain_to_html as mail_text
from viewer.importers.mail.plain_to_html import plain_to_html, unwrap_flowed


def markdown(text: str) -> str:
    return html_to_markdown(plain_to_html(text), ProblemCollector("x")).text.strip("\n")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("Short\nlines\nstay", "Short  \nlines  \nstay"),
        (
            "This paragraph was broken by a program at a width of seventy\ncharacters and flows.",
            "This paragraph was broken by a program at a width of seventy characters and flows.",
        ),
        ("茶" * 32 + "\n" + "葉" * 5, "茶" * 32 + "葉" * 5),
        (
            "GREEN TEA\n\nText.\n\nBLACK TEA\n\nText.",
            "## GREEN TEA\n\nText.\n\n## BLACK TEA\n\nText.",
        ),
        ("Green\n=====\nText.\n\nBlack\n-----\nMore.", "## Green\n\nText.\n\n### Black\n\nMore."),
        ("■ 北段\n\n雲海。\n\n【活動】\n散步。", "## 北段\n\n雲海。\n\n## 活動\n\n散步。"),
        ("== Green ==\nText.", "## Green\n\nText."),
        ("■ green\n■ black", "- green\n- black"),
        ("======\nGreen\n======\n\nText.", "## Green\n\nText."),
        ("Teas:\n* green\n* black\n  and strong", "Teas:\n\n- green\n- black  \n    and strong"),
        ("1. green\n2. black", "1. green\n2. black"),
        ("* green\n\n* black\n\n  strong\n\nEnd", "- green\n- black  \n    strong\n\nEnd"),
        ("1. green\n\n2. black\n\n* x", "1. green\n2. black\n\n- x"),
        ("> quoted\n> text\n\nmine", "> quoted  \n> text\n\nmine"),
        (
            "See https://tea.example/a_b(c).",
            "See [https://tea.example/a_b(c)](https://tea.example/a_b(c)).",
        ),
        ("<https://tea.example>, now", "[https://tea.example](https://tea.example), now"),
        ("Write to ann@x.example.", "Write to [ann@x.example](mailto:ann@x.example)."),
        ("a * b < c & d # e", "a \\* b &lt; c & d # e"),
        ("a    b    c\nd    e    f", "```\na    b    c\nd    e    f\n```"),
        ("text\n\n-- \nAnn", "text\n\nAnn"),
    ],
)
def test_plain_text_is_given_its_form(text: str, made: str) -> None:
    assert markdown(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a \nb\nc", "a b\nc"),
        (" >not a quote\n From here", ">not a quote\nFrom here"),
        ("> a \n> b \n>> c\nd", "> a b\n>> c\nd"),
        ("a\n-- \nAnn", "a\n--\nAnn"),
    ],
)
def test_flowed_text_is_joined(text: str, made: str) -> None:
    assert unwrap_flowed(text) == made


def test_the_space_of_flowed_text_may_be_no_space() -> None:
    assert unwrap_flowed("茶 \n葉", del_space=True) == "茶葉"


@settings(max_examples=200)
@given(st.text(alphabet="ab >*-=1.\n茶<&@:/h", max_size=120))
def test_no_word_is_lost(text: str) -> None:
    made = plain_to_html(text)
    for letter in "ab茶":
        shown = made
        for tag in ("<blockquote>", "</blockquote>", "<br>", "<a "):
            shown = shown.replace(tag, "")
        assert shown.count(letter) >= text.count(letter)


def test_hostile_text_is_read_at_all() -> None:
    for text in (">" * 50_000 + "x", "a\n===\n" * 5000, "\n".join(">" * n for n in range(500))):
        assert plain_to_html(text)


def test_a_mail_of_more_lines_than_any_keeps_the_rest_in_its_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail_text, "_MOST_LINES", 3)
    assert mail_text.plain_to_html("a\n\nb\nc\n\n> d") == (
        "<p>a</p>\n<p>b</p>\n<pre>c\n\n&gt; d</pre>"
    )
