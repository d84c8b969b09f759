"""Moves the reader's marks along when issues are changed, and leads from old addresses to new ones.

A mark says of which article it is: it carries the digest of title and text, and the store keeps a
fingerprint beside it. So marks are followed right after an update, from what the catalogue held
before it, and also where the cache is lost, or another machine or a hand made the change. What is
done twice changes nothing. In the store stand

    read, place       address: [value, digest]; value alone if an early version set it
    article           address~digest: the fingerprint
    kept              kind address~digest: the value of a mark that fits no article now
    moved             old address: new address
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.reader_data import (
    MARK_KINDS,
    ReaderData,
    article_item,
    article_key,
    mark_parts,
)
from viewer.archive.model.address import Address, parse_address
from viewer.archive.model.article_matching import (
    Fingerprint,
    KnownArticle,
    fingerprint,
    fingerprint_from_json,
    match_articles,
)
from viewer.archive.model.catalogue_entries import ArticleMoves
from viewer.errors import AddressError
from viewer.messages import Message

_KEPT, _MOVED, _ARTICLE = "kept", "moved", "article"
_MAX_NAMES = 3


@dataclass(frozen=True, slots=True)
class FollowedMarks:
    """The new addresses of articles by their old ones, and the titles of those now missing."""

    moved: Mapping[Address, Address]
    unplaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark on the article of ``digest`` that stood at ``address``."""

    kind: str
    address: Address
    value: Any
    digest: int
    is_kept_aside: bool = False

    @property
    def store_key(self) -> tuple[str, str]:
        """Kind and key in the store."""
        if self.is_kept_aside:
            return _KEPT, f"{self.kind} {article_key(self.address, self.digest)}"
        return self.kind, str(self.address)


def follow_articles(
    reader_data: ReaderData, catalogue: Catalogue, moves: ArticleMoves
) -> FollowedMarks:
    """Bring the marks in step with ``catalogue``; ``moves`` is what its last update tells."""
    return _Following(reader_data, catalogue, moves).run()


class _Following:
    """One run of ``follow_articles``."""

    def __init__(self, reader_data: ReaderData, catalogue: Catalogue, moves: ArticleMoves) -> None:
        self._data, self._catalogue, self._moves = reader_data, catalogue, moves
        self._digests = catalogue.article_digests()
        self._issues = {_issue(address) for address in self._digests}
        self._known: dict[tuple[str, int], dict[Address, KnownArticle]] = {}
        self._removed: list[tuple[str, str]] = []
        self._set: dict[tuple[str, str], Any] = {}

    def run(self) -> FollowedMarks:
        """See ``follow_articles``."""
        marks = list(self._marks())
        stale = {mark.store_key for mark in marks if self._is_stale(mark)}
        places = self._find([mark for mark in marks if mark.store_key in stale], marks)
        moved = {old: new for (old, _), new in self._moves.items() if new != old}
        unplaced: dict[Address, str] = {}
        for mark in marks:
            is_stale = mark.store_key in stale
            place = places.get(mark.store_key) if is_stale else mark.address
            if place is not None and (mark.is_kept_aside or is_stale):
                self._take_along(mark, place)
                if place != mark.address:
                    moved.setdefault(mark.address, place)
            elif place is None and not mark.is_kept_aside and _issue(mark.address) in self._issues:
                known = self._fingerprint(mark)
                unplaced[mark.address] = known.title if known is not None else str(mark.address)
                self._removed.append(mark.store_key)
                self._set[replace(mark, is_kept_aside=True).store_key] = mark.value
        self._keep_old_addresses(moved)
        items = {**dict.fromkeys(self._removed), **self._set}
        if items:
            self._data.set_all((kind, key, value) for (kind, key), value in items.items())
        return FollowedMarks(moved, tuple(unplaced.values()))

    def _is_stale(self, mark: _Mark) -> bool:
        return self._digests.get(mark.address) != mark.digest

    def _marks(self) -> Iterator[_Mark]:
        """Every mark that says of which article it is; the others are told what stands there."""
        for kind in MARK_KINDS:
            for key in self._data.keys(kind):
                value, digest = mark_parts(self._data.get(kind, key))
                address = _parse(key)
                if address is None or not isinstance(value, bool | int | str):
                    continue
                if digest is not None:
                    yield _Mark(kind, address, value, digest)
                elif address in self._digests:
                    self._take_along(_Mark(kind, address, value, self._digests[address]), address)
        for key in self._data.keys(_KEPT):
            kind, _, article = key.partition(" ")
            name, _, digest_text = article.rpartition("~")
            address = _parse(name)
            if address is not None and kind in MARK_KINDS:
                with suppress(ValueError):
                    value = self._data.get(_KEPT, key)
                    yield _Mark(kind, address, value, int(digest_text, 16), True)

    def _find(
        self, stale: Sequence[_Mark], marks: Sequence[_Mark]
    ) -> dict[tuple[str, str], Address]:
        """Where the articles of the ``stale`` marks are; those that are nowhere are left out."""
        places: dict[tuple[str, str], Address] = {}
        by_digest = defaultdict(list)
        for address, digest in self._digests.items():
            by_digest[digest].append(address)
        lost: dict[tuple[str, int], list[_Mark]] = defaultdict(list)
        for mark in stale:
            place = self._moves.get((mark.address, mark.digest))
            if place in self._digests:
                places[mark.store_key] = place
            else:
                lost[_issue(mark.address)].append(mark)
        beside = defaultdict(list)
        for mark in marks:
            if _issue(mark.address) in lost and not self._is_stale(mark):
                beside[_issue(mark.address)].append(mark)
        for issue, lost_marks in lost.items():
            if issue in self._issues:
                self._find_in_issue(issue, lost_marks, beside[issue], places)
            else:
                places.update(_find_issue(lost_marks, by_digest))
        return places

    def _find_in_issue(
        self,
        issue: tuple[str, int],
        lost: Sequence[_Mark],
        beside: Sequence[_Mark],
        places: dict[tuple[str, str], Address],
    ) -> None:
        """Find the articles of ``lost`` by their fingerprints; those of ``beside`` are in place."""
        new = list(self._articles(issue).values())
        remaining = list(lost)
        while remaining:
            # One article an address in each round: marks kept aside may be of several.
            known: dict[Address, KnownArticle] = {}
            digests: dict[Address, int] = {}
            for mark in [*remaining, *beside]:
                taken = self._fingerprint(mark)
                if taken is not None and mark.address not in known:
                    known[mark.address] = KnownArticle.from_fingerprint(mark.address, taken)
                    digests[mark.address] = mark.digest
            found = match_articles(list(known.values()), new, all_old=False)
            in_round = [m for m in remaining if digests.get(m.address, m.digest) == m.digest]
            for mark in in_round:
                if mark.address in found and mark.address in digests:
                    places[mark.store_key] = found[mark.address]
            remaining = [m for m in remaining if digests.get(m.address, m.digest) != m.digest]

    def _articles(self, issue: tuple[str, int]) -> dict[Address, KnownArticle]:
        if issue not in self._known:
            articles = self._catalogue.known_articles(*issue)
            self._known[issue] = {article.address: article for article in articles}
        return self._known[issue]

    def _fingerprint(self, mark: _Mark) -> Fingerprint | None:
        key = article_key(mark.address, mark.digest)
        return fingerprint_from_json(self._data.get(_ARTICLE, key))

    def _take_along(self, mark: _Mark, place: Address) -> None:
        """Put ``mark`` on the article at ``place``, beside what is marked there already."""
        digest = self._digests[place]
        key = str(place)
        there, there_digest = mark_parts(self._data.get(mark.kind, key))
        if (mark.kind, key) in self._set:
            there, there_digest = mark_parts(self._set[mark.kind, key])
        value = mark.value
        if there is not None and there_digest == digest:
            value = there or value if mark.kind == "read" else there
        self._removed += [mark.store_key, (_ARTICLE, article_key(mark.address, mark.digest))]
        self._set[mark.kind, key] = [value, digest]
        article = self._articles(_issue(place))[place]
        taken = fingerprint(article.title, article.text, has_own_id=article.has_own_id)
        kind, key, value = article_item(place, taken)
        self._set[kind, key] = value

    def _keep_old_addresses(self, moved: Mapping[Address, Address]) -> None:
        names = {str(old): str(new) for old, new in moved.items()}
        if not names:
            return
        for key in self._data.keys(_MOVED):
            target = str(self._data.get(_MOVED, key))
            if target in names:
                self._set[_MOVED, key] = names[target] if names[target] != key else None
        self._set.update(((_MOVED, old), new) for old, new in names.items())


def _find_issue(
    lost: Sequence[_Mark], by_digest: Mapping[int, Sequence[Address]]
) -> dict[tuple[str, str], Address]:
    """Where the articles of ``lost`` are in one other issue: theirs has another number or name.

    A single one says nothing: many issues end with how to subscribe.
    """
    places = {mark.store_key: by_digest.get(mark.digest, ()) for mark in lost}
    shared = set.intersection(*({_issue(a) for a in found} for found in places.values()))
    if len({mark.digest for mark in lost}) < 2 or len(shared) != 1:
        return {}
    return {
        key: next(address for address in found if _issue(address) in shared)
        for key, found in places.items()
    }


def new_address(reader_data: ReaderData, address: Address) -> Address | None:
    """Where what stood at ``address`` once is now; None if nothing is known of that."""
    found = _parse(reader_data.get(_MOVED, str(address.without_anchor)))
    return found.with_anchor(address.anchor) if found is not None and address.anchor else found


def moved_message(address: Address, now: Address) -> Message:
    """Tells that what stood at ``address`` once is at ``now``, and another article may be there."""
    return Message(
        "What was at {address} is at {new_address} now.", address=address, new_address=now
    )


def unplaced_message(titles: Sequence[str]) -> Message:
    """Tells of marks whose articles, of these ``titles`` (at least one), are gone."""
    names = " · ".join(titles[:_MAX_NAMES]) + (" …" if len(titles) > _MAX_NAMES else "")
    return Message.counted(
        len(titles),
        "What you marked in “{titles}” fits no article of the changed issue; it is kept, and is "
        "back where the article comes back.",
        "What you marked in {count:,} articles fits none of the changed issues ({titles}); it is "
        "kept, and is back where they come back.",
        titles=names,
    )


def _issue(address: Address) -> tuple[str, int]:
    return address.publication, address.issue


def _parse(text: object) -> Address | None:
    try:
        return parse_address(text) if isinstance(text, str) else None
    except AddressError:
        return None
