"""The one order in which Tab goes through the window: as it stands, from the top left down."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_tab_order(stops: Iterable[QWidget], groups: Iterable[QWidget]) -> None:
    """Let Tab go through ``stops``, then through what it can stop at in each of ``groups``.

    A widget comes into Qt's own order when it is made, which is another one: this is needed anew
    whenever something joined the window or moved in it.
    """
    order = [*stops, *(stop for group in groups for stop in _tab_stops(group))]
    for one, following in pairwise(order):
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
