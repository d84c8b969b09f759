"""Contents made by hand, for the models."""

from __future__ import annotations

from viewer.archive.address import Address
from viewer.archive.listing import (
    ArticleEntry,
    ChapterEntry,
    IssueEntry,
    PublicationEntry,
    SectionEntry,
    SeriesEntry,
)
from viewer.search import Hit


def article(key: str, title: str, number: str = "", editors: tuple[str, ...] = ()) -> ArticleEntry:
    return ArticleEntry(Address("paper", 1, key), number, title, editors, "2017-07-29", 100)


def section(label: str, title: str, *articles: ArticleEntry) -> SectionEntry:
    return SectionEntry(label, title, articles, articles[0].address.article if articles else "")


def publication(*sections: SectionEntry, number: int = 1) -> PublicationEntry:
    issue = IssueEntry(
        "paper", number, "小報", "2017-07-29", "original", "zh-Hant", ("王小明",), (), sections
    )
    return PublicationEntry("paper", "小報", "zh-Hant", "", "", (issue,), ())


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
