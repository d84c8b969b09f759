"""The importer of EPUB books."""

from __future__ import annotations

from pathlib import Path

from viewer.importers.base import Importer, ImportOptions, Source
from viewer.messages import Message

_MEDIA_TYPE = b"application/epub+zip"


def _recognises(path: Path, start: bytes) -> bool:
    if start.startswith(b"PK") and _MEDIA_TYPE in start[:200]:
        return True
    return bool(start) and path.name.lower().endswith(".epub")


def _open(path: Path, options: ImportOptions) -> Source:
    # Loaded late: every importer module is imported to recognise any path.
    from viewer.importers.ebooks.epub_source import EpubSource

    return EpubSource(path)


IMPORTER = Importer("epub", Message("EPUB"), (".epub",), _recognises, _open)
