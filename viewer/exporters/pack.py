"""Exports a publication as one ``.dvpack`` file: a zip whose manifest lists all hashes.

``manifest.json`` comes first and names the format and its version, the pack's own version and
date, the publication, the length of all files together, and of every file its size and SHA-256.
See ``viewer/importers/native/pack.py`` for how it is verified. Which files go in is decided in
``publication_export``.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

import msgspec

from viewer.archive.files.pack_manifest import (
    MANIFEST_FILE,
    MANIFEST_VERSION,
    PACK_FORMAT,
    PACK_SUFFIX,
    FileDigest,
    Manifest,
    PackInfo,
    PublicationInfo,
    parse_manifest,
)
from viewer.archive.library.library import Library
from viewer.errors import ArchiveError, UsageError
from viewer.exporters.publication_export import ExportCancelled, ExportedPublication, collect_export
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback

# The oldest time a zip can hold, so that equal content gives equal bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMPRESSED_SUFFIXES = (".md", ".yaml", ".json", ".svg", ".bmp")
_MAX_MANIFEST_BYTES = 16 * 1024 * 1024


def export_pack(
    library: Library,
    id_: str,
    out: Path,
    progress: ProgressCallback | None = None,
    cancelled: CancelCheck | None = None,
) -> tuple[ExportedPublication, Path]:
    """Write the publication ``id_`` as the pack ``out``, whole or not at all; where it was written.

    In a folder, the pack is called by the publication's id; ``.dvpack`` is put behind a name that
    does not end so. The same publication gives the same bytes wherever the same zlib packs them.
    An older pack of the publication is replaced, and the new one's version is the next if anything
    in it differs.

    Raises:
        LibraryError: there is no such publication, or no issue of it.
        UsageError: ``out`` is a file and no pack of it.
        ArchiveError: an issue or picture was changed meanwhile.
        OSError: ``out`` cannot be written.
    """
    out = Path(os.path.abspath(out))
    if out.is_dir():
        out = out / id_
    if out.suffix.lower() != PACK_SUFFIX:
        out = out.with_name(f"{out.name}{PACK_SUFFIX}")
    before = _existing_manifest(out, id_)
    contents = collect_export(library, id_, progress, cancelled)
    manifest = _build_manifest(contents, before)
    out.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{out.name[:40]}-", dir=out.parent)
    try:
        with os.fdopen(descriptor, "wb") as target:
            with zipfile.ZipFile(target, "w") as archive:
                manifest_json = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
                archive.writestr(_zip_info(MANIFEST_FILE, stored=True), manifest_json + b"\n")
                for done, file in enumerate(contents.files):
                    if cancelled is not None and cancelled():
                        raise ExportCancelled(
                            Message("The export was cancelled; nothing was written.")
                        )
                    archive.writestr(_zip_info(file.name), file.read_content(), compresslevel=9)
                    if progress is not None:
                        progress(done + 1, len(contents.files))
            target.flush()
            os.fsync(target.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, out)
    except BaseException:
        os.unlink(name)
        raise
    return contents, out


def _build_manifest(contents: ExportedPublication, replaced: Manifest | None) -> Manifest:
    files = {file.name: FileDigest(file.sha256, file.size) for file in contents.files}
    version = 1
    if replaced is not None:
        version = replaced.pack.version + (replaced.files != files)
    return Manifest(
        format=PACK_FORMAT,
        version=MANIFEST_VERSION,
        pack=PackInfo(version, contents.newest_date),
        publication=PublicationInfo(contents.publication.id, contents.publication.name),
        length=sum(file.size for file in contents.files),
        files=files,
    )


def _existing_manifest(out: Path, id_: str) -> Manifest | None:
    """The manifest of the pack at ``out``, None if there is no file."""
    if not os.path.lexists(out):
        return None
    try:
        with zipfile.ZipFile(out) as archive, archive.open(MANIFEST_FILE) as entry:
            manifest = parse_manifest(entry.read(_MAX_MANIFEST_BYTES))
        if not out.is_symlink() and manifest.publication.id == id_:
            return manifest
    except (ArchiveError, OSError, zipfile.BadZipFile, KeyError, ValueError, RuntimeError):
        pass
    raise UsageError(
        Message(
            "{file} is there already and is no pack of “{id}”; name another file.", file=out, id=id_
        )
    )


def _zip_info(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _ZIP_EPOCH)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    is_compressed = name.lower().endswith(_COMPRESSED_SUFFIXES) and not stored
    info.compress_type = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
    return info


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
