"""An import in a dialog of its own, started while a window of the library is open already.

That window takes nothing but addresses from other programs, so the import is done here. The window
comes to the front, and sees what came in, when this one is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from viewer.archive.library.library import Library
from viewer.color_themes import Theme
from viewer.ui.importing.import_controller import ImportController
from viewer.ui.settings.appearance import Appearance
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.theme import palette_and_stylesheet as style


class StandaloneImport(QObject):
    """Brings sources into ``library``; ``hand_over`` gives an address to the window that is open.

    Where that window is gone by then, the address stays in ``pending_address``.
    """

    finished = Signal()

    def __init__(
        self, library: Library, settings: ReaderSettings, hand_over: Callable[[str], bool]
    ) -> None:
        super().__init__()
        self._hand_over = hand_over
        self._address = ""
        self._has_changed = self._is_reported = False
        self.pending_address = ""
        self._message_box: QMessageBox | None = None
        self._appearance = Appearance(settings, _apply_theme, lambda _typesetting: None, self)
        self._appearance.restore()
        self.import_controller = ImportController(library, lambda: True)
        self.import_controller.setParent(self)
        self.import_controller.library_changed.connect(self._on_library_changed)
        self.import_controller.message.connect(self._on_message)
        self.import_controller.address_requested.connect(self._on_address_requested)

    def import_paths(self, sources: Sequence[Path]) -> None:
        """Show the import dialog and read ``sources``."""
        self.import_controller.import_paths(sources)
        if self.import_controller.dialog is not None:
            self.import_controller.dialog.closed.connect(self._check_finished_soon)

    def show_message(self, message: str, _details: str = "") -> None:
        """Show ``message`` in a box; the import may finish once it is closed."""
        box = self._message_box = QMessageBox()
        box.setWindowTitle(self.tr("Import"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(message)
        box.finished.connect(self._on_message_closed)
        box.show()

    def close(self) -> None:
        """Stop, and leave the library as it is."""
        self.import_controller.close()

    def _on_library_changed(self, _refreshed: object) -> None:
        self._has_changed = True
        # An open dialog tells that itself.
        self._is_reported = self.import_controller.dialog is None
        self._check_finished_soon()

    def _on_message(self, sentence: str) -> None:
        # A success is seen in the window; a failure is only told here.
        is_reported, self._is_reported = self._is_reported, False
        if not is_reported:
            self.show_message(sentence)
        self._check_finished_soon()

    def _on_address_requested(self, address: object) -> None:
        self._address = str(address)

    def _on_message_closed(self) -> None:
        self._message_box = None
        self._check_finished_soon()

    def _check_finished_soon(self) -> None:
        # Only after the caller is done.
        QTimer.singleShot(0, self, self._check_finished)

    def _check_finished(self) -> None:
        if self.import_controller.is_busy or self._message_box is not None:
            return
        # Two checks may be waiting: what was handed over is not handed over again.
        address, self._address = self._address, ""
        has_changed, self._has_changed = self._has_changed, False
        if (has_changed or address) and not self._hand_over(address):
            self.pending_address = address
        self.finished.emit()


def _apply_theme(theme: Theme) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setPalette(style.build_palette(theme))
        application.setStyleSheet(style.build_style_sheet(theme))
