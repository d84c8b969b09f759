"""What can be seen besides the page: a picture over the whole window, all of an issue, a talk.

Each view is made when it is first asked for: the start does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu

from viewer.archive.model.address import Address
from viewer.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.ui.pictures.contact_sheet import ContactSheet
    from viewer.ui.pictures.picture_viewer import PictureViewer
    from viewer.ui.series.series_cover import SeriesCover

#: After the first paint, when there is nothing else to do.
_PRELOAD_DELAY_MS = 200


class PictureAndSeriesCommands(QObject):
    """Opens the views over a window and in the place of its page, and takes them away again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._picture_viewer: PictureViewer | None = None
        self._contact_sheet: ContactSheet | None = None
        self._series_cover: SeriesCover | None = None
        window.first_painted.connect(
            lambda: QTimer.singleShot(_PRELOAD_DELAY_MS, self._preload_modules)
        )
        window.article_pane.picture_requested.connect(self.show_picture)
        window.article_pane.picture_menu_requested.connect(
            lambda number, place: self.picture_menu(number).popup(place)
        )
        window.menu_actions["pictures"].triggered.connect(lambda *_: self.show_contact_sheet())
        window.menu_actions["talk"].triggered.connect(lambda *_: self.show_series_cover())
        window.chapters_panel.cover_requested.connect(self.show_series_cover)
        for name in ("find", "next_match", "previous_match"):
            window.menu_actions[name].triggered.connect(window.page_stack.show_page)
        window.navigator.page_changed.connect(self._close_viewer)
        window.theme_changed.connect(self._set_theme)
        window.appearance.changed.connect(self._set_zoom)
        window.read_state.changed.connect(lambda *_: self._refresh_cover())

    @staticmethod
    def _preload_modules() -> None:
        """Load what pages with pictures need, so that turning to the first one is no slower."""
        import PySide6.QtSvg  # noqa: F401

        import viewer.ui.pictures.slideshow_widget  # noqa: F401

    def show_picture(self, number: int) -> None:
        """Show picture ``number`` of the article on the page over the whole window."""
        page = self._window.article_pane.page
        if page is not None:
            self.picture_viewer.show_picture(page, number)

    def picture_menu(self, number: int) -> QMenu:
        """What can be done with picture ``number`` of the article on the page."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Open the picture"), lambda: self.show_picture(number))
        menu.addAction(self.tr("&Copy the picture"), lambda: self._copy_picture(number))
        menu.addAction(self.tr("&Save the picture as…"), lambda: self._save_picture(number))
        return menu

    def _copy_picture(self, number: int) -> None:
        from viewer.ui.pictures import copy_and_save as picture_files

        window, page = self._window, self._window.article_pane.page
        if page is not None and picture_files.copy_to_clipboard(
            window.picture_cache, page, number, window.theme
        ):
            window.message_bar.show_message(self.tr("The picture is copied."), brief=True)

    def _save_picture(self, number: int) -> None:
        from viewer.ui.pictures import copy_and_save as picture_files

        window, page = self._window, self._window.article_pane.page
        if page is not None:
            said = picture_files.save_with_dialog(
                window, window.picture_cache, page, number, window.theme
            )
            window.message_bar.show_message(said, brief=True)

    @property
    def picture_viewer(self) -> PictureViewer:
        """The picture viewer."""
        if self._picture_viewer is None:
            from viewer.ui.pictures.picture_viewer import PictureViewer

            self._picture_viewer = PictureViewer(self._window.picture_cache, self._window)
            self._set_theme()
            self._set_zoom()
        return self._picture_viewer

    def show_contact_sheet(self, issue: Address | None = None) -> None:
        """Show all pictures of ``issue``, or of the one the reader is in, in the page's place."""
        window = self._window
        address = issue or window.address
        entry = window.catalogue_access.issue(address) if address is not None else None
        if address is None or entry is None:
            return
        pages = window.catalogue_access.pages_with_pictures(address)
        self.contact_sheet.set_issue(entry, pages)
        here = next((p for p in pages if p.entry.address == address.without_anchor), None)
        if here is not None:
            self.contact_sheet.select_picture(here, 0)
        window.search_controller.close_find_bar()
        window.page_stack.show_replacement(self.contact_sheet, self.contact_sheet.initial_focus)

    @property
    def contact_sheet(self) -> ContactSheet:
        """The contact sheet."""
        if self._contact_sheet is None:
            from viewer.ui.pictures.contact_sheet import ContactSheet

            self._contact_sheet = ContactSheet(self._window.picture_cache, self._window)
            self._contact_sheet.close_requested.connect(self._window.page_stack.show_page)
            self._contact_sheet.picture_chosen.connect(self._go_to_picture)
            self._set_theme()
            self._set_zoom()
        return self._contact_sheet

    def _go_to_picture(self, address: Address, number: int) -> None:
        if self._window.go_to(address):
            reading = self._window.navigator
            self._window.article_pane.scroller.go_to_picture(
                reading.page_picture_number(address, number)
            )

    def show_empty_library(self, folder: str) -> None:
        """Say what to do while the library in ``folder`` holds nothing, in the page's place."""
        from viewer.ui.window.empty_library import EmptyLibrary

        window = self._window
        if not isinstance(window.page_stack.replacement, EmptyLibrary):
            leaf = EmptyLibrary(folder, window)
            leaf.files_requested.connect(window.menu_actions["import"].trigger)
            leaf.folder_requested.connect(window.menu_actions["import_folder"].trigger)
            window.page_stack.show_replacement(leaf, leaf.initial_focus)

    def show_series_cover(self) -> None:
        """Show the cover of the talk beside the page, in the page's place."""
        from viewer.ui.document.page_labels import reading_minutes
        from viewer.ui.series.series_cover import SeriesFacts

        window, reading = self._window, self._window.navigator
        series = window.chapters_panel.series
        if series is None:
            window.message_bar.show_message(self.tr("This publication has no talk."), brief=True)
            return
        told = [chapter.address for chapter in series.chapters if chapter.address is not None]
        entries = {address: window.catalogue_access.entry(address) for address in told}
        issues = {address.issue: window.catalogue_access.issue(address) for address in told}
        facts = SeriesFacts(
            {number: issue.date for number, issue in issues.items() if issue is not None},
            {
                address: reading_minutes(entry)
                for address, entry in entries.items()
                if entry is not None
            },
        )
        current = window.address.without_anchor if window.address is not None else None
        self.series_cover.set_series(
            series,
            facts,
            reading.last_opened_chapter(series),
            current,
            reading.publication_language,
        )
        window.search_controller.close_find_bar()
        window.page_stack.show_replacement(self.series_cover, self.series_cover.initial_focus)

    @property
    def series_cover(self) -> SeriesCover:
        """The cover of the talk."""
        if self._series_cover is None:
            from viewer.ui.series.series_cover import SeriesCover

            self._series_cover = SeriesCover(self._window.navigator.is_read, self._window)
            self._series_cover.close_requested.connect(self._window.page_stack.show_page)
            self._series_cover.address_requested.connect(self._window.navigator.resume_article)
            self._series_cover.message.connect(
                lambda text: self._window.message_bar.show_message(text, brief=True)
            )
            self._set_theme()
            self._set_zoom()
        return self._series_cover

    def _refresh_cover(self) -> None:
        if self._series_cover is not None:
            self._series_cover.refresh()

    def _close_viewer(self) -> None:
        if self._picture_viewer is not None:
            self._picture_viewer.close_viewer()

    def _set_theme(self) -> None:
        for view in (self._picture_viewer, self._contact_sheet, self._series_cover):
            if view is not None:
                view.set_theme(self._window.theme)

    def _set_zoom(self) -> None:
        for view in (self._picture_viewer, self._contact_sheet, self._series_cover):
            if view is not None:
                view.set_zoom(self._window.appearance.typesetting.zoom)
