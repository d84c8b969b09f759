"""The one writer of the index. Imports Whoosh; only ``index_files`` imports this."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError

from viewer.callbacks import CancelCheck, ProgressCallback
from viewer.errors import SearchIndexError
from viewer.messages import Message
from viewer.search.index.index_layout import (
    MAX_SEGMENT_ARTICLES,
    ArticleBatch,
    DocumentSource,
    IndexedDocument,
    segments_to_merge,
)
from viewer.search.index.postings_builder import SegmentBuilder
from viewer.search.index.postings_codec import FlatWriter, index_schema
from viewer.search.index.segment_process import SegmentProcess
from viewer.search.index.segment_writer import INDEX_NAME, load_documents, write_segment


def write_index(
    folder: Path,
    source: DocumentSource,
    wanted: dict[int, str],
    indexed: Sequence[IndexedDocument],
    new_ids: Sequence[int],
    progress: ProgressCallback,
    cancelled: CancelCheck | None,
    catalogue: Path | None = None,
    low_priority: bool = False,
) -> bool:
    """Add the articles ``new_ids`` and drop what is not ``wanted``; False when cancelled.

    Where the source is the file ``catalogue``, very many articles are shared with another process,
    which does not press while it works ``low_priority`` a window.

    Raises:
        SearchIndexError: another program holds the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    storage = FileStorage(str(folder))
    index = FileIndex(storage) if indexed else FileIndex.create(storage, index_schema(), INDEX_NAME)
    try:
        writer = FlatWriter(index)
    except LockError as error:
        raise SearchIndexError(
            Message(
                "Another window of the program is writing the search index; try again in a moment."
            )
        ) from error
    apart = (
        None if catalogue is None else SegmentProcess(folder, catalogue, low_priority=low_priority)
    )
    try:
        job = _IndexBuild(folder, writer, source, progress, cancelled, apart)
        done = _replace_segments(job, wanted, indexed, new_ids)
    except BaseException:
        _abort(writer)
        raise
    finally:
        if apart is not None:
            apart.close()
    if not done:
        _abort(writer)
    return done


def _replace_segments(
    job: _IndexBuild, wanted: dict[int, str], indexed: Sequence[IndexedDocument], new: Sequence[int]
) -> bool:
    writer = job.writer
    current = {row[2] for row in indexed if wanted.get(row[2]) == row[3]}
    merged = segments_to_merge([row for row in indexed if row[2] in current], len(new))
    adding = [*new]
    adding += [row[2] for row in indexed if row[2] in current and row[0] in merged]
    alive = {row[0] for row in indexed if row[2] in current and row[0] not in merged}
    writer.segments = [s for s in writer.segments if s.segment_id() in alive]
    numbers = {s.segment_id(): s for s in writer.segments}
    for name, number, identity, _ in indexed:
        if name in numbers and identity not in current:
            numbers[name].delete_document(number)
    if not job.run([(identity, wanted[identity]) for identity in sorted(adding)]):
        return False
    writer.commit(merge=False)
    job.progress(len(adding), len(adding))
    return True


def split_batches(articles: ArticleBatch, workers: int) -> list[ArticleBatch]:
    """``articles`` in even parts of a segment each, as many for each of the processes."""
    count = -(-len(articles) // MAX_SEGMENT_ARTICLES)
    if count > 1:
        count += -count % workers
    size = -(-len(articles) // count) if count else 0
    return [articles[place * size : (place + 1) * size] for place in range(count)]


class _IndexBuild:
    """The making of the new segments: some here, and some apart."""

    def __init__(
        self,
        folder: Path,
        writer: FlatWriter,
        source: DocumentSource,
        progress: ProgressCallback,
        cancelled: CancelCheck | None,
        apart: SegmentProcess | None,
    ) -> None:
        self.writer = writer
        self.progress = progress
        self._folder = folder
        self._source = source
        self._cancelled = cancelled
        self._process = apart
        self._pending_batches: list[ArticleBatch] = []
        # Each with its first article, in the order of which they are kept.
        self._finished_segments: list[tuple[int, Segment]] = []

    def run(self, articles: ArticleBatch) -> bool:
        """Make the segments of ``articles``; False when cancelled."""
        self._pending_batches = split_batches(articles, 1 if self._process is None else 2)
        done = 0
        while self._pending_batches or self._is_process_busy():
            self._exchange_with_process(
                len(self._pending_batches) - 1, seconds=0.0 if self._pending_batches else 0.1
            )
            if self._pending_batches:
                made = self._build_segment(self._pending_batches.pop(0), done, len(articles))
                if made is None:
                    return False
                done += made
            elif self._is_cancelled():
                return False
            else:
                self.progress(done + self._done_in_process(), len(articles))
        self.writer.segments += [
            segment for _, segment in sorted(self._finished_segments, key=_first_article)
        ]
        return True

    def _build_segment(self, share: ArticleBatch, before: int, everything: int) -> int | None:
        """Make the segment of ``share``; how many articles that were, None when cancelled."""
        draft = SegmentBuilder()
        for document, fingerprint in load_documents(self._source, share):
            if self._is_cancelled():
                return None
            draft.add(document, fingerprint)
            if len(draft) % 100 == 0:
                self._exchange_with_process(len(self._pending_batches))
                self.progress(before + len(draft) + self._done_in_process(), everything)
        if len(draft):
            write_segment(self._folder, self.writer, draft)
            self.writer.start_next_segment()
            self._finished_segments.append((share[0][0], self.writer.segments.pop()))
        return len(share)

    def _exchange_with_process(self, most: int, seconds: float = 0.0) -> None:
        """Take what was made apart, and give more where more than none of ``most`` may go."""
        if self._process is None:
            return
        if self._process.batch is not None:
            share = self._process.batch
            try:
                segment = self._process.poll(seconds)
            except ChildProcessError:
                self._process = None
                self._pending_batches.append(share)
                return
            if segment is None:
                return
            self._finished_segments.append((share[0][0], segment))
        if most > 0 and self._pending_batches:
            if self._process.submit(self._pending_batches[-1]):
                self._pending_batches.pop()
            else:
                self._process = None

    def _is_cancelled(self) -> bool:
        return self._cancelled is not None and self._cancelled()

    def _is_process_busy(self) -> bool:
        return self._process is not None and self._process.batch is not None

    def _done_in_process(self) -> int:
        return 0 if self._process is None else self._process.done_count


def _first_article(made: tuple[int, Segment]) -> int:
    return made[0]


def _abort(writer: FlatWriter) -> None:
    """Give up a half-written segment and the lock; on a full disk even that may fail."""
    try:
        writer.cancel()
    except Exception:
        if writer.writelock is not None:
            writer.writelock.release()


def live_segments(folder: Path) -> dict[str, set[int]]:
    """The segments of the index with the numbers of their deleted documents."""
    toc = TOC.read(FileStorage(str(folder)), INDEX_NAME)
    return {segment.segment_id(): set(segment.deleted_docs()) for segment in toc.segments}
