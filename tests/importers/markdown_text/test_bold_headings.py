"""Bold lines that are titles of articles, and those that are not."""

from __future__ import annotations

import pytest

from viewer.importers.markdown_text.bold_headings import promote_bold_in_sections


def blocks(*parts: str) -> str:
    return "\n\n".join(parts)


def test_sections_of_nothing_but_such_articles_are_divided() -> None:
    text = blocks("intro", "## A", "**a**", "x", "**b**", "x", "## B", "**c**  \nx", "**d**  \nx")
    assert promote_bold_in_sections(text) == blocks(
        "intro", "## A", "### a", "x", "### b", "x", "## B", "### c", "x", "### d", "x"
    )


def test_a_text_without_headings_is_promoted_as_a_whole() -> None:
    assert promote_bold_in_sections(blocks("**a**", "x", "**b**", "x")) == blocks(
        "## a", "x", "## b", "x"
    )


@pytest.mark.parametrize(
    "text",
    [
        # One section only.
        blocks("## A", "**a**", "x", "**b**", "x", "## B", "x"),
        # Essays with emphasis.
        blocks(*("## A", "x", "**a**", "x", "**b**", "x") * 2),
        # Sections that have articles already.
        blocks(*("## A", "**a**", "x", "### b", "**c**", "x", "**d**", "x") * 2),
        # Numbers are the parser's.
        blocks(*("## A", "1、a", "x", "2、b", "x") * 2),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert promote_bold_in_sections(text) == text
