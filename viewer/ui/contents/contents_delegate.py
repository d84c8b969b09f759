"""The rows of the contents: how high they are, and how each is drawn."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

from viewer.color_themes import LIGHT
from viewer.ui.contents.contents_model import (
    ADDRESS_ROLE,
    KIND_ROLE,
    LABEL_ROLE,
    READ_ROLE,
    UNREAD_ROLE,
)
from viewer.ui.contents.contents_nodes import ContentsNode, Kind
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.theme import fonts
from viewer.ui.widgets.current_row import paint_current_marker
from viewer.ui.widgets.elision_tooltips import ItemDelegate, is_elided
from viewer.ui.widgets.text_lines import break_lines, fit_lines, fit_strong_lines
from viewer.ui.widgets.text_widths import CharacterWidths

#: Lengths at the usual size of the window's text; see ``RowDelegate``.
_LINE = 20
_PAD = 5
_RIGHT = 14
#: Where a row's text begins, by kind.
_LEFT = {Kind.PUBLICATION: 18, Kind.ISSUE: 34, Kind.SECTION: 62, Kind.ARTICLE: 66}
#: What is kept free at its right for the count of what is unread.
_COUNT = {Kind.PUBLICATION: 44, Kind.ISSUE: 30, Kind.SECTION: 0, Kind.ARTICLE: 0}
#: Where the tick of what was read stands, left of badges and numbers.
_TICK = 22
_MOST_LINES = 2
#: Large text has fewer characters to a line; from this scale on a title may have more lines.
_LARGE, _MOST_LARGE_LINES = 1.5, 4

_SIZE = 13

AnyIndex = QModelIndex | QPersistentModelIndex


class RowDelegate(ItemDelegate):
    """Draws a row: badge or number, title on up to two lines, the current one tinted."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self.faces = fonts.TitleFonts()
        self._plain = fonts.ui_font(_SIZE)
        self._strong = fonts.ui_font(_SIZE, weight=600)
        self._heading = fonts.ui_font(_SIZE, weight=700)
        self._small = fonts.ui_font(11, weight=700)
        self._counted = fonts.ui_font(11)
        self._unit = fonts.ui_scale()
        self._line = fonts.scaled_px(_LINE)
        self._left = {kind: fonts.scaled_px(left) for kind, left in _LEFT.items()}
        self._free = {kind: fonts.scaled_px(count) for kind, count in _COUNT.items()}
        self._most = _MOST_LINES if fonts.ui_scale() < _LARGE else _MOST_LARGE_LINES
        self._sizes = [QSize(40, lines * self._line + 2 * _PAD) for lines in range(self._most + 1)]
        self._counts: dict[tuple[str, Kind], int] = {}
        self._advances: dict[tuple[str, Kind], int] = {}
        self._room = dict.fromkeys(Kind, 0)
        self._metrics = {kind: QFontMetrics(self._font(kind, False)) for kind in Kind}
        self._widths = {kind: CharacterWidths(self._font(kind, False)) for kind in Kind}
        self.fit(view.width())

    def fit(self, width: int) -> bool:
        """Break titles for a view of ``width`` from now on; whether that is another one.

        Room is left for the scroll bar whether it is there or not: as it comes no row changes.
        """
        bar = self._view.verticalScrollBar().sizeHint().width()
        room = {
            kind: max(40, width - bar - self._left[kind] - _RIGHT - self._free[kind])
            for kind in Kind
        }
        changed = room != self._room
        self._room = room
        if changed:
            self._counts.clear()
        return changed

    def _font(self, kind: Kind, current: bool) -> QFont:
        if kind is Kind.PUBLICATION:
            return self._heading
        return self._strong if current or kind is Kind.SECTION else self._plain

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two, as the title needs."""
        # Asked for every row that is laid out: the node is at hand faster than its roles.
        node: ContentsNode = index.internalPointer()
        title, kind = node.title, node.kind
        room = self._room[kind]
        advance = self._advances.get((title, kind))
        if advance is None:
            fits = self._widths[kind].fits(title, room)
            if fits:
                return self._sizes[1]
            if fits is False and self._most == _MOST_LINES:
                return self._sizes[2]
            advance = self._metrics[kind].horizontalAdvance(title)
            self._advances[title, kind] = advance
        if advance <= room:
            return self._sizes[1]
        return self._sizes[2 if self._most == _MOST_LINES else self._lines(title, kind)]

    def _lines(self, title: str, kind: Kind) -> int:
        """How many lines a title takes that may have more than two."""
        lines = self._counts.get((title, kind))
        if lines is None:
            broken = break_lines(title, self._font(kind, False), self._room[kind], self._most)
            lines = self._counts[title, kind] = len(broken)
        return lines

    def cut_text(self, index: AnyIndex) -> str:
        """The title, where it needs more lines than it may have."""
        title, kind = str(index.data()), index.data(KIND_ROLE)
        lines = fit_lines(title, self._font(kind, False), self._room[kind], self._most)
        return title if is_elided(lines, title) else ""

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
        if current:
            paint_current_marker(painter, box, theme)
        if focused and self._view.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if kind in (Kind.PUBLICATION, Kind.ISSUE) and self._view.model().hasChildren(index):
            self._arrow(painter, full, kind, self._view.isExpanded(index))
        self._label(painter, full, kind, str(index.data(LABEL_ROLE) or ""), current)
        ink = theme.accent if current else theme.dim if kind is Kind.ISSUE else theme.ink
        address = index.data(ADDRESS_ROLE)
        publication = address.publication if address is not None else ""
        plain, font = (
            self.faces.for_publication(self._font(kind, weight), publication)
            for weight in (False, current)
        )
        self._title(painter, full, kind, str(index.data()), ink, plain, font)
        if index.data(READ_ROLE):
            self._tick(painter, full, current)
        self._count(painter, full, index.data(UNREAD_ROLE), current)
        painter.restore()

    def _arrow(self, painter: QPainter, full: QRect, kind: Kind, is_open: bool) -> None:
        painter.setPen(QColor(self.theme.dim))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, far, half = self._left[kind] - fonts.scaled_px(9), 3 * self._unit, 1.5 * self._unit
        y = full.top() + _PAD + self._line / 2
        if is_open:
            painter.drawPolyline(
                [QPointF(x - far, y - half), QPointF(x, y + half), QPointF(x + far, y - half)]
            )
        else:
            painter.drawPolyline(
                [QPointF(x - half, y - far), QPointF(x + half, y), QPointF(x - half, y + far)]
            )

    def _label(self, painter: QPainter, full: QRect, kind: Kind, label: str, current: bool) -> None:
        if not label:
            return
        if kind is Kind.SECTION:
            left, wide = fonts.scaled_px(34), fonts.scaled_px(19)
            badge = QRectF(left, full.top() + _PAD + 1, wide, self._line - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.page if current else self.theme.line))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setFont(self._small)
            painter.setPen(QColor(self.theme.accent if current else self.theme.ink))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, label[:3])
        elif kind is Kind.ARTICLE:
            left, wide = fonts.scaled_px(30), self._left[kind] - fonts.scaled_px(38)
            box = QRectF(left, full.top() + _PAD, wide, self._line)
            painter.setFont(self._font(kind, current))
            painter.setPen(QColor(self.theme.accent if current else self.theme.dim))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, label[:4])

    def _tick(self, painter: QPainter, full: QRect, current: bool) -> None:
        pen = QPen(QColor(self.theme.accent if current else self.theme.dim), 1.8 * self._unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        y = full.top() + _PAD + self._line / 2
        x = fonts.scaled_px(_TICK)
        painter.drawPolyline(
            [
                QPointF(x + across * self._unit, y + down * self._unit)
                for across, down in ((-4, 0), (-1, 3), (4, -3.5))
            ]
        )

    def _count(self, painter: QPainter, full: QRect, unread: int | None, current: bool) -> None:
        if not unread:
            return
        painter.setFont(self._counted)
        painter.setPen(QColor(self.theme.accent if current else self.theme.dim))
        bar = self._view.verticalScrollBar().sizeHint().width()
        place = QRect(0, full.top() + _PAD, self._view.width() - bar - _RIGHT, self._line)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, right, format_count(unread))

    def _title(
        self, painter: QPainter, full: QRect, kind: Kind, title: str, ink: str, *faces: QFont
    ) -> None:
        """Draw the title in the second of two faces, broken as in the first if that can be."""
        plain, font = faces
        width = self._room[kind]
        if plain is not font:
            font, lines = fit_strong_lines(title, plain, font, width, self._most)
        else:
            lines = fit_lines(title, font, width, self._most)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        for number, line in enumerate(lines):
            top = full.top() + _PAD + number * self._line
            box = QRect(self._left[kind], top, width, self._line)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, left | Qt.TextFlag.TextSingleLine, line.rstrip())
