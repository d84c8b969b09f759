"""Telling how far the library and its search are while they are made ready behind the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.widgets.progress_label import ProgressLabel

#: What is over sooner is not worth a line that comes and goes.
PROGRESS_DELAY_MS = 500
_MIN_ISSUES, _MIN_ARTICLES = 10, 1000


class PreparationProgress(QObject):
    """Shows progress on ``progress_label`` once it lasts.

    ``on_visible_changed`` is called as that begins and ends.
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
        """So many of the issues that are to be read have been."""
        if total >= _MIN_ISSUES:
            self._set_progress(self.tr("Preparing the library… {done} of {all}"), done, total)

    def show_articles(self, done: int, total: int) -> None:
        """So many of the articles can be found."""
        if self._last_progress is not None or total - done >= _MIN_ARTICLES:
            self._set_progress(self.tr("Preparing the search… {done} of {all}"), done, total)

    def finish(self) -> None:
        """Everything is ready."""
        self._timer.stop()
        self._last_progress = None
        self._progress_label.hide()
        self._on_visible_changed(False)

    def _set_progress(self, text: str, done: int, everything: int) -> None:
        said = text.format(done=format_count(done), all=format_count(everything))
        begins = self._last_progress is None
        self._last_progress = (said, done, everything)
        if not self._progress_label.isHidden():
            self._show()
        elif begins:
            self._timer.start()

    def _show(self) -> None:
        if self._last_progress is not None:
            begins = self._progress_label.isHidden()
            self._progress_label.show_progress(*self._last_progress)
            if begins:
                self._on_visible_changed(True)
