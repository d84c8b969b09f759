"""The one writer of the index. Imports Whoosh; only ``viewer.search.index`` imports this."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError

from viewer.errors import IndexUnavailable
from viewer.search.codec import START, TEXT, FlatWriter, schema
from viewer.search.documents import Draft
from viewer.search.index import SEGMENT, SHELF, WORDS, Held, Progress, Source, merge_plan

_NAME = "MAIN"
_BATCH = 500


def write_index(
    folder: Path,
    source: Source,
    wanted: dict[int, str],
    held: Sequence[Held],
    adding: Sequence[int],
    progress: Progress,
    cancelled: Callable[[], bool] | None,
) -> bool:
    """Add the articles ``adding`` and drop what is not ``wanted``; False when cancelled.

    Raises:
        IndexUnavailable: another program holds the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    storage = FileStorage(str(folder))
    index = FileIndex(storage) if held else FileIndex.create(storage, schema(), _NAME)
    try:
        writer = FlatWriter(index)
    except LockError as error:
        raise IndexUnavailable(
            "Another window of the program is writing the search index; try again in a moment."
        ) from error
    try:
        done = _write(folder, writer, source, wanted, held, adding, progress, cancelled)
    except BaseException:
        _drop(writer)
        raise
    if not done:
        _drop(writer)
    return done


def _write(
    folder: Path,
    writer: FlatWriter,
    source: Source,
    wanted: dict[int, str],
    held: Sequence[Held],
    new: Sequence[int],
    progress: Progress,
    cancelled: Callable[[], bool] | None,
) -> bool:
    current = {row[2] for row in held if wanted.get(row[2]) == row[3]}
    merged = merge_plan([row for row in held if row[2] in current], len(new))
    adding = [*new]
    adding += [row[2] for row in held if row[2] in current and row[0] in merged]
    alive = {row[0] for row in held if row[2] in current and row[0] not in merged}
    writer.segments = [s for s in writer.segments if s.segment_id() in alive]
    numbers = {s.segment_id(): s for s in writer.segments}
    for name, number, identity, _ in held:
        if name in numbers and identity not in current:
            numbers[name].delete_document(number)
    adding.sort()
    draft = Draft()
    for done, document in enumerate(_documents(source, adding), 1):
        if cancelled is not None and cancelled():
            return False
        draft.add(document, wanted[document.id])
        if done % 100 == 0:
            progress(done, len(adding))
        if len(draft) >= SEGMENT:
            _put(folder, writer, draft)
            draft = Draft()
            writer.new_segment()
    if len(draft):
        _put(folder, writer, draft)
    writer.commit(merge=False)
    progress(len(adding), len(adding))
    return True


def _documents(source: Source, ids: list[int]) -> Iterator[Any]:
    for first in range(0, len(ids), _BATCH):
        yield from source.documents(ids[first : first + _BATCH])


def _put(folder: Path, writer: FlatWriter, draft: Draft) -> None:
    name = writer.add_all(len(draft), [(TEXT, draft.text), (START, draft.start)])
    draft.shelf.save(folder / (name + SHELF))
    lines = "".join(f"{word} {count}\n" for word, count in draft.words())
    (folder / (name + WORDS)).write_text(lines, "utf-8", "replace", "\n")


def _drop(writer: FlatWriter) -> None:
    """Give up a half-written segment and the lock; on a full disk even that may fail."""
    try:
        writer.cancel()
    except Exception:
        if writer.writelock is not None:
            writer.writelock.release()


def living(folder: Path) -> dict[str, set[int]]:
    """The segments of the index with the numbers of their deleted documents."""
    toc = TOC.read(FileStorage(str(folder)), _NAME)
    return {segment.segment_id(): set(segment.deleted_docs()) for segment in toc.segments}
