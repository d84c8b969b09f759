"""Opens the views besides the page: the picture viewer, the contact sheet, the series cover.

Each view is made when it is first asked for: the start does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from viewer.archive.model.address import Address
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.navigation.read_state import ReadState
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.search.find_controller import FindController
from viewer.ui.settings.appearance import Appearance
from viewer.ui.side_panel.chapters_panel import ChaptersPanel
from viewer.ui.window.message_bar import MessageBar
from viewer.ui.window.page_stack import PageStack

if TYPE_CHECKING:
    from viewer.ui.pictures.contact_sheet import ContactSheet
    from viewer.ui.pictures.picture_viewer import PictureViewer
    from viewer.ui.series.series_cover import SeriesCover


class PictureAndSeriesCommands(QObject):
    """Opens and closes the picture viewer, the contact sheet and the series cover."""

    def __init__(
        self,
        navigator: Navigator,
        catalogue_access: CatalogueAccess,
        article_pane: ArticlePane,
        page_stack: PageStack,
        chapters_panel: ChaptersPanel,
        find_controller: FindController,
        message_bar: MessageBar,
        picture_cache: PictureCache,
        read_state: ReadState,
        appearance: Appearance,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._navigator = navigator
        self._catalogue_access = catalogue_access
        self._article_pane = article_pane
        self._page_stack = page_stack
        self._chapters_panel = chapters_panel
        self._find_controller = find_controller
        self._message_bar = message_bar
        self._picture_cache = picture_cache
        self._appearance = appearance
        self._window = window
        self._picture_viewer: PictureViewer | None = None
        self._contact_sheet: ContactSheet | None = None
        self._sheet_issue: Address | None = None  # whose pictures the contact sheet shows
        self._series_cover: SeriesCover | None = None
        article_pane.picture_requested.connect(self.show_picture)
        article_pane.picture_menu_requested.connect(
            lambda number, position: self.picture_menu(number).popup(position)
        )
        chapters_panel.cover_requested.connect(self.show_series_cover)
        navigator.page_changed.connect(self._close_viewer)
        appearance.changed.connect(self._apply_appearance)
        read_state.changed.connect(lambda *_: self._refresh_cover())

    @staticmethod
    def preload_modules() -> None:
        """Import what pages with pictures need, so that the first one is shown without delay."""
        import PySide6.QtSvg  # noqa: F401

        import viewer.ui.pictures.slideshow_widget  # noqa: F401

    def show_picture(self, number: int) -> None:
        """Show picture ``number`` of the article on the page over the whole window."""
        page = self._article_pane.page
        if page is not None:
            self.picture_viewer.show_picture(page, number)

    def picture_menu(self, number: int) -> QMenu:
        """The context menu of picture ``number`` of the article on the page."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Open the picture"), lambda: self.show_picture(number))
        menu.addAction(self.tr("&Copy the picture"), lambda: self._copy_picture(number))
        menu.addAction(self.tr("&Save the picture as…"), lambda: self._save_picture(number))
        return menu

    def _copy_picture(self, number: int) -> None:
        from viewer.ui.pictures import copy_and_save

        page = self._article_pane.page
        if page is not None and copy_and_save.copy_to_clipboard(
            self._picture_cache, page, number, self._appearance.theme
        ):
            self._message_bar.show_message(self.tr("The picture is copied."), brief=True)

    def _save_picture(self, number: int) -> None:
        from viewer.ui.pictures import copy_and_save

        page = self._article_pane.page
        if page is not None:
            result = copy_and_save.save_with_dialog(
                self._window, self._picture_cache, page, number, self._appearance.theme
            )
            self._message_bar.show_message(result, brief=True)

    @property
    def picture_viewer(self) -> PictureViewer:
        """The picture viewer, created at its first use."""
        if self._picture_viewer is None:
            from viewer.ui.pictures.picture_viewer import PictureViewer

            self._picture_viewer = PictureViewer(self._picture_cache, self._window)
            self._apply_appearance()
        return self._picture_viewer

    def show_contact_sheet(self, issue: Address | None = None) -> None:
        """Show all pictures of ``issue``, or of the one the reader is in, in the page's place."""
        address = issue or self._navigator.address
        entry = self._catalogue_access.issue(address) if address is not None else None
        if address is None or entry is None:
            return
        pages = self._catalogue_access.pages_with_pictures(address)
        self.contact_sheet.set_issue(entry, pages)
        self._sheet_issue = address
        current = next((p for p in pages if p.entry.address == address.without_anchor), None)
        if current is not None:
            self.contact_sheet.select_picture(current, 0)
        self._find_controller.close_find_bar()
        self._page_stack.show_replacement(self.contact_sheet, self.contact_sheet.initial_focus)

    def close_removed(self) -> None:
        """Close the contact sheet of an issue that the library no longer has."""
        issue = self._sheet_issue
        if (
            issue is not None
            and self._page_stack.replacement is self._contact_sheet
            and self._catalogue_access.issue(issue) is None
        ):
            self._page_stack.show_page()

    @property
    def contact_sheet(self) -> ContactSheet:
        """The contact sheet, created at its first use."""
        if self._contact_sheet is None:
            from viewer.ui.pictures.contact_sheet import ContactSheet

            self._contact_sheet = ContactSheet(self._picture_cache, self._window)
            self._contact_sheet.close_requested.connect(self._page_stack.show_page)
            self._contact_sheet.picture_chosen.connect(self._go_to_picture)
            self._apply_appearance()
        return self._contact_sheet

    def _go_to_picture(self, address: Address, number: int) -> None:
        if self._navigator.go_to(address):
            self._article_pane.scroller.go_to_picture(
                self._navigator.page_picture_number(address, number)
            )

    def show_series_cover(self) -> None:
        """Show the cover of the series that the side panel lists, in the page's place."""
        from viewer.ui.document.page_labels import reading_minutes
        from viewer.ui.series.series_cover import SeriesFacts

        navigator = self._navigator
        series = self._chapters_panel.series
        if series is None:
            self._message_bar.show_message(self.tr("This publication has no talk."), brief=True)
            return
        addresses = [chapter.address for chapter in series.chapters if chapter.address is not None]
        entries = {address: self._catalogue_access.entry(address) for address in addresses}
        issues = {address.issue: self._catalogue_access.issue(address) for address in addresses}
        facts = SeriesFacts(
            {number: issue.date for number, issue in issues.items() if issue is not None},
            {
                address: reading_minutes(entry)
                for address, entry in entries.items()
                if entry is not None
            },
        )
        current = navigator.address.without_anchor if navigator.address is not None else None
        self.series_cover.set_series(
            series,
            facts,
            navigator.last_opened_chapter(series),
            current,
            navigator.publication_language,
        )
        self._find_controller.close_find_bar()
        self._page_stack.show_replacement(self.series_cover, self.series_cover.initial_focus)

    @property
    def series_cover(self) -> SeriesCover:
        """The cover of the series, created at its first use."""
        if self._series_cover is None:
            from viewer.ui.series.series_cover import SeriesCover

            self._series_cover = SeriesCover(self._navigator.is_read, self._window)
            self._series_cover.close_requested.connect(self._page_stack.show_page)
            self._series_cover.address_requested.connect(self._navigator.resume_article)
            self._series_cover.message.connect(
                lambda text: self._message_bar.show_message(text, brief=True)
            )
            self._apply_appearance()
        return self._series_cover

    def _refresh_cover(self) -> None:
        if self._series_cover is not None:
            self._series_cover.refresh()

    def _close_viewer(self) -> None:
        if self._picture_viewer is not None:
            self._picture_viewer.close_viewer()

    def _apply_appearance(self) -> None:
        for view in (self._picture_viewer, self._contact_sheet, self._series_cover):
            if view is not None:
                view.set_theme(self._appearance.theme)
                view.set_zoom(self._appearance.typesetting.zoom)
