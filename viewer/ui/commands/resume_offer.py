"""Offers to continue where the reader was, after a start or a jump brought her elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import IssueSummary, Page, PublicationSummary
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.history import Visit
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.settings.appearance import Appearance
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.window.offer_bar import OfferBar


class ResumeOffer(QObject):
    """Offers, in one quiet line, the page the reader left, or an issue that is new at the start.

    The line goes when she follows it, closes it, or reads on elsewhere; the command stays.
    ``is_ready`` tells whether the library's own update is done: of issues that come in later the
    reader knows, as she imports them herself. ``action`` is enabled while there is a page to go
    back to; the line stands in ``page_column``, below the messages.
    """

    def __init__(
        self,
        navigator: Navigator,
        catalogue_access: CatalogueAccess,
        appearance: Appearance,
        action: QAction,
        page_column: QVBoxLayout,
        settings: ReaderSettings,
        is_ready: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._is_ready = is_ready
        self._navigator = navigator
        self._catalogue_access = catalogue_access
        self._appearance = appearance
        self._page_column = page_column
        self._settings = settings
        self._offer_bar: OfferBar | None = None
        self._last_place: Visit | None = None
        self._new_issue: Address | None = None
        self._known_issues: set[tuple[str, int]] = set()
        self._offered_on: Address | None = None  # the page the line was offered on
        self._action = action
        self._action.setEnabled(False)
        navigator.arrived.connect(self._on_arrived)
        catalogue_access.contents_changed.connect(self._check_new_issues)
        appearance.changed.connect(self._set_theme)

    @property
    def offer_bar(self) -> OfferBar:
        """The line, created at its first use."""
        if self._offer_bar is None:
            self._offer_bar = OfferBar(self._page_column.parentWidget())
            self._offer_bar.accepted.connect(self._on_accepted)
            self._page_column.insertWidget(1, self._offer_bar)
            self._set_theme()
        return self._offer_bar

    def offered_text(self) -> str:
        """What is offered, as the reader sees it; empty if nothing is."""
        return self._offer_bar.text() if self._offer_bar is not None else ""

    def remember_place(self) -> None:
        """Remember the page the reader is about to be taken away from, to offer it."""
        position = self._navigator.position
        if position is not None:
            self._last_place = position

    def resume(self) -> None:
        """Return to the remembered page, if there is one."""
        visit, self._last_place = self._last_place, None
        self._action.setEnabled(False)
        if visit is not None:
            self._navigator.return_to(visit)

    # What there is to offer

    def offer_last_place(self) -> None:
        """Offer the page the last run was closed at, if this one was started at another address.

        Called before the window is shown: a line that came later would push the page down.
        """
        last = self._settings.last_position
        address = self._navigator.address
        if address is None or last is None or last.address == address.without_anchor:
            return
        self._last_place = Visit(last.address, last.offset)
        self._show_last_place()

    def _show_last_place(self) -> None:
        assert self._last_place is not None
        page = self._catalogue_access.page_at(self._last_place.address)
        if page is None:
            self._last_place = None
            return
        self._action.setEnabled(True)
        address = self._navigator.address
        self._offered_on = address.without_anchor if address is not None else None
        detail = self.tr("No. {number}").format(number=self._last_place.address.issue)
        share = _percent_read(page, self._last_place.offset)
        if share:
            detail = self.tr("{place} · {share} %").format(place=detail, share=share)
        words = self.tr("Continue"), page.entry.title, detail
        self.offer_bar.show_offer(*words, language=page.language)

    def _check_new_issues(self, publications: Sequence[PublicationSummary]) -> None:
        """Offer the newest issue, if the update at the start found new ones."""
        rows = [row for publication in publications for row in publication.issues]
        known, self._known_issues = (
            self._known_issues,
            {(row.publication, row.number) for row in rows},
        )
        new = [row for row in rows if (row.publication, row.number) not in known]
        if known and new and not self._is_ready() and self._navigator.address is not None:
            self._show_new_issue(new)

    def _show_new_issue(self, issues: Sequence[IssueSummary]) -> None:
        newest = max(issues, key=lambda row: (row.date, row.number))
        self._new_issue = newest.address
        address = self._navigator.address
        self._offered_on = address.without_anchor if address is not None else None
        more = self.tr("and %Ln more", "", len(issues) - 1) if len(issues) > 1 else ""
        title = newest.title or self.tr("No. {number}").format(number=newest.number)
        self.offer_bar.show_offer(self.tr("New"), title, more)

    # What the reader does

    def _on_accepted(self) -> None:
        new, self._new_issue = self._new_issue, None
        if new is None:
            self.resume()
            return
        self.remember_place()
        self._navigator.go_to(new)

    def _on_arrived(self, address: Address) -> None:
        if self._offered_on is not None and address.without_anchor != self._offered_on:
            self._offered_on = self._new_issue = None
            if self._offer_bar is not None:
                self._offer_bar.hide()
        if self._last_place is not None and not self._action.isEnabled():
            if address.without_anchor == self._last_place.address.without_anchor:
                self._last_place = None
            else:
                self._show_last_place()

    def _set_theme(self) -> None:
        if self._offer_bar is not None:
            self._offer_bar.set_theme(self._appearance.theme)


def _percent_read(page: Page, offset: int) -> int:
    """How much of the article is above ``offset``, in per cent; 0 at its top."""
    return round(100 * min(offset, len(page.text)) / len(page.text)) if page.text else 0
