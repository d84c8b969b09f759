"""Sets the order in which Tab goes through the window: as it looks, from the top left down."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_tab_order(stops: Iterable[QWidget], groups: Iterable[QWidget]) -> None:
    """Let Tab go through ``stops``, then through what it can stop at in each of ``groups``.

    Qt orders widgets by their creation: this has to be called again whenever a widget was added to
    the window or moved in it.
    """
    order = [*stops, *(stop for group in groups for stop in _tab_stops(group))]
    for stop, following in pairwise(order):
        QWidget.setTabOrder(stop, following)


def _tab_stops(group: QWidget) -> list[QWidget]:
    """The widgets of ``group`` that Tab can stop at, in their present order."""
    widgets = [group, *group.findChildren(QWidget)]
    chain: list[QWidget] = []
    widget: QWidget | None = group
    # The focus chain of a window is a ring: once around at most.
    for _ in range(10_000):
        if widget is None or (chain and widget is group):
            break
        chain.append(widget)
        widget = widget.nextInFocusChain()
    position = {id(widget): number for number, widget in enumerate(chain)}
    stops = [
        widget
        for widget in widgets
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and id(widget) in position
    ]
    return sorted(stops, key=lambda widget: position[id(widget)])
