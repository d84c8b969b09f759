"""Builds the page that is shown: an article at once, a whole issue in short steps."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.archive.model.catalogue_entries import Page
from viewer.ui.document.built_page import BuiltPage, PageLabels
from viewer.ui.document.page_builder import Neighbour, PageBuilder

#: A whole issue is built at once to so many characters beyond the reading position; …
_WRITE_AHEAD = 2500
#: … and the rest a little at a time, so that the window answers meanwhile.
_SLICE_SECONDS = 0.008


class IncrementalBuild(QObject):
    """Owns the page that is shown, and what is built of it so far."""

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
        """Whether the whole page is built."""
        return self._builder is None

    def start(
        self,
        builder: PageBuilder,
        page: Page,
        labels: PageLabels,
        neighbours: tuple[Neighbour, Neighbour],
        offset: int,
    ) -> None:
        """Let ``builder`` write ``page``; of an issue, at first up to ``offset`` of its text."""
        self._timer.stop()
        self._builder = builder
        self.page = page
        # Emptying the document may resize the view, which must not use the old page's positions.
        self.built = BuiltPage()
        self.built = builder.start(page, labels, *neighbours)
        self._write_until(self._stop_condition(offset))

    def clear(self) -> None:
        """Drop the page: none is shown."""
        self._timer.stop()
        self.page, self._builder, self.built = None, None, BuiltPage()

    def ensure_written(self, offset: int) -> None:
        """Build what is missing of the page up to ``offset`` of its text, and a little more."""
        should_stop = self._stop_condition(offset)
        if should_stop is None or not should_stop():
            self._continue(should_stop)

    def finish(self) -> None:
        """Build all that is missing of the page."""
        self._continue(None)

    def _stop_condition(self, offset: int) -> Callable[[], bool] | None:
        """Says when enough is built for a reader at ``offset``; None for an article: never."""
        if self.page is None or self.page.entry.address.article:
            return None
        text_map = self.built.text_map
        return lambda: text_map.end_offset >= offset + _WRITE_AHEAD

    def _write_until(self, should_stop: Callable[[], bool] | None) -> None:
        if self._builder is not None and self._builder.write_until(should_stop):
            self._builder = None
        if self._builder is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _continue(self, should_stop: Callable[[], bool] | None) -> None:
        """Continue building a page that is shown already."""
        if self._builder is not None:
            slideshow_count = len(self.built.slideshows)
            self._write_until(should_stop)
            if len(self.built.slideshows) != slideshow_count:
                self.slideshows_added.emit()

    def _write_chunk(self) -> None:
        """Continue building for one time slice."""
        limit = perf_counter() + _SLICE_SECONDS
        self._continue(lambda: perf_counter() >= limit)
