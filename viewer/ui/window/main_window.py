"""The window. Panes know nothing of each other: they ask by signal, and the window joins them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.catalogue.title_index import TitleIndex
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.color_themes import Theme
from viewer.search import Hit
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.contents.contents_panel import ContentsPanel
from viewer.ui.contents.title_index_worker import TitleIndexWorker
from viewer.ui.navigation.external_links import open_url
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.navigation.read_state import ReadState
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.search.find_bar import FindBar
from viewer.ui.search.query_completer import QueryCompleter
from viewer.ui.search.results_panel import ResultsPanel
from viewer.ui.search.search_controller import SearchController
from viewer.ui.search.search_start_page import SearchStart
from viewer.ui.search.search_worker import SearchWorker
from viewer.ui.side_panel.chapters_panel import ChaptersPanel
from viewer.ui.side_panel.outline_controller import OutlineController
from viewer.ui.side_panel.outline_panel import OutlinePanel
from viewer.ui.side_panel.side_panel import SidePanel
from viewer.ui.theme import fonts
from viewer.ui.theme import palette_and_stylesheet as style
from viewer.ui.theme.appearance import Appearance
from viewer.ui.theme.fonts import TitleFonts
from viewer.ui.widgets.accessible_roles import AccessibleStack
from viewer.ui.window import tab_order
from viewer.ui.window.menu_actions import Actions
from viewer.ui.window.message_bar import MessageStrip
from viewer.ui.window.page_stack import Leaves
from viewer.ui.window.pane_layout import Folding
from viewer.ui.window.preparation_progress import Preparing
from viewer.ui.window.screen_density import Density
from viewer.ui.window.toolbar import Bar

#: The page, and room for the bar above it; a screen may hold no more where text is enlarged.
SMALLEST = (400, 250)
_TREE_WIDTH, _SIDE_WIDTH = 278, 282


class MainWindow(QMainWindow):
    """Tree, page and talk, the search, and the way between them."""

    first_painted = Signal()
    closing = Signal()
    theme_changed = Signal()

    def __init__(
        self,
        catalogue: Catalogue | None,
        reader: ReaderData,
        lane: SearchWorker,
        *,
        open_web: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Dosudo Viewer")
        self.resize(1280, 800)
        self.setMinimumSize(*SMALLEST)
        self._catalogue = catalogue
        self._reader = reader
        self._open_web = open_web or open_url
        self._painted = False
        self.pictures = PictureCache()

        self.bar = Bar(self)
        self.tree = ContentsPanel(self)
        self.marks = ReadState(reader, self)
        self.tree.set_read_state(self.marks)
        self.pane = ArticlePane(self.pictures, self)
        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.messages = MessageStrip(self)
        self.chapters = ChaptersPanel(reader.is_read, self)
        self.outline = OutlinePanel(self)
        self.beside = SidePanel(self.chapters, self.outline, reader, self)
        self.hits = ResultsPanel(self)
        self.search_start = SearchStart(self)
        self.faces = self.hits.delegate.title_fonts = TitleFonts()
        for view in self.tree.views:
            view.row_delegate.title_fonts = self.faces
        self.side = AccessibleStack(self)
        for widget in (self.beside, self.hits, self.search_start):
            self.side.addWidget(widget)
        self._arrange()
        self.reading = Navigator(self.pane, reader, self)
        self.finding = SearchController(
            self.bar.box,
            self.hits,
            self.search_start,
            self.find_bar,
            self.pane,
            lane,
            self.reading,
            reader,
            self,
        )
        self.completer = QueryCompleter(self.bar.box, self)
        self.surveying = TitleIndexWorker(self)
        self._outlining = OutlineController(
            self.pane, self.reading, self.outline, self.beside, self
        )
        self.preparing = Preparing(self.tree.progress_label, self.finding.set_preparing, self)
        self.appearance = Appearance(reader, self._draw, self.pane.set_typesetting, self)
        self.actions_ = Actions(self, self._handlers())
        self.folding = Folding(
            self.splitter, self.actions_, self.beside, self.hits, self.search_start, self
        )
        self._join(lane)
        self._density = Density(self, lambda: self._draw(self.theme))
        tab_order.order(self)
        self._restore()
        self._show_side()

    # Making

    def _arrange(self) -> None:
        middle = QWidget(self)
        column = self.column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        self.leaves = Leaves(self.pane, middle)
        column.addWidget(self.leaves, 1)
        column.addWidget(self.find_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.tree, middle, self.side):
            self.splitter.addWidget(widget)
        middle.setMinimumWidth(160)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self.restore_panes()
        whole = QWidget(self)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self.splitter, 1)
        self.setCentralWidget(whole)

    def restore_panes(self) -> None:
        """Give the panes the widths they have at first."""
        tree, side = fonts.scaled_px(_TREE_WIDTH), fonts.scaled_px(_SIDE_WIDTH)
        page = max(self.width(), 1280) - tree - side
        self.splitter.setSizes([tree, page, side])

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "quit": self._quit,
            "copy": self.pane.copy,
            "find": self.finding.open_find_bar,
            "next_match": lambda: self.finding.go_to_next_match(1),
            "previous_match": lambda: self.finding.go_to_next_match(-1),
            "larger": lambda: self.appearance.zoom_by(1),
            "smaller": lambda: self.appearance.zoom_by(-1),
            "normal": lambda: self.appearance.zoom_by(0),
            "tree": lambda: self.folding.toggle("tree"),
            "side": lambda: self.folding.toggle("side"),
            "outline": self._outlining.toggle,
            "full": self._toggle_full_screen,
            "back": self._go_back,
            "forward": self.reading.go_forward,
            "previous": lambda: self.reading.go_to_neighbour(0),
            "next": lambda: self.reading.go_to_neighbour(1),
            "previous_chapter": lambda: self._go_chapter(-1),
            "next_chapter": lambda: self._go_chapter(1),
            "search": self.finding.focus_search_box,
            "filter": self._focus_filter,
            "read": self.reading.toggle_read,
            "keys": self._show_keys,
            "about": self._show_about,
        }

    def _join(self, lane: SearchWorker) -> None:
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
        self.tree.address_requested.connect(self.reading.go_to)
        self.chapters.address_requested.connect(self.reading.resume_article)
        self.chapters.message.connect(lambda text: self.messages.say(text, brief=True))
        self._outlining.address_requested.connect(self.reading.go_to)
        self._outlining.panel_requested.connect(self.folding.bring_beside)
        self.beside.changed.connect(self._show_side)
        self.pane.address_requested.connect(self.reading.go_to)
        self.pane.web_requested.connect(self._open_web)
        self.pane.zoom_requested.connect(self.appearance.zoom_by)
        self.reading.arrived.connect(self._arrived)
        self.reading.scrolled_to_article.connect(self._moved)
        self.reading.page_still_valid.connect(self._show_series)
        self.reading.read_state_changed.connect(self.marks.refresh)
        self.marks.changed.connect(self.chapters.refresh)
        self.marks.changed.connect(self.tree.refresh_read_state)
        self.marks.damaged.connect(self.messages.tell)
        self.reading.message.connect(
            lambda text, brief: self.messages.say(text, brief=brief, details="" if brief else text)
        )
        self.finding.changed.connect(self._show_side)
        self.leaves.changed.connect(self._update_history)
        self.leaves.changed.connect(lambda: tab_order.order(self))
        self.folding.freed.connect(self.leaves.focus)
        self.folding.moved.connect(lambda: tab_order.order(self))
        lane.failed.connect(self.messages.tell)
        self.surveying.finished.connect(self._surveyed)
        self.tree.title_index_requested.connect(self.surveying.request)
        for damaged in (self.tree.read_failed, self.surveying.damaged):
            damaged.connect(self.reading.drop_catalogue)
        for view in (*self.tree.views, self.chapters.view, self.outline.view, self.hits.view):
            view.viewport().installEventFilter(self)
        self._update_history()

    def _restore(self) -> None:
        self.appearance.restore()
        geometry = self._reader.setting("geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        sizes = self._reader.setting("panes")
        if isinstance(sizes, list) and len(sizes) == 3 and all(isinstance(s, int) for s in sizes):
            self.splitter.setSizes(sizes)

    # What is shown

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Show what ``catalogue`` holds; the reader's place stays where it still exists."""
        self._catalogue = catalogue
        self.pictures.clear()
        self.show_contents()
        self.reading.refresh_page()

    def show_contents(self) -> None:
        """Fill the tree from the catalogue."""
        if self._catalogue is not None:
            reading = self.reading
            publications = reading.set_catalogue(self._catalogue)
            self.marks.set_contents(publications)
            self.faces.set_languages({one.id: one.language for one in publications})
            self.tree.set_contents(publications, reading.sections, reading.entry)
            self.surveying.set_catalogue(self._catalogue.path)
            if self.tree.is_filtered:
                self.surveying.request()

    def _surveyed(self, survey: TitleIndex) -> None:
        self.tree.set_title_index(survey)
        self.completer.values_by_field = survey.filter_values
        if self._catalogue is not None:
            self.marks.count_removed_articles(self._catalogue.path)

    @property
    def address(self) -> Address | None:
        """Where the reader is."""
        return self.reading.address

    def go_to(self, address: Address) -> bool:
        """Show the article at ``address``; False, and a message, if nothing stands there."""
        return self.reading.go_to(address)

    def open_first(self, address: Address | None) -> None:
        """Show ``address``, else where the reader left off, else the first page there is."""
        self.reading.open_start_page(address)

    def search(self, query: str) -> None:
        """Put ``query`` into the box, as if it had been typed."""
        self.bar.box.setText(query)

    def open_hit(self, hit: Hit) -> None:
        """Show ``hit`` with everything found marked."""
        self.finding.open_hit(hit)

    def _go_back(self) -> None:
        if self.pane.page is None or not self.leaves.lift():
            self.reading.go_back()

    def _arrived(self, address: Address) -> None:
        self.leaves.lift()
        self.folding.put_away()
        self._outlining.show_outline(address)
        self._moved(address)
        self._update_history()

    def _moved(self, address: Address) -> None:
        self.tree.show_address(address)
        self._show_series()
        page = self.reading.page
        if page is not None:
            self.setWindowTitle(f"{page.entry.title} · Dosudo Viewer")

    def _show_series(self) -> None:
        self.chapters.set_series(self.reading.series(), self.reading.publication_language)
        self.chapters.set_current(self.address)
        self.beside.refresh()
        self._show_side()

    def _go_chapter(self, by: int) -> None:
        target = self.chapters.chapter_from(self.address, by)
        if target is not None:
            self.reading.go_to(target)

    def _update_history(self) -> None:
        on_leaf = self.leaves.leaf is not None and self.pane.page is not None
        self.actions_["back"].setEnabled(on_leaf or self.reading.can_go_back)
        self.actions_["forward"].setEnabled(self.reading.can_go_forward)

    # Panes, size and theme

    def _focus_filter(self) -> None:
        self.folding.bring_tree()
        self.tree.filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tree.filter_edit.selectAll()

    def _show_side(self) -> None:
        """The right pane: hits while searching, else talk or outline, else nothing."""
        self.folding.show_side(self.finding.is_searching, self.finding.is_start_shown)
        self.actions_["outline"].setChecked(self.beside.wants_outline)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def set_zoom(self, zoom: float) -> None:
        """Show text ``zoom`` times its normal size."""
        self.appearance.set_typesetting(zoom=zoom)

    @property
    def theme(self) -> Theme:
        """What everything is drawn in."""
        return self.appearance.theme

    def set_theme(self, name: str, *, keep: bool = True) -> None:
        """Draw everything in the theme ``name``, or in that of the ``system``."""
        self.appearance.choose_theme(name, save=keep)

    def _draw(self, theme: Theme) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(style.build_palette(theme))
        self.setStyleSheet(style.build_style_sheet(theme))
        for part in (
            self.bar,
            self.tree,
            self.pane,
            self.chapters,
            self.beside,
            self.hits,
            self.search_start,
            self.find_bar,
            self.messages,
        ):
            part.set_theme(theme)
        self.theme_changed.emit()
        for action in self.actions_.theme_group.actions():
            action.setChecked(action.data() == self.appearance.theme_choice)

    # Help

    def _show_keys(self) -> None:
        from viewer.ui.dialogs.about_and_shortcuts import show_keys

        show_keys(self)

    def _show_about(self) -> None:
        from viewer.ui.dialogs.about_and_shortcuts import About

        About(str(self._reader.folder or ""), self).exec()

    # Qt's events

    def _quit(self) -> None:
        self.close()

    def keyPressEvent(self, event: object) -> None:
        """Esc on the page ends find, then the search, and stays where the reader is."""
        if event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            if self.finding.is_find_bar_open:
                self.finding.close_find_bar()
            elif self.side.isAncestorOf(self.focusWidget() or self):
                self.finding.cancel_search()
            elif self.finding.is_searching:
                self.finding.clear_search()
            elif self.isFullScreen():
                self._toggle_full_screen()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The mouse's back and forward buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self._go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.reading.go_forward()
        else:
            super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side panes in a narrow window."""
        super().resizeEvent(event)
        if self.folding.fold(event.size().width()):
            self._show_side()

    def showEvent(self, event: QShowEvent) -> None:
        """Once the first page is painted, say so: everything slow begins after it."""
        super().showEvent(event)
        if not self._painted:
            self.pane.viewport().installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Wait for the page's first paint, and for the mouse's back button over a list."""
        if isinstance(event, QMouseEvent) and event.button() in (
            Qt.MouseButton.BackButton,
            Qt.MouseButton.ForwardButton,
        ):
            if event.type() == QEvent.Type.MouseButtonRelease:
                self.mouseReleaseEvent(event)
            return True
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
        self.folding.put_away()
        self.reading.save_for_next_start()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._reader.set_setting("geometry", geometry)
        if self.tree.isVisible() and self.side.isVisible():
            self._reader.set_setting("panes", self.splitter.sizes())
