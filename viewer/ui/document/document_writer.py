"""Writes a page into a QTextDocument: runs of text, paragraphs, frames, pictures, char formats.

No HTML ever reaches Qt: each run of text is inserted by itself and noted in the page's text map,
and none of Qt's own loading or parsing of rich text is at work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLayout,
    QTextTable,
    QTextTableFormat,
)

from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import INLINE_TAGS, Node
from viewer.archive.model.issue import Figure
from viewer.color_themes import Theme
from viewer.ui.document.built_page import (
    FRAME_GAP,
    FRAME_PADDING,
    PICTURE_SCHEME,
    SMALL_FRAME_GAPS,
    BuiltPage,
    PageLabels,
    TextRun,
)
from viewer.ui.document.mixed_script import gap_between, has_centred_punctuation, split_scripts
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.theme import fonts
from viewer.ui.theme.typesetting import Typesetting

BODY_PIXELS = 17
TOP_MARGIN = 28
#: User state of a block that stays on one page with the next: a heading, a picture with caption.
KEEP_WITH_NEXT = 1
_FIRST_HAN = "\u2e80"

# Characters that mean something to QTextDocument: line and paragraph ends, object and frame marks.
QT_CHARACTER_SUBSTITUTES = {
    ord("\n"): "\u2028",
    ord("\r"): " ",
    0x2029: " ",
    0xFFFC: "\ufffd",
    0xFDD0: "\ufffd",
    0xFDD1: "\ufffd",
    0: "\ufffd",
}


class DocumentWriter:
    """Writes pages into one document. Sizes are device-independent pixels at normal zoom.

    No picture is higher than ``max_picture_height``, in pixels of the document.
    """

    def __init__(
        self,
        document: QTextDocument,
        theme: Theme,
        pictures: PictureCache,
        column: int,
        typesetting: Typesetting,
        max_picture_height: int | None = None,
    ) -> None:
        self.document = document
        self.theme = theme
        self.zoom = typesetting.zoom
        self.built = BuiltPage()
        self.cursor = QTextCursor(document)
        #: Cells are set smaller and closer.
        self.in_table = False
        self.body_pixels = BODY_PIXELS
        # Where the article that is being written begins on a page that holds several.
        self.text_base = self.picture_base = 0
        self._pictures = pictures
        self._column = column
        self._typesetting = typesetting
        self._max_picture_height = max_picture_height
        self._frame_inset = 0
        self._block_is_empty = True

    def start_document(self, page: Page, labels: PageLabels) -> None:
        """Empty the document for ``page``."""
        self.page = page
        self.labels = labels
        self.set_language(page.language)
        document = self.document
        document.clear()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._font(BODY_PIXELS))
        document.setIndentWidth(self.scaled_px(26))
        # Distance above the header that scrolls away with it.
        self.cursor = QTextCursor(document)
        # Not ``document.rootFrame()``: PySide6 keeps what that returns as long as the document.
        root_frame = self.cursor.currentFrame()
        frame_format = root_frame.frameFormat()
        frame_format.setTopMargin(TOP_MARGIN)
        root_frame.setFrameFormat(frame_format)
        self.cursor.beginEditBlock()

    def set_language(self, language: str) -> None:
        """Typeset what is written from now on as text in ``language`` (BCP 47)."""
        self.language = language
        self._centred_punctuation = has_centred_punctuation(language)

    # Frames and tables

    @contextmanager
    def frame(self, kind: str) -> Iterator[None]:
        """Write everything inside the ``with`` into a frame; ``kind`` is in ``FRAME_PADDING``."""
        frame_format = QTextFrameFormat()
        frame_format.setBorder(0)
        side_padding, vertical_padding = FRAME_PADDING[kind]
        frame_format.setPadding(0)
        frame_format.setLeftMargin(self.scaled_px(side_padding))
        frame_format.setRightMargin(self.scaled_px(side_padding))
        # Qt drops the margin of the paragraph above: the frame brings its own distance along.
        gap = SMALL_FRAME_GAPS.get(kind, FRAME_GAP)
        space_above = gap if not self._block_is_empty or not self.built.frames else 0
        frame_format.setTopMargin(self.scaled_px(vertical_padding + space_above))
        frame_format.setBottomMargin(self.scaled_px(vertical_padding + gap))
        frame = self.insert_frame(frame_format)
        self.built.frames.append((frame, kind))
        inset = 2 * self.scaled_px(side_padding)
        self._frame_inset += inset
        try:
            yield
        finally:
            self._frame_inset -= inset
            self.leave_frame(frame)

    def insert_frame(self, frame_format: QTextFrameFormat) -> QTextFrame:
        """Begin a frame, and write into it until ``leave_frame``."""
        frame = self.cursor.insertFrame(frame_format)
        self._block_is_empty = True
        return frame

    def leave_frame(self, frame: QTextFrame) -> None:
        """Move the cursor behind ``frame``, which may be a table."""
        self.cursor.setPosition(frame.lastPosition() + 1)
        # Qt puts an empty block behind every frame: it serves as the next one, or takes no room.
        self.cursor.setBlockFormat(self.block_format(line=1))
        self.cursor.setBlockCharFormat(self._one_pixel_format())
        self._block_is_empty = True

    def _one_pixel_format(self) -> QTextCharFormat:
        char_format = QTextCharFormat()
        char_format.setProperty(QTextCharFormat.Property.FontPixelSize, 1)
        return char_format

    def insert_table(
        self, kind: str, rows: int, columns: int, table_format: QTextTableFormat
    ) -> QTextTable:
        """Insert a table painted like a frame of ``kind``; the cursor moves behind it."""
        table = self.cursor.insertTable(rows, columns, table_format)
        self.leave_frame(table)
        self.built.frames.append((table, kind))
        return table

    def move_to(self, cursor: QTextCursor) -> None:
        """Continue writing at ``cursor``, which must be in an empty block."""
        self.cursor = cursor
        self._block_is_empty = True

    # Paragraphs

    def start_paragraph(self, line: float = 0, top: float = 0, below: float = 0) -> None:
        """Begin a block with lines ``line`` pixels high (0: as high as their text).

        ``top`` and ``below`` are the pixels of space around it.
        """
        block_format = self.block_format(line, top, below)
        if self._block_is_empty:
            self.cursor.setBlockFormat(block_format)
            self.cursor.setBlockCharFormat(QTextCharFormat())
            self._block_is_empty = False
        else:
            self.cursor.insertBlock(block_format, QTextCharFormat())

    def block_format(self, line: float = 0, top: float = 0, below: float = 0) -> QTextBlockFormat:
        """The format of a block, see ``start_paragraph``."""
        block_format = QTextBlockFormat()
        if line:
            fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
            block_format.setLineHeight(self.scaled_px(line), fixed)
        block_format.setTopMargin(self.scaled_px(top))
        block_format.setBottomMargin(self.scaled_px(below))
        return block_format

    def align(self, alignment: Qt.AlignmentFlag) -> None:
        """Align the current block."""
        block_format = self.cursor.blockFormat()
        block_format.setAlignment(alignment)
        self.cursor.setBlockFormat(block_format)

    def balance_last_line(self) -> None:
        """Narrow the current block where its last line would hold a single letter or ideograph."""
        block = self.cursor.block()
        width = self.available_width()
        layout = QTextLayout(block.text(), self.document.defaultFont())
        layout.setFormats(block.textFormats())
        for narrower in range(0, width // 2, self.scaled_px(6)):
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width - narrower)
            layout.endLayout()
            last = layout.lineAt(layout.lineCount() - 1)
            words = block.text()[last.textStart() :]
            if layout.lineCount() < 2 or sum(map(str.isalnum, words)) > 1:
                break
        if narrower:
            block_format = block.blockFormat()
            block_format.setLeftMargin(narrower / 2)
            block_format.setRightMargin(narrower / 2)
            self.cursor.setBlockFormat(block_format)

    def keep_with_next(self) -> None:
        """Keep the current block, in print, on one page with the next block."""
        self.cursor.block().setUserState(KEEP_WITH_NEXT)

    # Text

    def write_text(self, node: Node, style: QTextCharFormat) -> None:
        """Write the inline content of ``node``."""
        self.note_anchor(node)
        self._write_inline(node, style, self.text_offset(node))

    def text_offset(self, node: Node) -> int:
        """The offset of ``node`` in the page's text, in code points; -1 if it is not part of it."""
        offset = node.attrs.get("o")
        return -1 if offset is None else int(offset) + self.text_base

    def _write_inline(self, node: Node, style: QTextCharFormat, offset: int) -> int:
        """Write the inline content of ``node``; returns the offset after it (-1: not in text)."""
        for child in node.children:
            if isinstance(child, str):
                self.write_run(child, style, offset)
                offset += len(child) if offset >= 0 else 0
            elif child.tag == "br":
                self.write_run("\n", style, offset)
                offset += 1 if offset >= 0 else 0
            elif child.tag == "img":
                self._write_inline_picture(child, style)
            elif child.tag in INLINE_TAGS:
                self.note_anchor(child)
                offset = self._write_inline(child, self._inline_format(child, style), offset)
        return offset

    def write_run(self, text: str, style: QTextCharFormat, offset: int) -> None:
        """Write text found at ``offset`` of the page's text, -1 if it is not part of it."""
        if not text:
            return
        if offset >= 0:
            self.built.text_map.add(TextRun(offset, self.cursor.position(), text))
        self._insert_typeset(text.translate(QT_CHARACTER_SUBSTITUTES), style)

    def write_title(self, text: str, style: QTextCharFormat) -> None:
        """Write the page's title, which is not in its text but can be searched as well."""
        start = self.cursor.position()
        self._insert_typeset(text.translate(QT_CHARACTER_SUBSTITUTES), style)
        self.built.text_map.title = TextRun(0, start, text)

    def _insert_typeset(self, text: str, style: QTextCharFormat) -> None:
        """Insert ``text`` with a font for each script, and space where scripts meet."""
        if not text or style.fontFixedPitch():
            self.cursor.insertText(text, style)
            return
        self._space_before(text[0])
        split_words = self._typesetting.latin != "same"
        for piece in split_scripts(
            text, split_words=split_words, centred_punctuation=self._centred_punctuation
        ):
            piece_style = style
            if piece.latin_kind:
                face = "sans" if piece.latin_kind == "quote" else self._typesetting.latin
                piece_style = self._with_latin_face(style, face)
            if piece.gap:
                piece_style = self._with_spacing(piece_style, piece.gap)
            self.cursor.insertText(piece.text, piece_style)

    def _space_before(self, next_character: str) -> None:
        """Add space between the character before the cursor and ``first``, the one to come."""
        if self.cursor.atBlockStart():
            return
        position = self.cursor.position()
        gap = gap_between(
            self.document.characterAt(position - 1), next_character, self._centred_punctuation
        )
        if not gap:
            return
        character_before = QTextCursor(self.document)
        character_before.setPosition(position - 1)
        character_before.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        style = character_before.charFormat()
        if not style.fontFixedPitch() and not style.isImageFormat():
            character_before.setCharFormat(self._with_spacing(style, gap))

    def _with_spacing(self, style: QTextCharFormat, gap: float) -> QTextCharFormat:
        spaced = QTextCharFormat(style)
        size = style.intProperty(QTextCharFormat.Property.FontPixelSize)
        spaced.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        spaced.setFontLetterSpacing(gap * size)
        return spaced

    def _with_latin_face(self, style: QTextCharFormat, face: str) -> QTextCharFormat:
        char_format = QTextCharFormat(style)
        char_format.setFontFamilies([*fonts.latin_families(face), *self._families(self.language)])
        return char_format

    def _families(self, language: str) -> list[str]:
        return fonts.families(language, self._typesetting.han)

    def write_generated(self, text: str, style: QTextCharFormat) -> None:
        """Write words of the program's own, which are not in the article's plain text."""
        self.cursor.insertText(text.replace("\n", "\u2028"), style)

    # Pictures

    def picture_number(self, node: Node) -> int:
        """The number of the picture of ``node`` on the page, from 0; -1 for none."""
        number = int(node.attrs.get("pic", "-1"))
        return number + self.picture_base if number >= 0 else -1

    def figure(self, number: int) -> Figure | None:
        """The figure of the page's picture ``number``; None if there is none."""
        figures = self.page.figures
        return figures[number] if 0 <= number < len(figures) else None

    def picture_size(self, number: int) -> QSizeF | None:
        """The natural size of picture ``number``, in pixels; None if it cannot be shown."""
        return self._pictures.natural_size(self.page, number)

    def _write_inline_picture(self, node: Node, style: QTextCharFormat) -> None:
        number = self.picture_number(node)
        size = self.picture_size(number)
        if size is None:
            self._write_picture_placeholder(number, style)
            return
        width = min(round(size.width()), self.available_width())
        self.insert_picture(
            number, width, round(width * size.height() / max(1.0, size.width())), style
        )

    def _write_picture_placeholder(self, number: int, style: QTextCharFormat) -> None:
        """Write what an inline picture shows, in brackets; a web picture becomes a link."""
        figure = self.figure(number)
        if figure is None:
            return
        description = figure.alt or figure.source.partition("?")[0].rpartition("/")[2]
        char_format = QTextCharFormat(style)
        if figure.state == "web" and not style.isAnchor():
            char_format.setForeground(QBrush(QColor(self.theme.accent)))
            char_format.setAnchor(True)
            char_format.setAnchorHref(figure.source)
        elif not style.isAnchor():
            char_format.setForeground(QBrush(QColor(self.theme.dim)))
        self.write_generated(f"[{description or '…'}]", char_format)

    def insert_picture(
        self, number: int, width: int, height: int, style: QTextCharFormat | None = None
    ) -> None:
        """Insert picture ``number``, linked to where ``style`` leads, else to the viewer."""
        max_height = self._max_picture_height
        if max_height is not None and height > max_height:
            width, height = max(1, round(width * max_height / height)), max_height
        image = QTextImageFormat()
        image.setName(f"pic:{number}:{width}")
        image.setWidth(width)
        image.setHeight(height)
        figure = self.figure(number)
        alt = figure.alt if figure is not None else ""
        image.setProperty(QTextImageFormat.Property.ImageAltText, alt)
        linked = style is not None and style.isAnchor()
        image.setAnchor(True)
        image.setAnchorHref(
            style.anchorHref() if linked and style else f"{PICTURE_SCHEME}:{number}"
        )
        self.built.has_pictures = True
        self.built.picture_positions.setdefault(number, self.cursor.position())
        self.cursor.insertImage(image)

    def available_width(self) -> int:
        """How wide a picture may be at the cursor, in pixels."""
        return max(80, self._column - self._frame_inset)

    def _inline_format(self, node: Node, style: QTextCharFormat) -> QTextCharFormat:
        char_format = QTextCharFormat(style)
        tag = node.tag
        if tag == "strong":
            char_format.setFontWeight(QFont.Weight.Bold)
        elif tag == "em":
            # Han type has no italic; slanting it by force only blurs it.
            if any(char >= _FIRST_HAN for char in node.text()):
                char_format.setForeground(QBrush(QColor(self.theme.dim)))
            else:
                char_format.setFontItalic(True)
        elif tag in ("code", "kbd"):
            char_format.setFontFamilies(fonts.monospace_families(self.language))
            char_format.setFontFixedPitch(True)
            char_format.setBackground(QBrush(QColor(self.theme.chip)))
            char_format.setProperty(QTextCharFormat.Property.FontPixelSize, self.scaled_px(15))
        elif tag in ("del", "s"):
            char_format.setFontStrikeOut(True)
        elif tag in ("u", "ins"):
            char_format.setFontUnderline(True)
        elif tag in ("sub", "sup"):
            alignment = QTextCharFormat.VerticalAlignment
            char_format.setVerticalAlignment(
                alignment.AlignSubScript if tag == "sub" else alignment.AlignSuperScript
            )
        elif tag == "small":
            char_format.setProperty(QTextCharFormat.Property.FontPixelSize, self.scaled_px(14))
        elif tag == "mark":
            char_format.setBackground(QBrush(QColor(self.theme.tint)))
        elif tag == "a":
            href = node.attrs.get("href", "")
            if href:
                char_format.setForeground(QBrush(QColor(self.theme.accent)))
                char_format.setFontUnderline(True)
                char_format.setAnchor(True)
                char_format.setAnchorHref(href)
            else:
                char_format.setForeground(QBrush(QColor(self.theme.dim)))
                char_format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                char_format.setToolTip(self.labels.link_lost)
        language = node.attrs.get("lang")
        if language:
            char_format.setFontFamilies(self._families(language))
        return char_format

    def note_anchor(self, node: Node) -> None:
        """Note that the anchor of ``node``, if it has one, is at the cursor."""
        name = node.attrs.get("id")
        if name:
            self.built.text_map.anchors.setdefault(name, self.cursor.position())

    # Measures and formats

    def scaled_px(self, pixels: float) -> int:
        """``pixels`` at the reader's zoom, 1 at the least unless they are 0."""
        return max(1, round(pixels * self.zoom)) if pixels else 0

    def line_height(self) -> float:
        """The height of a line of the body, in pixels at normal zoom."""
        return self._font_pixels() * self._typesetting.leading

    def _font_pixels(self) -> int:
        return min(15, self.body_pixels) if self.in_table else self.body_pixels

    def space_below(self, pixels: float) -> float:
        """``pixels`` of space below a block, but none in a table's cells."""
        return 0 if self.in_table else pixels

    def _font(self, pixels: float) -> QFont:
        return fonts.font(self.scaled_px(pixels), language=self.language)

    def body_format(self) -> QTextCharFormat:
        """The char format of the body text."""
        return self.char_format(self._font_pixels(), self.theme.ink)

    def char_format(
        self, pixels: float, colour: str, weight: QFont.Weight = QFont.Weight.Normal
    ) -> QTextCharFormat:
        """A char format in the font families of the current language."""
        char_format = QTextCharFormat()
        char_format.setFontFamilies(self._families(self.language))
        char_format.setFontFeatures(fonts.open_type_features())
        char_format.setProperty(QTextCharFormat.Property.FontPixelSize, self.scaled_px(pixels))
        char_format.setFontWeight(weight)
        char_format.setForeground(QBrush(QColor(colour)))
        return char_format
