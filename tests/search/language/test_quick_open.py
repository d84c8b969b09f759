"""Finding a title by a few letters of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viewer.search.language.folding import fold
from viewer.search.language.quick_open import find_titles, match_words, query_words

TITLES = [
    "深色", "History of Deep learning", "What is Convolutional neural network (CNN)",
    "Deep learning applications", "神經網路的歷史", "Keyboard shortcuts", "卷積神經網路", "Undeep",
]  # fmt: skip


def titles(query: str) -> list[str]:
    folded = [fold(title) for title in TITLES]
    return [TITLES[found.index] for found in find_titles(query, folded)]


def test_the_beginning_is_better_than_a_word_and_a_word_than_the_middle() -> None:
    assert titles("deep") == ["Deep learning applications", "History of Deep learning", "Undeep"]


def test_other_script_and_case_make_no_difference() -> None:
    assert titles("神经网") == ["神經網路的歷史", "卷積神經網路"]
    assert titles("CNN") == ["What is Convolutional neural network (CNN)"]


def test_every_word_counts_in_any_order() -> None:
    assert titles("learning history") == ["History of Deep learning"]
    assert titles("learning nowhere") == []


def test_letters_may_be_scattered_but_han_may_not() -> None:
    assert titles("kbsh") == ["Keyboard shortcuts"]
    assert titles("神歷") == []


def test_what_is_called_just_that_comes_before_what_only_holds_it() -> None:
    names = [
        "rcnn\n區域卷積神經網路",
        "mask r-cnn",
        "cnn\n卷積神經網路\n卷積網路\nconvolutional network",
    ]
    folded = [fold(one) for one in names]
    assert [found.index for found in find_titles("卷积神经网路", folded)] == [2, 0]
    assert find_titles("cnn", folded)[0].index == 2


def test_nothing_typed_finds_nothing() -> None:
    assert titles("") == []
    assert titles("   ") == []


@given(st.text(max_size=30), st.lists(st.text(max_size=40), max_size=6))
def test_spans_lie_in_the_text_and_scores_fall(query: str, texts: list[str]) -> None:
    folded = [fold(text) for text in texts]
    found = find_titles(query, folded)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        for start, end in one.spans:
            assert 0 <= start < end <= len(folded[one.index])


@given(st.text(min_size=1, max_size=20))
def test_a_text_finds_itself(text: str) -> None:
    words = query_words(text)
    if words:
        assert match_words(words, fold(text)) is not None


def test_a_hostile_word_ends() -> None:
    assert len(find_titles("a" * 40, ["a " * 3000] * 50)) == 50
    assert len(find_titles("ab" * 20, ["ab" * 3000] * 50)) == 50
