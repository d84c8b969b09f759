"""Splits unmarked newsletters into articles at paragraphs numbered “1、”, “2、”, “3、”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.figures_and_link_rows import find_links, make_link_row
from viewer.archive.markup.inline_text import Child, inline_text

_NUMBER_PREFIX = re.compile(r"\s*(\d{1,3})\s*(?:、|[.．](?!\d))\s*")
_MAX_TITLE_LENGTH = 120
_SHORTENED_TITLE_LENGTH = 40
_SENTENCE_END = re.compile(r"[。！？!?；;]|[.]\s")


@dataclass(slots=True)
class NumberedItem:
    """A numbered article: its number, its title, and what stands under it."""

    number: str
    title: str = ""
    blocks: list[Element] = field(default_factory=list)


def split_numbered_items(blocks: list[Element]) -> tuple[list[Element], list[NumberedItem]]:
    """What stands before the first number, and the items; no items unless at least two count."""
    before: list[Element] = []
    items: list[NumberedItem] = []
    lists = sum(1 for block in blocks if block.tag == "ol")
    for block in blocks:
        expected = len(items) + 1
        if block.tag == "p" and _paragraph_number(block) == expected:
            items.append(_item_from_paragraph(block, expected))
        elif block.tag == "ol" and lists > 1 and _list_start(block) == expected:
            for child in block.children:
                if isinstance(child, Element):
                    items.append(_item_from_list_item(child, len(items) + 1))
        elif items:
            items[-1].blocks.append(block)
        else:
            before.append(block)
    if len(items) < 2:
        return blocks, []
    for item in items:
        _ensure_title(item)
    return before, items


def _paragraph_number(paragraph: Element) -> int:
    match = _NUMBER_PREFIX.match(inline_text(paragraph.children))
    return int(match[1]) if match is not None else 0


def _list_start(element: Element) -> int:
    return int(element.attrs.get("start") or 1)


def _item_from_paragraph(paragraph: Element, number: int) -> NumberedItem:
    match = _NUMBER_PREFIX.match(inline_text(paragraph.children))
    _drop_leading_characters(paragraph.children, match.end() if match is not None else 0)
    return _item_from_opening(paragraph, number)


def _item_from_list_item(entry: Element, number: int) -> NumberedItem:
    blocks = [c for c in entry.children if isinstance(c, Element)]
    if blocks and blocks[0].tag == "p" and len(blocks) == len(entry.children):
        item = _item_from_opening(blocks[0], number)
        item.blocks.extend(blocks[1:])
        return item
    return _item_from_opening(Element("p", {}, list(entry.children)), number)


def _item_from_opening(paragraph: Element, number: int) -> NumberedItem:
    """The first line is the title if it can be one; its links stay as a link row."""
    item = NumberedItem(str(number))
    first, remaining = _split_first_line(paragraph.children)
    title = " ".join(inline_text(first).split())
    if title and len(title) <= _MAX_TITLE_LENGTH:
        item.title = title
        links = find_links(Element("p", {}, first))
        if links:
            item.blocks.append(make_link_row(links))
        pictures: list[Child] = [e for e in Element("p", {}, first).walk() if e.tag == "img"]
        if pictures:
            item.blocks.append(Element("p", {}, pictures))
        if any(not isinstance(c, str) or c.strip() for c in remaining):
            item.blocks.append(Element("p", paragraph.attrs, remaining))
    elif any(not isinstance(c, str) or c.strip() for c in paragraph.children):
        item.blocks.append(paragraph)
    return item


def _split_first_line(children: list[Child]) -> tuple[list[Child], list[Child]]:
    for index, child in enumerate(children):
        if isinstance(child, Element):
            if child.tag == "br" and inline_text(children[:index]).strip():
                return children[:index], children[index + 1 :]
            continue
        head, line_end, tail = child.partition("\n")
        if line_end and (head.strip() or inline_text(children[:index]).strip()):
            return [*children[:index], head], [tail, *children[index + 1 :]]
    return children, []


def _drop_leading_characters(children: list[Child], count: int) -> None:
    """Take the first ``count`` characters away, wherever in the run they stand."""
    index = 0
    while index < len(children) and count > 0:
        child = children[index]
        if isinstance(child, str):
            dropped = min(count, len(child))
            children[index] = child[dropped:]
            count -= dropped
        else:
            size = len(child.text())
            _drop_leading_characters(child.children, count)
            count -= min(count, size)
        index += 1


def _ensure_title(item: NumberedItem) -> None:
    """A number alone on its line: the title is the beginning of the text below it."""
    if item.title:
        return
    for block in item.blocks:
        text = " ".join(block.text().split())
        if not text:
            continue
        end = _SENTENCE_END.search(text)
        sentence = text[: end.start()] if end is not None else text
        item.title = (
            sentence
            if 0 < len(sentence) <= _SHORTENED_TITLE_LENGTH
            else text[:_SHORTENED_TITLE_LENGTH].rstrip() + "…"
        )
        return
    item.title = item.number
