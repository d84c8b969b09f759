"""How far the reader is in a series, and which chapter comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry


class NextStep(Enum):
    """What the cover's button does for the reader."""

    BEGIN = "begin"  # nothing of it was read or opened
    CONTINUE = "continue"
    REREAD = "again"  # everything published so far was read
    NOTHING = "nothing"  # nothing is published yet


@dataclass(frozen=True, slots=True)
class SeriesProgress:
    """How many chapters of a series are in which state, and the one to continue with.

    ``announced`` has pairs of an issue's number and how many chapters are announced for it;
    ``unscheduled`` counts those announced for no issue in particular.
    """

    read: int
    published: int
    announced: tuple[tuple[int, int], ...]
    unscheduled: int
    next_step: NextStep
    next_chapter: ChapterEntry | None

    @property
    def share(self) -> float:
        """The share of the published chapters that was read, 0 to 1."""
        return self.read / self.published if self.published else 0.0


def series_progress(
    series: SeriesEntry, is_read: Callable[[Address], bool], last_opened: Address | None
) -> SeriesProgress:
    """The reader's progress in ``series``; ``last_opened`` is the chapter she had open last."""
    published = [chapter for chapter in series.chapters if chapter.address is not None]
    read = {c.number for c in published if c.address is not None and is_read(c.address)}
    announced_counts: dict[int, int] = {}
    unscheduled = 0
    for chapter in series.chapters:
        if chapter.address is None and chapter.announced_in is not None:
            announced_counts[chapter.announced_in] = (
                announced_counts.get(chapter.announced_in, 0) + 1
            )
        elif chapter.address is None:
            unscheduled += 1
    next_step, next_chapter = _find_next(published, read, last_opened)
    announced = tuple(sorted(announced_counts.items()))
    return SeriesProgress(
        len(read), len(published), announced, unscheduled, next_step, next_chapter
    )


def _find_next(
    published: list[ChapterEntry], read: set[int], last_opened: Address | None
) -> tuple[NextStep, ChapterEntry | None]:
    if not published:
        return NextStep.NOTHING, None
    last_chapter = next(
        (
            c
            for c in published
            if last_opened is not None and c.address == last_opened.without_anchor
        ),
        None,
    )
    if last_chapter is None and not read:
        return NextStep.BEGIN, published[0]
    if last_chapter is not None and last_chapter.number not in read:
        return NextStep.CONTINUE, last_chapter
    unread = [c for c in published if c.number not in read]
    if not unread:
        return NextStep.REREAD, published[0]
    later = [c for c in unread if last_chapter is not None and c.number > last_chapter.number]
    return NextStep.CONTINUE, (later or unread)[0]


def issues_with_chapters(series: SeriesEntry) -> tuple[int, ...]:
    """The numbers of the issues with chapters of ``series``, in order."""
    return tuple(sorted({c.address.issue for c in series.chapters if c.address is not None}))
