"""Lines that serve as headings, and lines that only look like it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.writing import articles, issue
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.parser.markdown_to_html import markdown_to_html
from viewer.importers.markdown_text.heading_promotion import promote_headings


def headings(markdown: str) -> list[str]:
    return [line for line in promote_headings(markdown).split("\n") if line.startswith("#")]


def blocks(*parts: str) -> str:
    return "\n\n".join(parts)


def test_letters_are_sections_and_numbers_below_them_articles() -> None:
    text = blocks(
        "前言",
        "A. Highlights", "1. 會走的機器", "文", "2. A longer one!", "文", "文",
        "B. 新聞", "導言", "1、甲事", "文", "2、乙事", "文",
        "C. 演講", "沒有編號",
    )  # fmt: skip
    assert headings(text) == [
        "## A. Highlights", "### 1. 會走的機器", "### 2. A longer one!",
        "## B. 新聞", "### 1、甲事", "### 2、乙事", "## C. 演講",
    ]  # fmt: skip
    promoted = articles(issue(promote_headings(text), head="---\nnumber: 1\ntitle: 題\n---\n\n"))
    assert list(promoted) == ["front", "a1", "a2", "b", "b1", "b2", "c"]


def test_bold_lines_are_headings() -> None:
    text = blocks("Hello.", "**First news**", "Text.", "__Second news:__", "More.", "- list")
    assert promote_headings(text) == blocks(
        "Hello.", "## First news", "Text.", "## Second news:", "More.", "- list"
    )


def test_bold_letters_and_numbers_lose_their_stars() -> None:
    text = blocks("**A. One**", "**1. Two**", "x", "**2. Three**", "x", "**B. Four**", "x")
    assert headings(text) == ["## A. One", "### 1. Two", "### 2. Three", "## B. Four"]


def test_escaped_numbers_are_seen() -> None:
    text = blocks("1\\. 甲", "文", "2\\. 乙", "文")
    assert headings(text) == ["## 1\\. 甲", "## 2\\. 乙"]


def test_chinese_numbers_are_seen() -> None:
    text = blocks("一、緣起", "文", "二、方法", "文", *(f"{n}、再" for n in ()), "三、結語", "文")
    assert headings(text) == ["## 一、緣起", "## 二、方法", "## 三、結語"]
    many = [
        f"{'十' if n > 9 else ''}{'一二三四五六七八九'[n % 10 - 1] if n % 10 else ''}"
        for n in range(1, 13)
    ]
    assert len(headings(blocks(*(f"{n}、題\n\n文" for n in many)))) == 12


def test_bold_titles_over_numbers_that_begin_anew() -> None:
    text = blocks(
        "**News**", "1. a", "x", "2. b", "x", "**Events**", "1. c", "x", "**Jobs**", "nothing new"
    )
    assert headings(text) == [
        "## News", "### 1. a", "### 2. b", "## Events", "### 1. c", "## Jobs",
    ]  # fmt: skip


def test_bold_titles_over_numbers_that_go_on() -> None:
    text = blocks("**News**", "1. a", "x", "2. b", "x", "**Events**", "3. c", "x", "4. d", "x")
    assert headings(text) == [
        "## News", "### 1. a", "### 2. b", "## Events", "### 3. c", "### 4. d",
    ]  # fmt: skip


def test_bold_titles_over_bold_titles() -> None:
    text = blocks(
        "**NEWS**", "**One**", "x", "**Two**", "x", "**EVENTS**", "**Three**", "x", "**Four**", "x"
    )
    assert headings(text) == [
        "## NEWS", "### One", "### Two", "## EVENTS", "### Three", "### Four",
    ]  # fmt: skip


def test_bold_lines_inside_numbered_articles_are_deeper() -> None:
    text = blocks("1. a", "x", "**Why**", "x", "**How**", "x", "2. b", "**Why not**", "x")
    assert headings(text) == ["## 1. a", "### Why", "### How", "## 2. b", "### Why not"]


def test_a_list_inside_an_article_stays_a_list() -> None:
    inner = ("1. better", "2. more", "3. larger")
    text = blocks("1. a", "x", *inner, "x", "2. b", *inner, "3. c", "x")
    assert headings(text) == ["## 1. a", "## 2. b", "## 3. c"]
    text = blocks("1. a", *inner, "x", "2. b", "x")
    assert headings(text) == ["## 1. a", "## 2. b"]


def test_a_heading_on_the_first_line_of_a_paragraph() -> None:
    text = "**One**  \nTwo lines\nof text.\n\n**Two**\\\nText.\n\n**Three**<br>\nText."
    assert promote_headings(text) == (
        "## One\n\nTwo lines\nof text.\n\n## Two\n\nText.\n\n## Three\n\nText."
    )


def test_a_title_on_top_stays_the_title() -> None:
    text = blocks("# Weekly 3", "**One**", "x", "**Two**", "x")
    assert headings(text) == ["# Weekly 3", "## One", "## Two"]


def test_a_last_sharp_is_kept() -> None:
    text = promote_headings(blocks("**C #**", "x", "**D**", "x"))
    assert "<h2>C #</h2>" in markdown_to_html(text, ProblemCollector("t"))


@pytest.mark.parametrize(
    "text",
    [
        # Real headings are the author's own division.
        blocks("## Heading", "**One**", "x", "**Two**", "x"),
        blocks("Heading\n---", "**One**", "x", "**Two**", "x"),
        blocks("<h2>Heading</h2>", "**One**", "x", "**Two**", "x"),
        # One of a kind is no division.
        blocks("**One**", "x", "x"),
        blocks("A. One", "x"),
        # Nothing stands below.
        blocks("1. One", "2. Two", "3. Three"),
        blocks("A. yes", "B. no", "C. perhaps", "x"),
        blocks("x", "**Yours**", "**The editors**"),
        # Emphasis, not titles.
        blocks("**这是重点。**", "x", "**那是重点。**", "x"),
        blocks("**This is what matters.**", "x", "**And this too.**", "x"),
        blocks(f"**{'long ' * 30}line**", "x", f"**{'long ' * 40}line**", "x"),
        # Facts and speakers.
        blocks("**Editor: Ann**", "x", "**Date: 2017-07-29**", "x"),
        blocks("**Q: Why?**", "Because.", "**Q: How?**", "So."),
        blocks(*(f"**{name}**\n\nSays so." for name in ("Ann", "Bob") * 3)),
        # They do not count on.
        blocks("1. One", "x", "3. Three", "x"),
        blocks("1. One", "x", "2. Two", "x", "1. One again", "x", "2. Two again", "x"),
        blocks("J. Smith", "x", "K. Jones", "x"),
        # Other blocks.
        blocks("> **One**", "> x", "> **Two**", "> x"),
        blocks("- **One**", "- **Two**"),
        blocks("    **One**", "    x", "    **Two**", "    x"),
        "```\n**One**\n\nx\n\n**Two**\n\nx\n```",
        "<div>\n\n**One**\n\nx\n\n**Two**\n\nx\n\n</div>",
        "| **One** |\n|---|\n| x |\n\n| **Two** |\n|---|\n| x |",
        blocks("**![One](a.png)**", "x", "**![Two](b.png)**", "x"),
        blocks("1. One\nx", "2. Two\nx"),
        "",
    ],
)
def test_in_doubt_a_text_stays_what_it_was(text: str) -> None:
    assert promote_headings(text) == text


def test_bold_letters_are_sections_above_the_headings_below_them() -> None:
    text = blocks(
        "前言", "**A. 焦點**", "**1. 甲**", "文", "### 小標", "文", "**2. 乙**", "文",
        "**B. 連結**", "#### 深", "文",
    )  # fmt: skip
    assert headings(text) == [
        "## A. 焦點", "### 1. 甲", "#### 小標", "### 2. 乙", "## B. 連結", "##### 深",
    ]  # fmt: skip
    # A heading above the letters divides the text, and one letter divides nothing.
    assert promote_headings(f"## 題\n\n{text}") == f"## 題\n\n{text}"
    for other in (
        blocks("**A. a**", "x", "## b", "x"),
        blocks("**A. a**", "x", "## b", "**C. c**"),
    ):
        assert promote_headings(other) == other


def test_code_between_headings_is_untouched() -> None:
    code = "```\n**Not this**\n\n1. nor this\n\nx\n```"
    text = blocks("**One**", code, "**Two**", "x")
    assert promote_headings(text) == blocks("## One", code, "## Two", "x")


_WORDS = st.text(alphabet="ab 深度#*_`[]()<>\\.!、", max_size=12)
_LINE = st.one_of(
    st.sampled_from(
        [
            "A. Section", "B. Section", "C. Section #", "1. One", "2. Two", "3、三", "1\\. One",
            "**Bold**", "**Other bold**", "__More__", "**1. Bold one**", "**B. Bold letter**",
            "一、甲", "二、乙", "text", "更多文字", "- list\n- list", "1. a\n2. b", "> quote",
            "| a | b |\n|---|---|\n| c | d |", "```\n**code**\n\n1. code\n```", "    **code**",
            "**Bold**  \ntext", "1. One\\\ntext", "***", "---", "<div>\n\n**x**\n\n</div>",
            "!!! note\n    **x**", "[^1]: note", "text[^1]", "## Heading", "# Title",
            "**A. Bold letter**",
            "<b>x</b>", "```", "**[link](https://e.org)**", "![p](a.png)", "{.slideshow}",
        ]
    ),
    _WORDS,
    _WORDS.map(lambda words: f"**{words}**"),
    _WORDS.map(lambda words: f"1. {words}"),
)  # fmt: skip


def _visible(markdown: str) -> str:
    shown = html.unescape(
        re.sub(r"<[^<>]*>", "", markdown_to_html(markdown, ProblemCollector("t")))
    )
    # A number is a list's mark as a list, and a letter of the text in a heading; a backslash for
    # a break is shown by our converter where it stands.
    return re.sub(r"[\s\d.*_\\]+", "", shown)


@settings(max_examples=300)
@given(st.lists(_LINE, max_size=14).map("\n\n".join))
def test_no_text_is_lost(text: str) -> None:
    promoted = promote_headings(text)
    if promoted != text:
        assert _visible(promoted) == _visible(text)
        assert promote_headings(promoted) == promoted
