"""Decides which panes stand beside the page: those switched on, that fit and have content.

In a narrow window a pane that is asked for lies over the page until something is chosen in it, and
so do the hits of a search.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from viewer.ui.contents.contents_panel import ContentsPanel
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.side_panel.side_panel import SidePanel
from viewer.ui.theme import fonts
from viewer.ui.window.menu_actions import MenuActions

#: In px: narrower windows have no room for the side panel, for hits, and for the contents.
_MIN_WINDOW_FOR_SIDE = 960
_MIN_WINDOW_FOR_HITS = 900
_MIN_WINDOW_FOR_CONTENTS = 720
_OVERLAY_WIDTH, _PAGE_BESIDE_OVERLAY = 320, 56
#: The least widths of the panes at the usual size of text; large text gets more if that leaves
#: ``_MIN_PAGE_WIDTH`` for the page.
_MIN_CONTENTS_WIDTH, _MIN_SIDE_WIDTH, _MIN_PAGE_WIDTH, _MIN_PANE_WIDTH = 200, 220, 300, 200
#: The widths of the panes at the first start, in a window of at least ``_FIRST_WINDOW_WIDTH``.
_CONTENTS_WIDTH, _SIDE_WIDTH, _FIRST_WINDOW_WIDTH = 278, 282, 1280
#: The commands that hide a pane; hidden panes are stored under these names.
_PANES = ("tree", "side")


class PaneLayout(QObject):
    """Shows and hides the contents at the left and, at the right, the hits or the side panel."""

    overlay_docked = Signal()  # a pane that lay over the page stands beside it again
    focus_freed = Signal()  # the pane that has the focus goes

    def __init__(
        self,
        splitter: QSplitter,
        page_stack: QWidget,
        actions: MenuActions,
        contents_panel: ContentsPanel,
        side_panel: SidePanel,
        results_panel: QWidget,
        search_start: QWidget,
        settings: ReaderSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._splitter = splitter
        page, side = splitter.widget(1), splitter.widget(2)
        assert page is not None
        assert isinstance(side, QStackedWidget)
        self._contents_panel, self._page, self._right_pane = contents_panel, page, side
        self._page_stack = page_stack  # the page without the bars above and below it
        page.setMinimumWidth(_MIN_PAGE_WIDTH)
        self._settings = settings
        self._menu_actions = actions
        self._side_panel = side_panel
        self._results_panel = results_panel
        self._search_start = search_start
        self._searching = self._starting = False
        self._sizes_before_search: list[int] = []
        self._are_hits_away = False  # from over the page, until they are wanted again
        self._fits = (True, True, True)  # the contents, the side panel, the hits
        self._overlay: QWidget | None = None
        self._docked_sizes: list[int] = []
        self._sizes_before_page_only: list[int] = []
        self._page_only = False
        self._overlay_edge = QFrame(splitter.parentWidget())
        self._overlay_edge.setObjectName("edge")
        self._overlay_edge.hide()
        self._reset_widths()

    def restore_hidden_panes(self) -> None:
        """Hide the panes the reader had hidden, and save from now on which ones she hides."""
        hidden = self._settings.hidden_panes
        for name in _PANES:
            if name in hidden:
                self.toggle(name)
            self._menu_actions[name].toggled.connect(self._save_hidden_panes)

    def _save_hidden_panes(self) -> None:
        self._settings.hidden_panes = tuple(
            name for name in _PANES if not self._menu_actions[name].isChecked()
        )

    def restore_layout(self) -> None:
        """Show every pane with its width, as at the first start."""
        self.close_overlay()
        for name in _PANES:
            if not self._menu_actions[name].isChecked():
                self.toggle(name)
        self._reset_widths()

    def _reset_widths(self) -> None:
        tree, side = fonts.scaled_px(_CONTENTS_WIDTH), fonts.scaled_px(_SIDE_WIDTH)
        total = max(self._splitter.window().width(), _FIRST_WINDOW_WIDTH)
        self._splitter.setSizes([tree, total - tree - side, side])

    def toggle(self, which: str) -> None:
        """Hide or show the pane ``which`` (``tree``, ``side``); without room, over the page."""
        pane: QWidget = self._contents_panel if which == "tree" else self._right_pane
        room = self._has_room(which)
        if pane is self._overlay:
            self.close_overlay()
            return
        self._dock_overlay()
        show = pane.isHidden()
        self._menu_actions[which].setChecked(show or not room)
        if show and not room:
            if which == "side" and self._is_searching:
                self.show_hits()
                return
            if which == "side":
                self._right_pane.setCurrentWidget(self._side_panel)
            self._show_overlay(pane)
            return
        self._update_contents_panel()
        self.update_right_pane(self._searching, self._starting)

    def set_page_only(self, page_only: bool) -> None:
        """Show the page alone, whatever is asked for meanwhile, or the panes again as before."""
        self._dock_overlay()
        self._page_only = page_only
        if page_only:
            self._sizes_before_page_only = self._splitter.sizes()
        self._update_contents_panel()
        self.update_right_pane(self._searching, self._starting)
        if not page_only:
            self._splitter.setSizes(self._sizes_before_page_only)

    def focus_filter(self) -> None:
        """Give the filter of the contents the focus; they lie over the page if there is no room."""
        if self._contents_panel.isHidden():
            self.toggle("tree")
        self._contents_panel.filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._contents_panel.filter_edit.selectAll()

    def _has_room(self, which: str) -> bool:
        """Whether the pane ``which`` fits beside the page; contents and hits may not both do."""
        tree, side, hits = self._fits
        return side if which == "side" else tree and (side or not hits or not self._is_searching)

    def _update_contents_panel(self) -> None:
        is_enabled = self._has_room("tree") and self._menu_actions["tree"].isChecked()
        self._set_visible(self._contents_panel, is_enabled and not self._page_only)

    def update_right_pane(self, searching: bool, starting: bool) -> None:
        """Show hits in the right pane while ``searching``, else the side panel, else nothing.

        ``starting`` says that the reader is in the search box and has not typed yet.
        """
        was_searching, sizes = self._is_searching, self._splitter.sizes()
        self._searching, self._starting = searching, starting
        self._are_hits_away = self._are_hits_away and self._is_searching
        if self._is_searching != was_searching:
            if self._overlay is self._contents_panel:
                self._dock_overlay()
            self._update_contents_panel()
            if self._is_searching:
                self._sizes_before_search = sizes
            elif self._fits == (True, False, True):
                self._splitter.setSizes(self._sizes_before_search)
        lie_over_page = self._is_searching and not self._fits[2]
        are_shown_over_page = lie_over_page and not self._are_hits_away and not self._page_only
        if self._overlay is self._right_pane:
            are_hits_wanted = self._is_searching and (not lie_over_page or are_shown_over_page)
            if not self._are_hits_over_page and not are_hits_wanted:
                return  # the reader looks at the side panel
            if not (self._are_hits_over_page and are_shown_over_page):
                self._dock_overlay()
        self._right_pane.setCurrentWidget(
            self._results_panel
            if searching
            else self._search_start
            if starting
            else self._side_panel
        )
        if self._are_hits_over_page:
            return
        is_enabled = self._menu_actions["side"].isChecked() and self._fits[1]
        is_visible = self._is_searching or (is_enabled and self._side_panel.has_content)
        self._set_visible(
            self._right_pane, is_visible and not lie_over_page and not self._page_only
        )
        if are_shown_over_page and self._overlay is None:
            self._show_overlay(self._right_pane)

    @property
    def _is_searching(self) -> bool:
        return self._searching or self._starting

    @property
    def _are_hits_over_page(self) -> bool:
        is_side_panel = self._right_pane.currentWidget() is self._side_panel
        return self._overlay is self._right_pane and not is_side_panel

    def show_hits(self) -> None:
        """Show the hits again where they lie over the page and have given way to it."""
        self._are_hits_away = False
        if self._is_searching and not self._are_hits_over_page:
            self._dock_overlay()
            self.update_right_pane(self._searching, self._starting)

    def show_page(self) -> None:
        """Show the page: what lies over it goes, hits until they are wanted again."""
        self._are_hits_away = self._is_searching
        self._dock_overlay()

    def _set_visible(self, pane: QWidget, visible: bool) -> None:
        changed = pane.isHidden() == visible
        pane.setVisible(visible)
        if changed:
            # At once, so that the page is laid out for its final width only.
            self._splitter.refresh()

    def show_side_panel(self) -> None:
        """Show the side panel, in the place of the hits as well, until the search goes on."""
        self._menu_actions["side"].setChecked(True)
        if self._page_only:
            return
        self._are_hits_away = self._is_searching
        if self._fits[1]:
            self._right_pane.setCurrentWidget(self._side_panel)
            self._right_pane.setVisible(True)
        elif self._overlay is not self._right_pane or self._are_hits_over_page:
            self._dock_overlay()
            self._right_pane.setCurrentWidget(self._side_panel)
            self._show_overlay(self._right_pane)

    def apply_width(self, width: int) -> bool:
        """Fit the panes to a window of ``width`` px; True if other panes have room than before."""
        for pane, min_width in (
            (self._contents_panel, _MIN_CONTENTS_WIDTH),
            (self._right_pane, _MIN_SIDE_WIDTH),
        ):
            pane.setMinimumWidth(
                min(
                    fonts.scaled_px(min_width),
                    max(_MIN_PANE_WIDTH, width - _MIN_PAGE_WIDTH - 2),
                )
            )
        fits = (
            width >= fonts.scaled_px(_MIN_WINDOW_FOR_CONTENTS),
            width >= fonts.scaled_px(_MIN_WINDOW_FOR_SIDE),
            width >= fonts.scaled_px(_MIN_WINDOW_FOR_HITS),
        )
        if fits == self._fits or self._page_only:
            self._place_overlay()
            return False
        self._dock_overlay()
        self._fits = fits
        self._update_contents_panel()
        return True

    @property
    def overlay(self) -> QWidget | None:
        """The pane that lies over the page; None if none does."""
        return self._overlay

    def _host(self) -> QWidget:
        host = self._splitter.parentWidget()
        return self._splitter if host is None else host

    def _show_overlay(self, pane: QWidget) -> None:
        host = self._host()
        self._overlay, self._docked_sizes = pane, self._splitter.sizes()
        pane.setParent(host)
        self._place_overlay()
        for widget in (pane, self._overlay_edge):
            widget.show()
            widget.raise_()
        for watched in (pane, self._page):
            for child in (watched, *watched.findChildren(QWidget)):
                child.installEventFilter(self)
        if self._are_hits_over_page:
            return  # she is typing
        target = (
            self._side_panel.shown.view if pane is self._right_pane else self._contents_panel.view
        )
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_overlay(self) -> None:
        if self._overlay is None:
            return
        host = self._host()
        if self._are_hits_over_page:
            place = self._page_stack.mapTo(host, QPoint(0, 0))
            self._overlay.setGeometry(QRect(place, self._page_stack.size()))
            self._overlay_edge.setGeometry(QRect())
            return
        width = min(fonts.scaled_px(_OVERLAY_WIDTH), host.width() - _PAGE_BESIDE_OVERLAY)
        left = self._overlay is self._contents_panel
        room = self._splitter.geometry()
        x = room.left() if left else room.right() + 1 - width
        self._overlay.setGeometry(x, room.top(), width, room.height())
        self._overlay_edge.setGeometry(x + width if left else x - 1, room.top(), 1, room.height())

    def close_overlay(self) -> None:
        """Hide the pane that lies over the page; hits stay away until they are wanted again."""
        if self._overlay is not None:
            self._are_hits_away = self._are_hits_away or self._are_hits_over_page
            self._dock_overlay()
            self.update_right_pane(self._searching, self._starting)

    def _dock_overlay(self) -> None:
        """Hide the pane that lies over the page, and put it back beside the page."""
        pane, self._overlay = self._overlay, None
        if pane is None:
            return
        if pane.isAncestorOf(pane.window().focusWidget() or pane.window()):
            self.focus_freed.emit()  # else Qt gives the focus to whatever Tab would lead to
        for watched in (pane, self._page):
            for child in (watched, *watched.findChildren(QWidget)):
                child.removeEventFilter(self)
        pane.hide()
        self._overlay_edge.hide()
        self._splitter.insertWidget(0 if pane is self._contents_panel else 2, pane)
        self._splitter.setSizes(self._docked_sizes)
        pane.hide()
        self.overlay_docked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the overlay on Esc in it, and on a press on the page; hits cover all of that."""
        if self._overlay is None or not isinstance(watched, QWidget):
            return False
        if self._are_hits_over_page:
            if watched is self._page_stack and event.type() in (
                QEvent.Type.Resize,
                QEvent.Type.Move,
            ):
                self._place_overlay()
            return False
        inside = watched is self._overlay or self._overlay.isAncestorOf(watched)
        if event.type() == QEvent.Type.MouseButtonPress and not inside:
            self.close_overlay()
        elif (
            inside
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close_overlay()
            return True
        return False
