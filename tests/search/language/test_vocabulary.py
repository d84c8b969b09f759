from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.search.language.vocabulary import Vocabulary, edit_distance

WORDS = Vocabulary(["learn 9\nlearning 5\nlearns 1\nlean 2\nclean 3\nstudies 1\nstudy 4\nrun 2\n"])


def test_beginnings_commonest_first_when_there_are_too_many() -> None:
    assert WORDS.words_with_prefix("lear", 9) == ["learn", "learning", "learns"]
    assert WORDS.words_with_prefix("l", 2) == ["learn", "learning"]
    assert WORDS.words_with_prefix("z", 9) == []


@pytest.mark.parametrize(
    ("word", "others"),
    [("learn", {"learning", "learns"}), ("studies", {"study"}), ("running", {"run"}), ("x", set())],
)
def test_endings(word: str, others: set[str]) -> None:
    assert set(WORDS.inflections(word)) == others


def test_near_words() -> None:
    assert WORDS.words_within_distance("laern", 1, 5) == [("learn", 1)]
    assert WORDS.words_within_distance("lern", 1, 5) == [("learn", 1), ("lean", 1)]
    assert WORDS.words_within_distance("laerming", 2, 5) == [("learning", 2)]
    assert WORDS.words_within_distance("zzzzzz", 2, 5) == []


def test_words_begun_with_a_slip() -> None:
    assert WORDS.words_with_similar_prefix("laerni", 5) == ["learning"]
    assert WORDS.words_with_similar_prefix("zzz", 5) == []


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("cat", "cat", 0), ("cat", "cut", 1), ("cat", "act", 1), ("cat", "cats", 1), ("cat", "c", 2)],
)
def test_distance(one: str, other: str, edits: int) -> None:
    assert edit_distance(one, other, 3) == edits
    assert edit_distance(other, one, 3) == edits


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert edit_distance(one, other, 9) == edit_distance(other, one, 9)
    assert (edit_distance(one, other, 1) <= 1) == (edit_distance(one, other, 9) <= 1)


def test_words_of_several_segments_are_added_up() -> None:
    both = Vocabulary(["cat 2\n", "cat 3\ndog 1\n"])
    assert both.article_counts == {"cat": 5, "dog": 1}
