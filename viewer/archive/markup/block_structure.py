"""Normalizes the tree: a block holds either blocks or inline text, never both."""

from __future__ import annotations

import re
from collections.abc import Iterable

from viewer.archive.markup.element_tree import CONTAINER_TAGS, Element
from viewer.archive.model import document_tree

Child = Element | str
#: The id of an annotation, behind its title as behind a heading.
_TITLE_ID = re.compile(r"\s*\{#([^\s{}]+)\}\s*\Z")
_RAW_BLOCK_TAGS = document_tree.BLOCK_TAGS | CONTAINER_TAGS | {"h1", "h2", "iframe", "title"}


def is_block(child: Child) -> bool:
    """Whether ``child`` is a block of the page."""
    return isinstance(child, Element) and child.tag in _RAW_BLOCK_TAGS


def normalize_blocks(root: Element) -> None:
    """Bring everything below ``root`` into the form ``tree`` describes, still unsplit."""
    root.children = list(_normalize_children(root.children, "root"))


def _normalize_children(children: Iterable[Child], parent: str) -> list[Child]:
    """The children as blocks only, or, in a ``parent`` that may hold it, running text only.

    ``root`` is the issue itself, whose headings divide it; ``block`` any other holder of blocks.
    """
    normalized: list[Child] = []
    for child in children:
        normalized.extend([child] if isinstance(child, str) else _normalize_element(child, parent))
    if parent not in ("root", "block") and not any(is_block(child) for child in normalized):
        return normalized
    return _wrap_loose_text(normalized)


def _wrap_loose_text(children: list[Child]) -> list[Child]:
    """Loose runs of text beside blocks become paragraphs."""
    blocks: list[Child] = []
    run: list[Child] = []

    def close() -> None:
        if any(not isinstance(c, str) or c.strip() for c in run):
            blocks.append(Element("p", {}, run.copy()))
        run.clear()

    for child in children:
        if is_block(child):
            close()
            blocks.append(child)
        else:
            run.append(child)
    close()
    return blocks


def _normalize_element(element: Element, parent: str) -> list[Child]:
    tag = element.tag
    if tag == "div" and "admonition" in element.classes():
        return [_normalize_note(element)]
    if tag == "div" and "footnote" in element.classes():
        element.tag = "footnotes"
        element.children = [
            c
            for c in _normalize_children(element.children, "block")
            if isinstance(c, Element) and c.tag != "hr"
        ]
        return [Element("blockquote", {"class": "footnotes"}, element.children)]
    if tag in CONTAINER_TAGS or tag == "figure":
        inside = _normalize_children(element.children, "root" if parent == "root" else "block")
        if inside and "id" in element.attrs and isinstance(inside[0], Element):
            inside[0].attrs.setdefault("id", element.attrs["id"])
        return inside
    if tag == "iframe":
        return _embed_to_link(element)
    if tag in ("h1", "h2") and parent != "root":
        element.tag = "h3"
    if tag == "table":
        return _normalize_table(element)
    if tag in ("ul", "ol"):
        return _normalize_list(element)
    if tag == "dl":
        element.children = [
            _normalize_in_place(c)
            if c.tag in ("dt", "dd")
            else Element("dd", {}, _normalize_children([c], "dd"))
            for c in element.children
            if isinstance(c, Element)
        ]
        return [element] if element.children else []
    if tag in ("li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "caption"):
        # Without its list or table around it, it is an ordinary stretch of text.
        return _normalize_children(element.children, "block")
    if tag in ("blockquote",):
        element.children = _normalize_children(element.children, "block")
        return [element] if element.children else []
    if tag in document_tree.BLOCK_TAGS or tag in ("h1", "h2"):
        return _normalize_text_block(element)
    return _normalize_inline(element)


def _normalize_in_place(element: Element) -> Element:
    element.children = _normalize_children(element.children, element.tag)
    return element


def _normalize_text_block(element: Element) -> list[Child]:
    """A paragraph, heading or ``pre``: blocks that strayed into it are lifted out behind it."""
    normalized: list[Child] = []
    for child in element.children:
        normalized.extend(
            [child] if isinstance(child, str) else _normalize_element(child, element.tag)
        )
    if not any(is_block(child) for child in normalized):
        element.children = normalized
        return [element]
    parts = _wrap_loose_text(normalized)
    for part in parts:
        if isinstance(part, Element) and part.tag == "p" and element.tag != "pre":
            part.tag = element.tag
            part.attrs = {**element.attrs, **part.attrs}
            element.attrs = {}
    return parts


def _normalize_inline(element: Element) -> list[Child]:
    normalized: list[Child] = []
    for child in element.children:
        normalized.extend(
            [child] if isinstance(child, str) else _normalize_element(child, "inline")
        )
    if not any(is_block(child) for child in normalized):
        element.children = normalized
        return [element]
    # An inline element around blocks: each stretch of text in it gets a copy of its own.
    out: list[Child] = []
    for part in _wrap_loose_text(normalized):
        if (
            isinstance(part, Element)
            and part.tag in document_tree.TEXT_BLOCK_TAGS
            and part.tag != "links"
        ):
            attrs = {k: v for k, v in element.attrs.items() if k != "id"}
            if not any(is_block(c) for c in part.children):
                part.children = [Element(element.tag, attrs, part.children)]
        out.append(part)
    return out


def _normalize_note(element: Element) -> Element:
    """``!!! note "title"``: the title is the note's first block.

    ``!!! annotation "title {#id}"`` is a note by the editors of this edition.
    """
    attrs = {k: v for k, v in element.attrs.items() if k == "id"}
    if "annotation" in element.classes():
        attrs["annotation"] = ""
    children: list[Child] = []
    for child in element.children:
        if isinstance(child, Element) and "admonition-title" in child.classes():
            name = _take_title_id(child) if "annotation" in attrs else ""
            if name:
                attrs.setdefault("id", name)
            inline = _normalize_text_block(Element("p", {}, child.children))
            children.extend(
                Element("title", {}, c.children) for c in inline if isinstance(c, Element)
            )
        else:
            children.append(child)
    return Element("note", attrs, _normalize_children(children, "block"))


def _take_title_id(title: Element) -> str:
    """The id written behind a note's title, taken away from it; empty for none."""
    last = title.children[-1] if title.children else None
    match = _TITLE_ID.search(last) if isinstance(last, str) else None
    if match is None:
        return ""
    title.children[-1] = match.string[: match.start()]
    return match[1]


def _embed_to_link(element: Element) -> list[Child]:
    """A frame, film or sound from elsewhere is never loaded; its address is kept as a link."""
    source = element.attrs.get("src", "")
    if source.startswith("//"):
        source = "https:" + source
    if not source.startswith(("https://", "http://")):
        return []
    label = element.attrs.get("title") or source
    return [Element("p", {}, [Element("a", {"href": source}, [label])])]


def _normalize_list(element: Element) -> list[Child]:
    items: list[Child] = []
    for child in element.children:
        if isinstance(child, Element):
            if child.tag == "li":
                items.append(_normalize_in_place(child))
            else:
                items.append(_normalize_in_place(Element("li", {}, [child])))
        elif child.strip():
            items.append(Element("li", {}, [child]))
    element.children = items
    return [element] if items else []


def _normalize_table(element: Element) -> list[Child]:
    above: list[Child] = []
    groups: list[Child] = []
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "caption":
            above.extend(_normalize_children(child.children, "block"))
        elif child.tag in ("thead", "tbody"):
            rows = [r for r in (_normalize_row(c) for c in child.children) if r is not None]
            if rows:
                groups.append(Element(child.tag, {}, list(rows)))
        else:
            row = _normalize_row(child)
            if row is not None:
                groups.append(Element("tbody", {}, [row]))
    if not groups:
        return above
    element.children = groups
    return [*above, element]


def _normalize_row(child: Child) -> Element | None:
    if not isinstance(child, Element):
        return None
    if child.tag != "tr":
        return Element("tr", {}, [Element("td", {}, _normalize_children([child], "td"))])
    cells: list[Child] = []
    for cell in child.children:
        if isinstance(cell, Element) and cell.tag in ("td", "th"):
            cells.append(_normalize_in_place(cell))
        elif isinstance(cell, Element):
            # Beyond the limit on cells: the rest of the row joins its last cell.
            if not cells:
                cells.append(Element("td"))
            last = cells[-1]
            if isinstance(last, Element):
                last.children = _normalize_children([*last.children, " ", cell], "td")
    return Element("tr", {}, cells) if cells else None
