"""Telling how far the library and its search are while they are made ready behind the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.widgets.progress_label import ProgressLabel

#: What is over sooner is not worth a line that comes and goes.
DELAY_MS = 500
_ISSUES, _ARTICLES = 10, 1000


class Preparing(QObject):
    """Shows progress on ``line`` once it lasts; ``told`` is called as that begins and ends."""

    def __init__(
        self, line: ProgressLabel, told: Callable[[bool], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._told = told
        self._last: tuple[str, int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._show)

    def issues(self, done: int, everything: int) -> None:
        """So many of the issues that are to be read have been."""
        if everything >= _ISSUES:
            self._update(self.tr("Preparing the library… {done} of {all}"), done, everything)

    def articles(self, done: int, everything: int) -> None:
        """So many of the articles can be found."""
        if self._last is not None or everything - done >= _ARTICLES:
            self._update(self.tr("Preparing the search… {done} of {all}"), done, everything)

    def end(self) -> None:
        """Everything is ready."""
        self._timer.stop()
        self._last = None
        self._line.hide()
        self._told(False)

    def _update(self, text: str, done: int, everything: int) -> None:
        said = text.format(done=format_count(done), all=format_count(everything))
        begins = self._last is None
        self._last = (said, done, everything)
        if not self._line.isHidden():
            self._show()
        elif begins:
            self._timer.start()

    def _show(self) -> None:
        if self._last is not None:
            begins = self._line.isHidden()
            self._line.show_progress(*self._last)
            if begins:
                self._told(True)
