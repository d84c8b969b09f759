"""The long-lived objects of one run, joined: library, reader's store, search and window."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog

from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.library import CACHE_FOLDER, Library, UpdateResult
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address, parse_address
from viewer.errors import AddressError, CatalogueError
from viewer.search import SearchEngine
from viewer.single_instance import SingleInstance
from viewer.ui.application.library_update_task import Upkeep
from viewer.ui.application.library_watcher import Watching
from viewer.ui.commands.history_menu import HistoryMenu
from viewer.ui.commands.library_commands import LibraryCommands
from viewer.ui.commands.palette_controller import PaletteController
from viewer.ui.commands.reading_tools import ReadingTools
from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.i18n.languages import LANGUAGES, install_translators
from viewer.ui.importing.import_controller import ImportController
from viewer.ui.search.search_worker import SearchWorker
from viewer.ui.theme import fonts
from viewer.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.ui.dialogs.preferences import PreferencesDialog


#: Under what name the size of the window's own text is kept.
WINDOW_TEXT = "window text"


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


class _Calls(QObject):
    """Brings what another thread heard to the main one."""

    called = Signal(str)


class Program:
    """The library, the reader's store, the search and the window of one run."""

    def __init__(self, library: Library, reader: ReaderData) -> None:
        self.library = library
        self.reader = reader
        self.catalogue: Catalogue | None = None
        self.engine = SearchEngine(library.catalogue_path, library.index_folder)
        self.lane = SearchWorker(self.engine)
        self.searchable = False
        self.prepared = False
        self.problems: list[str] = []
        # Whether the catalogue turned out to be damaged, and whether it is being built anew.
        self._damaged = self._mending = False
        # Whether the first page is still to be opened, or again from a catalogue made anew.
        self._reopen = False
        self._closed = False
        self._upkeep = Upkeep(library, reader)
        self._upkeep.progressed.connect(self._progressed)
        self._upkeep.grown.connect(self._grown)
        self._upkeep.done.connect(self._refreshed)
        self._upkeep.failed.connect(self._not_refreshed)
        self._wanted: Address | None = None
        try:
            self.catalogue = library.open_catalogue()
        except CatalogueError:
            self.catalogue = None
        self.lane.index_completed.connect(self._built)
        self.lane.index_progress.connect(self._building)
        self.lane.failed.connect(self.problems.append)
        self._instance = SingleInstance(library.folder, library.folder / CACHE_FOLDER)
        self._calls = _Calls()
        self._calls.called.connect(self._called)
        self.watching = Watching(library, self._shown)
        self.watching.changed.connect(self._refreshed)
        self._furnish()

    def _furnish(self) -> None:
        """Make the window and what belongs to it, in the language that is spoken now."""
        self.window = MainWindow(self.catalogue, self.reader, self.lane)
        self.window.navigator.damaged.connect(self._mend)
        self.window.menu_actions["preferences"].triggered.connect(
            lambda *_: self.show_preferences()
        )
        self.importing = ImportController(
            self.library, lambda: self.prepared and not self.watching.is_busy, self.window
        )
        self.importing.library_changed.connect(self._refreshed)
        self.importing.issues_added.connect(lambda: self._grown(True))
        self.views = PictureAndSeriesCommands(self.window)
        self.tools = ReadingTools(self.window, self.reader, lambda: self.prepared)
        self.importing.address_requested.connect(self.tools.resume_offer.remember_place)
        self._moving = HistoryMenu(self.window, self.reader)
        self.palette = PaletteController(self.library, self.window, self.show_preferences)
        self._menu = LibraryCommands(self.library, self.window, self.importing)
        self._menu.pictures_requested.connect(self.views.show_contact_sheet)
        self._menu.mark_issue_requested.connect(self.tools.mark_read_commands.toggle_issue_read)
        self._menu.mark_publication_requested.connect(
            self.tools.mark_read_commands.toggle_publication_read
        )

    def show_preferences(self, setting: str = "theme") -> PreferencesDialog:
        """Open the preferences beside the window, at ``setting``."""
        from viewer.ui.dialogs.preferences import PreferencesDialog

        language = self.reader.setting("language", "")
        chosen = language if language in LANGUAGES else ""
        size = fonts.valid_ui_scale(self.reader.setting(WINDOW_TEXT))
        dialog = PreferencesDialog(self.window.appearance, chosen, size, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.language_chosen.connect(self.speak)
        dialog.window_text_chosen.connect(self.write_window)
        dialog.focus_setting(setting)
        dialog.show()
        return dialog

    def speak(self, language: str) -> None:
        """Speak ``language`` (a locale, empty for the system's) from now on, in a window made anew.

        The reader stays where she is.
        """
        if self.importing.is_busy:
            self.importing.show_busy()
            return
        self.reader.set_setting("language", language)
        install_translators(_application(), language)
        self._renew()

    def write_window(self, size: float) -> None:
        """Write the window's own text ``size`` times as large as usual, in a window made anew."""
        if self.importing.is_busy:
            self.importing.show_busy()
            return
        self.reader.set_setting(WINDOW_TEXT, fonts.valid_ui_scale(size))
        _application().setFont(fonts.ui_font_at_scale(size))
        dialog = self._renew()
        if dialog is not None:
            dialog.stepper("window").take_focus()

    def _renew(self) -> PreferencesDialog | None:
        """Make the window anew, the reader where she was; returns the preferences if they are open.

        What she was importing has to be finished first.
        """
        old = self.window
        asked = any(isinstance(w, QDialog) for w in old.findChildren(QDialog) if w.isVisible())
        query = old.toolbar.search_box.text()
        self.tools.distraction_free_mode.leave()
        old.save_state()
        old.title_index_worker.close()
        old.read_state.close()
        self.tools.mark_read_commands.close()
        self.palette.close()
        self._furnish()
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        # Where she left off: the old window has just written it down, with how far down she was.
        self.open(None)
        self.window.search(query)
        self.window.show()
        old.hide()
        old.deleteLater()
        return self.show_preferences() if asked else None

    def start(self, address: Address | None) -> None:
        """Show the window with its first page; what can wait begins once that is painted.

        Whatever stands on the first page's frame is there before it is painted: nothing moves then.
        """
        self.open(address)
        self._hint()
        self.window.first_painted.connect(self.begin)
        self.window.first_painted.connect(self.listen)
        self.window.show()

    def open(self, address: Address | None) -> None:
        """Show the contents and the first page; where there is no catalogue yet, build it."""
        self._wanted = address
        self.window.page_stack.focus_shown()
        if self.catalogue is None:
            self._reopen = True
            self._say_preparing()
            return
        try:
            self.window.show_contents()
        except CatalogueError as error:
            self._mend(address, str(error))
        else:
            self.window.open_start_page(address)
            self.tools.resume_offer.offer_last_place()

    def _say_preparing(self) -> None:
        self.window.message_bar.show_message(
            QCoreApplication.translate("Program", "Preparing the library…")
        )

    def _mend(self, address: Address | None, sentence: str) -> None:
        """The catalogue is damaged: build it anew, once in a run, and go to ``address`` again."""
        if self._damaged:
            self.window.message_bar.show_translated(sentence)
            return
        self._damaged = self._reopen = True
        if self.window.article_pane.page is not None:
            self._wanted = address
        if self.catalogue is not None:
            self.catalogue.close()
            self.catalogue = None
        self._say_preparing()
        if self.prepared:
            self._keep_up()

    def begin(self) -> None:
        """Start what the first page did not wait for: the library's upkeep and the search."""
        gc.enable()
        if self.reader.problem:
            self.window.message_bar.show_translated(self.reader.problem)
        self.window.read_state.load_remaining()
        self.lane.start()
        self._keep_up()

    def _keep_up(self) -> None:
        self.prepared = False
        self._mending = self._damaged
        wanted = self._wanted if self._damaged else self.window.address or self._wanted
        self._upkeep.begin(
            self.window.navigator.start_address(wanted),
            has_catalogue=self.catalogue is not None,
            is_damaged=self._damaged,
        )

    def _progressed(self, done: int, everything: int) -> None:
        if not self._closed:
            self.window.preparation_progress.show_issues(done, everything)

    def _grown(self, is_there: bool) -> None:
        """More of the library can be opened, and the wanted issue is there or will not come."""
        if self._closed or (self._damaged and not self._mending):
            return
        if self._open_catalogue() and is_there and self._reopen:
            self._open_wanted()
        self.lane.refresh(catalogue_complete=False)

    def _open_catalogue(self) -> bool:
        old = self.catalogue
        try:
            self.catalogue = self.library.open_catalogue()
            self.window.set_catalogue(self.catalogue)
        except CatalogueError as error:
            self._not_refreshed(error)
            return False
        if old is not None:
            old.close()
        return True

    def _open_wanted(self) -> None:
        self._reopen = False
        self.window.message_bar.clear()
        # She may have found a page herself among those that were there first.
        if self.window.article_pane.page is None or self._mending:
            self.window.open_start_page(self._wanted)

    def _refreshed(self, result: UpdateResult | None) -> None:
        if self._closed:
            return
        if self._damaged and not self._mending:
            self._keep_up()
            return
        changed = result is not None and (result.has_changes or result.rebuilt)
        if (changed or self.catalogue is None) and not self._open_catalogue():
            return
        if self._reopen:
            self._open_wanted()
        self.prepared = True
        if self.window.article_pane.page is None:
            self.window.message_bar.clear()
            self.views.show_empty_library(str(self.library.folder))
        self._tell_errors()
        if self.prepared:
            self.lane.refresh()

    def _tell_errors(self) -> None:
        if self.catalogue is None:
            return
        try:
            errors = [p for p in self.catalogue.problems() if p.severity.value == "error"]
        except CatalogueError as error:
            self._mend(self.window.address, str(error))
            return
        if not errors:
            return
        # Not before it is needed: the first page waits for every module.
        from viewer.ui.i18n.message_translation import translate_problem_with_location

        text = translate_problem_with_location(errors[0])
        if len(errors) > 1:
            more = QCoreApplication.translate(
                "Program", "{sentence} ({count} more; “dosudo-viewer check” lists all.)"
            )
            text = more.format(sentence=text, count=format_count(len(errors) - 1))
        self.window.message_bar.show_message(text, details="\n".join(map(str, errors)))

    def _not_refreshed(self, error: BaseException) -> None:
        if self._closed:
            return
        self.prepared = True
        self.problems.append(str(error))
        self.window.message_bar.show_translated(str(error))
        self.window.preparation_progress.finish()
        if self.catalogue is not None:
            self.lane.refresh()

    def _built(self) -> None:
        """Everything there is can be found."""
        if self._closed or not self.prepared:
            return
        self.window.preparation_progress.finish()
        # What stands now stays: the collector need not walk the whole library again and again.
        gc.freeze()
        self.searchable = True
        self.window.title_index_worker.request()

    def _building(self, done: int, everything: int) -> None:
        if self.prepared and not self._closed:
            self.window.preparation_progress.show_articles(done, everything)

    def _hint(self) -> None:
        """Show whoever is new one quiet hint."""
        from viewer.ui.window.onboarding_hints import OnboardingHints

        OnboardingHints(self.window, self.reader)

    def tell_mishap(self, sentence: str, details: str) -> None:
        """The program made a mistake that nobody caught: say so, with ``details`` to copy."""
        self.window.message_bar.show_message(sentence, details=details)

    def listen(self) -> None:
        """Take addresses from later starts of the program, which show them here."""
        self._instance.listen(self._calls.called.emit)

    def _called(self, text: str) -> None:
        """Another start was asked for ``text``: come to the front, and go there."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self.watching.catch_up()
        if text:
            try:
                window.go_to(parse_address(text))
            except AddressError as error:
                window.message_bar.show_translated(str(error))

    def _shown(self) -> str | None:
        """The fingerprint of what the window shows; None while there is nothing, or it changes."""
        if self._closed or not self.prepared or self.catalogue is None or self.importing.is_busy:
            return None
        return self.catalogue.fingerprint()

    def close(self) -> None:
        """Stop the background work and let the files go; what it still tells is not heard."""
        self._closed = True
        self.importing.close()
        self.palette.close()
        self._instance.close()
        self.watching.close()
        self._upkeep.close()
        self.lane.close()
        self.window.title_index_worker.close()
        self.window.read_state.close()
        self.tools.mark_read_commands.close()
        if self.catalogue is not None:
            self.catalogue.close()
        self.reader.close()
