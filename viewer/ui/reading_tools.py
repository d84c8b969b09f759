"""What helps with reading and does not belong to the window's frame, joined to the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from viewer.archive.reader import ReaderStore
from viewer.ui.continuing import Continuing
from viewer.ui.copying import Copying
from viewer.ui.main_window import MainWindow
from viewer.ui.marking import Marking
from viewer.ui.printing import Printing
from viewer.ui.quiet import Quiet
from viewer.ui.text_cursor import TextCursor


class ReadingTools(QObject):
    """Makes the tools of one window. ``is_ready`` tells whether the library's upkeep is done."""

    def __init__(
        self, window: MainWindow, reader: ReaderStore, is_ready: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self.quiet = Quiet(window, reader)
        whole = window.actions_["whole"]
        whole.setChecked(window.reading.wants_whole)
        whole.toggled.connect(window.reading.show_whole)
        self.copying = Copying(window)
        self.marking = Marking(window, reader)
        self.cursor = TextCursor(window.pane, window.actions_["cursor"], reader)
        self.printing = Printing(window)
        self.continuing = Continuing(window, reader, is_ready)
