"""The index on disk: built from the catalogue, kept in step with it, checked before it is used.

The folder holds a Whoosh index, a shelf and a word list for each segment, and a manifest written
last: the version of everything that shapes the index and the size and SHA-256 of every file. A
folder without a fitting manifest is not opened, because a Whoosh index holds pickles.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from viewer.errors import IndexUnavailable
from viewer.search import light
from viewer.search.folding import ANALYZER_VERSION
from viewer.search.shelf import Shelf

if TYPE_CHECKING:
    from viewer.archive.listing import Document

#: The form of the files beside Whoosh's.
FORMAT_VERSION = "2"
MANIFEST = "manifest.json"
SHELF, WORDS = ".shelf", ".words"
#: Articles per segment: bounds the memory of a build.
SEGMENT = 20_000
_MOST_SEGMENTS = 8
#: Fresh files are hashed when the index is opened; after this size only sizes are compared.
_HASHED_AT_OPENING = 4 * 2**20

Progress = Callable[[int, int], None]


class Source(Protocol):
    """The part of the catalogue that the index reads."""

    def fingerprint(self) -> str: ...
    def document_ids(self) -> dict[int, str]: ...
    def documents(self, ids: Any = None) -> Iterable[Document]: ...


def version() -> str:
    """What must be equal for an index to be usable."""
    return f"{FORMAT_VERSION}.{ANALYZER_VERSION}.{sys.byteorder}"


def segment_names(folder: Path) -> list[str]:
    """The segments in the folder, by their shelves."""
    return sorted(path.name[: -len(SHELF)] for path in folder.glob("*" + SHELF))


def check(folder: Path, *, thorough: bool) -> dict[str, Any]:
    """Read the manifest and compare the files with it.

    Raises:
        IndexUnavailable: there is no index, it is of another version, or it is damaged.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["version"] != version():
            raise IndexUnavailable(
                f"The search index in {folder} is of another version; rebuild it."
            )
        for name, (size, digest) in manifest["files"].items():
            path = folder / name
            if path.stat().st_size != size:
                raise IndexUnavailable(
                    f"The search index is damaged in {path}; delete the folder to rebuild it."
                )
            hashed = thorough or name.endswith(".toc") or size <= _HASHED_AT_OPENING
            if hashed and _digest(path) != digest:
                raise IndexUnavailable(
                    f"The search index is damaged in {path}; delete the folder to rebuild it."
                )
    except IndexUnavailable:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnavailable(
            f"There is no usable search index in {folder}; it has to be rebuilt."
        ) from error
    return dict(manifest)


def bring_up_to_date(
    folder: Path,
    source: Source,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Index what is new or changed in the catalogue and drop what is gone.

    Returns whether anything changed. A cancelled build leaves the index as it was.

    Raises:
        IndexUnavailable: another program is writing the index, or the folder cannot be written.
    """
    wanted = source.document_ids()
    try:
        manifest = check(folder, thorough=True)
        held = _held(folder)
        usable = True
    except (IndexUnavailable, OSError, LookupError, ValueError, TypeError):
        try:
            _set_aside(folder)
        except OSError as error:
            raise IndexUnavailable(
                f"The search index cannot be written in {folder}: {error.strerror or error}."
            ) from error
        held = []
        usable = False
    if usable and {row[2]: row[3] for row in held} == wanted:
        if manifest["catalogue"] != source.fingerprint():
            # Something that is not searched has changed, a picture perhaps.
            _write_manifest(folder, {**manifest, "catalogue": source.fingerprint()})
        return False
    light.prepare()
    from viewer.search.writer import write_index

    try:
        done = write_index(folder, source, wanted, held, progress, cancelled)
    except OSError as error:
        raise IndexUnavailable(
            f"The search index cannot be written in {folder}: {error.strerror or error}."
        ) from error
    if done:
        seal(folder, source.fingerprint())
    return done


#: A document in the index: its segment, number in it, catalogue id and fingerprint.
Held = tuple[str, int, int, str]


def _held(folder: Path) -> list[Held]:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    dead = {name: set(numbers) for name, numbers in manifest["dead"].items()}
    rows: list[Held] = []
    for name in segment_names(folder):
        if name + SHELF not in manifest["files"]:
            continue
        shelf = Shelf(folder / (name + SHELF))
        gone = dead.get(name, set())
        prints = [stratum.fingerprint for stratum in shelf.strata]
        rows += [
            (name, number, identity, prints[shelf.strata_of[number]])
            for number, identity in enumerate(shelf.ids)
            if number not in gone
        ]
        shelf.close()
    return rows


def seal(folder: Path, catalogue: str) -> None:
    """Push every file to the disk and write the manifest that makes the index usable."""
    from viewer.search.writer import living

    segments = living(folder)
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
        files[name] = (path.stat().st_size, _digest(path))
    manifest = {
        "version": version(),
        "files": files,
        "catalogue": catalogue,
        "segments": list(segments),
        "dead": {name: sorted(numbers) for name, numbers in segments.items() if numbers},
    }
    _write_manifest(folder, manifest)


def _write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    fresh = folder / (MANIFEST + ".new")
    with fresh.open("wb") as file:
        file.write(json.dumps(manifest).encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / MANIFEST)
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _set_aside(folder: Path) -> None:
    """Move a folder that cannot be used out of the way; only the last such one is kept."""
    if not folder.exists():
        return
    aside = folder.with_name(folder.name + ".damaged")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        folder.rename(aside)
    except OSError:
        # Somebody still reads it (Windows): without its manifest it is never opened again, and
        # the new index takes its place file by file.
        (folder / MANIFEST).unlink(missing_ok=True)


def merge_plan(held: Iterable[Held], adding: int) -> set[str]:
    """The segments worth writing anew together with ``adding`` articles: the small ones."""
    sizes: dict[str, int] = {}
    for name, _, _, _ in held:
        sizes[name] = sizes.get(name, 0) + 1
    chosen: set[str] = set()
    total = adding
    for name, size in sorted(sizes.items(), key=lambda item: item[1]):
        if size <= 2 * total or len(sizes) - len(chosen) > _MOST_SEGMENTS:
            chosen.add(name)
            total += size
    return chosen
