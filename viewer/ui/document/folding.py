"""What of a page is folded to one line: the notes of its edition, and links that lead nowhere.

A part is known by its key: the offset, in the text of the page, at which its first text begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from viewer.archive.model.document_tree import Node

Span = tuple[int, int]

#: Scheme of the links that open and fold a part, as ``fold:418``: its key.
FOLD_SCHEME = "fold"


@dataclass(frozen=True, slots=True)
class FoldablePart:
    """A note, or a row with lost links; ``folded`` are the spans that are not shown when folded."""

    key: int
    is_note: bool
    folded: tuple[Span, ...]


@dataclass(slots=True)
class Folding:
    """Which parts of a page are open; as many as there are can be turned by hand.

    ``notes`` is a choice of ``Typesetting.notes``. On paper nothing is folded.
    """

    notes: str = "folded"
    on_paper: bool = False
    turned: set[int] = field(default_factory=set)

    def is_hidden(self, key: int) -> bool:
        """Whether the note ``key`` is not shown at all."""
        return self.notes == "hidden" and key not in self.turned

    def is_note_open(self, key: int) -> bool:
        """Whether the note ``key`` is shown with its text."""
        return self.on_paper or (self.notes == "open") != (key in self.turned)

    def are_links_open(self, key: int) -> bool:
        """Whether the names of the lost links in the row ``key`` are shown."""
        return self.on_paper or key in self.turned

    def turn(self, key: int) -> None:
        """Open the part ``key`` if it is folded, else fold it."""
        self.turned ^= {key}

    def open_at(self, body: tuple[Node, ...], spans: Sequence[Span]) -> bool:
        """Open each folded part that has some of ``spans`` in it; whether there was one."""
        folded = [
            part.key
            for part in foldable_parts(body)
            if not (self.is_note_open if part.is_note else self.are_links_open)(part.key)
            and any(
                max(start, first) < min(end, last)
                for start, end in part.folded
                for first, last in spans
            )
        ]
        for key in folded:
            self.turn(key)
        return bool(folded)

    def open_note_at(self, body: tuple[Node, ...], offset: int) -> bool:
        """Open the note whose title or text is at ``offset``, if folded; whether there is one."""
        for part in foldable_parts(body):
            end = max((end for _, end in part.folded), default=part.key)
            if part.is_note and part.key <= offset <= end and not self.is_note_open(part.key):
                self.turn(part.key)
                return True
        return False


def fold_key(node: Node) -> int | None:
    """The key of a note or link row, in its article; None if it has no text."""
    return next((int(part.attrs["o"]) for part in node.walk() if "o" in part.attrs), None)


def foldable_parts(body: Sequence[Node | str], base: int = 0) -> Iterator[FoldablePart]:
    """The parts of a page that can be folded; ``base`` is where their article's text begins."""
    for node in body:
        if isinstance(node, str):
            continue
        if node.tag == "article":
            yield from foldable_parts(node.children, int(node.attrs["text"]))
        elif node.tag == "note" and "number" in node.attrs:
            key = fold_key(node)
            if key is not None:
                yield FoldablePart(key + base, True, (_text_below_title(node, base),))
        elif node.tag == "links":
            lost = tuple(_lost_links(node, base))
            if lost:
                yield FoldablePart(int(node.attrs["o"]) + base, False, lost)
        else:
            yield from foldable_parts(node.children, base)


def _text_below_title(note: Node, base: int) -> Span:
    spans = [
        (int(node.attrs["o"]) + base, int(node.attrs["o"]) + base + len(node.text()))
        for node in note.walk()
        if "o" in node.attrs and node.tag != "title"
    ]
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def _lost_links(row: Node, base: int) -> Iterator[Span]:
    offset = int(row.attrs.get("o", "0")) + base
    for child in row.children:
        length = len(child if isinstance(child, str) else child.text())
        if isinstance(child, Node) and not child.attrs.get("href"):
            yield offset, offset + length
        offset += length
