"""The view of the contents: what clicks and keys do, and what stays in view."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
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
from viewer.ui.contents.contents_delegate import AnyIndex, RowDelegate
from viewer.ui.contents.contents_model import (
    KIND_ROLE,
    NodesModel,
)
from viewer.ui.contents.contents_nodes import ContentsNode, Kind
from viewer.ui.contents.incremental_expansion import Unfolding
from viewer.ui.widgets.announcements import announce, notify_focused_item

#: A row by what it stands for, whatever model it is in.
Row = tuple[Kind, str]
Place = tuple[Kind, Address | None, int]


class ContentsView(QTreeView):
    """Arrow keys and clicks choose rows; a row opens as soon as it is current."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.quiet = False
        self.rows = RowDelegate(self)
        self.setItemDelegate(self.rows)
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
        self.clicked.connect(self._clicked)
        # Qt keeps it to itself on Linux.
        self.expanded.connect(lambda _index: self._tell(self.tr("expanded")))
        self.collapsed.connect(lambda _index: self._tell(self.tr("collapsed")))
        self.unfolding = Unfolding(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(lambda: self.chosen.emit(self.currentIndex()))

    @property
    def nodes(self) -> NodesModel:
        """The model that is shown."""
        model = self.model()
        assert isinstance(model, NodesModel)
        return model

    def show_address(self, address: Address | None) -> None:
        """Make the row of ``address`` the current one, opened and in view."""
        index = self.nodes.index_of(address) if address is not None else QModelIndex()
        self.quiet = True
        self.setCurrentIndex(index)
        self.quiet = False
        if index.isValid():
            if index.data(KIND_ROLE) is Kind.ISSUE:
                self.expand(index)
            if self.isVisible():
                self.scrollTo(index)
            else:
                # Qt scrolls there when the view is shown, at a width that then is the right one.
                above = index.parent()
                while above.isValid():
                    self.expand(above)
                    above = above.parent()

    def reset(self) -> None:
        """The rows are others."""
        self.unfolding.stop()
        super().reset()

    # What stays when the rows are made anew

    def open_rows(self) -> dict[Row, bool]:
        """The rows that are open, and the publications that are not."""
        found: dict[Row, bool] = {}
        stack = list(self.nodes.top)
        while stack:
            node = stack.pop()
            is_open = node.count > 0 and self.isExpanded(self.nodes.index_for(node))
            if is_open or node.kind is Kind.PUBLICATION:
                found[_row(node)] = is_open
            if is_open:
                stack.extend(node.children)
        return found

    def reopen(self, opened: Mapping[Row, bool]) -> None:
        """Open the rows that were, and publications that are new."""
        stack = list(self.nodes.top)
        while stack:
            node = stack.pop()
            if opened.get(_row(node), node.kind is Kind.PUBLICATION):
                self.setExpanded(self.nodes.index_for(node), True)
                stack.extend(node.children)

    def top_row(self) -> Place | None:
        """The row at the top of the view, and how far its top is below the edge, in pixels."""
        index = self.indexAt(QPoint(0, 0))
        if not index.isValid():
            return None
        node = self.nodes.node(index)
        return node.kind, node.address, self.visualRect(index).top()

    def put_back(self, top: Place | None) -> None:
        """Bring the row that was at the top back to where it stood."""
        if top is None:
            return
        kind, address, below = top
        index = self.nodes.index_of(address) if address is not None else QModelIndex()
        while index.isValid() and self.nodes.node(index).kind is not kind:
            index = index.parent()
        if index.isValid():
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).top() - below)

    # What the reader does

    def _clicked(self, index: QModelIndex) -> None:
        kind = index.data(KIND_ROLE)
        folded_issue = kind is Kind.ISSUE and not self.isExpanded(index)
        again = kind in (Kind.ISSUE, Kind.SECTION) and self._was_current == index
        if kind is Kind.PUBLICATION or folded_issue or again:
            self.setExpanded(index, not self.isExpanded(index))
        self._later.stop()
        if kind is not Kind.PUBLICATION:
            self.chosen.emit(index)

    def mousePressEvent(self, event: object) -> None:
        """Remember which row was current, so that a second click on it folds it."""
        self._was_current = QPersistentModelIndex(self.currentIndex())
        self.quiet = True
        super().mousePressEvent(event)  # type: ignore[arg-type]
        self.quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row at once; a star unfolds all that is below it."""
        if event.key() == Qt.Key.Key_Asterisk:
            self.unfolding.begin(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._later.stop()
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell a screen reader which row the keys are on.

        It asks for the selected row, and of a tree Qt 6.11 tells it another one.
        """
        super().focusInEvent(event)
        QTimer.singleShot(0, self, lambda: notify_focused_item(self))

    def _tell(self, words: str) -> None:
        if self.hasFocus():
            announce(self, words)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Follow the arrow keys, a moment behind them so that a held key does not stutter."""
        super().currentChanged(current, previous)
        if not self.quiet and current.isValid() and self.hasFocus():
            self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks titles elsewhere: rows get their heights anew."""
        # First, since Qt lays out rows in the middle of its own part.
        if self.rows.fit(self.width()):
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)


def _row(node: ContentsNode) -> Row:
    if node.kind is Kind.PUBLICATION:
        return node.kind, node.address.publication if node.address else node.title
    return node.kind, str(node.address)
