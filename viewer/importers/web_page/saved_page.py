"""Loads a page saved by a browser (HTML, MHTML, webarchive) with the files that belong to it."""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message as MimePart
from pathlib import Path
from urllib.parse import unquote, urlsplit

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import read_bytes
from viewer.importers.html.pictures import join_url
from viewer.importers.sources.encodings import decode_with_fallback
from viewer.importers.sources.mime import (
    get_content,
    get_content_type,
    get_header,
    get_text,
    parse_mail,
)
from viewer.importers.sources.safe_files import is_regular, read_first_bytes
from viewer.importers.web_page.page_metadata import find_saved_from
from viewer.messages import Message

#: In bytes; a page may hold all its pictures as ``data:`` addresses.
LARGEST_PAGE = 128 * 1024 * 1024
#: In bytes, as for mails, since MHTML is parsed as one.
LARGEST_ARCHIVE = 64 * 1024 * 1024
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
ARCHIVE_ENDINGS = (".mhtml", ".mht", ".webarchive")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_.:-]{2,40})", re.I)
_BINARY_PLIST = b"bplist00"
#: The encoding is declared within so many bytes.
_CHARSET_WITHIN = 8192
_COMPANION_SUFFIX = re.compile(r"[_.\- ]\S{1,20}\Z")
_MOST_FILES = 5000
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page and the files beside it.

    ``find`` returns content or path of a picture by its ``src``, None if it was not saved;
    ``frame_address`` the web address of a saved frame. ``address`` is where the page was saved
    from, empty if unknown.
    """

    html: str
    address: str
    find: Callable[[str], bytes | Path | None]
    frame_address: Callable[[str], str]


def is_page_archive(path: Path, start: bytes) -> bool:
    """Whether a file is MHTML or a webarchive, which hold a page with its pictures."""
    if path.name.lower().endswith(ARCHIVE_ENDINGS):
        return True
    return b"multipart/related" in start and (
        b"Snapshot-Content-Location:" in start or re.search(rb"^From: <?Saved by ", start, re.M)
        is not None
    )  # fmt: skip


def companion_folders(path: Path) -> list[Path]:
    """The folders beside a page in which a browser saves its pictures, such as ``Name_files``."""
    try:
        with os.scandir(path.parent) as listing:
            folders = [
                Path(entry.path)
                for entry in listing
                if entry.name.startswith(path.stem)
                and _COMPANION_SUFFIX.match(entry.name[len(path.stem) :])
                and entry.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return []
    return sorted(folders)


def load_page(path: Path, start: bytes, problems: ProblemCollector) -> SavedPage:
    """The page saved at ``path``.

    Raises:
        UnreadableFileError: it cannot be read, is too large, or is no page.
    """
    if start.startswith(_BINARY_PLIST):
        return _load_webarchive(read_bytes(path, problems, LARGEST_ARCHIVE), problems)
    if is_page_archive(path, start):
        return _load_mhtml(read_bytes(path, problems, LARGEST_ARCHIVE), problems)
    content = read_bytes(path, problems, LARGEST_PAGE)
    if not content.strip():
        raise problems.fatal(Message("The file is empty; save the page again."))
    html = decode_page(content)
    companions = _CompanionFiles(path)
    return SavedPage(html, find_saved_from(html), companions.find, companions.frame_address)


def decode_page(content: bytes) -> str:
    """A page decoded as it declares, else by the likeliest encoding, with ``\\n`` line ends."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            break
    else:
        declared = _CHARSET.search(content[:_CHARSET_WITHIN]) or _XML_ENCODING.search(content[:200])
        text = decode_with_fallback(
            content, declared[1].decode("ascii") if declared is not None else "utf-8"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")


class _CompanionFiles:
    """The files beside a page; never outside its folder, never through a symbolic link."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._root = os.path.realpath(path.parent)
        self._companion_folders = companion_folders(path)
        self._by_name: dict[str, Path | None] | None = None

    def find(self, source: str) -> Path | None:
        """The file that ``source`` names, or the only one of its name among the page's own."""
        source = source.strip()
        if not source or source.startswith("data:"):
            return None
        if not _SCHEME.match(source) and not source.startswith("//"):
            for name in dict.fromkeys((unquote(source), source)):
                path = self._resolve(name.partition("?")[0]) or self._resolve(name)
                if path is not None:
                    return path
        return self._find_by_name(source)

    def frame_address(self, source: str) -> str:
        """The web address a saved frame was loaded from; empty if unknown."""
        path = self._resolve(unquote(source)) if not _SCHEME.match(source) else None
        if path is None:
            return ""
        try:
            return find_saved_from(read_first_bytes(path, 4000).decode("utf-8", "replace"))
        except OSError:
            return ""

    def _resolve(self, name: str) -> Path | None:
        name = name.removeprefix("./")
        if not name or "\0" in name or name.startswith(("/", "\\", "~")) or "\\" in name:
            return None
        path = self._folder / name
        try:
            real = os.path.realpath(path)
            if os.path.commonpath([self._root, real]) != self._root:
                return None
        except (OSError, ValueError):
            return None
        return path if is_regular(path) else None

    def _find_by_name(self, source: str) -> Path | None:
        if self._by_name is None:
            self._by_name = {}
            for folder in self._companion_folders:
                for index, file in enumerate(walk_files(folder)):
                    if index >= _MOST_FILES:
                        break
                    name = file.path.name.casefold()
                    # Of two files with one name neither is certain.
                    self._by_name[name] = None if name in self._by_name else file.path
        try:
            path = urlsplit(source).path
        except ValueError:
            return None
        return self._by_name.get(unquote(path).rpartition("/")[2].casefold())


def _load_webarchive(content: bytes, problems: ProblemCollector) -> SavedPage:
    """The page in a Safari webarchive, which is a property list."""
    try:
        archive = plistlib.loads(content, fmt=plistlib.FMT_BINARY)
        main = archive["WebMainResource"]
        address, body = str(main["WebResourceURL"]), bytes(main["WebResourceData"])
        encoding = str(main.get("WebResourceTextEncodingName", ""))
        frames = archive.get("WebSubframeArchives", [])
        parts = [
            *archive.get("WebSubresources", []),
            *(resource["WebMainResource"] for resource in frames),
        ]
        files = {
            str(resource["WebResourceURL"]): bytes(resource["WebResourceData"])
            for resource in parts
        }
    except Exception as error:  # anything, on hostile input
        reason = type(error).__name__
        raise problems.fatal(
            Message("The archive cannot be read ({reason}); save the page again.", reason=reason)
        ) from None

    def find(source: str) -> bytes | None:
        return files.get(source.strip()) or files.get(join_url(address, source))

    html = decode_with_fallback(body, encoding) if encoding else decode_page(body)
    if not html.strip():
        raise problems.fatal(Message("The page in the file is empty; save the page again."))
    web = address if address.startswith(("http://", "https://")) else ""
    return SavedPage(html, web, find, lambda source: join_url(web, source))


def _load_mhtml(content: bytes, problems: ProblemCollector) -> SavedPage:
    message = parse_mail(content, problems)
    parts = [part for part in message.walk() if not part.is_multipart()]
    pages = [
        part for part in parts if get_content_type(part) in ("text/html", "application/xhtml+xml")
    ]
    address = get_header(message, "snapshot-content-location")
    if not pages:
        raise problems.fatal(Message("There is no web page in the file; save the page again."))
    main = next((p for p in pages if get_header(p, "content-location") == address), pages[0])
    address = address or get_header(main, "content-location")
    parts_by_name: dict[str, MimePart] = {}
    for part in parts:
        id_ = get_header(part, "content-id").strip("<> ")
        for name in (get_header(part, "content-location"), f"cid:{id_}" if id_ else ""):
            if name:
                parts_by_name.setdefault(name, part)

    def find(source: str) -> bytes | None:
        source = source.strip()
        for name in (source, unquote(source), join_url(address, source)):
            part = parts_by_name.get(name)
            if part is not None:
                return get_content(part) if get_content_type(part).startswith("image/") else None
        return None

    def frame_address(source: str) -> str:
        part = parts_by_name.get(source.strip())
        return get_header(part, "content-location") if part is not None else ""

    html = get_text(main)
    if not html.strip():
        raise problems.fatal(Message("The page in the file is empty; save the page again."))
    web = address if address.startswith(("http://", "https://")) else find_saved_from(html)
    return SavedPage(html, web, find, frame_address)
