"""Measures and paints the rows of the contents tree."""

from __future__ import annotations

from PySide6.QtCore import (
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

from viewer.ui.contents.contents_model import (
    ADDRESS_ROLE,
    KIND_ROLE,
    LABEL_ROLE,
    READ_ROLE,
    UNKEPT_ROLE,
    UNREAD_ROLE,
)
from viewer.ui.contents.contents_nodes import ContentsNode, NodeKind
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.theme import fonts
from viewer.ui.widgets.item_delegate import AnyIndex, ItemDelegate, paint_row_ground
from viewer.ui.widgets.text_lines import (
    CharacterWidths,
    break_lines,
    fit_lines,
    fit_strong_lines,
    is_elided,
)

#: Lengths at the usual size of the window's text; see ``ContentsDelegate``.
_LINE_HEIGHT = 20
_PADDING = 5
_RIGHT_MARGIN = 14
#: Where a row's text begins, by kind.
_TEXT_LEFT = {
    NodeKind.PUBLICATION: 18,
    NodeKind.ISSUE: 34,
    NodeKind.SECTION: 62,
    NodeKind.ARTICLE: 66,
}
#: Pixels kept free at its right for the count of unread articles.
_COUNT_WIDTH = {
    NodeKind.PUBLICATION: 44,
    NodeKind.ISSUE: 30,
    NodeKind.SECTION: 0,
    NodeKind.ARTICLE: 0,
}
#: Where the tick of a read article is, left of badges and numbers.
_TICK_LEFT = 22
_MAX_LINES = 2
#: Large text has fewer characters to a line; from this scale on a title may have more lines.
_LARGE_SCALE, _MAX_LINES_LARGE = 1.5, 4

_FONT_PIXELS = 13


class ContentsDelegate(ItemDelegate):
    """Paints a row: badge or number, title on up to two lines, the current row tinted."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.title_fonts = fonts.TitleFonts()
        self._plain_font = fonts.ui_font(_FONT_PIXELS)
        self._strong_font = fonts.ui_font(_FONT_PIXELS, weight=600)
        self._publication_font = fonts.ui_font(_FONT_PIXELS, weight=700)
        self._label_font = fonts.ui_font(11, weight=700)
        self._count_font = fonts.ui_font(11)
        self._ui_scale = fonts.ui_scale()
        self._line_height = fonts.scaled_px(_LINE_HEIGHT)
        self._left = {kind: fonts.scaled_px(left) for kind, left in _TEXT_LEFT.items()}
        self._count_widths = {kind: fonts.scaled_px(count) for kind, count in _COUNT_WIDTH.items()}
        self._max_lines = _MAX_LINES if fonts.ui_scale() < _LARGE_SCALE else _MAX_LINES_LARGE
        self._sizes = [
            QSize(40, lines * self._line_height + 2 * _PADDING)
            for lines in range(self._max_lines + 1)
        ]
        self._line_counts: dict[tuple[str, NodeKind], int] = {}
        self._advances: dict[tuple[str, NodeKind], int] = {}
        self._title_widths = dict.fromkeys(NodeKind, 0)
        self._metrics = {kind: QFontMetrics(self._font(kind, False)) for kind in NodeKind}
        self._widths = {kind: CharacterWidths(self._font(kind, False)) for kind in NodeKind}
        self.set_view_width(view.width())

    def set_view_width(self, width: int) -> bool:
        """Break titles for a view ``width`` pixels wide; whether that changes anything.

        Space for the scroll bar is always kept, so that no row changes when it appears.
        """
        bar = self._view.verticalScrollBar().sizeHint().width()
        title_widths = {
            kind: max(40, width - bar - self._left[kind] - _RIGHT_MARGIN - self._count_widths[kind])
            for kind in NodeKind
        }
        changed = title_widths != self._title_widths
        self._title_widths = title_widths
        if changed:
            self._line_counts.clear()
        return changed

    def _font(self, kind: NodeKind, current: bool) -> QFont:
        if kind is NodeKind.PUBLICATION:
            return self._publication_font
        return self._strong_font if current or kind is NodeKind.SECTION else self._plain_font

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two, as the title needs."""
        # Asked for every row that is laid out: the node is at hand faster than its roles.
        node: ContentsNode = index.internalPointer()
        title, kind = node.title, node.kind
        width = self._title_widths[kind]
        advance = self._advances.get((title, kind))
        if advance is None:
            fits = self._widths[kind].fits(title, width)
            if fits:
                return self._sizes[1]
            if fits is False and self._max_lines == _MAX_LINES:
                return self._sizes[2]
            advance = self._metrics[kind].horizontalAdvance(title)
            self._advances[title, kind] = advance
        if advance <= width:
            return self._sizes[1]
        return self._sizes[2 if self._max_lines == _MAX_LINES else self._line_count(title, kind)]

    def _line_count(self, title: str, kind: NodeKind) -> int:
        """How many lines a title takes, if large text allows more than two."""
        lines = self._line_counts.get((title, kind))
        if lines is None:
            broken = break_lines(
                title, self._font(kind, False), self._title_widths[kind], self._max_lines
            )
            lines = self._line_counts[title, kind] = len(broken)
        return lines

    def elided_text(self, index: AnyIndex) -> str:
        """The title if it needs more lines than it may have, else empty."""
        title, kind = str(index.data()), index.data(KIND_ROLE)
        lines = fit_lines(title, self._font(kind, False), self._title_widths[kind], self._max_lines)
        return title if is_elided(lines, title) else ""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        theme = self.theme
        kind: NodeKind = index.data(KIND_ROLE)
        state = QStyle.StateFlag
        current = bool(option.state & state.State_Selected)
        hovered = bool(option.state & state.State_MouseOver)
        focused = bool(option.state & state.State_HasFocus)
        full = QRect(option.rect)
        full.setLeft(0)
        full.setWidth(self._view.viewport().width())
        box = QRectF(full).adjusted(8, 1, -8, -1)
        paint_row_ground(
            painter,
            box,
            theme,
            current=current,
            hovered=hovered,
            focused=focused and self._view.hasFocus(),
        )
        if kind in (NodeKind.PUBLICATION, NodeKind.ISSUE) and self._view.model().hasChildren(index):
            self._paint_arrow(painter, full, kind, self._view.isExpanded(index))
        self._paint_label(painter, full, kind, str(index.data(LABEL_ROLE) or ""), current)
        ink = theme.accent if current else theme.dim if kind is NodeKind.ISSUE else theme.ink
        address = index.data(ADDRESS_ROLE)
        publication = address.publication if address is not None else ""
        plain, font = (
            self.title_fonts.for_publication(self._font(kind, weight), publication)
            for weight in (False, current)
        )
        self._paint_title(painter, full, kind, str(index.data()), ink, plain, font)
        if index.data(UNKEPT_ROLE):
            self._paint_dots(painter, full, current)
        elif index.data(READ_ROLE):
            self._paint_tick(painter, full, current)
        self._paint_count(painter, full, index.data(UNREAD_ROLE), current)

    def _paint_arrow(self, painter: QPainter, full: QRect, kind: NodeKind, is_open: bool) -> None:
        painter.setPen(QColor(self.theme.dim))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, length, half = (
            self._left[kind] - fonts.scaled_px(9),
            3 * self._ui_scale,
            1.5 * self._ui_scale,
        )
        y = full.top() + _PADDING + self._line_height / 2
        if is_open:
            painter.drawPolyline(
                [QPointF(x - length, y - half), QPointF(x, y + half), QPointF(x + length, y - half)]
            )
        else:
            painter.drawPolyline(
                [QPointF(x - half, y - length), QPointF(x + half, y), QPointF(x - half, y + length)]
            )

    def _paint_label(
        self, painter: QPainter, full: QRect, kind: NodeKind, label: str, current: bool
    ) -> None:
        if not label:
            return
        if kind is NodeKind.SECTION:
            left, width = fonts.scaled_px(34), fonts.scaled_px(19)
            badge = QRectF(left, full.top() + _PADDING + 1, width, self._line_height - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.page if current else self.theme.line))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setFont(self._label_font)
            painter.setPen(QColor(self.theme.accent if current else self.theme.ink))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, label[:3])
        elif kind is NodeKind.ARTICLE:
            left, width = fonts.scaled_px(30), self._left[kind] - fonts.scaled_px(38)
            box = QRectF(left, full.top() + _PADDING, width, self._line_height)
            painter.setFont(self._font(kind, current))
            painter.setPen(QColor(self.theme.accent if current else self.theme.dim))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, label[:4])

    def _paint_tick(self, painter: QPainter, full: QRect, current: bool) -> None:
        pen = QPen(QColor(self.theme.accent if current else self.theme.dim), 1.8 * self._ui_scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        y = full.top() + _PADDING + self._line_height / 2
        x = fonts.scaled_px(_TICK_LEFT)
        painter.drawPolyline(
            [
                QPointF(x + across * self._ui_scale, y + down * self._ui_scale)
                for across, down in ((-4, 0), (-1, 3), (4, -3.5))
            ]
        )

    def _paint_dots(self, painter: QPainter, full: QRect, current: bool) -> None:
        """In place of a tick that is not kept yet, or of none."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent if current else self.theme.dim))
        y = full.top() + _PADDING + self._line_height / 2
        radius = 1.3 * self._ui_scale
        for across in (-4, 0, 4):
            x = fonts.scaled_px(_TICK_LEFT) + across * self._ui_scale
            painter.drawEllipse(QPointF(x, y), radius, radius)

    def _paint_count(
        self, painter: QPainter, full: QRect, unread: int | None, current: bool
    ) -> None:
        if not unread:
            return
        painter.setFont(self._count_font)
        painter.setPen(QColor(self.theme.accent if current else self.theme.dim))
        bar = self._view.verticalScrollBar().sizeHint().width()
        box = QRect(
            0, full.top() + _PADDING, self._view.width() - bar - _RIGHT_MARGIN, self._line_height
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, format_count(unread))

    def _paint_title(
        self, painter: QPainter, full: QRect, kind: NodeKind, title: str, ink: str, *faces: QFont
    ) -> None:
        """Paint the title in the second of two fonts, broken as in the first if possible."""
        plain, font = faces
        width = self._title_widths[kind]
        if plain is not font:
            font, lines = fit_strong_lines(title, plain, font, width, self._max_lines)
        else:
            lines = fit_lines(title, font, width, self._max_lines)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        for number, line in enumerate(lines):
            top = full.top() + _PADDING + number * self._line_height
            box = QRect(self._left[kind], top, width, self._line_height)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, left | Qt.TextFlag.TextSingleLine, line.rstrip())
