"""The means to write a page into a QTextDocument: runs, paragraphs, frames, and their formats.

No HTML ever reaches Qt: each run of text is written by itself and noted in the page's map, and
none of Qt's own loading or parsing of rich text is at work.
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
#: The state of a block that stands with what follows it: a heading, or a picture over its caption.
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
    """Writes into one document. Sizes are device-independent pixels at normal zoom.

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
        shape = document.rootFrame().frameFormat()
        shape.setTopMargin(TOP_MARGIN)
        document.rootFrame().setFrameFormat(shape)
        self.cursor = QTextCursor(document)
        self.cursor.beginEditBlock()

    def set_language(self, language: str) -> None:
        """Set what follows as text in ``language`` (BCP 47) asks."""
        self.language = language
        self._centred_punctuation = has_centred_punctuation(language)

    # Frames and tables

    @contextmanager
    def frame(self, kind: str) -> Iterator[None]:
        """Everything inside is written into a frame of that kind, see ``FRAME_PADDING``."""
        shape = QTextFrameFormat()
        shape.setBorder(0)
        across, down = FRAME_PADDING[kind]
        shape.setPadding(0)
        shape.setLeftMargin(self.scaled_px(across))
        shape.setRightMargin(self.scaled_px(across))
        # Qt drops the margin of the paragraph above: the frame brings its own distance along.
        above = FRAME_GAP if not self._block_is_empty or not self.built.frames else 0
        shape.setTopMargin(self.scaled_px(down + above))
        shape.setBottomMargin(self.scaled_px(down + FRAME_GAP))
        frame = self.insert_frame(shape)
        self.built.frames.append((frame, kind))
        inset = 2 * self.scaled_px(across)
        self._frame_inset += inset
        try:
            yield
        finally:
            self._frame_inset -= inset
            self.leave_frame(frame)

    def insert_frame(self, shape: QTextFrameFormat) -> QTextFrame:
        """Begin a frame, and write into it until ``leave_frame``."""
        frame = self.cursor.insertFrame(shape)
        self._block_is_empty = True
        return frame

    def leave_frame(self, frame: QTextFrame) -> None:
        """Write on behind ``frame``, which may be a table."""
        self.cursor.setPosition(frame.lastPosition() + 1)
        # Qt puts an empty block behind every frame: it serves as the next one, or takes no room.
        self.cursor.setBlockFormat(self.block_format(line=1))
        self.cursor.setBlockCharFormat(self._one_pixel_format())
        self._block_is_empty = True

    def _one_pixel_format(self) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setProperty(QTextCharFormat.Property.FontPixelSize, 1)
        return shape

    def insert_table(
        self, kind: str, rows: int, columns: int, shape: QTextTableFormat
    ) -> QTextTable:
        """A table that is painted like a frame of ``kind``; what follows is written behind it."""
        table = self.cursor.insertTable(rows, columns, shape)
        self.leave_frame(table)
        self.built.frames.append((table, kind))
        return table

    def move_to(self, cursor: QTextCursor) -> None:
        """Write on at ``cursor``, which stands in an empty block."""
        self.cursor = cursor
        self._block_is_empty = True

    # Paragraphs

    def start_paragraph(self, line: float = 0, top: float = 0, below: float = 0) -> None:
        """Begin a block with lines ``line`` high (0: as high as their text), and space around."""
        shape = self.block_format(line, top, below)
        if self._block_is_empty:
            self.cursor.setBlockFormat(shape)
            self.cursor.setBlockCharFormat(QTextCharFormat())
            self._block_is_empty = False
        else:
            self.cursor.insertBlock(shape, QTextCharFormat())

    def block_format(self, line: float = 0, top: float = 0, below: float = 0) -> QTextBlockFormat:
        """The form of a block, see ``start_paragraph``."""
        shape = QTextBlockFormat()
        if line:
            fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
            shape.setLineHeight(self.scaled_px(line), fixed)
        shape.setTopMargin(self.scaled_px(top))
        shape.setBottomMargin(self.scaled_px(below))
        return shape

    def align(self, alignment: Qt.AlignmentFlag) -> None:
        """Align the block."""
        shape = self.cursor.blockFormat()
        shape.setAlignment(alignment)
        self.cursor.setBlockFormat(shape)

    def keep_with_next(self) -> None:
        """On paper the block stands on one page with what follows it."""
        self.cursor.block().setUserState(KEEP_WITH_NEXT)

    # Text

    def write_text(self, node: Node, style: QTextCharFormat) -> None:
        """Write the inline run that ``node`` holds."""
        self.note_anchor(node)
        self._write_inline(node, style, self.text_offset(node))

    def text_offset(self, node: Node) -> int:
        """Where the text of ``node`` is in that of the page, -1 where it is not in it."""
        offset = node.attrs.get("o")
        return -1 if offset is None else int(offset) + self.text_base

    def _write_inline(self, node: Node, style: QTextCharFormat, offset: int) -> int:
        """Write the inline run of ``node``; returns the offset behind it (-1: not in the text)."""
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
        """Write text that stands at ``offset`` of that of the page, -1 where it is not in it."""
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
        """Set ``text`` as its language asks: faces by script, and space where scripts meet."""
        if not text or style.fontFixedPitch():
            self.cursor.insertText(text, style)
            return
        self._space_before(text[0])
        words = self._typesetting.latin != "same"
        for piece in split_scripts(
            text, split_words=words, centred_punctuation=self._centred_punctuation
        ):
            own = style
            if piece.latin_kind:
                face = "sans" if piece.latin_kind == "quote" else self._typesetting.latin
                own = self._with_latin_face(style, face)
            if piece.gap:
                own = self._with_spacing(own, piece.gap)
            self.cursor.insertText(piece.text, own)

    def _space_before(self, first: str) -> None:
        """Space between what stands before the cursor and a run that begins with ``first``."""
        if self.cursor.atBlockStart():
            return
        at = self.cursor.position()
        gap = gap_between(self.document.characterAt(at - 1), first, self._centred_punctuation)
        if not gap:
            return
        before = QTextCursor(self.document)
        before.setPosition(at - 1)
        before.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        style = before.charFormat()
        if not style.fontFixedPitch() and not style.isImageFormat():
            before.setCharFormat(self._with_spacing(style, gap))

    def _with_spacing(self, style: QTextCharFormat, gap: float) -> QTextCharFormat:
        made = QTextCharFormat(style)
        size = style.intProperty(QTextCharFormat.Property.FontPixelSize)
        made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        made.setFontLetterSpacing(gap * size)
        return made

    def _with_latin_face(self, style: QTextCharFormat, face: str) -> QTextCharFormat:
        made = QTextCharFormat(style)
        made.setFontFamilies([*fonts.latin_families(face), *self._families(self.language)])
        return made

    def _families(self, language: str) -> list[str]:
        return fonts.families(language, self._typesetting.han)

    def write_generated(self, text: str, style: QTextCharFormat) -> None:
        """Text of the program's own, which is not in the article's plain text."""
        self.cursor.insertText(text.replace("\n", "\u2028"), style)

    # Pictures

    def picture_number(self, node: Node) -> int:
        """The number of the picture of ``node`` on the page, -1 for none."""
        number = int(node.attrs.get("pic", "-1"))
        return number + self.picture_base if number >= 0 else -1

    def figure(self, number: int) -> Figure | None:
        """What the page says about its picture ``number``."""
        figures = self.page.figures
        return figures[number] if 0 <= number < len(figures) else None

    def picture_size(self, number: int) -> QSizeF | None:
        """The natural size of picture ``number``; None where it cannot be shown."""
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
        """What a picture in a line would have shown, in brackets; one of the web leads there."""
        figure = self.figure(number)
        if figure is None:
            return
        words = figure.alt or figure.source.partition("?")[0].rpartition("/")[2]
        made = QTextCharFormat(style)
        if figure.state == "web" and not style.isAnchor():
            made.setForeground(QBrush(QColor(self.theme.accent)))
            made.setAnchor(True)
            made.setAnchorHref(figure.source)
        elif not style.isAnchor():
            made.setForeground(QBrush(QColor(self.theme.dim)))
        self.write_generated(f"[{words or '…'}]", made)

    def insert_picture(
        self, number: int, width: int, height: int, style: QTextCharFormat | None = None
    ) -> None:
        """Write picture ``number``; in a link it leads where the link does, else to itself."""
        most = self._max_picture_height
        if most is not None and height > most:
            width, height = max(1, round(width * most / height)), most
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
        """How wide a picture may be where the cursor is."""
        return max(80, self._column - self._frame_inset)

    def _inline_format(self, node: Node, style: QTextCharFormat) -> QTextCharFormat:
        made = QTextCharFormat(style)
        tag = node.tag
        if tag == "strong":
            made.setFontWeight(QFont.Weight.Bold)
        elif tag == "em":
            # Han type has no italic; slanting it by force only blurs it.
            if any(char >= _FIRST_HAN for char in node.text()):
                made.setForeground(QBrush(QColor(self.theme.dim)))
            else:
                made.setFontItalic(True)
        elif tag in ("code", "kbd"):
            made.setFontFamilies(fonts.monospace_families(self.language))
            made.setFontFixedPitch(True)
            made.setBackground(QBrush(QColor(self.theme.chip)))
            made.setProperty(QTextCharFormat.Property.FontPixelSize, self.scaled_px(15))
        elif tag in ("del", "s"):
            made.setFontStrikeOut(True)
        elif tag in ("u", "ins"):
            made.setFontUnderline(True)
        elif tag in ("sub", "sup"):
            alignment = QTextCharFormat.VerticalAlignment
            made.setVerticalAlignment(
                alignment.AlignSubScript if tag == "sub" else alignment.AlignSuperScript
            )
        elif tag == "small":
            made.setProperty(QTextCharFormat.Property.FontPixelSize, self.scaled_px(14))
        elif tag == "mark":
            made.setBackground(QBrush(QColor(self.theme.tint)))
        elif tag == "a":
            href = node.attrs.get("href", "")
            if href:
                made.setForeground(QBrush(QColor(self.theme.accent)))
                made.setFontUnderline(True)
                made.setAnchor(True)
                made.setAnchorHref(href)
            else:
                made.setForeground(QBrush(QColor(self.theme.dim)))
                made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                made.setToolTip(self.labels.link_lost)
        language = node.attrs.get("lang")
        if language:
            made.setFontFamilies(self._families(language))
        return made

    def note_anchor(self, node: Node) -> None:
        """The anchor of ``node``, if it has one, is where the cursor is."""
        name = node.attrs.get("id")
        if name:
            self.built.text_map.anchors.setdefault(name, self.cursor.position())

    # Measures and formats

    def scaled_px(self, pixels: float) -> int:
        """``pixels`` at the reader's zoom, 1 at the least unless they are 0."""
        return max(1, round(pixels * self.zoom)) if pixels else 0

    def line_height(self) -> float:
        """The height of a line of the body."""
        return self._font_pixels() * self._typesetting.leading

    def _font_pixels(self) -> int:
        return min(15, self.body_pixels) if self.in_table else self.body_pixels

    def space_below(self, pixels: float) -> float:
        """The distance below a block, of which cells have none."""
        return 0 if self.in_table else pixels

    def _font(self, pixels: float) -> QFont:
        return fonts.font(self.scaled_px(pixels), language=self.language)

    def body_format(self) -> QTextCharFormat:
        """The type of the body."""
        return self.char_format(self._font_pixels(), self.theme.ink)

    def char_format(
        self, pixels: float, colour: str, weight: QFont.Weight = QFont.Weight.Normal
    ) -> QTextCharFormat:
        """Type of this size, in the faces of the language that is written."""
        made = QTextCharFormat()
        made.setFontFamilies(self._families(self.language))
        made.setFontFeatures(fonts.open_type_features())
        made.setProperty(QTextCharFormat.Property.FontPixelSize, self.scaled_px(pixels))
        made.setFontWeight(weight)
        made.setForeground(QBrush(QColor(colour)))
        return made
