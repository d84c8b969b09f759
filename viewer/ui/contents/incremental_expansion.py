"""Unfolding very many rows of the contents a few at a time: first those the reader sees."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, QTimer

from viewer.ui.contents.contents_nodes import ContentsNode, NodeKind

if TYPE_CHECKING:
    from viewer.ui.contents.contents_view import ContentsView

#: Seconds of unfolding between two looks at what the reader does.
_SLICE_SECONDS = 0.006


class IncrementalExpansion(QObject):
    """Opens everything below a row of ``view``. What is in view stays where it is."""

    def __init__(self, view: ContentsView) -> None:
        super().__init__(view)
        self._view = view
        self._pending: deque[ContentsNode] = deque()
        self._pending_above: deque[ContentsNode] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._expand_slice)

    @property
    def is_running(self) -> bool:
        """Whether rows are still to be opened."""
        return self._timer.isActive()

    def start(self, index: QModelIndex) -> None:
        """Open ``index`` and everything below it."""
        nodes = self._view.node_model
        node = nodes.node(index)
        self.stop()
        if node.kind is not NodeKind.PUBLICATION:
            self._expand_all_below(node)
            return
        self._view.expand(index)
        first = self._first_in_view()
        rows = node.children
        start = first.row if first is not None and first.parent is node else 0
        self._pending.extend(rows[start:])
        self._pending_above.extend(reversed(rows[:start]))
        self._timer.start()
        self._expand_slice()

    def stop(self) -> None:
        """Open no more; the rows may be others from now on."""
        self._pending.clear()
        self._pending_above.clear()
        self._timer.stop()

    def _first_in_view(self) -> ContentsNode | None:
        index = self._view.indexAt(QPoint(0, 0))
        while index.isValid() and self._view.node_model.node(index).kind not in (
            NodeKind.ISSUE,
            NodeKind.PUBLICATION,
        ):
            index = index.parent()
        return self._view.node_model.node(index) if index.isValid() else None

    def _expand_slice(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        while self._pending and time.perf_counter() < end:
            self._expand_all_below(self._pending.popleft())
        if not self._pending and self._pending_above:
            top = self._view.scroll_anchor()
            while self._pending_above and time.perf_counter() < end:
                self._expand_all_below(self._pending_above.popleft())
            self._view.restore_scroll(top)
        if not self._pending and not self._pending_above:
            self.stop()

    def _expand_all_below(self, node: ContentsNode) -> None:
        # From the inside out: only the outermost one lays rows out, all of them at once.
        for child in node.children:
            if child.child_count:
                self._expand_all_below(child)
        self._view.expand(self._view.node_model.index_of_node(node))
