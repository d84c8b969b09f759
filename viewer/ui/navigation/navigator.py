"""Goes to addresses: every link, list and command that leads to an article ends here.

It also marks an article as read once it has been in view for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from viewer.messages import Message
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.document.built_page import PageLabels
from viewer.ui.document.page_builder import Neighbour
from viewer.ui.document.page_labels import page_labels
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.history import History, Visit
from viewer.ui.settings.reader_settings import LastPosition, ReaderSettings

if TYPE_CHECKING:
    from viewer.archive.model.article_matching import Fingerprint
    from viewer.archive.model.whole_issue import WholeIssue
    from viewer.ui.navigation.whole_issue_page import WholeIssuePage

#: How long a page that needs no scrolling is shown before it counts as read.
_READ_AFTER_MS = 4000
#: On the page of a whole issue, the delay after scrolling until the current article is found.
_SCROLL_DELAY_MS = 120


ShownArticle = tuple[Page, PageLabels, Neighbour, Neighbour]


class Navigator(QObject):
    """Shows articles in the pane; knows where the reader is, where she was, and what is read."""

    arrived = Signal(object)  # the Address, when its page is shown
    scrolled_to_article = Signal(object)  # its Address, on the page of a whole issue
    page_still_valid = Signal()  # the catalogue is a new one, the page is the same in it
    page_changed = Signal()  # another article is on the page, before it is scrolled
    read_state_changed = Signal(object)  # the Address of what was marked as read or unread
    message = Signal(str, bool)  # a sentence for the reader; True if it may go by itself

    def __init__(
        self,
        pane: ArticlePane,
        catalogue_access: CatalogueAccess,
        reader_data: ReaderData,
        settings: ReaderSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._article_pane = pane
        self._catalogue_access = catalogue_access
        self._reader_data = reader_data
        self._settings = settings
        self._history = History()
        self._shown_article: ShownArticle | None = None
        self._whole_issue_page: WholeIssuePage | None = None
        self._prefers_whole_issue = settings.shows_whole_issues
        self._arrival_scroll = -1  # the scroll bar's value (px) on arrival, -1 once she scrolled
        self._scroll_timer = QTimer(self)
        self._scroll_timer.setSingleShot(True)
        self._scroll_timer.setInterval(_SCROLL_DELAY_MS)
        self._scroll_timer.timeout.connect(self._update_current_article)
        self._read_timer = QTimer(self)
        self._read_timer.setSingleShot(True)
        self._read_timer.setInterval(_READ_AFTER_MS)
        self._read_timer.timeout.connect(self._mark_visible_read)
        pane.end_reached.connect(self._mark_read)
        pane.page_scrolled.connect(self._on_scrolled)

    # Where the reader is

    @property
    def address(self) -> Address | None:
        """Where the reader is; None while no page is shown."""
        visit = self._history.current
        return visit.address if visit else None

    @property
    def position(self) -> Visit | None:
        """Where the reader is and how far down; None while no page is shown."""
        return Visit(self.address, self._offset()) if self.address else None

    @property
    def page(self) -> Page | None:
        """The article the reader is in, which may be one of several on the page."""
        return self._shown_article[0] if self._shown_article is not None else None

    @property
    def whole_issue(self) -> WholeIssue | None:
        """The issue that is on the page as a whole; None where it is an article."""
        return self._whole_issue_page[0] if self._whole_issue_page is not None else None

    def is_on_page(self, address: Address) -> bool:
        """Whether the article at ``address`` is on the page, by itself or in its issue."""
        if self.whole_issue is not None:
            return self.whole_issue.find_part(address) is not None
        return self.page is not None and self.page.entry.address == address.without_anchor

    @property
    def prefers_whole_issue(self) -> bool:
        """Whether the reader wants whole issues on the page, not single articles."""
        return self._prefers_whole_issue

    def page_offset(self, address: Address, offset: int) -> int:
        """The offset in the page's text of ``offset`` in the text of the article at ``address``."""
        return (
            self.whole_issue.page_offset(address, offset)
            if self.whole_issue is not None
            else offset
        )

    def page_picture_number(self, address: Address, number: int) -> int:
        """The number on the page of picture ``number`` of the article at ``address``."""
        part = self.whole_issue.find_part(address) if self.whole_issue is not None else None
        return part.first_picture + number if part is not None else number

    def _offset(self) -> int:
        """How far the reader is in the text of the article she is in."""
        offset = self._article_pane.scroller.top_offset()
        if self.whole_issue is None or self.address is None:
            return offset
        part = self.whole_issue.find_part(self.address)
        return max(0, offset - part.text_start) if part is not None else 0

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
        publication = self._catalogue_access.publication(page.entry.address)
        if publication is None or not publication.series:
            return None
        return self._series_of(page) or publication.series[0]

    @property
    def publication_language(self) -> str:
        """The language (BCP 47) of the publication that is read; empty where it is not known."""
        address = self.address
        publication = self._catalogue_access.publication(address) if address is not None else None
        return publication.language if publication is not None else ""

    def _series_of(self, page: Page) -> SeriesEntry | None:
        return next(
            (
                series
                for publication in self._catalogue_access.publications
                if publication.id == page.publication
                for series in publication.series
                if series.id == page.entry.series
            ),
            None,
        )

    def last_opened_chapter(self, series: SeriesEntry) -> Address | None:
        """The chapter of ``series`` that the reader had open last; None if she opened none."""
        address = next((c.address for c in series.chapters if c.address is not None), None)
        if address is None:
            return None
        last = self._settings.last_chapter(address.publication, series.id)
        return self._left_address(last) if last is not None else None

    # Going

    def go_to(self, address: Address) -> bool:
        """Show the article at ``address`` and add it to the history; False if it does not exist."""
        self.save_position()
        return self._show(address)

    def resume_article(self, address: Address) -> bool:
        """Show the article at ``address`` where it was left, from its top if it was finished."""
        offset = (
            0 if self._reader_data.is_read(address) else self._reader_data.reading_position(address)
        )
        self.save_position()
        return self._show(address, offset=offset)

    def return_to(self, visit: Visit) -> bool:
        """Show the page of ``visit``, scrolled as it was."""
        self.save_position()
        return self._show(visit.address, offset=visit.offset)

    def go_back(self) -> None:
        """Step back in the history."""
        self.save_position()
        self._step(-1)

    def go_forward(self) -> None:
        """Step forward in the history."""
        self.save_position()
        self._step(1)

    def go_to_visit(self, index: int) -> None:
        """Step to the visit at ``index`` of the history."""
        self.save_position()
        before = self._history.visits[1]
        visit = self._history.go_to_index(index)
        if visit is not None and not self._show_visit(visit):
            self._history.go_to_index(before)

    @property
    def visits(self) -> tuple[tuple[Visit, ...], int]:
        """Every visit, oldest first, and the index of the current one (-1 for none)."""
        return self._history.visits

    def go_to_neighbour(self, index: int) -> None:
        """Show the previous (0) or the next (1) article."""
        page = self.page
        catalogue = self._catalogue_access.catalogue
        if catalogue is not None and page is not None:
            try:
                target = catalogue.neighbours(page.entry.address)[index]
            except CatalogueError as error:
                self._catalogue_access.drop_damaged(page.entry.address, error.message)
                return
            if target is not None:
                self.go_to(target)

    def go_to_chapter(self, by: int) -> None:
        """Show the next (1) or previous (-1) chapter; the first one if the page is no chapter."""
        series = self.series()
        addresses = [c.address for c in series.chapters if c.address] if series is not None else []
        current = self.address.without_anchor if self.address is not None else None
        before_first = -1 if by > 0 else 0
        index = by + (addresses.index(current) if current in addresses else before_first)
        if 0 <= index < len(addresses):
            self.go_to(addresses[index])

    def open_start_page(self, address: Address | None) -> None:
        """Show ``address``, else where the reader left off, else the first page there is."""
        if address is not None and self._show(address):
            self.tell_if_moved(address)
            return
        visit = self._history.current
        if visit is not None and self._show(
            visit.address, offset=visit.offset, record=False, silent=True
        ):
            return
        last = self._settings.last_position
        if last is not None and self._show(
            self._left_address(last.address), offset=last.offset, silent=True
        ):
            return
        self._show_first_page()

    def _show_first_page(self) -> bool:
        return any(
            self._show(Address(publication.id, issue.number), silent=True)
            for publication in self._catalogue_access.publications
            for issue in publication.issues
        )

    def follow_articles(self, moved: Mapping[Address, Address]) -> None:
        """Issues were changed, and articles ``moved`` to new addresses: go on with those."""

        def now(address: Address) -> Address:
            target = moved.get(address.without_anchor)
            return target.with_anchor(address.anchor) if target is not None else address

        if not moved:
            return
        self._history.move_addresses(now)
        last = self._settings.last_position
        if last is not None:
            self._settings.last_position = last._replace(address=now(last.address))
        for publication in self._catalogue_access.publications:
            for series in publication.series:
                chapter = self._settings.last_chapter(publication.id, series.id)
                if chapter is not None and now(chapter) != chapter:
                    self._settings.set_last_chapter(series.id, now(chapter))

    def _follow_shown_article(self, address: Address) -> None:
        """Stay with the article on the page where another program has moved it."""
        page, catalogue = self.page, self._catalogue_access.catalogue
        target = self._new_address(address)
        if page is None or catalogue is None or target is None:
            return
        with suppress(AddressError, CatalogueError):
            if catalogue.page(target).text != page.text:
                return
            with suppress(AddressError):
                if catalogue.page(page.entry.address).text == page.text:
                    return
            self.follow_articles({address.without_anchor: target.without_anchor})

    def _left_address(self, address: Address) -> Address:
        """Where the article at ``address`` that the reader left is now.

        Its reading position moved along, if it was moved while no window was open.
        """
        if self._reader_data.get("place", str(address.without_anchor)) is not None:
            return address
        return self._new_address(address) or address

    def _new_address(self, address: Address) -> Address | None:
        # Not before it is needed: the first page waits for every module.
        from viewer.archive.library.marked_articles import new_address

        return new_address(self._reader_data, address)

    def tell_if_moved(self, address: Address) -> None:
        """Say where that is now which was at ``address`` when somebody wrote it down."""
        moved = self._new_address(address)
        if moved is not None:
            from viewer.archive.library.marked_articles import moved_message

            self._show_translated(moved_message(address, moved))

    def take_history(self, other: Navigator) -> None:
        """Continue with the history of the previous window, at ``open_start_page``."""
        self._history = other._history

    def start_address(self, address: Address | None) -> Address | None:
        """The address ``open_start_page`` tries first; None where any page will do."""
        last = self._settings.last_position
        return address or (last.address if last is not None else None)

    def refresh_page(self) -> None:
        """Show the page again from a changed catalogue, unless it is the same in it."""
        if self.address is None:
            return
        self._follow_shown_article(self.address)
        with suppress(AddressError, CatalogueError):
            is_unchanged = (
                self._shown_article is not None
                and self._load_article(self.address) == self._shown_article
            )
            if is_unchanged and self._load_whole_issue(self.address) == self._whole_issue_page:
                self.page_still_valid.emit()
                return
        self._show(self.address, offset=self._offset(), silent=True, reload=True)

    def leave_removed_page(self) -> str:
        """Go elsewhere where the library no longer has the page; returns its title, else nothing.

        That is where the reader was before, else the first page there is. A library that holds
        nothing leaves no page.
        """
        page = self.page
        if page is None or self.address is None or self._exists(self.address):
            return ""
        self._shown_article = self._whole_issue_page = None  # no position is kept for it
        if not self._step(-1, silent=True) and not self._show_first_page():
            self._history = History()
            self._read_timer.stop()
            self._article_pane.clear_page()
            self.page_changed.emit()
        return page.entry.title

    def _exists(self, address: Address) -> bool:
        """Whether the library has the article; of a damaged catalogue nothing is known."""
        catalogue = self._catalogue_access.catalogue
        try:
            return catalogue is None or catalogue.article_entry(address) is not None
        except AddressError:
            return False
        except CatalogueError:
            return True

    def set_whole_issue_mode(self, whole: bool) -> None:
        """Show whole issues from now on, or single articles; the reader stays where she is."""
        self._prefers_whole_issue = whole
        self._settings.shows_whole_issues = whole
        position = self.position
        if position is not None:
            self._show(position.address, offset=position.offset, record=False, reload=True)

    def toggle_whole_issue_mode(self) -> None:
        """Switch between whole issues and single articles."""
        self.set_whole_issue_mode(not self._prefers_whole_issue)

    def save_position(self) -> None:
        """Store how far the reader is on the page, which she is about to leave.

        That she is at its top is no place to be remembered: most pages are left there.
        """
        page = self.page
        if page is not None:
            self._update_current_article()
            offset = self._offset()
            self._history.save_offset(offset)
            if offset or self._reader_data.reading_position(page.entry.address):
                self._reader_data.set_reading_position(page.entry.address, offset, _article(page))

    def save_for_next_start(self) -> None:
        """Store where the reader is, for the next start."""
        self.save_position()
        page = self.page
        if page is not None:
            address, offset = page.entry.address, self._offset()
            # At the top too: by its place the article is found again if its address changes.
            self._reader_data.set_reading_position(address, offset, _article(page))
            self._settings.last_position = LastPosition(address, offset)

    def _step(self, by: int, *, silent: bool = False) -> bool:
        """Step back (-1) or forward (1) to the nearest visit that exists; False without one."""
        visits, before = self._history.visits
        step = self._history.go_back if by < 0 else self._history.go_forward
        while (visit := step()) is not None:
            if self._show_visit(visit, silent=True):
                return True
        self._history.go_to_index(before)
        if not silent and 0 <= before + by < len(visits):
            self._show_visit(visits[before + by])  # says that it is gone
        return False

    def _show_visit(self, visit: Visit, *, silent: bool = False) -> bool:
        address = self._left_address(visit.address)
        return self._show(address, offset=visit.offset, record=False, silent=silent)

    def _show(
        self,
        address: Address,
        *,
        offset: int | None = None,
        record: bool = True,
        silent: bool = False,
        reload: bool = False,
    ) -> bool:
        try:
            article = self._load_article(address)
            issue_page = (
                self._load_whole_issue(address, reload=reload) if article is not None else None
            )
        except CatalogueError as error:
            self._catalogue_access.drop_damaged(address, error.message)
            return False
        except AddressError as error:
            moved = self._new_address(address)
            if moved is not None and self._catalogue_access.entry(moved) is not None:
                return self._show(moved, offset=offset, record=record, silent=silent, reload=reload)
            if not silent:
                self._show_translated(error.message)
            return False
        if article is None:
            return False
        page = article[0]
        target = page.entry.address.with_anchor(address.anchor)
        self._show_in_pane(article, issue_page, offset, reload=reload)
        if record:
            self._history.visit(target)
        if page.entry.chapter is not None:
            self._settings.set_last_chapter(page.entry.series, target)
        self._scroll_to_target(target, offset, silent)
        self._arrival_scroll = self._article_pane.verticalScrollBar().value()
        self._read_timer.start()
        self.arrived.emit(target)
        return True

    def _show_in_pane(
        self,
        article: ShownArticle,
        issue_page: WholeIssuePage | None,
        offset: int | None,
        *,
        reload: bool,
    ) -> None:
        """Show ``article``, or its issue as a whole, unless it is on the page already."""
        shown, address = self._article_pane.page, article[0].entry.address
        self._shown_article = article
        before, self._whole_issue_page = self._whole_issue_page, issue_page
        if issue_page is not None:
            if (
                reload
                or issue_page is not before
                or shown is None
                or shown.entry != issue_page[0].page.entry
            ):
                start = issue_page[0].page_offset(address, offset or 0)
                self._article_pane.show_page(
                    issue_page[0].page, *issue_page[1:], start_offset=start
                )
                self.page_changed.emit()
        elif reload or shown is None or shown.entry.address != address or offset is not None:
            self._article_pane.show_page(*article)
            self.page_changed.emit()

    def _load_whole_issue(self, address: Address, *, reload: bool = True) -> WholeIssuePage | None:
        """The page of the whole issue; None if the reader prefers articles or it is too long."""
        catalogue = self._catalogue_access.catalogue
        if not self._prefers_whole_issue or catalogue is None:
            return None
        shown = self.whole_issue
        if not reload and shown is not None:
            entry = shown.page.entry.address
            if (entry.publication, entry.issue) == (address.publication, address.issue):
                return self._whole_issue_page
        # Imported here: most readers never use it, and the start does not wait for it.
        from viewer.ui.navigation.whole_issue_page import is_too_long, load_whole_issue_page

        if is_too_long(catalogue, address):
            text = self.tr("This issue is too long for one page; its articles are shown each.")
            self.message.emit(text, True)
            return None
        return load_whole_issue_page(catalogue, address)

    def _load_article(self, address: Address) -> ShownArticle | None:
        """The page at ``address``, its labels and neighbours; None without a catalogue."""
        catalogue = self._catalogue_access.catalogue
        if catalogue is None:
            return None
        page = catalogue.page(address)
        before, after = (
            (neighbour, catalogue.article_entry(neighbour).title) if neighbour is not None else None
            for neighbour in catalogue.neighbours(page.entry.address)
        )
        return page, page_labels(page, self._series_of(page)), before, after

    def drop_catalogue(self, message: Message) -> None:
        """Stop reading from the catalogue: a reader of it other than the page found damage."""
        self._catalogue_access.drop_damaged(self.address, message)

    def _scroll_to_target(self, target: Address, offset: int | None, silent: bool) -> None:
        is_first = (
            self.whole_issue is None or self.whole_issue.parts[0].address == target.without_anchor
        )
        if offset is not None and not (is_first and offset <= 0):
            self._article_pane.scroller.go_to_offset(self.page_offset(target, offset), at_top=True)
        elif offset is not None or not target.anchor:
            self._article_pane.scroller.go_to_offset(
                0 if is_first else self.page_offset(target, 0), at_top=not is_first
            )
        elif not self._article_pane.scroller.go_to_anchor(target.anchor) and not silent:
            text = self.tr("There is no “{anchor}” in this article; this is its top.")
            self.message.emit(text.format(anchor=target.anchor), True)

    # Read marks

    def is_read(self, address: Address) -> bool:
        """Whether the article was read."""
        return self._reader_data.is_read(address)

    def toggle_read(self) -> None:
        """Mark the article on the page as read, or as unread."""
        page = self.page
        if page is None:
            return
        read = not self._reader_data.is_read(page.entry.address)
        if self._reader_data.set_read(page.entry.address, read, _article(page)):
            self.message.emit(
                self.tr("Marked as read.") if read else self.tr("Marked as unread."), True
            )
        self._announce_read_state(page.entry.address)

    def _mark_read(self, address: Address) -> None:
        if address.article and not self._reader_data.is_read(address):
            part = self.whole_issue.find_part(address) if self.whole_issue is not None else None
            page = part.page if part is not None else self.page
            if page is None or page.entry.address != address.without_anchor:
                return
            self._reader_data.set_read(address, article=_article(page))
            self._announce_read_state(address)

    def _mark_visible_read(self) -> None:
        """Mark as read every article whose end is in view."""
        page, issue = self.page, self.whole_issue
        if page is None or not self._article_pane.isVisible():
            return
        if issue is not None:
            for part in issue.parts:
                if not self.is_read(part.address) and self._article_pane.scroller.is_offset_visible(
                    max(part.start, part.end - 1)
                ):
                    self._mark_read(part.address)
        elif self._article_pane.verticalScrollBar().maximum() == 0:
            self._mark_read(page.entry.address)

    # On the page of an issue

    def _on_scrolled(self) -> None:
        if self._whole_issue_page is not None:
            if not self._scroll_timer.isActive():
                self._scroll_timer.start()
            if not self._read_timer.isActive():
                self._read_timer.start()

    def _update_current_article(self) -> None:
        """Make the article the reader has scrolled into the current one."""
        self._scroll_timer.stop()
        if (
            self.whole_issue is None
            or self._article_pane.verticalScrollBar().value() == self._arrival_scroll
        ):
            return
        self._arrival_scroll = -1
        part = self.whole_issue.part_at(self._article_pane.scroller.reading_offset())
        page = self.page
        if self._shown_article is None or page is None or part.address == page.entry.address:
            return
        with suppress(AddressError, CatalogueError):
            self._shown_article = self._load_article(part.address)
            self._history.update_current(part.address)
            self.scrolled_to_article.emit(part.address)

    def _announce_read_state(self, address: Address) -> None:
        self.read_state_changed.emit(address)
        self.report_storage_problem()

    def report_storage_problem(self) -> None:
        """Say, once, what is wrong with the stored read marks, if anything is."""
        if self._reader_data.problem:
            self._show_translated(self._reader_data.problem)
            self._reader_data.problem = ""

    def _show_translated(self, message: str) -> None:
        """Emit ``message`` in the reader's language."""
        # Not before it is needed: the first page waits for every module.
        from viewer.ui.i18n.message_translation import translate_message

        self.message.emit(translate_message(message), False)


def _article(page: Page) -> Fingerprint:
    """What marks recognise the article of ``page`` by."""
    # Not before it is needed: the first page waits for every module.
    from viewer.archive.model.article_matching import fingerprint

    return fingerprint(page.entry.title, page.text, has_own_id=page.has_own_id)
