"""Contents made by hand, for the models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viewer.archive.catalogue.row_mapping import ArticleRow, SectionRow
from viewer.archive.catalogue.title_index import TitleIndex, TitleIndexBuilder
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    ChapterEntry,
    IssueSummary,
    PublicationSummary,
    SectionEntry,
    SeriesEntry,
    is_titled,
)
from viewer.search import Hit


def article(key: str, title: str, number: str = "", editors: tuple[str, ...] = ()) -> ArticleEntry:
    return ArticleEntry(Address("paper", 1, key), number, title, editors, "2017-07-29", 100)


def section(label: str, title: str, *articles: ArticleEntry) -> SectionEntry:
    return SectionEntry(label, title, articles, articles[0].address.article if articles else "")


def issue(*sections: SectionEntry, number: int = 1, title: str = "小報") -> IssueSummary:
    """The row of an issue with these sections."""
    masthead = [a for s in sections if not is_titled(s) for a in s.articles]
    return IssueSummary(
        "paper",
        number,
        title,
        "2017-07-29",
        ("王小明",),
        masthead[0].address.article if masthead else "",
        sum(map(is_titled, sections)),
        sum(len(s.articles) for s in sections),
    )


def publication(
    *issues: IssueSummary,
    id: str = "paper",
    name: str = "小報",
    series: tuple[SeriesEntry, ...] = (),
) -> PublicationSummary:
    return PublicationSummary(id, name, "zh-Hant", "", "", issues, series)


def surveyed(
    publications: Sequence[PublicationSummary], sections: Callable[[int], Sequence[SectionEntry]]
) -> TitleIndex:
    """The survey of these publications; ``sections`` are those of an issue by its number."""
    surveyor = TitleIndexBuilder("No. {number}")
    for row in publications:
        surveyor.start_publication(row)
        for one in row.issues:
            surveyor.add_issue(one, [_section_row(section) for section in sections(one.number)])
    return surveyor.build()


def _section_row(section: SectionEntry) -> SectionRow:
    articles = [
        ArticleRow(
            a.address.article,
            a.number,
            a.title,
            a.editors,
            a.date,
            a.word_count,
            a.series,
            a.chapter,
        )
        for a in section.articles
    ]
    return SectionRow(section.label, section.title, section.key, articles)


def series(told: int, everything: int, announced_in: int | None = 3) -> SeriesEntry:
    return SeriesEntry(
        "talk",
        "一場演講",
        "講者",
        tuple(
            ChapterEntry(
                number,
                f"Chapter {number}",
                Address("paper", 1, f"c{number}") if number <= told else None,
                None if number <= told else announced_in,
            )
            for number in range(1, everything + 1)
        ),
    )


def hit(key: str, title: str, snippet: str = "…") -> Hit:
    return Hit(
        Address("paper", 1, key), title, (), "paper", 1, "A", "Highlights", key, "1", "2017-07-29",
        "王小明", 1.0, snippet, (), -1, 1,
    )  # fmt: skip
