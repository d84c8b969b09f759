"""``manifest.json`` of a ``.dvpack``: version, publication, and size and hash of every file."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

from viewer.errors import ArchiveError
from viewer.messages import Message

PACK_SUFFIX = ".dvpack"
PACK_FORMAT: Final = "dvpack"
MANIFEST_VERSION = 1
MANIFEST_FILE = "manifest.json"

_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class FileDigest(msgspec.Struct, frozen=True):
    """SHA-256 of a file's content in hexadecimal digits, and its size in bytes."""

    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    size: _Count


class PackInfo(msgspec.Struct, frozen=True):
    """Which pack this is: a later one has a higher ``version``; ``date`` is its newest issue's."""

    version: _Count
    date: Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""


class PublicationInfo(msgspec.Struct, frozen=True):
    """The publication in the pack."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Manifest(msgspec.Struct, frozen=True):
    """The content of a pack. ``length`` is the total size of its files in bytes."""

    format: Literal["dvpack"]
    version: _Count
    pack: PackInfo
    publication: PublicationInfo
    length: _Count
    files: dict[str, FileDigest]


class _ManifestHeader(msgspec.Struct):
    format: str
    version: int


def parse_manifest(content: bytes) -> Manifest:
    """Parse ``manifest.json``; unknown keys are ignored.

    Raises:
        ArchiveError: it is no manifest, of a later version, or contradicts itself.
    """
    try:
        header = msgspec.json.decode(content, type=_ManifestHeader)
        if header.format != PACK_FORMAT:
            raise ArchiveError(
                Message("The pack's list of files is not that of a Dosudo Viewer pack.")
            )
        if header.version > MANIFEST_VERSION:
            raise ArchiveError(
                Message(
                    "The pack is of version {version}, and this program reads version "
                    "{manifest_version}; bring the program up to date.",
                    version=header.version,
                    manifest_version=MANIFEST_VERSION,
                )
            )
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ArchiveError(
            Message(
                "The pack's list of files, {manifest_file}, is damaged; get the pack again.",
                manifest_file=MANIFEST_FILE,
            )
        ) from None
    if manifest.length != sum(file.size for file in manifest.files.values()):
        raise ArchiveError(
            Message("The pack's files are not as long together as it says; get the pack again.")
        )
    return manifest
