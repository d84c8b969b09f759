"""Going through all titles of the library behind the reader's back, when something needs them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from viewer.archive.catalogue.title_index import TitleIndex
from viewer.errors import CatalogueError
from viewer.ui.background_task import BackgroundTask
from viewer.ui.contents.contents_nodes import issue_title_template


class TitleIndexWorker(QObject):
    """Makes the survey of a catalogue off the main thread, each time at most once."""

    finished = Signal(object)  # TitleIndex
    damaged = Signal(object)  # the catalogue cannot be read: a Message

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._generation = 0  # of the catalogue as it stands
        self._indexed_generation = 0  # the number of the last one that was surveyed
        self._is_requested = False
        self._task: BackgroundTask | None = None

    def set_catalogue(self, path: Path) -> None:
        """There is another catalogue, at ``path``; what is known is out of date."""
        self._path = path
        self._generation += 1

    def request(self) -> None:
        """Somebody needs the survey: ``finished`` tells it, unless it was told already."""
        if self._path is None or self._indexed_generation == self._generation:
            return
        self._is_requested = True
        if self._task is None:
            self._start(self._path, self._generation)

    def _start(self, path: Path, number: int) -> None:
        called = issue_title_template()

        def survey(_progress: object, _cancelled: object) -> TitleIndex:
            # Imported by the window already: nothing is loaded here while the reader reads.
            from viewer.archive.catalogue.catalogue import Catalogue

            with Catalogue(path) as catalogue:
                return catalogue.title_index(called)

        self._is_requested = False
        self._task = BackgroundTask(survey)
        self._task.done.connect(lambda found: self._on_finished(found, number))
        self._task.failed.connect(lambda error: self._on_finished(error, number))
        self._task.start()

    def _on_finished(self, found: TitleIndex | BaseException, number: int) -> None:
        self._task = None
        if number == self._generation:
            self._indexed_generation = number
            if isinstance(found, TitleIndex):
                self.finished.emit(found)
            elif isinstance(found, CatalogueError):
                self.damaged.emit(found.message)
            else:
                raise found
        elif self._is_requested and self._path is not None:
            self._start(self._path, self._generation)

    def close(self) -> None:
        """Wait for what is going on; nothing is told any more."""
        self._path = None
        self._generation += 1
        if self._task is not None:
            self._task.cancel()
