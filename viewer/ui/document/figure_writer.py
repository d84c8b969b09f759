"""Pictures on the page: alone with their captions, in frames of their own where they are not
there, and in slideshows.

Of a slideshow the page keeps the room and the captions. All of them are text of the page, so that
they are found, marked and copied; one is visible at a time, in a frame as high as the longest, so
that nothing moves when another picture comes. Stage and rail are laid over their room.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextCharFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
)

from viewer.archive.model.document_tree import Node
from viewer.ui.document.built_page import SLIDESHOW_SCHEME, SlideshowSlot
from viewer.ui.document.document_writer import PageWriter
from viewer.ui.widgets.text_lines import break_lines

#: A stage is at the most this high, of its width.
_HIGHEST = 0.72
_LOWEST = 96
_CAPTION = 13
_CAPTION_LINE = 21
_THUMBNAIL = 44
_MOST_LINES = 40


class PictureWriter(PageWriter):
    """Writes figures and slideshows."""

    def _slideshow(self, node: Node) -> None:
        figures = [c for c in node.children if isinstance(c, Node) and c.tag == "figure"]
        if len(figures) > 1 and not self._every_slide:
            self._show(figures)
            return
        for index, figure in enumerate(figures):
            self._picture(figure, f"{index + 1}/{len(figures)}" if len(figures) > 1 else "")

    def _figure(self, node: Node) -> None:
        self._picture(node, "")

    def _picture(self, node: Node, counter: str) -> None:
        number = self._number(node)
        self._anchor(node)
        caption = next((c for c in node.children if isinstance(c, Node)), None)
        size = self._pictures.natural_size(self._page, number)
        if size is None:
            self._picture_frame(number, caption)
            return
        width = min(self._room(), round(size.width() * max(1.0, self._zoom)))
        height = round(width * size.height() / max(1.0, size.width()))
        self._paragraph(top=6, below=8)
        self._align(Qt.AlignmentFlag.AlignHCenter)
        self._image(number, width, height)
        if caption is not None or counter:
            self._paragraph(line=_CAPTION_LINE, below=22)
            self._align(Qt.AlignmentFlag.AlignHCenter)
            dim = self._format(_CAPTION, self._theme.dim)
            if caption is not None:
                self._text(caption, dim)
            if counter:
                self._generated(f"  {counter}", dim)

    def _picture_frame(self, number: int, caption: Node | None) -> None:
        """A picture that is not here keeps its place: why, where it is, and what it shows."""
        figure = self._page.figures[number] if 0 <= number < len(self._page.figures) else None
        with self._frame("missing"):
            dim = self._format(_CAPTION, self._theme.dim)
            self._paragraph(line=22)
            self._built.picture_positions.setdefault(number, self._cursor.position())
            if figure is not None and figure.state == "web":
                self._generated(f"{self._words.web_picture}\u2028", dim)
                self._web_address(figure.source, dim)
            else:
                self._generated(self._words.missing_picture, dim)
            if figure is not None and figure.alt and (caption is None):
                self._generated(f"\u2028{figure.alt}", dim)
            if caption is not None:
                self._paragraph(line=22)
                self._text(caption, dim)

    def _web_address(self, source: str, dim: QTextCharFormat) -> None:
        link = QTextCharFormat(dim)
        if source.startswith(("https://", "http://")):
            link.setForeground(QBrush(QColor(self._theme.accent)))
            link.setAnchor(True)
            link.setAnchorHref(source)
        self._generated(source, link)

    # Slideshows

    def _show(self, figures: list[Node]) -> None:
        numbers = tuple(self._number(figure) for figure in figures)
        width = self._room()
        stage = self._stage_height(numbers, width)
        rail = max(_THUMBNAIL, self._px(2 * _CAPTION)) + 8
        self._built.has_pictures = True
        self._paragraph(top=6)
        at = self._reserve(width, stage, f"{SLIDESHOW_SCHEME}:{len(self._built.slideshows)}")
        for number in numbers:
            self._built.picture_positions.setdefault(number, at)
        captions = self._captions(figures, numbers, width)
        self._paragraph(below=24)
        end = self._reserve(width, rail, "")
        self._built.slideshows.append(
            SlideshowSlot(numbers, at, captions, end, (width, stage), rail)
        )

    def _stage_height(self, numbers: tuple[int, ...], width: int) -> int:
        heights = [float(_LOWEST)]
        for number in numbers:
            size = self._pictures.natural_size(self._page, number)
            if size is not None and size.width() >= 1:
                shown = min(float(width), size.width() * max(1.0, self._zoom))
                heights.append(shown * size.height() / size.width())
        return round(min(max(heights), max(_LOWEST, width * _HIGHEST)))

    def _reserve(self, width: int, height: int, href: str) -> int:
        """Keep room for a part that is laid over the page; returns its position."""
        position = self._cursor.position()
        image = QTextImageFormat()
        image.setWidth(width)
        image.setHeight(height)
        image.setName(href or "rail")
        if href:
            image.setAnchor(True)
            image.setAnchorHref(href)
        self._cursor.insertImage(image)
        return position

    def _captions(
        self, figures: list[Node], numbers: tuple[int, ...], width: int
    ) -> tuple[int, ...]:
        dim = self._format(_CAPTION, self._theme.dim)
        font = dim.font()
        lines = [self._caption_lines(*pair) for pair in zip(figures, numbers, strict=True)]
        most = max(
            sum(len(break_lines(line, font, width, _MOST_LINES)) for line in shown if line)
            for shown in lines
        )
        shape = QTextFrameFormat()
        shape.setBorder(0)
        shape.setPadding(0)
        shape.setMargin(0)
        shape.setTopMargin(self._px(8))
        height = max(1, most * self._px(_CAPTION_LINE)) + self._px(10)
        shape.setHeight(QTextLength(QTextLength.Type.FixedLength, height + self._px(8)))
        frame = self._cursor.insertFrame(shape)
        self._fresh = True
        positions = []
        for figure, (words, web) in zip(figures, lines, strict=True):
            self._paragraph(line=_CAPTION_LINE)
            self._align(Qt.AlignmentFlag.AlignHCenter)
            self._anchor(figure)
            positions.append(self._cursor.position())
            caption = next((c for c in figure.children if isinstance(c, Node)), None)
            if caption is not None:
                self._text(caption, dim)
            if web:
                self._generated("\u2028" if words else "", dim)
                self._web_address(web, dim)
        for position in positions[1:]:
            self._document.findBlock(position).setVisible(False)
        self._after(frame)
        return tuple(positions)

    def _caption_lines(self, figure: Node, number: int) -> tuple[str, str]:
        """The caption's words, and where a picture of the web is."""
        caption = next((c for c in figure.children if isinstance(c, Node)), None)
        known = self._page.figures[number] if 0 <= number < len(self._page.figures) else None
        web = known.source if known is not None and known.state == "web" else ""
        return (caption.text() if caption is not None else ""), web
