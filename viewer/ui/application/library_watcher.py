"""Notices changes of the library by hand or by another program while the window is open."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from viewer.archive.library.library import Library
from viewer.archive.library.reader_journal import holds_anything
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.errors import CatalogueError, LibraryError
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.ui.background_task import BackgroundTask


class LibraryWatcher(QObject):
    """Checks the library each time the reader comes back to the window.

    Whether its folder is there at all is asked more often, by ``check_presence``.

    ``shown_fingerprint`` returns the fingerprint of the catalogue the window shows, None where the
    library must not be looked through now.
    """

    came_back = Signal()  # the reader, to the window
    library_changed = Signal(object)  # UpdateResult
    checked = Signal()  # the files were looked through, or cannot be now
    vanished = Signal()  # the library's folder was there, and is no longer
    returned = Signal()  # it is there again
    failed = Signal(object)  # the library could not be looked through: the exception

    def __init__(
        self,
        library: Library,
        shown_fingerprint: Callable[[], str | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._shown_fingerprint = shown_fingerprint
        self._task: BackgroundTask | None = None
        self._is_present = holds_anything(library.folder)
        self._is_missed = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._on_application_state_changed)

    @property
    def is_busy(self) -> bool:
        """Whether the library is being looked through."""
        return self._task is not None

    def check_catalogue(self) -> None:
        """Show at once what another program has written into the catalogue."""
        shown = self._shown_fingerprint()
        if shown is None or self.is_busy:
            return
        try:
            with closing(self._library.open_catalogue()) as catalogue:
                current = catalogue.fingerprint()
        except CatalogueError:
            # It is being written, or damaged: then the next page that is read finds that out.
            return
        if current != shown:
            self.library_changed.emit(UpdateResult(0, 1, 0, 0, ()))

    def check_presence(self) -> bool:
        """Whether the library's folder is there, or never was; tells when that changes."""
        was_present, self._is_present = self._is_present, holds_anything(self._library.folder)
        if was_present and not self._is_present:
            self._is_missed = True
            self.vanished.emit()
        elif self._is_missed and self._is_present:
            self._is_missed = False
            self.returned.emit()
        return not self._is_missed

    def check_files(self) -> None:
        """Call ``check_catalogue``, and check in the background whether any file was changed.

        While the library is gone, what is shown of it stays.
        """
        if not self.check_presence():
            self.checked.emit()
            return
        self.check_catalogue()
        if self._shown_fingerprint() is None or self.is_busy:
            return
        library = self._library

        def work(_progress: ProgressCallback, cancelled: CancelCheck) -> UpdateResult | None:
            if library.is_up_to_date():
                return None
            from viewer.archive.library import undoable_transaction as journal

            if not os.access(library.folder, os.W_OK):
                return library.update_catalogue(cancelled=cancelled)
            # What another program is about to change is left to it.
            with journal.library_lock(library.folder):
                return library.update_catalogue(cancelled=cancelled)

        task = self._task = BackgroundTask(work, self)
        task.done.connect(self._on_finished)
        task.failed.connect(self._on_failed)
        task.start()

    def close(self) -> None:
        """Stop, and wait for the running check; nothing is emitted any more."""
        task, self._task = self._task, None
        if task is not None:
            task.done.disconnect(self._on_finished)
            task.failed.disconnect(self._on_failed)
            task.cancel()

    def _on_finished(self, result: UpdateResult | None) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.deleteLater()
        if result is not None and result.has_changes:
            self.library_changed.emit(result)
        self.checked.emit()

    def _on_failed(self, error: Exception) -> None:
        # While another program changes the library, the next time is soon enough.
        if not isinstance(error, LibraryError) and self.check_presence():
            self.failed.emit(error)
        self._on_finished(None)

    def _on_application_state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.came_back.emit()
            self.check_files()
