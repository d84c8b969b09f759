"""Which article is which after issues were changed: by its own id, its text, its title and place.

Texts are compared by their shingles (Broder, "On the resemblance and containment of documents",
1997): every three words in a row, a Han character being a word and all its variants the same one.
The share of an old article's shingles that stand in a new one tells how much of it went there. So
an article is found again with typos mended, sentences moved, or written in other characters; where
it was split, in the part that holds most of it, and where it was merged, in the whole.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b85decode, b85encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

from viewer.archive.model.address import Address
from viewer.archive.model.han_variants import han_variants
from viewer.archive.model.issue import text_digest
from viewer.archive.model.title_numbers import normalize_title

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
#: Shingles of a text that a fingerprint holds, evenly from its beginning to its end.
_SAMPLE_SIZE = 32
_SHINGLE_BYTES = 3
_MAX_TITLE = 80
#: An article is where this share of it went, and in another issue where this one did.
_SAME, _SAME_ELSEWHERE = 0.3, 0.6
#: An article that stood beside it before must have gained this share of it.
_SAME_IN_WHOLE = 0.6
#: This share at least where it is not known which other titles there were.
_HINT = 0.25
#: Texts of fewer shingles must resemble one another as wholes: a phrase is soon shared.
_SHORT = 12
_RESEMBLING = 0.5


def shingles(title: str, text: str) -> list[int]:
    """Hashes (24 bits) of every three words in a row of an article, in order."""
    folded = unicodedata.normalize("NFKC", f"{title}\n{text}").casefold()
    words = _WORD.findall(folded.translate(han_variants()))
    if len(words) < 3:
        return [_hash("".join(words))] if words else []
    return [_hash("".join(three)) for three in zip(words, words[1:], words[2:], strict=False)]


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) & 0xFFFFFF


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a mark keeps of its article, to recognise it by: some 250 bytes as JSON."""

    title: str
    has_own_id: bool
    digest: int
    sample: tuple[int, ...]

    def to_json_value(self) -> list[Any]:
        """A value for ``fingerprint_from_json``."""
        sample = b"".join(shingle.to_bytes(_SHINGLE_BYTES, "big") for shingle in self.sample)
        return [self.title, int(self.has_own_id), self.digest, b85encode(sample).decode()]


def fingerprint(title: str, text: str, *, has_own_id: bool) -> Fingerprint:
    """The fingerprint of an article; ``has_own_id`` if its key is an id its author wrote."""
    all_shingles = shingles(title, text)
    count = min(_SAMPLE_SIZE, len(all_shingles))
    sample = tuple(all_shingles[place * len(all_shingles) // count] for place in range(count))
    return Fingerprint(title[:_MAX_TITLE], has_own_id, text_digest(title, text), sample)


def fingerprint_from_json(value: object) -> Fingerprint | None:
    """The fingerprint of which ``to_json_value`` made ``value``; None if it is damaged."""
    if not isinstance(value, list) or [type(part) for part in value] != [str, int, int, str]:
        return None
    title, has_own_id, digest, sample = value
    try:
        packed = b85decode(sample)
    except ValueError:
        return None
    hashes = (packed[at : at + _SHINGLE_BYTES] for at in range(0, len(packed), _SHINGLE_BYTES))
    sampled = tuple(int.from_bytes(part, "big") for part in hashes)
    return Fingerprint(title, bool(has_own_id), digest, sampled)


@dataclass(frozen=True)
class KnownArticle:
    """An article as it can be recognised: by all its text, or by the sample of a fingerprint."""

    address: Address
    title: str
    has_own_id: bool
    digest: int
    text: str = ""
    sample: tuple[int, ...] | None = None

    @classmethod
    def from_fingerprint(cls, address: Address, known: Fingerprint) -> KnownArticle:
        """The article that stood at ``address`` when ``known`` was taken of it."""
        return cls(address, known.title, known.has_own_id, known.digest, sample=known.sample)

    @property
    def issue(self) -> tuple[str, int]:
        """The issue it stands in."""
        return self.address.publication, self.address.issue

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The hashes of ``shingles``, all of them or the sample's."""
        if self.sample is not None:
            return frozenset(self.sample)
        return frozenset(shingles(self.title, self.text))

    @cached_property
    def bare_title(self) -> str:
        """The title's letters and digits, variants made the same."""
        return normalize_title(self.title).translate(han_variants())


def match_articles(
    old: Sequence[KnownArticle], new: Sequence[KnownArticle], *, all_old: bool = True
) -> dict[Address, Address]:
    """Where the ``old`` articles of changed issues are among the ``new`` ones of these issues.

    Both are in reading order. An old article that is nowhere, or could be one or another, is left
    out: an article is never found in one that stood there before beside it. ``all_old`` is False
    where some articles of the old issues are not known.
    """
    return _Matching(old, new, all_old=all_old).run()


class _Matching:
    """One run of ``match_articles``."""

    def __init__(
        self, old: Sequence[KnownArticle], new: Sequence[KnownArticle], *, all_old: bool
    ) -> None:
        self._old, self._new, self._all_old = old, new, all_old
        self._found: dict[Address, KnownArticle] = {}
        #: By address of a new article: the old ones that are found in it.
        self._sources: dict[Address, list[KnownArticle]] = defaultdict(list)

    def run(self) -> dict[Address, Address]:
        """See ``match_articles``."""
        new_by_issue, old_by_issue = _by_issue(self._new), _by_issue(self._old)
        for issue, articles in old_by_issue.items():
            candidates = new_by_issue.get(issue, [])
            self._match_identical(articles, candidates)
            self._match_own_ids(articles, candidates)
        self._match_identical_elsewhere()
        for issue, articles in old_by_issue.items():
            candidates = new_by_issue.get(issue, [])
            self._match_texts(self._lost(articles), self._added(candidates), _SAME)
            self._match_texts(self._lost(articles), candidates, _SAME_IN_WHOLE)
            self._match_titles(articles, candidates)
        self._match_texts_elsewhere()
        return {address: article.address for address, article in self._found.items()}

    def _pair(self, old: KnownArticle, new: KnownArticle) -> None:
        self._found[old.address] = new
        self._sources[new.address].append(old)

    def _lost(self, old: Iterable[KnownArticle]) -> list[KnownArticle]:
        return [article for article in old if article.address not in self._found]

    def _added(self, new: Iterable[KnownArticle]) -> list[KnownArticle]:
        return [article for article in new if article.address not in self._sources]

    def _match_own_ids(self, old: list[KnownArticle], new: list[KnownArticle]) -> None:
        added = {article.address: article for article in self._added(new)}
        for article in self._lost(old):
            candidate = added.get(article.address)
            if candidate is not None and (article.has_own_id or candidate.has_own_id):
                self._pair(article, candidate)

    def _match_identical(self, old: list[KnownArticle], new: list[KnownArticle]) -> None:
        """Pair articles of the same text and title; of several, in the order they stand in."""
        by_digest = defaultdict(list)
        for article in self._added(new):
            by_digest[article.digest].append(article)
        for article in self._lost(old):
            same_place = [n for n in by_digest[article.digest] if n.address == article.address]
            if same_place:
                self._pair(article, same_place[0])
                by_digest[article.digest].remove(same_place[0])
        for article in self._lost(old):
            if by_digest[article.digest]:
                self._pair(article, by_digest[article.digest].pop(0))

    def _match_identical_elsewhere(self) -> None:
        """Pair articles that went to another issue as they are."""
        lost, added = self._lost(self._old), self._added(self._new)
        lost_count = Counter(article.digest for article in lost)
        by_digest = defaultdict(list)
        for article in added:
            by_digest[article.digest].append(article)
        for article in lost:
            candidates = by_digest[article.digest]
            if len(candidates) == lost_count[article.digest] == 1:
                self._pair(article, candidates[0])

    def _match_texts(
        self, old: Sequence[KnownArticle], new: Sequence[KnownArticle], needed_share: float
    ) -> None:
        """Pair articles by what stands in both, those with most in common first.

        Of a new article that others are found in already only what did not stand in those counts.
        """
        if not old or not new:
            return
        index: dict[int, list[int]] = defaultdict(list)
        for place, candidate in enumerate(new):
            for shingle in self._fresh_shingles(candidate):
                index[shingle].append(place)
        had_source = {c.address for c in new if c.address in self._sources}
        taken: set[Address] = set()
        shared_by_old: list[dict[int, set[int]]] = []
        for article in old:
            shared: dict[int, set[int]] = defaultdict(set)
            for shingle in article.shingles:
                for place in index.get(shingle, ()):
                    shared[place].add(shingle)
            shared_by_old.append(shared)
        ranked = [
            (len(common), article.address == new[place].address, -place, which, place)
            for which, article in enumerate(old)
            for place, common in shared_by_old[which].items()
        ]
        for _, _, _, which, place in sorted(ranked, reverse=True):
            article, candidate = old[which], new[place]
            if article.address in self._found or candidate.address in taken:
                continue
            common = shared_by_old[which][place]
            if _is_same(article, candidate, len(common), needed_share) and not any(
                _is_as_good(article, candidate, common, new[other], other_common)
                for other, other_common in shared_by_old[which].items()
                if other != place and new[other].address not in taken
            ):
                self._pair(article, candidate)
                if candidate.address not in had_source:
                    taken.add(candidate.address)

    def _fresh_shingles(self, article: KnownArticle) -> frozenset[int]:
        """What of a new article did not stand in the old ones that are found in it."""
        return article.shingles.difference(
            *(source.shingles for source in self._sources.get(article.address, ()))
        )

    def _match_titles(self, old: list[KnownArticle], new: list[KnownArticle]) -> None:
        """Pair articles whose text is another now by their titles, where no other has that."""
        old_titles = Counter(article.bare_title for article in old)
        new_titles = Counter(article.bare_title for article in new)
        added = {article.bare_title: article for article in self._added(new)}
        for article in self._lost(old):
            title = article.bare_title
            if not title or old_titles[title] > 1 or new_titles[title] > 1 or title not in added:
                continue
            common = len(article.shingles & added[title].shingles)
            if self._all_old or common >= _HINT * len(article.shingles):
                self._pair(article, added[title])

    def _match_texts_elsewhere(self) -> None:
        """Pair articles that went to another issue, where their text is clearly the same."""
        lost = [article for article in self._lost(self._old) if len(article.shingles) >= _SHORT]
        if self._all_old:
            self._match_texts(lost, self._added(self._new), _SAME_ELSEWHERE)


def _is_same(old: KnownArticle, new: KnownArticle, common: int, needed_share: float) -> bool:
    """Whether ``common`` shingles are enough for ``old`` to have become ``new``."""
    size = len(old.shingles)
    if size < _SHORT:
        return common == size >= _SHORT // 2 or common >= _RESEMBLING * max(size, len(new.shingles))
    return common >= needed_share * size


def _is_as_good(
    article: KnownArticle,
    candidate: KnownArticle,
    common: set[int],
    other: KnownArticle,
    other_common: set[int],
) -> bool:
    """Whether ``other`` holds much the same of ``article`` as ``candidate``, its title included."""
    if len(other_common) < 0.8 * len(common) or len(other_common & common) < 0.5 * len(common):
        return False
    has_title = candidate.bare_title == article.bare_title
    return not has_title or other.bare_title == article.bare_title


def _by_issue(articles: Iterable[KnownArticle]) -> dict[tuple[str, int], list[KnownArticle]]:
    result: dict[tuple[str, int], list[KnownArticle]] = defaultdict(list)
    for article in articles:
        result[article.issue].append(article)
    return result
