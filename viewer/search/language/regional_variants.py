"""Words of another region: 軟體 and 软件, exchanged in a run of Han in every combination."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from viewer.archive.model.han_variants import regional_words

#: So many spellings of a run, or of a beginning of it, are followed.
_MAX_VARIANTS = 64


@lru_cache(maxsize=1)
def _words_of_other_regions() -> tuple[dict[str, tuple[str, ...]], int]:
    """The words of other regions by each word, and the length of the longest word."""
    others: dict[str, list[str]] = {}
    for first, second in regional_words():
        others.setdefault(first, []).append(second)
        others.setdefault(second, []).append(first)
    return {word: tuple(variants) for word, variants in others.items()}, max(map(len, others))


def regional_variants(run: str, stands: Callable[[str], bool] | None = None) -> list[str]:
    """The run of Han with any of its words exchanged for another region's, the longest words first.

    ``stands`` says whether a pair of Han stands in the archive: a spelling with a pair that does
    not is left out. Without it there are at most ``_MAX_VARIANTS``.
    """
    table, longest = _words_of_other_regions()
    exchanges = [
        (start, end, table[run[start:end]])
        for start in range(len(run) - 1)
        for end in range(min(len(run), start + longest), start + 1, -1)
        if run[start:end] in table
    ]
    if not exchanges:
        return []
    # By how much of the run is read: the spellings of that beginning.
    beginnings: list[dict[str, None]] = [{} for _ in range(len(run) + 1)]
    beginnings[0][""] = None
    for start in range(len(run)):
        steps = [(end, other) for at, end, others in exchanges if at == start for other in others]
        for beginning in beginnings[start]:
            for end, piece in (*steps, (start + 1, run[start])):
                if len(beginnings[end]) < _MAX_VARIANTS and (
                    stands is None or _pairs_stand(beginning[-1:] + piece, stands)
                ):
                    beginnings[end][beginning + piece] = None
    return [variant for variant in beginnings[-1] if variant != run]


def _pairs_stand(text: str, stands: Callable[[str], bool]) -> bool:
    return all(stands(text[at : at + 2]) for at in range(len(text) - 1))
