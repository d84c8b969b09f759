"""What helps with reading and does not belong to the window's frame, joined to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.archive.library.reader_data import ReaderData
from viewer.ui.article.caret_browsing import CaretBrowsing
from viewer.ui.commands.copy import CopyCommands
from viewer.ui.commands.distraction_free import DistractionFreeMode
from viewer.ui.commands.mark_read import MarkReadCommands
from viewer.ui.commands.resume_offer import ResumeOffer
from viewer.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.ui.commands.print_and_pdf import PrintCommands


class ReadingTools(QObject):
    """Makes the tools of one window. ``is_ready`` tells whether the library's upkeep is done."""

    def __init__(
        self, window: MainWindow, reader_data: ReaderData, is_ready: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self.distraction_free_mode = DistractionFreeMode(window, reader_data)
        whole = window.menu_actions["whole"]
        whole.setChecked(window.navigator.prefers_whole_issue)
        whole.toggled.connect(window.navigator.set_whole_issue_mode)
        self.copy_commands = CopyCommands(window)
        self.mark_read_commands = MarkReadCommands(window, reader_data)
        self.caret_browsing = CaretBrowsing(
            window.article_pane, window.menu_actions["cursor"], reader_data
        )
        self._window = window
        self._print_commands: PrintCommands | None = None
        window.menu_actions["pdf"].triggered.connect(lambda *_: self.print_commands.save_pdf())
        window.menu_actions["print"].triggered.connect(
            lambda *_: self.print_commands.open_for_printing()
        )
        self.resume_offer = ResumeOffer(window, reader_data, is_ready)

    @property
    def print_commands(self) -> PrintCommands:
        """What saves the page as PDF and prints it, made when it is first wanted."""
        if self._print_commands is None:
            from viewer.ui.commands.print_and_pdf import PrintCommands

            self._print_commands = PrintCommands(self._window)
        return self._print_commands
