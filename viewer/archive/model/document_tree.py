"""The body of an article: a small tree of known elements, safe by construction.

Markdown is turned into this tree once. The page, the plain text and the index are cut from it,
and nothing that is not listed in ``BLOCK_TAGS`` or ``INLINE_TAGS`` can be in it.

Blocks        h3 h4 h5 h6 · p · ul ol li · dl dt dd · blockquote · pre · hr ·
              table thead tbody tr th td
Our own       note › title, then blocks (title is absent where the note has none; number: it is
              the editors' of this edition, and their n-th in the article)  ·
              figure (pic) › caption  ·  slideshow › figure…  ·
              links › a " " a…  (a link row: single spaces stand between the links)
Inline        a (href; none when the link is lost) · em strong del ins u s sub sup mark kbd code
              small abbr ruby rt rp span (lang) · br · img (pic, alt)

A text block holds running text only. Where a holder (li, td, dd…) has blocks in it, its loose text
stands in a ``p`` of its own, so that text and blocks never mix. A ``pre`` holds one string.

Attributes    redrawn, of a figure or slideshow: it is drawn anew in place of a lost one; its value
              is the address of what tells about that, empty for none.
              id: an anchor; href: a web or mail address, or the full address of a place here as
              ``str(Address)`` gives it; o: where the block's text begins in the article's plain
              text (code points), absent where the block has none; pic: number of the picture in
              ``Article.figures``; lang, title, start, colspan, rowspan, align.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HEADING_TAGS = frozenset({"h3", "h4", "h5", "h6"})
#: Elements that hold running text of their own and therefore carry an ``o`` attribute.
TEXT_BLOCK_TAGS = HEADING_TAGS | {"p", "li", "dt", "dd", "pre", "th", "td", "caption", "links",
                          "title"}  # fmt: skip
BLOCK_TAGS = TEXT_BLOCK_TAGS | {
    "ul", "ol", "dl", "blockquote", "hr", "table", "thead", "tbody", "tr",
    "note", "figure", "slideshow",
}  # fmt: skip
INLINE_TAGS = frozenset({
    "a", "em", "strong", "del", "ins", "u", "s", "sub", "sup", "mark", "kbd", "code", "small",
    "abbr", "ruby", "rt", "rp", "span", "br", "img",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its tag, its attributes and what is in it, in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: tuple[Node | str, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This element and every one below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def text(self) -> str:
        """The characters in this element, ``br`` as a line feed, pictures left out."""
        if self.tag == "br":
            return "\n"
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


def body_to_json(body: tuple[Node, ...]) -> str:
    """The tree as compact JSON, for the catalogue."""
    return json.dumps(
        [_node_to_list(node) for node in body], ensure_ascii=False, separators=(",", ":")
    )


def body_from_json(text: str) -> tuple[Node, ...]:
    """The tree that ``body_to_json`` wrote."""
    return tuple(_node_from_list(item) for item in json.loads(text))


def _node_to_list(node: Node) -> list[Any]:
    return [
        node.tag,
        node.attrs,
        [c if isinstance(c, str) else _node_to_list(c) for c in node.children],
    ]


def _node_from_list(item: list[Any]) -> Node:
    tag, attrs, children = item
    return Node(
        tag, attrs, tuple(c if isinstance(c, str) else _node_from_list(c) for c in children)
    )
