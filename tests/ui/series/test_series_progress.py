"""How far a reader is in a talk, and where she goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.entries import series
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry
from viewer.ui.series.series_progress import (
    NextStep,
    SeriesProgress,
    issues_with_chapters,
    series_progress,
)


def at(number: int) -> Address:
    return Address("paper", 1, f"c{number}")


def seen(
    read: set[int], last: int | None = None, told: int = 4, everything: int = 6
) -> SeriesProgress:
    addresses = {at(number) for number in read}
    place = at(last) if last is not None else None
    return series_progress(series(told, everything), lambda address: address in addresses, place)


@pytest.mark.parametrize(
    ("read", "last", "onward", "chapter"),
    [
        (set(), None, NextStep.BEGIN, 1),
        (set(), 3, NextStep.CONTINUE, 3),  # opened and not read to its end
        ({1, 2}, None, NextStep.CONTINUE, 3),
        ({1, 2}, 2, NextStep.CONTINUE, 3),
        ({3}, 3, NextStep.CONTINUE, 4),  # what comes behind the last one comes first
        ({1, 2, 4}, 4, NextStep.CONTINUE, 3),
        ({1, 2, 3, 4}, 2, NextStep.REREAD, 1),
        ({1, 2, 3, 4}, None, NextStep.REREAD, 1),
        (set(), 9, NextStep.BEGIN, 1),  # what was open last is no chapter any more
    ],
)
def test_where_a_reader_goes_on(
    read: set[int], last: int | None, onward: NextStep, chapter: int
) -> None:
    found = seen(read, last)
    assert found.next_step is onward
    assert found.next_chapter is not None
    assert found.next_chapter.number == chapter


def test_an_anchor_is_still_the_chapter() -> None:
    found = series_progress(series(4, 6), lambda _a: False, at(2).with_anchor("heading"))
    assert found.next_chapter is not None
    assert found.next_chapter.number == 2


def test_read_is_counted_out_of_told_alone() -> None:
    found = seen({1, 2})
    assert (found.read, found.published, found.share) == (2, 4, 0.5)
    assert found.announced == ((3, 2),)
    assert found.unscheduled == 0


def test_a_talk_of_which_nothing_is_told() -> None:
    found = seen(set(), told=0)
    assert (found.next_step, found.next_chapter, found.share) == (NextStep.NOTHING, None, 0.0)


def test_announced_chapters_are_counted_by_issue() -> None:
    talk = series(1, 1)
    more = (
        ChapterEntry(2, "Two", None, 5),
        ChapterEntry(3, "Three", None, 4),
        ChapterEntry(4, "Four", None, 5),
        ChapterEntry(5, "Five", None, None),
    )
    found = series_progress(replace(talk, chapters=talk.chapters + more), lambda _a: False, None)
    assert found.announced == ((4, 1), (5, 2))
    assert found.unscheduled == 1


def test_the_issues_that_tell_it() -> None:
    talk = series(2, 3)
    more = ChapterEntry(4, "Four", Address("paper", 7, "x"), None)
    assert issues_with_chapters(replace(talk, chapters=(*talk.chapters, more))) == (1, 7)
    assert issues_with_chapters(series(0, 3)) == ()
