"""Writes pictures with captions, placeholders for missing ones, and slideshows into a page.

Of a slideshow the page has the captions, and reserved space for stage and rail, over which a widget
is laid. All captions are text of the page, so that they are found, highlighted and copied; one is
visible at a time, in a frame as high as the longest, so that nothing moves with another slide.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextCharFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
)

from viewer.archive.model.document_tree import Node
from viewer.ui.document.built_page import SLIDESHOW_SCHEME, LinkChip, SlideshowSlot
from viewer.ui.document.document_writer import DocumentWriter
from viewer.ui.widgets.text_lines import break_lines

#: The largest height of a stage, times its width.
_MAX_STAGE_ASPECT = 0.72
_MIN_STAGE_HEIGHT = 96
_CAPTION_PIXELS = 13
_CAPTION_LINE_HEIGHT = 21
_CHIP_PIXELS = 12
_RAIL_HEIGHT = 44
_MAX_CAPTION_LINES = 40


class FigureWriter:
    """Writes figures and slideshows; if ``expand_slideshows``, these as single figures."""

    def __init__(self, writer: DocumentWriter, *, expand_slideshows: bool) -> None:
        self._writer = writer
        self._expand_slideshows = expand_slideshows

    def write_slideshow(self, node: Node) -> None:
        """Write the figures in ``node``, as a slideshow if there are several."""
        figures = [c for c in node.children if isinstance(c, Node) and c.tag == "figure"]
        if len(figures) > 1 and not self._expand_slideshows:
            self._write_slideshow(figures, node.attrs.get("redrawn"))
            return
        for index, figure in enumerate(figures):
            self._write_picture(
                figure,
                f"{index + 1}/{len(figures)}" if len(figures) > 1 else "",
                node.attrs.get("redrawn") if index == 0 else None,
            )

    def write_figure(self, node: Node) -> None:
        """Write one picture with its caption."""
        self._write_picture(node, "", node.attrs.get("redrawn"))

    def _write_picture(self, node: Node, counter: str, redrawn: str | None) -> None:
        writer = self._writer
        number = writer.picture_number(node)
        writer.note_anchor(node)
        caption = _caption(node)
        size = writer.picture_size(number)
        if size is None:
            self._write_missing_picture(number, caption)
            return
        width = min(writer.available_width(), round(size.width() * max(1.0, writer.zoom)))
        height = round(width * size.height() / max(1.0, size.width()))
        writer.start_paragraph(top=6, below=8)
        writer.align(Qt.AlignmentFlag.AlignHCenter)
        writer.insert_picture(number, width, height)
        if caption is not None or counter or redrawn is not None:
            writer.keep_with_next()
            writer.start_paragraph(line=_CAPTION_LINE_HEIGHT, below=22)
            writer.align(Qt.AlignmentFlag.AlignHCenter)
            dim = writer.char_format(_CAPTION_PIXELS, writer.theme.dim)
            if caption is not None:
                writer.write_text(caption, dim)
            if counter:
                writer.write_generated(f"  {counter}", dim)
            if redrawn is not None:
                self._write_redrawn_chip(redrawn)
            writer.balance_last_line()

    def _write_redrawn_chip(self, href: str) -> None:
        """Write that a picture was drawn anew, as a pill that leads to what tells about it."""
        writer = self._writer
        gap = writer.char_format(_CHIP_PIXELS, writer.theme.dim)
        gap.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        gap.setFontLetterSpacing(writer.scaled_px(12))
        if not writer.cursor.atBlockStart():
            writer.write_generated(" ", gap)
        style = writer.char_format(_CHIP_PIXELS, writer.theme.dim)
        if href:
            style.setAnchor(True)
            style.setAnchorHref(href)
        start = writer.cursor.position()
        # No line breaks inside a chip, not even between two ideographs.
        writer.write_generated("\u2060".join(writer.labels.redrawn.replace(" ", "\u00a0")), style)
        writer.built.link_chips.append(
            LinkChip(start, writer.cursor.position(), is_lost=False, is_small=True)
        )

    def _write_missing_picture(self, number: int, caption: Node | None) -> None:
        """Write a frame for a missing picture: why it is missing, its web address, its alt text."""
        writer = self._writer
        figure = writer.figure(number)
        with writer.frame("missing"):
            dim = writer.char_format(_CAPTION_PIXELS, writer.theme.dim)
            writer.start_paragraph(line=22)
            writer.built.picture_positions.setdefault(number, writer.cursor.position())
            if figure is not None and figure.state == "lost":
                writer.write_generated(f"{writer.labels.lost_picture}\u2002", dim)
                if caption is not None:
                    writer.write_text(caption, dim)
                return
            if figure is not None and figure.state == "web":
                writer.write_generated(f"{writer.labels.web_picture}\u2028", dim)
                self._write_web_address(figure.source, dim)
            else:
                writer.write_generated(writer.labels.missing_picture, dim)
            if figure is not None and figure.alt and (caption is None):
                writer.write_generated(f"\u2028{figure.alt}", dim)
            writer.keep_with_next()
            if caption is not None:
                writer.start_paragraph(line=22)
                writer.write_text(caption, dim)

    def _write_web_address(self, source: str, dim: QTextCharFormat) -> None:
        link = QTextCharFormat(dim)
        if source.startswith(("https://", "http://")):
            link.setForeground(QBrush(QColor(self._writer.theme.accent)))
            link.setAnchor(True)
            link.setAnchorHref(source)
        self._writer.write_generated(source, link)

    # Slideshows

    def _write_slideshow(self, figures: list[Node], redrawn: str | None) -> None:
        writer = self._writer
        numbers = tuple(writer.picture_number(figure) for figure in figures)
        width = writer.available_width()
        stage = self._stage_height(numbers, width)
        rail = max(_RAIL_HEIGHT, writer.scaled_px(2 * _CAPTION_PIXELS)) + 8
        writer.built.has_pictures = True
        writer.start_paragraph(top=6)
        stage_position = self._reserve_space(
            width, stage, f"{SLIDESHOW_SCHEME}:{len(writer.built.slideshows)}"
        )
        for number in numbers:
            writer.built.picture_positions.setdefault(number, stage_position)
        captions = self._write_captions(figures, numbers, width)
        writer.start_paragraph(below=24)
        rail_position = self._reserve_space(width, rail, "")
        writer.built.slideshows.append(
            SlideshowSlot(
                numbers, stage_position, captions, rail_position, (width, stage), rail, redrawn
            )
        )

    def _stage_height(self, numbers: tuple[int, ...], width: int) -> int:
        heights = [float(_MIN_STAGE_HEIGHT)]
        for number in numbers:
            size = self._writer.picture_size(number)
            if size is not None and size.width() >= 1:
                shown_width = min(float(width), size.width() * max(1.0, self._writer.zoom))
                heights.append(shown_width * size.height() / size.width())
        return round(min(max(heights), max(_MIN_STAGE_HEIGHT, width * _MAX_STAGE_ASPECT)))

    def _reserve_space(self, width: int, height: int, href: str) -> int:
        """Reserve space, in pixels, for a part laid over the page; returns its position."""
        position = self._writer.cursor.position()
        image = QTextImageFormat()
        image.setWidth(width)
        image.setHeight(height)
        image.setName(href or "rail")
        if href:
            image.setAnchor(True)
            image.setAnchorHref(href)
        self._writer.cursor.insertImage(image)
        return position

    def _write_captions(
        self, figures: list[Node], numbers: tuple[int, ...], width: int
    ) -> tuple[int, ...]:
        writer = self._writer
        dim = writer.char_format(_CAPTION_PIXELS, writer.theme.dim)
        font = dim.font()
        lines = [self._caption_lines(*pair) for pair in zip(figures, numbers, strict=True)]
        max_lines = max(
            sum(
                len(break_lines(line, font, width, _MAX_CAPTION_LINES))
                for line in caption_lines
                if line
            )
            for caption_lines in lines
        )
        frame_format = QTextFrameFormat()
        frame_format.setBorder(0)
        frame_format.setPadding(0)
        frame_format.setMargin(0)
        frame_format.setTopMargin(writer.scaled_px(8))
        height = max(1, max_lines * writer.scaled_px(_CAPTION_LINE_HEIGHT)) + writer.scaled_px(10)
        frame_format.setHeight(
            QTextLength(QTextLength.Type.FixedLength, height + writer.scaled_px(8))
        )
        frame = writer.insert_frame(frame_format)
        positions = []
        for figure, (text, web) in zip(figures, lines, strict=True):
            writer.start_paragraph(line=_CAPTION_LINE_HEIGHT)
            writer.align(Qt.AlignmentFlag.AlignHCenter)
            writer.note_anchor(figure)
            positions.append(writer.cursor.position())
            caption = _caption(figure)
            if caption is not None:
                writer.write_text(caption, dim)
            if web:
                writer.write_generated("\u2028" if text else "", dim)
                self._write_web_address(web, dim)
            writer.balance_last_line()
        for position in positions[1:]:
            writer.document.findBlock(position).setVisible(False)
        writer.leave_frame(frame)
        return tuple(positions)

    def _caption_lines(self, figure: Node, number: int) -> tuple[str, str]:
        """The caption's text, and the address of a picture that is only on the web."""
        caption = _caption(figure)
        known_figure = self._writer.figure(number)
        web = (
            known_figure.source if known_figure is not None and known_figure.state == "web" else ""
        )
        return (caption.text() if caption is not None else ""), web


def _caption(figure: Node) -> Node | None:
    return next((child for child in figure.children if isinstance(child, Node)), None)
