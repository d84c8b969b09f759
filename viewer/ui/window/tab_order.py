"""The one order in which Tab goes through the window: as it stands, from the top left down."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from viewer.ui.window.main_window import MainWindow


def set_tab_order(window: MainWindow) -> None:
    """Set the order anew; needed whenever something joined the window or moved in it.

    The bar, what the search box calls up, the tree, the page or what lies over it, and the right
    pane. A widget comes into Qt's own order when it is made, which is another one.
    """
    bar, leaf = window.toolbar, window.page_stack.replacement
    groups: list[QWidget] = [window.contents_panel, window.message_bar, window.page_stack.page]
    groups += [leaf] if leaf is not None else []
    groups += [window.find_bar, window.side_panel.tabs, *window.side_panel.panels]
    stops = [
        bar.back_button,
        bar.forward_button,
        bar.search_box,
        window.search_start.search_list,
        *window.results_panel.tab_stops,
        bar.text_size_button,
        bar.theme_button,
        bar.menu_button,
        *(stop for group in groups for stop in _tab_stops(group)),
    ]
    for one, following in pairwise(stops):
        QWidget.setTabOrder(one, following)


def _tab_stops(group: QWidget) -> list[QWidget]:
    """What Tab can stop at in ``group``, in the order it was in."""
    found = [group, *group.findChildren(QWidget)]
    chain: list[QWidget] = []
    widget: QWidget | None = group
    # Once around at most: the order of a window is a ring.
    for _ in range(10_000):
        if widget is None or (chain and widget is group):
            break
        chain.append(widget)
        widget = widget.nextInFocusChain()
    place = {id(widget): number for number, widget in enumerate(chain)}
    stops = [
        widget
        for widget in found
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and id(widget) in place
    ]
    return sorted(stops, key=lambda widget: place[id(widget)])
