"""Which panes stand beside the page: those the reader wants, that find room, and have a use."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from viewer.ui.actions import Actions
from viewer.ui.beside import Beside

#: Narrower windows have no room for the right pane, and none for the contents.
_SIDE_FOLDS = 960
_TREE_FOLDS = 720


class Folding(QObject):
    """Shows and hides the contents at the left, and at the right the hits, talk or outline."""

    def __init__(
        self,
        tree: QWidget,
        side: QStackedWidget,
        actions: Actions,
        beside: Beside,
        hits: QWidget,
        start: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tree = tree
        self._side = side
        self._actions = actions
        self._beside = beside
        self._hits = hits
        self._start = start
        self._searching = self._starting = False
        self._room = self._fits = (True, True)
        self._alone = False

    def toggle(self, which: str) -> None:
        """Put a pane away or bring it back; what the reader brings back stays until she resizes."""
        pane: QWidget = self._tree if which == "tree" else self._side
        show = pane.isHidden()
        self._actions[which].setChecked(show)
        if show:
            tree, side = self._fits
            self._fits = (True, side) if which == "tree" else (tree, True)
        self._show_tree()
        self.show_side(self._searching, self._starting)

    def set_alone(self, alone: bool) -> None:
        """Leave the page alone, whatever is called for meanwhile, or stand beside it as before."""
        self._alone = alone
        self._show_tree()
        self.show_side(self._searching, self._starting)

    def _show_tree(self) -> None:
        wanted = self._fits[0] and self._actions["tree"].isChecked()
        self._tree.setVisible(wanted and not self._alone)

    def show_side(self, searching: bool, starting: bool) -> None:
        """The right pane: hits while ``searching``, else talk or outline, else nothing.

        ``starting`` says that the reader is in the search box and has not typed yet.
        """
        self._searching, self._starting = searching, starting
        shown = self._hits if searching else self._start if starting else self._beside
        self._side.setCurrentWidget(shown)
        called = shown is not self._beside
        wanted = self._actions["side"].isChecked() and self._fits[1]
        useful = called or (wanted and self._beside.has_use)
        self._side.setVisible(useful and not self._alone)

    def bring_beside(self) -> None:
        """Show talk or outline, over the hits as well, until the search goes on."""
        self._actions["side"].setChecked(True)
        self._fits = (self._fits[0], True)
        self._side.setCurrentWidget(self._beside)
        self._side.setVisible(not self._alone)

    def fold(self, width: int) -> bool:
        """See what finds room in a window of ``width``; whether that is other than before."""
        fits = (width >= _TREE_FOLDS, width >= _SIDE_FOLDS)
        if fits == self._room or self._alone:
            return False
        self._room = self._fits = fits
        self._show_tree()
        return True
