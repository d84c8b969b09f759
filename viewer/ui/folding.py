"""Which panes stand beside the page: those the reader wants, that find room, and have a use."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from viewer.ui.actions import Actions
from viewer.ui.chapters_panel import ChaptersPanel

#: Narrower windows have no room for the right pane, and none for the contents.
_SIDE_FOLDS = 960
_TREE_FOLDS = 720


class Folding(QObject):
    """Shows and hides the contents at the left, and at the right the hits or the talk."""

    def __init__(
        self,
        tree: QWidget,
        side: QStackedWidget,
        actions: Actions,
        chapters: ChaptersPanel,
        hits: QWidget,
        start: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tree = tree
        self._side = side
        self._actions = actions
        self._chapters = chapters
        self._hits = hits
        self._start = start
        self._searching = self._starting = False
        self._room = self._fits = (True, True)

    def toggle(self, which: str) -> None:
        """Put a pane away or bring it back; what the reader brings back stays until she resizes."""
        pane: QWidget = self._tree if which == "tree" else self._side
        show = pane.isHidden()
        self._actions[which].setChecked(show)
        if show:
            tree, side = self._fits
            self._fits = (True, side) if which == "tree" else (tree, True)
        self._tree.setVisible(self._fits[0] and self._actions["tree"].isChecked())
        self.show_side(self._searching, self._starting)

    def show_side(self, searching: bool, starting: bool) -> None:
        """The right pane: hits while ``searching``, else the talk, else nothing.

        ``starting`` says that the reader is in the search box and has not typed yet.
        """
        self._searching, self._starting = searching, starting
        shown = self._hits if searching else self._start if starting else self._chapters
        self._side.setCurrentWidget(shown)
        called = shown is not self._chapters
        wanted = self._actions["side"].isChecked() and self._fits[1]
        self._side.setVisible(called or (wanted and self._chapters.series is not None))

    def fold(self, width: int) -> bool:
        """See what finds room in a window of ``width``; whether that is other than before."""
        fits = (width >= _TREE_FOLDS, width >= _SIDE_FOLDS)
        if fits == self._room:
            return False
        self._room = self._fits = fits
        self._tree.setVisible(fits[0] and self._actions["tree"].isChecked())
        return True
