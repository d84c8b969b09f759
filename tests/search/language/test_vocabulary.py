from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.search.language.vocabulary import Vocabulary, distance

WORDS = Vocabulary(["learn 9\nlearning 5\nlearns 1\nlean 2\nclean 3\nstudies 1\nstudy 4\nrun 2\n"])


def test_beginnings_commonest_first_when_there_are_too_many() -> None:
    assert WORDS.beginning("lear", 9) == ["learn", "learning", "learns"]
    assert WORDS.beginning("l", 2) == ["learn", "learning"]
    assert WORDS.beginning("z", 9) == []


@pytest.mark.parametrize(
    ("word", "others"),
    [("learn", {"learning", "learns"}), ("studies", {"study"}), ("running", {"run"}), ("x", set())],
)
def test_endings(word: str, others: set[str]) -> None:
    assert set(WORDS.endings(word)) == others


def test_near_words() -> None:
    assert WORDS.near("laern", 1, 5) == [("learn", 1)]
    assert WORDS.near("lern", 1, 5) == [("learn", 1), ("lean", 1)]
    assert WORDS.near("laerming", 2, 5) == [("learning", 2)]
    assert WORDS.near("zzzzzz", 2, 5) == []


def test_words_begun_with_a_slip() -> None:
    assert WORDS.nearly_begun("laerni", 5) == ["learning"]
    assert WORDS.nearly_begun("zzz", 5) == []


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("cat", "cat", 0), ("cat", "cut", 1), ("cat", "act", 1), ("cat", "cats", 1), ("cat", "c", 2)],
)
def test_distance(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 3) == edits
    assert distance(other, one, 3) == edits


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 1) <= 1) == (distance(one, other, 9) <= 1)


def test_words_of_several_segments_are_added_up() -> None:
    both = Vocabulary(["cat 2\n", "cat 3\ndog 1\n"])
    assert both.counts == {"cat": 5, "dog": 1}
