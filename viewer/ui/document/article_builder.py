"""Builds the page of an article straight from its tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextCharFormat,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTableFormat,
)

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import INLINE_TAGS, Node
from viewer.ui.document.built_page import FRAME_GAP, BuiltPage, LinkChip, PageLabels, TextRun
from viewer.ui.document.document_writer import BODY_PIXELS, QT_CHARACTER_SUBSTITUTES
from viewer.ui.document.figure_writer import FigureWriter
from viewer.ui.theme import fonts

_HEADING_SCALES = {"h3": 1.2, "h4": 1.08, "h5": 1.0, "h6": 1.0}


class ArticleBuilder(FigureWriter):
    """Writes one page: its header, the article's tree, and the way on at its foot."""

    _remaining: Iterator[Node] = iter(())
    _edit_block_is_open = False
    _neighbours: tuple[tuple[Address, str] | None, tuple[Address, str] | None] = (None, None)

    def build(
        self,
        page: Page,
        words: PageLabels,
        previous: tuple[Address, str] | None,
        following: tuple[Address, str] | None,
    ) -> BuiltPage:
        """Replace what the document shows by ``page`` and say where everything is."""
        built = self.start(page, words, previous, following)
        self.write_until()
        return built

    def start(
        self,
        page: Page,
        words: PageLabels,
        previous: tuple[Address, str] | None,
        following: tuple[Address, str] | None,
    ) -> BuiltPage:
        """Replace the document by the head of ``page``; ``write_until`` writes the rest."""
        self._start_document(page, words)
        self._neighbours = (previous, following)
        self._remaining = iter(page.body)
        self._write_header()
        self._edit_block_is_open = True
        return self._built

    def write_until(self, should_stop: Callable[[], bool] | None = None) -> bool:
        """Write on, until ``should_stop`` says that it is enough; whether the page is finished.

        It is asked after each article of an issue, and after each block of an article.
        """
        # All that is written at once is laid out at once: the first time that is the head as well.
        if not self._edit_block_is_open:
            self._cursor.beginEditBlock()
        self._edit_block_is_open = False
        try:
            for node in self._remaining:
                self._write_block(node)
                if should_stop is not None and should_stop():
                    return False
            self._write_neighbour_links(*self._neighbours)
        finally:
            self._cursor.endEditBlock()
        return True

    # Header and foot

    def _write_header(self) -> None:
        theme, words = self._theme, self._labels
        dim = self._char_format(13, theme.dim)
        self.start_paragraph(line=20, below=10)
        for number, (text, target) in enumerate(words.breadcrumb):
            if number:
                self.write_generated("  ›  ", dim)
            link = QTextCharFormat(dim)
            if target:
                link.setAnchor(True)
                link.setAnchorHref(target)
            self.write_generated(text, link)
        self.start_paragraph(line=40, below=10)
        title = self._char_format(30, theme.ink, QFont.Weight.Bold)
        start = self._cursor.position()
        text = self._page.entry.title
        self._insert_typeset(text.translate(QT_CHARACTER_SUBSTITUTES), title)
        self._built.text_map.title = TextRun(0, start, text)
        self.start_paragraph(line=22, below=24)
        self.write_generated(words.byline, self._char_format(14, theme.dim))

    def _write_neighbour_links(
        self, previous: tuple[Address, str] | None, following: tuple[Address, str] | None
    ) -> None:
        if previous is None and following is None:
            return
        self._write_spacer(28)
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self._scaled_px(14))
        shape.setTopMargin(self._scaled_px(8))
        shape.setBottomMargin(self._scaled_px(40))
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        shape.setColumnWidthConstraints([half, half])
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = self._insert_table(1, 2, shape)
        self._built.frames.append((table, "foot"))
        cells = (
            (previous, self._labels.previous, False),
            (following, self._labels.following, True),
        )
        for column, (target, label, right) in enumerate(cells):
            if target is None:
                continue
            cursor = table.cellAt(0, column).firstCursorPosition()
            address, title = target
            above = self._block_format(line=20)
            below = self._block_format(line=25, below=4)
            for shape_ in (above, below):
                if right:
                    shape_.setAlignment(Qt.AlignmentFlag.AlignRight)
            cursor.setBlockFormat(above)
            link = self._char_format(13, self._theme.dim)
            link.setAnchor(True)
            link.setAnchorHref(address.to_url())
            cursor.insertText(label, link)
            cursor.insertBlock(below)
            link = self._char_format(15, self._theme.accent, QFont.Weight.DemiBold)
            link.setAnchor(True)
            link.setAnchorHref(address.to_url())
            cursor.insertText(title.translate(QT_CHARACTER_SUBSTITUTES), link)

    # Blocks

    def _write_block(self, node: Node) -> None:
        if self._depth > 60:
            return
        self._depth += 1
        try:
            handler = getattr(self, f"_{node.tag}", None)
            if node.tag in _HEADING_SCALES:
                self._write_heading(node)
            elif handler is not None:
                handler(node)
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
        size = BODY_PIXELS * _HEADING_SCALES[node.tag]
        self.start_paragraph(line=size * 1.45, top=18, below=8)
        self.write_text(node, self._char_format(size, self._theme.ink, QFont.Weight.Bold))

    def _p(self, node: Node) -> None:
        self._write_paragraph(node)

    def _title(self, node: Node) -> None:
        self.start_paragraph(line=22, below=4)
        self.write_text(node, self._char_format(13, self._theme.accent, QFont.Weight.DemiBold))

    def _write_paragraph(self, node: Node) -> None:
        below = 16 if self._body_pixels == BODY_PIXELS else 8
        self.start_paragraph(line=self._line_height(), below=self._space_below(below))
        self.write_text(node, self._body_format())

    def _pre(self, node: Node) -> None:
        with self._frame("code"):
            self.start_paragraph(line=22)
            style = self._char_format(14, self._theme.ink)
            style.setFontFamilies(fonts.monospace_families(self._language))
            style.setFontFixedPitch(True)
            self.write_text(node, style)

    def _hr(self, _node: Node) -> None:
        with self._frame("rule"):
            self.start_paragraph(line=2)

    def _blockquote(self, node: Node) -> None:
        with self._frame("quote"):
            self._write_blocks(node)

    def _note(self, node: Node) -> None:
        with self._frame("note"):
            self._note_anchor(node)
            before, self._body_pixels = self._body_pixels, 15
            self._write_blocks(node)
            self._body_pixels = before

    def _ul(self, node: Node) -> None:
        self._write_list(node, QTextListFormat.Style.ListDisc)

    def _ol(self, node: Node) -> None:
        self._write_list(node, QTextListFormat.Style.ListDecimal)

    def _write_list(self, node: Node, style: QTextListFormat.Style) -> None:
        shape = QTextListFormat()
        shape.setStyle(style)
        level = self._list_level = self._list_level + 1
        shape.setIndent(level)
        start = node.attrs.get("start", "")
        if style is QTextListFormat.Style.ListDecimal and start.isdigit():
            shape.setStart(int(start))
        made: QTextList | None = None
        items = [child for child in node.children if isinstance(child, Node)]
        for index, item in enumerate(items):
            last = index == len(items) - 1 and level == 1
            self._note_anchor(item)
            self.start_paragraph(
                line=self._line_height(), below=self._space_below(16 if last else 6)
            )
            if made is None:
                made = self._cursor.createList(shape)
            else:
                made.add(self._cursor.block())
            self._write_list_item(item)
        self._list_level = level - 1

    def _write_list_item(self, item: Node) -> None:
        """The item's own inline run stands beside its marker, whatever blocks follow below it."""
        blocks = [c for c in item.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        inline = tuple(c for c in item.children if isinstance(c, str) or c.tag in INLINE_TAGS)
        if inline and any(not isinstance(c, str) or c.strip() for c in inline):
            self.write_text(Node("li", item.attrs, inline), self._body_format())
        elif blocks and blocks[0].tag == "p":
            self.write_text(blocks[0], self._body_format())
            blocks = blocks[1:]
        for block in blocks:
            if block.tag == "p":
                self.start_paragraph(line=self._line_height(), below=6)
                shape = self._cursor.blockFormat()
                shape.setIndent(self._list_level)
                shape.setObjectIndex(-1)
                self._cursor.setBlockFormat(shape)
                self.write_text(block, self._body_format())
            else:
                self._write_block(block)

    def _dl(self, node: Node) -> None:
        self._write_blocks(node)

    def _dt(self, node: Node) -> None:
        self.start_paragraph(line=self._line_height(), below=2)
        self.write_text(node, self._char_format(BODY_PIXELS, self._theme.ink, QFont.Weight.Bold))

    def _dd(self, node: Node) -> None:
        blocks = [c for c in node.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        if blocks:
            self._write_blocks(node)
            return
        self.start_paragraph(line=self._line_height(), below=self._space_below(12))
        shape = self._cursor.blockFormat()
        shape.setIndent(1)
        self._cursor.setBlockFormat(shape)
        self.write_text(node, self._body_format())

    def _links(self, node: Node) -> None:
        pad = self._scaled_px(11)
        self.start_paragraph(line=36, top=2, below=14)
        shape = self._cursor.blockFormat()
        shape.setLeftMargin(pad)
        self._cursor.setBlockFormat(shape)
        gap = self._char_format(14, self._theme.dim)
        gap.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        gap.setFontLetterSpacing(pad * 2 + self._scaled_px(4))
        offset = self._text_offset(node)
        for child in node.children:
            if isinstance(child, str):
                self.write_run(" " * len(child), gap, offset)
                offset += len(child)
                continue
            text = child.text()
            href = child.attrs.get("href", "")
            start = self._cursor.position()
            style = self._char_format(14, self._theme.accent if href else self._theme.dim)
            if href:
                style.setAnchor(True)
                style.setAnchorHref(href)
            # A label never breaks inside its chip.
            self.write_run(text.replace(" ", "\u00a0"), style, offset)
            offset += len(text)
            if not href:
                self.write_generated("\u00a0·\u00a0" + self._labels.link_lost, style)
            self._built.link_chips.append(LinkChip(start, self._cursor.position(), not href))

    # Tables

    def _table(self, node: Node) -> None:
        rows = [item for item in node.walk() if item.tag == "tr"]
        grid = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        columns = max(
            (sum(_cell_span(cell, "colspan") for cell in row) for row in grid),
            default=0,
        )
        if not columns:
            return
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self._scaled_px(8))
        shape.setTopMargin(self._scaled_px(FRAME_GAP))
        shape.setBottomMargin(self._scaled_px(FRAME_GAP))
        shape.setHeaderRowCount(1 if any(c.tag == "th" for c in grid[0]) else 0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = self._insert_table(len(grid), columns, shape)
        self._built.frames.append((table, "table"))
        outer, self._in_table = self._cursor, True
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(grid):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                if column >= columns:
                    break
                wide = min(_cell_span(cell, "colspan"), columns - column)
                tall = min(_cell_span(cell, "rowspan"), len(grid) - row)
                if wide > 1 or tall > 1:
                    table.mergeCells(row, column, tall, wide)
                taken.update((row + r, column + c) for r in range(tall) for c in range(wide))
                self._cursor = table.cellAt(row, column).firstCursorPosition()
                self._block_is_empty = True
                self._write_cell(cell)
                column += wide
        self._cursor, self._in_table = outer, False
        self._leave_frame(table)

    def _write_cell(self, cell: Node) -> None:
        blocks = [c for c in cell.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        if blocks:
            self._write_blocks(cell)
            return
        self.start_paragraph(line=24)
        align = cell.attrs.get("align", "")
        if align == "right":
            self._align(Qt.AlignmentFlag.AlignRight)
        elif align == "center":
            self._align(Qt.AlignmentFlag.AlignHCenter)
        head = cell.tag == "th"
        self.write_text(
            cell,
            self._char_format(
                15,
                self._theme.dim if head else self._theme.ink,
                QFont.Weight.DemiBold if head else QFont.Weight.Normal,
            ),
        )


def _cell_span(cell: Node, name: str) -> int:
    value = cell.attrs.get(name, "1")
    return min(40, max(1, int(value))) if value.isdigit() else 1
