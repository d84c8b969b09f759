"""Imports newsletters: one package for each format, which reads sources into drafts.

A format never imports another format and never writes to the library; ``import_session`` does.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.sources.safe_files import first_bytes

#: Asked in this order; the first that recognises a source reads it.
_IMPORTER_MODULES: tuple[str, ...] = (
    "native.pack",
    "native.publication_folder",
    "wordpress.importer",
    "feed.importer",
    "mail.importer",
    "ebooks.epub_importer",
    "ebooks.zim_importer",
    "web_page.importer",
    "markdown.importer",
    "plain_text.importer",
)


def importers() -> tuple[Importer, ...]:
    """Every importer, in the order they are asked."""
    return tuple(
        import_module(f"viewer.importers.{module}").IMPORTER for module in _IMPORTER_MODULES
    )


def importer_for(path: Path) -> Importer | None:
    """The importer that recognises ``path``, None if there is none."""
    start = first_bytes(path)
    return next((importer for importer in importers() if importer.recognises(path, start)), None)


__all__ = ["ImportOptions", "Importer", "Source", "importer_for", "importers"]
