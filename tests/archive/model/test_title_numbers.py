"""What the titles of issues say: their numbers, and what they are about."""

from __future__ import annotations

import pytest

from viewer.archive.model.title_numbers import issue_numbers, title_number, title_without_number


@pytest.mark.parametrize(
    ("title", "number", "said"),
    [
        ("Dosudo deep learning newsletter #2", 2, ""),
        ("科技週刊：第 100 期", 100, ""),
        ("科技週刊（第 325 期）：會寫程式的機器", 325, "會寫程式的機器"),
        ("小報第二期", 2, ""),
        ("Issue 7: nothing new", 7, "nothing new"),
        ("Kiln Weekly 41: Salt glaze", 41, "Salt glaze"),
        ("科技周刊 12", 12, ""),
        ("12: Tea", 12, "Tea"),
        ("Kiln Weekly 41: Salt glaze", 3, "Kiln Weekly 41: Salt glaze"),
        ("Block: Image", 48, "Block: Image"),
        ("The #1 tool", 9, "The #1 tool"),
        ("", 3, ""),
    ],
)
def test_topics(title: str, number: int, said: str) -> None:
    assert title_without_number(title, number) == said


@pytest.mark.parametrize(
    "title",
    [
        "Newsletter #12", "科技爱好者周刊（第 12 期）", "No. 12", "№ 12", "Issue 12", "Issue #12",
        "Issue12", "Vol. 12", "vol12", "Volume 12", "12期", "小報 12 期：茶", "Tea, No.12",
        "#12: Tea", "Edition 12",
    ],
)  # fmt: skip
def test_marks_of_numbers(title: str) -> None:
    assert title_number(title) == 12


@pytest.mark.parametrize(
    "title",
    [
        "2024 年回顧",
        "Weekly 12",
        "12 期間限定",
        "Issues 12 people had",
        "Volumes 3",
        "Tea at noon 12",
    ],
)
def test_no_marks(title: str) -> None:
    assert title_number(title) is None


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (["Weekly 12", "Weekly 13"], [12, 13]),
        (["科技周刊 12", "科技周刊 13：茶", "番外"], [12, 13, None]),
        (["Kiln Weekly 39: Wood", "Kiln Weekly 40: Ash", "Kiln Weekly 41 – Salt"], [39, 40, 41]),
        (["12: Tea", "13: Cups", "14 – Pots"], [12, 13, 14]),
        (["The #2 tool", "Walk 1", "Walk 2"], [None, 1, 2]),
        (["Weekly 12"], [None]),
        (["Weekly #12", "Weekly 13"], [12, None]),
        (["Review 2023", "Review 2024"], [None, None]),
        (["Weekly 2024-05-01", "Weekly 2024-05-08"], [None, None]),
        (["Weekly 5/1", "Weekly 5/8"], [None, None]),
        (["週記 5月1日", "週記 5月8日"], [None, None]),
        (["Top 10", "Top 25"], [None, None]),
        (["Part 1: a", "Part 1: b"], [None, None]),
        (["Part 1: a", "Part 2: b", "x", "y", "z"], [None] * 5),
        (["10 things", "11 things", "12 things"], [None] * 3),
    ],
)
def test_numbers_without_marks_are_those_of_titles_that_count(
    titles: list[str], numbers: list[int | None]
) -> None:
    assert issue_numbers(titles) == numbers


def test_numbers_that_go_against_the_dates_count_something_else() -> None:
    titles = ["Walk 1", "Walk 2", "Walk 3"]
    assert issue_numbers(titles, ["2024-01-01", "2024-01-08", "2024-01-15"]) == [1, 2, 3]
    assert issue_numbers(titles, ["2024-01-15", "2024-01-08", "2024-01-01"]) == [None] * 3
