"""The importer of web pages saved by a browser, single or several in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from viewer.archive.files.file_walk import walk_files
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.sources.safe_files import is_regular, read_first_bytes
from viewer.messages import Message

ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".webarchive")
# A comment once passed is not looked at again, in which other ends may stand.
_HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?><!--.{0,2000}?-->\s*)*+"
    rb"<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_MHTML_HEADER = re.compile(
    rb"^(?:Snapshot-Content-Location:|From: <?Saved by )", re.MULTILINE | re.I
)
_SITE_ADDRESS = re.compile(
    rb"(?:saved from url=\(\d{4,}\)|Snapshot-Content-Location:\s*|"
    rb"page saved with singlefile\s{1,9}url:\s*|"
    rb"rel=[\"']?canonical[\"']?\s[^<>]{0,200}?href=[\"']?|"
    rb"property=[\"']?og:url[\"']?\s[^<>]{0,200}?content=[\"']?)"
    rb"https?://(?:www\.)?([^/\s\"'<>:?#]{4,200})",
    re.IGNORECASE,
)
#: A folder with one of these is the source of a generated site.
_GENERATOR_FILES = {
    "_config.yml", "config.toml", "hugo.toml", "hugo.yaml", "pelicanconf.py", "package.json",
    "mkdocs.yml", "conf.py", "book.toml", "_posts", "content",
}  # fmt: skip
_MOST_SCANNED_FILES = 3000
#: The site is looked up in so many pages of a folder, in so many bytes of each.
_SAMPLED_PAGES = 12
_SAMPLE_BYTES = 32 * 1024


def _recognises(path: Path, start: bytes) -> bool:
    if start or is_regular(path):
        if path.name.lower().endswith(ENDINGS):
            return not _is_saved_frame(path)
        return _HTML_START.match(start) is not None or (
            b"multipart/related" in start and _MHTML_HEADER.search(start) is not None
        )
    if not path.is_dir():
        return False
    files = [file.path for file in islice(walk_files(path), _MOST_SCANNED_FILES)]
    pages = [file for file in files if file.name.lower().endswith(ENDINGS)]
    others = sum(
        1 for file in files if file.suffix.lower() in (".md", ".markdown", ".eml", ".epub")
    )
    if others and any((path / name).exists() for name in _GENERATOR_FILES):
        return False
    # Pages of several sites are several publications, so each page is its own source.
    return len(pages) > others and len(_find_sites(p for p in pages if not _is_saved_frame(p))) < 2


def _is_saved_frame(page: Path) -> bool:
    """Whether a page is a frame that a browser saved in the companion folder of another page."""
    folder = page.parent
    return any(
        is_regular(folder.parent / f"{folder.name[: mark.start()]}{ending}")
        for mark in re.finditer(r"[_.\- ](?=\S{1,20}\Z)", folder.name)
        for ending in (".html", ".htm", ".xhtml")
    )


def _find_sites(pages: Iterable[Path]) -> set[bytes]:
    """The sites from which the first ``pages`` were saved, as far as they say so."""
    sites: set[bytes] = set()
    for page in islice(pages, _SAMPLED_PAGES):
        try:
            match = _SITE_ADDRESS.search(read_first_bytes(page, _SAMPLE_BYTES))
        except OSError:
            continue
        if match is not None:
            sites.add(match[1].lower())
    return sites


def _open(path: Path, options: ImportOptions) -> Source:
    # Loaded late: every importer module is imported to recognise any path.
    from viewer.importers.web_page.source import WebPageSource

    return WebPageSource(path, options)


IMPORTER = Importer("web_page", Message("saved web pages"), ENDINGS, _recognises, _open)
