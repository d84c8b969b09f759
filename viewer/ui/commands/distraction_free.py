"""Full screen, and distraction-free reading: the page alone, and then everything as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.window.menu_actions import MenuActions
from viewer.ui.window.message_bar import MessageBar
from viewer.ui.window.pane_layout import PaneLayout

#: Commands that need what is hidden: the panes come back by themselves, …
_PANE_COMMANDS = ("tree", "side", "outline")
#: … and these are run again once everything is shown.
_REPEATED_COMMANDS = ("search", "filter")


class DistractionFreeMode(QObject):
    """Hides everything but ``page`` in ``window``, in full screen, and restores it later."""

    def __init__(
        self,
        window: QMainWindow,
        page: QWidget,
        toolbar: QWidget,
        find_bar: QWidget,
        message_bar: MessageBar,
        pane_layout: PaneLayout,
        actions: MenuActions,
        settings: ReaderSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._page = page
        self._toolbar = toolbar
        self._find_bar = find_bar
        self._message_bar = message_bar
        self._pane_layout = pane_layout
        self._action = actions["quiet"]
        self._settings = settings
        self._previous_state: Qt.WindowState | None = None
        self._was_full_screen = False
        # These run after the commands themselves, which were connected first.
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

    def toggle(self, *, full_screen: bool = True) -> None:
        """Enter the mode, in ``full_screen`` or in the window as it is, or leave it."""
        if not self.leave():
            self._enter(full_screen=full_screen)

    def toggle_full_screen(self) -> None:
        """Make the window full screen, with everything in it, or normal again."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave(self) -> bool:
        """Leave the mode; False if it was not on."""
        if self._previous_state is None:
            return False
        before, self._previous_state = self._previous_state, None
        self._window.setWindowState(before)
        self._window.menuBar().show()
        self._toolbar.show()
        self._pane_layout.set_page_only(False)
        self._action.setChecked(False)
        return True

    def _enter(self, *, full_screen: bool) -> None:
        window = self._window
        self._previous_state = window.windowState()
        self._was_full_screen = False
        focused = window.focusWidget()
        window.menuBar().hide()
        self._toolbar.hide()
        self._pane_layout.set_page_only(True)
        if full_screen:
            window.setWindowState(self._previous_state | Qt.WindowState.WindowFullScreen)
        self._action.setChecked(True)
        if focused is None or not focused.isVisible():
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._settings.knows_distraction_free_exit:
            self._settings.knows_distraction_free_exit = True
            self._message_bar.show_message(
                self.tr("Esc or F11 brings everything back."), brief=True
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the mode on Esc, on closing, and when the system ends full screen."""
        if not self.is_on or watched is not self._window:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._find_bar.isHidden():
                return self.leave()
        elif event.type() == QEvent.Type.WindowStateChange:
            if self._window.isFullScreen():
                self._was_full_screen = True
            elif self._was_full_screen:
                self.leave()
        elif event.type() == QEvent.Type.Close:
            # On closing, the window is saved as it is without the mode.
            self.leave()
        return False
