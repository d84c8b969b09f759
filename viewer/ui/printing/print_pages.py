"""The pages of a printed column: measured line by line, and painted.

Qt would cut a document into pages by itself, but leaves headings alone at their foot and pictures
without their captions. So the column is laid out as one, cut by ``ui.printing.pagination``, and its
lines are drawn where their pages want them. What is drawn into a PDF stays what it is: letters that
can be selected, links that can be followed, and our own drawings as vectors.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextDocument,
    QTextFormat,
    QTextLine,
    QTextListFormat,
    QTextTable,
)
from PySide6.QtSvg import QSvgRenderer

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT
from viewer.ui.document.background_painter import BackgroundPainter
from viewer.ui.document.built_page import BuiltPage
from viewer.ui.document.document_writer import KEEP_WITH_NEXT
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.printing.pagination import AVOID_BREAK, PREFER_WHOLE, UnbrokenSpan, paginate
from viewer.ui.printing.print_builder import PIXEL_SCALE, UNITS_PER_POINT
from viewer.ui.theme.typesetting import Typesetting

#: Pictures are printed with as many of their own dots, on an inch.
_PICTURE_DPI = 300
#: Blocks measured in one step.
_BLOCKS_PER_STEP = 100
#: A frame is kept whole up to this share of a page.
_MAX_UNBROKEN_SHARE = 0.45
#: Units that two edges may differ by and be the same.
_TOLERANCE = 0.5


class TooLongError(Exception):
    """The column is longer than Qt can lay out."""


class PictureTextObject(QPyTextObject):
    """Draws the pictures of ``page`` into a document, our own drawings as vectors."""

    def __init__(self, page: Page, pictures: PictureCache) -> None:
        super().__init__()
        self._page = page
        self._pictures = pictures
        self._drawings: dict[int, QSvgRenderer | None] = {}

    def intrinsicSize(self, _document: QTextDocument, _at: int, format_: QTextFormat) -> QSizeF:
        """As large as it was written."""
        image = format_.toImageFormat()
        return QSizeF(image.width(), image.height())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _at: int,
        format_: QTextFormat,
    ) -> None:
        """Draw one picture into ``rect``."""
        rect = QRectF(rect)
        number = int(format_.toImageFormat().name().split(":")[1])
        if number not in self._drawings:
            self._drawings[number] = self._pictures.svg_renderer(self._page, number)
        drawing = self._drawings[number]
        if drawing is not None:
            drawing.render(painter, rect)
            return
        dots = max(1, round(rect.width() / UNITS_PER_POINT / 72 * _PICTURE_DPI))
        painter.drawImage(rect, self._pictures.scaled_image(self._page, number, dots, 1.0))


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the column, and where the block it belongs to begins."""

    top: float
    bottom: float
    block: QTextBlock
    number: int
    origin: QPointF


class PrintedColumn:
    """The lines of a document that is built, and the pages they make."""

    def __init__(
        self,
        document: QTextDocument,
        built: BuiltPage,
        typesetting: Typesetting,
        page_height: float,
    ) -> None:
        self._document = document
        self._built = built
        self._page_height = page_height
        self._painter = BackgroundPainter(document, LIGHT, typesetting, hairline=PIXEL_SCALE)
        self._lines: list[PrintedLine] = []
        self._spans: list[UnbrokenSpan] = []
        self._lines_by_page: list[list[PrintedLine]] = []
        self._page_ends: list[float] = []
        self.pages: list[tuple[float, float]] = []

    def measure(self) -> Iterator[None]:
        """Measure the lines and cut the pages, a little at each step.

        Raises:
            TooLongError: what is behind the first pages has no place at all.
        """
        self._document.documentLayout().documentSize()  # lays out what is not yet
        if self._document.lastBlock().layout().lineCount() == 0:
            raise TooLongError
        block = self._document.begin()
        waiting: float | None = None  # the top of a heading that has nothing under it yet
        count = 0
        while block.isValid():
            waiting = self._measure_block(block, waiting)
            block = block.next()
            count += 1
            if count % _BLOCKS_PER_STEP == 0:
                yield
        for frame, kind in self._built.frames:
            if isinstance(frame, QTextTable):
                self._measure_table(frame)
            else:
                self._measure_frame(self._painter.frame_rect(frame, kind))
        yield
        self.pages = paginate(self._spans, self._page_height)
        self._page_ends = [end for _, end in self.pages]
        starts = [start for start, _ in self.pages]
        self._lines_by_page = [[] for _ in self.pages]
        for line in self._lines:
            self._lines_by_page[max(0, bisect_right(starts, line.top + _TOLERANCE) - 1)].append(
                line
            )
        yield

    def _measure_block(self, block: QTextBlock, waiting: float | None) -> float | None:
        if not block.text().strip():
            return waiting
        origin = self._document.documentLayout().blockBoundingRect(block).topLeft()
        layout = block.layout()
        lines = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            top = origin.y() + line.y()
            lines.append(PrintedLine(top, top + line.height(), block, number, origin))
        if not lines:
            return waiting
        self._lines += lines
        self._spans += [UnbrokenSpan(line.top, line.bottom) for line in lines]
        # Neither the first nor the last line of a paragraph stands by itself.
        second = lines[min(1, len(lines) - 1)]
        self._spans.append(UnbrokenSpan(lines[0].top, second.bottom, AVOID_BREAK))
        self._spans.append(
            UnbrokenSpan(lines[max(0, len(lines) - 2)].top, lines[-1].bottom, AVOID_BREAK)
        )
        if waiting is not None:
            self._spans.append(UnbrokenSpan(waiting, second.bottom, AVOID_BREAK))
        if block.userState() != KEEP_WITH_NEXT:
            return None
        self._spans.append(UnbrokenSpan(lines[0].top, lines[-1].bottom, AVOID_BREAK))
        return lines[0].top

    def _measure_frame(self, box: QRectF) -> None:
        inside = [line for line in self._lines if box.top() <= line.top < box.bottom()]
        first = min((line.bottom for line in inside), default=box.bottom())
        last = max((line.top for line in inside), default=box.top())
        self._spans.append(UnbrokenSpan(box.top(), first, AVOID_BREAK))
        self._spans.append(UnbrokenSpan(last, box.bottom(), AVOID_BREAK))
        if box.height() <= self._page_height * _MAX_UNBROKEN_SHARE:
            self._spans.append(UnbrokenSpan(box.top(), box.bottom(), PREFER_WHOLE))

    def _measure_table(self, table: QTextTable) -> None:
        rows = self._painter.table_row_edges(table)
        self._spans += [UnbrokenSpan(top, bottom, AVOID_BREAK) for top, bottom in rows]
        self._spans.append(UnbrokenSpan(rows[0][0], rows[-1][1], PREFER_WHOLE))
        if table.format().headerRowCount() and len(rows) > 1:
            self._spans.append(UnbrokenSpan(rows[0][0], rows[1][1], AVOID_BREAK))

    def page_position(self, position: int) -> tuple[int, float]:
        """On which page the character at ``position`` stands, and how far below its top."""
        block = self._document.findBlock(position)
        top = self._document.documentLayout().blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(position - block.position())
        if line.isValid():
            top += line.y()
        number = bisect_right(self._page_ends, top + _TOLERANCE)
        if number >= len(self.pages):
            return max(0, len(self.pages) - 1), 0.0
        return number, max(0.0, top - self.pages[number][0])

    def paint(self, painter: QPainter, number: int, width: float) -> None:
        """Paint page ``number`` with its upper left corner at the origin."""
        start, end = self.pages[number]
        view = QRectF(0, start, width, end - start)
        painter.save()
        painter.translate(0, -start)
        # A ground may go on to the next page, and the edge of one that begins there stays there.
        painter.save()
        painter.setClipRect(view.adjusted(-PIXEL_SCALE, 0, 0, -PIXEL_SCALE))
        self._painter.paint_frames(painter, self._built.frames, view)
        self._painter.paint_link_chips(painter, self._built.link_chips, view)
        painter.restore()
        for line in self._lines_by_page[number]:
            if line.number == 0 and line.block.textList() is not None:
                _paint_marker(painter, line)
            line.block.layout().lineAt(line.number).draw(painter, line.origin)
        painter.restore()


def _paint_marker(painter: QPainter, line: PrintedLine) -> None:
    """The number or the dot of a list's item, to the left of its first line."""
    block = line.block
    shape = block.begin().fragment().charFormat()
    size = shape.intProperty(QTextFormat.Property.FontPixelSize) or PIXEL_SCALE
    first: QTextLine = block.layout().lineAt(0)
    right = line.origin.x() + first.x() - 0.45 * size
    base = line.top + first.ascent()
    painter.save()
    made = block.textList()
    if made.format().style() == QTextListFormat.Style.ListDecimal:
        painter.setFont(shape.font())
        painter.setPen(QColor(LIGHT.ink))
        words = made.itemText(block)
        painter.drawText(
            QPointF(right - painter.fontMetrics().horizontalAdvance(words), base), words
        )
    else:
        radius = size * 0.13
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.ink))
        painter.drawEllipse(QPointF(right - radius, base - size * 0.36), radius, radius)
    painter.restore()
