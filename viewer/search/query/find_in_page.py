"""Finding a text as it is typed, without syntax, glossary or endings: find in page."""

from __future__ import annotations

from viewer.search.language.folding import FoldedText, fold, unfold_span
from viewer.search.query.results import Spans

_MAX_OCCURRENCES = 2000


def find_occurrences(typed: str, text: str) -> Spans:
    """Where ``typed`` stands in ``text``, as code points; case, width and script do not matter."""
    needle = fold(typed)
    if not needle:
        return ()
    within = FoldedText.of(text)
    found: list[tuple[int, int]] = []
    at = within.folded.find(needle)
    while at >= 0 and len(found) < _MAX_OCCURRENCES:
        found.append(unfold_span(at, at + len(needle), within.offsets, text))
        at = within.folded.find(needle, at + len(needle))
    return tuple(found)
