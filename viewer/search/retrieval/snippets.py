"""Where matches stand in a text: marks, the best passage, and the snippet around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from viewer.search.language.folding import FoldedText, unfold_span
from viewer.search.language.tokenizer import (
    COMPOUND_PATTERN,
    COMPOUND_PUNCTUATION,
    is_han,
    is_word_character,
)
from viewer.search.query.planner import JOINED, SYNONYM, ExpandedTerm, TermForm
from viewer.search.query.results import Spans

#: The length of a snippet and how much of it stands before the first mark, in characters.
SNIPPET_LENGTH, CONTEXT_BEFORE = 120, 30
_PASSAGE_WINDOW = 90
_MAX_MATCHES = 2000
_MAX_FORMS = 200
_MAX_GAP = 12


@dataclass(frozen=True, slots=True)
class _FormFinder:
    """Finds one form in folded text. Made of plain searches: patterns cost more to compile."""

    form: TermForm
    term_index: int

    def find_spans(self, folded: str) -> list[tuple[int, int]]:
        """Where the form stands, without overlaps."""
        first = self.form.chunks[0]
        if self.form.kind == JOINED:
            return self._find_compounds(folded)
        whole = not is_han(first)
        found: list[tuple[int, int]] = []
        at = folded.find(first)
        while at >= 0 and len(found) < _MAX_MATCHES:
            end = -1
            if not (whole and at > 0 and is_word_character(folded[at - 1])):
                end = self._match_end(folded, at)
            if end > at:
                found.append((at, end))
            at = folded.find(first, max(end, at + 1))
        return found

    def _match_end(self, folded: str, at: int) -> int:
        """The end of the form that begins at ``at``; -1 if the rest of it does not follow."""
        before = ""
        for chunk in self.form.chunks:
            if before:
                apart = is_han(before) == is_han(chunk)
                gap = at
                while gap < len(folded) and gap - at < _MAX_GAP and not folded[gap].isalnum():
                    gap += 1
                if (apart and gap == at) or not folded.startswith(chunk, gap):
                    return -1
                at = gap
            at += len(chunk)
            before = chunk
        if is_han(before):
            return at
        if self.form.prefix:
            while at < len(folded) and is_word_character(folded[at]):
                at += 1
            return at
        return -1 if at < len(folded) and is_word_character(folded[at]) else at

    def _find_compounds(self, folded: str) -> list[tuple[int, int]]:
        """``gpt4``, also where marks stand between its letters."""
        word = self.form.chunks[0]
        found = []
        for match in COMPOUND_PATTERN.finditer(folded):
            bare = COMPOUND_PUNCTUATION.sub("", match.group())
            if bare == word or (self.form.prefix and bare.startswith(word)):
                found.append(match.span())
        return found


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Finds the forms of a query in any text."""

    finders: tuple[_FormFinder, ...]

    def find_matches(self, text: str) -> list[tuple[int, int, int]]:
        """Matches in order: start and end in the original text, and the leaf that matches.

        A leaf that matches by a synonym is told by its complement (``~leaf``).
        Where matches overlap, the one that begins first, then the longest, counts.
        """
        return self.find_matches_in(FoldedText.of(text)) if text and self.finders else []

    def find_matches_in(self, folded_text: FoldedText) -> list[tuple[int, int, int]]:
        """The same in a text that is folded already."""
        text, folded, offsets = folded_text.text, folded_text.folded, folded_text.offsets
        rows = [
            (start, -end, ~finder.term_index if finder.form.kind == SYNONYM else finder.term_index)
            for finder in self.finders
            for start, end in finder.find_spans(folded)
        ]
        rows.sort()
        found: list[tuple[int, int, int]] = []
        reached = 0
        for start, minus_end, leaf in rows[:_MAX_MATCHES]:
            if start >= reached:
                reached = -minus_end
                found.append((*unfold_span(start, reached, offsets, text), leaf))
        return found

    def match_spans(self, text: str) -> Spans:
        """The stretches to mark, merged where they touch."""
        return merge_spans([(start, end) for start, end, _ in self.find_matches(text)])


def make_highlighter(terms: Sequence[ExpandedTerm]) -> Highlighter:
    """The marker of a plan's leaves."""
    finders = [_FormFinder(form, index) for index, leaf in enumerate(terms) for form in leaf.forms]
    return Highlighter(tuple(finders[:_MAX_FORMS]))


def merge_spans(spans: Sequence[tuple[int, int]]) -> Spans:
    """The same stretches with those that touch or overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def best_match(matches: Sequence[tuple[int, int, int]]) -> int:
    """Which match begins the best passage: most different leaves within a window, earliest.

    A passage that begins with what was typed goes before one that begins with a synonym of it.
    """
    chosen, most = 0, -1
    end = 0
    for start in range(len(matches)):
        limit = matches[start][0] + _PASSAGE_WINDOW
        end = max(end, start)
        while end < len(matches) and matches[end][1] <= limit:
            end += 1
        near = matches[start : max(end, start + 1)][:24]
        leaves = {leaf if leaf >= 0 else ~leaf for _, _, leaf in near}
        value = 4 * len(leaves) + min(3, len(near)) + (3 if matches[start][2] >= 0 else 0)
        if value > most:
            chosen, most = start, value
    return chosen


def make_snippet(text: str, at: int, spans: Spans) -> tuple[str, Spans]:
    """One line of ``text`` around offset ``at`` and the marks in it; “…” where it is cut."""
    start = max(0, at - CONTEXT_BEFORE)
    line = text.rfind("\n", start, at) + 1
    start = max(start, line)
    end = min(len(text), start + SNIPPET_LENGTH)
    if end < len(text):
        end = _end_at_word(text, end)
    start = _start_at_word(text, start, at)
    left = "…" if start > 0 else ""
    right = "…" if end < len(text) else ""
    shift = len(left) - start
    inside = tuple(
        (max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start
    )
    return left + _one_line(text[start:end]) + right, inside


def _one_line(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)


def _start_at_word(text: str, start: int, at: int) -> int:
    """Not in the middle of a Latin word, if a blank comes soon."""
    if start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum()):
        return start
    for place in range(start, min(at, start + 15)):
        if not (text[place].isascii() and text[place].isalnum()):
            return place
    return start


def _end_at_word(text: str, end: int) -> int:
    for place in range(end, max(end - 15, 1), -1):
        if not (text[place - 1].isascii() and text[place - 1].isalnum()):
            return place
    return end


def nearest_anchor(anchors: Sequence[tuple[int, str]], offset: int) -> str:
    """The nearest heading or item at or before ``offset``; see ``HitFields``."""
    index = bisect_right(anchors, offset, key=lambda anchor: anchor[0])
    return anchors[index - 1][1] if index else ""
