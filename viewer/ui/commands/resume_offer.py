"""Continue reading: where the reader was, offered when the program brought her elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import IssueSummary, Page, PublicationSummary
from viewer.ui.navigation.history import Visit
from viewer.ui.window.main_window import MainWindow
from viewer.ui.window.offer_bar import OfferBar


class Continuing(QObject):
    """Offers, in one quiet line, the place the reader left, or an issue that came in meanwhile.

    The line goes when she takes it, closes it, or reads on elsewhere; the command stays.
    ``is_ready`` tells whether the library's own upkeep is done: what comes in later was brought in
    by the reader herself, who knows.
    """

    def __init__(
        self, window: MainWindow, reader: ReaderData, is_ready: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._is_ready = is_ready
        self._window = window
        self._reader = reader
        self._strip: OfferBar | None = None
        self._left: Visit | None = None
        self._new: Address | None = None
        self._known: set[tuple[str, int]] = set()
        self._at: Address | None = None  # the page the line was offered on
        self._action = window.menu_actions["continue"]
        self._action.setEnabled(False)
        self._action.triggered.connect(lambda *_: self.go())
        window.navigator.arrived.connect(self._arrived)
        window.navigator.contents_changed.connect(self._compare)
        window.theme_changed.connect(self._set_theme)

    @property
    def strip(self) -> OfferBar:
        """The line, made when it is first needed."""
        if self._strip is None:
            self._strip = OfferBar(self._window)
            self._strip.accepted.connect(self._taken)
            self._window.page_column.insertWidget(1, self._strip)
            self._set_theme()
        return self._strip

    def offered(self) -> str:
        """What is offered, as the reader sees it; empty if nothing is."""
        return self._strip.text() if self._strip is not None else ""

    def leave_behind(self) -> None:
        """The program is about to bring the reader elsewhere: offer her the way back."""
        here = self._window.navigator.position
        if here is not None:
            self._left = here

    def go(self) -> None:
        """Go on where the reader was."""
        left, self._left = self._left, None
        self._action.setEnabled(False)
        if left is not None:
            self._window.navigator.return_to(left)

    # What there is to offer

    def look_back(self) -> None:
        """At the start: was the program asked for another place than the one it was left at?

        Asked before the window is shown: a line that came later would push the page down.
        """
        last = self._reader.setting("address")
        here = self._window.address
        if here is None or not isinstance(last, list) or len(last) != 4:
            return
        if all(map(isinstance, last, (str, int, str, int))):
            place = Address(*last[:3])
            if place.page != here.page:
                self._left = Visit(place, last[3])
                self._offer_left()

    def _offer_left(self) -> None:
        assert self._left is not None
        page = self._window.navigator.page_at(self._left.address)
        if page is None:
            self._left = None
            return
        self._action.setEnabled(True)
        self._at = self._window.address.page if self._window.address is not None else None
        where = self.tr("No. {number}").format(number=self._left.address.issue)
        share = _share(page, self._left.offset)
        if share:
            where = self.tr("{place} · {share} %").format(place=where, share=share)
        words = self.tr("Continue"), page.entry.title, where
        self.strip.show_offer(*words, language=page.language)

    def _compare(self, publications: Sequence[PublicationSummary]) -> None:
        """See whether issues came in since the program was used last."""
        rows = [row for publication in publications for row in publication.issues]
        known, self._known = self._known, {(row.publication, row.number) for row in rows}
        came = [row for row in rows if (row.publication, row.number) not in known]
        if known and came and not self._is_ready() and self._window.address is not None:
            self._offer_new(came)

    def _offer_new(self, came: Sequence[IssueSummary]) -> None:
        newest = max(came, key=lambda row: (row.date, row.number))
        self._new = newest.address
        self._at = self._window.address.page if self._window.address is not None else None
        more = self.tr("and %Ln more", "", len(came) - 1) if len(came) > 1 else ""
        title = newest.title or self.tr("No. {number}").format(number=newest.number)
        self.strip.show_offer(self.tr("New"), title, more)

    # What the reader does

    def _taken(self) -> None:
        new, self._new = self._new, None
        if new is None:
            self.go()
            return
        self.leave_behind()
        self._window.go_to(new)

    def _arrived(self, address: Address) -> None:
        if self._at is not None and address.page != self._at:
            self._at = self._new = None
            if self._strip is not None:
                self._strip.hide()
        if self._left is not None and not self._action.isEnabled():
            if address.page == self._left.address.page:
                self._left = None
            else:
                self._offer_left()

    def _set_theme(self) -> None:
        if self._strip is not None:
            self._strip.set_theme(self._window.theme)


def _share(page: Page, offset: int) -> int:
    """How far into the article an offset is, in per cent; 0 at its top."""
    return round(100 * min(offset, len(page.text)) / len(page.text)) if page.text else 0
