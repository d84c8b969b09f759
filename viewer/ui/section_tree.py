"""The section tree: everything there is to read, with a filter above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from viewer.archive.address import Address
from viewer.archive.listing import PublicationEntry
from viewer.themes import LIGHT, Theme
from viewer.ui import fonts
from viewer.ui.contents_model import (
    ADDRESS_ROLE,
    KIND_ROLE,
    LABEL_ROLE,
    ContentsModel,
    Kind,
)
from viewer.ui.text_lines import break_lines, fit_lines

_LINE = 20
_PAD = 5
_RIGHT = 14
#: Where a row's text begins, by kind.
_LEFT = {Kind.PUBLICATION: 18, Kind.ISSUE: 34, Kind.SECTION: 62, Kind.ARTICLE: 66}
_MOST_LINES = 2
_SIZES = [QSize(40, lines * _LINE + 2 * _PAD) for lines in range(_MOST_LINES + 1)]

AnyIndex = QModelIndex | QPersistentModelIndex


class SectionTree(QWidget):
    """The tree with its filter box. It emits the address of the row the reader chose."""

    address_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ContentsModel(self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter titles"))
        self.filter.setAccessibleName(self.tr("Filter titles"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedHeight(30)
        self.view = _Tree(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Contents"))
        self._nothing = QLabel(self.tr("No title holds these words."), self)
        self._nothing.setObjectName("dim")
        self._nothing.setWordWrap(True)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setContentsMargins(18, 8, 18, 8)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        box = QVBoxLayout()
        box.setContentsMargins(12, 0, 12, 0)
        box.addWidget(self.filter)
        layout.addLayout(box)
        layout.addWidget(self._nothing)
        layout.addWidget(self.view, 1)
        self._address: Address | None = None
        self._expanded: set[str] = set()
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.returnPressed.connect(self._open_first)
        self.view.chosen.connect(self._chosen)

    def set_publications(self, publications: Sequence[PublicationEntry]) -> None:
        """Show what the library holds; open rows stay open."""
        opened = self._open_rows()
        first = self.model.rowCount() == 0
        self.model.set_publications(publications)
        if first:
            self._open_at_first()
        else:
            self._reopen(opened)
        self.show_address(self._address)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.view.rows.theme = theme
        self.view.viewport().update()

    def show_address(self, address: Address | None) -> None:
        """Make the row of ``address`` the current one, opened and in view."""
        self._address = address
        index = self.model.index_of(address) if address is not None else QModelIndex()
        self.view.quiet = True
        self.view.setCurrentIndex(index)
        self.view.quiet = False
        if index.isValid():
            if index.data(KIND_ROLE) is Kind.ISSUE:
                self.view.expand(index)
            self.view.scrollTo(index)

    def current_title(self) -> str:
        """The text of the current row."""
        return str(self.view.currentIndex().data() or "")

    def _open_rows(self) -> set[tuple[Kind, Address]]:
        opened: set[tuple[Kind, Address]] = set()
        stack = list(self.model.top)
        while stack:
            node = stack.pop()
            if self.view.isExpanded(self.model.index_for(node)):
                if node.address is not None:
                    opened.add((node.kind, node.address))
                stack.extend(node.children)
        return opened

    def _reopen(self, opened: set[tuple[Kind, Address]]) -> None:
        stack = list(self.model.top)
        while stack:
            node = stack.pop()
            was_open = node.address is not None and (node.kind, node.address) in opened
            if node.kind is Kind.PUBLICATION or was_open:
                self.view.setExpanded(self.model.index_for(node), True)
                stack.extend(node.children)

    def _open_at_first(self) -> None:
        for row in range(self.model.rowCount()):
            publication = self.model.index(row, 0)
            self.view.expand(publication)
            if row == 0 and self.model.rowCount(publication):
                self.view.expandRecursively(self.model.index(0, 0, publication))

    def _filter_changed(self, text: str) -> None:
        if not self.model.is_filtered:
            self._before = self._open_rows()
        found = self.model.set_filter(text)
        self._nothing.setVisible(self.model.is_filtered and not found)
        if self.model.is_filtered:
            self.view.expandAll()
        else:
            self._reopen(self._before)
        self.show_address(self._address)

    def _open_first(self) -> None:
        stack = [self.model.index(row, 0) for row in reversed(range(self.model.rowCount()))]
        while stack:
            index = stack.pop()
            if index.data(KIND_ROLE) is Kind.ARTICLE or not self.model.rowCount(index):
                self._chosen(index)
                return
            stack.extend(
                self.model.index(row, 0, index)
                for row in reversed(range(self.model.rowCount(index)))
            )

    def _chosen(self, index: QModelIndex) -> None:
        address = index.data(ADDRESS_ROLE)
        if address is not None:
            self.address_requested.emit(address)


class _Tree(QTreeView):
    """Arrow keys and clicks choose rows; a row opens as soon as it is current."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.quiet = False
        self.rows = _RowDelegate(self)
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
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(60)
        self._later.timeout.connect(lambda: self.chosen.emit(self.currentIndex()))

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
        """Enter opens the row at once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._later.stop()
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Follow the arrow keys, a moment behind them so that a held key does not stutter."""
        super().currentChanged(current, previous)
        if not self.quiet and current.isValid() and self.hasFocus():
            self._later.start()

    def resizeEvent(self, event: object) -> None:
        """Another width breaks titles elsewhere: rows get their heights anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.rows.forget()
        self.scheduleDelayedItemsLayout()


class _RowDelegate(QStyledItemDelegate):
    """Draws a row: badge or number, title on up to two lines, the current one tinted."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self._plain = fonts.font(13)
        self._strong = fonts.font(13, weight=600)
        self._heading = fonts.font(13, weight=700)
        self._small = fonts.font(11, weight=700)
        self._lines: dict[tuple[str, Kind], int] = {}
        self._room: dict[Kind, int] = {}
        # Measured in the heavier face, so that a row keeps its height when it is current.
        self._metrics = {kind: QFontMetrics(self._font(kind, True)) for kind in Kind}

    def forget(self) -> None:
        """Drop measured heights."""
        self._lines.clear()
        self._room.clear()

    def _font(self, kind: Kind, current: bool) -> QFont:
        if kind is Kind.PUBLICATION:
            return self._heading
        return self._strong if current or kind is Kind.SECTION else self._plain

    def _width(self, kind: Kind) -> int:
        return max(40, self._view.viewport().width() - _LEFT[kind] - _RIGHT)

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two, as the title needs."""
        kind = index.data(KIND_ROLE)
        title = index.data()
        key = (title, kind)
        lines = self._lines.get(key)
        if lines is None:
            width = self._room.get(kind)
            if width is None:
                width = self._room[kind] = self._width(kind)
            # No character is wider than the line is high: most titles need no measuring.
            if len(title) * _LINE <= width or self._metrics[kind].horizontalAdvance(title) <= width:
                lines = 1
            else:
                lines = min(_MOST_LINES, len(break_lines(title, self._font(kind, True), width)))
            self._lines[key] = lines
        return _SIZES[lines]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        theme = self.theme
        kind: Kind = index.data(KIND_ROLE)
        state = QStyle.StateFlag
        current = bool(option.state & state.State_Selected)
        hovered = bool(option.state & state.State_MouseOver)
        focused = bool(option.state & state.State_HasFocus)
        full = QRect(option.rect)
        full.setLeft(0)
        full.setWidth(self._view.viewport().width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(full).adjusted(8, 1, -8, -1)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if current else theme.chip))
            painter.drawRoundedRect(box, 6, 6)
        if focused and self._view.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if kind in (Kind.PUBLICATION, Kind.ISSUE) and self._view.model().rowCount(index):
            self._arrow(painter, full, kind, self._view.isExpanded(index))
        self._label(painter, full, kind, str(index.data(LABEL_ROLE) or ""), current)
        ink = theme.accent if current else theme.dim if kind is Kind.ISSUE else theme.ink
        self._title(painter, full, kind, str(index.data()), ink, current)
        painter.restore()

    def _arrow(self, painter: QPainter, full: QRect, kind: Kind, is_open: bool) -> None:
        painter.setPen(QColor(self.theme.dim))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x = _LEFT[kind] - 9
        y = full.top() + _PAD + _LINE / 2
        if is_open:
            painter.drawPolyline(
                [QPointF(x - 3, y - 1.5), QPointF(x, y + 1.5), QPointF(x + 3, y - 1.5)]
            )
        else:
            painter.drawPolyline(
                [QPointF(x - 1.5, y - 3), QPointF(x + 1.5, y), QPointF(x - 1.5, y + 3)]
            )

    def _label(self, painter: QPainter, full: QRect, kind: Kind, label: str, current: bool) -> None:
        if not label:
            return
        if kind is Kind.SECTION:
            badge = QRectF(34, full.top() + _PAD + 1, 19, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.page if current else self.theme.line))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setFont(self._small)
            painter.setPen(QColor(self.theme.accent if current else self.theme.ink))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, label[:3])
        elif kind is Kind.ARTICLE:
            box = QRectF(30, full.top() + _PAD, _LEFT[kind] - 38, _LINE)
            painter.setFont(self._font(kind, current))
            painter.setPen(QColor(self.theme.accent if current else self.theme.dim))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, label[:4])

    def _title(
        self, painter: QPainter, full: QRect, kind: Kind, title: str, ink: str, current: bool
    ) -> None:
        font = self._font(kind, current)
        width = self._width(kind)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        lines = fit_lines(title, font, width, _MOST_LINES)
        for number, line in enumerate(lines):
            box = QRect(_LEFT[kind], full.top() + _PAD + number * _LINE, width, _LINE)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, left | Qt.TextFlag.TextSingleLine, line.rstrip())
