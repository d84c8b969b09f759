"""Adding articles to the index and removing them. Imports Whoosh; for ``index_files`` alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError

from viewer.errors import SearchIndexBusyError
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
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
    fingerprints: dict[int, str],
    indexed: Sequence[IndexedDocument],
    new_ids: Sequence[int],
    progress: ProgressCallback,
    cancelled: CancelCheck | None,
    commit: Callable[[], None],
    catalogue: Path | None = None,
    low_priority: bool = False,
) -> bool:
    """Add the articles ``new_ids`` and drop what ``fingerprints`` lacks; False when cancelled.

    ``fingerprints`` are those of all articles of the source, by id. ``commit`` writes the manifest
    before other programs may write. ``catalogue`` is the file of
    the source, if it has one: a second process, at ``low_priority`` if wished, reads it to help
    with very many articles.

    Raises:
        SearchIndexBusyError: another program holds the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    storage = FileStorage(str(folder))
    schema = index_schema()
    index = FileIndex(storage, schema) if indexed else FileIndex.create(storage, schema, INDEX_NAME)
    try:
        writer = FlatWriter(index)
    except LockError as error:
        raise SearchIndexBusyError from error
    # Whoosh would release it before the manifest is written.
    lock, writer.writelock = writer.writelock, None
    process = (
        None if catalogue is None else SegmentProcess(folder, catalogue, low_priority=low_priority)
    )
    try:
        build = _IndexBuild(folder, writer, source, progress, cancelled, process)
        is_done = _replace_segments(build, fingerprints, indexed, new_ids)
        if is_done:
            commit()
        else:
            _abort(writer)
    except BaseException:
        _abort(writer)
        raise
    finally:
        if process is not None:
            process.close()
        lock.release()
    return is_done


def is_being_written(folder: Path) -> bool:
    """Whether another program holds the lock of the index in ``folder``."""
    lock = FileStorage(str(folder)).lock(f"{INDEX_NAME}_WRITELOCK")
    try:
        is_free = lock.acquire()
    except OSError:
        return False
    if is_free:
        lock.release()
    return not is_free


def _replace_segments(
    build: _IndexBuild,
    fingerprints: dict[int, str],
    indexed: Sequence[IndexedDocument],
    new_ids: Sequence[int],
) -> bool:
    writer = build.writer
    current = {row[2] for row in indexed if fingerprints.get(row[2]) == row[3]}
    merged = segments_to_merge([row for row in indexed if row[2] in current], len(new_ids))
    adding = [*new_ids]
    adding += [row[2] for row in indexed if row[2] in current and row[0] in merged]
    kept = {row[0] for row in indexed if row[2] in current and row[0] not in merged}
    writer.segments = [segment for segment in writer.segments if segment.segment_id() in kept]
    segments_by_id = {segment.segment_id(): segment for segment in writer.segments}
    for name, number, article_id, _ in indexed:
        if name in segments_by_id and article_id not in current:
            segments_by_id[name].delete_document(number)
    if not build.run([(article_id, fingerprints[article_id]) for article_id in sorted(adding)]):
        return False
    writer.commit(merge=False)
    build.progress(len(adding), len(adding))
    return True


def split_batches(articles: ArticleBatch, workers: int) -> list[ArticleBatch]:
    """``articles`` in even parts of at most a segment, as many for each of the ``workers``."""
    count = -(-len(articles) // MAX_SEGMENT_ARTICLES)
    if count > 1:
        count += -count % workers
    size = -(-len(articles) // count) if count else 0
    return [articles[index * size : (index + 1) * size] for index in range(count)]


class _IndexBuild:
    """Builds the new segments: some in this process, some in the second one."""

    def __init__(
        self,
        folder: Path,
        writer: FlatWriter,
        source: DocumentSource,
        progress: ProgressCallback,
        cancelled: CancelCheck | None,
        process: SegmentProcess | None,
    ) -> None:
        self.writer = writer
        self.progress = progress
        self._folder = folder
        self._source = source
        self._cancelled = cancelled
        self._process = process
        self._pending_batches: list[ArticleBatch] = []
        # Each with the id of its first article, by which they are put in order.
        self._finished_segments: list[tuple[int, Segment]] = []

    def run(self, articles: ArticleBatch) -> bool:
        """Build the segments of ``articles``; False when cancelled."""
        self._pending_batches = split_batches(articles, 1 if self._process is None else 2)
        done = 0
        while self._pending_batches or self._is_process_busy():
            self._exchange_with_process(
                len(self._pending_batches) - 1, seconds=0.0 if self._pending_batches else 0.1
            )
            if self._pending_batches:
                count = self._build_segment(self._pending_batches.pop(0), done, len(articles))
                if count is None:
                    return False
                done += count
            elif self._is_cancelled():
                return False
            else:
                self.progress(done + self._done_in_process(), len(articles))
        self.writer.segments += [
            segment for _, segment in sorted(self._finished_segments, key=_first_article)
        ]
        return True

    def _build_segment(self, batch: ArticleBatch, done_before: int, total: int) -> int | None:
        """Build the segment of ``batch``; its number of articles, None when cancelled."""
        builder = SegmentBuilder()
        for document, fingerprint in load_documents(self._source, batch):
            if self._is_cancelled():
                return None
            builder.add(document, fingerprint)
            if len(builder) % 100 == 0:
                self._exchange_with_process(len(self._pending_batches))
                self.progress(done_before + len(builder) + self._done_in_process(), total)
        if len(builder):
            write_segment(self._folder, self.writer, builder)
            self.writer.start_next_segment()
            self._finished_segments.append((batch[0][0], self.writer.segments.pop()))
        return len(batch)

    def _exchange_with_process(self, spare_batches: int, seconds: float = 0.0) -> None:
        """Take a segment the second process has finished, and give it another batch.

        It gets none unless there are ``spare_batches``: the next one is built here.
        """
        if self._process is None:
            return
        if self._process.batch is not None:
            batch = self._process.batch
            try:
                segment = self._process.poll(seconds)
            except ChildProcessError:
                self._process = None
                self._pending_batches.append(batch)
                return
            if segment is None:
                return
            self._finished_segments.append((batch[0][0], segment))
        if spare_batches > 0 and self._pending_batches:
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


def _first_article(finished: tuple[int, Segment]) -> int:
    return finished[0]


def _abort(writer: FlatWriter) -> None:
    """Give up a half-written segment; on a full disk even that may fail."""
    with suppress(Exception):
        writer.cancel()


def live_segments(folder: Path) -> dict[str, set[int]]:
    """The segments of the index, each with the numbers of its deleted documents."""
    toc = TOC.read(FileStorage(str(folder)), INDEX_NAME, schema=index_schema())
    return {segment.segment_id(): set(segment.deleted_docs()) for segment in toc.segments}
