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
from viewer.ui.document.built_page import FRAME_GAP, BuiltPage, LinkChip, PageLabels
from viewer.ui.document.document_writer import BODY_PIXELS, PLAIN
from viewer.ui.document.figure_writer import PictureWriter
from viewer.ui.document.text_map import TextRun
from viewer.ui.theme import fonts

_SIZES = {"h3": 1.2, "h4": 1.08, "h5": 1.0, "h6": 1.0}


class PageBuilder(PictureWriter):
    """Writes one page: its header, the article's tree, and the way on at its foot."""

    _left: Iterator[Node] = iter(())
    _begun = False
    _neighbours: tuple[tuple[Address, str] | None, tuple[Address, str] | None] = (None, None)

    def build(
        self,
        page: Page,
        words: PageLabels,
        previous: tuple[Address, str] | None,
        following: tuple[Address, str] | None,
    ) -> BuiltPage:
        """Replace what the document shows by ``page`` and say where everything is."""
        built = self.begin(page, words, previous, following)
        self.go_on()
        return built

    def begin(
        self,
        page: Page,
        words: PageLabels,
        previous: tuple[Address, str] | None,
        following: tuple[Address, str] | None,
    ) -> BuiltPage:
        """Replace what the document shows by the head of ``page``; ``go_on`` writes the rest."""
        self._begin(page, words)
        self._neighbours = (previous, following)
        self._left = iter(page.body)
        self._header()
        self._begun = True
        return self._built

    def go_on(self, until: Callable[[], bool] | None = None) -> bool:
        """Write on, until ``until`` says that it is enough; whether the page is finished.

        It is asked after each article of an issue, and after each block of an article.
        """
        # All that is written at once is laid out at once: the first time that is the head as well.
        if not self._begun:
            self._cursor.beginEditBlock()
        self._begun = False
        try:
            for node in self._left:
                self._block(node)
                if until is not None and until():
                    return False
            self._foot(*self._neighbours)
        finally:
            self._cursor.endEditBlock()
        return True

    # Header and foot

    def _header(self) -> None:
        theme, words = self._theme, self._words
        dim = self._format(13, theme.dim)
        self._paragraph(line=20, below=10)
        for number, (text, target) in enumerate(words.breadcrumb):
            if number:
                self._generated("  ›  ", dim)
            link = QTextCharFormat(dim)
            if target:
                link.setAnchor(True)
                link.setAnchorHref(target)
            self._generated(text, link)
        self._paragraph(line=40, below=10)
        title = self._format(30, theme.ink, QFont.Weight.Bold)
        start = self._cursor.position()
        text = self._page.entry.title
        self._write(text.translate(PLAIN), title)
        self._built.text_map.title = TextRun(0, start, text)
        self._paragraph(line=22, below=24)
        self._generated(words.byline, self._format(14, theme.dim))

    def _foot(
        self, previous: tuple[Address, str] | None, following: tuple[Address, str] | None
    ) -> None:
        if previous is None and following is None:
            return
        self._spacer(28)
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self._px(14))
        shape.setTopMargin(self._px(8))
        shape.setBottomMargin(self._px(40))
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        shape.setColumnWidthConstraints([half, half])
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = self._table_here(1, 2, shape)
        self._built.frames.append((table, "foot"))
        cells = ((previous, self._words.previous, False), (following, self._words.following, True))
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
            link = self._format(13, self._theme.dim)
            link.setAnchor(True)
            link.setAnchorHref(address.to_url())
            cursor.insertText(label, link)
            cursor.insertBlock(below)
            link = self._format(15, self._theme.accent, QFont.Weight.DemiBold)
            link.setAnchor(True)
            link.setAnchorHref(address.to_url())
            cursor.insertText(title.translate(PLAIN), link)

    # Blocks

    def _block(self, node: Node) -> None:
        if self._depth > 60:
            return
        self._depth += 1
        try:
            handler = getattr(self, f"_{node.tag}", None)
            if node.tag in _SIZES:
                self._heading(node)
            elif handler is not None:
                handler(node)
            elif node.tag in INLINE_TAGS:
                self._paragraph_of(Node("p", {}, (node,)))
            else:
                self._blocks(node)
        finally:
            self._depth -= 1

    def _blocks(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, Node):
                self._block(child)
            elif child.strip():
                self._paragraph_of(Node("p", {}, (child,)))

    def _heading(self, node: Node) -> None:
        size = BODY_PIXELS * _SIZES[node.tag]
        self._paragraph(line=size * 1.45, top=18, below=8)
        self._text(node, self._format(size, self._theme.ink, QFont.Weight.Bold))

    def _p(self, node: Node) -> None:
        self._paragraph_of(node)

    def _title(self, node: Node) -> None:
        self._paragraph(line=22, below=4)
        self._text(node, self._format(13, self._theme.accent, QFont.Weight.DemiBold))

    def _paragraph_of(self, node: Node) -> None:
        below = 16 if self._body_pixels == BODY_PIXELS else 8
        self._paragraph(line=self._line(), below=self._below(below))
        self._text(node, self._body())

    def _pre(self, node: Node) -> None:
        with self._frame("code"):
            self._paragraph(line=22)
            style = self._format(14, self._theme.ink)
            style.setFontFamilies(fonts.monospace_families(self._language))
            style.setFontFixedPitch(True)
            self._text(node, style)

    def _hr(self, _node: Node) -> None:
        with self._frame("rule"):
            self._paragraph(line=2)

    def _blockquote(self, node: Node) -> None:
        with self._frame("quote"):
            self._blocks(node)

    def _note(self, node: Node) -> None:
        with self._frame("note"):
            self._anchor(node)
            before, self._body_pixels = self._body_pixels, 15
            self._blocks(node)
            self._body_pixels = before

    def _ul(self, node: Node) -> None:
        self._list(node, QTextListFormat.Style.ListDisc)

    def _ol(self, node: Node) -> None:
        self._list(node, QTextListFormat.Style.ListDecimal)

    def _list(self, node: Node, style: QTextListFormat.Style) -> None:
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
            self._anchor(item)
            self._paragraph(line=self._line(), below=self._below(16 if last else 6))
            if made is None:
                made = self._cursor.createList(shape)
            else:
                made.add(self._cursor.block())
            self._item(item)
        self._list_level = level - 1

    def _item(self, item: Node) -> None:
        """The item's own inline run stands beside its marker, whatever blocks follow below it."""
        blocks = [c for c in item.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        inline = tuple(c for c in item.children if isinstance(c, str) or c.tag in INLINE_TAGS)
        if inline and any(not isinstance(c, str) or c.strip() for c in inline):
            self._text(Node("li", item.attrs, inline), self._body())
        elif blocks and blocks[0].tag == "p":
            self._text(blocks[0], self._body())
            blocks = blocks[1:]
        for block in blocks:
            if block.tag == "p":
                self._paragraph(line=self._line(), below=6)
                shape = self._cursor.blockFormat()
                shape.setIndent(self._list_level)
                shape.setObjectIndex(-1)
                self._cursor.setBlockFormat(shape)
                self._text(block, self._body())
            else:
                self._block(block)

    def _dl(self, node: Node) -> None:
        self._blocks(node)

    def _dt(self, node: Node) -> None:
        self._paragraph(line=self._line(), below=2)
        self._text(node, self._format(BODY_PIXELS, self._theme.ink, QFont.Weight.Bold))

    def _dd(self, node: Node) -> None:
        blocks = [c for c in node.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        if blocks:
            self._blocks(node)
            return
        self._paragraph(line=self._line(), below=self._below(12))
        shape = self._cursor.blockFormat()
        shape.setIndent(1)
        self._cursor.setBlockFormat(shape)
        self._text(node, self._body())

    def _links(self, node: Node) -> None:
        pad = self._px(11)
        self._paragraph(line=36, top=2, below=14)
        shape = self._cursor.blockFormat()
        shape.setLeftMargin(pad)
        self._cursor.setBlockFormat(shape)
        gap = self._format(14, self._theme.dim)
        gap.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        gap.setFontLetterSpacing(pad * 2 + self._px(4))
        offset = self._offset(node)
        for child in node.children:
            if isinstance(child, str):
                self._run(" " * len(child), gap, offset)
                offset += len(child)
                continue
            text = child.text()
            href = child.attrs.get("href", "")
            start = self._cursor.position()
            style = self._format(14, self._theme.accent if href else self._theme.dim)
            if href:
                style.setAnchor(True)
                style.setAnchorHref(href)
            # A label never breaks inside its chip.
            self._run(text.replace(" ", "\u00a0"), style, offset)
            offset += len(text)
            if not href:
                self._generated("\u00a0·\u00a0" + self._words.link_lost, style)
            self._built.link_chips.append(LinkChip(start, self._cursor.position(), not href))

    # Tables

    def _table(self, node: Node) -> None:
        rows = [item for item in node.walk() if item.tag == "tr"]
        grid = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        columns = max(
            (sum(_span(cell, "colspan") for cell in row) for row in grid),
            default=0,
        )
        if not columns:
            return
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self._px(8))
        shape.setTopMargin(self._px(FRAME_GAP))
        shape.setBottomMargin(self._px(FRAME_GAP))
        shape.setHeaderRowCount(1 if any(c.tag == "th" for c in grid[0]) else 0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = self._table_here(len(grid), columns, shape)
        self._built.frames.append((table, "table"))
        outer, self._tight = self._cursor, True
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(grid):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                if column >= columns:
                    break
                wide = min(_span(cell, "colspan"), columns - column)
                tall = min(_span(cell, "rowspan"), len(grid) - row)
                if wide > 1 or tall > 1:
                    table.mergeCells(row, column, tall, wide)
                taken.update((row + r, column + c) for r in range(tall) for c in range(wide))
                self._cursor = table.cellAt(row, column).firstCursorPosition()
                self._fresh = True
                self._cell(cell)
                column += wide
        self._cursor, self._tight = outer, False
        self._after(table)

    def _cell(self, cell: Node) -> None:
        blocks = [c for c in cell.children if isinstance(c, Node) and c.tag not in INLINE_TAGS]
        if blocks:
            self._blocks(cell)
            return
        self._paragraph(line=24)
        align = cell.attrs.get("align", "")
        if align == "right":
            self._align(Qt.AlignmentFlag.AlignRight)
        elif align == "center":
            self._align(Qt.AlignmentFlag.AlignHCenter)
        head = cell.tag == "th"
        self._text(
            cell,
            self._format(
                15,
                self._theme.dim if head else self._theme.ink,
                QFont.Weight.DemiBold if head else QFont.Weight.Normal,
            ),
        )


def _span(cell: Node, name: str) -> int:
    value = cell.attrs.get(name, "1")
    return min(40, max(1, int(value))) if value.isdigit() else 1
