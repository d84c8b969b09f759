"""A web page as a browser saved it: its HTML, where it came from, and the files beside it."""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message as MimePart
from pathlib import Path
from urllib.parse import unquote, urlsplit

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
from viewer.importers.sources.safe_files import is_regular, read_first_bytes, walk_files
from viewer.importers.web_page.page_metadata import find_saved_from
from viewer.messages import Message

#: A page with all its pictures in it as data: addresses.
LARGEST_PAGE = 128 * 1024 * 1024
#: As much as is parsed as a mail, which such files are.
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
#: How far into a page its encoding may be said.
_CHARSET_WITHIN = 8192
_COMPANION_SUFFIX = re.compile(r"[_.\- ]\S{1,20}\Z")
_MOST_FILES = 5000
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page and the files beside it.

    ``find`` gives the content of what it names, ``frame_address`` where a frame was loaded from.
    ``address`` is where the page was saved from, empty where nothing says so.
    """

    html: str
    address: str
    find: Callable[[str], bytes | Path | None]
    frame_address: Callable[[str], str]


def is_page_archive(path: Path, start: bytes) -> bool:
    """Whether a file is one in which a browser saves a page and its pictures together."""
    if path.name.lower().endswith(ARCHIVE_ENDINGS):
        return True
    return b"multipart/related" in start and (
        b"Snapshot-Content-Location:" in start or re.search(rb"^From: <?Saved by ", start, re.M)
        is not None
    )  # fmt: skip


def companion_folders(path: Path) -> list[Path]:
    """The folders beside a page in which a browser saves its pictures: ``Name_files`` and such."""
    try:
        with os.scandir(path.parent) as listing:
            found = [
                Path(entry.path)
                for entry in listing
                if entry.name.startswith(path.stem)
                and _COMPANION_SUFFIX.match(entry.name[len(path.stem) :])
                and entry.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return []
    return sorted(found)


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
    beside = _CompanionFiles(path)
    return SavedPage(html, find_saved_from(html), beside.find, beside.frame_address)


def decode_page(content: bytes) -> str:
    """A page in the encoding it says it has, else the likeliest, with ``\\n`` line ends."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            break
    else:
        said = _CHARSET.search(content[:_CHARSET_WITHIN]) or _XML_ENCODING.search(content[:200])
        text = decode_with_fallback(
            content, said[1].decode("ascii") if said is not None else "utf-8"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")


class _CompanionFiles:
    """The files beside a page; never one outside its folder, never through a link."""

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
                found = self._resolve(name.partition("?")[0]) or self._resolve(name)
                if found is not None:
                    return found
        return self._find_by_name(source)

    def frame_address(self, source: str) -> str:
        """The address a saved frame was loaded from, empty where it is not known."""
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
                for place, found in enumerate(walk_files(folder)):
                    if place >= _MOST_FILES:
                        break
                    name = found.path.name.casefold()
                    # Two of one name say nothing of which is meant.
                    self._by_name[name] = None if name in self._by_name else found.path
        try:
            path = urlsplit(source).path
        except ValueError:
            return None
        return self._by_name.get(unquote(path).rpartition("/")[2].casefold())


def _load_webarchive(content: bytes, problems: ProblemCollector) -> SavedPage:
    """The page in an archive of Safari's, which is a property list."""
    try:
        archive = plistlib.loads(content, fmt=plistlib.FMT_BINARY)
        main = archive["WebMainResource"]
        address, body = str(main["WebResourceURL"]), bytes(main["WebResourceData"])
        encoding = str(main.get("WebResourceTextEncodingName", ""))
        frames = archive.get("WebSubframeArchives", [])
        parts = [*archive.get("WebSubresources", []), *(one["WebMainResource"] for one in frames)]
        found = {str(one["WebResourceURL"]): bytes(one["WebResourceData"]) for one in parts}
    except Exception as error:  # anything, on hostile input
        reason = type(error).__name__
        raise problems.fatal(
            Message("The archive cannot be read ({reason}); save the page again.", reason=reason)
        ) from None

    def look(source: str) -> bytes | None:
        return found.get(source.strip()) or found.get(join_url(address, source))

    html = decode_with_fallback(body, encoding) if encoding else decode_page(body)
    if not html.strip():
        raise problems.fatal(Message("The page in the file is empty; save the page again."))
    web = address if address.startswith(("http://", "https://")) else ""
    return SavedPage(html, web, look, lambda source: join_url(web, source))


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
    found: dict[str, MimePart] = {}
    for part in parts:
        id_ = get_header(part, "content-id").strip("<> ")
        for name in (get_header(part, "content-location"), f"cid:{id_}" if id_ else ""):
            if name:
                found.setdefault(name, part)

    def look(source: str) -> bytes | None:
        source = source.strip()
        for name in (source, unquote(source), join_url(address, source)):
            part = found.get(name)
            if part is not None:
                return get_content(part) if get_content_type(part).startswith("image/") else None
        return None

    def frame(source: str) -> str:
        part = found.get(source.strip())
        return get_header(part, "content-location") if part is not None else ""

    html = get_text(main)
    if not html.strip():
        raise problems.fatal(Message("The page in the file is empty; save the page again."))
    web = address if address.startswith(("http://", "https://")) else find_saved_from(html)
    return SavedPage(html, web, look, frame)
