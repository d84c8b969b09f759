"""Reads the index of all titles in a background thread, once something needs it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from viewer.archive.catalogue.title_index import TitleIndex
from viewer.errors import CatalogueError
from viewer.ui.background_task import BackgroundTask
from viewer.ui.contents.contents_nodes import issue_title_template


class TitleIndexWorker(QObject):
    """Reads the title index of the current catalogue, at most once for each catalogue set."""

    finished = Signal(object)  # TitleIndex
    damaged = Signal(object)  # the catalogue cannot be read: a Message

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._generation = 0  # counts the catalogues that were set
        self._indexed_generation = 0  # of the last one whose titles were read
        self._is_requested = False
        self._task: BackgroundTask | None = None

    def set_catalogue(self, path: Path) -> None:
        """Use the catalogue at ``path``; an index of the one before is out of date."""
        self._path = path
        self._generation += 1

    def request(self) -> None:
        """Read the title index and emit ``finished``, unless that was done already."""
        if self._path is None or self._indexed_generation == self._generation:
            return
        self._is_requested = True
        if self._task is None:
            self._start(self._path, self._generation)

    def _start(self, path: Path, generation: int) -> None:
        title_template = issue_title_template()

        def read_title_index(_progress: object, _cancelled: object) -> TitleIndex:
            # Imported by the window already: nothing is loaded here while the reader reads.
            from viewer.archive.catalogue.catalogue import Catalogue

            with Catalogue(path) as catalogue:
                return catalogue.title_index(title_template)

        self._is_requested = False
        self._task = BackgroundTask(read_title_index)
        self._task.done.connect(lambda result: self._on_finished(result, generation))
        self._task.failed.connect(lambda error: self._on_finished(error, generation))
        self._task.start()

    def _on_finished(self, result: TitleIndex | BaseException, generation: int) -> None:
        self._task = None
        if generation == self._generation:
            self._indexed_generation = generation
            if isinstance(result, TitleIndex):
                self.finished.emit(result)
            elif isinstance(result, CatalogueError):
                self.damaged.emit(result.message)
            else:
                raise result
        elif self._is_requested and self._path is not None:
            self._start(self._path, self._generation)

    def close(self) -> None:
        """Cancel what is running; nothing is emitted any more."""
        self._path = None
        self._generation += 1
        if self._task is not None:
            self._task.cancel()
