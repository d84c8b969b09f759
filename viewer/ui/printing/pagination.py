"""Cuts a long column of text into pages. Works on plain numbers, without Qt.

The column has *spans* that should not be divided, the smallest of which are its lines. A page ends
as far down as it can without dividing one; if that would leave most of a page empty, spans of lower
weight may be divided after all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

#: Weights of spans: never divided; only if nothing else fits; if keeping it costs much space.
NEVER_BREAK, AVOID_BREAK, PREFER_WHOLE = 3, 2, 1
#: The share of a page that must be filled if spans of this weight are kept whole.
_MIN_FILL = {PREFER_WHOLE: 0.62, AVOID_BREAK: 0.08, NEVER_BREAK: 0.0}
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True, order=True)
class UnbrokenSpan:
    """A stretch of the column from ``top`` to ``bottom`` (downwards, in any unit)."""

    top: float
    bottom: float
    weight: int = NEVER_BREAK


def paginate(spans: Iterable[UnbrokenSpan], height: float) -> list[tuple[float, float]]:
    """The top and bottom of each page in the column, at most ``height`` apart.

    A page begins at the first span after the page before: white space is not carried over.
    """
    ordered = sorted(spans)
    tops = [span.top for span in ordered]
    column_bottom = max((span.bottom for span in ordered), default=0.0)
    pages: list[tuple[float, float]] = []
    index = 0
    while index < len(ordered):
        start = ordered[index].top
        if column_bottom <= start + height + _TOLERANCE:
            pages.append((start, start + height))
            break
        page_end = _find_break(ordered[index : bisect_left(tops, start + height)], start, height)
        pages.append((start, page_end))
        index = bisect_left(tops, page_end - _TOLERANCE)
    return pages


def _find_break(spans: list[UnbrokenSpan], start: float, height: float) -> float:
    """The best break for a page that begins at ``start`` and contains ``spans``."""
    for weight in (PREFER_WHOLE, AVOID_BREAK, NEVER_BREAK):
        page_end = start + height
        whole_spans = [
            span for span in spans if span.weight >= weight and span.bottom - span.top <= height
        ]
        while True:
            divided_tops = [
                s.top
                for s in whole_spans
                if s.top < page_end - _TOLERANCE and page_end + _TOLERANCE < s.bottom
            ]
            if not divided_tops:
                break
            page_end = min(divided_tops)
        if page_end > start + max(_TOLERANCE, _MIN_FILL[weight] * height):
            return page_end
    # A line that is longer than a page.
    return start + height
