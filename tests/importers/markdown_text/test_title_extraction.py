"""The issue's own title among its headings."""

from __future__ import annotations

import pytest

from viewer.importers.markdown_text.title_extraction import extract_title, find_title


@pytest.mark.parametrize(
    ("text", "given", "title", "rest"),
    [
        ("# T\n\nx\n\n## A\n", "", "T", "x\n\n## A\n"),
        ("T\n===\n\nx", "", "T", "x"),
        ("# **T** `x` \\#1\n\nx", "", "T x #1", "x"),
        ("# T [l](http://x)\n\nx", "", "T l", "[l](http://x)\n{.links}\n\nx"),
        ("# Weekly 1\n\n## A", "Weekly 1", "Weekly 1", "## A"),
        ("# Welcome\n\n## A", "Weekly 1", "Weekly 1", "**Welcome**\n\n## A"),
        ("# Weekly #3\n\n# News\n\n## a\n\n# Jobs", "", "Weekly #3", "# News\n\n## a\n\n# Jobs"),
        ("## Issue 12\n\n### a\n\nx\n\n### b", "", "Issue 12", "## a\n\nx\n\n## b"),
        ("# News\n\n# Jobs", "", "", "# News\n\n# Jobs"),
        ("# A. Only\n\nx", "", "", "# A. Only\n\nx"),
        ("x\n\n# A", "", "", "x\n\n# A"),
        ("## Intro\n\nx\n\n### a", "T", "T", "## Intro\n\nx\n\n### a"),
        ("### A\n\n#### b\n\n### C", "T", "T", "## A\n\n### b\n\n## C"),
        ("```\n# no\n```\n\nx", "", "", "```\n# no\n```\n\nx"),
        ("", "T", "T", ""),
    ],
)
def test_titles(text: str, given: str, title: str, rest: str) -> None:
    assert extract_title(text, given) == (title, rest)


def test_a_first_look_reads_the_beginning_only() -> None:
    assert find_title("# T\n" + "x\n" * 100 + "# U\n") == "T"
