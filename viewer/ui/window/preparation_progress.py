"""Shows how far the library and its search are prepared in the background."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.widgets.progress_label import ProgressLabel

#: Nothing is shown for work that is over sooner.
PROGRESS_DELAY_MS = 500
_MIN_ISSUES, _MIN_ARTICLES = 10, 1000


class PreparationProgress(QObject):
    """Shows progress on ``progress_label`` once the work lasts ``PROGRESS_DELAY_MS``.

    ``on_visible_changed`` is called with True when that begins, with False when it ends.
    """

    def __init__(
        self,
        progress_label: ProgressLabel,
        on_visible_changed: Callable[[bool], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._progress_label = progress_label
        self._on_visible_changed = on_visible_changed
        self._last_progress: tuple[str, int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PROGRESS_DELAY_MS)
        self._timer.timeout.connect(self._show)

    def show_issues(self, done: int, total: int) -> None:
        """``done`` of ``total`` issues have been read into the catalogue."""
        if total >= _MIN_ISSUES:
            self._set_progress(self.tr("Preparing the library… {done} of {all}"), done, total)

    def show_articles(self, done: int, total: int) -> None:
        """``done`` of ``total`` articles have been indexed for the search."""
        if self._last_progress is not None or total - done >= _MIN_ARTICLES:
            self._set_progress(self.tr("Preparing the search… {done} of {all}"), done, total)

    def finish(self) -> None:
        """Everything is ready."""
        self._timer.stop()
        self._last_progress = None
        self._progress_label.hide()
        self._on_visible_changed(False)

    def _set_progress(self, text: str, done: int, total: int) -> None:
        sentence = text.format(done=format_count(done), all=format_count(total))
        is_first = self._last_progress is None
        self._last_progress = (sentence, done, total)
        if not self._progress_label.isHidden():
            self._show()
        elif is_first:
            self._timer.start()

    def _show(self) -> None:
        if self._last_progress is not None:
            was_hidden = self._progress_label.isHidden()
            self._progress_label.show_progress(*self._last_progress)
            if was_hidden:
                self._on_visible_changed(True)
