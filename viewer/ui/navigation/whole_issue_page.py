"""Builds the page that shows a whole issue, its labels in the reader's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.whole_issue import WholeIssue, build_whole_issue
from viewer.ui.document.built_page import PageLabels
from viewer.ui.document.page_builder import Neighbour
from viewer.ui.document.page_labels import issue_page_labels

#: In characters: a longer issue would take too much time and memory as one page.
MAX_LENGTH = 1_500_000

WholeIssuePage = tuple[WholeIssue, PageLabels, Neighbour, Neighbour]


def is_too_long(catalogue: Catalogue, address: Address) -> bool:
    """Whether the issue that ``address`` is in cannot be shown as one page.

    Raises:
        CatalogueError: the catalogue is damaged.
    """
    return catalogue.text_length(address) > MAX_LENGTH


def load_whole_issue_page(catalogue: Catalogue, address: Address) -> WholeIssuePage:
    """The page of the issue that ``address`` is in, with its labels and its neighbour issues.

    Raises:
        AddressError: there is no such issue.
        CatalogueError: the catalogue is damaged.
    """
    issue = catalogue.issue(address.publication, address.issue)
    pages = catalogue.pages(address)
    whole_issue = build_whole_issue(issue, pages, _byline)
    before = catalogue.neighbours(whole_issue.parts[0].address)[0]
    after = catalogue.neighbours(whole_issue.parts[-1].address)[1]
    labels = issue_page_labels(whole_issue.page)
    return whole_issue, labels, _neighbour(catalogue, before), _neighbour(catalogue, after)


def _neighbour(catalogue: Catalogue, address: Address | None) -> Neighbour:
    if address is None:
        return None
    issue = Address(address.publication, address.issue)
    number = QCoreApplication.translate("Page", "No. {number}").format(number=address.issue)
    return issue, catalogue.issue(address.publication, address.issue).title or number


def _byline(page: Page) -> str:
    names = ", ".join(page.entry.editors)
    return QCoreApplication.translate("Page", "Editor {names}").format(names=names) if names else ""
