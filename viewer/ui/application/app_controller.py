"""The top of the program: owns the library, the reader's data, the search and the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from viewer import __version__
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address, parse_address
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.errors import AddressError, CatalogueError, error_message
from viewer.messages import Message
from viewer.search import SearchEngine
from viewer.single_instance import SingleInstance
from viewer.startup_tuning import resume_garbage_collection
from viewer.ui.application.library_update_task import LibraryUpdate
from viewer.ui.application.library_watcher import LibraryWatcher
from viewer.ui.application.window_controllers import connect_controllers
from viewer.ui.commands.command_table import menus
from viewer.ui.commands.palette_controller import PaletteController
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.i18n.languages import install_translators
from viewer.ui.importing.import_controller import ImportController
from viewer.ui.search.search_worker import SearchWorker
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.theme import fonts
from viewer.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.ui.dialogs.preferences import PreferencesDialog


def _qt_application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


class _AddressReceiver(QObject):
    """Passes addresses received in another thread to the main thread."""

    received = Signal(str)


class AppController:
    """The library, the reader's data, the search and the window of one run.

    Without ``settings`` those are the usual ones, and changes are forgotten in the end.
    """

    def __init__(
        self, library: Library, reader_data: ReaderData, settings: ReaderSettings | None = None
    ) -> None:
        self.library = library
        self.reader_data = library.reader_data = reader_data
        self.settings = settings if settings is not None else ReaderSettings(reader_data)
        self.catalogue: Catalogue | None = None
        self.search_engine = SearchEngine(library.catalogue_path, library.index_folder)
        self.search_worker = SearchWorker(self.search_engine)
        self.is_searchable = False
        self.is_library_ready = False
        self.problems: list[Message] = []
        # Whether the catalogue turned out to be damaged, and whether it is being rebuilt.
        self._is_damaged = self._is_rebuilding = False
        # Whether the first page is still to be opened, or to be opened again after a rebuild.
        self._is_start_page_pending = False
        self._is_closed = False
        self._library_update = LibraryUpdate(library)
        self._library_update.progressed.connect(self._on_update_progress)
        self._library_update.catalogue_extended.connect(self._on_catalogue_extended)
        self._library_update.done.connect(self._on_library_updated)
        self._library_update.failed.connect(self._on_update_failed)
        self._requested_address: Address | None = None
        # What a later start was given, while the library is looked through for it.
        self._awaited_address: Address | None = None
        try:
            self.catalogue = library.open_catalogue()
        except CatalogueError:
            self.catalogue = None
        self.search_worker.index_completed.connect(self._on_index_built)
        self.search_worker.index_progress.connect(self._on_index_progress)
        self.search_worker.failed.connect(self.problems.append)
        self._single_instance = SingleInstance(library.folder)
        self._address_receiver = _AddressReceiver()
        self._address_receiver.received.connect(self._on_address_received)
        self.library_watcher = LibraryWatcher(library, self._shown_fingerprint)
        self.library_watcher.library_changed.connect(self._on_library_updated)
        self.library_watcher.came_back.connect(self._on_reader_came_back)
        self.library_watcher.vanished.connect(self._on_library_vanished)
        self.library_watcher.returned.connect(self._on_library_returned)
        self.library_watcher.failed.connect(self._on_library_check_failed)
        self.library_watcher.checked.connect(self._go_to_awaited)
        self._create_window()

    def _create_window(self) -> None:
        """Create the window and its controllers, in the current language."""
        window = self.window = MainWindow(
            self.catalogue, self.reader_data, self.settings, self.search_worker, menus()
        )
        window.catalogue_access.damaged.connect(self._rebuild_catalogue)
        window.navigator.arrived.connect(lambda _address: self.library_watcher.check_presence())
        window.navigator.read_state_changed.connect(
            lambda _address: self.library_watcher.check_presence()
        )
        self.import_controller = ImportController(
            self.library,
            lambda: self.is_library_ready and not self.library_watcher.is_busy,
            window,
        )
        self.import_controller.library_changed.connect(self._on_library_updated)
        self.import_controller.issues_added.connect(lambda: self._on_catalogue_extended(True))
        self.palette_controller = PaletteController(
            self.library,
            window.navigator,
            window.search_controller,
            window.appearance,
            window.menu_actions,
            self.show_preferences,
            window,
        )
        self.controllers = connect_controllers(
            window,
            self.library,
            self.reader_data,
            self.settings,
            self.import_controller,
            is_library_ready=lambda: self.is_library_ready,
            show_palette=self.palette_controller.open,
            show_preferences=self.show_preferences,
        )

    def show_preferences(self, setting: str = "theme") -> PreferencesDialog:
        """Open the preferences beside the window, at ``setting``."""
        from viewer.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(
            self.window.appearance,
            self.settings.language,
            self.settings.window_text_size,
            self.window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.language_chosen.connect(self.set_language)
        dialog.window_text_chosen.connect(self.set_window_text_size)
        dialog.focus_setting(setting)
        dialog.show()
        return dialog

    def set_language(self, language: str) -> None:
        """Use ``language`` (a locale, empty for the system's) from now on, in a new window.

        The reader stays where she is.
        """
        if self.import_controller.is_busy:
            self.import_controller.show_busy()
            return
        self.settings.language = language
        install_translators(_qt_application(), language)
        self._recreate_window()

    def set_window_text_size(self, size: float) -> None:
        """Set the window's own text ``size`` times as large as usual, in a new window."""
        if self.import_controller.is_busy:
            self.import_controller.show_busy()
            return
        self.settings.window_text_size = size
        _qt_application().setFont(fonts.ui_font_at_scale(size))
        dialog = self._recreate_window()
        if dialog is not None:
            dialog.stepper("window").take_focus()

    def _recreate_window(self) -> PreferencesDialog | None:
        """Replace the window, the reader where she was; returns the preferences if they were open.

        No import may be running.
        """
        old = self.window
        had_dialog = any(isinstance(w, QDialog) for w in old.findChildren(QDialog) if w.isVisible())
        query = old.toolbar.search_box.text()
        self.controllers.distraction_free.leave()
        old.save_state()
        old.title_index_worker.close()
        old.read_state.close()
        self.controllers.mark_read.close()
        self.palette_controller.close()
        self._create_window()
        self.window.navigator.take_history(old.navigator)
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        # At the position that the old window has just saved.
        self.open(None)
        self.window.search(query)
        self.window.show()
        old.hide()
        old.deleteLater()
        return self.show_preferences() if had_dialog else None

    def start(self, address: Address | None) -> None:
        """Show the window with its first page; what can wait begins once that is painted.

        Bars around the page are shown before it is painted, so that nothing moves afterwards.
        """
        self.open(address)
        self._show_hints()
        self.window.first_painted.connect(self.start_background_work)
        self.window.first_painted.connect(self.listen_for_addresses)
        self.window.show()

    def open(self, address: Address | None) -> None:
        """Show the contents and the first page; where there is no catalogue yet, build it.

        An ``address`` that the catalogue does not know may be that of an issue which was just put
        into the library: its page is shown once the library was looked through.
        """
        self._requested_address = address
        self.window.page_stack.focus_shown()
        if self.catalogue is None:
            self._is_start_page_pending = True
            self._show_preparing()
            return
        try:
            self.window.show_contents()
        except CatalogueError as error:
            self._rebuild_catalogue(address, error.message)
            return
        if address is not None and not self.is_library_ready and not self._is_known(address):
            self._is_start_page_pending = True
            self._show_preparing()
        else:
            self.window.open_start_page(address)
            self.controllers.resume_offer.offer_last_place()

    def _is_known(self, address: Address) -> bool:
        """Whether the catalogue has a page at ``address``, or is too damaged to tell."""
        try:
            return self.catalogue is not None and bool(self.catalogue.resolve(address))
        except AddressError:
            return False
        except CatalogueError:
            return True

    def _show_preparing(self) -> None:
        self.window.message_bar.show_message(
            QCoreApplication.translate("AppController", "Preparing the library…")
        )

    def _rebuild_catalogue(self, address: Address | None, problem: Message) -> None:
        """The catalogue is damaged: build it anew, once in a run, and go to ``address`` again."""
        if self._is_damaged:
            self.window.message_bar.show_translated(problem)
            return
        self._is_damaged = self._is_start_page_pending = True
        if self.window.article_pane.page is not None:
            self._requested_address = address
        if self.catalogue is not None:
            self.catalogue.close()
            self.catalogue = None
        self._show_preparing()
        if self.is_library_ready:
            self._start_library_update()

    def start_background_work(self) -> None:
        """Start what the first page did not wait for: the library's update and the search."""
        # Not before it is needed: the first page waits for every module.
        from viewer.logs import get_logger

        resume_garbage_collection()
        get_logger(__name__).info("a window of version %s", __version__)
        for problem in (self.reader_data.problem, self.settings.file.problem):
            if problem:
                self.window.message_bar.show_translated(problem)
        self.reader_data.problem = ""
        self.settings.file.on_problem = lambda message: self.window.message_bar.show_translated(
            message
        )
        self.window.read_state.load_remaining()
        self.search_worker.start()
        self._start_library_update()

    def _start_library_update(self) -> None:
        self.is_library_ready = False
        self._is_rebuilding = self._is_damaged
        address = (
            self._requested_address
            if self._is_damaged
            else self.window.address or self._requested_address
        )
        self._library_update.start(
            self.window.navigator.start_address(address),
            has_catalogue=self.catalogue is not None,
            is_damaged=self._is_damaged,
        )

    def _on_update_progress(self, done: int, total: int) -> None:
        if not self._is_closed:
            self.window.preparation_progress.show_issues(done, total)

    def _on_catalogue_extended(self, is_requested_ready: bool) -> None:
        """Show the extended catalogue; the requested issue is in it, or will not be, if so told."""
        if self._is_closed or (self._is_damaged and not self._is_rebuilding):
            return
        if self._open_catalogue() and is_requested_ready and self._is_start_page_pending:
            self._open_requested()
        self.search_worker.refresh(catalogue_complete=False)

    def _open_catalogue(self) -> bool:
        old = self.catalogue
        try:
            self.catalogue = self.library.open_catalogue()
            # It may be in another folder now, where the usual one cannot be written.
            self.search_engine.use_files(self.library.catalogue_path, self.library.index_folder)
            self.window.set_catalogue(self.catalogue)
        except CatalogueError as error:
            self._on_update_failed(error)
            return False
        if old is not None:
            old.close()
        return True

    def _open_requested(self) -> None:
        self._is_start_page_pending = False
        self.window.message_bar.clear()
        # The reader may have opened a page herself meanwhile.
        if self.window.article_pane.page is None or self._is_rebuilding:
            self.window.open_start_page(self._requested_address)

    def _on_library_updated(self, result: UpdateResult | None) -> None:
        if self._is_closed:
            return
        # An import in another program moves marks along with their articles.
        self.window.read_state.read_changes()
        if self._is_damaged and not self._is_rebuilding:
            self._start_library_update()
            return
        if result is not None:
            self.reader_data.refresh()  # another program may have made the change
            self.window.navigator.follow_articles(result.moved)
        changed = result is not None and (result.has_changes or result.rebuilt)
        if (changed or self.catalogue is None) and not self._open_catalogue():
            return
        if self._is_start_page_pending:
            self._open_requested()
        removed_title = self.window.navigator.leave_removed_page()
        if removed_title:
            text = QCoreApplication.translate(
                "AppController", "“{title}” is no longer in the library."
            ).format(title=removed_title)
            show_message = self.window.message_bar.show_message
            # Behind what is said of the change itself.
            QTimer.singleShot(0, self.window, lambda: show_message(text, brief=True))
        self.controllers.pictures_and_series.close_removed()
        self.is_library_ready = True
        if self.window.article_pane.page is None:
            self.window.open_start_page(None)
        if self.window.article_pane.page is None:
            self.window.message_bar.clear()
            self.window.show_empty_library(str(self.library.folder))
        self._go_to_awaited()
        self._show_library_errors()
        if result is not None and result.unplaced:
            from viewer.archive.library.marked_articles import unplaced_message

            self.window.message_bar.show_translated(unplaced_message(result.unplaced))
        if self.is_library_ready:
            self.search_worker.refresh()

    def _show_library_errors(self) -> None:
        if self.catalogue is None:
            return
        try:
            errors = [p for p in self.catalogue.problems() if p.severity.value == "error"]
        except CatalogueError as error:
            self._rebuild_catalogue(self.window.address, error.message)
            return
        if not errors:
            return
        # Not before it is needed: the first page waits for every module.
        from viewer.ui.i18n.message_translation import translate_problem_with_location

        text = translate_problem_with_location(errors[0])
        if len(errors) > 1:
            more = QCoreApplication.translate(
                "AppController", "{sentence} ({count} more; “dosudo-viewer check” lists all.)"
            )
            text = more.format(sentence=text, count=format_count(len(errors) - 1))
        self.window.message_bar.show_message(text, details="\n".join(map(str, errors)))

    def _on_update_failed(self, error: BaseException) -> None:
        if self._is_closed:
            return
        self.is_library_ready = True
        if self._is_start_page_pending and self.catalogue is not None:
            self._open_requested()
        message = error_message(error)
        self.problems.append(message)
        self.window.message_bar.show_translated(message)
        self.window.preparation_progress.finish()
        if self.catalogue is not None:
            self.search_worker.refresh()

    def _on_index_built(self) -> None:
        """The search index is complete."""
        if self._is_closed or not self.is_library_ready:
            return
        self.window.preparation_progress.finish()
        self.is_searchable = True
        self.window.title_index_worker.request()

    def _on_index_progress(self, done: int, total: int) -> None:
        if self.is_library_ready and not self._is_closed:
            self.window.preparation_progress.show_articles(done, total)

    def _show_hints(self) -> None:
        """Show a new reader one hint."""
        from viewer.ui.window.onboarding_hints import OnboardingHints

        OnboardingHints(self.window, self.settings)

    def show_exception(self, message: str, details: str) -> None:
        """Tell the reader of an uncaught exception, with ``details`` to copy."""
        self.window.message_bar.show_message(message, details=details)

    def offer_crash_report(self, report: str) -> None:
        """Offer the ``report`` of the last run's crash to be copied; nothing where it is empty."""
        if report:
            text = QCoreApplication.translate(
                "AppController",
                "The program crashed the last time. “Copy details” copies a report of it to send "
                "to its makers; it holds no titles, no texts and no names of folders.",
            )
            self.window.message_bar.show_message(text, details=report)

    def listen_for_addresses(self) -> None:
        """Take addresses from later starts of the program, which show them here."""
        self._single_instance.listen(self._address_receiver.received.emit)

    def _on_address_received(self, text: str) -> None:
        """A later start was given ``text``: come to the front, and go to that address."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self.library_watcher.check_catalogue()
        if text:
            try:
                self._awaited_address = parse_address(text)
            except AddressError as error:
                window.message_bar.show_translated(error.message)
                return
            if self._is_known(self._awaited_address):
                self._go_to_awaited()
            else:
                self._show_preparing()
                self.library_watcher.check_files()

    def _go_to_awaited(self) -> None:
        """Go to what a later start was given, now that the library was looked through."""
        address, self._awaited_address = self._awaited_address, None
        if address is not None and not self._is_closed:
            self.window.message_bar.clear()
            self.window.go_to(address)
            self.window.navigator.tell_if_moved(address)

    def _on_library_vanished(self) -> None:
        if self._is_closed:
            return
        text = QCoreApplication.translate(
            "AppController",
            "The library {folder} is gone; what you mark is not kept until it is back. Plug its "
            "disk in or put the folder back; what was read of it can be read on meanwhile.",
        )
        self.reader_data.problem = ""  # which says no more
        self.window.message_bar.clear()
        self.window.message_bar.show_message(text.format(folder=self.library.folder))

    def _on_reader_came_back(self) -> None:
        if not self._is_closed:
            self.window.read_state.read_changes()
            self.window.read_state.retry()

    def _on_library_returned(self) -> None:
        if self._is_closed:
            return
        text = QCoreApplication.translate("AppController", "The library {folder} is there again.")
        self.window.read_state.retry()
        self.window.message_bar.clear()
        self.window.message_bar.show_message(text.format(folder=self.library.folder), brief=True)
        self.library_watcher.check_files()

    def _on_library_check_failed(self, error: Exception) -> None:
        if not self._is_closed:
            self.window.message_bar.show_translated(error_message(error))

    def _shown_fingerprint(self) -> str | None:
        """The fingerprint of what the window shows; None while it shows none, or it is changing."""
        if (
            self._is_closed
            or not self.is_library_ready
            or self.catalogue is None
            or self.import_controller.is_busy
        ):
            return None
        return self.catalogue.fingerprint()

    def close(self) -> None:
        """Stop the background work and close the files; later signals of it are ignored."""
        self._is_closed = True
        self.import_controller.close()
        self.palette_controller.close()
        self._single_instance.close()
        self.library_watcher.close()
        self._library_update.close()
        self.search_worker.close()
        self.window.title_index_worker.close()
        self.window.read_state.close()
        self.controllers.mark_read.close()
        if self.catalogue is not None:
            self.catalogue.close()
        self.reader_data.close()
        self.settings.file.on_problem = None
        self.settings.file.write()
