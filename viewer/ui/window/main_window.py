"""The main window: creates the panes and connects them, as none knows of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
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
from viewer.archive.model.publication_labels import short_label
from viewer.color_themes import Theme
from viewer.search import Hit
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.contents.contents_panel import ContentsPanel
from viewer.ui.contents.title_index_worker import TitleIndexWorker
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.external_links import open_url
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.navigation.read_state import ReadState
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.search.find_bar import FindBar
from viewer.ui.search.find_controller import FindController
from viewer.ui.search.query_completer import QueryCompleter
from viewer.ui.search.results_panel import ResultsPanel
from viewer.ui.search.search_controller import SearchController
from viewer.ui.search.search_start_page import SearchStart
from viewer.ui.search.search_worker import SearchWorker
from viewer.ui.settings.appearance import Appearance
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.side_panel.chapters_panel import ChaptersPanel
from viewer.ui.side_panel.outline_controller import OutlineController
from viewer.ui.side_panel.outline_panel import OutlinePanel
from viewer.ui.side_panel.side_panel import SidePanel
from viewer.ui.theme import palette_and_stylesheet as style
from viewer.ui.theme.fonts import TitleFonts
from viewer.ui.widgets.accessibility import AccessibleStack
from viewer.ui.window.menu_actions import Menu, MenuActions
from viewer.ui.window.message_bar import MessageBar
from viewer.ui.window.page_stack import PageStack
from viewer.ui.window.pane_layout import PaneLayout
from viewer.ui.window.preparation_progress import PreparationProgress
from viewer.ui.window.tab_order import set_tab_order
from viewer.ui.window.toolbar import ToolBar

#: Room for the page and the bar above it; with large text, a small screen may hold no more.
MINIMUM_SIZE = (400, 250)


class MainWindow(QMainWindow):
    """Contents, page, side panel and search, and the navigation between them."""

    first_painted = Signal()
    closing = Signal()

    def __init__(
        self,
        catalogue: Catalogue | None,
        reader_data: ReaderData,
        settings: ReaderSettings,
        search_worker: SearchWorker,
        menus: Sequence[Menu],
        *,
        open_web: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Dosudo Viewer")
        self.resize(1280, 800)
        self.setMinimumSize(*MINIMUM_SIZE)
        self._catalogue = catalogue
        self._reader_data = reader_data
        self._settings = settings
        self._open_web = open_web or open_url
        self._is_painted = False
        self.picture_cache = PictureCache()

        self.toolbar = ToolBar(self)
        self.contents_panel = ContentsPanel(self)
        self.read_state = ReadState(reader_data, self)
        self.contents_panel.set_read_state(self.read_state)
        self.article_pane = ArticlePane(self.picture_cache, self)
        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.message_bar = MessageBar(self)
        self.chapters_panel = ChaptersPanel(reader_data.is_read, self)
        self.outline_panel = OutlinePanel(self)
        self.side_panel = SidePanel(settings, self)
        for panel in (self.chapters_panel, self.outline_panel):
            self.side_panel.add_panel(panel)
        self.results_panel = ResultsPanel(self)
        self.search_start = SearchStart(self)
        self.title_fonts = self.results_panel.delegate.title_fonts = TitleFonts()
        for view in self.contents_panel.views:
            view.row_delegate.title_fonts = self.title_fonts
        self.right_pane = AccessibleStack(self)
        for widget in (self.side_panel, self.results_panel, self.search_start):
            self.right_pane.addWidget(widget)
        self._build_layout()
        self.catalogue_access = CatalogueAccess(self)
        self.navigator = Navigator(
            self.article_pane, self.catalogue_access, reader_data, settings, self
        )
        self.find_controller = FindController(
            self.find_bar, self.article_pane, self.navigator, self
        )
        self.search_controller = SearchController(
            self.toolbar.search_box,
            self.results_panel,
            self.search_start,
            self.find_controller,
            self.article_pane,
            search_worker,
            self.catalogue_access,
            self.navigator,
            settings,
            self,
        )
        self.query_completer = QueryCompleter(self.toolbar.search_box, self)
        self.title_index_worker = TitleIndexWorker(self)
        self.outline_controller = OutlineController(
            self.article_pane, self.navigator, self.outline_panel, self.side_panel, self
        )
        self.preparation_progress = PreparationProgress(
            self.contents_panel.progress_label, self.search_controller.set_preparing, self
        )
        self.appearance = Appearance(
            settings, self._apply_theme, self.article_pane.set_typesetting, self
        )
        self.menu_actions = MenuActions(self, menus)
        self.pane_layout = PaneLayout(
            self.splitter,
            self.page_stack,
            self.menu_actions,
            self.contents_panel,
            self.side_panel,
            self.results_panel,
            self.search_start,
            settings,
            self,
        )
        self._connect_signals(search_worker)
        self._density_watcher = _ScreenDensityWatcher(self, lambda: self._apply_theme(self.theme))
        self._set_tab_order()
        self._restore_settings()
        self.pane_layout.restore_hidden_panes()
        self._update_right_pane()

    # Creating

    def _build_layout(self) -> None:
        middle = QWidget(self)
        column = self.page_column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message_bar)
        self.page_stack = PageStack(self.article_pane, middle)
        column.addWidget(self.page_stack, 1)
        column.addWidget(self.find_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.contents_panel, middle, self.right_pane):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        central = QWidget(self)
        rows = QVBoxLayout(central)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.toolbar)
        rows.addWidget(self.splitter, 1)
        self.setCentralWidget(central)

    def _connect_signals(self, search_worker: SearchWorker) -> None:
        actions = self.menu_actions
        actions["tree"].setChecked(True)
        actions["side"].setChecked(True)
        self.toolbar.connect_actions(
            actions["back"],
            actions["forward"],
            actions.size_menu,
            actions.theme_menu,
            actions.main_menu,
        )
        actions.theme_group.triggered.connect(lambda action: self.set_theme(action.data()))
        self.contents_panel.address_requested.connect(self.navigator.go_to)
        self.chapters_panel.address_requested.connect(self.navigator.resume_article)
        self.chapters_panel.message.connect(
            lambda text: self.message_bar.show_message(text, brief=True)
        )
        self.outline_controller.address_requested.connect(self.navigator.go_to)
        self.outline_controller.panel_requested.connect(self.pane_layout.show_side_panel)
        self.side_panel.changed.connect(self._update_right_pane)
        self.article_pane.address_requested.connect(self.navigator.go_to)
        self.article_pane.web_requested.connect(self._open_web)
        self.article_pane.zoom_requested.connect(self.appearance.zoom_by)
        self.navigator.arrived.connect(self._on_arrived)
        self.navigator.scrolled_to_article.connect(self._show_current_article)
        self.navigator.page_still_valid.connect(self._show_series)
        self.navigator.read_state_changed.connect(self.read_state.refresh)
        self.read_state.changed.connect(self.chapters_panel.refresh)
        self.read_state.changed.connect(self.contents_panel.refresh_read_state)
        self.read_state.damaged.connect(self.message_bar.show_translated)
        self.read_state.kept.connect(self._on_marks_kept)
        self.navigator.arrived.connect(self._on_position_saved)
        self.navigator.message.connect(
            lambda text, brief: self.message_bar.show_message(
                text, brief=brief, details="" if brief else text
            )
        )
        self.search_controller.changed.connect(self._update_right_pane)
        self.search_controller.hits_wanted.connect(self.pane_layout.show_hits)
        self.page_stack.changed.connect(self._set_tab_order)
        self.pane_layout.focus_freed.connect(self.page_stack.focus_shown)
        self.pane_layout.overlay_docked.connect(self._set_tab_order)
        search_worker.failed.connect(self.message_bar.show_translated)
        self.title_index_worker.finished.connect(self._on_title_index)
        self.contents_panel.title_index_requested.connect(self.title_index_worker.request)
        for damaged in (self.contents_panel.read_failed, self.title_index_worker.damaged):
            damaged.connect(self.navigator.drop_catalogue)
        for view in (
            *self.contents_panel.views,
            *(panel.view for panel in self.side_panel.panels),
            self.results_panel.view,
        ):
            view.viewport().installEventFilter(self)

    def _set_tab_order(self) -> None:
        bar, replacement = self.toolbar, self.page_stack.replacement
        stops = [
            *(bar.back_button, bar.forward_button, bar.search_box, self.search_start.search_list),
            *self.results_panel.tab_stops,
            *(bar.text_size_button, bar.theme_button, bar.menu_button),
        ]
        groups = [self.contents_panel, self.message_bar, self.page_stack.page]
        groups += [replacement] if replacement is not None else []
        groups += [self.find_bar, self.side_panel.tabs, *self.side_panel.panels]
        set_tab_order(stops, groups)

    def _restore_settings(self) -> None:
        self.appearance.restore()
        geometry = self._settings.window_geometry.encode("ascii", "ignore")
        self.restoreGeometry(QByteArray.fromBase64(geometry))
        if self._settings.pane_widths:
            self.splitter.setSizes(self._settings.pane_widths)

    # What is shown

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Show what ``catalogue`` holds; the reader stays where she is if that still exists."""
        self._catalogue = catalogue
        self.picture_cache.clear()
        self.show_contents()
        self.navigator.refresh_page()

    def show_contents(self) -> None:
        """Fill the tree from the catalogue."""
        if self._catalogue is not None:
            access = self.catalogue_access
            publications = access.set_catalogue(self._catalogue)
            self.read_state.set_contents(publications)
            self.title_fonts.set_languages(
                {publication.id: publication.language for publication in publications}
            )
            labels = {one.id: short_label(one) for one in publications}
            self.results_panel.model.publication_labels = labels if len(labels) > 1 else {}
            self.contents_panel.set_contents(publications, access.sections, access.entry)
            self.title_index_worker.set_catalogue(self._catalogue.path)
            if self.contents_panel.is_filtered:
                self.title_index_worker.request()

    def _on_title_index(self, title_index: TitleIndex) -> None:
        self.contents_panel.set_title_index(title_index)
        self.query_completer.values_by_field = title_index.filter_values
        if self._catalogue is not None:
            self.read_state.count_removed_articles(self._catalogue.path)

    @property
    def address(self) -> Address | None:
        """Where the reader is; None while no page is shown."""
        return self.navigator.address

    def go_to(self, address: Address) -> bool:
        """Show the article at ``address``; False, with a message, if it does not exist."""
        return self.navigator.go_to(address)

    def open_start_page(self, address: Address | None) -> None:
        """Show ``address``, else where the reader left off, else the first page there is."""
        self.navigator.open_start_page(address)

    def search(self, query: str) -> None:
        """Search all issues for ``query``, as if it had been typed."""
        self.search_controller.search(query)

    def open_hit(self, hit: Hit) -> None:
        """Show ``hit`` with everything found marked."""
        self.search_controller.open_hit(hit)

    def show_empty_library(self, folder: str) -> None:
        """Say what to do while the library in ``folder`` holds nothing, in the page's place."""
        from viewer.ui.window.empty_library import EmptyLibrary

        self.setWindowTitle("Dosudo Viewer")
        self.outline_panel.set_lines((), "")
        self._show_series()
        if not isinstance(self.page_stack.replacement, EmptyLibrary):
            view = EmptyLibrary(folder, self)
            view.files_requested.connect(self.menu_actions["import"].trigger)
            view.folder_requested.connect(self.menu_actions["import_folder"].trigger)
            self.page_stack.show_replacement(view, view.initial_focus)

    def _on_position_saved(self) -> None:
        """The position on the page before was stored, or could not be."""
        if self.read_state.retry_later():
            self.navigator.report_storage_problem()

    def _on_marks_kept(self) -> None:
        self.message_bar.clear()
        self.message_bar.show_message(
            self.tr("What could not be kept until now is kept."), brief=True
        )

    def _on_arrived(self, address: Address) -> None:
        self.page_stack.show_page()
        self.pane_layout.show_page()
        self.outline_controller.show_outline(address)
        self._show_current_article(address)

    def _show_current_article(self, address: Address) -> None:
        self.contents_panel.show_address(address)
        self._show_series()
        page = self.navigator.page
        if page is not None:
            self.setWindowTitle(f"{page.entry.title} · Dosudo Viewer")

    def _show_series(self) -> None:
        self.chapters_panel.set_series(self.navigator.series(), self.navigator.publication_language)
        self.chapters_panel.set_current(self.address)
        self.side_panel.refresh()
        self._update_right_pane()

    # Panes, size and theme

    def _update_right_pane(self) -> None:
        """Show in the right pane hits while searching, else the side panel, else nothing."""
        self.pane_layout.update_right_pane(
            self.search_controller.is_searching, self.search_controller.is_start_shown
        )
        self.menu_actions["outline"].setChecked(self.side_panel.chosen is self.outline_panel)

    def set_zoom(self, zoom: float) -> None:
        """Show text ``zoom`` times its normal size."""
        self.appearance.set_typesetting(zoom=zoom)

    @property
    def theme(self) -> Theme:
        """The colour theme in use."""
        return self.appearance.theme

    def set_theme(self, name: str) -> None:
        """Draw everything in the theme ``name`` or, for ``system``, in the system's."""
        self.appearance.choose_theme(name)

    def _apply_theme(self, theme: Theme) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(style.build_palette(theme))
        self.setStyleSheet(style.build_style_sheet(theme))
        for part in (
            self.toolbar,
            self.contents_panel,
            self.article_pane,
            self.side_panel,
            self.results_panel,
            self.search_start,
            self.find_bar,
            self.message_bar,
        ):
            part.set_theme(theme)
        for action in self.menu_actions.theme_group.actions():
            action.setChecked(action.data() == self.appearance.theme_choice)

    # Qt's events

    def keyPressEvent(self, event: object) -> None:
        """Esc ends find, then the search, and leads back to where that began."""
        if event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            if self.find_controller.is_find_bar_open:
                self.find_controller.close_find_bar()
            elif self.search_controller.is_searching or self.right_pane.isAncestorOf(
                self.focusWidget() or self
            ):
                self.search_controller.cancel_search()
            elif self.isFullScreen():
                self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The mouse's back and forward buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self.menu_actions["back"].trigger()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.menu_actions["forward"].trigger()
        else:
            super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the side panes in a narrow window."""
        super().resizeEvent(event)
        if self.pane_layout.apply_width(event.size().width()):
            self._update_right_pane()

    def showEvent(self, event: QShowEvent) -> None:
        """Wait for the first paint of the page: everything slow begins after it."""
        super().showEvent(event)
        if not self._is_painted:
            self.article_pane.viewport().installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Wait for the page's first paint, and for the mouse's back button over a list."""
        if isinstance(event, QMouseEvent) and event.button() in (
            Qt.MouseButton.BackButton,
            Qt.MouseButton.ForwardButton,
        ):
            if event.type() == QEvent.Type.MouseButtonRelease:
                self.mouseReleaseEvent(event)
            return True
        if event.type() == QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            self.article_pane.viewport().removeEventFilter(self)
            QTimer.singleShot(0, self.first_painted.emit)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the window's state and the reader's position."""
        self.save_state()
        self.closing.emit()
        super().closeEvent(event)

    def save_state(self) -> None:
        """Store where the reader is and how the window looks."""
        self.pane_layout.close_overlay()
        self.navigator.save_for_next_start()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._settings.window_geometry = geometry
        if self.contents_panel.isVisible() and self.right_pane.isVisible():
            self._settings.pane_widths = tuple(self.splitter.sizes())


class _ScreenDensityWatcher(QObject):
    """Calls ``redraw`` once ``window`` comes to a screen of another pixel density.

    Icons and the page's pictures are made for one density, so that no start pays for others.
    """

    def __init__(self, window: QWidget, redraw: Callable[[], None]) -> None:
        super().__init__(window)
        self._redraw = redraw
        self._drawn_density = window.devicePixelRatioF()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange and isinstance(watched, QWidget):
            density = watched.devicePixelRatioF()
            if density != self._drawn_density:
                self._drawn_density = density
                self._redraw()
        return False
