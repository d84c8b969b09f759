"""Finding the lines of an issue on which its pictures and links stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from viewer.archive.elements import Element

#: The attribute that holds the line; no author can write it, it is not among those let through.
LINE = "line"
# Targets times characters, of which a second does more; no newsletter comes near.
_MOST_WORK = 500_000_000


def note_lines(root: Element, source: str, first_line: int) -> None:
    """Give every picture and link below ``root`` the line of ``source`` on which it stands.

    Where its target is not written as often as it is used, no line is better than a wrong one.
    """
    used: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for element in root.walk():
        if element.tag in ("a", "img"):
            used[_needle(element)].append(element)
    if len(used) * len(source) > _MOST_WORK:
        return
    ends = [match.start() for match in re.finditer("\n", source)]
    for (needle, pattern), elements in used.items():
        found = _places(needle, source, pattern)
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
            element.attrs[LINE] = str(first_line + bisect_left(ends, at))


def _places(needle: str, source: str, pattern: str) -> list[int]:
    # Looking for the needle first is many times faster than the pattern alone.
    exact = re.compile(pattern)
    found = []
    at = source.find(needle) if needle else -1
    while at >= 0:
        if exact.match(source, at):
            found.append(at)
        at = source.find(needle, at + len(needle))
    return found


def line_of(element: Element) -> int | None:
    """The line that ``note_lines`` found for ``element``."""
    line = element.attrs.get(LINE)
    return int(line) if line else None


def _needle(element: Element) -> tuple[str, str]:
    """What to look for and what must hold where it is found.

    It is the target, else the label in front of a target that was not let through.
    """
    picture = element.tag == "img"
    target = element.attrs.get("src" if picture else "href", "")
    if target:
        return target, rf"(?<=[(<\"'\s]){re.escape(target)}(?=[)>\"'\s]|\Z)"
    label = element.attrs.get("alt", "") if picture else element.text()
    before = "(?<=!)" if picture else "(?<!!)"
    needle = f"[{label}](" if label else ""
    return needle, before + re.escape(needle)
