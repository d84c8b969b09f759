"""What helps with reading and does not belong to the window's frame, joined to the window."""

from __future__ import annotations

from PySide6.QtCore import QObject

from viewer.archive.reader import ReaderStore
from viewer.ui.main_window import MainWindow
from viewer.ui.quiet import Quiet


class ReadingTools(QObject):
    """Makes the tools of one window."""

    def __init__(self, window: MainWindow, reader: ReaderStore) -> None:
        super().__init__(window)
        self.quiet = Quiet(window, reader)
