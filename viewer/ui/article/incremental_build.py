"""Builds the page that is shown: an article at once, a whole issue a little at a time."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.archive.model.catalogue_entries import Page
from viewer.ui.document.built_page import BuiltPage, PageLabels
from viewer.ui.document.page_builder import Neighbour, PageBuilder

#: A page of many articles is written so far beyond the reader's place at once, in characters; …
_WRITE_AHEAD = 2500
#: … and the rest a little at a time, so that the window answers meanwhile.
_SLICE_SECONDS = 0.008


class IncrementalBuild(QObject):
    """Keeps the page that is shown, and what is written of it so far."""

    slideshows_added = Signal()  # on a page that is shown already

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self.built = BuiltPage()
        self._builder: PageBuilder | None = None  # of a page that is not finished yet
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._write_chunk)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is missing of the page."""
        return self._builder is None

    def start(
        self,
        builder: PageBuilder,
        page: Page,
        labels: PageLabels,
        neighbours: tuple[Neighbour, Neighbour],
        offset: int,
    ) -> None:
        """Let ``builder`` write ``page``, of an issue what leads to ``offset`` of its text."""
        self._timer.stop()
        self._builder = builder
        self.page = page
        # Emptying the document may resize the view: nothing of the old page is where it was.
        self.built = BuiltPage()
        self.built = builder.start(page, labels, *neighbours)
        self._write_until(self._stop_condition(offset))

    def ensure_written(self, offset: int) -> None:
        """Write what is missing of the page up to ``offset`` of its text, and a little more."""
        enough = self._stop_condition(offset)
        if enough is None or not enough():
            self._continue(enough)

    def finish(self) -> None:
        """Write all that is missing of the page."""
        self._continue(None)

    def _stop_condition(self, offset: int) -> Callable[[], bool] | None:
        """Says when enough is written for a reader at ``offset``; None: an article is one piece."""
        if self.page is None or self.page.entry.address.article:
            return None
        places = self.built.text_map
        return lambda: places.end_offset >= offset + _WRITE_AHEAD

    def _write_until(self, should_stop: Callable[[], bool] | None) -> None:
        if self._builder is not None and self._builder.write_until(should_stop):
            self._builder = None
        if self._builder is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _continue(self, should_stop: Callable[[], bool] | None) -> None:
        """Write on, on a page that is shown already."""
        if self._builder is not None:
            shows = len(self.built.slideshows)
            self._write_until(should_stop)
            if len(self.built.slideshows) != shows:
                self.slideshows_added.emit()

    def _write_chunk(self) -> None:
        """Write on for a moment."""
        limit = perf_counter() + _SLICE_SECONDS
        self._continue(lambda: perf_counter() >= limit)
