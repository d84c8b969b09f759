"""The window. Panes know nothing of each other: they ask by signal, and the window joins them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.address import Address
from viewer.archive.catalogue import Catalogue
from viewer.archive.listing import PublicationEntry, SeriesEntry
from viewer.archive.reader import ReaderStore
from viewer.errors import AddressError, CatalogueError
from viewer.search import Hit, Results, marks
from viewer.themes import LIGHT, THEMES, Theme
from viewer.ui import style
from viewer.ui.actions import Actions, cheat_sheet
from viewer.ui.article_pane import ArticlePane
from viewer.ui.bar import Bar
from viewer.ui.chapters_panel import ChaptersPanel
from viewer.ui.find_bar import FindBar
from viewer.ui.history import History, Visit
from viewer.ui.messages import MessageStrip
from viewer.ui.page_words import words_for
from viewer.ui.pictures import Pictures
from viewer.ui.search_lane import SearchLane
from viewer.ui.search_panel import SearchPanel
from viewer.ui.section_tree import SectionTree

_ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 2.4, 3.0)
_SIDE_FOLDS = 960
_TREE_FOLDS = 720
_TREE_WIDTH, _SIDE_WIDTH = 278, 282
#: How long a page that needs no scrolling is looked at before it counts as read.
_GLANCE_MS = 4000


class MainWindow(QMainWindow):
    """Tree, page and talk, the search, and the way between them."""

    first_painted = Signal()
    closing = Signal()

    def __init__(
        self,
        catalogue: Catalogue | None,
        reader: ReaderStore,
        lane: SearchLane,
        *,
        open_web: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Dosudo Viewer")
        self.resize(1280, 800)
        self.setMinimumSize(420, 320)
        self._catalogue = catalogue
        self._reader = reader
        self._lane = lane
        self._open_web = open_web or (lambda url: QDesktopServices.openUrl(QUrl(url)))
        self._publications: tuple[PublicationEntry, ...] = ()
        self._history = History()
        self._theme: Theme = LIGHT
        self._query = ""
        self._origin: Visit | None = None
        self._ready = False
        self._painted = False
        self._fits = (True, True)
        self._pictures = Pictures()

        self.bar = Bar(self)
        self.tree = SectionTree(self)
        self.pane = ArticlePane(self._pictures, self)
        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.messages = MessageStrip(self)
        self.chapters = ChaptersPanel(reader.is_read, self)
        self.hits = SearchPanel(self)
        self.side = QStackedWidget(self)
        self.side.addWidget(self.chapters)
        self.side.addWidget(self.hits)
        self._arrange()
        self.actions_ = Actions(self, self._handlers())
        self._join()
        self._glance = QTimer(self)
        self._glance.setSingleShot(True)
        self._glance.setInterval(_GLANCE_MS)
        self._glance.timeout.connect(self._seen_whole)
        self._restore()

    # Making

    def _arrange(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pane, 1)
        column.addWidget(self.find_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.tree, middle, self.side):
            self.splitter.addWidget(widget)
        self.tree.setMinimumWidth(200)
        middle.setMinimumWidth(300)
        self.side.setMinimumWidth(220)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self.splitter.setSizes([_TREE_WIDTH, 1280 - _TREE_WIDTH - _SIDE_WIDTH, _SIDE_WIDTH])
        whole = QWidget(self)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self.splitter, 1)
        self.setCentralWidget(whole)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "quit": self._quit,
            "copy": self.pane.copy,
            "find": self._find,
            "next_match": lambda: self._step_match(1),
            "previous_match": lambda: self._step_match(-1),
            "larger": lambda: self._zoom_by(1),
            "smaller": lambda: self._zoom_by(-1),
            "normal": lambda: self.set_zoom(1.0),
            "tree": lambda: self._toggle("tree"),
            "side": lambda: self._toggle("side"),
            "full": self._toggle_full_screen,
            "back": self.go_back,
            "forward": self.go_forward,
            "previous": lambda: self._go_neighbour(0),
            "next": lambda: self._go_neighbour(1),
            "previous_chapter": lambda: self._go_chapter(-1),
            "next_chapter": lambda: self._go_chapter(1),
            "search": self._focus_search,
            "filter": self._focus_filter,
            "read": self._toggle_read,
            "keys": self._show_keys,
            "about": self._show_about,
        }

    def _join(self) -> None:
        actions = self.actions_
        actions["tree"].setChecked(True)
        actions["side"].setChecked(True)
        self.bar.join(
            actions["back"],
            actions["forward"],
            actions.size_menu,
            actions.theme_menu,
            actions.all_menu,
        )
        actions.theme_group.triggered.connect(lambda action: self.set_theme(action.data()))
        self.tree.address_requested.connect(self.go_to)
        self.chapters.address_requested.connect(self._open_chapter)
        self.chapters.message.connect(lambda text: self.messages.say(text, brief=True))
        self.pane.address_requested.connect(self.go_to)
        self.pane.web_requested.connect(self._open_web)
        self.pane.zoom_requested.connect(self._zoom_by)
        self.pane.end_reached.connect(self._mark_read)
        self.find_bar.text_changed.connect(self._find_text)
        self.find_bar.stepped.connect(self._step_match)
        self.find_bar.closed.connect(self._close_find)
        box = self.bar.box
        box.textChanged.connect(self._search_text)
        box.stepped.connect(self.hits.step)
        box.opened.connect(self._open_current_hit)
        box.left.connect(self._leave_search)
        box.scrolled.connect(self.pane.keyPressEvent)
        self.hits.hit_chosen.connect(self.open_hit)
        self.hits.query_chosen.connect(box.setText)
        self._lane.answered.connect(self._show_results)
        self._lane.ready.connect(self._search_ready)
        self._lane.failed.connect(self.messages.say)
        self._update_history()

    def _restore(self) -> None:
        theme = self._reader.setting("theme", "light")
        self.set_theme(theme if theme in THEMES else "light")
        zoom = self._reader.setting("zoom", 1.0)
        self.set_zoom(zoom if zoom in _ZOOMS else 1.0)
        geometry = self._reader.setting("geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        sizes = self._reader.setting("panes")
        if isinstance(sizes, list) and len(sizes) == 3 and all(isinstance(s, int) for s in sizes):
            self.splitter.setSizes(sizes)

    # The library

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Show what ``catalogue`` holds; the reader's place stays where it still exists."""
        self._catalogue = catalogue
        self._pictures.forget()
        self.show_contents()
        here = self.address
        if here is not None:
            offset = self.pane.place()
            self._show(here, offset=offset, quiet=True)

    def show_contents(self) -> None:
        """Fill the tree from the catalogue."""
        if self._catalogue is None:
            return
        self._publications = self._catalogue.publications()
        self.tree.set_publications(self._publications)
        self.chapters.set_series(self._series(self.address))

    @property
    def address(self) -> Address | None:
        """Where the reader is."""
        visit = self._history.current
        return visit.address if visit else None

    def _series(self, address: Address | None) -> SeriesEntry | None:
        """The series to show beside ``address``: its own, or the first of its publication."""
        if address is None:
            return None
        publication = next((p for p in self._publications if p.id == address.publication), None)
        if publication is None or not publication.series:
            return None
        page = self.pane.page
        own = page.entry.series if page else ""
        return next((s for s in publication.series if s.id == own), publication.series[0])

    # Going places: everything that leads anywhere ends here

    def go_to(self, address: Address) -> bool:
        """Show the article at ``address`` and remember the visit."""
        self._leave()
        return self._show(address)

    def _leave(self) -> None:
        """Remember how far the reader is on the page she is about to leave."""
        page = self.pane.page
        if page is not None:
            place = self.pane.place()
            self._history.leave(place)
            self._reader.set_place(page.entry.address, place)

    def open_first(self, address: Address | None) -> None:
        """Show ``address``, else where the reader left off, else the first page there is."""
        if address is not None and self._show(address):
            return
        last = self._reader.setting("address")
        if isinstance(last, list) and len(last) == 4:
            try:
                place = Address(str(last[0]), int(last[1]), str(last[2]))
            except ValueError:
                place = None
            if place is not None and self._show(place, offset=int(last[3] or 0), quiet=True):
                return
        for publication in self._publications:
            for issue in publication.issues:
                if self._show(Address(publication.id, issue.number), quiet=True):
                    return

    def open_hit(self, hit: Hit | None) -> None:
        """Show the article of ``hit`` at its best passage, everything found marked."""
        if hit is None:
            return
        self._leave()
        if not self._show(hit.address):
            return
        if hit.position >= 0:
            self.pane.go_to_mark_at(hit.position)
        elif self.pane.marks:
            self.pane.go_to_mark(0)
        self._count_matches()
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Step back in the history."""
        self._leave()
        self._revisit(self._history.back())

    def go_forward(self) -> None:
        """Step forward in the history."""
        self._leave()
        self._revisit(self._history.forward())

    def _revisit(self, visit: Visit | None) -> None:
        if visit is not None:
            self._show(visit.address, offset=visit.offset, record=False)
        self._update_history()

    def _show(
        self,
        address: Address,
        *,
        offset: int | None = None,
        record: bool = True,
        quiet: bool = False,
    ) -> bool:
        if self._catalogue is None:
            return False
        try:
            page = self._catalogue.page(address)
            before, after = self._catalogue.neighbours(page.entry.address)
            neighbours = [
                (place, self._catalogue.entry(place).title) if place is not None else None
                for place in (before, after)
            ]
        except (AddressError, CatalogueError) as error:
            if not quiet:
                self.messages.say(str(error))
            return False
        self._glance.stop()
        here = page.entry.address.at(address.anchor)
        shown = self.pane.page
        if shown is None or shown.entry.address != page.entry.address or offset is not None:
            series = next(
                (
                    s
                    for p in self._publications
                    if p.id == here.publication
                    for s in p.series
                    if s.id == page.entry.series
                ),
                None,
            )
            self.pane.show_page(page, words_for(page, series), *neighbours)
            self._mark_matches()
        if record:
            self._history.visit(here)
        if offset is not None:
            self.pane.go_to_offset(offset, top=True)
        elif here.anchor:
            if not self.pane.go_to_anchor(here.anchor) and not quiet:
                self.messages.say(
                    self.tr("There is no “{anchor}” in this article; this is its top.").format(
                        anchor=here.anchor
                    ),
                    brief=True,
                )
        else:
            self.pane.go_to_offset(0)
        self.tree.show_address(here)
        self.chapters.set_series(self._series(here))
        self.chapters.set_current(here)
        self._show_side()
        self.setWindowTitle(f"{page.entry.title} · Dosudo Viewer")
        self._update_history()
        self._glance.start()
        return True

    def _open_chapter(self, address: Address) -> None:
        """A chapter that was begun goes on where the reader left it."""
        place = 0 if self._reader.is_read(address) else self._reader.place(address)
        self._leave()
        self._show(address, offset=place)

    def _go_neighbour(self, which: int) -> None:
        if self._catalogue is not None and self.pane.page is not None:
            target = self._catalogue.neighbours(self.pane.page.entry.address)[which]
            if target is not None:
                self.go_to(target)

    def _go_chapter(self, by: int) -> None:
        target = self.chapters.step(self.address, by)
        if target is not None:
            self.go_to(target)

    def _update_history(self) -> None:
        self.actions_["back"].setEnabled(self._history.can_go_back)
        self.actions_["forward"].setEnabled(self._history.can_go_forward)

    # Reading marks

    def _mark_read(self, address: Address) -> None:
        if not self._reader.is_read(address):
            self._reader.set_read(address)
            self.chapters.refresh()
            self._tell_store()

    def _seen_whole(self) -> None:
        page = self.pane.page
        if page is not None and self.pane.verticalScrollBar().maximum() == 0:
            self._mark_read(page.entry.address)

    def _toggle_read(self) -> None:
        page = self.pane.page
        if page is None:
            return
        address = page.entry.address
        read = not self._reader.is_read(address)
        self._reader.set_read(address, read)
        self.chapters.refresh()
        self.messages.say(
            self.tr("Marked as read.") if read else self.tr("Marked as unread."), brief=True
        )

    def _tell_store(self) -> None:
        if self._reader.problem:
            self.messages.say(self._reader.problem)
            self._reader.problem = ""

    # Searching

    def search(self, query: str) -> None:
        """Put ``query`` into the box, as if it had been typed."""
        self.bar.box.setText(query)

    def _focus_search(self) -> None:
        self.bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.box.selectAll()

    def _search_text(self, text: str) -> None:
        query = text.strip()
        if not query:
            self._end_search()
            return
        if not self._query:
            self._origin = Visit(self.address, self.pane.place()) if self.address else None
        self._query = query
        if not self._ready:
            self.hits.show_waiting(self.tr("The search is getting ready…"))
            self._show_side()
        self._lane.ask(query)

    def _search_ready(self) -> None:
        self._ready = True
        if self._query:
            self._lane.ask(self._query)

    def _show_results(self, results: Results) -> None:
        if not self._query:
            return
        self.hits.show_results(results)
        self._show_side()
        self._mark_matches()

    def _open_current_hit(self) -> None:
        self.open_hit(self.hits.current_hit())

    def _leave_search(self) -> None:
        """Esc in the box: back to where the reader was before she began to search."""
        if not self._query:
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        origin = self._origin
        self.bar.box.clear()
        if origin is not None and self.address != origin.address:
            self._leave()
            self._show(origin.address, offset=origin.offset)
        elif origin is not None:
            self.pane.go_to_offset(origin.offset, top=True)
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_search(self) -> None:
        self._lane.drop()
        self._query = ""
        self._origin = None
        self._mark_matches()
        self._show_side()

    def _mark_matches(self) -> None:
        """Mark what the reader looks for: in the find bar if it is open, else in the search box."""
        page = self.pane.page
        finding = not self.find_bar.isHidden()
        query = self.find_bar.box.text().strip() if finding else self._query
        if page is None or not query:
            self.pane.mark((), ())
        else:
            self.pane.mark(marks(query, page.entry.title), marks(query, page.text))
        self._count_matches()

    def _count_matches(self) -> None:
        self.find_bar.set_count(self.pane.current_mark, len(self.pane.marks))

    def _step_match(self, by: int) -> None:
        found = len(self.pane.marks)
        if not found:
            return
        current = self.pane.current_mark
        self.pane.go_to_mark(current + by if current >= 0 else (0 if by > 0 else found - 1))
        self._count_matches()

    # Find in page

    def _find(self) -> None:
        selected = self.pane.textCursor().selectedText()
        self.find_bar.open(selected if 0 < len(selected) <= 100 else "")

    def _find_text(self, _text: str) -> None:
        self._mark_matches()
        if self.pane.marks:
            self.pane.go_to_mark_at(self.pane.place())
        self._count_matches()

    def _close_find(self) -> None:
        self.find_bar.hide()
        self._mark_matches()
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    # Panes, size and theme

    def _focus_filter(self) -> None:
        self.actions_["tree"].setChecked(True)
        self.tree.show()
        self.tree.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tree.filter.selectAll()

    def _toggle(self, which: str) -> None:
        self._fits = (True, True)
        self._show_side()
        self.tree.setVisible(self.actions_["tree"].isChecked())

    def _show_side(self) -> None:
        """The right pane: hits while searching, else the talk, else nothing."""
        searching = bool(self._query)
        self.side.setCurrentWidget(self.hits if searching else self.chapters)
        something = searching or self.chapters.series is not None
        fits = self._fits[1] or searching
        wanted = self.actions_["side"].isChecked() or searching
        self.side.setVisible(something and fits and wanted)

    def _fold(self, width: int) -> None:
        fits = (width >= _TREE_FOLDS, width >= _SIDE_FOLDS)
        if fits != self._fits:
            self._fits = fits
            self.tree.setVisible(fits[0] and self.actions_["tree"].isChecked())
            self._show_side()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def set_zoom(self, zoom: float) -> None:
        """Show text ``zoom`` times its normal size."""
        self._zoom = zoom
        self.pane.set_zoom(zoom)
        self._reader.set_setting("zoom", zoom)

    def _zoom_by(self, steps: int) -> None:
        at = _ZOOMS.index(self._zoom) if self._zoom in _ZOOMS else _ZOOMS.index(1.0)
        self.set_zoom(_ZOOMS[min(len(_ZOOMS) - 1, max(0, at + steps))])

    def set_theme(self, name: str, *, keep: bool = True) -> None:
        """Draw everything in the theme ``name``; it is remembered unless ``keep`` is false."""
        theme = THEMES[name]
        self._theme = theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(style.palette(theme))
        self.setStyleSheet(style.style_sheet(theme))
        for part in (
            self.bar,
            self.tree,
            self.pane,
            self.chapters,
            self.hits,
            self.find_bar,
            self.messages,
        ):
            part.set_theme(theme)
        for action in self.actions_.theme_group.actions():
            action.setChecked(action.data() == name)
        if keep:
            self._reader.set_setting("theme", name)

    # Help

    def _show_keys(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Keyboard shortcuts"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(cheat_sheet())
        box.exec()

    def _show_about(self) -> None:
        from viewer.ui.about import About

        About(str(self._reader.folder or ""), self).exec()

    # Qt's events

    def _quit(self) -> None:
        self.close()

    def keyPressEvent(self, event: object) -> None:
        """Esc on the page ends find, then the search, and stays where the reader is."""
        if event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            if not self.find_bar.isHidden():
                self._close_find()
            elif self._query:
                self.bar.box.clear()
            elif self.isFullScreen():
                self._toggle_full_screen()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The mouse's back and forward buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()
        else:
            super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side panes in a narrow window."""
        super().resizeEvent(event)
        self._fold(event.size().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Once the first page is painted, say so: everything slow begins after it."""
        super().showEvent(event)
        if not self._painted:
            self.pane.viewport().installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Wait for the page's first paint."""
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            self.pane.viewport().removeEventFilter(self)
            QTimer.singleShot(0, self.first_painted.emit)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's shape and the reader's place."""
        self.remember()
        self.closing.emit()
        super().closeEvent(event)

    def remember(self) -> None:
        """Write down where the reader is and how the window looks."""
        page = self.pane.page
        if page is not None:
            address, place = page.entry.address, self.pane.place()
            self._reader.set_place(address, place)
            self._reader.set_setting(
                "address", [address.publication, address.issue, address.article, place]
            )
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._reader.set_setting("geometry", geometry)
        if self.tree.isVisible() and self.side.isVisible():
            self._reader.set_setting("panes", self.splitter.sizes())
