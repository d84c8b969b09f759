"""The layout of the index: file names, sizes of segments, and types its modules share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from viewer.archive.model.catalogue_entries import Document

#: Suffixes of the files that a segment has besides Whoosh's: stored fields, list of words.
STORED_FIELDS_SUFFIX, WORDS_SUFFIX = ".shelf", ".words"
#: Articles per segment: bounds the memory of a build.
MAX_SEGMENT_ARTICLES = 20_000
_MAX_SEGMENTS = 8
#: An update of more articles than that merges fewer segments: rewriting them takes long.
_SMALL_STEP_ARTICLES = 1000

#: A document in the index: its segment, number in it, catalogue id and fingerprint.
IndexedDocument = tuple[str, int, int, str]

#: The articles for one segment: the id of each in the catalogue, and its fingerprint.
ArticleBatch = Sequence[tuple[int, str]]


class DocumentSource(Protocol):
    """The part of the catalogue that the index reads."""

    def generation(self) -> str: ...
    def fingerprint(self) -> str: ...
    def document_ids(self) -> dict[int, str]: ...
    def documents(self, ids: Any = None) -> Iterable[Document]: ...


def segments_to_merge(indexed: Iterable[IndexedDocument], adding: int) -> set[str]:
    """The names of the small segments that are rewritten together with ``adding`` articles."""
    ratio = 2.0 if adding <= _SMALL_STEP_ARTICLES else 0.25
    sizes: dict[str, int] = {}
    for name, _, _, _ in indexed:
        sizes[name] = sizes.get(name, 0) + 1
    chosen: set[str] = set()
    total = adding
    for name, size in sorted(sizes.items(), key=lambda item: item[1]):
        if size <= ratio * total or len(sizes) - len(chosen) > _MAX_SEGMENTS:
            chosen.add(name)
            total += size
    return chosen
