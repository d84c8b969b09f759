"""The importer of WordPress exports (WXR 1.0 to 1.2), of WordPress.com and self-hosted sites.

An export is one file, several numbered files, a folder of them, or the zip of WordPress.com.
Pictures come from the uploads folder, if the reader has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import open_regular_file, printable_name
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.sources.safe_files import LARGEST_SOURCE, first_bytes
from viewer.messages import Message, reason_of

_EXPORT_MARK = re.compile(
    rb"wordpress\.org/export/1\.[0-9]|<wp:wxr_version>|WordPress eXtended RSS"
)
_SITE = re.compile(rb"<(?:wp:base_blog_url|link)>\s*([^<\s]+)")
_PART_NAME = re.compile(r"(.+?)[.-](\d{3})\.(?:xml|wxr)\Z", re.IGNORECASE)
_ENDINGS = (".xml", ".wxr")
_MOST_FILES = 500


def recognises(path: Path, start: bytes) -> bool:
    """Whether ``path`` is an export, a folder with one in it, or a zip of one."""
    if start.startswith(b"PK\x03\x04"):
        return path.suffix.lower() == ".zip" and _is_zip_of_exports(path)
    if start:
        return path.suffix.lower() in (*_ENDINGS, ".rss", ".txt") and is_export(start)
    sites = {_find_site(first_bytes(export)) for export in _exports_in_folder(path)}
    # Exports of several sites are imported one by one.
    return len(sites) == 1


def is_export(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is an export."""
    begin = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return begin.startswith(b"<") and b"<rss" in begin and _EXPORT_MARK.search(start) is not None


def open_export(path: Path, options: ImportOptions) -> Source:
    """Open an export and list its posts.

    Raises:
        UnreadableFileError: nothing in it can be read.
    """
    from viewer.importers.wordpress.source import WordPressSource

    problems = ProblemCollector(printable_name(path.name))
    sources = list(_open_files(path, problems))
    if not sources:
        raise problems.fatal(Message("There is no WordPress export in here; check what it is."))
    return WordPressSource(sources, path, options, problems)


def _open_files(path: Path, problems: ProblemCollector) -> Iterable[tuple[str, BinaryIO]]:
    if first_bytes(path).startswith(b"PK"):
        return _exports_in_zip(path, problems)
    files = _exports_in_folder(path) if path.is_dir() else _export_parts(path)
    return [
        (printable_name(file.name), open_regular_file(file, problems, LARGEST_SOURCE))
        for file in files
    ]


def _exports_in_folder(folder: Path) -> list[Path]:
    try:
        names = sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.suffix.lower() in _ENDINGS and not entry.name.startswith(".")
        )[:_MOST_FILES]
    except (OSError, ValueError):
        return []
    return [folder / name for name in names if is_export(first_bytes(folder / name))]


def _find_site(start: bytes) -> bytes:
    match = _SITE.search(start)
    return match[1] if match is not None else b""


def _export_parts(path: Path) -> list[Path]:
    """The file, followed by the other parts if it is the first part of a split export."""
    match = _PART_NAME.match(path.name)
    if match is None:
        return [path]
    parts: dict[int, Path] = {}
    for other in _exports_in_folder(path.parent):
        part = _PART_NAME.match(other.name)
        if part is not None and part[1] == match[1]:
            parts[int(part[2])] = other
    if not parts or int(match[2]) != min(parts):
        return [path]
    return [path, *(parts[number] for number in sorted(parts) if parts[number] != path)]


def _is_zip_of_exports(path: Path) -> bool:
    from viewer.archive.files.problem_collector import UnreadableFileError
    from viewer.importers.sources.safe_zip import ZipLimits, open_zip

    try:
        with open_zip(
            path, ProblemCollector(path.name), ZipLimits(entry_size=LARGEST_SOURCE)
        ) as archive:
            names = [name for name in archive.names if name.lower().endswith(_ENDINGS)]
            return any(is_export(archive.first_bytes(name)) for name in names[:20])
    except UnreadableFileError:
        return False


def _exports_in_zip(path: Path, problems: ProblemCollector) -> list[tuple[str, BinaryIO]]:
    from viewer.importers.sources.safe_zip import BadEntry, ZipLimits, open_zip
    from viewer.importers.sources.xml_stream import spooled_file

    exports: list[tuple[str, BinaryIO]] = []
    with open_zip(path, problems, ZipLimits(entry_size=LARGEST_SOURCE)) as archive:
        for name, reason in archive.refused.items():
            if name.lower().endswith(_ENDINGS):
                problems.error(
                    Message(
                        "“{name}” in the archive is left out. {reason}", name=name, reason=reason
                    )
                )
        names = [name for name in archive.names if name.lower().endswith(_ENDINGS)]
        for name in sorted(names)[:_MOST_FILES]:
            try:
                content = archive.read(name)
            except BadEntry as error:
                problems.error(
                    Message(
                        "“{name}” in the archive is left out. {error}",
                        name=printable_name(name),
                        error=reason_of(error),
                    )
                )
                continue
            if is_export(content[:4096]):
                exports.append((printable_name(name), spooled_file(content)))
    return exports


IMPORTER = Importer(
    name="wordpress",
    title=Message("WordPress export"),
    extensions=(".xml", ".wxr", ".zip"),
    recognises=recognises,
    open=open_export,
)
