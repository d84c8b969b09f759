"""Measures the printed column line by line, and paints its pages.

Qt could paginate a document itself, but would part headings and pictures from what belongs to them.
So the column is laid out as one, cut by ``ui.printing.pagination``, and its lines are painted on
their pages. In a PDF text stays selectable, links stay links, and our own drawings stay vectors.
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

#: The resolution of raster pictures in print.
_PICTURE_DPI = 300
#: Text blocks measured in one step of ``measure``.
_BLOCKS_PER_STEP = 100
#: A frame up to this share of a page is kept on one page if possible.
_MAX_UNBROKEN_SHARE = 0.45
#: Edges that differ by no more units are the same.
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
        """The size in the image's format."""
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
    """A line of the column; ``origin`` is the top left corner of its block."""

    top: float
    bottom: float
    block: QTextBlock
    number: int
    origin: QPointF


class PrintedColumn:
    """The lines of a built document, and the pages they are on.

    ``pages`` has the top and bottom of each page in the column, in units (``UNITS_PER_POINT``).
    """

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
        """Measure the lines and paginate, in short steps.

        Raises:
            TooLongError: Qt could not lay out the end of the document.
        """
        self._document.documentLayout().documentSize()  # lays out what is not yet
        if self._document.lastBlock().layout().lineCount() == 0:
            raise TooLongError
        block = self._document.begin()
        heading_top: float | None = None  # the top of a heading whose text is still to come
        count = 0
        while block.isValid():
            heading_top = self._measure_block(block, heading_top)
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

    def _measure_block(self, block: QTextBlock, heading_top: float | None) -> float | None:
        if not block.text().strip():
            return heading_top
        origin = self._document.documentLayout().blockBoundingRect(block).topLeft()
        layout = block.layout()
        lines = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            top = origin.y() + line.y()
            lines.append(PrintedLine(top, top + line.height(), block, number, origin))
        if not lines:
            return heading_top
        self._lines += lines
        self._spans += [UnbrokenSpan(line.top, line.bottom) for line in lines]
        # No orphans and widows: the first two and the last two lines stay together.
        second = lines[min(1, len(lines) - 1)]
        self._spans.append(UnbrokenSpan(lines[0].top, second.bottom, AVOID_BREAK))
        self._spans.append(
            UnbrokenSpan(lines[max(0, len(lines) - 2)].top, lines[-1].bottom, AVOID_BREAK)
        )
        if heading_top is not None:
            self._spans.append(UnbrokenSpan(heading_top, second.bottom, AVOID_BREAK))
        if block.userState() != KEEP_WITH_NEXT:
            return None
        self._spans.append(UnbrokenSpan(lines[0].top, lines[-1].bottom, AVOID_BREAK))
        return lines[0].top

    def _measure_frame(self, box: QRectF) -> None:
        lines = [line for line in self._lines if box.top() <= line.top < box.bottom()]
        first_bottom = min((line.bottom for line in lines), default=box.bottom())
        last_top = max((line.top for line in lines), default=box.top())
        self._spans.append(UnbrokenSpan(box.top(), first_bottom, AVOID_BREAK))
        self._spans.append(UnbrokenSpan(last_top, box.bottom(), AVOID_BREAK))
        if box.height() <= self._page_height * _MAX_UNBROKEN_SHARE:
            self._spans.append(UnbrokenSpan(box.top(), box.bottom(), PREFER_WHOLE))

    def _measure_table(self, table: QTextTable) -> None:
        rows = self._painter.table_row_edges(table)
        self._spans += [UnbrokenSpan(top, bottom, AVOID_BREAK) for top, bottom in rows]
        self._spans.append(UnbrokenSpan(rows[0][0], rows[-1][1], PREFER_WHOLE))
        if table.format().headerRowCount() and len(rows) > 1:
            self._spans.append(UnbrokenSpan(rows[0][0], rows[1][1], AVOID_BREAK))

    def page_position(self, position: int) -> tuple[int, float]:
        """The page (from 0) of the character at ``position``, and units below the page's top."""
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
        # A background may continue on the next page; the edge of one that begins there is cut.
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
    """Paint the number or bullet of a list item, left of its first line."""
    block = line.block
    char_format = block.begin().fragment().charFormat()
    size = char_format.intProperty(QTextFormat.Property.FontPixelSize) or PIXEL_SCALE
    first_line: QTextLine = block.layout().lineAt(0)
    right = line.origin.x() + first_line.x() - 0.45 * size
    baseline = line.top + first_line.ascent()
    painter.save()
    text_list = block.textList()
    if text_list.format().style() == QTextListFormat.Style.ListDecimal:
        painter.setFont(char_format.font())
        painter.setPen(QColor(LIGHT.ink))
        item_text = text_list.itemText(block)
        painter.drawText(
            QPointF(right - painter.fontMetrics().horizontalAdvance(item_text), baseline), item_text
        )
    else:
        radius = size * 0.13
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.ink))
        painter.drawEllipse(QPointF(right - radius, baseline - size * 0.36), radius, radius)
    painter.restore()
