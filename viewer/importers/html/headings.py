"""The headings of a text from the web: without what sites hang on them, and level below level."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element

Child = Element | str

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PERMALINK = re.compile("[\\s#¶§🔗∞\ufe0f]*\\Z")


def remove_permalink(children: list[Child], own_id: str) -> list[Child]:
    """The children of a heading without the link to itself that many sites put in or behind it."""
    made: list[Child] = []
    for child in children:
        if isinstance(child, Element) and child.tag == "a":
            href = child.attrs.get("href", "")
            if href.startswith("#") and _PERMALINK.match(child.text()):
                continue
            if own_id and href == f"#{own_id}":
                made.extend(child.children)
                continue
        made.append(child)
    return made


def normalize_heading_levels(root: Element, longest: int) -> None:
    """Number the levels of ``root``'s headings from 2 on, each one below what it is under."""
    above: list[int] = []
    for heading in root.children:
        if not isinstance(heading, Element) or heading.tag not in HEADINGS:
            continue
        if len(heading.text()) > longest:
            heading.tag = "p"
            continue
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.tag = f"h{min(6, 1 + len(above))}"
