"""Exports an article, or a whole issue, as PDF, in short steps that keep the window responsive."""

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
# Header and page number: their size, and their distance from the edges of the sheet, in points.
_RUNNING_POINTS, _HEADER_Y, _FOOTER_Y = 8.0, 50.0, 42.0


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What to print: a page as the window shows it; ``whole_issue`` is set if it is one."""

    page: Page
    labels: PageLabels
    whole_issue: WholeIssue | None
    typesetting: Typesetting


class PdfExporter:
    """Writes one PDF: ``steps`` does the work, ``progress`` is 0 to 1, ``data`` the result."""

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
        """Work until the file is in ``data``; it is safe to stop between two steps.

        Raises:
            TooLongError: the file would have some thousands of pages.
        """
        job, paper = self._job, self._paper
        builder = PrintBuilder(self._document, self._pictures, paper, job.typesetting)
        self._built = builder.start(job.page, job.labels, None, None)
        length = max(1, len(job.page.text))
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
        writer.setTitle(job.page.entry.title)
        writer.setCreator("Dosudo Viewer")
        if hasattr(writer, "setAuthor"):  # Qt 6.9
            writer.setAuthor(", ".join(job.page.entry.editors))
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
        """Paint a page in the order in which it is read aloud and copied."""
        paper = self._paper
        self._paint_header(painter, number)
        painter.save()
        painter.translate(paper.side_margin * UNITS_PER_POINT, paper.top_margin * UNITS_PER_POINT)
        self._column.paint(painter, number, paper.text_width * UNITS_PER_POINT)
        painter.restore()
        self._paint_footer(painter, number)

    def _paint_header(self, painter: QPainter, number: int) -> None:
        """Paint the issue's title, and the title of the article that continues on the page.

        A first page that begins with the issue's title has no header.
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
        part = width * (0.48 if title else 1.0)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            QRectF(left, base - 2 * metrics.height(), part, 2 * metrics.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            metrics.elidedText(page.issue_title, elide, part),
        )
        painter.drawText(
            QRectF(left + width - part, base - 2 * metrics.height(), part, 2 * metrics.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom,
            metrics.elidedText(title, elide, part),
        )
        painter.setPen(QPen(QColor(LIGHT.line), PIXEL_SCALE))
        line = base + 5 * UNITS_PER_POINT
        painter.drawLine(QLineF(left, line, left + width, line))

    def _paint_footer(self, painter: QPainter, number: int) -> None:
        paper = self._paper
        page_text = QCoreApplication.translate("PrintCommands", "Page {page} of {count}").format(
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
            page_text,
        )

    def _running_font(self) -> QFont:
        return fonts.font(
            round(_RUNNING_POINTS * UNITS_PER_POINT), language=self._job.page.language
        )

    def _make_header_titles(self) -> list[str]:
        """The right-hand header of each page: the title of the article that continues there."""
        page, whole_issue = self._job.page, self._job.whole_issue
        titles = [page.entry.title if whole_issue is None else ""] * self.page_count
        for part in whole_issue.parts if whole_issue is not None else ():
            first_page, distance = self._page_position(part.start)
            # If an article opens at the top of a page, its title would only be repeated.
            for number in range(first_page + (distance > UNITS_PER_POINT), self.page_count):
                titles[number] = part.page.entry.title
            if distance <= UNITS_PER_POINT and first_page < self.page_count:
                titles[first_page] = ""
        if titles:
            titles[0] = ""
        return ["" if title == page.issue_title else title for title in titles]

    def _page_position(self, offset: int) -> tuple[int, float]:
        return self._column.page_position(self._built.text_map.to_position(offset))

    def _destination(self, offset: int) -> Destination:
        number, distance = self._page_position(offset)
        paper = self._paper
        space_above = 12.0
        return Destination(
            number,
            min(
                paper.height,
                paper.height - paper.top_margin - distance / UNITS_PER_POINT + space_above,
            ),
        )

    # The finished file

    def _postprocess(self, data: bytes) -> bytes:
        page, whole_issue = self._job.page, self._job.whole_issue
        lines = build_outline(page) if whole_issue is None else build_issue_outline(whole_issue)
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
        """All text in the file, also that of SVG drawings."""
        page = self._job.page
        text = [self._document.toPlainText(), page.issue_title]
        for number in self._built.picture_positions:
            if 0 <= number < len(page.figures) and page.figures[number].source.endswith(".svg"):
                svg = self._pictures.original_file(page, number) or b""
                text.append(svg.decode("utf-8", "replace"))
        return "".join(text)

    def _resolve_link(self, href: str) -> Destination | str:
        """The target of an address of the library: in this file, else a link into the program."""
        try:
            address = parse_address(href)
        except AddressError:
            return href
        page, whole_issue = self._job.page, self._job.whole_issue
        offset: int | None = None
        if whole_issue is not None:
            part = whole_issue.find_part(address)
            if part is not None:
                offset = part.start
                for anchor in part.page.anchors:
                    if anchor.id == address.anchor:
                        offset = part.text_start + anchor.offset
        elif address.without_anchor == page.entry.address:
            offsets = [anchor.offset for anchor in page.anchors if anchor.id == address.anchor]
            offset = offsets[0] if offsets else 0
        return self._destination(offset) if offset is not None else address.to_url()


class GlyphCharacters:
    """Finds which characters of a text its glyphs stand for.

    Fonts have one glyph for characters that look the same, 文 and the radical ⽂ or a space and a
    tab; the one that occurs in the text is meant.
    """

    def __init__(self, text: str, language: str) -> None:
        self._text = set(text)
        self._language = language
        self._glyphs_by_font: list[tuple[QRawFont, dict[int, str]]] | None = None

    def resolve(self, character: str) -> str:
        """``character``, or the one in the text that looks the same."""
        if character in self._text:
            return character
        if character in "\t\u00a0":
            return " "
        if self._glyphs_by_font is None:
            self._glyphs_by_font = list(self._read_glyphs())
        for raw, characters in self._glyphs_by_font:
            twin = characters.get(_glyph(raw, character))
            if twin is not None:
                return twin
        folded = unicodedata.normalize("NFKC", character)
        return folded if len(folded) == 1 else character

    def _read_glyphs(self) -> Iterator[tuple[QRawFont, dict[int, str]]]:
        """For each font family of this system, the characters of the text by glyph."""
        for family in fonts.families(self._language) + fonts.families(self._language, "serif"):
            font = QFont()
            font.setFamilies([family])
            raw = QRawFont.fromFont(font)
            if raw.familyName() == family:
                characters = {_glyph(raw, character): character for character in sorted(self._text)}
                characters.pop(0, None)
                yield raw, characters


def _glyph(raw: QRawFont, character: str) -> int:
    glyphs = raw.glyphIndexesForString(character)
    return int(glyphs[0]) if glyphs else 0


def _time_limit() -> Callable[[], bool]:
    """A function that says whether the time for this step is over."""
    limit = perf_counter() + _SLICE_SECONDS
    return lambda: perf_counter() >= limit
