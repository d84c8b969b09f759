"""Highlights and snippets: where a query matches in a text, and the best passage of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from viewer.search.language.folding import FoldedText, unfold_span
from viewer.search.language.tokenizer import (
    COMPOUND_PUNCTUATION,
    WORD_CHARACTER,
    find_signed,
    is_han,
    is_word_character,
    joined_compounds,
)
from viewer.search.query.planner import (
    INFLECTION,
    INITIAL,
    JOINED,
    ExpandedTerm,
    TermForm,
)
from viewer.search.query.results import Spans

#: The length of a snippet and how much of it stands before the first match, in characters.
SNIPPET_LENGTH, CONTEXT_BEFORE = 120, 30
_PASSAGE_WINDOW = 90
_MAX_MATCHES = 2000
_MAX_FORMS = 200
_MAX_GAP = 12
#: Where the first word of a form stands more often than this, a pattern pays for its compiling.
_MANY = 100
_PUNCTUATION = COMPOUND_PUNCTUATION.pattern


@dataclass(frozen=True, slots=True)
class _FormFinder:
    """Finds one form in folded text, by ``str.find``: patterns would cost more to compile.

    Only where its first word stands very often, ``的`` in a transcript, is a pattern cheaper.
    """

    form: TermForm
    term_index: int

    def find_spans(self, folded: str) -> list[tuple[int, int]]:
        """Where the form stands, without overlaps."""
        first = self.form.chunks[0]
        if self.form.signed:
            return find_signed(folded, self.form.signed, prefix=self.form.prefix)
        if self.form.kind == JOINED:
            return self._find_compounds(folded)
        at = folded.find(first)
        if at >= 0 and folded.count(first, at) > _MANY:
            pattern = _form_pattern(
                self.form.chunks, self.form.kind == INITIAL, bool(self.form.prefix)
            )
            return [match.span() for match in islice(pattern.finditer(folded), _MAX_MATCHES)]
        is_word = not is_han(first)
        spans: list[tuple[int, int]] = []
        while at >= 0 and len(spans) < _MAX_MATCHES:
            end = -1
            if not (is_word and at > 0 and is_word_character(folded[at - 1])):
                end = self._match_end(folded, at)
            if end > at:
                spans.append((at, end))
            at = folded.find(first, max(end, at + 1))
        return spans

    def _match_end(self, folded: str, at: int) -> int:
        """The end of the form that begins at ``at``; -1 if the rest of it does not follow."""
        previous = ""
        for index, chunk in enumerate(self.form.chunks):
            if previous:
                needs_gap = is_han(previous) == is_han(chunk)
                next_at = at
                while (
                    next_at < len(folded)
                    and next_at - at < _MAX_GAP
                    and not folded[next_at].isalnum()
                ):
                    next_at += 1
                if (needs_gap and next_at == at) or not folded.startswith(chunk, next_at):
                    return -1
                at = next_at
            at += len(chunk)
            if index == 0 and self.form.kind == INITIAL:
                at = _end_of_word(folded, at)
            previous = chunk
        if is_han(previous):
            return at
        if self.form.prefix:
            return _end_of_word(folded, at)
        return -1 if at < len(folded) and is_word_character(folded[at]) else at

    def _find_compounds(self, folded: str) -> list[tuple[int, int]]:
        """Finds ``gpt4`` also where punctuation stands in it (``GPT-4``)."""
        word, prefix = self.form.chunks[0], bool(self.form.prefix)
        return [
            match.span()
            for match in islice(_compound_pattern(word, prefix).finditer(folded), _MAX_MATCHES)
            if folded.startswith(word, match.start()) or _is_joined(match.group(), word, prefix)
        ]


@lru_cache(maxsize=256)
def _form_pattern(chunks: tuple[str, ...], is_initial: bool, prefix: bool) -> re.Pattern[str]:
    """Matches where ``_FormFinder`` finds the form of these chunks by ``str.find``."""
    first, last = chunks[0], chunks[-1]
    # The letters come first, and what may not stand before them after: so they are looked for
    # as fast as by ``str.find``.
    parts = [re.escape(first)]
    if not is_han(first):
        parts.append(f"(?<!{WORD_CHARACTER}.{{{len(first)}}})")
    if is_initial:
        parts.append(f"{WORD_CHARACTER}*")
    for previous, chunk in pairwise(chunks):
        least = int(is_han(previous) == is_han(chunk))
        parts.append(rf"[\W_]{{{least},{_MAX_GAP}}}{re.escape(chunk)}")
    if not is_han(last):
        parts.append(f"{WORD_CHARACTER}*" if prefix else f"(?!{WORD_CHARACTER})")
    return re.compile("".join(parts), re.DOTALL)


@lru_cache(maxsize=256)
def _compound_pattern(word: str, prefix: bool) -> re.Pattern[str]:
    """A whole compound of the letters of ``word``, or one that begins with them."""
    not_inside = f"(?<!{WORD_CHARACTER}.)(?<!{WORD_CHARACTER}{_PUNCTUATION}.)"
    rest_of_it = (
        f"{WORD_CHARACTER}*(?:{_PUNCTUATION}{WORD_CHARACTER}+)*"
        if prefix
        else f"(?!{_PUNCTUATION}?{WORD_CHARACTER})"
    )
    first, *others = map(re.escape, word)
    letters = f"{_PUNCTUATION}?".join((first + not_inside, *others))
    return re.compile(letters + rest_of_it, re.DOTALL)


def _is_joined(compound: str, word: str, prefix: bool) -> bool:
    """Whether a compound with punctuation is read as ``word``: ``3.11`` is not 311."""
    return any(
        bare == word or (prefix and bare.startswith(word)) for bare in joined_compounds(compound)
    )


def _end_of_word(folded: str, at: int) -> int:
    while at < len(folded) and is_word_character(folded[at]):
        at += 1
    return at


def _is_lesser(form: TermForm) -> bool:
    return form.kind == INFLECTION or form.tier > 0


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Finds the forms of a query in any text."""

    finders: tuple[_FormFinder, ...]

    def find_matches(self, text: str) -> list[tuple[int, int, int]]:
        """Matches in order: start and end in the original text, and the index of the term.

        Offsets are in code points. A match by a lesser form, a synonym or another ending, has the
        complement (``~index``) instead. Where matches overlap, the one that begins first counts,
        then the longest, then that by the better form.
        """
        return self.find_matches_in(FoldedText.of(text)) if text and self.finders else []

    def find_matches_in(self, folded_text: FoldedText) -> list[tuple[int, int, int]]:
        """The same in a text that is folded already."""
        text, folded, offsets = folded_text.text, folded_text.folded, folded_text.offsets
        rows: list[tuple[int, int, bool, int]] = []
        for finder in self.finders:
            is_lesser, term = _is_lesser(finder.form), finder.term_index
            spelling = finder.form.spelling
            rows += [
                (start, -end, is_lesser, term)
                for start, end in finder.find_spans(folded)
                if not spelling or spelling == text[slice(*unfold_span(start, end, offsets, text))]
            ]
        rows.sort()
        matches: list[tuple[int, int, int]] = []
        last_end = 0
        for start, minus_end, is_lesser, term in rows[:_MAX_MATCHES]:
            if start >= last_end:
                last_end = -minus_end
                matches.append((start, last_end, ~term if is_lesser else term))
        if offsets is None:
            return matches
        return [(*unfold_span(start, end, offsets, text), term) for start, end, term in matches]

    def match_spans(self, text: str) -> Spans:
        """The stretches to highlight, merged where they touch."""
        return merge_spans([(start, end) for start, end, _ in self.find_matches(text)])


def make_highlighter(terms: Sequence[ExpandedTerm]) -> Highlighter:
    """A highlighter for the terms of a plan."""
    finders = [_FormFinder(form, index) for index, term in enumerate(terms) for form in term.forms]
    return Highlighter(tuple(finders[:_MAX_FORMS]))


def merge_spans(spans: Sequence[tuple[int, int]]) -> Spans:
    """The same stretches with those that touch or overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def best_match(matches: Sequence[tuple[int, int, int]]) -> int:
    """The index of the match that begins the best passage: most different terms, earliest.

    A passage that begins with what was typed goes before one that begins with a lesser form of it.
    """
    best, best_value = 0, -1
    of_terms = {term if term >= 0 else ~term for _, _, term in matches}
    highest_value = 4 * len(of_terms) + 3 + 3
    end = 0
    for start in range(len(matches)):
        limit = matches[start][0] + _PASSAGE_WINDOW
        end = max(end, start)
        while end < len(matches) and matches[end][1] <= limit:
            end += 1
        near = matches[start : max(end, start + 1)][:24]
        terms = {term if term >= 0 else ~term for _, _, term in near}
        value = 4 * len(terms) + min(3, len(near)) + (3 if matches[start][2] >= 0 else 0)
        if value > best_value:
            best, best_value = start, value
            if value == highest_value:
                break
    return best


def make_snippet(text: str, at: int, spans: Spans) -> tuple[str, Spans]:
    """What stands around offset ``at`` in its line of ``text``, and the ``spans`` in that.

    “…” stands where the text goes on. Another line would be another paragraph or caption.
    """
    start = max(0, at - CONTEXT_BEFORE, text.rfind("\n", 0, at) + 1)
    line_end = text.find("\n", at)
    end = min(len(text) if line_end < 0 else line_end, start + SNIPPET_LENGTH)
    if end < len(text) and end != line_end:
        end = _end_at_word(text, end)
    start = _start_at_word(text, start, at)
    prefix = "…" if start > 0 else ""
    suffix = "…" if end < len(text) else ""
    shift = len(prefix) - start
    snippet_spans = tuple(
        (max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start
    )
    return prefix + _one_line(text[start:end]) + suffix, snippet_spans


def _one_line(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)


def _start_at_word(text: str, start: int, at: int) -> int:
    """``start`` moved out of the middle of a Latin word, if that ends soon."""
    if start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum()):
        return start
    for index in range(start, min(at, start + 15)):
        if not (text[index].isascii() and text[index].isalnum()):
            return index
    return start


def _end_at_word(text: str, end: int) -> int:
    for index in range(end, max(end - 15, 1), -1):
        if not (text[index - 1].isascii() and text[index - 1].isalnum()):
            return index
    return end


def nearest_anchor(anchors: Sequence[tuple[int, str]], offset: int) -> str:
    """The anchor nearest at or before ``offset``, empty without one; see ``HitFields``."""
    index = bisect_right(anchors, offset, key=lambda anchor: anchor[0])
    return anchors[index - 1][1] if index else ""
