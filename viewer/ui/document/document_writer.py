"""The means to write a page into a QTextDocument: runs, paragraphs, frames, and their formats.

No HTML ever reaches Qt: each run of text is written by itself and noted in the page's map, and
none of Qt's own loading or parsing of rich text is at work.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
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
    """Writes into one document. Sizes are device-independent pixels at normal zoom."""

    def __init__(
        self,
        document: QTextDocument,
        theme: Theme,
        pictures: PictureCache,
        column: int,
        typesetting: Typesetting,
        *,
        expand_slideshows: bool = False,
    ) -> None:
        self._document = document
        self._theme = theme
        self._pictures = pictures
        self._column = column
        self._typesetting = typesetting
        self._zoom = typesetting.zoom
        self._expand_slideshows = expand_slideshows
        self._frame_inset = 0
        self._language = "zh-Hant"
        self._centred_punctuation = True
        # Where the article that is being written begins on a page that holds several.
        self._text_base = self._picture_base = 0
        self._block_is_empty = True
        self._built = BuiltPage()
        self._in_table = False
        self._body_pixels = BODY_PIXELS
        self._depth = 0
        self._list_level = 0
        self._cursor = QTextCursor(document)

    def _start_document(self, page: Page, words: PageLabels) -> None:
        """Empty the document for ``page``."""
        self._page = page
        self._labels = words
        self._language = page.language
        self._centred_punctuation = has_centred_punctuation(page.language)
        document = self._document
        document.clear()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._font(BODY_PIXELS))
        document.setIndentWidth(self._scaled_px(26))
        # Distance above the header that scrolls away with it.
        shape = document.rootFrame().frameFormat()
        shape.setTopMargin(TOP_MARGIN)
        document.rootFrame().setFrameFormat(shape)
        self._cursor = QTextCursor(document)
        self._cursor.beginEditBlock()

    def _frame(self, kind: str) -> _FrameScope:
        return _FrameScope(self, kind)

    def _enter_frame(self, kind: str) -> QTextFrame:
        shape = QTextFrameFormat()
        shape.setBorder(0)
        across, down = FRAME_PADDING[kind]
        shape.setPadding(0)
        shape.setLeftMargin(self._scaled_px(across))
        shape.setRightMargin(self._scaled_px(across))
        # Qt drops the margin of the paragraph above: the frame brings its own distance along.
        above = FRAME_GAP if not self._block_is_empty or not self._built.frames else 0
        shape.setTopMargin(self._scaled_px(down + above))
        shape.setBottomMargin(self._scaled_px(down + FRAME_GAP))
        frame = self._cursor.insertFrame(shape)
        self._built.frames.append((frame, kind))
        self._block_is_empty = True
        return frame

    def _leave_frame(self, frame: QTextFrame) -> None:
        self._cursor.setPosition(frame.lastPosition() + 1)
        # Qt puts an empty block behind every frame: it serves as the next one, or takes no room.
        self._cursor.setBlockFormat(self._block_format(line=1))
        self._cursor.setBlockCharFormat(self._one_pixel_format())
        self._block_is_empty = True

    def _one_pixel_format(self) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setProperty(QTextCharFormat.Property.FontPixelSize, 1)
        return shape

    def _insert_table(self, rows: int, columns: int, shape: QTextTableFormat) -> QTextTable:
        table = self._cursor.insertTable(rows, columns, shape)
        self._leave_frame(table)
        return table

    def _write_spacer(self, height: float) -> None:
        self.start_paragraph(line=height)

    def start_paragraph(self, line: float = 0, top: float = 0, below: float = 0) -> None:
        shape = self._block_format(line, top, below)
        if self._block_is_empty:
            self._cursor.setBlockFormat(shape)
            self._cursor.setBlockCharFormat(QTextCharFormat())
            self._block_is_empty = False
        else:
            self._cursor.insertBlock(shape, QTextCharFormat())

    def _block_format(self, line: float = 0, top: float = 0, below: float = 0) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        if line:
            fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
            shape.setLineHeight(self._scaled_px(line), fixed)
        shape.setTopMargin(self._scaled_px(top))
        shape.setBottomMargin(self._scaled_px(below))
        return shape

    def _align(self, alignment: Qt.AlignmentFlag) -> None:
        shape = self._cursor.blockFormat()
        shape.setAlignment(alignment)
        self._cursor.setBlockFormat(shape)

    def write_text(self, node: Node, style: QTextCharFormat) -> None:
        self._note_anchor(node)
        self._write_inline(node, style, self._text_offset(node))

    def _text_offset(self, node: Node) -> int:
        """Where the text of ``node`` is in that of the page, -1 where it is not in it."""
        offset = node.attrs.get("o")
        return -1 if offset is None else int(offset) + self._text_base

    def _picture_number(self, node: Node) -> int:
        """The number of the picture of ``node`` on the page, -1 for none."""
        number = int(node.attrs.get("pic", "-1"))
        return number + self._picture_base if number >= 0 else -1

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
                self._note_anchor(child)
                offset = self._write_inline(child, self._inline_format(child, style), offset)
        return offset

    def write_run(self, text: str, style: QTextCharFormat, offset: int) -> None:
        if not text:
            return
        if offset >= 0:
            self._built.text_map.add(TextRun(offset, self._cursor.position(), text))
        self._insert_typeset(text.translate(QT_CHARACTER_SUBSTITUTES), style)

    def _insert_typeset(self, text: str, style: QTextCharFormat) -> None:
        """Set ``text`` as its language asks: faces by script, and space where scripts meet."""
        if not text or style.fontFixedPitch():
            self._cursor.insertText(text, style)
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
            self._cursor.insertText(piece.text, own)

    def _space_before(self, first: str) -> None:
        """Space between what stands before the cursor and a run that begins with ``first``."""
        if self._cursor.atBlockStart():
            return
        at = self._cursor.position()
        gap = gap_between(self._document.characterAt(at - 1), first, self._centred_punctuation)
        if not gap:
            return
        before = QTextCursor(self._document)
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
        made.setFontFamilies([*fonts.latin_families(face), *self._families(self._language)])
        return made

    def _families(self, language: str) -> list[str]:
        return fonts.families(language, self._typesetting.han)

    def write_generated(self, text: str, style: QTextCharFormat) -> None:
        """Text of the program's own, which is not in the article's plain text."""
        self._cursor.insertText(text.replace("\n", "\u2028"), style)

    def _write_inline_picture(self, node: Node, style: QTextCharFormat) -> None:
        number = self._picture_number(node)
        size = self._pictures.natural_size(self._page, number)
        if size is None:
            self._write_picture_placeholder(number, style)
            return
        width = min(round(size.width()), self._available_width())
        self._insert_picture(
            number, width, round(width * size.height() / max(1.0, size.width())), style
        )

    def _write_picture_placeholder(self, number: int, style: QTextCharFormat) -> None:
        """What a picture in a line would have shown, in brackets; one of the web leads there."""
        figures = self._page.figures
        figure = figures[number] if 0 <= number < len(figures) else None
        if figure is None:
            return
        words = figure.alt or figure.source.partition("?")[0].rpartition("/")[2]
        made = QTextCharFormat(style)
        if figure.state == "web" and not style.isAnchor():
            made.setForeground(QBrush(QColor(self._theme.accent)))
            made.setAnchor(True)
            made.setAnchorHref(figure.source)
        elif not style.isAnchor():
            made.setForeground(QBrush(QColor(self._theme.dim)))
        self.write_generated(f"[{words or '…'}]", made)

    def _insert_picture(
        self, number: int, width: int, height: int, style: QTextCharFormat | None = None
    ) -> None:
        """Write picture ``number``; in a link it leads where the link does, else to itself."""
        image = QTextImageFormat()
        image.setName(f"pic:{number}:{width}")
        image.setWidth(width)
        image.setHeight(height)
        image.setProperty(QTextImageFormat.Property.ImageAltText, self._alt_text(number))
        linked = style is not None and style.isAnchor()
        image.setAnchor(True)
        image.setAnchorHref(
            style.anchorHref() if linked and style else f"{PICTURE_SCHEME}:{number}"
        )
        self._built.has_pictures = True
        self._built.picture_positions.setdefault(number, self._cursor.position())
        self._cursor.insertImage(image)

    def _alt_text(self, number: int) -> str:
        return self._page.figures[number].alt if 0 <= number < len(self._page.figures) else ""

    def _available_width(self) -> int:
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
                made.setForeground(QBrush(QColor(self._theme.dim)))
            else:
                made.setFontItalic(True)
        elif tag in ("code", "kbd"):
            made.setFontFamilies(fonts.monospace_families(self._language))
            made.setFontFixedPitch(True)
            made.setBackground(QBrush(QColor(self._theme.chip)))
            made.setProperty(QTextCharFormat.Property.FontPixelSize, self._scaled_px(15))
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
            made.setProperty(QTextCharFormat.Property.FontPixelSize, self._scaled_px(14))
        elif tag == "mark":
            made.setBackground(QBrush(QColor(self._theme.tint)))
        elif tag == "a":
            href = node.attrs.get("href", "")
            if href:
                made.setForeground(QBrush(QColor(self._theme.accent)))
                made.setFontUnderline(True)
                made.setAnchor(True)
                made.setAnchorHref(href)
            else:
                made.setForeground(QBrush(QColor(self._theme.dim)))
                made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                made.setToolTip(self._labels.link_lost)
        language = node.attrs.get("lang")
        if language:
            made.setFontFamilies(self._families(language))
        return made

    def _note_anchor(self, node: Node) -> None:
        name = node.attrs.get("id")
        if name:
            self._built.text_map.anchors.setdefault(name, self._cursor.position())

    def _scaled_px(self, pixels: float) -> int:
        return max(1, round(pixels * self._zoom)) if pixels else 0

    def _line_height(self) -> float:
        return self._font_pixels() * self._typesetting.leading

    def _font_pixels(self) -> int:
        return min(15, self._body_pixels) if self._in_table else self._body_pixels

    def _space_below(self, pixels: float) -> float:
        return 0 if self._in_table else pixels

    def _font(self, pixels: float) -> QFont:
        return fonts.font(self._scaled_px(pixels), language=self._language)

    def _body_format(self) -> QTextCharFormat:
        return self._char_format(self._font_pixels(), self._theme.ink)

    def _char_format(
        self, pixels: float, colour: str, weight: QFont.Weight = QFont.Weight.Normal
    ) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFontFamilies(self._families(self._language))
        made.setFontFeatures(fonts.open_type_features())
        made.setProperty(QTextCharFormat.Property.FontPixelSize, self._scaled_px(pixels))
        made.setFontWeight(weight)
        made.setForeground(QBrush(QColor(colour)))
        return made


class _FrameScope:
    """``with builder._frame(kind):`` everything inside is written into a frame of that kind."""

    def __init__(self, builder: DocumentWriter, kind: str) -> None:
        self._builder = builder
        self._kind = kind

    def __enter__(self) -> QTextFrame:
        self._frame = self._builder._enter_frame(self._kind)
        self._across = 2 * self._builder._scaled_px(FRAME_PADDING[self._kind][0])
        self._builder._frame_inset += self._across
        return self._frame

    def __exit__(self, *_: object) -> None:
        self._builder._frame_inset -= self._across
        self._builder._leave_frame(self._frame)
