"""Which chapters of a series are told, and which are only announced."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry
from viewer.archive.model.issue import SeriesOutline


def build_series_entry(
    series: SeriesOutline,
    chapter_addresses: Mapping[int, Address],
    existing_issues: Collection[int] = (),
) -> SeriesEntry:
    """The outline with, for each line, the article that tells it or the issue it is announced for.

    ``existing_issues`` are those that are there: what was announced for one of them and is not told
    in it waits for none in particular. A series without an outline has the chapters that are told.
    """
    announced: dict[int, int] = {}
    for item in series.announcements:
        for number in range(item.first, min(item.last, item.first + 999) + 1):
            announced.setdefault(number, item.issue)
    last = len(series.outline) or max(chapter_addresses, default=0)
    chapters = []
    for number in range(1, last + 1):
        title = series.outline[number - 1] if series.outline else ""
        address = chapter_addresses.get(number)
        waiting = announced.get(number) if address is None else None
        if waiting in existing_issues:
            waiting = None
        chapters.append(ChapterEntry(number, title, address, waiting))
    return SeriesEntry(series.id, series.title, series.speaker, tuple(chapters), series.places)
