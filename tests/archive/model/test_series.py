"""Which chapters are told, which wait for an issue, and which for none in particular."""

from __future__ import annotations

from viewer.archive.model.address import Address
from viewer.archive.model.issue import ChapterAnnouncement, SeriesOutline
from viewer.archive.model.series import build_series_entry

OUTLINE = SeriesOutline("t", "Talk", "Li", ("One", "Two", "Three", "Four"), (
    ChapterAnnouncement(2, 3, 5), ChapterAnnouncement(4, 4, 6),
))  # fmt: skip
TOLD = {1: Address("p", 4, "c1")}


def waits(told: dict[int, Address], issues: frozenset[int]) -> list[int | None]:
    return [chapter.announced_in for chapter in build_series_entry(OUTLINE, told, issues).chapters]


def test_a_chapter_waits_for_the_issue_it_is_announced_for() -> None:
    assert waits(TOLD, frozenset({4})) == [None, 5, 5, 6]


def test_an_issue_that_is_there_without_it_is_waited_for_no_longer() -> None:
    told = {**TOLD, 2: Address("p", 5, "c2")}
    assert waits(told, frozenset({4, 5})) == [None, None, None, 6]


def test_a_later_issue_says_nothing_of_one_that_is_missing() -> None:
    assert waits(TOLD, frozenset({4, 6})) == [None, 5, 5, None]
