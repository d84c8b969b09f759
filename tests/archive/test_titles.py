"""What the title of an issue says besides its number."""

from __future__ import annotations

import pytest

from viewer.archive.titles import title_number, topic


@pytest.mark.parametrize(
    ("title", "number", "said"),
    [
        ("Dosudo deep learning newsletter #2", 2, ""),
        ("科技週刊：第 100 期", 100, ""),
        ("科技週刊（第 325 期）：會寫程式的機器", 325, "會寫程式的機器"),
        ("小報第二期", 2, ""),
        ("Issue 7: nothing new", 7, "nothing new"),
        ("Block: Image", 48, "Block: Image"),
        ("The #1 tool", 9, "The #1 tool"),
        ("", 3, ""),
    ],
)
def test_topics(title: str, number: int, said: str) -> None:
    assert topic(title, number) == said


def test_titles_that_carry_numbers() -> None:
    assert title_number("Dosudo deep learning newsletter #2") == 2
    assert title_number("科技爱好者周刊（第 100 期）") == 100
    assert title_number("2024 年回顧") is None
