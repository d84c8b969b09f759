"""The index on disk: built from the catalogue, kept in step with it, checked before it is used.

The folder holds a Whoosh index, stored fields and a word list for each segment, and a manifest
written last: the version of everything that shapes the index and the size and SHA-256 of every
file. A folder without a fitting manifest is not opened, because a Whoosh index holds pickles.
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

from viewer.callbacks import CancelCheck, ProgressCallback
from viewer.errors import SearchIndexError
from viewer.logs import get_logger
from viewer.messages import Message, reason_of
from viewer.search.index import whoosh_import as light
from viewer.search.index.index_layout import STORED_FIELDS_SUFFIX, DocumentSource, IndexedDocument
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.folding import ANALYZER_VERSION

#: The form of the files beside Whoosh's.
FORMAT_VERSION = "3"
MANIFEST_NAME = "manifest.json"
#: Fresh files are hashed when the index is opened; after this size only sizes are compared.
_MAX_HASHED_AT_OPENING = 4 * 2**20

#: Built in steps, the first one has so many articles, and each later one that many times what is
#: indexed already; a step that need not be taken yet waits for half as many, or for so many.
FIRST_STEP_ARTICLES, _STEP_GROWTH, _MAX_WAITING_ARTICLES = 400, 3, 3000


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """What a refresh did, and how many of the articles are in the index now."""

    changed: bool
    indexed: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether everything is in the index."""
        return self.indexed == self.total


def index_version() -> str:
    """What must be equal for an index to be usable."""
    return f"{FORMAT_VERSION}.{ANALYZER_VERSION}.{sys.byteorder}"


def segment_names(folder: Path) -> list[str]:
    """The segments in the folder, by their stored fields."""
    return sorted(
        path.name[: -len(STORED_FIELDS_SUFFIX)] for path in folder.glob("*" + STORED_FIELDS_SUFFIX)
    )


def verify_index(folder: Path, *, thorough: bool) -> dict[str, Any]:
    """Read the manifest and compare the files with it.

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
    """The files of the index that stands in ``folder`` now, None where there is none."""
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

    A cancelled build leaves the index as it was. With ``stepwise`` a part of very many articles
    is indexed at a time: call it again until the step is complete. Where the catalogue is still
    growing, not ``catalogue_complete``, nothing is done for a few articles. Where the source is the
    file ``catalogue``, another process helps with very many.

    Raises:
        SearchIndexError: another program is writing the index, or the folder cannot be written.
    """
    wanted = source.document_ids()
    manifest, held = _load_or_quarantine(folder, source.generation())
    current = {row[2] for row in held if wanted.get(row[2]) == row[3]}
    adding = sorted(wanted.keys() - current)
    if manifest is not None and not adding and len(current) == len(held):
        if manifest["catalogue"] != source.fingerprint():
            # Something that is not searched has changed, a picture perhaps.
            _write_manifest(folder, {**manifest, "catalogue": source.fingerprint()})
        return IndexUpdate(False, len(current), len(wanted))
    if stepwise:
        few = len(adding) < max(FIRST_STEP_ARTICLES, min(len(current) // 2, _MAX_WAITING_ARTICLES))
        if current and few and not catalogue_complete:
            return IndexUpdate(False, len(current), len(wanted))
        adding = adding[: max(FIRST_STEP_ARTICLES, _STEP_GROWTH * len(current))]
    light.prepare_whoosh()
    from viewer.search.index.index_writer import write_index

    indexed = len(current) + len(adding)

    def told(done: int, everything: int) -> None:
        if progress is not None:
            # What a merge takes along is not told of in steps.
            progress(*((done, everything) if not stepwise else (
                len(current) + min(done, len(adding)), len(wanted)
            )))  # fmt: skip

    try:
        done = write_index(
            folder, source, wanted, held, adding, told, cancelled, catalogue, low_priority=stepwise
        )
    except OSError as error:
        raise SearchIndexError(
            Message(
                "The search index cannot be written in {folder}: {error}.",
                folder=folder,
                error=reason_of(error),
            )
        ) from error
    if not done:
        return IndexUpdate(False, len(current), len(wanted))
    commit_manifest(
        folder, source.generation(), source.fingerprint() if indexed == len(wanted) else ""
    )
    get_logger(__name__).info("%d of %d articles are in the search index", indexed, len(wanted))
    return IndexUpdate(True, indexed, len(wanted))


def _load_or_quarantine(
    folder: Path, generation: str
) -> tuple[dict[str, Any] | None, list[IndexedDocument]]:
    """The manifest of an index that fits, and what it holds; another one is set aside."""
    try:
        manifest = verify_index(folder, thorough=True)
        if manifest["generation"] != generation:
            raise LookupError(Message("it was made from another catalogue"))
        return manifest, _indexed_documents(folder)
    except (SearchIndexError, OSError, LookupError, ValueError, TypeError):
        try:
            _quarantine(folder)
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
    dead = {name: set(numbers) for name, numbers in manifest["dead"].items()}
    rows: list[IndexedDocument] = []
    for name in segment_names(folder):
        if name + STORED_FIELDS_SUFFIX not in manifest["files"]:
            continue
        stored = StoredFields(folder / (name + STORED_FIELDS_SUFFIX))
        gone = dead.get(name, set())
        prints = [article_group.fingerprint for article_group in stored.article_groups]
        rows += [
            (name, number, identity, prints[stored.group_index_of[number]])
            for number, identity in enumerate(stored.ids)
            if number not in gone
        ]
        stored.close()
    return rows


def commit_manifest(folder: Path, generation: str, catalogue: str) -> None:
    """Push every file to the disk and write the manifest that makes the index usable.

    ``catalogue`` is the fingerprint of the one all of which is indexed, of ``generation``.
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
    fresh = folder / (MANIFEST_NAME + ".new")
    with fresh.open("wb") as file:
        file.write(json.dumps(manifest).encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / MANIFEST_NAME)
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _quarantine(folder: Path) -> None:
    """Move a folder that cannot be used out of the way; only the last such one is kept."""
    if not folder.exists():
        return
    aside = folder.with_name(folder.name + ".damaged")
    shutil.rmtree(aside, ignore_errors=True)
    get_logger(__name__).warning("an index that does not fit or is damaged is built anew")
    try:
        folder.rename(aside)
    except OSError:
        # Somebody still reads it (Windows): without its manifest it is never opened again, and
        # the new index takes its place file by file.
        (folder / MANIFEST_NAME).unlink(missing_ok=True)
