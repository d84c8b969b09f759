"""Paints what lies under the text of a page: notes, quotes, code, tables, link chips, matches.

Qt's rich text has neither rounded corners nor a border at one side only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextDocument, QTextFrame, QTextTable

from viewer.color_themes import Theme
from viewer.ui.document.built_page import FRAME_GAP, FRAME_PADDING, SMALL_FRAME_GAPS, LinkChip
from viewer.ui.theme.typesetting import Typesetting


class BackgroundPainter:
    """Paints in coordinates of the document; ``view`` is the visible part of it."""

    def __init__(
        self,
        document: QTextDocument,
        theme: Theme,
        typesetting: Typesetting,
        *,
        hairline: float = 1.0,
    ) -> None:
        """``hairline`` is how many units of the document the thinnest line takes."""
        self._document = document
        self._hairline = hairline
        self._theme = theme
        self._zoom = typesetting.zoom
        self._leading = typesetting.leading

    def paint_frames(
        self, painter: QPainter, frames: list[tuple[QTextFrame, str]], view: QRectF
    ) -> None:
        """Paint backgrounds and rules of frames and tables, each by its kind."""
        for frame, kind in frames:
            self._paint_frame(painter, frame, kind, view)

    def frame_rect(self, frame: QTextFrame, kind: str) -> QRectF:
        """The background rectangle of a frame that is not a table."""
        outer = self._document.documentLayout().frameBoundingRect(frame)
        padding = FRAME_PADDING[kind][1] * self._zoom
        outside = frame.frameFormat().topMargin() - padding
        gap_below = SMALL_FRAME_GAPS.get(kind, FRAME_GAP)
        return outer.adjusted(0, outside, 0, -gap_below * self._zoom)

    def table_row_edges(self, table: QTextTable) -> list[tuple[float, float]]:
        """The upper edge of each row, and the lower edge of the cells that end in it."""
        return [
            (self._row_edge(table, row, False), self._row_edge(table, row, True))
            for row in range(table.rows())
        ]

    def _row_edge(self, table: QTextTable, row: int, lower: bool) -> float:
        layout, padding = self._document.documentLayout(), table.format().cellPadding()
        edges = []
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            cursor = cell.lastCursorPosition() if lower else cell.firstCursorPosition()
            box = layout.blockBoundingRect(cursor.block())
            if lower:
                edges.append(box.bottom() + padding)
            elif cell.row() == row:
                edges.append(box.top() - padding)
        if not edges:
            return layout.frameBoundingRect(table).top()
        return max(edges) if lower else min(edges)

    def _paint_frame(self, painter: QPainter, frame: QTextFrame, kind: str, view: QRectF) -> None:
        layout = self._document.documentLayout()
        outer = layout.frameBoundingRect(frame)
        if not outer.intersects(view):
            return
        theme, pixel = self._theme, self._hairline
        if isinstance(frame, QTextTable):
            self._paint_table(painter, frame, kind, outer)
            return
        box = self.frame_rect(frame, kind)
        painter.setPen(Qt.PenStyle.NoPen)
        if kind in ("note", "open note", "folded note"):
            painter.setBrush(QColor(theme.note))
            painter.drawRoundedRect(box, 4 * pixel, 4 * pixel)
            painter.setBrush(QColor(theme.accent))
            painter.drawRect(QRectF(box.left(), box.top(), 3 * pixel, box.height()))
            if kind != "note":
                self._paint_fold_mark(painter, box, FRAME_PADDING[kind][1], kind == "open note")
        elif kind == "quote":
            painter.setBrush(QColor(theme.line))
            painter.drawRect(QRectF(box.left(), box.top(), 3 * pixel, box.height()))
        elif kind == "code":
            painter.setBrush(QColor(theme.chip))
            painter.drawRoundedRect(box, 6 * pixel, 6 * pixel)
        elif kind == "missing":
            pen = QPen(QColor(theme.dim), pixel, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = pixel / 2
            painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 6 * pixel, 6 * pixel)
        elif kind == "rule":
            painter.setBrush(QColor(theme.line))
            painter.drawRect(QRectF(outer.left(), outer.center().y(), outer.width(), pixel))

    def _paint_fold_mark(
        self, painter: QPainter, box: QRectF, padding: float, is_open: bool
    ) -> None:
        """Paint a chevron before the title of a note: to the right, or down if it is open."""
        zoom = self._zoom
        across, along = 2.5 * zoom, 4.5 * zoom
        # In the middle of the title's line, which is 22 pixels high.
        middle = QPointF(box.left() + 13.5 * zoom, box.top() + (padding + 11) * zoom)
        corners = [QPointF(-across, -along), QPointF(across, 0), QPointF(-across, along)]
        if is_open:
            corners = [QPointF(-corner.y(), corner.x()) for corner in corners]
        painter.setPen(QPen(QColor(self._theme.accent), 1.5 * zoom))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([middle + corner for corner in corners])

    def _paint_table(self, painter: QPainter, table: QTextTable, kind: str, outer: QRectF) -> None:
        table_format = table.format()
        left, right = outer.left() - table_format.cellPadding(), outer.right()
        tops = [self._row_edge(table, row, False) for row in range(table.rows())]
        if kind == "foot":
            painter.setPen(QPen(QColor(self._theme.line), self._hairline))
            painter.drawLine(QLineF(left, tops[0], right, tops[0]))
            return
        for index, y in enumerate([*tops, self._row_edge(table, table.rows() - 1, True)]):
            below_header = index == 1 and table_format.headerRowCount()
            painter.setPen(
                QPen(QColor(self._theme.dim if below_header else self._theme.line), self._hairline)
            )
            painter.drawLine(QLineF(left, round(y) + 0.5, right, round(y) + 0.5))

    def paint_link_chips(self, painter: QPainter, chips: list[LinkChip], view: QRectF) -> None:
        """Paint the links of link rows as pills, open where one breaks to a new line."""
        for chip in chips:
            padding = (7 if chip.is_small else 11) * self._zoom
            height = (18 if chip.is_small else 25) * self._zoom
            boxes = self._line_rects(chip.start, chip.end, view)
            for number, box in enumerate(boxes):
                rect = QRectF(box.left() - padding, 0, box.width() + 2 * padding, height)
                rect.moveTop(box.center().y() - height / 2)
                if chip.is_lost:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(
                        QPen(QColor(self._theme.dim), self._hairline, Qt.PenStyle.DashLine)
                    )
                    rect.adjust(0.5, 0.5, -0.5, -0.5)
                else:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(
                        QColor(self._theme.chip if chip.is_small else self._theme.tint)
                    )
                painter.save()
                painter.setClipRect(rect.adjusted(-1, -1, 1, 1), Qt.ClipOperation.IntersectClip)
                if number > 0:
                    rect.setLeft(rect.left() - height)
                if number < len(boxes) - 1:
                    rect.setRight(rect.right() + height)
                painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
                painter.restore()

    def paint_matches(
        self, painter: QPainter, matches: Sequence[tuple[int, int]], current: int, view: QRectF
    ) -> None:
        """Highlight search matches; number ``current`` (-1: none) in a stronger colour."""
        for number, (start, end) in enumerate(matches):
            colour = self._theme.current_match if number == current else self._theme.match
            for box in self._line_rects(start, end, view):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(box.adjusted(-1, 0, 1, 0), 3, 3)
                self._paint_match_outline(painter, box, number == current)

    def _paint_match_outline(self, painter: QPainter, box: QRectF, is_current: bool) -> None:
        """Underline matches and frame the current one, for readers who do not see the colour."""
        if is_current:
            painter.setPen(QPen(QColor(self._theme.on_match), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1.5, -0.5, 1.5, 0.5), 3, 3)
        else:
            # On whole points: between two of them the line would be as faint as the ground.
            line = QRectF(box.left(), round(box.bottom()) - 1, box.width(), 2)
            painter.fillRect(line, QColor(self._theme.dim))

    def _line_rects(self, start: int, end: int, view: QRectF) -> list[QRectF]:
        """A rectangle for each line of the characters ``[start, end)``; none if out of view."""
        document = self._document
        block = document.findBlock(start)
        outer = document.documentLayout().blockBoundingRect(block)
        if not outer.intersects(view):
            return []
        layout = block.layout()
        base = block.position()
        boxes = []
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            first = max(start - base, line.textStart())
            last = min(end - base, line.textStart() + line.textLength())
            if first >= last:
                continue
            left = _cursor_x(line.cursorToX(first))
            right = _cursor_x(line.cursorToX(last))
            # A fixed line height leaves the glyphs on their baseline: the box follows them.
            glyphs = line.ascent() + line.descent()
            inset = max(0.0, (glyphs - line.height() / self._leading * 1.4) / 2)
            boxes.append(
                QRectF(
                    outer.left() + left,
                    outer.top() + line.y() + inset,
                    right - left,
                    line.height() - 2 * inset,
                )
            )
        return boxes


def _cursor_x(value: object) -> float:
    return float(value[0]) if isinstance(value, tuple) else float(value)  # type: ignore[arg-type]
