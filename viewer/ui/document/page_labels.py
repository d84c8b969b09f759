"""The translated labels of a page: breadcrumb, byline, reading time, and notes on pictures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, Page, SeriesEntry
from viewer.ui.document.built_page import PageLabels
from viewer.ui.i18n.dates_and_numbers import format_count, long_date

#: Reading speed, in ideographs or words, for the estimate under the title.
_WORDS_PER_MINUTE = 400


def page_labels(page: Page, series: SeriesEntry | None) -> PageLabels:
    """The labels for an article's page; ``series`` is the one it is a chapter of, if any."""
    entry = page.entry
    address = entry.address
    crumb = [
        (
            QCoreApplication.translate("Page", "No. {number}").format(number=address.issue),
            Address(address.publication, address.issue).to_url(),
        )
    ]
    section = page.section_title
    if page.section_label:
        section = f"{page.section_label}. {section}"
    if section:
        crumb.append((section, ""))
    if series is not None and entry.chapter is not None:
        crumb.append(
            (
                QCoreApplication.translate("Page", "Chapter {number} of {count}").format(
                    number=entry.chapter, count=len(series.chapters)
                ),
                "",
            )
        )
    return _make_labels(tuple(crumb), _byline(page))


def issue_page_labels(page: Page) -> PageLabels:
    """The labels for the page of a whole issue."""
    number = QCoreApplication.translate("Page", "No. {number}").format(
        number=page.entry.address.issue
    )
    title = QCoreApplication.translate("Page", "Whole issue")
    return _make_labels(((number, page.entry.address.to_url()), (title, "")), _byline(page))


def _make_labels(crumb: tuple[tuple[str, str], ...], byline: list[str]) -> PageLabels:
    return PageLabels(
        breadcrumb=crumb,
        byline=" · ".join(byline),
        link_lost=QCoreApplication.translate("Page", "link lost"),
        web_picture=QCoreApplication.translate("Page", "This picture is only on the web:"),
        missing_picture=QCoreApplication.translate("Page", "This picture cannot be shown."),
        lost_picture=QCoreApplication.translate("Page", "Picture not preserved · file name"),
        redrawn=QCoreApplication.translate("Page", "redrawn for this edition"),
        note=QCoreApplication.translate("Page", "Note {number}"),
        lost_links=_lost_links_label,
        previous=QCoreApplication.translate("Page", "← Previous"),
        following=QCoreApplication.translate("Page", "Next →"),
    )


def _lost_links_label(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("Page", "1 link no longer leads anywhere")
    return QCoreApplication.translate("Page", "{count} links no longer lead anywhere").format(
        count=format_count(count)
    )


def reading_minutes(entry: ArticleEntry) -> int:
    """An estimate of the minutes that reading the article takes, at least 1."""
    return max(1, round(entry.word_count / _WORDS_PER_MINUTE))


def _byline(page: Page) -> list[str]:
    entry = page.entry
    parts = []
    if entry.editors:
        parts.append(
            QCoreApplication.translate("Page", "Editor {names}").format(
                names=", ".join(entry.editors)
            )
        )
    if entry.date:
        parts.append(long_date(entry.date))
    minutes = reading_minutes(entry)
    parts.append(
        QCoreApplication.translate("Page", "about {n} min").format(n=format_count(minutes))
    )
    if page.edition == "restated":
        parts.append(QCoreApplication.translate("Page", "restated edition"))
    return parts
