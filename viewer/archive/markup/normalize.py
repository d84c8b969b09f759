"""Putting the tree in order: a block holds either blocks or running text, never both."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.archive.markup.element_tree import CONTAINER_TAGS, Element
from viewer.archive.model import document_tree as tree

Child = Element | str
_RAW_BLOCKS = tree.BLOCK_TAGS | CONTAINER_TAGS | {"h1", "h2", "iframe", "title"}


def is_block(child: Child) -> bool:
    """Whether ``child`` is a block of the page."""
    return isinstance(child, Element) and child.tag in _RAW_BLOCKS


def shape(root: Element) -> None:
    """Bring everything below ``root`` into the form ``tree`` describes, still unsplit."""
    root.children = list(_shaped(root.children, "root"))


def _shaped(children: Iterable[Child], parent: str) -> list[Child]:
    """The children as blocks only, or, in a ``parent`` that may hold it, running text only.

    ``root`` is the issue itself, whose headings divide it; ``block`` any other holder of blocks.
    """
    made: list[Child] = []
    for child in children:
        made.extend([child] if isinstance(child, str) else _one(child, parent))
    if parent not in ("root", "block") and not any(is_block(child) for child in made):
        return made
    return _wrapped(made)


def _wrapped(children: list[Child]) -> list[Child]:
    """Loose runs of text beside blocks become paragraphs."""
    made: list[Child] = []
    run: list[Child] = []

    def close() -> None:
        if any(not isinstance(c, str) or c.strip() for c in run):
            made.append(Element("p", {}, run.copy()))
        run.clear()

    for child in children:
        if is_block(child):
            close()
            made.append(child)
        else:
            run.append(child)
    close()
    return made


def _one(element: Element, parent: str) -> list[Child]:
    tag = element.tag
    if tag == "div" and "admonition" in element.classes():
        return [_note(element)]
    if tag == "div" and "footnote" in element.classes():
        element.tag = "footnotes"
        element.children = [
            c
            for c in _shaped(element.children, "block")
            if isinstance(c, Element) and c.tag != "hr"
        ]
        return [Element("blockquote", {"class": "footnotes"}, element.children)]
    if tag in CONTAINER_TAGS or tag == "figure":
        inside = _shaped(element.children, "root" if parent == "root" else "block")
        if inside and "id" in element.attrs and isinstance(inside[0], Element):
            inside[0].attrs.setdefault("id", element.attrs["id"])
        return inside
    if tag == "iframe":
        return _embedded(element)
    if tag in ("h1", "h2") and parent != "root":
        element.tag = "h3"
    if tag == "table":
        return _table(element)
    if tag in ("ul", "ol"):
        return _list(element)
    if tag == "dl":
        element.children = [
            _held(c) if c.tag in ("dt", "dd") else Element("dd", {}, _shaped([c], "dd"))
            for c in element.children
            if isinstance(c, Element)
        ]
        return [element] if element.children else []
    if tag in ("li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "caption"):
        # Without its list or table around it, it is an ordinary stretch of text.
        return _shaped(element.children, "block")
    if tag in ("blockquote",):
        element.children = _shaped(element.children, "block")
        return [element] if element.children else []
    if tag in tree.BLOCK_TAGS or tag in ("h1", "h2"):
        return _text_block(element)
    return _inline(element)


def _held(element: Element) -> Element:
    element.children = _shaped(element.children, element.tag)
    return element


def _text_block(element: Element) -> list[Child]:
    """A paragraph, heading or ``pre``: blocks that strayed into it are lifted out behind it."""
    made: list[Child] = []
    for child in element.children:
        made.extend([child] if isinstance(child, str) else _one(child, element.tag))
    if not any(is_block(child) for child in made):
        element.children = made
        return [element]
    parts = _wrapped(made)
    for part in parts:
        if isinstance(part, Element) and part.tag == "p" and element.tag != "pre":
            part.tag = element.tag
            part.attrs = {**element.attrs, **part.attrs}
            element.attrs = {}
    return parts


def _inline(element: Element) -> list[Child]:
    made: list[Child] = []
    for child in element.children:
        made.extend([child] if isinstance(child, str) else _one(child, "inline"))
    if not any(is_block(child) for child in made):
        element.children = made
        return [element]
    # An inline element around blocks: each stretch of text in it gets a copy of its own.
    out: list[Child] = []
    for part in _wrapped(made):
        if isinstance(part, Element) and part.tag in tree.TEXT_BLOCK_TAGS and part.tag != "links":
            attrs = {k: v for k, v in element.attrs.items() if k != "id"}
            if not any(is_block(c) for c in part.children):
                part.children = [Element(element.tag, attrs, part.children)]
        out.append(part)
    return out


def _note(element: Element) -> Element:
    """``!!! note "title"``: the title is the note's first block."""
    attrs = {k: v for k, v in element.attrs.items() if k == "id"}
    children: list[Child] = []
    for child in element.children:
        if isinstance(child, Element) and "admonition-title" in child.classes():
            inline = _text_block(Element("p", {}, child.children))
            children.extend(
                Element("title", {}, c.children) for c in inline if isinstance(c, Element)
            )
        else:
            children.append(child)
    return Element("note", attrs, _shaped(children, "block"))


def _embedded(element: Element) -> list[Child]:
    """A frame, film or sound from elsewhere is never loaded; its address is kept as a link."""
    source = element.attrs.get("src", "")
    if source.startswith("//"):
        source = "https:" + source
    if not source.startswith(("https://", "http://")):
        return []
    label = element.attrs.get("title") or source
    return [Element("p", {}, [Element("a", {"href": source}, [label])])]


def _list(element: Element) -> list[Child]:
    items: list[Child] = []
    for child in element.children:
        if isinstance(child, Element):
            if child.tag == "li":
                items.append(_held(child))
            else:
                items.append(_held(Element("li", {}, [child])))
        elif child.strip():
            items.append(Element("li", {}, [child]))
    element.children = items
    return [element] if items else []


def _table(element: Element) -> list[Child]:
    above: list[Child] = []
    groups: list[Child] = []
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "caption":
            above.extend(_shaped(child.children, "block"))
        elif child.tag in ("thead", "tbody"):
            rows = [r for r in (_row(c) for c in child.children) if r is not None]
            if rows:
                groups.append(Element(child.tag, {}, list(rows)))
        else:
            row = _row(child)
            if row is not None:
                groups.append(Element("tbody", {}, [row]))
    if not groups:
        return above
    element.children = groups
    return [*above, element]


def _row(child: Child) -> Element | None:
    if not isinstance(child, Element):
        return None
    if child.tag != "tr":
        return Element("tr", {}, [Element("td", {}, _shaped([child], "td"))])
    cells: list[Child] = []
    for cell in child.children:
        if isinstance(cell, Element) and cell.tag in ("td", "th"):
            cells.append(_held(cell))
        elif isinstance(cell, Element):
            # Beyond the limit on cells: the rest of the row joins its last cell.
            if not cells:
                cells.append(Element("td"))
            last = cells[-1]
            if isinstance(last, Element):
                last.children = _shaped([*last.children, " ", cell], "td")
    return Element("tr", {}, cells) if cells else None
