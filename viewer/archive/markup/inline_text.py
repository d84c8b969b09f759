"""Prepares inline text for display: collapses white space, and splits very long text."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element

#: Layouts take quadratic time in the length of one block.
MAX_BLOCK_LENGTH = 20_000

_SPACE = re.compile(r"[ \t\n\f\r]+")
# A line of Chinese that was wrapped in the file has no space where it was wrapped.
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_CJK_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t]*\n[ \t]*(?=[{_CJK}])")

Child = Element | str


def inline_text(children: list[Child]) -> str:
    """The characters of a run, ``br`` as a line feed, pictures as nothing."""
    return "".join(c if isinstance(c, str) else c.text() for c in children)


def collapse_whitespace(children: list[Child]) -> list[Child]:
    """The run with its white space collapsed and empty elements left out."""
    collapsed, _ = _collapse_children(children, True)
    _trim_end(collapsed)
    while collapsed and isinstance(collapsed[0], Element) and collapsed[0].tag == "br":
        collapsed.pop(0)
    return collapsed


def _collapse_children(children: list[Child], after_space: bool) -> tuple[list[Child], bool]:
    collapsed: list[Child] = []
    for child in children:
        if isinstance(child, str):
            text = _SPACE.sub(" ", _CJK_WRAP.sub("", child))
            if after_space and text.startswith(" "):
                text = text[1:]
            if not text:
                continue
            after_space = text.endswith(" ")
            if collapsed and isinstance(collapsed[-1], str):
                collapsed[-1] += text
            else:
                collapsed.append(text)
        elif child.tag == "br":
            if collapsed and isinstance(collapsed[-1], str):
                collapsed[-1] = collapsed[-1].rstrip(" ")
                if not collapsed[-1]:
                    collapsed.pop()
            after_space = True
            collapsed.append(child)
        elif child.tag == "img":
            after_space = False
            collapsed.append(child)
        else:
            inner, after_space = _collapse_children(child.children, after_space)
            if inner:
                collapsed.append(Element(child.tag, child.attrs, inner))
    return collapsed, after_space


def _trim_end(children: list[Child]) -> None:
    while children:
        last = children[-1]
        if isinstance(last, str):
            children[-1] = last.rstrip(" ")
            if children[-1]:
                return
            children.pop()
        elif last.tag == "br":
            children.pop()
        elif last.tag == "img":
            return
        else:
            _trim_end(last.children)
            if last.children:
                return
            children.pop()


def split_long_text(children: list[Child], limit: int = MAX_BLOCK_LENGTH) -> list[list[Child]]:
    """The run in pieces of at most ``limit`` characters, cut at a space where there is one."""
    if len(inline_text(children)) <= limit:
        return [children]
    pieces: list[list[Child]] = [[]]
    free = limit
    for child in children:
        if isinstance(child, str):
            while len(child) > free:
                cut = child.rfind(" ", max(0, free - 400), free) + 1 or free
                pieces[-1].append(child[:cut])
                child = child[cut:]
                pieces.append([])
                free = limit
            if child:
                pieces[-1].append(child)
            free -= len(child)
            continue
        size = len(child.text())
        if size <= free:
            pieces[-1].append(child)
            free -= size
            continue
        for part in split_long_text(child.children, limit):
            pieces.append([Element(child.tag, child.attrs, part)])
            free = limit - len(inline_text(part))
    return [piece for piece in pieces if piece]
