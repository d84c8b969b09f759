"""Writes blocks as Markdown that the parser reads as the same tree.

Where Markdown cannot say something (a cell over two columns, a definition of several paragraphs)
the block is written as HTML, which the parser reads as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as escape_html
from itertools import pairwise

from viewer.archive.markup.block_structure import is_block
from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import Child
from viewer.archive.markup.markdown_inline_writer import (
    HTML_ONLY_TAGS,
    escape_attribute,
    longest_backtick_run,
    write_lines,
    write_picture,
    write_single_line,
)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SEPARATOR_COMMENT = "<!-- -->"
_LIST_TAGS = ("ul", "ol")
_TABLE_BAR = re.compile(r"(\\.)|\|")
_ATTRIBUTE_VALUE = re.compile(r"[^\s\"'{}=#.\\][^\s\"'{}=#\\]*\Z")


class _NotInMarkdown(Exception):
    """A block cannot be written as Markdown; HTML is used instead."""


def write_blocks(blocks: Iterable[Child]) -> str:
    """Blocks, in the form that ``normalize_blocks`` and ``build_figures_and_link_rows`` give them.

    Besides the elements of ``document_tree``: ``noteref`` (name) is a footnote's mark, ``footnote``
    (name) its text; a ``pre`` may say its ``language``; an ``img`` has src, alt and title (the
    caption).
    """
    markdown = _join_blocks(_write_top_block(block) for block in blocks)
    return markdown + "\n" if markdown else ""


def _write_top_block(block: Child) -> tuple[str, str]:
    if isinstance(block, str):
        return "p", write_lines([block.strip()])
    try:
        return block.tag, _write_block(block, top=True)
    except _NotInMarkdown:
        return "html", _write_html(block)


def _join_blocks(parts: Iterable[tuple[str, str]]) -> str:
    """Blocks with an empty line between them; what would flow together is kept apart."""
    texts: list[str] = []
    last = ""
    for tag, text in parts:
        if not text:
            continue
        if tag == last and tag in (*_LIST_TAGS, "blockquote", "dl"):
            texts.append(_SEPARATOR_COMMENT)
        texts.append(text)
        last = tag
    return "\n\n".join(texts)


def _write_nested_blocks(children: Iterable[Child]) -> str:
    return _join_nested([_write_nested_block(child) for child in children])


def _write_nested_block(child: Child) -> tuple[str, str]:
    if isinstance(child, str):
        return "p", write_lines([child.strip()])
    return child.tag, _write_block(child)


def _join_nested(parts: list[tuple[str, str]]) -> str:
    text = _join_blocks(parts)
    for (above, _), (below, _) in pairwise(parts):
        if below == "pre" and above in (*_LIST_TAGS, "note", "dl", "footnote", "pre"):
            # Indented code would be taken for more of what stands above it.
            raise _NotInMarkdown
    if _SEPARATOR_COMMENT in text.split("\n"):
        # A comment is only read as such where no list or quote is around it.
        raise _NotInMarkdown
    return text


def _write_block(block: Element, top: bool = False) -> str:
    tag = block.tag
    if tag in _HEADINGS:
        text = write_single_line(block.children)
        if text.endswith("#"):
            text = text[:-1] + "\\#"
        anchor = _write_attributes(block, ("id",))
        return f"{'#' * _HEADINGS[tag]} {text}{' ' + anchor if anchor else ''}"
    if tag == "p":
        return _append_attributes(write_lines(block.children), block, ("id", "lang"))
    if tag == "links":
        return _write_link_row(block)
    if tag == "figure":
        image = block.find(lambda e: e.tag == "img")
        if image is None:
            return ""
        redrawn = _redrawn_attribute(block)
        picture = write_picture(image) + (f"{{{redrawn}}}" if redrawn else "")
        return _append_attributes(picture, block, ("id",))
    if tag == "slideshow":
        pictures = [write_picture(e) for e in block.walk() if e.tag == "img"]
        attributes = " ".join(filter(None, (".slideshow", _redrawn_attribute(block))))
        return "\n".join([*pictures, f"{{{attributes}}}"]) if pictures else ""
    if tag == "pre":
        return _write_code_block(block, top)
    if tag == "hr":
        return "***"
    if tag in _LIST_TAGS:
        return _write_list(block)
    if tag == "blockquote":
        if block.attrs.get("id") or block.attrs.get("lang"):
            raise _NotInMarkdown
        return _prefix_lines(_write_nested_blocks(block.children), "> ")
    if tag == "note":
        return _write_note(block)
    if tag == "table":
        return _write_table(block)
    if tag == "dl":
        return _write_definitions(block)
    if tag == "footnote":
        return f"[^{block.attrs['name']}]: {_indent_following_lines(_write_footnote(block))}"
    if tag in ("title", "caption"):
        return f"**{write_single_line(block.children)}**"
    if is_block(block):
        return _write_nested_blocks(block.children)
    return write_lines([block])


def _redrawn_attribute(block: Element) -> str:
    """Of a figure or slideshow that stands for a lost one; empty for others."""
    target = block.attrs.get("redrawn")
    return "" if target is None else f'redrawn="{target}"'


def _write_footnote(block: Element) -> str:
    """The text of a note; what Markdown cannot say below its mark is told in plain lines."""
    try:
        return _write_nested_blocks(block.children)
    except _NotInMarkdown:
        return "\n\n".join(write_lines([" ".join(e.split())]) for e in _plain_text_lines(block))


def _plain_text_lines(block: Element) -> list[str]:
    if not any(is_block(child) for child in block.children):
        return [block.text()]
    return [
        line
        for child in block.children
        for line in ([child] if isinstance(child, str) else _plain_text_lines(child))
        if line.strip()
    ]


def _write_attributes(block: Element, names: tuple[str, ...], marker: str = "") -> str:
    """The attribute list of a block, empty if there is nothing to say."""
    words = [marker] if marker else []
    for name in names:
        value = block.attrs.get(name, "")
        if not value:
            continue
        if not _ATTRIBUTE_VALUE.match(value):
            raise _NotInMarkdown
        words.append(f"#{value}" if name == "id" else f"{name}={value}")
    return f"{{{' '.join(words)}}}" if words else ""


def _append_attributes(text: str, block: Element, names: tuple[str, ...], marker: str = "") -> str:
    attributes = _write_attributes(block, names, marker)
    return f"{text}\n{attributes}" if attributes and text else text


def _write_link_row(block: Element) -> str:
    links = [child for child in block.children if isinstance(child, Element)]
    row = " ".join(write_single_line([link]) for link in links)
    return _append_attributes(row, block, ("id",), "" if len(links) > 1 else ".links")


def _write_code_block(block: Element, top: bool) -> str:
    text = _code_text(block)
    if not text.strip():
        return ""
    if top:
        fence = "`" * max(3, longest_backtick_run(text) + 1)
        language = re.sub(r"[^\w+#.-]", "", block.attrs.get("language", ""))
        return f"{fence}{language}\n{text}\n{fence}"
    if re.search(r"\n\n\n| \n|\s\Z|\A\s|&#", text):
        # Indented code keeps no two empty lines and no blanks at its ends; “&#” misleads it.
        raise _NotInMarkdown
    return _indent_following_lines("    " + text)


def _code_text(block: Element) -> str:
    """Code as Markdown keeps it: tabs lead to columns of four, lines of blanks are empty."""
    return re.sub("^ +$", "", block.text().expandtabs(4), flags=re.MULTILINE).strip("\n")


def _indent_following_lines(text: str) -> str:
    return "\n".join(
        f"    {line}" if number and line else line for number, line in enumerate(text.split("\n"))
    )


def _prefix_lines(text: str, prefix: str) -> str:
    return "\n".join(f"{prefix}{line}" if line else prefix.rstrip() for line in text.split("\n"))


def _write_note(block: Element) -> str:
    children = list(block.children)
    title = ""
    if children and isinstance(children[0], Element) and children[0].tag == "title":
        title = write_single_line(children[0].children)
        if re.search('<[^>]*"|\\]\\([^)]*"|`[^`]*"', title):
            # A quotation mark would end the title, and cannot be written otherwise here.
            raise _NotInMarkdown
        title = title.replace('"', "&#34;")
        children = children[1:]
    inner = _write_nested_blocks(children)
    kind = "note"
    if "number" in block.attrs:
        kind = "annotation"
        title += f" {{#{block.attrs['id']}}}" if "id" in block.attrs else ""
    return "\n".join(
        [f'!!! {kind} "{title}"', *(_indent_following_lines("\n" + inner).split("\n")[1:])]
    )


def _write_list(block: Element) -> str:
    number = int(block.attrs.get("start") or 1)
    ordered = block.tag == "ol"
    items = [_write_item(item) for item in block.children if isinstance(item, Element)]
    loose = any(is_loose for _, is_loose in items)
    entries = []
    for text, _ in items:
        marker = f"{number}. " if ordered else "- "
        number += 1
        entries.append(marker + _indent_following_lines(text))
    return ("\n\n" if loose else "\n").join(entries)


def _write_item(item: Element) -> tuple[str, bool]:
    """The text of an item, and whether it has more in it than lines and lists."""
    if not any(is_block(child) for child in item.children):
        text = write_lines(item.children)
        if not text:
            raise _NotInMarkdown
        return _append_attributes(text, item, ("id",)), False
    first = item.children[0]
    if not isinstance(first, Element) or first.tag != "p" or first.attrs or item.attrs.get("id"):
        raise _NotInMarkdown
    # Each child is written once: lists in lists would double the work at every level.
    parts = [_write_nested_block(child) for child in item.children]
    if len(parts) <= 2 and all(tag in _LIST_TAGS and "\n\n" not in text for tag, text in parts[1:]):
        return "\n".join(text for _, text in parts), False
    return _join_nested(parts), True


def _write_definitions(block: Element) -> str:
    lines = []
    last = ""
    for item in block.children:
        if not isinstance(item, Element) or any(is_block(child) for child in item.children):
            raise _NotInMarkdown
        text = write_single_line(item.children)
        if not text or item.attrs.get("id") or (item.tag == "dd" and not last):
            raise _NotInMarkdown
        if item.tag == "dt":
            if last == "dd":
                lines.append("")
            lines.append(write_lines(item.children).replace("  \n", "<br>"))
        else:
            lines.append(f":   {write_lines(item.children)}".replace("  \n", "<br>"))
        last = item.tag
    if last != "dd":
        raise _NotInMarkdown
    return "\n".join(lines)


def _write_table(block: Element) -> str:
    groups = [group for group in block.children if isinstance(group, Element)]
    if [group.tag for group in groups] != ["thead", "tbody"] or block.attrs.get("id"):
        raise _NotInMarkdown
    head, body = ([_row_cells(row) for row in group.children] for group in groups)
    if len(head) != 1 or not body or not head[0]:
        raise _NotInMarkdown
    alignments = [cell.attrs.get("align", "") for cell in head[0]]
    for row in (*head, *body):
        if [cell.attrs.get("align", "") for cell in row] != alignments:
            raise _NotInMarkdown
        for cell in row:
            cell_tag = "th" if row is head[0] else "td"
            if cell.tag != cell_tag or cell.attrs.keys() & {"colspan", "rowspan"}:
                raise _NotInMarkdown
            if any(is_block(child) for child in cell.children):
                raise _NotInMarkdown
    rule = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}
    lines = [_write_row(head[0]), f"|{'|'.join(rule[name] for name in alignments)}|"]
    lines += [_write_row(row) for row in body]
    return "\n".join(lines)


def _row_cells(row: Child) -> list[Element]:
    return (
        [cell for cell in row.children if isinstance(cell, Element)]
        if not isinstance(row, str)
        else []
    )


def _write_row(row: list[Element]) -> str:
    cells = [_TABLE_BAR.sub(_escape_bar, write_single_line(cell.children)) for cell in row]
    return f"| {' | '.join(cells)} |"


def _escape_bar(match: re.Match[str]) -> str:
    return match[1] or "\\|"


# HTML

_HTML_TAGS = {"note": "div", "title": "p", "links": "p", "slideshow": "p", "figure": "p"}
_HTML_CLASSES = {
    "note": "admonition note", "title": "admonition-title", "links": "links",
    "slideshow": "slideshow",
}  # fmt: skip
_HTML_ATTRIBUTES = {
    "ol": ("start",), "td": ("colspan", "rowspan", "align"), "th": ("colspan", "rowspan", "align"),
    "span": ("lang",), "abbr": ("title",), "p": ("id", "lang"), "blockquote": ("id", "lang"),
    "a": ("href",), "img": ("src", "alt", "title"), "li": ("id",), "note": ("id",),
    "figure": ("id",), "dt": ("id",), "dd": ("id",), "table": ("id",),
    **dict.fromkeys(_HEADINGS, ("id",)),
}  # fmt: skip
_HTML_OWN_LINE = frozenset(
    {"table", "thead", "tbody", "tr", "ul", "ol", "li", "dl", "dd", "div", "p"}
)
_HTML_ESCAPED = re.compile(r"[`~|\n]")


def _write_html(element: Element) -> str:
    """A block as HTML without an empty line in it."""
    return _write_html_node(element).strip("\n")


def _write_html_node(child: Child) -> str:
    if isinstance(child, str):
        return _HTML_ESCAPED.sub(
            lambda match: f"&#{ord(match[0])};", escape_html(child, quote=False)
        )
    tag = child.tag
    if tag == "noteref":
        return f"<sup>{escape_html(child.attrs['name'])}</sup>"
    inner = "".join(
        _write_html_node(c) for c in ([_code_text(child)] if tag == "pre" else child.children)
    )
    if tag == "figure" or tag == "slideshow":
        inner = "".join(_write_html_node(e) for e in child.walk() if e.tag == "img")
    name = _HTML_TAGS.get(tag, tag)
    if tag == "footnote":
        return inner
    if not is_block(child) and tag not in HTML_ONLY_TAGS | {
        "a", "em", "strong", "code", "span", "br", "img",
    }:  # fmt: skip
        return inner
    attributes = "".join(
        f' {key}="{escape_attribute(child.attrs[key])}"'
        for key in _HTML_ATTRIBUTES.get(tag, ())
        if key in child.attrs
    )
    if tag in _HTML_CLASSES:
        attributes += f' class="{_HTML_CLASSES[tag]}"'
    if tag in ("br", "hr", "img"):
        return f"<{name}{attributes}>"
    end = "\n" if name in _HTML_OWN_LINE else ""
    return f"<{name}{attributes}>{inner}</{name}>{end}"
