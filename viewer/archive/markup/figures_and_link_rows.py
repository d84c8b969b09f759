"""Converts paragraphs of pictures or links to figures, slideshows and link rows."""

from __future__ import annotations

import re

from viewer.archive.markup.block_structure import is_block
from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import Child, inline_text

_LINK_SEPARATOR = re.compile(r"[\s·|｜、,，/／;；‧・\u200b]*\Z")


def build_figures_and_link_rows(children: list[Child]) -> list[Child]:
    """``children`` with paragraphs of pictures or links replaced by figures and link rows."""
    blocks: list[Child] = []
    for child in children:
        if not isinstance(child, Element):
            blocks.append(child)
        elif child.tag == "p":
            blocks.extend(_convert_paragraph(child))
        else:
            if any(is_block(c) for c in child.children):
                child.children = build_figures_and_link_rows(child.children)
            blocks.append(child)
    return blocks


def as_link_row(paragraph: Element) -> Element | None:
    """``paragraph`` as a link row, None if it holds more than links."""
    links = []
    marked = "links" in paragraph.classes()
    for child in paragraph.children:
        if isinstance(child, str):
            if not _LINK_SEPARATOR.match(child):
                return None
        elif child.tag == "br":
            continue
        elif child.tag == "a" and "href" in child.attrs and not _has_picture(child):
            marked = marked or "links" in child.classes()
            if child.text().strip():
                links.append(child)
        else:
            return None
    if len(links) < 2 and not (links and marked):
        return None
    return make_link_row(links, paragraph.attrs.get("id", ""))


def make_link_row(links: list[Element], anchor: str = "") -> Element:
    """A link row of these links."""
    children: list[Child] = []
    for link in links:
        if children:
            children.append(" ")
        children.append(link)
    return Element("links", {"id": anchor} if anchor else {}, children)


def find_links(element: Element) -> list[Element]:
    """Every link with a label in ``element``."""
    return [e for e in element.walk() if e.tag == "a" and "href" in e.attrs and e.text().strip()]


def _has_picture(element: Element) -> bool:
    return element.find(lambda e: e.tag == "img") is not None


def _convert_paragraph(paragraph: Element) -> list[Child]:
    if not _has_picture(paragraph):
        row = as_link_row(paragraph)
        return [row if row is not None else paragraph]
    if not inline_text(paragraph.children).strip():
        return _picture_blocks(paragraph)
    above, middle, below = _split_edge_pictures(paragraph.children)
    blocks: list[Child] = []
    if above:
        blocks.extend(_picture_blocks(Element("p", {}, above)))
    paragraph.children = middle
    blocks.append(paragraph)
    if below:
        blocks.extend(_picture_blocks(Element("p", {}, below)))
    return blocks


def _split_edge_pictures(children: list[Child]) -> tuple[list[Child], list[Child], list[Child]]:
    """Split a paragraph: pictures on lines before the text, the text, and pictures after it."""

    def is_picture(child: Child) -> bool:
        return isinstance(child, Element) and _has_picture(child) and not child.text().strip()

    def has_break(child: Child, end: int) -> bool:
        if isinstance(child, Element):
            return child.tag == "br"
        gap = (
            child[: len(child) - len(child.lstrip())] if end == 0 else child[len(child.rstrip()) :]
        )
        return "\n" in gap

    def is_blank(child: Child) -> bool:
        return isinstance(child, str) and not child.strip()

    first = 0
    for index, child in enumerate(children):
        if is_picture(child):
            following = children[index + 1] if index + 1 < len(children) else ""
            if has_break(following, 0):
                first = index + 1
        elif not is_blank(child) and not (isinstance(child, Element) and child.tag == "br"):
            break
    last = len(children)
    for index in range(len(children) - 1, first - 1, -1):
        child = children[index]
        if is_picture(child):
            if index > 0 and has_break(children[index - 1], -1):
                last = index
        elif not is_blank(child) and not (isinstance(child, Element) and child.tag == "br"):
            break
    return children[:first], children[first:last], children[last:]


def _picture_blocks(paragraph: Element) -> list[Child]:
    """A paragraph of nothing but pictures: figures in a row, or one slideshow."""
    figures: list[Child] = []
    linked: list[Element] = []
    for child in paragraph.children:
        if not isinstance(child, Element):
            continue
        for image in (e for e in child.walk() if e.tag == "img"):
            figures.append(Element("figure", {}, [image]))
        for link in (e for e in child.walk() if e.tag == "a" and e.attrs.get("href")):
            image_in = link.find(lambda e: e.tag == "img")
            if image_in is not None:
                label = image_in.attrs.get("alt") or link.attrs["href"]
                linked.append(Element("a", dict(link.attrs), [label]))
    anchor = paragraph.attrs.get("id", "")
    if anchor and isinstance(figures[0], Element):
        figures[0].attrs["id"] = anchor
    blocks: list[Child] = figures
    if "slideshow" in paragraph.classes() and figures:
        redrawn = {k: v for k, v in paragraph.attrs.items() if k == "redrawn"}
        blocks = [Element("slideshow", redrawn, figures)]
    return [*blocks, make_link_row(linked)] if linked else blocks
