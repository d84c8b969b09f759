"""Builds the QTextDocument of an article, or of a whole issue, from its document tree.

For the tree of a whole issue see ``archive.model.whole_issue``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextCharFormat,
    QTextDocument,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTableFormat,
)

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import INLINE_TAGS, Node
from viewer.color_themes import Theme
from viewer.ui.document.built_page import FRAME_GAP, BuiltPage, LinkChip, PageLabels
from viewer.ui.document.document_writer import BODY_PIXELS, QT_CHARACTER_SUBSTITUTES, DocumentWriter
from viewer.ui.document.figure_writer import FigureWriter
from viewer.ui.document.folding import FOLD_SCHEME, Folding, fold_key
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.theme import fonts
from viewer.ui.theme.typesetting import Typesetting

#: The address and title of the previous or next article; None if there is none.
Neighbour = tuple[Address, str] | None

_HEADING_SCALES = {"h3": 1.2, "h4": 1.08, "h5": 1.0, "h6": 1.0}
_MAX_DEPTH = 60
#: The elements above the text of an article in a whole issue.
_ARTICLE_HEADING_TAGS = ("section", "head", "byline")
#: The height of an empty line, since Qt ignores the top margin of a paragraph after a frame.
_SPACE_ABOVE_ARTICLE = 52


class PageBuilder:
    """Writes one page: its header, the article's tree, and links to its neighbours.

    Subclasses for other media override ``write_header``.
    """

    def __init__(
        self,
        document: QTextDocument,
        theme: Theme,
        pictures: PictureCache,
        column: int,
        typesetting: Typesetting,
        *,
        expand_slideshows: bool = False,
        max_picture_height: int | None = None,
        folding: Folding | None = None,
    ) -> None:
        self._writer = DocumentWriter(
            document, theme, pictures, column, typesetting, max_picture_height
        )
        self._figures = FigureWriter(self._writer, expand_slideshows=expand_slideshows)
        self._folding = folding or Folding(typesetting.notes)
        self._remaining: Iterator[Node] = iter(())
        self._edit_block_is_open = False
        self._neighbours: tuple[Neighbour, Neighbour] = (None, None)
        self._depth = 0
        self._list_level = 0
        # What the current article of a whole issue has above and below its title.
        self._has_section_heading = False
        self._has_byline = False

    def build(
        self, page: Page, labels: PageLabels, previous: Neighbour, following: Neighbour
    ) -> BuiltPage:
        """Replace the document's content by ``page``; returns where everything is."""
        built = self.start(page, labels, previous, following)
        self.write_until()
        return built

    def start(
        self, page: Page, labels: PageLabels, previous: Neighbour, following: Neighbour
    ) -> BuiltPage:
        """Replace the content by the header of ``page``; ``write_until`` adds the body.

        The result grows as the page is written.
        """
        self._writer.start_document(page, labels)
        self._neighbours = (previous, following)
        self._remaining = iter(page.body)
        self.write_header()
        self._edit_block_is_open = True
        return self._writer.built

    def write_until(self, should_stop: Callable[[], bool] | None = None) -> bool:
        """Continue writing until ``should_stop`` returns True; whether the page is finished.

        It is called after each article of an issue, and after each block of an article.
        """
        # One edit block is laid out at once; the first one was begun with the header.
        if not self._edit_block_is_open:
            self._writer.cursor.beginEditBlock()
        self._edit_block_is_open = False
        try:
            for node in self._remaining:
                self._write_block(node)
                if should_stop is not None and should_stop():
                    return False
            self._write_neighbour_links(*self._neighbours)
        finally:
            self._writer.cursor.endEditBlock()
        return True

    # Header and foot

    def write_header(self) -> None:
        """Write the breadcrumb, the title and the byline."""
        writer = self._writer
        theme, labels = writer.theme, writer.labels
        dim = writer.char_format(13, theme.dim)
        writer.start_paragraph(line=20, below=10)
        for number, (text, target) in enumerate(labels.breadcrumb):
            if number:
                writer.write_generated("  ›  ", dim)
            link = QTextCharFormat(dim)
            if target:
                link.setAnchor(True)
                link.setAnchorHref(target)
            writer.write_generated(text, link)
        writer.start_paragraph(line=40, below=10)
        title = writer.char_format(30, theme.ink, QFont.Weight.Bold)
        writer.write_title(writer.page.entry.title, title)
        writer.start_paragraph(line=22, below=24)
        writer.write_generated(labels.byline, writer.char_format(14, theme.dim))

    def _write_neighbour_links(self, previous: Neighbour, following: Neighbour) -> None:
        writer = self._writer
        if previous is None and following is None:
            return
        writer.start_paragraph(line=28)
        table_format = QTextTableFormat()
        table_format.setBorder(0)
        table_format.setCellSpacing(0)
        table_format.setCellPadding(writer.scaled_px(14))
        table_format.setTopMargin(writer.scaled_px(8))
        table_format.setBottomMargin(writer.scaled_px(40))
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        table_format.setColumnWidthConstraints([half, half])
        table_format.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = writer.insert_table("foot", 1, 2, table_format)
        cells = (
            (previous, writer.labels.previous, False),
            (following, writer.labels.following, True),
        )
        for column, (target, label, right) in enumerate(cells):
            if target is None:
                continue
            cursor = table.cellAt(0, column).firstCursorPosition()
            address, title = target
            label_format = writer.block_format(line=20)
            title_format = writer.block_format(line=25, below=4)
            for block_format in (label_format, title_format):
                if right:
                    block_format.setAlignment(Qt.AlignmentFlag.AlignRight)
            cursor.setBlockFormat(label_format)
            link = writer.char_format(13, writer.theme.dim)
            link.setAnchor(True)
            link.setAnchorHref(address.to_url())
            cursor.insertText(label, link)
            cursor.insertBlock(title_format)
            link = writer.char_format(15, writer.theme.accent, QFont.Weight.DemiBold)
            link.setAnchor(True)
            link.setAnchorHref(address.to_url())
            cursor.insertText(title.translate(QT_CHARACTER_SUBSTITUTES), link)

    # Blocks

    def _write_block(self, node: Node) -> None:
        if self._depth > _MAX_DEPTH:
            return
        self._depth += 1
        try:
            handler = _HANDLERS.get(node.tag)
            if handler is not None:
                handler(self, node)
            elif node.tag in INLINE_TAGS:
                self._write_paragraph(Node("p", {}, (node,)))
            else:
                self._write_blocks(node)
        finally:
            self._depth -= 1

    def _write_blocks(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node):
                self._write_block(child)
            elif child.strip():
                self._write_paragraph(Node("p", {}, (child,)))

    def _write_heading(self, node: Node) -> None:
        writer = self._writer
        size = BODY_PIXELS * _HEADING_SCALES[node.tag]
        writer.start_paragraph(line=size * 1.45, top=18, below=8)
        writer.write_text(node, writer.char_format(size, writer.theme.ink, QFont.Weight.Bold))
        writer.keep_with_next()

    def _write_note_title(self, node: Node) -> None:
        writer = self._writer
        writer.start_paragraph(line=22, below=4)
        writer.write_text(node, writer.char_format(13, writer.theme.accent, QFont.Weight.DemiBold))
        writer.keep_with_next()

    def _write_paragraph(self, node: Node) -> None:
        writer = self._writer
        below = 16 if writer.body_pixels == BODY_PIXELS else 8
        writer.start_paragraph(line=writer.line_height(), below=writer.space_below(below))
        writer.write_text(node, writer.body_format())

    def _write_code(self, node: Node) -> None:
        writer = self._writer
        with writer.frame("code"):
            writer.start_paragraph(line=22)
            style = writer.char_format(14, writer.theme.ink)
            style.setFontFamilies(fonts.monospace_families(writer.language))
            style.setFontFixedPitch(True)
            writer.write_text(node, style)

    def _write_rule(self, _node: Node) -> None:
        with self._writer.frame("rule"):
            self._writer.start_paragraph(line=2)

    def _write_quote(self, node: Node) -> None:
        with self._writer.frame("quote"):
            self._write_blocks(node)

    def _write_note(self, node: Node) -> None:
        if "number" in node.attrs:
            self._write_numbered_note(node)
            return
        with self._writer.frame("note"):
            self._writer.note_anchor(node)
            self._write_note_blocks(node.children)

    def _write_note_blocks(self, blocks: Sequence[Node | str]) -> None:
        writer = self._writer
        body_pixels, writer.body_pixels = writer.body_pixels, 15
        self._write_blocks(Node("note", {}, tuple(blocks)))
        writer.body_pixels = body_pixels

    def _write_numbered_note(self, node: Node) -> None:
        """Write a note of this edition: its number and title, and its text if it is open."""
        writer, folding = self._writer, self._folding
        own_key = fold_key(node)
        if own_key is None:
            return
        key = own_key + writer.text_base
        if folding.is_hidden(key):
            return
        is_open = folding.is_note_open(key)
        first = node.children[0]
        note_title = first if isinstance(first, Node) and first.tag == "title" else None
        kind = "note" if folding.on_paper else "open note" if is_open else "folded note"
        with writer.frame(kind):
            writer.note_anchor(node)
            writer.start_paragraph(line=22, below=4 if is_open else 0)
            label = writer.char_format(13, writer.theme.accent, QFont.Weight.DemiBold)
            title = writer.char_format(
                13,
                writer.theme.ink,
                QFont.Weight.DemiBold if is_open else QFont.Weight.Normal,
            )
            for style in (label, title):
                self._make_fold_link(style, key)
            start = writer.cursor.position()
            writer.write_generated(writer.labels.note.format(number=node.attrs["number"]), label)
            if note_title is not None:
                writer.write_generated("\u2002", title)
                writer.write_text(note_title, title)
            writer.built.fold_links[key] = (start, writer.cursor.position())
            writer.built.note_keys.add(key)
            if is_open:
                writer.keep_with_next()
                body = node.children if note_title is None else node.children[1:]
                self._write_note_blocks(body)

    def _make_fold_link(self, style: QTextCharFormat, key: int) -> None:
        if not self._folding.on_paper:
            style.setAnchor(True)
            style.setAnchorHref(f"{FOLD_SCHEME}:{key}")

    def _write_list(self, node: Node) -> None:
        writer = self._writer
        list_format = QTextListFormat()
        styles = QTextListFormat.Style
        list_format.setStyle(styles.ListDecimal if node.tag == "ol" else styles.ListDisc)
        level = self._list_level = self._list_level + 1
        list_format.setIndent(level)
        start = node.attrs.get("start", "")
        if node.tag == "ol" and start.isdigit():
            list_format.setStart(int(start))
        text_list: QTextList | None = None
        items = [child for child in node.children if isinstance(child, Node)]
        for index, item in enumerate(items):
            is_last = index == len(items) - 1 and level == 1
            writer.note_anchor(item)
            writer.start_paragraph(
                line=writer.line_height(), below=writer.space_below(16 if is_last else 6)
            )
            if text_list is None:
                text_list = writer.cursor.createList(list_format)
            else:
                text_list.add(writer.cursor.block())
            self._write_list_item(item)
        self._list_level = level - 1

    def _write_list_item(self, item: Node) -> None:
        """Write the item's inline content beside its marker, and its blocks below."""
        writer = self._writer
        blocks = [c for c in item.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        inline = tuple(c for c in item.children if isinstance(c, str) or c.tag in INLINE_TAGS)
        if inline and any(not isinstance(c, str) or c.strip() for c in inline):
            writer.write_text(Node("li", item.attrs, inline), writer.body_format())
        elif blocks and blocks[0].tag == "p":
            writer.write_text(blocks[0], writer.body_format())
            blocks = blocks[1:]
        for block in blocks:
            if block.tag == "p":
                writer.start_paragraph(line=writer.line_height(), below=6)
                block_format = writer.cursor.blockFormat()
                block_format.setIndent(self._list_level)
                block_format.setObjectIndex(-1)
                writer.cursor.setBlockFormat(block_format)
                writer.write_text(block, writer.body_format())
            else:
                self._write_block(block)

    def _write_term(self, node: Node) -> None:
        writer = self._writer
        writer.start_paragraph(line=writer.line_height(), below=2)
        writer.write_text(
            node, writer.char_format(BODY_PIXELS, writer.theme.ink, QFont.Weight.Bold)
        )
        writer.keep_with_next()

    def _write_definition(self, node: Node) -> None:
        writer = self._writer
        blocks = [c for c in node.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        if blocks:
            self._write_blocks(node)
            return
        writer.start_paragraph(line=writer.line_height(), below=writer.space_below(12))
        block_format = writer.cursor.blockFormat()
        block_format.setIndent(1)
        writer.cursor.setBlockFormat(block_format)
        writer.write_text(node, writer.body_format())

    def _write_link_row(self, node: Node) -> None:
        writer = self._writer
        pad = writer.scaled_px(11)
        writer.start_paragraph(line=36, top=2, below=14)
        gap = writer.char_format(14, writer.theme.dim)
        gap.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        gap.setFontLetterSpacing(pad * 2 + writer.scaled_px(4))
        key = offset = writer.text_offset(node)
        links = [child for child in node.children if isinstance(child, Node)]
        lost_count = sum(not link.attrs.get("href") for link in links)
        shows_lost = self._folding.are_links_open(key)
        if shows_lost or lost_count < len(links):
            block_format = writer.cursor.blockFormat()
            block_format.setLeftMargin(pad)
            writer.cursor.setBlockFormat(block_format)
        for child in node.children:
            text = child if isinstance(child, str) else child.text()
            if isinstance(child, Node) and (shows_lost or child.attrs.get("href")):
                if not writer.cursor.atBlockStart():
                    writer.write_run(" ", gap, offset - 1)
                self._write_chip(child, text, offset)
            offset += len(text)
        if lost_count:
            if not writer.cursor.atBlockStart():
                writer.write_generated(" ", gap)
            dim = writer.char_format(13, writer.theme.dim)
            dim.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            self._make_fold_link(dim, key)
            start = writer.cursor.position()
            writer.write_generated(writer.labels.lost_links(lost_count), dim)
            writer.built.fold_links[key] = (start, writer.cursor.position())

    def _write_chip(self, link: Node, text: str, offset: int) -> None:
        writer = self._writer
        href = link.attrs.get("href", "")
        start = writer.cursor.position()
        style = writer.char_format(14, writer.theme.accent if href else writer.theme.dim)
        if href:
            style.setAnchor(True)
            style.setAnchorHref(href)
        # No line breaks inside a chip.
        writer.write_run(text.replace(" ", "\u00a0"), style, offset)
        writer.built.link_chips.append(LinkChip(start, writer.cursor.position(), not href))

    def _write_figure(self, node: Node) -> None:
        self._figures.write_figure(node)

    def _write_slideshow(self, node: Node) -> None:
        self._figures.write_slideshow(node)

    # Tables

    def _write_table(self, node: Node) -> None:
        writer = self._writer
        rows = [item for item in node.walk() if item.tag == "tr"]
        grid = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        columns = max(
            (sum(_cell_span(cell, "colspan") for cell in row) for row in grid),
            default=0,
        )
        if not columns:
            return
        table_format = QTextTableFormat()
        table_format.setBorder(0)
        table_format.setCellSpacing(0)
        table_format.setCellPadding(writer.scaled_px(8))
        table_format.setTopMargin(writer.scaled_px(FRAME_GAP))
        table_format.setBottomMargin(writer.scaled_px(FRAME_GAP))
        table_format.setHeaderRowCount(1 if any(c.tag == "th" for c in grid[0]) else 0)
        table_format.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = writer.insert_table("table", len(grid), columns, table_format)
        cursor_after, writer.in_table = writer.cursor, True
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(grid):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                if column >= columns:
                    break
                column_span = min(_cell_span(cell, "colspan"), columns - column)
                row_span = min(_cell_span(cell, "rowspan"), len(grid) - row)
                if column_span > 1 or row_span > 1:
                    table.mergeCells(row, column, row_span, column_span)
                taken.update(
                    (row + r, column + c) for r in range(row_span) for c in range(column_span)
                )
                writer.move_to(table.cellAt(row, column).firstCursorPosition())
                self._write_cell(cell)
                column += column_span
        writer.move_to(cursor_after)
        writer.in_table = False
        writer.leave_frame(table)

    def _write_cell(self, cell: Node) -> None:
        writer = self._writer
        blocks = [c for c in cell.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        if blocks:
            self._write_blocks(cell)
            return
        writer.start_paragraph(line=24)
        align = cell.attrs.get("align", "")
        if align == "right":
            writer.align(Qt.AlignmentFlag.AlignRight)
        elif align == "center":
            writer.align(Qt.AlignmentFlag.AlignHCenter)
        is_header = cell.tag == "th"
        writer.write_text(
            cell,
            writer.char_format(
                15,
                writer.theme.dim if is_header else writer.theme.ink,
                QFont.Weight.DemiBold if is_header else QFont.Weight.Normal,
            ),
        )

    # A page of several articles

    def _write_article(self, node: Node) -> None:
        writer = self._writer
        language = writer.language
        writer.set_language(node.attrs.get("lang") or language)
        heads = [c for c in node.children if isinstance(c, Node) and c.tag in _ARTICLE_HEADING_TAGS]
        self._has_section_heading = any(head.tag == "section" for head in heads)
        self._has_byline = any(head.tag == "byline" for head in heads)
        for head in heads:
            self._write_block(head)
        writer.text_base = int(node.attrs["text"])
        writer.picture_base = int(node.attrs["pic"])
        for child in node.children[len(heads) :]:
            if isinstance(child, Node):
                self._write_block(child)
        writer.text_base = writer.picture_base = 0
        writer.set_language(language)

    def _write_section_heading(self, node: Node) -> None:
        writer = self._writer
        writer.start_paragraph(line=_SPACE_ABOVE_ARTICLE)
        writer.start_paragraph(line=22)
        accent = writer.char_format(14, writer.theme.accent, QFont.Weight.Bold)
        if node.attrs.get("label"):
            writer.write_generated(f"{node.attrs['label']}\u2002", accent)
        writer.write_text(node, accent)
        writer.keep_with_next()

    def _write_article_title(self, node: Node) -> None:
        writer = self._writer
        if not self._has_section_heading:
            writer.start_paragraph(line=_SPACE_ABOVE_ARTICLE)
        writer.start_paragraph(
            line=34, top=8 if self._has_section_heading else 0, below=6 if self._has_byline else 14
        )
        if node.attrs.get("label"):
            dim = writer.char_format(24, writer.theme.dim)
            writer.write_generated(f"{node.attrs['label']}\u2002", dim)
        writer.write_text(node, writer.char_format(24, writer.theme.ink, QFont.Weight.Bold))
        writer.keep_with_next()

    def _write_byline(self, node: Node) -> None:
        writer = self._writer
        writer.start_paragraph(line=22, below=16)
        writer.write_generated(node.text(), writer.char_format(14, writer.theme.dim))
        writer.keep_with_next()


def _cell_span(cell: Node, name: str) -> int:
    value = cell.attrs.get(name, "1")
    return min(40, max(1, int(value))) if value.isdigit() else 1


#: The writer of a block, by its tag; of other tags only the content is written.
_HANDLERS: dict[str, Callable[[PageBuilder, Node], None]] = {
    **dict.fromkeys(_HEADING_SCALES, PageBuilder._write_heading),
    "p": PageBuilder._write_paragraph,
    "pre": PageBuilder._write_code,
    "hr": PageBuilder._write_rule,
    "blockquote": PageBuilder._write_quote,
    "note": PageBuilder._write_note,
    "title": PageBuilder._write_note_title,
    "ul": PageBuilder._write_list,
    "ol": PageBuilder._write_list,
    "dt": PageBuilder._write_term,
    "dd": PageBuilder._write_definition,
    "links": PageBuilder._write_link_row,
    "table": PageBuilder._write_table,
    "figure": PageBuilder._write_figure,
    "slideshow": PageBuilder._write_slideshow,
    "article": PageBuilder._write_article,
    "section": PageBuilder._write_section_heading,
    "head": PageBuilder._write_article_title,
    "byline": PageBuilder._write_byline,
}
