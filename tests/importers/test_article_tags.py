"""Tags of a post are found again as those of its first article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.writing import articles, issue
from viewer.importers.article_tags import with_tags

TAGS = ("Tea", "Research & Development", "深度學習")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("文\n", "front"),
        ("Editor: Ann\n\n文\n", "front"),
        ("## A. 甲\n\n文\n", "a"),
        ("## A. 甲\n\n### 1. 乙\n\n文\n", "a1"),
        ("## 甲 {#x}\n\n文\n", "x"),
        ("[a](https://e.org/) [b](https://e.org/b)\n\n文\n", "front"),
    ],
)
def test_the_first_article_has_them(text: str, key: str) -> None:
    found = articles(issue(with_tags(text, TAGS)))
    assert found[key].tags == TAGS
    assert "文" in found[key].text
    assert "Tags" not in found[key].text


def test_an_editor_is_still_read() -> None:
    found = articles(issue(with_tags("Editor: Ann\n\n文\n", TAGS)))
    assert found["front"].editors == ("Ann",)


def test_without_tags_or_text_nothing_changes() -> None:
    assert with_tags("文\n", ()) == "文\n"
    assert with_tags("", TAGS) == ""
    assert with_tags("文\n", ("{}", '"')) == "文\n"


@given(st.lists(st.text(max_size=30), max_size=30), st.sampled_from(["文\n", "## 甲\n\n文\n"]))
def test_any_tags_leave_the_text_as_it_is(tags: list[str], text: str) -> None:
    found = articles(issue(with_tags(text, tags)))
    assert [article.text.strip() for article in found.values()] == ["文"]
