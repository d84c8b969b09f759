"""The importer of ZIM archives, for which libzim must be installed."""

from __future__ import annotations

from pathlib import Path

from viewer.importers.base import Importer, ImportOptions, Source
from viewer.messages import Message

_MAGIC = b"ZIM\x04"


def _recognises(path: Path, start: bytes) -> bool:
    return start.startswith(_MAGIC) or (bool(start) and path.name.lower().endswith(".zim"))


def _open(path: Path, options: ImportOptions) -> Source:
    # Loaded late: every importer module is imported to recognise any path.
    from viewer.importers.ebooks.zim_source import ZimSource

    return ZimSource(path)


IMPORTER = Importer("zim", Message("ZIM (with libzim)"), (".zim",), _recognises, _open)
