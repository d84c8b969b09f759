"""The words of the archive: by prefix, with other endings, and by edit distance.

The distance is for ``retrieval.did_you_mean``; no query asks for similar words itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

_MIN_STEM_LENGTH = 3


class Vocabulary:
    """Every word that is not Han, with the number of articles it stands in.

    Made from the word lists of the segments: lines of a word, a blank and a count.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.article_counts: dict[str, int] = {}
        counts = self.article_counts
        for text in texts:
            for line in text.splitlines():
                word, _, count = line.partition(" ")
                counts[word] = counts.get(word, 0) + int(count)
        self.words = sorted(counts)
        self._by_length: dict[int, list[tuple[int, str]]] = {}

    def words_with_prefix(self, prefix: str, limit: int) -> list[str]:
        """Words that begin with ``prefix``, at most ``limit`` of them, the commonest."""
        low = bisect_left(self.words, prefix)
        high = bisect_left(self.words, prefix + "\U0010ffff")
        matching = self.words[low:high]
        if len(matching) > limit:
            matching = sorted(matching, key=self.article_counts.__getitem__, reverse=True)[:limit]
        return matching

    def inflections(self, word: str) -> tuple[str, ...]:
        """The word's other forms (plural, -ed, -ing) that stand in the archive."""
        return tuple(form for form in possible_inflections(word) if form in self.article_counts)

    def words_containing(self, part: str, limit: int) -> list[str]:
        """Words that hold ``part`` anywhere, the commonest ``limit`` of them."""
        found = [word for word in self.words if part in word and part != word]
        return sorted(found, key=self.article_counts.__getitem__, reverse=True)[:limit]

    def words_within_distance(self, word: str, max_edits: int, limit: int) -> list[tuple[str, int]]:
        """Words one edit from ``word`` or, where there are none, up to ``max_edits``.

        At most ``limit`` pairs of a word and its distance, the nearest first, then the commonest.
        """
        near = [(other, 1) for other in _one_edit_variants(word) if other in self.article_counts]
        if not near and max_edits > 1:
            near = self._words_by_edit_distance(word, max_edits)
        near.sort(key=lambda pair: (pair[1], -self.article_counts[pair[0]], pair[0]))
        return near[:limit]

    def words_with_similar_prefix(self, prefix: str, limit: int) -> list[str]:
        """Words whose beginning is one edit from ``prefix``, the commonest ``limit`` of them."""
        found = {
            word
            for variant in _one_edit_variants(prefix)
            if len(variant) >= len(prefix)
            for word in self.words_with_prefix(variant, limit)
        }
        return sorted(found, key=lambda word: (-self.article_counts[word], word))[:limit]

    def _words_by_edit_distance(self, word: str, max_edits: int) -> list[tuple[str, int]]:
        if not self._by_length:
            for other in self.words:
                self._by_length.setdefault(len(other), []).append((_letter_bits(other), other))
        signature = _letter_bits(word)
        likely = [
            other
            for length in range(len(word) - max_edits, len(word) + max_edits + 1)
            for bits, other in self._by_length.get(length, ())
            # One edit changes at most two letters of the set.
            if (signature ^ bits).bit_count() <= 2 * max_edits
        ]
        near = ((other, edit_distance(word, other, max_edits)) for other in likely)
        return [(other, edits) for other, edits in near if 0 < edits <= max_edits]


def _one_edit_variants(word: str) -> set[str]:
    """Everything one edit from a word, an exchange of neighbours being one."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789" + "".join(set(word))
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    variants = {left + right[1:] for left, right in halves if right}
    variants |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    variants |= {left + letter + right[1:] for left, right in halves if right for letter in letters}
    variants |= {left + letter + right for left, right in halves for letter in letters}
    variants.discard(word)
    return variants


def _letter_bits(word: str) -> int:
    """The set of a word's letters as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def edit_distance(word: str, other: str, max_edits: int) -> int:
    """Edits from ``word`` to ``other``; ``max_edits`` + 1 where there are more.

    Two neighbours exchanged are one edit (the Damerau-Levenshtein distance).
    """
    last_row: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        second_last_row, last_row, row = last_row, row, [i] + [0] * len(other)
        for j, other_letter in enumerate(other, 1):
            cost = letter != other_letter
            best = min(last_row[j] + 1, row[j - 1] + 1, last_row[j - 1] + cost)
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == other_letter:
                best = min(best, second_last_row[j - 2] + 1)
            row[j] = best
        if min(row) > max_edits and (not last_row or min(last_row) > max_edits):
            return max_edits + 1
    return row[-1]


@lru_cache(maxsize=1024)
def possible_inflections(word: str) -> tuple[str, ...]:
    """All other forms an English word may have, whether they stand in the archive or not."""
    if not word.isascii() or not word.isalpha() or len(word) < _MIN_STEM_LENGTH:
        return ()
    forms: dict[str, None] = {}
    for base in (word, *_base_forms(word)):
        forms.update(dict.fromkeys((base, *_inflect(base))))
    forms.pop(word, None)
    return tuple(forms)


def possible_singular(word: str) -> str:
    """The English word that ``word`` may be the plural of, empty if it can be none."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else ""


def _base_forms(word: str) -> list[str]:
    """What the word may be a form of."""
    bases: list[str] = []

    def add(base: str) -> None:
        if len(base) >= _MIN_STEM_LENGTH:
            bases.append(base)

    add(possible_singular(word))
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM_LENGTH:
            stem = word[: -len(ending)]
            add(stem)
            add(stem + "e")
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
                add(stem[:-1])
            if stem.endswith("i"):
                add(stem[:-1] + "y")
    return bases


def _inflect(base: str) -> list[str]:
    forms = [base + "s"]
    if base.endswith(("s", "x", "z", "ch", "sh")):
        forms = [base + "es"]
    elif base.endswith("y") and base[-2:-1] not in "aeiou":
        forms += [base[:-1] + "ies", base[:-1] + "ied"]
    if base.endswith("e"):
        forms += [base + "d", base[:-1] + "ing"]
    else:
        forms += [base + "ed", base + "ing"]
        if len(base) <= 5 and base[-1] in "bdgmnprt" and base[-2] in "aeiou":
            forms += [base + base[-1] + "ed", base + base[-1] + "ing"]
    return forms
