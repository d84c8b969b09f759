"""An article, or all of an issue, as a PDF file: made in steps, so that the window answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QBuffer, QCoreApplication, QLineF, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QRawFont,
    QTextDocument,
    QTextFormat,
)

from viewer.archive.model.address import parse_address
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.whole_issue import WholeIssue
from viewer.color_themes import LIGHT
from viewer.errors import AddressError
from viewer.ui.document.built_page import PageLabels
from viewer.ui.i18n.dates_and_numbers import format_count
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.printing.paper import Paper, default_paper
from viewer.ui.printing.pdf_postprocess import Bookmark, Destination, postprocess_pdf
from viewer.ui.printing.print_builder import PIXEL_SCALE, UNITS_PER_POINT, PrintBuilder
from viewer.ui.printing.print_pages import PictureTextObject, PrintedColumn
from viewer.ui.side_panel.outline_model import build_issue_outline, build_outline
from viewer.ui.theme import fonts
from viewer.ui.theme.typesetting import Typesetting

_RESOLUTION = 1200
_SLICE_SECONDS = 0.008
# Running head and page number: their size, and where their lines stand from the sheet's edges.
_RUNNING_POINTS, _HEADER_Y, _FOOTER_Y = 8.0, 50.0, 42.0


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is to be printed: a page of the window, with the whole issue where it is one."""

    page: Page
    labels: PageLabels
    whole_issue: WholeIssue | None
    typesetting: Typesetting


class PdfExporter:
    """Makes one PDF. ``steps`` does the work; ``done`` of ``everything`` tells how far it is."""

    def __init__(self, job: PrintJob, paper: Paper | None = None) -> None:
        self._job = job
        self._paper = paper or default_paper()
        self._pictures = PictureCache()
        self._document = QTextDocument()
        self._picture_object = PictureTextObject(job.page, self._pictures)
        self._document.documentLayout().registerHandler(
            QTextFormat.ObjectTypes.ImageObject.value, self._picture_object
        )
        self.progress = 0.0
        self.data = b""
        self.page_count = 0

    def steps(self) -> Iterator[None]:
        """Work on until the file stands in ``data``; between two steps nothing is half done.

        Raises:
            TooLongError: it would have some thousands of pages.
        """
        printed, paper = self._job, self._paper
        builder = PrintBuilder(self._document, self._pictures, paper, printed.typesetting)
        self._built = builder.start(printed.page, printed.labels, None, None)
        length = max(1, len(printed.page.text))
        while not builder.write_until(_time_limit()):
            self.progress = 0.4 * self._built.text_map.end_offset / length
            yield
        self._column = PrintedColumn(
            self._document, self._built, builder.typesetting, paper.text_height * UNITS_PER_POINT
        )
        yield from self._column.measure()
        self.page_count = len(self._column.pages)
        self._header_titles = self._make_header_titles()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(paper.size))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(_RESOLUTION)
        writer.setTitle(printed.page.entry.title)
        writer.setCreator("Dosudo Viewer")
        if hasattr(writer, "setAuthor"):  # Qt 6.9
            writer.setAuthor(", ".join(printed.page.entry.editors))
        painter = QPainter(writer)
        painter.scale(_RESOLUTION / 72 / UNITS_PER_POINT, _RESOLUTION / 72 / UNITS_PER_POINT)
        try:
            for number in range(self.page_count):
                if number:
                    writer.newPage()
                self._paint_page(painter, number)
                self.progress = 0.4 + 0.5 * (number + 1) / self.page_count
                yield
        finally:
            painter.end()
        yield
        self.data = self._postprocess(bytes(buffer.data().data()))
        self.progress = 1.0

    def _paint_page(self, painter: QPainter, number: int) -> None:
        """In the order in which a page is read aloud and copied."""
        paper = self._paper
        self._paint_header(painter, number)
        painter.save()
        painter.translate(paper.side_margin * UNITS_PER_POINT, paper.top_margin * UNITS_PER_POINT)
        self._column.paint(painter, number, paper.text_width * UNITS_PER_POINT)
        painter.restore()
        self._paint_footer(painter, number)

    def _paint_header(self, painter: QPainter, number: int) -> None:
        """The issue's name, and behind its first page the article that goes on there.

        Above the issue's own title it would only say the same.
        """
        paper, page = self._paper, self._job.page
        if not number and page.entry.title == page.issue_title:
            return
        font = self._running_font()
        metrics = QFontMetricsF(font)
        left, width = paper.side_margin * UNITS_PER_POINT, paper.text_width * UNITS_PER_POINT
        base = _HEADER_Y * UNITS_PER_POINT
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.dim))
        title = self._header_titles[number]
        room = width * (0.48 if title else 1.0)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            QRectF(left, base - 2 * metrics.height(), room, 2 * metrics.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            metrics.elidedText(page.issue_title, elide, room),
        )
        painter.drawText(
            QRectF(left + width - room, base - 2 * metrics.height(), room, 2 * metrics.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom,
            metrics.elidedText(title, elide, room),
        )
        painter.setPen(QPen(QColor(LIGHT.line), PIXEL_SCALE))
        line = base + 5 * UNITS_PER_POINT
        painter.drawLine(QLineF(left, line, left + width, line))

    def _paint_footer(self, painter: QPainter, number: int) -> None:
        paper = self._paper
        words = QCoreApplication.translate("PrintCommands", "Page {page} of {count}").format(
            page=format_count(number + 1), count=format_count(self.page_count)
        )
        painter.setFont(self._running_font())
        painter.setPen(QColor(LIGHT.dim))
        foot = (paper.height - _FOOTER_Y) * UNITS_PER_POINT
        painter.drawText(
            QRectF(
                paper.side_margin * UNITS_PER_POINT,
                foot,
                paper.text_width * UNITS_PER_POINT,
                20 * UNITS_PER_POINT,
            ),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            words,
        )

    def _running_font(self) -> QFont:
        return fonts.font(
            round(_RUNNING_POINTS * UNITS_PER_POINT), language=self._job.page.language
        )

    def _make_header_titles(self) -> list[str]:
        """The title at the head of each page: of the article that the page begins in."""
        page, whole = self._job.page, self._job.whole_issue
        titles = [page.entry.title if whole is None else ""] * self.page_count
        for part in whole.parts if whole is not None else ():
            first, below = self._page_position(part.start)
            # Where an article opens at the very head of a page, its title is no more than repeated.
            for number in range(first + (below > UNITS_PER_POINT), self.page_count):
                titles[number] = part.page.entry.title
            if below <= UNITS_PER_POINT and first < self.page_count:
                titles[first] = ""
        if titles:
            titles[0] = ""
        return ["" if title == page.issue_title else title for title in titles]

    def _page_position(self, offset: int) -> tuple[int, float]:
        return self._column.page_position(self._built.text_map.to_position(offset))

    def _destination(self, offset: int) -> Destination:
        number, below = self._page_position(offset)
        paper = self._paper
        above = 12.0
        return Destination(
            number,
            min(paper.height, paper.height - paper.top_margin - below / UNITS_PER_POINT + above),
        )

    # The finished file

    def _postprocess(self, data: bytes) -> bytes:
        page, whole = self._job.page, self._job.whole_issue
        lines = build_outline(page) if whole is None else build_issue_outline(whole)
        bookmarks = [
            Bookmark(line.title, line.level, self._destination(line.offset)) for line in lines
        ]
        return postprocess_pdf(
            data,
            language=page.language,
            bookmarks=bookmarks,
            resolve_link=self._resolve_link,
            resolve_character=GlyphCharacters(self._all_text(), page.language).resolve,
        )

    def _all_text(self) -> str:
        """Whatever is written in the file, that of our drawings among other things."""
        page = self._job.page
        text = [self._document.toPlainText(), page.issue_title]
        for number in self._built.picture_positions:
            if 0 <= number < len(page.figures) and page.figures[number].source.endswith(".svg"):
                drawn = self._pictures.original_file(page, number) or b""
                text.append(drawn.decode("utf-8", "replace"))
        return "".join(text)

    def _resolve_link(self, href: str) -> Destination | str:
        """Where an address of the library leads: into this file, else into the program."""
        try:
            address = parse_address(href)
        except AddressError:
            return href
        page, whole = self._job.page, self._job.whole_issue
        offset: int | None = None
        if whole is not None:
            part = whole.find_part(address)
            if part is not None:
                offset = part.start
                for mark in part.page.anchors:
                    if mark.id == address.anchor:
                        offset = part.text_start + mark.offset
        elif address.without_anchor == page.entry.address:
            marks = [mark.offset for mark in page.anchors if mark.id == address.anchor]
            offset = marks[0] if marks else 0
        return self._destination(offset) if offset is not None else address.to_url()


class GlyphCharacters:
    """Which characters of a text glyphs stand for.

    Faces have one glyph for characters that look the same, 文 and the radical ⽂ or a blank and a
    tabulator; of those, the text has the one that is meant.
    """

    def __init__(self, text: str, language: str) -> None:
        self._text = set(text)
        self._language = language
        self._glyphs_by_font: list[tuple[QRawFont, dict[int, str]]] | None = None

    def resolve(self, character: str) -> str:
        """``character``, or the one of the text that looks the same."""
        if character in self._text:
            return character
        if character in "\t\u00a0":
            return " "
        if self._glyphs_by_font is None:
            self._glyphs_by_font = list(self._read_glyphs())
        for raw, known in self._glyphs_by_font:
            twin = known.get(_glyph(raw, character))
            if twin is not None:
                return twin
        folded = unicodedata.normalize("NFKC", character)
        return folded if len(folded) == 1 else character

    def _read_glyphs(self) -> Iterator[tuple[QRawFont, dict[int, str]]]:
        """Of each face that this system has, which glyphs the text is written with."""
        for family in fonts.families(self._language) + fonts.families(self._language, "serif"):
            font = QFont()
            font.setFamilies([family])
            raw = QRawFont.fromFont(font)
            if raw.familyName() == family:
                known = {_glyph(raw, one): one for one in sorted(self._text)}
                known.pop(0, None)
                yield raw, known


def _glyph(raw: QRawFont, character: str) -> int:
    glyphs = raw.glyphIndexesForString(character)
    return int(glyphs[0]) if glyphs else 0


def _time_limit() -> Callable[[], bool]:
    """Says when a step has taken long enough."""
    limit = perf_counter() + _SLICE_SECONDS
    return lambda: perf_counter() >= limit
