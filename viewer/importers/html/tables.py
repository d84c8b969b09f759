"""Tells tables of data from those that only lay out a page, as in most mails, and tidies both."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element

Child = Element | str

_GROUPS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
#: Letters in a cell of data at most; a cell with more is a column of the page.
_LONGEST_CELL = 1500
_BLOCK_TAGS = {"h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "figure", "hr", "iframe", "video"}
# "has-fixed-layout" is how WordPress's editor calls a table whose columns are of one width.
_LAYOUT_CLASS = re.compile(
    r"(?<!has-fixed)(?:^|\s|-|_)(?:layout|wrapper|container|mcn\w*|row-content|nl-container)",
    re.IGNORECASE,
)
_MOST_COLUMNS = 200
_KEPT_ATTRIBUTES: tuple[str, ...] = ("style", "id", "class")


def convert_table(element: Element) -> tuple[Element, int]:
    """A ``table`` of data in good order, or a ``div`` of what a layout holds.

    The number is 1 where a table of data had to be flattened, else 0.
    """
    caption, head, body = _rows(element)
    rows = [*head, *body]
    if not rows:
        return Element("div", {}, caption), 0
    if not _is_data(element, rows, bool(caption)):
        return _flatten(caption, rows), 0
    if any(cell.find(_is_table) is not None for row in rows for cell in row):
        return _flatten(caption, rows), 1
    if max(len(row) for row in rows) > _MOST_COLUMNS:
        return _flatten(caption, rows), 1
    if not head:
        head, body = _split_head(body)
    for row in rows:
        for cell in row:
            _align(cell)
    children: list[Child] = []
    if caption:
        children.append(Element("caption", {}, caption))
    for name, group in (("thead", head), ("tbody", body)):
        if group:
            children.append(Element(name, {}, [Element("tr", {}, [*row]) for row in group]))
    attrs = {"id": element.attrs["id"]} if "id" in element.attrs else {}
    return Element("table", attrs, children), 0


def _is_table(element: Element) -> bool:
    return element.tag == "table"


def _rows(element: Element) -> tuple[list[Child], list[list[Element]], list[list[Element]]]:
    """The caption, the rows of the head, and all other rows; empty rows are left out."""
    caption: list[Child] = []
    head: list[list[Element]] = []
    body: list[list[Element]] = []
    foot: list[list[Element]] = []
    for group in element.children:
        if not isinstance(group, Element):
            continue
        if group.tag == "caption":
            caption.extend(group.children)
            continue
        rows = group.children if group.tag in _GROUPS else [group]
        target = {"thead": head, "tfoot": foot}.get(group.tag, body)
        for row in rows:
            if isinstance(row, Element):
                cells = [c for c in row.children if isinstance(c, Element) and c.tag in _CELLS]
                if any(_is_filled(cell) for cell in cells):
                    target.append(cells)
    return caption, head, [*body, *foot]


def _is_filled(cell: Element) -> bool:
    if cell.text().strip("\u200b \t\n\xa0"):
        return True
    return cell.find(lambda e: e.tag in ("img", "iframe", "video", "audio", "hr")) is not None


def _is_data(element: Element, rows: list[list[Element]], has_caption: bool) -> bool:
    if element.attrs.get("role") in ("presentation", "none"):
        return False
    if max(sum(1 for cell in row if _is_filled(cell)) for row in rows) < 2:
        return False
    if has_caption or any(cell.tag == "th" for row in rows for cell in row):
        return True
    if len(rows) < 2 or _LAYOUT_CLASS.search(element.attrs.get("class", "")):
        return False
    for row in rows:
        for cell in row:
            if cell.find(lambda e: e.tag == "table" or e.tag in _BLOCK_TAGS) is not None:
                return False
            if len(cell.text()) > _LONGEST_CELL:
                return False
    pictures = sum(1 for row in rows for c in row if c.find(lambda e: e.tag == "img") is not None)
    return pictures * 2 <= sum(len(row) for row in rows)


def _flatten(caption: list[Child], rows: list[list[Element]]) -> Element:
    parts: list[Child] = [Element("div", {}, caption)] if caption else []
    for row in rows:
        for cell in row:
            attrs = {key: cell.attrs[key] for key in _KEPT_ATTRIBUTES if key in cell.attrs}
            parts.append(Element("div", attrs, cell.children))
    return Element("div", {}, parts)


def _split_head(body: list[list[Element]]) -> tuple[list[list[Element]], list[list[Element]]]:
    """A first row of nothing but ``th``, or of bold cells above plain ones, is the head."""
    first, other_rows = body[0], body[1:]
    if not other_rows:
        return [], body
    if all(cell.tag == "th" for cell in first):
        return [first], other_rows
    if all(_is_bold(cell) for cell in first) and not all(_is_bold(cell) for cell in other_rows[0]):
        for cell in first:
            cell.tag = "th"
            cell.children = _bold_content(cell).children
        return [first], other_rows
    return [], body


def _is_bold(cell: Element) -> bool:
    inner = _bold_content(cell)
    return inner is not cell and bool(inner.text().strip())


def _bold_content(cell: Element) -> Element:
    """What is in the only bold element of ``cell``, itself where it is not bold throughout."""
    inner = cell
    while True:
        filled = [c for c in inner.children if not isinstance(c, str) or c.strip()]
        if len(filled) != 1 or not isinstance(filled[0], Element):
            return cell
        inner = filled[0]
        if inner.tag in ("b", "strong"):
            return inner
        if inner.tag not in ("p", "div", "span", "font"):
            return cell


def _align(cell: Element) -> None:
    """The alignment a style or class gives, as the attribute."""
    if cell.attrs.get("align"):
        return
    style = re.search(r"text-align\s*:\s*(left|right|center)", cell.attrs.get("style", ""))
    name = re.search(r"has-text-align-(left|right|center)", cell.attrs.get("class", ""))
    match = style or name
    if match is not None and match[1] != "left":
        cell.attrs["align"] = match[1]
