"""Finding the lines of an issue on which its pictures and links stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from viewer.archive.markup.element_tree import Element

#: The attribute that holds the line; no author can write it, it is not among those let through.
LINE_ATTRIBUTE = "line"
# Targets times characters, of which a second does more; no newsletter comes near.
_MAX_WORK = 500_000_000
#: What is looked for: a target, the label of a link, the alternative text of a picture.
_TARGET, _LABEL, _ALT = "target", "label", "alt"


def annotate_lines(root: Element, source: str, first_line: int) -> None:
    """Give every picture and link below ``root`` the line of ``source`` on which it stands.

    Where its target is not written as often as it is used, no line is better than a wrong one.
    """
    used: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for element in root.walk():
        if element.tag in ("a", "img"):
            used[_search_text(element)].append(element)
    if len(used) * len(source) > _MAX_WORK:
        return
    ends = [match.start() for match in re.finditer("\n", source)]
    for needle, elements in used.items():
        found = _find_occurrences(needle, source)
        inline = [at for at in found if source.startswith("](", max(at - 2, 0))]
        if len(inline) == len(elements):
            # The same words elsewhere in the text are no targets.
            found = inline
        # Footnotes are moved; a definition [name]: target serves many links.
        if len(found) == 1:
            found *= len(elements)
        elif len(found) != len(elements) or "[^" in source:
            continue
        for element, at in zip(elements, found, strict=True):
            element.attrs[LINE_ATTRIBUTE] = str(first_line + bisect_left(ends, at))


def _find_occurrences(needle: tuple[str, str], source: str) -> list[int]:
    # Compiling an expression for each link would take a third of an issue's reading.
    target, kind = needle
    found = []
    at = source.find(target) if target else -1
    while at >= 0:
        before = source[at - 1] if at else ""
        if kind == _TARGET:
            after = source[at + len(target) : at + len(target) + 1]
            fits = _is_opening_delimiter(before) and (
                not after or after in ")>\"'" or after.isspace()
            )
        else:
            fits = (before == "!") == (kind == _ALT)
        if fits:
            found.append(at)
        at = source.find(target, at + len(target))
    return found


def _is_opening_delimiter(character: str) -> bool:
    return bool(character) and (character in "(<\"'" or character.isspace())


def source_line(element: Element) -> int | None:
    """The line that ``annotate_lines`` found for ``element``."""
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
