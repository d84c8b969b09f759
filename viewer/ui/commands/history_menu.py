"""The history as a menu, and the layout of panes as the reader keeps it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.ui.window.main_window import MainWindow

_MAX_ENTRIES = 15
_MAX_TITLE_LENGTH = 60
_PANES = ("tree", "side")


class HistoryMenu(QObject):
    """Joins the history menu and the layout's commands to ``window``."""

    def __init__(self, window: MainWindow, reader_data: ReaderData) -> None:
        super().__init__(window)
        self._window = window
        self._reader_data = reader_data
        self._titles: dict[Address, str] = {}
        self.menu = window.menu_actions.history_menu
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.setEnabled(False)
        window.navigator.arrived.connect(self._on_arrived)
        window.menu_actions["layout"].triggered.connect(self.reset_layout)
        for name in _PANES:
            window.menu_actions[name].toggled.connect(self._save_hidden_panes)
        back = window.toolbar.back_button
        back.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        back.customContextMenuRequested.connect(
            lambda place: self.menu.popup(back.mapToGlobal(place))
        )
        hidden = reader_data.setting("hidden", [])
        for name in _PANES:
            if isinstance(hidden, list) and name in hidden:
                window.menu_actions[name].trigger()

    def _on_arrived(self, address: Address) -> None:
        page = self._window.navigator.page
        if page is not None:
            self._titles[address.without_anchor] = page.entry.title
        self.menu.setEnabled(True)

    def _fill_menu(self) -> None:
        """The last visits, newest first, the current one marked."""
        self.menu.clear()
        visits, current = self._window.navigator.visits
        for place in reversed(range(max(0, len(visits) - _MAX_ENTRIES), len(visits))):
            address = visits[place].address
            title = self._titles.get(address.without_anchor, str(address.without_anchor))
            action = QAction(_shorten(title).replace("&", "&&"), self.menu)
            action.setCheckable(True)
            action.setChecked(place == current)
            action.triggered.connect(
                lambda _=False, at=place: self._window.navigator.go_to_visit(at)
            )
            self.menu.addAction(action)

    def reset_layout(self) -> None:
        """Every pane at its place and of its width, as at the first start."""
        window = self._window
        window.pane_layout.close_overlay()
        for name in _PANES:
            if not window.menu_actions[name].isChecked():
                window.pane_layout.toggle(name)
        window.reset_pane_widths()

    def _save_hidden_panes(self) -> None:
        hidden = [name for name in _PANES if not self._window.menu_actions[name].isChecked()]
        self._reader_data.set_setting("hidden", hidden)


def _shorten(title: str) -> str:
    return title if len(title) <= _MAX_TITLE_LENGTH else title[: _MAX_TITLE_LENGTH - 1] + "…"
