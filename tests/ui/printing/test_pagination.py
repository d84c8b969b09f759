from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.ui.printing.pagination import (
    AVOID_BREAK,
    NEVER_BREAK,
    PREFER_WHOLE,
    UnbrokenSpan,
    paginate,
)


def lines(*heights: float, gap: float = 2.0) -> list[UnbrokenSpan]:
    """Lines under each other."""
    made, at = [], 0.0
    for height in heights:
        made.append(UnbrokenSpan(at, at + height))
        at += height + gap
    return made


def test_what_fits_is_one_page() -> None:
    assert paginate(lines(10, 10, 10), 100) == [(0, 100)]
    assert paginate([], 100) == []


def test_a_page_ends_before_the_line_that_would_be_cut() -> None:
    assert paginate(lines(*[10] * 10), 35) == [(0, 35), (36, 71), (72, 107), (108, 143)]


def test_white_space_is_not_carried_over() -> None:
    assert paginate([UnbrokenSpan(0, 30), UnbrokenSpan(90, 100)], 40) == [(0, 40), (90, 130)]


def test_what_is_kept_moves_to_the_next_page_as_a_whole() -> None:
    spans = [*lines(*[10] * 6), UnbrokenSpan(24, 46, AVOID_BREAK)]
    assert paginate(spans, 40)[:2] == [(0, 24), (24, 60)]


def test_chains_of_what_is_kept_move_together() -> None:
    # A heading at 24 keeps the next one, and that the paragraph behind it.
    spans = [
        *lines(*[10] * 9),
        UnbrokenSpan(24, 46, AVOID_BREAK),
        UnbrokenSpan(36, 58, AVOID_BREAK),
    ]
    assert paginate(spans, 55)[0] == (0, 24)


def test_a_wish_is_not_worth_half_a_page() -> None:
    spans = [*lines(*[10] * 12), UnbrokenSpan(24, 118, PREFER_WHOLE)]
    assert paginate(spans, 100)[0] == (0, 96)
    spans = [*lines(*[10] * 12), UnbrokenSpan(84, 118, PREFER_WHOLE)]
    assert paginate(spans, 100)[0] == (0, 84)


def test_what_is_longer_than_a_page_is_divided_between_its_lines() -> None:
    spans = [*lines(*[10] * 20), UnbrokenSpan(0, 238, AVOID_BREAK)]
    assert paginate(spans, 100)[0] == (0, 96)


def test_a_line_longer_than_a_page_is_cut() -> None:
    assert paginate([UnbrokenSpan(0, 250)], 100) == [(0, 100)]


@given(
    st.lists(st.floats(1, 30), min_size=1, max_size=80),
    st.lists(
        st.tuples(
            st.integers(0, 79), st.integers(1, 12), st.sampled_from([AVOID_BREAK, PREFER_WHOLE])
        ),
        max_size=20,
    ),
    st.floats(35, 200),
)
def test_every_line_stands_whole_on_one_page(
    heights: list[float], kept: list[tuple[int, int, int]], height: float
) -> None:
    own = lines(*heights)
    more = [
        UnbrokenSpan(own[first].top, own[min(first + count, len(own) - 1)].bottom, weight)
        for first, count, weight in kept
        if first < len(own)
    ]
    pages = paginate([*own, *more], height)
    for span in own:
        holding = [p for p in pages if p[0] - 0.02 <= span.top and span.bottom <= p[1] + 0.02]
        assert len(holding) == 1
    for start, end in pages:
        assert end - start <= height + 0.02


@pytest.mark.parametrize("weight", [NEVER_BREAK, AVOID_BREAK])
def test_nothing_ends_the_cutting(weight: int) -> None:
    assert (
        len(paginate([UnbrokenSpan(0, 0, weight), UnbrokenSpan(0, 0), UnbrokenSpan(500, 500)], 10))
        == 2
    )
