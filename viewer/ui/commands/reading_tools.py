"""What helps with reading and does not belong to the window's frame, joined to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.archive.library.reader_data import ReaderData
from viewer.ui.article.caret_browsing import CaretBrowsing
from viewer.ui.commands.copy import Copying
from viewer.ui.commands.distraction_free import Quiet
from viewer.ui.commands.mark_read import Marking
from viewer.ui.commands.resume_offer import Continuing
from viewer.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.ui.commands.print_and_pdf import Printing


class ReadingTools(QObject):
    """Makes the tools of one window. ``is_ready`` tells whether the library's upkeep is done."""

    def __init__(
        self, window: MainWindow, reader: ReaderData, is_ready: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self.quiet = Quiet(window, reader)
        whole = window.menu_actions["whole"]
        whole.setChecked(window.navigator.prefers_whole_issue)
        whole.toggled.connect(window.navigator.set_whole_issue_mode)
        self.copying = Copying(window)
        self.marking = Marking(window, reader)
        self.cursor = CaretBrowsing(window.article_pane, window.menu_actions["cursor"], reader)
        self._window = window
        self._printing: Printing | None = None
        window.menu_actions["pdf"].triggered.connect(lambda *_: self.printing.save())
        window.menu_actions["print"].triggered.connect(lambda *_: self.printing.print_())
        self.continuing = Continuing(window, reader, is_ready)

    @property
    def printing(self) -> Printing:
        """What saves the page as PDF and prints it, made when it is first wanted."""
        if self._printing is None:
            from viewer.ui.commands.print_and_pdf import Printing

            self._printing = Printing(self._window)
        return self._printing
