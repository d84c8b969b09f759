"""The tree view of the contents: clicks and keys, expansion, and the scroll position."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QTreeView, QWidget

from viewer.archive.model.address import Address
from viewer.ui.contents.contents_delegate import ContentsDelegate
from viewer.ui.contents.contents_model import (
    KIND_ROLE,
    TreeNodeModel,
)
from viewer.ui.contents.contents_nodes import ContentsNode, NodeKind
from viewer.ui.widgets.accessibility import announce, notify_focused_item
from viewer.ui.widgets.item_delegate import AnyIndex

#: Names a row in any model: its kind, and a publication's id or an address.
RowKey = tuple[NodeKind, str]
ScrollAnchor = tuple[NodeKind, Address | None, int]
#: Seconds of expanding rows before other events are handled.
_SLICE_SECONDS = 0.006


class ContentsView(QTreeView):
    """Arrow keys and clicks choose rows; a row opens as soon as it is current."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_selecting = False
        self.row_delegate = ContentsDelegate(self)
        self.setItemDelegate(self.row_delegate)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(True)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setUniformRowHeights(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(self._on_clicked)
        # On Linux, Qt does not tell screen readers.
        self.expanded.connect(lambda _index: self._announce_state(self.tr("expanded")))
        self.collapsed.connect(lambda _index: self._announce_state(self.tr("collapsed")))
        self.expansion = IncrementalExpansion(self)
        self._choose_timer = QTimer(self)
        self._choose_timer.setSingleShot(True)
        self._choose_timer.setInterval(60)
        self._choose_timer.timeout.connect(lambda: self.chosen.emit(self.currentIndex()))

    @property
    def node_model(self) -> TreeNodeModel:
        """The model that is shown."""
        model = self.model()
        assert isinstance(model, TreeNodeModel)
        return model

    def show_address(self, address: Address | None) -> None:
        """Make the row of ``address`` the current one, opened and in view."""
        index = self.node_model.index_of_address(address) if address is not None else QModelIndex()
        self.is_selecting = True
        self.setCurrentIndex(index)
        self.is_selecting = False
        if index.isValid():
            if index.data(KIND_ROLE) is NodeKind.ISSUE:
                self.expand(index)
            if self.isVisible():
                self.scrollTo(index)
            else:
                # Qt scrolls there when the view is shown, once its width is right.
                ancestor = index.parent()
                while ancestor.isValid():
                    self.expand(ancestor)
                    ancestor = ancestor.parent()

    def reset(self) -> None:
        """Stop expanding: the model has other rows."""
        self.expansion.stop()
        super().reset()

    # State that is kept when the rows are replaced

    def expanded_rows(self) -> dict[RowKey, bool]:
        """Which rows are expanded, and which publications are not."""
        expanded: dict[RowKey, bool] = {}
        stack = list(self.node_model.top_nodes)
        while stack:
            node = stack.pop()
            is_open = node.child_count > 0 and self.isExpanded(self.node_model.index_of_node(node))
            if is_open or node.kind is NodeKind.PUBLICATION:
                expanded[_row_key(node)] = is_open
            if is_open:
                stack.extend(node.children)
        return expanded

    def restore_expanded(self, expanded: Mapping[RowKey, bool]) -> None:
        """Expand the rows that were expanded, and publications that are new."""
        stack = list(self.node_model.top_nodes)
        while stack:
            node = stack.pop()
            if expanded.get(_row_key(node), node.kind is NodeKind.PUBLICATION):
                self.setExpanded(self.node_model.index_of_node(node), True)
                stack.extend(node.children)

    def scroll_anchor(self) -> ScrollAnchor | None:
        """The row at the top of the view, and how far its top is below the edge, in pixels."""
        index = self.indexAt(QPoint(0, 0))
        if not index.isValid():
            return None
        node = self.node_model.node(index)
        return node.kind, node.address, self.visualRect(index).top()

    def restore_scroll(self, top: ScrollAnchor | None) -> None:
        """Scroll the row that was at the top back to where it was."""
        if top is None:
            return
        kind, address, old_top = top
        index = self.node_model.index_of_address(address) if address is not None else QModelIndex()
        while index.isValid() and self.node_model.node(index).kind is not kind:
            index = index.parent()
        if index.isValid():
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).top() - old_top)

    # What the reader does

    def _on_clicked(self, index: QModelIndex) -> None:
        kind = index.data(KIND_ROLE)
        folded_issue = kind is NodeKind.ISSUE and not self.isExpanded(index)
        again = kind in (NodeKind.ISSUE, NodeKind.SECTION) and self._current_at_press == index
        if kind is NodeKind.PUBLICATION or folded_issue or again:
            self.setExpanded(index, not self.isExpanded(index))
        self._choose_timer.stop()
        if kind is not NodeKind.PUBLICATION:
            self.chosen.emit(index)

    def mousePressEvent(self, event: object) -> None:
        """Remember which row was current, so that a second click on it collapses it."""
        self._current_at_press = QPersistentModelIndex(self.currentIndex())
        self.is_selecting = True
        super().mousePressEvent(event)  # type: ignore[arg-type]
        self.is_selecting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row at once; an asterisk expands everything below it."""
        if event.key() == Qt.Key.Key_Asterisk:
            self.expansion.start(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_timer.stop()
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell a screen reader which row has the focus.

        It asks for the selected row, and of a tree Qt 6.11 tells it another one.
        """
        super().focusInEvent(event)
        QTimer.singleShot(0, self, lambda: notify_focused_item(self))

    def _announce_state(self, state: str) -> None:
        if self.hasFocus():
            announce(self, state)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Follow the arrow keys, a moment behind them so that a held key does not stutter."""
        super().currentChanged(current, previous)
        if not self.is_selecting and current.isValid() and self.hasFocus():
            self._choose_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks titles elsewhere: rows get their heights anew."""
        # First, since Qt lays out rows in the middle of its own part.
        if self.row_delegate.set_view_width(self.width()):
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)


class IncrementalExpansion(QObject):
    """Expands everything below a row of ``view`` in short steps, what is in view first.

    The view does not scroll.
    """

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
        """Whether there are rows left to expand."""
        return self._timer.isActive()

    def start(self, index: QModelIndex) -> None:
        """Expand ``index`` and everything below it."""
        nodes = self._view.node_model
        node = nodes.node(index)
        self.stop()
        if node.kind is not NodeKind.PUBLICATION:
            self._expand_all_below(node)
            return
        self._view.expand(index)
        first_node = self._first_in_view()
        rows = node.children
        start = first_node.row if first_node is not None and first_node.parent is node else 0
        self._pending.extend(rows[start:])
        self._pending_above.extend(reversed(rows[:start]))
        self._timer.start()
        self._expand_slice()

    def stop(self) -> None:
        """Stop expanding; the rows may be replaced from now on."""
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
        # From the inside out: only expanding the outermost one lays out rows, all at once.
        for child in node.children:
            if child.child_count:
                self._expand_all_below(child)
        self._view.expand(self._view.node_model.index_of_node(node))


def _row_key(node: ContentsNode) -> RowKey:
    if node.kind is NodeKind.PUBLICATION:
        return node.kind, node.address.publication if node.address else node.title
    return node.kind, str(node.address)
