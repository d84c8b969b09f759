"""Updates the catalogue from the library's files in the background, one run at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from viewer.archive.library.caches import remove_unused_caches
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.ui.background_task import BackgroundTask


class LibraryUpdate(QObject):
    """Updates or rebuilds the catalogue in a thread.

    Before that caches of libraries that are gone are removed.
    """

    progressed = Signal(int, int)
    #: More issues can be opened; True once the one to be read first is in, or will not be.
    catalogue_extended = Signal(bool)
    done = Signal(object)  # UpdateResult, or None if the catalogue was up to date
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._task: BackgroundTask | None = None

    def start(self, first: Address | None, *, has_catalogue: bool, is_damaged: bool) -> None:
        """Read what has changed into the catalogue, the issue of ``first`` before all others."""
        library = self._library

        def work(progress: ProgressCallback, cancelled: CancelCheck) -> UpdateResult | None:
            remove_unused_caches()
            if is_damaged:
                return library.rebuild_catalogue(
                    progress, cancelled, read_first=first, on_step=self.catalogue_extended.emit
                )
            if has_catalogue and library.is_up_to_date():
                return library.follow_articles()
            return library.update_catalogue(
                progress, cancelled, read_first=first, on_step=self.catalogue_extended.emit
            )

        self._task = BackgroundTask(work)
        self._task.progressed.connect(self.progressed)
        self._task.done.connect(self.done)
        self._task.failed.connect(self.failed)
        self._task.start()

    def close(self) -> None:
        """Stop, and wait for the running update; what was read so far is kept."""
        if self._task is not None:
            self._task.cancel()
