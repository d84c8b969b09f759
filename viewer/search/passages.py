"""Where matches stand in a text: marks, the best passage, and the snippet around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from viewer.search.folding import fold_with_offsets, unfold_span
from viewer.search.plan import JOINED, Form, Leaf
from viewer.search.results import Spans
from viewer.search.tokens import CJK, LETTER, is_han

#: The length of a snippet and how much of it stands before the first mark, in characters.
SNIPPET, BEFORE = 120, 30
_WINDOW = 90
_MOST_MATCHES = 2000
_MOST_FORMS = 200
_SEP = rf"(?:(?!{LETTER})[^{CJK}])"


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds one form in folded text: plain runs by searching, the rest by a pattern."""

    chunks: tuple[str, ...]
    leaf: int
    pattern: re.Pattern[str] | None

    def places(self, folded: str) -> list[tuple[int, int]]:
        if self.pattern is None:
            run = self.chunks[0]
            found: list[tuple[int, int]] = []
            at = folded.find(run)
            while at >= 0 and len(found) < _MOST_MATCHES:
                found.append((at, at + len(run)))
                at = folded.find(run, at + len(run))
            return found
        if not all(chunk in folded for chunk in self.chunks):
            return []
        return [match.span() for match in islice(self.pattern.finditer(folded), _MOST_MATCHES)]


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds the forms of a query in any text."""

    finders: tuple[_Finder, ...]

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Matches in order: start and end in the original text, and the leaf that matches.

        Where matches overlap, the one that begins first, then the longest, counts.
        """
        if not text or not self.finders:
            return []
        folded, offsets = fold_with_offsets(text)
        rows = [
            (start, -end, finder.leaf)
            for finder in self.finders
            for start, end in finder.places(folded)
        ]
        rows.sort()
        found: list[tuple[int, int, int]] = []
        reached = 0
        for start, minus_end, leaf in rows[:_MOST_MATCHES]:
            if start >= reached:
                reached = -minus_end
                found.append((*unfold_span(start, reached, offsets, text), leaf))
        return found

    def spans(self, text: str) -> Spans:
        """The stretches to mark, merged where they touch."""
        return merged([(start, end) for start, end, _ in self.find(text)])


def marker(leaves: Sequence[Leaf]) -> Marker:
    """The marker of a plan's leaves."""
    finders = [
        _Finder(_literals(form), index, _pattern(form))
        for index, leaf in enumerate(leaves)
        for form in leaf.forms
    ]
    return Marker(tuple(finders[:_MOST_FORMS]))


def _literals(form: Form) -> tuple[str, ...]:
    """What must stand in the text for the form to stand there."""
    return tuple(form.chunks[0][:1]) if form.kind == JOINED else form.chunks


@lru_cache(maxsize=512)
def _pattern(form: Form) -> re.Pattern[str] | None:
    if len(form.chunks) == 1 and is_han(form.chunks[0]):
        return None
    return re.compile(_expression(form))


def _expression(form: Form) -> str:
    parts: list[str] = []
    last = len(form.chunks) - 1
    for index, chunk in enumerate(form.chunks):
        han = is_han(chunk)
        if form.kind == JOINED and not han:
            text = "[-._',]?".join(map(re.escape, chunk))
        else:
            text = re.escape(chunk)
        if index == 0 and not han:
            text = rf"(?<!{LETTER})" + text
        if index == last and not han:
            # A word that goes on is marked whole.
            text += rf"{LETTER}*" if form.prefix else rf"(?!{LETTER})"
        parts.append(text)
    out = parts[0]
    for before, after, text in zip(form.chunks, form.chunks[1:], parts[1:], strict=False):
        apart = is_han(before) == is_han(after)
        out += _SEP + ("{1,12}" if apart else "{0,12}") + text
    return out


def merged(spans: Sequence[tuple[int, int]]) -> Spans:
    """The same stretches with those that touch or overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def best(matches: Sequence[tuple[int, int, int]]) -> int:
    """Which match begins the best passage: most different leaves within a window, earliest."""
    chosen, most = 0, -1
    end = 0
    for start in range(len(matches)):
        limit = matches[start][0] + _WINDOW
        end = max(end, start)
        while end < len(matches) and matches[end][1] <= limit:
            end += 1
        near = matches[start : max(end, start + 1)][:24]
        value = 4 * len({leaf for _, _, leaf in near}) + min(3, len(near))
        if value > most:
            chosen, most = start, value
    return chosen


def snippet(text: str, at: int, spans: Spans) -> tuple[str, Spans]:
    """One line of ``text`` around offset ``at`` and the marks in it; “…” where it is cut."""
    start = max(0, at - BEFORE)
    line = text.rfind("\n", start, at) + 1
    start = max(start, line)
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        end = _tidy(text, end)
    start = _begin(text, start, at)
    left = "…" if start > 0 else ""
    right = "…" if end < len(text) else ""
    shift = len(left) - start
    inside = tuple(
        (max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start
    )
    return left + _one_line(text[start:end]) + right, inside


def _one_line(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)


def _begin(text: str, start: int, at: int) -> int:
    """Not in the middle of a Latin word, if a blank comes soon."""
    if start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum()):
        return start
    for place in range(start, min(at, start + 15)):
        if not (text[place].isascii() and text[place].isalnum()):
            return place
    return start


def _tidy(text: str, end: int) -> int:
    for place in range(end, max(end - 15, 1), -1):
        if not (text[place - 1].isascii() and text[place - 1].isalnum()):
            return place
    return end


def anchor_before(anchors: Sequence[tuple[int, str]], offset: int) -> str:
    """The anchor of the nearest heading or item at or before ``offset``."""
    ordered = sorted(anchors, key=lambda anchor: anchor[0])
    index = bisect_right([at for at, _ in ordered], offset)
    return ordered[index - 1][1] if index else ""
