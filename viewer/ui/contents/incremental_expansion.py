"""Unfolding very many rows of the contents a few at a time: first those the reader sees."""

from __future__ import annotations

import gc
import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, QTimer

from viewer.ui.contents.contents_nodes import ContentsNode, Kind

if TYPE_CHECKING:
    from viewer.ui.contents.contents_view import ContentsView

#: Seconds of unfolding between two looks at what the reader does.
_SLICE = 0.006


class Unfolding(QObject):
    """Opens everything below a row of ``view``. What is in view stays where it is."""

    def __init__(self, view: ContentsView) -> None:
        super().__init__(view)
        self._view = view
        self._waiting: deque[ContentsNode] = deque()
        self._above: deque[ContentsNode] = deque()
        self._collecting = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_going_on(self) -> bool:
        """Whether rows are still to be opened."""
        return self._timer.isActive()

    def begin(self, index: QModelIndex) -> None:
        """Open ``index`` and everything below it."""
        nodes = self._view.nodes
        node = nodes.node(index)
        self.stop()
        if node.kind is not Kind.PUBLICATION:
            self._open(node)
            return
        self._view.expand(index)
        first = self._first_in_view()
        rows = node.children
        start = first.row if first is not None and first.parent is node else 0
        self._waiting.extend(rows[start:])
        self._above.extend(reversed(rows[:start]))
        self._collecting = gc.isenabled()
        # The collector would walk the growing rows again and again, longer each time.
        gc.disable()
        self._timer.start()
        self._go_on()

    def stop(self) -> None:
        """Open no more; the rows may be others from now on."""
        self._waiting.clear()
        self._above.clear()
        if self._timer.isActive():
            self._timer.stop()
            if self._collecting:
                # They stay, and are let go of by the model, which leaves nothing to collect.
                gc.freeze()
                gc.enable()

    def _first_in_view(self) -> ContentsNode | None:
        index = self._view.indexAt(QPoint(0, 0))
        while index.isValid() and self._view.nodes.node(index).kind not in (
            Kind.ISSUE,
            Kind.PUBLICATION,
        ):
            index = index.parent()
        return self._view.nodes.node(index) if index.isValid() else None

    def _go_on(self) -> None:
        end = time.perf_counter() + _SLICE
        while self._waiting and time.perf_counter() < end:
            self._open(self._waiting.popleft())
        if not self._waiting and self._above:
            top = self._view.top_row()
            while self._above and time.perf_counter() < end:
                self._open(self._above.popleft())
            self._view.put_back(top)
        if not self._waiting and not self._above:
            self.stop()

    def _open(self, node: ContentsNode) -> None:
        # From the inside out: only the outermost one lays rows out, all of them at once.
        for child in node.children:
            if child.count:
                self._open(child)
        self._view.expand(self._view.nodes.index_for(node))
