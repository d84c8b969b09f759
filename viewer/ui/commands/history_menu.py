"""The back and forward commands, and the menu of the pages visited last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.window.page_stack import PageStack

_MAX_ENTRIES = 15
_MAX_TITLE_LENGTH = 60


class HistoryMenu(QObject):
    """Keeps ``menu`` and the actions ``back`` and ``forward`` in step with the history."""

    def __init__(
        self,
        navigator: Navigator,
        catalogue_access: CatalogueAccess,
        page_stack: PageStack,
        menu: QMenu,
        back: QAction,
        forward: QAction,
        back_button: QToolButton,
    ) -> None:
        super().__init__(menu)
        self._navigator = navigator
        self._catalogue_access = catalogue_access
        self._page_stack = page_stack
        self._back, self._forward = back, forward
        self.menu = menu
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.setEnabled(False)
        navigator.arrived.connect(self._on_arrived)
        page_stack.changed.connect(self._update_actions)
        back_button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        back_button.customContextMenuRequested.connect(
            lambda position: self.menu.popup(back_button.mapToGlobal(position))
        )
        self._update_actions()

    def go_back(self) -> None:
        """Return to the page from a view in its place, else to the previous visit."""
        if not (self._can_uncover_page and self._page_stack.show_page()):
            self._navigator.go_back()

    @property
    def _can_uncover_page(self) -> bool:
        return self._page_stack.replacement is not None and self._navigator.page is not None

    def _on_arrived(self) -> None:
        self.menu.setEnabled(True)
        self._update_actions()

    def _update_actions(self) -> None:
        self._back.setEnabled(self._can_uncover_page or self._navigator.can_go_back)
        self._forward.setEnabled(self._navigator.can_go_forward)

    def _fill_menu(self) -> None:
        """List the last visits, newest first, the current one checked."""
        self.menu.clear()
        visits, current = self._navigator.visits
        for index in reversed(range(max(0, len(visits) - _MAX_ENTRIES), len(visits))):
            address = visits[index].address.without_anchor
            entry = self._catalogue_access.entry(address)
            title = entry.title if entry is not None else str(address)
            action = QAction(_shorten(title).replace("&", "&&"), self.menu)
            action.setCheckable(True)
            action.setChecked(index == current)
            action.triggered.connect(
                lambda _=False, visit=index: self._navigator.go_to_visit(visit)
            )
            self.menu.addAction(action)


def _shorten(title: str) -> str:
    return title if len(title) <= _MAX_TITLE_LENGTH else title[: _MAX_TITLE_LENGTH - 1] + "…"
