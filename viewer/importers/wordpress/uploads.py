"""Finds the pictures of a WordPress site in a local uploads folder by their web addresses."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from viewer.archive.files.file_walk import walk_files

#: Where exports and backups keep uploads, relative to the folder of the export.
UPLOAD_FOLDERS = ("wp-content/uploads", "uploads", "media")
_LONGEST_ADDRESS = 4000
_MOST_IN_FOLDER = 100_000
# What WordPress adds to the name of a picture that was scaled, rotated or edited.
_SIZE_SUFFIX = re.compile(r"-(\d{1,5})x(\d{1,5})(?=\.[A-Za-z0-9]{2,5}\Z)")
_EDIT_SUFFIX = re.compile(r"(?:-scaled|-rotated|-e1\d{9,12})(?=\.[A-Za-z0-9]{2,5}\Z)")
_MONTH_PATH = re.compile(r"(?:\A|/)((?:19|20)\d\d/(?:0[1-9]|1[0-2])/[^/]+)\Z")
_UPLOADS_PATH = re.compile(r"/wp-content/(?:uploads|blogs\.dir/\d+/files)/(?:sites/\d+/)?(.+)\Z")
_FILES_PATH = re.compile(r"\A/files/(.+)\Z")
_PICTURE_CACHE_HOST = re.compile(r"(?:i[0-3]|s[0-3])\.wp\.com\Z")


class Uploads:
    """A folder of a site's uploads; ``hosts`` are the site's hosts, without ``www.``."""

    def __init__(self, folder: Path, hosts: Iterable[str]) -> None:
        self._folder = folder
        self._hosts = frozenset(hosts)
        self._listings: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, list[str]] | None = None

    def find(self, source: str) -> Path | None:
        """The file of a picture by its web address, None if it is not in the folder.

        Of a picture in several sizes the full size is preferred.
        """
        host, path = _split_address(source)
        if not path:
            return None
        upload_path = _UPLOADS_PATH.search(path) or (
            _FILES_PATH.search(path) if host in self._hosts else None
        )
        month_path = _MONTH_PATH.search(path)
        if upload_path is None and host and host not in self._hosts:
            return None
        candidates = [match[1] for match in (upload_path, month_path) if match is not None]
        for name in candidates:
            file = self._find_at(name)
            if file is not None:
                return file
        return self._find_by_name(
            path.rpartition("/")[2], month_path[1] if month_path is not None else ""
        )

    def _find_at(self, name: str) -> Path | None:
        """The file at this relative path, or the same picture in another size; None if neither."""
        folder, _, file = name.rpartition("/")
        if any(part in ("", ".", "..") for part in folder.split("/")) and folder:
            return None
        listing = self._list_folder(folder)
        for candidate in _candidate_names(file):
            file_name = listing.get(candidate)
            if file_name is not None:
                return self._folder / folder / file_name
        stem, dot, ending = _original_name(_normalize_name(file)).rpartition(".")
        sizes = re.compile(rf"{re.escape(stem)}-(\d{{1,5}})x(\d{{1,5}}){re.escape(dot + ending)}\Z")
        scaled = [
            (int(match[1]) * int(match[2]), file_name)
            for normalized, file_name in listing.items()
            if (match := sizes.match(normalized)) is not None
        ]
        return self._folder / folder / max(scaled)[1] if scaled else None

    def _find_by_name(self, file: str, month_path: str) -> Path | None:
        """The only file of this name in any folder.

        With ``month_path`` (``2017/07/a.png``) files in folders of months do not count: the one of
        that month is not there.
        """
        if self._by_name is None:
            self._by_name = {}
            for file_entry in walk_files(self._folder):
                name = _normalize_name(file_entry.relative_name.rpartition("/")[2])
                self._by_name.setdefault(name, []).append(file_entry.relative_name)
        for candidate in _candidate_names(file):
            paths = self._by_name.get(candidate, [])
            if month_path:
                paths = [path for path in paths if not _MONTH_PATH.search(path)]
            if len(paths) == 1:
                return self._folder / paths[0]
        return None

    def _list_folder(self, folder: str) -> dict[str, str]:
        """The regular files of a subfolder by normalized name; no symbolic link is followed."""
        listed = self._listings.get(folder)
        if listed is not None:
            return listed
        files: dict[str, str] = {}
        path = self._folder
        try:
            for part in folder.split("/") if folder else ():
                path = path / part
                if not stat.S_ISDIR(os.lstat(path).st_mode):
                    raise NotADirectoryError
            with os.scandir(path) as listing:
                for entry in listing:
                    if entry.is_file(follow_symlinks=False) and len(files) < _MOST_IN_FOLDER:
                        files.setdefault(_normalize_name(entry.name), entry.name)
        except (OSError, ValueError):
            files = {}
        self._listings[folder] = files
        return files


def find_uploads_folder(export_folder: Path, chosen_folder: Path | None) -> Path | None:
    """The uploads folder that the reader chose, or one within ``export_folder``; else None."""
    start = chosen_folder if chosen_folder is not None else export_folder
    for name in UPLOAD_FOLDERS:
        folder = start / name
        if _is_folder(folder):
            return folder
    return chosen_folder if chosen_folder is not None and _is_folder(chosen_folder) else None


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _split_address(source: str) -> tuple[str, str]:
    """Host and path of a web address, without WordPress.com's picture cache; else empty."""
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
        host, _, remainder = path.lstrip("/").partition("/")
        path = f"/{remainder}"
    return host.removeprefix("www."), path


def _candidate_names(file: str) -> list[str]:
    """The normalized names that a picture may have in the folder, best first."""
    name = _normalize_name(file)
    unsized = _SIZE_SUFFIX.sub("", name)
    stem, dot, ending = unsized.rpartition(".")
    scaled = f"{stem}-scaled{dot}{ending}"
    preferred = [name] if unsized == name else [scaled, unsized, name]
    return list(dict.fromkeys([*preferred, scaled, _original_name(name)]))


def _original_name(name: str) -> str:
    return _EDIT_SUFFIX.sub("", _SIZE_SUFFIX.sub("", name))


def _normalize_name(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
