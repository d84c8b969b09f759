"""The files of a WordPress site that the reader has in a folder, found by their web address."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from viewer.importers.sources.safe_files import walk_files

#: Where exports and backups keep the files, seen from the folder that the export lies in.
UPLOAD_FOLDERS = ("wp-content/uploads", "uploads", "media")
_LONGEST_ADDRESS = 4000
_MOST_IN_FOLDER = 100_000
# What WordPress adds to the name of a picture that it scaled, turned or let somebody edit.
_SIZE_SUFFIX = re.compile(r"-(\d{1,5})x(\d{1,5})(?=\.[A-Za-z0-9]{2,5}\Z)")
_EDIT_SUFFIX = re.compile(r"(?:-scaled|-rotated|-e1\d{9,12})(?=\.[A-Za-z0-9]{2,5}\Z)")
_MONTH_PATH = re.compile(r"(?:\A|/)((?:19|20)\d\d/(?:0[1-9]|1[0-2])/[^/]+)\Z")
_UPLOADS_PATH = re.compile(r"/wp-content/(?:uploads|blogs\.dir/\d+/files)/(?:sites/\d+/)?(.+)\Z")
_FILES_PATH = re.compile(r"\A/files/(.+)\Z")
_PICTURE_CACHE_HOST = re.compile(r"(?:i[0-3]|s[0-3])\.wp\.com\Z")


class Uploads:
    """A folder of a site's files. ``hosts`` are the sites that these are taken to be of."""

    def __init__(self, folder: Path, hosts: Iterable[str]) -> None:
        self._folder = folder
        self._hosts = frozenset(hosts)
        self._listings: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, list[str]] | None = None

    def find(self, source: str) -> Path | None:
        """The file that a picture's source on the web means, None if it is not here.

        Of a picture in several sizes the one WordPress calls its full size is taken.
        """
        host, path = _split_address(source)
        if not path:
            return None
        inside = _UPLOADS_PATH.search(path) or (
            _FILES_PATH.search(path) if host in self._hosts else None
        )
        tail = _MONTH_PATH.search(path)
        if inside is None and host and host not in self._hosts:
            return None
        wanted = [match[1] for match in (inside, tail) if match is not None]
        for name in wanted:
            found = self._find_at(name)
            if found is not None:
                return found
        return self._find_by_name(path.rpartition("/")[2], tail[1] if tail is not None else "")

    def _find_at(self, name: str) -> Path | None:
        """The file of this name below the folder, or the same picture in another size."""
        folder, _, file = name.rpartition("/")
        if any(part in ("", ".", "..") for part in folder.split("/")) and folder:
            return None
        listing = self._list_folder(folder)
        for candidate in _candidate_names(file):
            found = listing.get(candidate)
            if found is not None:
                return self._folder / folder / found
        stem, dot, ending = _original_name(_normalize_name(file)).rpartition(".")
        sizes = re.compile(rf"{re.escape(stem)}-(\d{{1,5}})x(\d{{1,5}}){re.escape(dot + ending)}\Z")
        scaled = [
            (int(match[1]) * int(match[2]), found)
            for known, found in listing.items()
            if (match := sizes.match(known)) is not None
        ]
        return self._folder / folder / max(scaled)[1] if scaled else None

    def _find_by_name(self, file: str, dated: str) -> Path | None:
        """The one file of this name, unless it belongs to another month than the source says."""
        if self._by_name is None:
            self._by_name = {}
            for found in walk_files(self._folder):
                name = _normalize_name(found.relative_name.rpartition("/")[2])
                self._by_name.setdefault(name, []).append(found.relative_name)
        for candidate in _candidate_names(file):
            places = self._by_name.get(candidate, [])
            if dated:
                places = [place for place in places if not _MONTH_PATH.search(place)]
            if len(places) == 1:
                return self._folder / places[0]
        return None

    def _list_folder(self, folder: str) -> dict[str, str]:
        """The regular files of a folder below, by folded name. No link is followed on the way."""
        known = self._listings.get(folder)
        if known is not None:
            return known
        found: dict[str, str] = {}
        place = self._folder
        try:
            for part in folder.split("/") if folder else ():
                place = place / part
                if not stat.S_ISDIR(os.lstat(place).st_mode):
                    raise NotADirectoryError
            with os.scandir(place) as listing:
                for entry in listing:
                    if entry.is_file(follow_symlinks=False) and len(found) < _MOST_IN_FOLDER:
                        found.setdefault(_normalize_name(entry.name), entry.name)
        except (OSError, ValueError):
            found = {}
        self._listings[folder] = found
        return found


def find_uploads_folder(export_folder: Path, chosen_folder: Path | None) -> Path | None:
    """The folder of uploads that the reader named, or the one that lies in ``export_folder``."""
    start = chosen_folder if chosen_folder is not None else export_folder
    for place in UPLOAD_FOLDERS:
        folder = start / place
        if _is_folder(folder):
            return folder
    return chosen_folder if chosen_folder is not None and _is_folder(chosen_folder) else None


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _split_address(source: str) -> tuple[str, str]:
    """The site and the path of a source, as it is behind WordPress.com's cache for pictures."""
    if len(source) > _LONGEST_ADDRESS:
        return "", ""
    try:
        parts = urlsplit(source.strip())
        host, path = (parts.hostname or "").lower(), unquote(parts.path)
    except ValueError:
        return "", ""
    if parts.scheme not in ("", "http", "https"):
        return "", ""
    if _PICTURE_CACHE_HOST.match(host):
        host, _, rest = path.lstrip("/").partition("/")
        path = f"/{rest}"
    return host.removeprefix("www."), path


def _candidate_names(file: str) -> list[str]:
    """The names a picture may have here, best first, folded."""
    name = _normalize_name(file)
    unsized = _SIZE_SUFFIX.sub("", name)
    stem, dot, ending = unsized.rpartition(".")
    scaled = f"{stem}-scaled{dot}{ending}"
    first = [name] if unsized == name else [scaled, unsized, name]
    return list(dict.fromkeys([*first, scaled, _original_name(name)]))


def _original_name(name: str) -> str:
    return _EDIT_SUFFIX.sub("", _SIZE_SUFFIX.sub("", name))


def _normalize_name(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
