"""Finds the source lines of pictures and links, for reporting problems."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from viewer.archive.markup.element_tree import Element

#: The attribute that holds the line; no author can write it, it is not among those let through.
LINE_ATTRIBUTE = "line"
# Targets times characters: less than a second of work, and far above any newsletter.
_MAX_WORK = 500_000_000
#: What is looked for: a target, the label of a link, the alternative text of a picture.
_TARGET, _LABEL, _ALT = "target", "label", "alt"


def annotate_lines(root: Element, source: str, first_line: int) -> None:
    """Give every picture and link below ``root`` the line of ``source`` on which it stands.

    Where its target is not written as often as it is used, no line is better than a wrong one.
    """
    elements_by_needle: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for element in root.walk():
        if element.tag in ("a", "img"):
            elements_by_needle[_search_text(element)].append(element)
    if len(elements_by_needle) * len(source) > _MAX_WORK:
        return
    ends = [match.start() for match in re.finditer("\n", source)]
    for needle, elements in elements_by_needle.items():
        offsets = _find_occurrences(needle, source)
        inline_offsets = [
            offset for offset in offsets if source.startswith("](", max(offset - 2, 0))
        ]
        if len(inline_offsets) == len(elements):
            # The same words elsewhere in the text are no targets.
            offsets = inline_offsets
        # Footnotes are moved; a definition [name]: target serves many links.
        if len(offsets) == 1:
            offsets *= len(elements)
        elif len(offsets) != len(elements) or "[^" in source:
            continue
        for element, offset in zip(elements, offsets, strict=True):
            element.attrs[LINE_ATTRIBUTE] = str(first_line + bisect_left(ends, offset))


def _find_occurrences(needle: tuple[str, str], source: str) -> list[int]:
    # Compiling an expression for each link would take a third of an issue's reading.
    target, kind = needle
    offsets = []
    offset = source.find(target) if target else -1
    while offset >= 0:
        before = source[offset - 1] if offset else ""
        if kind == _TARGET:
            after = source[offset + len(target) : offset + len(target) + 1]
            fits = _is_opening_delimiter(before) and (
                not after or after in ")>\"'" or after.isspace()
            )
        else:
            fits = (before == "!") == (kind == _ALT)
        if fits:
            offsets.append(offset)
        offset = source.find(target, offset + len(target))
    return offsets


def _is_opening_delimiter(character: str) -> bool:
    return bool(character) and (character in "(<\"'" or character.isspace())


def source_line(element: Element) -> int | None:
    """The line number that ``annotate_lines`` set for ``element``, or None."""
    line = element.attrs.get(LINE_ATTRIBUTE)
    return int(line) if line else None


def _search_text(element: Element) -> tuple[str, str]:
    """What to look for, and as what: the target, else the label before one not let through."""
    picture = element.tag == "img"
    target = element.attrs.get("src" if picture else "href", "")
    if target:
        return target, _TARGET
    label = element.attrs.get("alt", "") if picture else element.text()
    return f"[{label}](" if label else "", _ALT if picture else _LABEL
