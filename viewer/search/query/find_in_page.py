"""Find in page: where a typed text stands, without syntax, glossary or word endings."""

from __future__ import annotations

from viewer.search.language.folding import FoldedText, fold, unfold_span
from viewer.search.query.results import Spans

_MAX_OCCURRENCES = 2000


def find_occurrences(typed: str, text: str) -> Spans:
    """The first 2000 places of ``typed`` in ``text``, in code points.

    Case, width, accents and Traditional or Simplified script do not matter.
    """
    needle = fold(typed)
    if not needle:
        return ()
    folded_text = FoldedText.of(text)
    spans: list[tuple[int, int]] = []
    at = folded_text.folded.find(needle)
    while at >= 0 and len(spans) < _MAX_OCCURRENCES:
        spans.append(unfold_span(at, at + len(needle), folded_text.offsets, text))
        at = folded_text.folded.find(needle, at + len(needle))
    return tuple(spans)
