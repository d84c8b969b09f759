"""Writing one segment of the index. Imports Whoosh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from viewer.search.index.index_layout import (
    STORED_FIELDS_SUFFIX,
    WORDS_SUFFIX,
    ArticleBatch,
    DocumentSource,
)
from viewer.search.index.postings_builder import SegmentBuilder
from viewer.search.index.postings_codec import PREFIX_FIELD, TEXT_FIELD, FlatWriter, index_schema

if TYPE_CHECKING:
    from viewer.archive.model.catalogue_entries import Document

INDEX_NAME = "MAIN"
_LOAD_BATCH = 500
_PROGRESS_INTERVAL = 200


def build_segment(
    folder: Path,
    source: DocumentSource,
    batch: ArticleBatch,
    report_progress: Callable[[int], object],
) -> Segment:
    """One segment of ``batch`` in a new folder; ``report_progress`` gets how many are in it."""
    folder.mkdir()
    writer = FlatWriter(FileIndex.create(FileStorage(str(folder)), index_schema(), INDEX_NAME))
    draft = SegmentBuilder()
    for document, print_ in load_documents(source, batch):
        draft.add(document, print_)
        if len(draft) % _PROGRESS_INTERVAL == 0:
            report_progress(len(draft))
    write_segment(folder, writer, draft)
    writer.start_next_segment()
    segment = writer.segments[-1]
    writer.cancel()
    return segment


def load_documents(source: DocumentSource, share: ArticleBatch) -> Iterator[tuple[Document, str]]:
    """The articles of ``share`` with their fingerprints."""
    for first in range(0, len(share), _LOAD_BATCH):
        wanted = dict(share[first : first + _LOAD_BATCH])
        for document in source.documents(list(wanted)):
            yield document, wanted[document.id]


def write_segment(folder: Path, writer: FlatWriter, draft: SegmentBuilder) -> None:
    """Write the postings of ``draft``, its stored fields and its list of words."""
    name = writer.add_segment_postings(
        len(draft), [(TEXT_FIELD, draft.text_postings), (PREFIX_FIELD, draft.prefix_postings)]
    )
    draft.stored.save(folder / (name + STORED_FIELDS_SUFFIX))
    lines = "".join(f"{word} {count}\n" for word, count in draft.word_counts())
    (folder / (name + WORDS_SUFFIX)).write_text(lines, "utf-8", "replace", "\n")
