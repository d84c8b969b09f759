"""The index on disk: built from the catalogue, kept in step with it, checked before it is used.

The folder holds a Whoosh index, stored fields and a word list for each segment, and a manifest
written last: the version of everything that shapes the index, the size and SHA-256 of every file
and of the manifest itself. A folder without a fitting manifest is not opened. It tells of damage,
not of ill will, against which there are the folder's place and ``safe_unpickling``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.errors import SearchIndexBusyError, SearchIndexError, ViewerError
from viewer.logs import get_logger
from viewer.messages import Message, reason_of
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.search.index import whoosh_import
from viewer.search.index.index_layout import STORED_FIELDS_SUFFIX, DocumentSource, IndexedDocument
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.folding import ANALYZER_VERSION

#: The version of the format of the files beside Whoosh's.
FORMAT_VERSION = "5"
MANIFEST_NAME = "manifest.json"
#: When the index is opened, files up to so many bytes are hashed; of larger ones only the size
#: is compared.
_MAX_HASHED_AT_OPENING = 4 * 2**20

#: In stepwise builds: articles of the first step; each later step is at most so many times what is
#: indexed already. While the catalogue grows, a step waits for half as many new articles as are
#: indexed, at most for the last of these numbers.
FIRST_STEP_ARTICLES, _STEP_GROWTH, _MAX_WAITING_ARTICLES = 400, 3, 3000


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """What an update did: whether anything changed, and how many articles are indexed now.

    ``total`` is how many there are in the catalogue.
    """

    changed: bool
    indexed: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether everything is in the index."""
        return self.indexed == self.total


def index_version() -> str:
    """The version an index must have to be usable here: formats, analyzer and byte order."""
    return f"{FORMAT_VERSION}.{ANALYZER_VERSION}.{sys.byteorder}"


def segment_names(folder: Path) -> list[str]:
    """The segments in the folder, by their stored fields."""
    return sorted(
        path.name[: -len(STORED_FIELDS_SUFFIX)] for path in folder.glob("*" + STORED_FIELDS_SUFFIX)
    )


def verify_index(folder: Path, *, thorough: bool) -> dict[str, Any]:
    """Read the manifest and compare the files with it; ``thorough`` hashes large ones too.

    Raises:
        SearchIndexError: there is no index, it is of another version, or it is damaged.
    """
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_bytes())
        if manifest["version"] != index_version():
            raise SearchIndexError(
                Message(
                    "The search index in {folder} is of another version; rebuild it.", folder=folder
                )
            )
        if manifest["sum"] != _manifest_sum(manifest):
            raise ValueError("the manifest is not what was written")
        for name, (size, digest) in manifest["files"].items():
            path = folder / name
            if path.stat().st_size != size:
                raise SearchIndexError(
                    Message(
                        "The search index is damaged in {path}; delete the folder to rebuild it.",
                        path=path,
                    )
                )
            hashed = thorough or name.endswith(".toc") or size <= _MAX_HASHED_AT_OPENING
            if hashed and _sha256(path) != digest:
                raise SearchIndexError(
                    Message(
                        "The search index is damaged in {path}; delete the folder to rebuild it.",
                        path=path,
                    )
                )
    except SearchIndexError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchIndexError(
            Message(
                "There is no usable search index in {folder}; it has to be rebuilt.", folder=folder
            )
        ) from error
    return dict(manifest)


def manifest_files(folder: Path) -> object:
    """The files that the manifest in ``folder`` lists now, None where there is none."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return json.loads((folder / MANIFEST_NAME).read_bytes())["files"]
    return None


def update_index(
    folder: Path,
    source: DocumentSource,
    progress: ProgressCallback | None = None,
    cancelled: CancelCheck | None = None,
    *,
    stepwise: bool = False,
    catalogue_complete: bool = True,
    catalogue: Path | None = None,
) -> IndexUpdate:
    """Index what is new or changed in the catalogue and drop what is gone.

    ``progress`` gets the articles done and their total. A cancelled build leaves the index as it
    was. With ``stepwise`` very many articles are indexed a part at a time: call it again until the
    update is complete. While the catalogue is still growing (not ``catalogue_complete``), a few new
    articles wait for more. ``catalogue`` is the file of ``source``, if it has one: a second
    process reads it to help with very many articles.

    Raises:
        SearchIndexError: another program is writing the index, or the folder cannot be written.
    """
    fingerprints = source.document_ids()
    manifest, indexed_documents = _load_or_quarantine(folder, source.generation())
    current = {row[2] for row in indexed_documents if fingerprints.get(row[2]) == row[3]}
    adding = sorted(fingerprints.keys() - current)
    if manifest is not None and not adding and len(current) == len(indexed_documents):
        if manifest["catalogue"] != source.fingerprint():
            # Only something that is not searched has changed, a picture perhaps.
            _write_manifest(folder, {**manifest, "catalogue": source.fingerprint()})
        return IndexUpdate(False, len(current), len(fingerprints))
    if stepwise:
        few = len(adding) < max(FIRST_STEP_ARTICLES, min(len(current) // 2, _MAX_WAITING_ARTICLES))
        if current and few and not catalogue_complete:
            return IndexUpdate(False, len(current), len(fingerprints))
        adding = adding[: max(FIRST_STEP_ARTICLES, _STEP_GROWTH * len(current))]
    whoosh_import.prepare_whoosh()
    from viewer.search.index.index_writer import write_index

    indexed = len(current) + len(adding)

    def report(done: int, total: int) -> None:
        if progress is not None:
            # In steps, the articles of merged segments are not counted again.
            progress(*((done, total) if not stepwise else (
                len(current) + min(done, len(adding)), len(fingerprints)
            )))  # fmt: skip

    def commit() -> None:
        is_complete = indexed == len(fingerprints)
        commit_manifest(folder, source.generation(), source.fingerprint() if is_complete else "")

    try:
        is_written = write_index(
            folder,
            source,
            fingerprints,
            indexed_documents,
            adding,
            report,
            cancelled,
            commit,
            catalogue,
            low_priority=stepwise,
        )
    except OSError as error:
        raise SearchIndexError(
            Message(
                "The search index cannot be written in {folder}: {error}.",
                folder=folder,
                error=reason_of(error),
            )
        ) from error
    except ViewerError:
        raise
    except Exception:
        if not indexed_documents:
            raise
        # The files are those of the manifest, and Whoosh cannot read them all the same.
        set_aside(folder)
        return update_index(
            folder, source, progress, cancelled,
            stepwise=stepwise, catalogue_complete=catalogue_complete, catalogue=catalogue,
        )  # fmt: skip
    if not is_written:
        return IndexUpdate(False, len(current), len(fingerprints))
    get_logger(__name__).info(
        "%d of %d articles are in the search index", indexed, len(fingerprints)
    )
    return IndexUpdate(True, indexed, len(fingerprints))


def _load_or_quarantine(
    folder: Path, generation: str
) -> tuple[dict[str, Any] | None, list[IndexedDocument]]:
    """The manifest and the documents of a usable index; any other one is set aside: (None, [])."""
    try:
        manifest = verify_index(folder, thorough=True)
        if manifest["generation"] != generation:
            raise LookupError(Message("it was made from another catalogue"))
        return manifest, _indexed_documents(folder)
    except (SearchIndexError, OSError, LookupError, ValueError, TypeError):
        whoosh_import.prepare_whoosh()
        from viewer.search.index.index_writer import is_being_written

        if folder.is_dir() and is_being_written(folder):
            # Half of it is new: another program is not yet done with it.
            raise SearchIndexBusyError from None
        try:
            set_aside(folder)
        except OSError as error:
            raise SearchIndexError(
                Message(
                    "The search index cannot be written in {folder}: {error}.",
                    folder=folder,
                    error=reason_of(error),
                )
            ) from error
        return None, []


def _indexed_documents(folder: Path) -> list[IndexedDocument]:
    manifest = json.loads((folder / MANIFEST_NAME).read_bytes())
    dead_by_segment = {name: set(numbers) for name, numbers in manifest["dead"].items()}
    rows: list[IndexedDocument] = []
    for name in segment_names(folder):
        if name + STORED_FIELDS_SUFFIX not in manifest["files"]:
            continue
        stored = StoredFields(folder / (name + STORED_FIELDS_SUFFIX))
        dead = dead_by_segment.get(name, set())
        fingerprints = [group.fingerprint for group in stored.article_groups]
        rows += [
            (name, number, article_id, fingerprints[stored.group_index_of[number]])
            for number, article_id in enumerate(stored.ids)
            if number not in dead
        ]
        stored.close()
    return rows


def commit_manifest(folder: Path, generation: str, catalogue: str) -> None:
    """Push every file to the disk and write the manifest that makes the index usable.

    ``generation`` is that of the catalogue, and ``catalogue`` its fingerprint if all of it is
    indexed, else empty.
    """
    from viewer.search.index.index_writer import live_segments

    segments = live_segments(folder)
    names = [
        path.name
        for path in sorted(folder.iterdir())
        if path.suffix == ".toc" or path.name.split(".")[0] in segments
    ]
    files: dict[str, tuple[int, str]] = {}
    for name in names:
        path = folder / name
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        files[name] = (path.stat().st_size, _sha256(path))
    manifest = {
        "version": index_version(),
        "files": files,
        "generation": generation,
        "catalogue": catalogue,
        "segments": list(segments),
        "dead": {name: sorted(numbers) for name, numbers in segments.items() if numbers},
    }
    _write_manifest(folder, manifest)


def _write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    new_path = folder / (MANIFEST_NAME + ".new")
    with new_path.open("wb") as file:
        file.write(json.dumps({**manifest, "sum": _manifest_sum(manifest)}).encode())
        file.flush()
        os.fsync(file.fileno())
    new_path.replace(folder / MANIFEST_NAME)
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _manifest_sum(manifest: Mapping[str, Any]) -> str:
    """The SHA-256 of everything in the manifest but its own sum."""
    rest = {key: value for key, value in manifest.items() if key != "sum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def set_aside(folder: Path) -> None:
    """Move an unusable index out of the way; only the last such one is kept.

    Raises:
        OSError: it cannot be moved, and its manifest not be removed.
    """
    if not folder.exists():
        return
    damaged = folder.with_name(folder.name + ".damaged")
    shutil.rmtree(damaged, ignore_errors=True)
    get_logger(__name__).warning("an index that does not fit or is damaged is built anew")
    try:
        folder.rename(damaged)
    except OSError:
        # It is still open somewhere (Windows): without its manifest it is never opened again, and
        # the new index takes its place file by file.
        (folder / MANIFEST_NAME).unlink(missing_ok=True)
