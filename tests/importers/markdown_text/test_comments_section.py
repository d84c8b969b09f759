"""Comments become the last section of an issue."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.archive.writing import articles, issue
from viewer.importers.markdown_text.comments_section import Comment, write_comments


def test_answers_stand_below_what_they_answer() -> None:
    section = write_comments(
        [
            Comment(1, 0, "Ann", "2024-05-01", "First."),
            Comment(2, 0, "", "", "Second."),
            Comment(3, 1, "Ben", "2024-05-02", "To the first."),
            Comment(4, 3, "Ann", "2024-05-03", "To Ben."),
        ],
        "en",
    )
    assert section == (
        "## Discussion\n\n#### Ann · 2024-05-01\n\nFirst.\n\n"
        "##### Ben, in reply to Ann · 2024-05-02\n\nTo the first.\n\n"
        "###### Ann, in reply to Ben · 2024-05-03\n\nTo Ben.\n\n"
        "#### Anonymous\n\nSecond.\n"
    )


def test_words_between_comments_are_in_the_language_of_the_issue() -> None:
    section = write_comments(
        [Comment(1, 0, "", "", "好。"), Comment(2, 1, "王", "", "對。")], "zh-Hant"
    )
    assert section.startswith("## 討論\n\n#### 匿名\n")
    assert "王 回覆 匿名" in section


def test_a_comment_is_no_article_whatever_it_holds() -> None:
    text = "## Big *claim*\n\n```\n# code\n```"
    by_anchor = articles(
        issue("文\n\n" + write_comments([Comment(1, 0, "# A *b*", "", text)], "zh-Hant"))
    )
    assert list(by_anchor) == ["front", "討論"]
    assert "# A *b*" in by_anchor["討論"].text
    assert "Big claim" in by_anchor["討論"].text
    assert "# code" in by_anchor["討論"].text


def test_no_comments_are_no_section() -> None:
    assert write_comments([], "en") == ""


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_every_comment_is_there_once(numbers: list[tuple[int, int]]) -> None:
    known = dict(numbers)
    comments = [Comment(i, p, f"n{i}", "", f"said {i};") for i, p in known.items()]
    section = write_comments(comments, "en")
    for one in comments:
        assert section.count(one.text) == 1
