"""How far the reader is in a talk, and where she goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry


class NextStep(Enum):
    """What going on in a talk means for its reader."""

    BEGIN = "begin"  # nothing of it was read or opened
    CONTINUE = "continue"
    REREAD = "again"  # everything told so far was read
    NOTHING = "nothing"  # nothing is told yet


@dataclass(frozen=True, slots=True)
class SeriesProgress:
    """The chapters of a talk by their state, and the one to go on with.

    ``announced`` has, for each issue that was named, how many chapters wait for it; ``unscheduled``
    counts those that wait for none in particular.
    """

    read: int
    published: int
    announced: tuple[tuple[int, int], ...]
    unscheduled: int
    next_step: NextStep
    next_chapter: ChapterEntry | None

    @property
    def share(self) -> float:
        """How much of what is told was read, 0 to 1."""
        return self.read / self.published if self.published else 0.0


def series_progress(
    series: SeriesEntry, is_read: Callable[[Address], bool], last_opened: Address | None
) -> SeriesProgress:
    """Where the reader is in ``series``; ``last_opened`` is the chapter she had open last."""
    told = [chapter for chapter in series.chapters if chapter.address is not None]
    read = {c.number for c in told if c.address is not None and is_read(c.address)}
    waiting: dict[int, int] = {}
    unnamed = 0
    for chapter in series.chapters:
        if chapter.address is None and chapter.announced_in is not None:
            waiting[chapter.announced_in] = waiting.get(chapter.announced_in, 0) + 1
        elif chapter.address is None:
            unnamed += 1
    onward, following = _find_next(told, read, last_opened)
    announced = tuple(sorted(waiting.items()))
    return SeriesProgress(len(read), len(told), announced, unnamed, onward, following)


def _find_next(
    told: list[ChapterEntry], read: set[int], last: Address | None
) -> tuple[NextStep, ChapterEntry | None]:
    if not told:
        return NextStep.NOTHING, None
    opened = next((c for c in told if last is not None and c.address == last.without_anchor), None)
    if opened is None and not read:
        return NextStep.BEGIN, told[0]
    if opened is not None and opened.number not in read:
        return NextStep.CONTINUE, opened
    unread = [c for c in told if c.number not in read]
    if not unread:
        return NextStep.REREAD, told[0]
    behind = [c for c in unread if opened is not None and c.number > opened.number]
    return NextStep.CONTINUE, (behind or unread)[0]


def issues_with_chapters(series: SeriesEntry) -> tuple[int, ...]:
    """The issues that tell chapters of ``series``, in order."""
    return tuple(sorted({c.address.issue for c in series.chapters if c.address is not None}))
