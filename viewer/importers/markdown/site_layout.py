"""Finds the files of a site or a folder of notes: pictures and other issues that a text names."""

from __future__ import annotations

import os
import posixpath
import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from viewer.archive.files.file_walk import FoundFile
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_yaml import parse_yaml_mapping
from viewer.importers.metadata.file_names import MARKDOWN_EXTENSIONS, stem_of
from viewer.importers.sources.safe_files import read_source
from viewer.messages import Message

#: Folders whose content generators copy to the root of the site.
_ROOT_FOLDERS = (
    "",
    "static/",
    "source/",
    "assets/",
    "public/",
    "docs/",
    "src/",
    "content/",
    "images/",
)
_NEARBY_FOLDERS = ("", "images/", "assets/", "attachments/", "img/", "figures/", "_resources/")
_CONFIGURATION_FILES = (
    "hugo.toml", "config.toml", "hugo.yaml", "hugo.yml", "config.yaml", "config.yml",
    "_config.yml", "_config.yaml", "mkdocs.yml",
)  # fmt: skip
_MOST_SIBLINGS = 50_000
_LARGEST_CONFIGURATION = 64 * 1024
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_PAGE_EXTENSION = re.compile(r"\.(?:md|markdown|mdown|mkdn?|html?|php|aspx?)\Z", re.IGNORECASE)
_HOME_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A folder that is imported. ``files`` are its files by their names relative to it.

    Only files that are listed are ever read, so nothing outside and nothing behind a link is.
    For a single file ``files`` is empty: then what it names is looked for among its ``siblings``,
    the names in its folder.
    """

    root: Path
    files: Mapping[str, Path] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)
    siblings: frozenset[str] = frozenset()
    title: str = ""
    home: str = ""
    language: str = ""

    def find_file(self, name: str, file: str) -> Path | None:
        """The file that the text ``file`` means by ``name``, a path as it wrote it."""
        for candidate in _candidates(name, file):
            if self.files:
                if candidate in self.files:
                    return self.files[candidate]
            elif candidate.partition("/")[0] in self.siblings and is_inside(self.root, candidate):
                return self.root / candidate
        if "/" not in name.strip("/"):
            # A note-taking program finds a picture by its bare name, wherever it is.
            relative_name = self.by_name.get(unquote(name).lower())
            return self.files[relative_name] if relative_name is not None else None
        return None


def site_of_file(path: Path) -> SiteFolder:
    """The folder of a single file; only what the file names will be looked at in it."""
    try:
        with os.scandir(path.parent) as listing:
            siblings = frozenset(entry.name for entry in islice(listing, _MOST_SIBLINGS))
    except OSError:
        siblings = frozenset()
    return SiteFolder(path.parent, siblings=siblings)


def read_site(
    root: Path, files_found: Iterable[FoundFile], problems: ProblemCollector
) -> SiteFolder:
    """The site that ``files_found`` below ``root`` make, with what its configuration says."""
    files = {file.relative_name: file.path for file in files_found}
    by_name: dict[str, str] = {}
    for name in files:
        by_name.setdefault(name.rpartition("/")[2].lower(), name)
    for name in _CONFIGURATION_FILES:
        if name in files:
            values = _read_configuration(files[name], name, problems)
            settings = {
                key: next(
                    (
                        _setting_text(values.get(setting))
                        for setting in names
                        if _setting_text(values.get(setting))
                    ),
                    "",
                )
                for key, names in (
                    ("title", ("title", "site_name", "name")),
                    ("home", ("baseurl", "url", "site_url")),
                    (
                        "language",
                        ("languagecode", "language", "lang", "locale", "defaultcontentlanguage"),
                    ),
                )
            }
            if settings["title"]:
                home = settings["home"].rstrip("/") if _HOME_ADDRESS.match(settings["home"]) else ""
                if re.match(r"https?://(?:www\.)?example\.(?:com|org)", home):
                    home = ""
                return SiteFolder(
                    root,
                    files,
                    by_name,
                    title=settings["title"],
                    home=home,
                    language=settings["language"],
                )
    return SiteFolder(root, files, by_name)


def is_inside(root: Path, name: str) -> bool:
    """Whether a regular file of this relative name is below ``root`` with no link on the way."""
    current = root
    parts = name.split("/")
    try:
        for part in parts:
            if part in ("", ".", "..") or "\0" in part or "\\" in part or ":" in part:
                return False
            current = current / part
            mode = os.lstat(current).st_mode
            if stat.S_ISLNK(mode):
                return False
        return stat.S_ISREG(mode)
    except (OSError, ValueError):
        return False


def _candidates(name: str, file: str) -> list[str]:
    """The relative names under which what ``file`` calls ``name`` may stand, likeliest first."""
    name = name.replace("\\", "/")
    path = name.partition("?")[0].partition("#")[0]
    folder = posixpath.dirname(file)
    paths: list[str] = []
    for spelling in dict.fromkeys((unquote(path), unquote(name), path)):
        bare = spelling.lstrip("/")
        if not bare or "\0" in bare:
            continue
        if not spelling.startswith("/"):
            paths += [posixpath.join(folder, prefix, spelling) for prefix in _NEARBY_FOLDERS]
            paths.append(posixpath.join(folder, stem_of(posixpath.basename(file)), spelling))
        paths += [prefix + bare for prefix in _ROOT_FOLDERS]
    normalized = [posixpath.normpath(candidate) for candidate in paths]
    return [
        candidate
        for candidate in dict.fromkeys(normalized)
        if not candidate.startswith(("../", "/")) and candidate != ".."
    ]


def _read_configuration(path: Path, name: str, problems: ProblemCollector) -> dict[str, Any]:
    collector = ProblemCollector(name)
    try:
        text = read_source(path, collector, _LARGEST_CONFIGURATION).decode("utf-8", "replace")
        if name.endswith(".toml"):
            return {key.lower(): value for key, value in tomllib.loads(text).items()}
    except (UnreadableFileError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        problems.guess(
            Message("{name} could not be read; the publication is named otherwise.", name=name)
        )
        return {}
    mapping = parse_yaml_mapping(text, 1, collector, Message("The file"))
    if mapping is None:
        problems.guess(
            Message("{name} could not be read; the publication is named otherwise.", name=name)
        )
        return {}
    return {key.lower(): value for key, value in mapping.values.items()}


def _setting_text(value: object) -> str:
    return " ".join(value.split())[:500] if isinstance(value, str) else ""


class IssueIndex:
    """The issues of a folder by every name under which another may link to them."""

    def __init__(self) -> None:
        self._exact: dict[str, int | None] = {}
        self._loose: dict[str, int | None] = {}

    def add(self, name: str, number: int | None, slugs: Iterable[str]) -> None:
        """Add the issue in the file ``name``, with the ``slugs`` that its front matter gives it."""
        self._exact[_page_key(name)] = number
        loose = {_slug(name), stem_of(name).lower(), *(_slug(slug) for slug in slugs)}
        for key in loose - {"", "index"}:
            known = self._loose.get(key, number)
            self._loose[key] = number if known == number else None

    def find_number(self, target: str, file: str) -> int | None:
        """The number of the issue that a relative link in ``file`` leads to, None for none."""
        target = unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/").strip()
        if not target:
            return None
        bare = target.lstrip("/")
        candidates = (
            [bare]
            if target.startswith("/")
            else [posixpath.join(posixpath.dirname(file), bare), bare]
        )
        for candidate in candidates:
            key = _page_key(posixpath.normpath(candidate))
            if key in self._exact:
                return self._exact[key]
        return self._loose.get(_slug(target))


def _page_key(name: str) -> str:
    name = _PAGE_EXTENSION.sub("", name.strip("/")).lower()
    return re.sub(r"(?:^|/)(?:index|issue)\Z", "", name)


def _slug(name: str) -> str:
    return _DATED.sub("", _page_key(name).rpartition("/")[2])


def is_markdown_link(target: str) -> bool:
    """Whether a link's target is named like a Markdown file."""
    return target.partition("#")[0].lower().endswith(MARKDOWN_EXTENSIONS)
