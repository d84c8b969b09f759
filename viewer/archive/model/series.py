"""Builds a series' list of chapters: published in an article, or announced for an issue."""

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
    """The chapters of ``series``, each with the address of its article or the announced issue.

    ``existing_issues`` are the numbers of issues in the library: a chapter announced for one of
    them but missing in it has neither. Without an outline there are only chapters with an article.
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
        issue = announced.get(number) if address is None else None
        if issue in existing_issues:
            issue = None
        chapters.append(ChapterEntry(number, title, address, issue))
    return SeriesEntry(series.id, series.title, series.speaker, tuple(chapters), series.places)
