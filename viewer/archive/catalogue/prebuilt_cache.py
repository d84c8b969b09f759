"""The ready-made catalogue and index in a bundle, so that its first start builds nothing.

They are made together with the bundle. In the shipped catalogue every path is relative to the
bundled issues; adopting it copies both into the reader's cache and enters where the issues stand
here. Nothing is adopted unless every bundled file is the one the catalogue was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from viewer.archive.catalogue import schema
from viewer.archive.catalogue.row_mapping import compact_json
from viewer.archive.files.safe_reading import file_stamp
from viewer.archive.parser.version import PARSER_VERSION

MANIFEST_FILE = "ready.json"
INDEX_FOLDER = "index"

PathMapping = Callable[[str], str]


def export_prebuilt(cache: Path, bundled: Path, target: Path) -> None:
    """Write what ``cache`` holds of the ``bundled`` issues, and of nothing else, to ``target``.

    Raises:
        ValueError: the catalogue knows files that are not among the bundled issues.
        OSError, sqlite3.Error: something cannot be read or written.
    """
    target.mkdir(parents=True)
    shutil.copytree(
        cache / INDEX_FOLDER, target / INDEX_FOLDER, ignore=shutil.ignore_patterns("*_WRITELOCK")
    )
    with (
        closing(sqlite3.connect(cache / schema.CATALOGUE_FILE)) as source,
        closing(sqlite3.connect(target / schema.CATALOGUE_FILE)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        _rewrite_paths(copy, lambda path: Path(path).relative_to(bundled).as_posix(), None)
        copy.execute("VACUUM")
    files = sorted(path for path in bundled.rglob("*") if path.is_file())
    manifest = {
        "versions": _versions(),
        "files": {path.relative_to(bundled).as_posix(): _digest(path) for path in files},
    }
    (target / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def install_prebuilt(prebuilt: Path, bundled: Path, cache: Path) -> bool:
    """Put the shipped catalogue and index into an empty ``cache``; whether that could be done.

    Where it cannot be done the cache is left as it was, and the catalogue has to be built.
    """
    if (cache / schema.CATALOGUE_FILE).exists() or (cache / INDEX_FOLDER).exists():
        return False
    try:
        manifest = json.loads((prebuilt / MANIFEST_FILE).read_bytes())
        if manifest["versions"] != _versions():
            return False
        if any(_digest(bundled / name) != digest for name, digest in manifest["files"].items()):
            return False
        # Built under another name, then renamed: another process may be starting too.
        with tempfile.TemporaryDirectory(prefix=".ready-", dir=cache) as name:
            return _install(prebuilt, bundled, cache, Path(name))
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError):
        return False


def _install(prebuilt: Path, bundled: Path, cache: Path, staging: Path) -> bool:
    # Without permissions: the program's folder may be read-only, the copy must not be.
    shutil.copyfile(prebuilt / schema.CATALOGUE_FILE, staging / schema.CATALOGUE_FILE)
    shutil.copytree(prebuilt / INDEX_FOLDER, staging / INDEX_FOLDER, copy_function=shutil.copyfile)
    (staging / INDEX_FOLDER).chmod(0o755)
    with closing(sqlite3.connect(staging / schema.CATALOGUE_FILE)) as copy:
        # No need for durability: a lost copy is made again.
        copy.execute("PRAGMA synchronous=OFF")
        copy.execute("PRAGMA journal_mode=MEMORY")
        copy.execute("PRAGMA trusted_schema=OFF")
        _rewrite_paths(
            copy, lambda path: str(bundled / path) if path != "." else str(bundled), bundled
        )
    (staging / INDEX_FOLDER).rename(cache / INDEX_FOLDER)
    (staging / schema.CATALOGUE_FILE).rename(cache / schema.CATALOGUE_FILE)
    return True


def _rewrite_paths(
    connection: sqlite3.Connection, map_path: PathMapping, stamp_root: Path | None
) -> None:
    """Name every file by ``map_path``; with ``stamp_root`` enter the stamps of the files there."""
    for path, text in connection.execute("SELECT path, stamp FROM source").fetchall():
        pictures = json.loads(text)["pictures"]
        file = map_path(path)
        stamps = {
            "file": stamp_root and file_stamp(file),
            "pictures": {
                name: stamp_root and file_stamp(Path(file).parent / name) for name in pictures
            },
        }
        connection.execute(
            "UPDATE source SET path = ?, stamp = ? WHERE path = ?",
            (file, compact_json(stamps), path),
        )
    for path, folder in connection.execute("SELECT path, folder FROM issue").fetchall():
        connection.execute(
            "UPDATE issue SET path = ?, folder = ? WHERE path = ?",
            (map_path(path), map_path(folder), path),
        )
    (text,) = connection.execute("SELECT value FROM meta WHERE key = 'stamps'").fetchone()
    names = [map_path(path) for path in json.loads(text)]
    connection.execute(
        "UPDATE meta SET value = ? WHERE key = 'stamps'",
        (compact_json({name: stamp_root and file_stamp(name) for name in names}),),
    )
    connection.commit()


def _versions() -> list[int]:
    return [schema.SCHEMA_VERSION, PARSER_VERSION]


def _digest(path: Path) -> str:
    # The bundle holds regular files only, no links.
    if file_stamp(path) is None:
        raise OSError(f"{os.fspath(path)} is not a regular file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
