"""Where a long column of text is cut into pages. Plain numbers: nothing here knows of Qt.

Cutting is by *spans*, stretches of the column that should not be divided, the smallest of which are
its lines. A page ends as far down as it can without dividing one; where the strict reading of that
would leave most of a page empty, spans of lesser weight may be divided after all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

#: How much a span minds being divided: never; only where nothing else fits; if it costs much room.
NEVER_BREAK, AVOID_BREAK, PREFER_WHOLE = 3, 2, 1
#: Of a page, what must be filled when a span of this weight is kept whole.
_MIN_FILL = {PREFER_WHOLE: 0.62, AVOID_BREAK: 0.08, NEVER_BREAK: 0.0}
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True, order=True)
class UnbrokenSpan:
    """A stretch of the column from ``top`` to ``bottom`` (downwards, in any unit)."""

    top: float
    bottom: float
    weight: int = NEVER_BREAK


def paginate(spans: Iterable[UnbrokenSpan], height: float) -> list[tuple[float, float]]:
    """The pages, as stretches of the column no longer than ``height``.

    A page begins at the first span behind the page before: white space is never carried over.
    """
    ordered = sorted(spans)
    tops = [span.top for span in ordered]
    foot = max((span.bottom for span in ordered), default=0.0)
    pages: list[tuple[float, float]] = []
    at = 0
    while at < len(ordered):
        start = ordered[at].top
        if foot <= start + height + _TOLERANCE:
            pages.append((start, start + height))
            break
        cut = _find_break(ordered[at : bisect_left(tops, start + height)], start, height)
        pages.append((start, cut))
        at = bisect_left(tops, cut - _TOLERANCE)
    return pages


def _find_break(spans: list[UnbrokenSpan], start: float, height: float) -> float:
    """The best place to end a page that begins at ``start`` and is crossed by ``spans``."""
    for weight in (PREFER_WHOLE, AVOID_BREAK, NEVER_BREAK):
        cut = start + height
        kept = [
            span for span in spans if span.weight >= weight and span.bottom - span.top <= height
        ]
        while True:
            inside = [
                s.top for s in kept if s.top < cut - _TOLERANCE and cut + _TOLERANCE < s.bottom
            ]
            if not inside:
                break
            cut = min(inside)
        if cut > start + max(_TOLERANCE, _MIN_FILL[weight] * height):
            return cut
    # A line that is longer than a page.
    return start + height
