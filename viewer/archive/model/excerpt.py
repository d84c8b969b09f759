"""Excerpts: the blocks of an article that are selected, cut to the selection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import BLOCK_TAGS, HEADING_TAGS, TEXT_BLOCK_TAGS, Node
from viewer.archive.model.whole_issue import WholeIssue

Span = tuple[int, int]

#: Attribute of a table's head that is not selected, but kept above selected rows.
CONTEXT_ATTRIBUTE = "context"
#: Attribute of a text block that was cut.
_CUT_ATTRIBUTE = "cut"
#: Offset of a block without text: before any span.
_NO_OFFSET = -(10**9)


@dataclass(frozen=True, slots=True)
class Selection:
    """The selection on a page: spans of its title and of its plain text, and pictures.

    Spans count code points, end exclusive; ``pictures`` are numbers among those of the page.
    """

    title: Span | None = None
    text: tuple[Span, ...] = ()
    pictures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The selected part of the article ``page``.

    ``section`` is the heading of the section that begins with it, ``title`` the article's own, as
    far as they are selected. ``start`` is where the text of the excerpt begins in the article's.
    """

    page: Page
    body: tuple[Node, ...]
    title: str = ""
    section: str = ""
    start: int = 0

    @property
    def anchor(self) -> str:
        """The nearest heading or item at or before the excerpt, empty at the article's top."""
        blocks = [block for block in self.page.blocks if block.start <= self.start]
        return blocks[-1].anchor if blocks else ""


def full_excerpt(page: Page) -> Excerpt:
    """The article as a whole."""
    return Excerpt(page, _make_portable(page.body), page.entry.title)


def article_excerpt(page: Page, selection: Selection) -> Excerpt:
    """The excerpt of one article's page for ``selection``."""
    body = slice_body(page.body, selection.text, selection.pictures)
    title = page.entry.title[slice(*selection.title)] if selection.title else ""
    return Excerpt(page, body, title, start=_first_start(selection.text))


def issue_excerpts(whole_issue: WholeIssue, selection: Selection) -> tuple[Excerpt, ...]:
    """The excerpts of the articles in ``selection`` on an issue's page."""
    excerpts = []
    for part, article in zip(whole_issue.parts, whole_issue.page.body, strict=True):
        count = len(part.page.figures)
        pictures = frozenset(
            number - part.first_picture
            for number in selection.pictures
            if part.first_picture <= number < part.first_picture + count
        )
        text = _clip_spans(selection.text, part.text_start, part.end)
        heads = {
            head.tag: head.text()[slice(*_clip_spans(selection.text, offset, offset + length)[0])]
            for head, offset, length in _heading_offsets(article)
            if _clip_spans(selection.text, offset, offset + length)
        }
        body = slice_body(part.page.body, text, pictures)
        if body or heads:
            title, section = heads.get("head", ""), heads.get("section", "")
            excerpts.append(Excerpt(part.page, body, title, section, _first_start(text)))
    return tuple(excerpts)


def _heading_offsets(article: Node) -> Iterator[tuple[Node, int, int]]:
    for node in article.children:
        if isinstance(node, Node) and node.tag in ("section", "head"):
            yield node, int(node.attrs["o"]), len(node.text())


def _clip_spans(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """What of ``spans`` lies in ``[start, end)``, counted from ``start``."""
    return tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in spans
        if first < end and last > start
    )


def _first_start(spans: Sequence[Span]) -> int:
    return min((start for start, _ in spans), default=0)


def slice_body(
    body: tuple[Node, ...], spans: Sequence[Span], pictures: frozenset[int] = frozenset()
) -> tuple[Node, ...]:
    """What of ``body`` stands in ``spans`` of its plain text, with the ``pictures`` of it.

    Blocks keep their form and runs their marks. A list goes on counting where it was cut, and rows
    of a table keep its head above them, marked with ``CONTEXT_ATTRIBUTE``. Where all that is left
    is one text block of a larger one, or a part of one, it is a paragraph.
    """
    slicer = _BlockSlicer(spans, pictures)
    nodes = _strip_edge_rules([block for node in body for block in slicer.slice_block(node)])
    if len(nodes) == 1 and nodes[0] not in body:
        nodes = (_unwrap_single_block(nodes[0]),)
    return _make_portable(nodes)


def _unwrap_single_block(block: Node) -> Node:
    """The text block left of ``block``, without what was around it, if just one is left."""
    inside = list(block.walk())
    leaves = [
        node for node in inside
        if node.tag in TEXT_BLOCK_TAGS and node.children and not _has_blocks(node)
        and CONTEXT_ATTRIBUTE not in node.attrs
    ]  # fmt: skip
    if len(leaves) != 1 or any(node.tag == "figure" for node in inside):
        return block
    leaf = leaves[0]
    if leaf.tag in ("pre", "links") or (
        leaf.tag in HEADING_TAGS and _CUT_ATTRIBUTE not in leaf.attrs
    ):
        return leaf
    return Node("p", leaf.attrs, leaf.children)


def _has_blocks(node: Node) -> bool:
    return any(isinstance(child, Node) and child.tag in BLOCK_TAGS for child in node.children)


def _strip_edge_rules(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """``nodes`` without rules at the edges."""
    remaining = list(nodes)
    while remaining and remaining[-1].tag == "hr":
        remaining.pop()
    while remaining and remaining[0].tag == "hr":
        remaining.pop(0)
    return tuple(remaining)


def _make_portable(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes for use outside the program: links as URLs of the program, without anchors."""
    return tuple(_make_node_portable(node) for node in nodes)


def _make_node_portable(node: Node) -> Node:
    attrs = {k: v for k, v in node.attrs.items() if k not in ("id", _CUT_ATTRIBUTE)}
    href = attrs.get("href", "")
    if href and ":" not in href:
        address_text, _, anchor = href.partition("#")
        publication, number, *article = address_text.split("/")
        attrs["href"] = Address(publication, int(number), "/".join(article), anchor).to_url()
    children = tuple(c if isinstance(c, str) else _make_node_portable(c) for c in node.children)
    return Node(node.tag, attrs, children)


class _BlockSlicer:
    def __init__(self, spans: Sequence[Span], pictures: frozenset[int]) -> None:
        self._spans = spans
        self._pictures = pictures

    def slice_block(self, node: Node) -> tuple[Node, ...]:
        """The selected part of a block: nothing, the block itself, or blocks made from it."""
        if node.tag == "hr":
            return (node,)
        if node.tag == "figure":
            return self._slice_figure(node)
        if node.tag == "slideshow":
            return self._slice_slideshow(node)
        if node.tag == "table":
            return self._slice_table(node)
        if node.tag in TEXT_BLOCK_TAGS and not _has_blocks(node):
            return self._slice_text_block(node)
        children: list[Node] = []
        dropped = 0
        for child in node.children:
            if isinstance(child, str):
                continue
            sliced = self.slice_block(child)
            dropped += not sliced and not children
            children += sliced
        inner = _strip_edge_rules(children)
        if not inner:
            return ()
        if node.tag == "ol" and dropped:
            start = node.attrs.get("start", "1")
            first = int(start) if start.isdigit() else 1
            node = replace(node, attrs={**node.attrs, "start": str(first + dropped)})
        if node.tag == "dl" and not _is_paired(inner):
            return tuple(Node("p", item.attrs, item.children) for item in inner)
        return (replace(node, children=_reuse_if_unchanged(node.children, inner)),)

    def _slice_text_block(self, node: Node) -> tuple[Node, ...]:
        children = self._slice_inline(node, int(node.attrs.get("o", _NO_OFFSET)))[0]
        if not children:
            return ()
        if children == node.children:
            return (node,)
        return (Node(node.tag, {**node.attrs, _CUT_ATTRIBUTE: "1"}, children),)

    def _slice_inline(self, node: Node, offset: int) -> tuple[tuple[Node | str, ...], int]:
        """The selected part of inline text that begins at ``offset``, and the offset of its end."""
        pieces: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str):
                end = offset + len(child)
                part = "".join(child[a:b] for a, b in _clip_spans(self._spans, offset, end))
                pieces += [part] if part else []
                offset = end
            elif child.tag == "br":
                pieces += [child] if _clip_spans(self._spans, offset, offset + 1) else []
                offset += 1
            elif child.tag == "img":
                pieces += [child] if self._has_picture(child) else []
            else:
                children, offset = self._slice_inline(child, offset)
                pieces += [replace(child, children=children)] if children else []
        return tuple(pieces), offset

    def _has_picture(self, node: Node) -> bool:
        return int(node.attrs.get("pic", "-1")) in self._pictures

    def _slice_figure(self, node: Node) -> tuple[Node, ...]:
        if self._has_picture(node):
            return (node,)
        captions = [c for c in node.children if isinstance(c, Node)]
        blocks = [block for caption in captions for block in self.slice_block(caption)]
        return tuple(
            Node("p", {**block.attrs, _CUT_ATTRIBUTE: "1"}, block.children) for block in blocks
        )

    def _slice_slideshow(self, node: Node) -> tuple[Node, ...]:
        figures = [c for c in node.children if isinstance(c, Node)]
        if any(self._has_picture(figure) for figure in figures):
            return (node,)
        return tuple(block for figure in figures for block in self._slice_figure(figure))

    def _slice_table(self, node: Node) -> tuple[Node, ...]:
        rows = [row for row in node.walk() if row.tag == "tr"]
        sliced_rows = [self._slice_cells(row) for row in rows]
        if not any(any(cells) for cells in sliced_rows):
            return ()
        is_whole = all(
            tuple(cells) == tuple([c] for c in _cells_of(row))
            for row, cells in zip(rows, sliced_rows, strict=True)
        )
        if is_whole:
            return (node,)
        columns = _kept_columns(rows, sliced_rows)
        groups: list[Node] = []
        remaining = iter(zip(rows, sliced_rows, strict=True))
        for group in node.children:
            if not isinstance(group, Node):
                continue
            group_rows = [next(remaining) for child in group.walk() if child.tag == "tr"]
            built_rows = tuple(
                _build_row(row, cells, columns) for row, cells in group_rows if any(cells)
            )
            if built_rows:
                groups += (
                    built_rows if group.tag == "tr" else (replace(group, children=built_rows),)
                )
            elif group.tag == "thead":
                heads = tuple(
                    _build_row(row, [[_mark_as_context(cell)] for cell in _cells_of(row)], columns)
                    for row, _ in group_rows
                )
                groups.append(Node("thead", {CONTEXT_ATTRIBUTE: "1"}, heads))
        return (replace(node, children=tuple(groups)),)

    def _slice_cells(self, row: Node) -> list[list[Node]]:
        return [list(self.slice_block(cell)) for cell in _cells_of(row)]


def _cells_of(row: Node) -> list[Node]:
    return [cell for cell in row.children if isinstance(cell, Node)]


def _kept_columns(
    rows: Sequence[Node], sliced_rows: Sequence[list[list[Node]]]
) -> frozenset[int] | None:
    """The columns with a selected cell; None (all columns) if any cell spans several."""
    cells = [cell for row in rows for cell in _cells_of(row)]
    if any(cell.attrs.keys() & {"colspan", "rowspan"} for cell in cells):
        return None
    return frozenset(column for row in sliced_rows for column, cell in enumerate(row) if cell)


def _build_row(row: Node, sliced_cells: list[list[Node]], columns: frozenset[int] | None) -> Node:
    """``row`` with what is left of its cells; the others are empty."""
    cells = tuple(
        parts[0] if parts else replace(cell, children=())
        for column, (cell, parts) in enumerate(zip(_cells_of(row), sliced_cells, strict=True))
        if columns is None or column in columns
    )
    return replace(row, children=cells)


def _mark_as_context(node: Node) -> Node:
    """A head that is kept for what stands below it."""
    children = tuple(c if isinstance(c, str) else _mark_as_context(c) for c in node.children)
    return Node(node.tag, {**node.attrs, CONTEXT_ATTRIBUTE: "1"}, children)


def _reuse_if_unchanged(
    children: tuple[Node | str, ...], sliced: tuple[Node, ...]
) -> tuple[Node | str, ...]:
    """``children`` if none of them was left out, so that an uncut block stays recognizable."""
    return children if tuple(c for c in children if isinstance(c, Node)) == sliced else sliced


def _is_paired(items: Sequence[Node]) -> bool:
    """Whether terms and their definitions stand in turn."""
    tags = [item.tag for item in items]
    return tags[:1] == ["dt"] and tags[-1:] == ["dd"]
