"""Distraction-free reading: the page alone on the screen, and everything else as it was after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from viewer.archive.library.reader_data import ReaderData
from viewer.ui.window.main_window import MainWindow

_HINT_SETTING = "quiet hint"
#: Commands that need what is away: the panes come back by themselves, …
_PANE_COMMANDS = ("tree", "side", "outline")
#: … and these are given once more when everything is back.
_REPEATED_COMMANDS = ("search", "filter")


class DistractionFreeMode(QObject):
    """Takes everything but the page of ``window`` away, and brings back what was there."""

    def __init__(self, window: MainWindow, reader_data: ReaderData) -> None:
        super().__init__(window)
        self._window = window
        self._reader_data = reader_data
        self._previous_state: Qt.WindowState | None = None
        self._was_full_screen = False
        self._previous_sizes: list[int] = []
        actions = window.menu_actions
        actions["quiet"].triggered.connect(lambda *_: self.toggle())
        for name in _PANE_COMMANDS:
            actions[name].triggered.connect(lambda *_: self.leave())
        for name in _REPEATED_COMMANDS:
            actions[name].triggered.connect(
                lambda *_, action=actions[name]: action.trigger() if self.leave() else None
            )
        window.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the page is alone."""
        return self._previous_state is not None

    def toggle(self) -> None:
        """Take everything away, or bring it back."""
        if not self.leave():
            self._enter()

    def leave(self) -> bool:
        """Bring everything back; False if nothing was away."""
        if self._previous_state is None:
            return False
        before, self._previous_state = self._previous_state, None
        window = self._window
        window.setWindowState(before)
        window.menuBar().show()
        window.toolbar.show()
        window.pane_layout.set_page_only(False)
        window.splitter.setSizes(self._previous_sizes)
        window.menu_actions["quiet"].setChecked(False)
        return True

    def _enter(self) -> None:
        window = self._window
        self._previous_state = window.windowState()
        self._was_full_screen = False
        self._previous_sizes = window.splitter.sizes()
        focused = window.focusWidget()
        window.menuBar().hide()
        window.toolbar.hide()
        window.pane_layout.set_page_only(True)
        window.setWindowState(self._previous_state | Qt.WindowState.WindowFullScreen)
        window.menu_actions["quiet"].setChecked(True)
        if focused is None or not focused.isVisible():
            window.article_pane.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._reader_data.setting(_HINT_SETTING):
            self._reader_data.set_setting(_HINT_SETTING, True)
            window.message_bar.show_message(
                self.tr("Esc or F11 brings everything back."), brief=True
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc brings everything back; so do closing, and the system's own end of full screen."""
        if not self.is_on or watched is not self._window:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if (
                event.key() == Qt.Key.Key_Escape
                and not self._window.search_controller.is_find_bar_open
            ):
                return self.leave()
        elif event.type() == QEvent.Type.WindowStateChange:
            if self._window.isFullScreen():
                self._was_full_screen = True
            elif self._was_full_screen:
                self.leave()
        elif event.type() == QEvent.Type.Close:
            # What is written down on closing is the window as it is otherwise.
            self.leave()
        return False
