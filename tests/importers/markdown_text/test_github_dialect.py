"""GitHub's Markdown, read by our parser as GitHub reads it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.parser.markdown_to_html import markdown_to_html
from viewer.importers.markdown_text.github_dialect import convert_github_markdown


def shown(text: str) -> str:
    """The elements our parser makes of ``text``, without line ends."""
    return re.sub(
        r"\n\s*", "", markdown_to_html(convert_github_markdown(text), ProblemCollector("x"))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("para:\n- a\n- b", "<p>para:</p><ul><li>a</li><li>b</li></ul>"),
        ("Text\n1. a\n2. b\n\nafter", "<p>Text</p><ol><li>a</li><li>b</li></ol><p>after</p>"),
        ("- a\n  - b\n    - c\n- d",
         "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("- a\n\n  more\n\n- b", "<ul><li><p>a</p><p>more</p></li><li><p>b</p></li></ul>"),
        ("- a\n  ```py\n  x\n  ```\n- b",
         "<ul><li><p>a</p><pre><code>x</code></pre></li><li><p>b</p></li></ul>"),
        ("- a\n  > q\n- b",
         "<ul><li><p>a</p><blockquote><p>q</p></blockquote></li><li><p>b</p></li></ul>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("- a\n## H", "<ul><li>a</li></ul><h2>H</h2>"),
        ("- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("~~gone~~ `~~not~~`", "<p><del>gone</del> <code>~~not~~</code></p>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("<div align=\"center\">\n\n![a](b.png)\n\n</div>", '<p><img alt="a" src="b.png"></p>'),
        ("<details>\n<summary>S</summary>\n\n**b**\n\n</details>",
         "<p><strong>S</strong></p><p><strong>b</strong></p>"),
        ("# T\n\n#AI #ML\n", "<h1>T</h1><p>#AI #ML</p>"),
        ("> [!NOTE]\n> Text\n> - a\n\nafter",
         '<div class="admonition note"><p class="admonition-title">Note</p><p>Text</p>'
         "<ul><li>a</li></ul></div><p>after</p>"),
        ('> [!tip] My "title"\n> x',
         '<div class="admonition note"><p class="admonition-title">My "title"</p><p>x</p></div>'),
    ],
)  # fmt: skip
def test_it_is_read_as_there(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Plain.\n\n- a\n- b\n\n1. c\n2. d\n\nEnd.",
        "- a\n    - b\n\n    para\n\n- c",
        "```\n- a\n  - ~~b~~\n#x\n```",
        "text\n\n    - a\n      - b\n\nz",
        "I was born in\n1986. What a year",
        "Title\n-\n\n***\n\n- - -\n\n#標題\n\n| a |\n|---|\n| - |",
        "<div>\n<p>x</p>\n</div>\n\ny",
        "a\\\\\nb ~ c ~~ d",
        "1、甲\n\n文\n\n2、乙\n\n文",
        "> - a\n>   - b\n\n!!! note\n    - x",
    ],
)
def test_where_both_agree_nothing_is_changed(text: str) -> None:
    assert convert_github_markdown(text) == text


_LINE = st.sampled_from(
    [
        "", "", "text", "- a", "  - b", "    - c", "1. d", "   2. e", "3) f", "  more", "    deep",
        "      deeper", "```", "  ```", "> q", "  > r", "## h", "---", "* s", "<div>", "</div>",
        "> [!NOTE]", "\\", "end\\", "- [ ] g", "\t- t", "#tag", "~~~", "<details>", "| a | b |",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(_LINE, max_size=16).map("\n".join))
def test_no_word_is_lost(text: str) -> None:
    converted = convert_github_markdown(text)
    words = re.findall(r"[a-z]+", re.sub(r"</?(?:div|details)>|\[!NOTE\]", "", text))
    page = html.unescape(
        re.sub(r"<[^<>]*>", " ", markdown_to_html(converted, ProblemCollector("x")))
    )
    assert [w for w in re.findall(r"[a-z]+", page) if w in words] == words
