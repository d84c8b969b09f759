"""Going places: everything that leads anywhere ends here, with one address."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.archive.address import Address
from viewer.archive.catalogue import Catalogue
from viewer.archive.listing import (
    ArticleEntry,
    IssueEntry,
    Page,
    PublicationRow,
    SectionEntry,
    SeriesEntry,
)
from viewer.archive.reader import ReaderStore
from viewer.errors import AddressError, CatalogueError
from viewer.ui.article_pane import ArticlePane
from viewer.ui.history import History, Visit
from viewer.ui.page_view import Neighbour
from viewer.ui.page_words import words_for
from viewer.ui.page_writer import Words

#: How long a page that needs no scrolling is looked at before it counts as read.
_GLANCE_MS = 4000


Shown = tuple[Page, Words, Neighbour, Neighbour]


class Reading(QObject):
    """Where the reader is, where she was, and what she has read."""

    arrived = Signal(object)  # the Address, when its page is shown
    renewed = Signal()  # the catalogue is another one, and the page stands in it as it did
    page_changed = Signal()  # another article is on the page, before it is scrolled
    marks_changed = Signal(object)  # the Address of what was marked as read or unread
    contents_changed = Signal(object)  # the publications, read anew
    damaged = Signal(object, str)  # the catalogue cannot be read: where to, and a sentence
    message = Signal(str, bool)  # a sentence for the reader, and whether it may go by itself

    def __init__(self, pane: ArticlePane, reader: ReaderStore, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._reader = reader
        self._catalogue: Catalogue | None = None
        self._publications: tuple[PublicationRow, ...] = ()
        self._history = History()
        self._shown: Shown | None = None
        self._glance = QTimer(self)
        self._glance.setSingleShot(True)
        self._glance.setInterval(_GLANCE_MS)
        self._glance.timeout.connect(self._seen_whole)
        pane.end_reached.connect(self._mark_read)

    # What there is

    def set_catalogue(self, catalogue: Catalogue) -> tuple[PublicationRow, ...]:
        """Read from ``catalogue`` from now on; returns its contents."""
        self._catalogue = catalogue
        self._publications = catalogue.contents()
        self.contents_changed.emit(self._publications)
        return self._publications

    def sections(self, publication: str, number: int) -> tuple[SectionEntry, ...]:
        """The sections of an issue; none while there is no catalogue.

        Raises:
            AddressError: there is no such issue.
            CatalogueError: the catalogue is damaged.
        """
        return self._catalogue.sections(publication, number) if self._catalogue is not None else ()

    def entry(self, address: Address) -> ArticleEntry | None:
        """The row of the article at ``address``; None if nothing stands there."""
        try:
            return self._catalogue.entry(address) if self._catalogue is not None else None
        except (AddressError, CatalogueError):
            return None

    @property
    def address(self) -> Address | None:
        """Where the reader is."""
        visit = self._history.current
        return visit.address if visit else None

    @property
    def here(self) -> Visit | None:
        """Where the reader is and how far down."""
        return Visit(self.address, self._pane.place()) if self.address else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is somewhere to go back to."""
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        """Whether there is somewhere to go forward to."""
        return self._history.can_go_forward

    def series(self) -> SeriesEntry | None:
        """The series to show beside the page: its own, or the first of its publication."""
        page = self._pane.page
        if page is None:
            return None
        found = next((p for p in self._publications if p.id == page.publication), None)
        if found is None or not found.series:
            return None
        return self._own_series(page) or found.series[0]

    def _own_series(self, page: Page) -> SeriesEntry | None:
        return next(
            (
                series
                for publication in self._publications
                if publication.id == page.publication
                for series in publication.series
                if series.id == page.entry.series
            ),
            None,
        )

    def last_chapter(self, series: SeriesEntry) -> Address | None:
        """The chapter of ``series`` that the reader had open last."""
        told = next((c.address for c in series.chapters if c.address is not None), None)
        if told is None:
            return None
        kept = self._reader.setting(_talk_key(told.publication, series.id))
        if isinstance(kept, list) and len(kept) == 2 and isinstance(kept[0], int):
            return Address(told.publication, kept[0], str(kept[1]))
        return None

    def peek(self, address: Address) -> Page | None:
        """The page at ``address`` without going there; None if nothing stands there."""
        try:
            return self._catalogue.page(address.page) if self._catalogue is not None else None
        except (AddressError, CatalogueError):
            return None

    def illustrated(self, address: Address) -> tuple[Page, ...]:
        """The articles with pictures of the issue that ``address`` is in."""
        try:
            return self._catalogue.illustrated(address) if self._catalogue is not None else ()
        except AddressError:
            return ()
        except CatalogueError as error:
            self._give_up(address, error)
            return ()

    def issue(self, address: Address) -> IssueEntry | None:
        """The issue that ``address`` is of; None where there is none."""
        try:
            if self._catalogue is not None:
                return self._catalogue.issue(address.publication, address.issue)
        except (AddressError, CatalogueError):
            pass
        return None

    def articles(self, publication: str, issue: int | None = None) -> tuple[Address, ...]:
        """Every article of a publication, or of one issue of it."""
        try:
            keys = self._catalogue.article_keys(publication, issue) if self._catalogue else {}
        except CatalogueError as error:
            self._give_up(Address(publication, issue or 0), error)
            return ()
        return tuple(Address(publication, number, key) for number in keys for key in keys[number])

    # Going

    def go_to(self, address: Address) -> bool:
        """Show the article at ``address`` and remember the visit; False if nothing stands there."""
        self.leave()
        return self._show(address)

    def go_on(self, address: Address) -> bool:
        """Show the article at ``address`` where it was left, from its top if it was finished."""
        place = 0 if self._reader.is_read(address) else self._reader.place(address)
        self.leave()
        return self._show(address, offset=place)

    def return_to(self, visit: Visit) -> bool:
        """Show a place as it was."""
        self.leave()
        return self._show(visit.address, offset=visit.offset)

    def go_back(self) -> None:
        """Step back in the history."""
        self.leave()
        self._revisit(self._history.back())

    def go_forward(self) -> None:
        """Step forward in the history."""
        self.leave()
        self._revisit(self._history.forward())

    def go_in_history(self, place: int) -> None:
        """Step to the visit at ``place`` of the history."""
        self.leave()
        self._revisit(self._history.go(place))

    @property
    def visits(self) -> tuple[tuple[Visit, ...], int]:
        """Every visit, oldest first, and the place of the current one."""
        return self._history.visits

    def go_beside(self, which: int) -> None:
        """Show the previous (0) or the next (1) article."""
        page = self._pane.page
        if self._catalogue is not None and page is not None:
            try:
                target = self._catalogue.neighbours(page.entry.address)[which]
            except CatalogueError as error:
                self._give_up(page.entry.address, error)
                return
            if target is not None:
                self.go_to(target)

    def open_first(self, address: Address | None) -> None:
        """Show ``address``, else where the reader left off, else the first page there is."""
        if address is not None and self._show(address):
            return
        last = self._left_off()
        if last is not None and self._show(last.address, offset=last.offset, quiet=True):
            return
        for publication in self._publications:
            for issue in publication.issues:
                if self._show(Address(publication.id, issue.number), quiet=True):
                    return

    def first(self, address: Address | None) -> Address | None:
        """What ``open_first`` will show if it is there; None where anything will do."""
        last = self._left_off()
        return address or (last.address if last is not None else None)

    def _left_off(self) -> Visit | None:
        last = self._reader.setting("address")
        if isinstance(last, list) and len(last) == 4 and isinstance(last[1], int):
            offset = last[3] if isinstance(last[3], int) else 0
            return Visit(Address(str(last[0]), last[1], str(last[2])), offset)
        return None

    def show_again(self) -> None:
        """The catalogue has changed: show the same place anew, unless it is as it was."""
        if self.address is None:
            return
        with suppress(AddressError, CatalogueError):
            if self._shown is not None and self._look_up(self.address) == self._shown:
                self.renewed.emit()
                return
        self._show(self.address, offset=self._pane.place(), quiet=True)

    def leave(self) -> None:
        """Remember how far the reader is on the page she is about to leave."""
        page = self._pane.page
        if page is not None:
            place = self._pane.place()
            self._history.leave(place)
            self._reader.set_place(page.entry.address, place)

    def remember(self) -> None:
        """Write down where the reader is, for the next start."""
        self.leave()
        page = self._pane.page
        if page is not None:
            address = page.entry.address
            self._reader.set_setting(
                "address",
                [address.publication, address.issue, address.article, self._pane.place()],
            )

    def _revisit(self, visit: Visit | None) -> None:
        if visit is not None:
            self._show(visit.address, offset=visit.offset, record=False)

    def _show(
        self,
        address: Address,
        *,
        offset: int | None = None,
        record: bool = True,
        quiet: bool = False,
    ) -> bool:
        try:
            found = self._look_up(address)
        except CatalogueError as error:
            self._give_up(address, error)
            return False
        except AddressError as error:
            if not quiet:
                self.message.emit(str(error), False)
            return False
        if found is None:
            return False
        page = found[0]
        here = page.entry.address.at(address.anchor)
        shown = self._pane.page
        if shown is None or shown.entry.address != page.entry.address or offset is not None:
            self._shown = found
            self._pane.show_page(*found)
            self.page_changed.emit()
        if record:
            self._history.visit(here)
        if page.entry.chapter is not None:
            self._reader.set_setting(
                _talk_key(page.publication, page.entry.series), [here.issue, here.article]
            )
        self._scroll(here, offset, quiet)
        self._glance.start()
        self.arrived.emit(here)
        return True

    def _look_up(self, address: Address) -> Shown | None:
        """The page at ``address`` and what stands around it; None without a catalogue."""
        if self._catalogue is None:
            return None
        page = self._catalogue.page(address)
        before, after = (
            (place, self._catalogue.entry(place).title) if place is not None else None
            for place in self._catalogue.neighbours(page.entry.address)
        )
        return page, words_for(page, self._own_series(page)), before, after

    def _give_up(self, address: Address, error: CatalogueError) -> None:
        self._catalogue = None
        self.damaged.emit(address, str(error))

    def give_up(self, sentence: str) -> None:
        """Read no more from a catalogue that is damaged; there may be another one soon."""
        if self._catalogue is not None:
            self._catalogue = None
            self.damaged.emit(self.address, sentence)

    def _scroll(self, here: Address, offset: int | None, quiet: bool) -> None:
        if offset is not None:
            self._pane.go_to_offset(offset, top=True)
        elif not here.anchor:
            self._pane.go_to_offset(0)
        elif not self._pane.go_to_anchor(here.anchor) and not quiet:
            text = self.tr("There is no “{anchor}” in this article; this is its top.")
            self.message.emit(text.format(anchor=here.anchor), True)

    # Reading marks

    def is_read(self, address: Address) -> bool:
        """Whether the article was read."""
        return self._reader.is_read(address)

    def toggle_read(self) -> None:
        """Mark the article on the page as read, or as unread."""
        page = self._pane.page
        if page is None:
            return
        read = not self._reader.is_read(page.entry.address)
        self._reader.set_read(page.entry.address, read)
        self.message.emit(
            self.tr("Marked as read.") if read else self.tr("Marked as unread."), True
        )
        self._changed(page.entry.address)

    def _mark_read(self, address: Address) -> None:
        if not self._reader.is_read(address):
            self._reader.set_read(address)
            self._changed(address)

    def _seen_whole(self) -> None:
        page = self._pane.page
        whole = self._pane.isVisible() and self._pane.verticalScrollBar().maximum() == 0
        if page is not None and whole:
            self._mark_read(page.entry.address)

    def _changed(self, address: Address) -> None:
        self.marks_changed.emit(address)
        self.tell_problem()

    def tell_problem(self) -> None:
        """Say, once, what is wrong with the store of the reading marks, if anything is."""
        if self._reader.problem:
            self.message.emit(self._reader.problem, False)
            self._reader.problem = ""


def _talk_key(publication: str, series: str) -> str:
    """Under what name the reader's place in a talk is kept."""
    return f"talk {publication}/{series}"
