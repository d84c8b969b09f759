"""Which panes stand beside the page: those the reader wants, that find room, and have a use.

In a narrow window a pane that is asked for lies over the page until it has served.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from viewer.ui.side_panel.side_panel import SidePanel
from viewer.ui.theme import fonts
from viewer.ui.window.menu_actions import MenuActions

#: Narrower windows have no room for the right pane, and none for the contents.
_SIDE_FOLDS = 960
_TREE_FOLDS = 720
_OVER_WIDTH, _PAGE_LEFT = 320, 56
#: The least widths of the panes at the usual size of text; large text gets more if that leaves
#: ``_PAGE_BESIDE`` for the page.
_LEAST_TREE, _LEAST_SIDE, _PAGE_BESIDE, _NARROWEST = 200, 220, 300, 200
#: A narrower window has less for the page beside the hits.
_PAGE_FITS, _NARROWEST_PAGE = 540, 160


class Folding(QObject):
    """Shows and hides the contents at the left, and at the right the hits, talk or outline."""

    moved = Signal()  # a pane that lay over the page stands beside it again
    freed = Signal()  # the pane that had the focus is gone

    def __init__(
        self,
        splitter: QSplitter,
        actions: MenuActions,
        beside: SidePanel,
        hits: QWidget,
        start: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._splitter = splitter
        tree, page, side = (splitter.widget(place) for place in range(3))
        assert tree is not None
        assert page is not None
        assert isinstance(side, QStackedWidget)
        self._tree, self._page, self._side = tree, page, side
        self._actions = actions
        self._beside = beside
        self._hits = hits
        self._start = start
        self._searching = self._starting = False
        self._fits = (True, True)
        self._over: QWidget | None = None
        self._sizes: list[int] = []
        self._sizes_before: list[int] = []  # before there were hits
        self._alone = False
        self._edge = QFrame(splitter.parentWidget())
        self._edge.setObjectName("edge")
        self._edge.hide()

    def toggle(self, which: str) -> None:
        """Put a pane away or bring it back; where it finds no room it lies over the page."""
        pane: QWidget = self._tree if which == "tree" else self._side
        room = self._has_room(which)
        if pane is self._over:
            self.put_away()
            return
        self.put_away()
        show = pane.isHidden()
        self._actions[which].setChecked(show or not room)
        if show and not room:
            self._lay_over(pane)
            return
        self._show_tree()
        self.show_side(self._searching, self._starting)

    def set_alone(self, alone: bool) -> None:
        """Leave the page alone, whatever is called for meanwhile, or stand beside it as before."""
        self.put_away()
        self._alone = alone
        self._show_tree()
        self.show_side(self._searching, self._starting)

    def bring_tree(self) -> None:
        """Show the contents, over the page where they find no room beside it."""
        if self._tree.isHidden():
            self.toggle("tree")

    def _has_room(self, which: str) -> bool:
        """Whether a pane may stand beside the page; hits take the room of both in a narrow window.

        Contents, page and hits side by side would leave the page a few words wide.
        """
        tree, side = self._fits
        called = self._searching or self._starting
        return side if which == "side" else tree and (side or not called)

    def _show_tree(self) -> None:
        wanted = self._has_room("tree") and self._actions["tree"].isChecked()
        self._set_visible(self._tree, wanted and not self._alone)

    def show_side(self, searching: bool, starting: bool) -> None:
        """The right pane: hits while ``searching``, else talk or outline, else nothing.

        ``starting`` says that the reader is in the search box and has not typed yet.
        """
        called, sizes = searching or starting, self._splitter.sizes()
        turned = called != (self._searching or self._starting)
        self._searching, self._starting = searching, starting
        if turned:
            if self._over is self._tree:
                self.put_away()
            self._show_tree()
            if called:
                self._sizes_before = sizes
        shown = self._hits if searching else self._start if starting else self._beside
        if self._over is self._side:
            if not called:
                return
            self.put_away()
        self._side.setCurrentWidget(shown)
        wanted = self._actions["side"].isChecked() and self._fits[1]
        useful = called or (wanted and self._beside.has_content)
        self._set_visible(self._side, useful and not self._alone)
        if called and not self._fits[1]:
            self._share(turned)
        elif turned and not called and not self._fits[1] and self._tree.isVisible():
            self._splitter.setSizes(self._sizes_before)

    def _share(self, anew: bool) -> None:
        """Let the hits and the page stand beside each other where there is no room for both.

        What the reader dragged meanwhile stays unless it is ``anew`` or leaves no page to read.
        """
        sizes, whole = self._splitter.sizes(), self._splitter.width()
        if anew or sizes[1] < min(fonts.scaled_px(_PAGE_BESIDE), whole // 2):
            side = min(fonts.scaled_px(_OVER_WIDTH), whole // 2)
            self._splitter.setSizes([sizes[0], whole - sizes[0] - side, side])

    def _set_visible(self, pane: QWidget, visible: bool) -> None:
        changed = pane.isHidden() == visible
        pane.setVisible(visible)
        if changed:
            # At once, handles included: the page is laid out for the width that it will have.
            self._splitter.refresh()

    def bring_beside(self) -> None:
        """Show talk or outline, over the hits as well, until the search goes on."""
        self._actions["side"].setChecked(True)
        if self._alone:
            return
        if not self._fits[1]:
            if self._over is not self._side:
                self.put_away()
                self._lay_over(self._side)
            return
        self._side.setCurrentWidget(self._beside)
        self._side.setVisible(True)

    def fold(self, width: int) -> bool:
        """See what finds room in a window of ``width``; whether that is other than before."""
        for pane, least in ((self._tree, _LEAST_TREE), (self._side, _LEAST_SIDE)):
            pane.setMinimumWidth(
                min(fonts.scaled_px(least), max(_NARROWEST, width - _PAGE_BESIDE - 2))
            )
        self._page.setMinimumWidth(_PAGE_BESIDE if width >= _PAGE_FITS else _NARROWEST_PAGE)
        fits = (width >= fonts.scaled_px(_TREE_FOLDS), width >= fonts.scaled_px(_SIDE_FOLDS))
        if fits == self._fits or self._alone:
            self._place()
            return False
        self.put_away()
        self._fits = fits
        self._show_tree()
        return True

    @property
    def over(self) -> QWidget | None:
        """The pane that lies over the page."""
        return self._over

    def _host(self) -> QWidget:
        host = self._splitter.parentWidget()
        return self._splitter if host is None else host

    def _lay_over(self, pane: QWidget) -> None:
        host = self._host()
        self._over, self._sizes = pane, self._splitter.sizes()
        if pane is self._side:
            self._side.setCurrentWidget(self._beside)
        pane.setParent(host)
        self._place()
        for widget in (pane, self._edge):
            widget.show()
            widget.raise_()
        for watched in (pane, self._page):
            for child in (watched, *watched.findChildren(QWidget)):
                child.installEventFilter(self)
        target = self._beside.current_list if pane is self._side else getattr(pane, "view", pane)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        if self._over is None:
            return
        host = self._host()
        width = min(fonts.scaled_px(_OVER_WIDTH), host.width() - _PAGE_LEFT)
        left = self._over is self._tree
        room = self._splitter.geometry()
        x = room.left() if left else room.right() + 1 - width
        self._over.setGeometry(x, room.top(), width, room.height())
        self._edge.setGeometry(x + width if left else x - 1, room.top(), 1, room.height())

    def put_away(self) -> None:
        """Take away what lies over the page; it has its place beside the page again."""
        pane, self._over = self._over, None
        if pane is None:
            return
        focused = pane.isAncestorOf(pane.window().focusWidget() or pane.window())
        for watched in (pane, self._page):
            for child in (watched, *watched.findChildren(QWidget)):
                child.removeEventFilter(self)
        pane.hide()
        self._edge.hide()
        self._splitter.insertWidget(0 if pane is self._tree else 2, pane)
        self._splitter.setSizes(self._sizes)
        pane.hide()
        self.moved.emit()
        if focused:
            self.freed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the pane, and a press on the page, take it away."""
        if self._over is None or not isinstance(watched, QWidget):
            return False
        inside = watched is self._over or self._over.isAncestorOf(watched)
        if event.type() == QEvent.Type.MouseButtonPress and not inside:
            self.put_away()
        elif (
            inside
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.put_away()
            return True
        return False
