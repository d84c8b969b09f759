"""EPUBs of our own for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft
from viewer.importers.base import ImportOptions, Source
from viewer.importers.ebooks.epub_importer import IMPORTER

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
METADATA = """\
<dc:title>Tea Weekly #12</dc:title><dc:creator>Ann Leaf</dc:creator>
<dc:language>en</dc:language><dc:date>2020-05-01T00:00:00Z</dc:date>
<dc:identifier id="uid">urn:uuid:12</dc:identifier>
"""


def page(body: str, head: str = "<title>x</title>") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns='
        '"http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head>{head}</head><body>{body}</body></html>"
    )


def nav(items: str) -> str:
    return page(f'<nav epub:type="toc"><h1>Contents</h1><ol>{items}</ol></nav>')


def ncx(points: str) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
        '"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>'
        f"{points}</navMap></ncx>"
    )


def point(title: str, source: str, inner: str = "") -> str:
    return (
        f"<navPoint><navLabel><text>{title}</text></navLabel><content src='{source}'/>{inner}"
        "</navPoint>"
    )


def package(
    manifest: dict[str, str], spine: str = "", metadata: str = METADATA, more: str = ""
) -> str:
    """An OPF. ``manifest`` maps hrefs to “type [properties]”; ids are the hrefs."""
    items = "".join(
        f'<item id="{href}" href="{href}" media-type="{said.split()[0]}" '
        f'properties="{" ".join(said.split()[1:])}"/>'
        for href, said in manifest.items()
    )
    order = spine or "".join(
        f'<itemref idref="{href}"/>'
        for href, said in manifest.items()
        if said == "application/xhtml+xml"
    )
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="uid" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{metadata}</metadata><manifest>{items}</manifest>"
        f'<spine toc="toc.ncx">{order}</spine>{more}</package>'
    )


def write(path: Path, files: dict[str, str | bytes], container: str = CONTAINER) -> Path:
    """An EPUB of ``files``, named from the folder of the package on."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        for name, content in files.items():
            inside = name.removeprefix("/") if name.startswith("/") else f"OEBPS/{name}"
            archive.writestr(inside, content)
    return path


def book(path: Path, pages: dict[str, str], **more: str | bytes) -> Path:
    """An EPUB of ``pages`` in their order; ``more`` are other files, named with ``_`` for ``.``."""
    manifest = dict.fromkeys(pages, "application/xhtml+xml")
    files: dict[str, str | bytes] = {name: page(body) for name, body in pages.items()}
    if "nav" in more:
        manifest["nav.xhtml"] = "application/xhtml+xml nav"
        files["nav.xhtml"] = nav(str(more["nav"]))
    if "ncx" in more:
        manifest["toc.ncx"] = "application/x-dtbncx+xml"
        files["toc.ncx"] = ncx(str(more["ncx"]))
    for name, content in more.items():
        if isinstance(content, bytes):
            manifest[name.replace("_", ".")] = "image/png"
            files[name.replace("_", ".")] = content
    files["book.opf"] = package(manifest, metadata=str(more.get("metadata", METADATA)))
    return write(path, files)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The book, closed again behind."""
    reading = IMPORTER.open(path, ImportOptions())
    try:
        yield reading
    finally:
        reading.close()


def draft(path: Path) -> IssueDraft:
    """The issue a book is."""
    with opened(path) as reading:
        made = reading.read_issue(0)
    assert made is not None
    return made


def publication(path: Path) -> Publication:
    """What the book is a number of."""
    with opened(path) as reading:
        return reading.publication


def problems(path: Path) -> str:
    """What is said of the book as a whole."""
    with opened(path) as reading:
        return " ".join(problem.message for problem in reading.problems)
