"""Going places: everything that leads anywhere ends here, with one address."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    Page,
    SeriesEntry,
)
from viewer.errors import AddressError, CatalogueError
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.article.page_view import Neighbour
from viewer.ui.document.built_page import PageLabels
from viewer.ui.document.page_labels import page_labels
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.history import History, Visit

if TYPE_CHECKING:
    from viewer.archive.model.whole_issue import WholeIssue
    from viewer.ui.navigation.whole_issue_page import WholePage

#: How long a page that needs no scrolling is looked at before it counts as read.
_GLANCE_MS = 4000
#: On the page of an issue, how far behind the scrolling it is seen which article the reader is in.
_FOLLOW_MS = 120


Shown = tuple[Page, PageLabels, Neighbour, Neighbour]


class Reading(CatalogueAccess):
    """Where the reader is, where she was, and what she has read."""

    arrived = Signal(object)  # the Address, when its page is shown
    moved = Signal(object)  # the Address of the article of an issue that was scrolled into
    renewed = Signal()  # the catalogue is another one, and the page stands in it as it did
    page_changed = Signal()  # another article is on the page, before it is scrolled
    marks_changed = Signal(object)  # the Address of what was marked as read or unread
    message = Signal(str, bool)  # a sentence for the reader, and whether it may go by itself

    def __init__(self, pane: ArticlePane, reader: ReaderData, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._reader = reader
        self._history = History()
        self._shown: Shown | None = None
        self._whole: WholePage | None = None
        self._wants_whole = reader.setting("whole issue") is True
        self._held = -1  # the scrolling it took to come where the reader wanted to go
        self._follow_soon = QTimer(self)
        self._follow_soon.setSingleShot(True)
        self._follow_soon.setInterval(_FOLLOW_MS)
        self._follow_soon.timeout.connect(self._follow)
        self._glance = QTimer(self)
        self._glance.setSingleShot(True)
        self._glance.setInterval(_GLANCE_MS)
        self._glance.timeout.connect(self._seen_whole)
        pane.end_reached.connect(self._mark_read)
        pane.page_scrolled.connect(self._scrolled)

    # Where she is

    @property
    def address(self) -> Address | None:
        """Where the reader is."""
        visit = self._history.current
        return visit.address if visit else None

    @property
    def here(self) -> Visit | None:
        """Where the reader is and how far down."""
        return Visit(self.address, self._place()) if self.address else None

    @property
    def page(self) -> Page | None:
        """The article the reader is in, which may be one of several on the page."""
        return self._shown[0] if self._shown is not None else None

    @property
    def whole(self) -> WholeIssue | None:
        """The issue that is on the page as a whole; None where it is an article."""
        return self._whole[0] if self._whole is not None else None

    @property
    def wants_whole(self) -> bool:
        """Whether the reader wants to see issues as a whole."""
        return self._wants_whole

    def on_page(self, address: Address, offset: int) -> int:
        """Where ``offset`` of the text of the article at ``address`` is in that of the page."""
        return self.whole.page_offset(address, offset) if self.whole is not None else offset

    def picture_on_page(self, address: Address, number: int) -> int:
        """The number on the page of picture ``number`` of the article at ``address``."""
        part = self.whole.find_part(address) if self.whole is not None else None
        return part.first_picture + number if part is not None else number

    def _place(self) -> int:
        """How far the reader is in the text of the article she is in."""
        place = self._pane.top_offset()
        if self.whole is None or self.address is None:
            return place
        part = self.whole.find_part(self.address)
        return max(0, place - part.text_start) if part is not None else 0

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
        page = self.page
        if page is None:
            return None
        found = next((p for p in self._publications if p.id == page.publication), None)
        if found is None or not found.series:
            return None
        return self._own_series(page) or found.series[0]

    @property
    def language(self) -> str:
        """The language of the publication that is read, empty where that is not known."""
        found = self.publication(self.address) if self.address is not None else None
        return found.language if found is not None else ""

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

    # Going

    def go_to(self, address: Address) -> bool:
        """Show the article at ``address`` and remember the visit; False if nothing stands there."""
        self.leave()
        return self._show(address)

    def go_on(self, address: Address) -> bool:
        """Show the article at ``address`` where it was left, from its top if it was finished."""
        place = 0 if self._reader.is_read(address) else self._reader.reading_position(address)
        self.leave()
        return self._show(address, offset=place)

    def return_to(self, visit: Visit) -> bool:
        """Show a place as it was."""
        self.leave()
        return self._show(visit.address, offset=visit.offset)

    def go_back(self) -> None:
        """Step back in the history."""
        self.leave()
        self._revisit(self._history.go_back())

    def go_forward(self) -> None:
        """Step forward in the history."""
        self.leave()
        self._revisit(self._history.go_forward())

    def go_in_history(self, place: int) -> None:
        """Step to the visit at ``place`` of the history."""
        self.leave()
        self._revisit(self._history.go_to_index(place))

    @property
    def visits(self) -> tuple[tuple[Visit, ...], int]:
        """Every visit, oldest first, and the place of the current one."""
        return self._history.visits

    def go_beside(self, which: int) -> None:
        """Show the previous (0) or the next (1) article."""
        page = self.page
        if self._catalogue is not None and page is not None:
            try:
                target = self._catalogue.neighbours(page.entry.address)[which]
            except CatalogueError as error:
                self._drop_damaged_catalogue(page.entry.address, error)
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
            same = self._shown is not None and self._look_up(self.address) == self._shown
            if same and self._look_up_whole(self.address) == self._whole:
                self.renewed.emit()
                return
        self._show(self.address, offset=self._place(), quiet=True, anew=True)

    def show_whole(self, whole: bool) -> None:
        """Show issues as a whole from now on, or each article by itself; the place stays."""
        self._wants_whole = whole
        self._reader.set_setting("whole issue", whole)
        here = self.here
        if here is not None:
            self._show(here.address, offset=here.offset, record=False, anew=True)

    def leave(self) -> None:
        """Remember how far the reader is on the page she is about to leave."""
        page = self.page
        if page is not None:
            self._follow()
            place = self._place()
            self._history.save_offset(place)
            self._reader.set_reading_position(page.entry.address, place)

    def remember(self) -> None:
        """Write down where the reader is, for the next start."""
        self.leave()
        page = self.page
        if page is not None:
            address = page.entry.address
            self._reader.set_setting(
                "address", [address.publication, address.issue, address.article, self._place()]
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
        anew: bool = False,
    ) -> bool:
        try:
            found = self._look_up(address)
            whole = self._look_up_whole(address, anew=anew) if found is not None else None
        except CatalogueError as error:
            self._drop_damaged_catalogue(address, error)
            return False
        except AddressError as error:
            if not quiet:
                self._tell(str(error))
            return False
        if found is None:
            return False
        page = found[0]
        here = page.entry.address.with_anchor(address.anchor)
        self._put_on_page(found, whole, offset, anew=anew)
        if record:
            self._history.visit(here)
        if page.entry.chapter is not None:
            self._reader.set_setting(
                _talk_key(page.publication, page.entry.series), [here.issue, here.article]
            )
        self._scroll(here, offset, quiet)
        self._held = self._pane.verticalScrollBar().value()
        self._glance.start()
        self.arrived.emit(here)
        return True

    def _put_on_page(
        self, found: Shown, whole: WholePage | None, offset: int | None, *, anew: bool
    ) -> None:
        """Show the article that was ``found``, or its issue, unless it is on the page already."""
        shown, place = self._pane.page, found[0].entry.address
        self._shown = found
        before, self._whole = self._whole, whole
        if whole is not None:
            if anew or whole is not before or shown is None or shown.entry != whole[0].page.entry:
                begin = whole[0].page_offset(place, offset or 0)
                self._pane.show_page(whole[0].page, *whole[1:], start_offset=begin)
                self.page_changed.emit()
        elif anew or shown is None or shown.entry.address != place or offset is not None:
            self._pane.show_page(*found)
            self.page_changed.emit()

    def _look_up_whole(self, address: Address, *, anew: bool = True) -> WholePage | None:
        """The page of the issue at ``address``, if the reader wants it and it can be shown."""
        if not self._wants_whole or self._catalogue is None:
            return None
        shown = self.whole
        if not anew and shown is not None:
            entry = shown.page.entry.address
            if (entry.publication, entry.issue) == (address.publication, address.issue):
                return self._whole
        # Most readers never see an issue so: the start does not wait for it.
        from viewer.ui.navigation.whole_issue_page import is_too_long, page_of_issue

        if is_too_long(self._catalogue, address):
            text = self.tr("This issue is too long for one page; its articles are shown each.")
            self.message.emit(text, True)
            return None
        return page_of_issue(self._catalogue, address)

    def _look_up(self, address: Address) -> Shown | None:
        """The page at ``address`` and what stands around it; None without a catalogue."""
        if self._catalogue is None:
            return None
        page = self._catalogue.page(address)
        before, after = (
            (place, self._catalogue.article_entry(place).title) if place is not None else None
            for place in self._catalogue.neighbours(page.entry.address)
        )
        return page, page_labels(page, self._own_series(page)), before, after

    def give_up(self, sentence: str) -> None:
        """Read no more from a catalogue that is damaged; there may be another one soon."""
        if self._catalogue is not None:
            self._catalogue = None
            self.damaged.emit(self.address, sentence)

    def _scroll(self, here: Address, offset: int | None, quiet: bool) -> None:
        first = self.whole is None or self.whole.parts[0].address == here.page
        if offset is not None and not (first and offset <= 0):
            self._pane.go_to_offset(self.on_page(here, offset), at_top=True)
        elif offset is not None or not here.anchor:
            self._pane.go_to_offset(0 if first else self.on_page(here, 0), at_top=not first)
        elif not self._pane.go_to_anchor(here.anchor) and not quiet:
            text = self.tr("There is no “{anchor}” in this article; this is its top.")
            self.message.emit(text.format(anchor=here.anchor), True)

    # Reading marks

    def is_read(self, address: Address) -> bool:
        """Whether the article was read."""
        return self._reader.is_read(address)

    def toggle_read(self) -> None:
        """Mark the article on the page as read, or as unread."""
        page = self.page
        if page is None:
            return
        read = not self._reader.is_read(page.entry.address)
        self._reader.set_read(page.entry.address, read)
        self.message.emit(
            self.tr("Marked as read.") if read else self.tr("Marked as unread."), True
        )
        self._changed(page.entry.address)

    def _mark_read(self, address: Address) -> None:
        if address.article and not self._reader.is_read(address):
            self._reader.set_read(address)
            self._changed(address)

    def _seen_whole(self) -> None:
        """What was looked at for a while and ends in view is read."""
        page, whole = self.page, self.whole
        if page is None or not self._pane.isVisible():
            return
        if whole is not None:
            for part in whole.parts:
                if not self.is_read(part.address) and self._pane.is_offset_visible(
                    max(part.start, part.end - 1)
                ):
                    self._mark_read(part.address)
        elif self._pane.verticalScrollBar().maximum() == 0:
            self._mark_read(page.entry.address)

    # On the page of an issue

    def _scrolled(self) -> None:
        if self._whole is not None:
            if not self._follow_soon.isActive():
                self._follow_soon.start()
            if not self._glance.isActive():
                self._glance.start()

    def _follow(self) -> None:
        """See which article of the issue the reader has scrolled into."""
        self._follow_soon.stop()
        if self.whole is None or self._pane.verticalScrollBar().value() == self._held:
            return
        self._held = -1
        part = self.whole.part_at(self._pane.reading_offset())
        page = self.page
        if self._shown is None or page is None or part.address == page.entry.address:
            return
        with suppress(AddressError, CatalogueError):
            self._shown = self._look_up(part.address)
            self._history.update_current(part.address)
            self.moved.emit(part.address)

    def _changed(self, address: Address) -> None:
        self.marks_changed.emit(address)
        self.tell_problem()

    def tell_problem(self) -> None:
        """Say, once, what is wrong with the store of the reading marks, if anything is."""
        if self._reader.problem:
            self._tell(self._reader.problem)
            self._reader.problem = ""

    def _tell(self, sentence: str) -> None:
        """Hand on what another room says, in the reader's language."""
        # Not before it is needed: the first page waits for every module.
        from viewer.ui.i18n.message_translation import translate_message

        self.message.emit(translate_message(sentence), False)


def _talk_key(publication: str, series: str) -> str:
    """Under what name the reader's place in a talk is kept."""
    return f"talk {publication}/{series}"
