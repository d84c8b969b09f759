"""Tidies the headings of web pages: removes permalinks, closes gaps between levels."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element

Child = Element | str

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PERMALINK = re.compile("[\\s#¶§🔗∞\ufe0f]*\\Z")


def remove_permalink(children: list[Child], own_id: str) -> list[Child]:
    """The children of a heading without the link to itself that many sites put in or behind it."""
    cleaned: list[Child] = []
    for child in children:
        if isinstance(child, Element) and child.tag == "a":
            href = child.attrs.get("href", "")
            if href.startswith("#") and _PERMALINK.match(child.text()):
                continue
            if own_id and href == f"#{own_id}":
                cleaned.extend(child.children)
                continue
        cleaned.append(child)
    return cleaned


def normalize_heading_levels(root: Element, longest: int) -> None:
    """Number the levels of ``root``'s headings from 2 on, each one below the heading it is under.

    A heading of more than ``longest`` letters becomes a paragraph.
    """
    open_levels: list[int] = []
    for heading in root.children:
        if not isinstance(heading, Element) or heading.tag not in HEADINGS:
            continue
        if len(heading.text()) > longest:
            heading.tag = "p"
            continue
        level = int(heading.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading.tag = f"h{min(6, 1 + len(open_levels))}"
