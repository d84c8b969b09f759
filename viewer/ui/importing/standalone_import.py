"""An import in a sheet of its own, started while a window of the same library is open already.

That window takes nothing but addresses from other programs, so the import is done here. The window
comes to the front, and sees what came in, when this one is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.color_themes import Theme
from viewer.ui.importing.import_controller import ImportController
from viewer.ui.theme import palette_and_stylesheet as style
from viewer.ui.theme.appearance import Appearance


class ImportAlone(QObject):
    """Brings sources into ``library``; ``hand_over`` gives an address to the window that is open.

    Where that window is gone by then, the address stays in ``left``.
    """

    ended = Signal()

    def __init__(
        self, library: Library, reader: ReaderData, hand_over: Callable[[str], bool]
    ) -> None:
        super().__init__()
        self._hand_over = hand_over
        self._address = ""
        self._has_changed = self._is_told = False
        self.left = ""
        self._box: QMessageBox | None = None
        self._appearance = Appearance(reader, _draw, lambda _typesetting: None, self)
        self._appearance.restore()
        self.importing = ImportController(library, lambda: True)
        self.importing.setParent(self)
        self.importing.library_changed.connect(self._changed)
        self.importing.message.connect(self._said)
        self.importing.address_requested.connect(self._asked)

    def bring(self, sources: Sequence[Path]) -> None:
        """Show the sheet and read ``sources``."""
        self.importing.import_paths(sources)
        if self.importing.dialog is not None:
            self.importing.dialog.closed.connect(self._look_soon)

    def tell(self, sentence: str, _details: str = "") -> None:
        """Say something that nobody else says, and end once it was read."""
        box = self._box = QMessageBox()
        box.setWindowTitle(self.tr("Import"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        box.finished.connect(self._read)
        box.show()

    def close(self) -> None:
        """Stop, and leave the library as it is."""
        self.importing.close()

    def _changed(self, _refreshed: object) -> None:
        self._has_changed = True
        # With a sheet open it is said there.
        self._is_told = self.importing.dialog is None
        self._look_soon()

    def _said(self, sentence: str) -> None:
        # That a change was made is seen in the window; that it was not is only said here.
        told, self._is_told = self._is_told, False
        if not told:
            self.tell(sentence)
        self._look_soon()

    def _asked(self, address: object) -> None:
        self._address = str(address)

    def _read(self) -> None:
        self._box = None
        self._look_soon()

    def _look_soon(self) -> None:
        # What asks has more to do first.
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        if self.importing.is_busy or self._box is not None:
            return
        if (self._has_changed or self._address) and not self._hand_over(self._address):
            self.left = self._address
        self._has_changed = False
        self.ended.emit()


def _draw(theme: Theme) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setPalette(style.build_palette(theme))
        application.setStyleSheet(style.build_style_sheet(theme))
