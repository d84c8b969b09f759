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
    """Build one segment of ``batch`` in a new folder, which must not exist yet.

    ``report_progress`` gets the number of articles added so far.
    """
    folder.mkdir()
    writer = FlatWriter(FileIndex.create(FileStorage(str(folder)), index_schema(), INDEX_NAME))
    builder = SegmentBuilder()
    for document, fingerprint in load_documents(source, batch):
        builder.add(document, fingerprint)
        if len(builder) % _PROGRESS_INTERVAL == 0:
            report_progress(len(builder))
    write_segment(folder, writer, builder)
    writer.start_next_segment()
    segment = writer.segments[-1]
    writer.cancel()
    return segment


def load_documents(source: DocumentSource, batch: ArticleBatch) -> Iterator[tuple[Document, str]]:
    """The articles of ``batch`` with their fingerprints."""
    for first in range(0, len(batch), _LOAD_BATCH):
        fingerprints = dict(batch[first : first + _LOAD_BATCH])
        for document in source.documents(list(fingerprints)):
            yield document, fingerprints[document.id]


def write_segment(folder: Path, writer: FlatWriter, builder: SegmentBuilder) -> None:
    """Write the postings of ``builder``, its stored fields and its list of words."""
    name = writer.add_segment_postings(
        len(builder), [(TEXT_FIELD, builder.text_postings), (PREFIX_FIELD, builder.prefix_postings)]
    )
    builder.stored.save(folder / (name + STORED_FIELDS_SUFFIX))
    lines = "".join(f"{word} {count}\n" for word, count in builder.word_counts())
    (folder / (name + WORDS_SUFFIX)).write_text(lines, "utf-8", "replace", "\n")
