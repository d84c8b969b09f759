"""Reads issue numbers, dates, languages and titles from file names, and tells what is no issue."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.metadata.dates import find_date

MARKDOWN_EXTENSIONS = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
TEXT_EXTENSIONS = (".txt", ".text")
#: Extensions that other importers read.
OTHER_EXTENSIONS = (
    ".html", ".htm", ".mhtml", ".mht", ".xml", ".eml", ".mbox", ".epub", ".zim", ".dvpack",
)  # fmt: skip
_NOT_A_TEXT = re.compile(
    r"(?:read-?me|licen[cs]e|copying|changelog|changes|authors|notice|robots|requirements.*|humans"
    r"|ads|security|todo|version|manifest|cmakelists)\Z",
    re.IGNORECASE,
)
#: Names of Markdown files that often lie beside issues and are none.
_NOT_AN_ISSUE = re.compile(
    r"(?:read-?me|licen[cs]e|copying|changelog|changes|history|contributing|contributors|authors"
    r"|code[-_]of[-_]conduct|security|summary|_index|_sidebar|_navbar|_coverpage|about(?:[-_]us|-me)?"
    r"|404|archives?|search|tags?|categor(?:y|ies)|links?|friends|contact|privacy(?:-policy)?|terms"
    r"|todo|template|pull_request_template|issue_template)(?:[._-][a-z]{2}(?:[-_][a-z]{2,4})?)?\Z",
    re.IGNORECASE,
)
#: Folders of site generators that hold nothing by the publication's authors.
_GENERATOR_FOLDERS = frozenset({
    "node_modules", "themes", "theme", "layouts", "archetypes", "public", "vendor", "templates",
    "_layouts", "_includes", "_site", "_templates", "scaffolds", "resources",
})  # fmt: skip
_DRAFT_FOLDERS = frozenset({"_drafts", "drafts"})
#: Names of folders that say what kind of thing they hold, not whose.
_GENERIC_FOLDERS = frozenset({
    "posts", "_posts", "post", "content", "contents", "docs", "doc", "issues", "issue", "source",
    "src", "newsletter", "newsletters", "archive", "archives", "markdown", "md", "pages", "blog",
    "articles", "letters", "texts", "export", "main", "master",
})  # fmt: skip

#: Names of folders in which readers keep all kinds of files.
_COMMON_FOLDERS = frozenset({
    "downloads", "download", "desktop", "documents", "tmp", "temp", "home", "users", "mnt", "media",
    "volumes", "下載", "下载", "桌面", "文件", "文档",
})  # fmt: skip

_NUMBER_PATTERNS = (
    re.compile(r"第\s*(\d{1,6})\s*[期号號卷輯辑回篇]"),
    *(
        re.compile(rf"(?:^|[^a-z])(?:{words})[-_. #]{{0,2}}0*(\d{{1,6}})(?!\d|[-_.]\d)", re.I)
        for words in (
            "issue|number|num|no|nr|numero|n°|ausgabe",
            "weekly|week|newsletter|edition|episode|ep|digest|letter|bulletin|volume|vol",
        )
    ),
    re.compile(r"#\s?(\d{1,6})(?!\d)"),
)
_LEADING_NUMBER = re.compile(r"0*(\d{1,6})(?:[-_. ]+(?=\D)|\Z)")
_ONLY_NUMBER = re.compile(r"(\D*?)0*(\d{1,6})(\D*)\Z")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-_.](?:0?[1-9]|1[0-2])[-_.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_PATH_DATE = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=[-_/.]|\Z)")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?\Z", re.IGNORECASE)
_TRAILING_NUMBER = re.compile(r"\s\d{1,6}\Z")
_EDGE_PUNCTUATION = re.compile(r"\A[\s《「【\[]+|[\s:：,，|·–—\-(\[（【「《》」】\]]+\Z")
_NUMBER_MARK = re.compile(
    r"\s*[\[(（【「|:：,，·–—-]*\s*(?:第\s*\d{1,6}\s*[期号號卷輯辑]"
    r"|(?:#|\b(?:no|nr|issue|vol|number|volume)\b\.?\s?#?)\s?\d{1,6}\b)",
    re.IGNORECASE,
)


def is_issue_path(name: str, *, include_drafts: bool = False) -> bool:
    """Whether a Markdown file of this name, relative to the imported folder, may be an issue."""
    path = PurePosixPath(name)
    folders = {part.lower() for part in path.parts[:-1]}
    if not path.name.lower().endswith(MARKDOWN_EXTENSIONS) or folders & _GENERATOR_FOLDERS:
        return False
    if folders & _DRAFT_FOLDERS and not include_drafts:
        return False
    return _NOT_AN_ISSUE.match(stem_of(name, keep_language=True)) is None


def is_text_path(name: str) -> bool:
    """Whether a text file of this name may be an issue."""
    path = PurePosixPath(name)
    return path.suffix.lower() in TEXT_EXTENSIONS and _NOT_A_TEXT.match(path.stem) is None


def stem_of(name: str, *, keep_language: bool = False) -> str:
    """What a file is called: its name without extension, or its folder's name for an ``index``.

    A language at its end (``issue-12.zh-tw.md``) is left out. With ``keep_language`` it is simply
    the name without extension.
    """
    path = PurePosixPath(name)
    stem = path.stem
    if keep_language:
        return stem
    base, dot, language = stem.rpartition(".")
    if dot and _LANGUAGE.match(language):
        stem = base
    if stem.lower() in ("index", "issue", "readme", "post") and path.parent.name:
        stem = path.parent.name
    return stem


def language_from_name(name: str) -> str:
    """The language at the end of a file's name, as it is written there; empty if there is none."""
    stem = PurePosixPath(name).stem
    _, dot, language = stem.rpartition(".")
    return language if dot and _LANGUAGE.match(language) else ""


def number_from_name(name: str) -> int | None:
    """The issue number that a file's name states, 206 in ``issue-206.md``, None if none."""
    stem = _stem_without_date(name)
    for pattern in _NUMBER_PATTERNS:
        match = pattern.search(stem)
        if match is not None:
            return int(match[1])
    if re.fullmatch(r"\d{1,6}", stem) and not _is_year(stem) and not _PATH_DATE.search(name):
        return int(stem)
    return None


def _leading_number(name: str) -> int | None:
    """The number a name begins with, which may count issues, or things the issue is about."""
    match = _LEADING_NUMBER.match(_stem_without_date(name))
    if match is None or _is_year(match[1]) or date_from_name(name):
        return None
    return int(match[1])


def _numbers_by_shared_pattern(names: Sequence[str]) -> list[int | None]:
    """The only number in each name, where most names are alike but for it."""
    matches = [_ONLY_NUMBER.match(_stem_without_date(name)) for name in names]
    counted = Counter((match[1].lower(), match[3].lower()) for match in matches if match)
    best = counted.most_common(1)[0][0] if counted else ("", "")
    return [
        int(match[2]) if match and (match[1].lower(), match[3].lower()) == best else None
        for match in matches
    ]


def _stem_without_date(name: str) -> str:
    return _DATE.sub(" ", stem_of(name)).strip(" -_.")


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def date_from_name(name: str) -> str:
    """The date in a name or its folders as ``2017-07-29``, empty if there is none.

    It is found in ``2017-07-29-title.md`` and in ``2017/07/29/index.md``.
    """
    match = _DATE.search(stem_of(name))
    if match is not None:
        return find_date(match[0])
    match = _PATH_DATE.search(name)
    return find_date("-".join(match.groups())) if match is not None else ""


def title_from_name(name: str) -> str:
    """A title made of a file's name, empty where it says only a number or date."""
    stem = _DATE.sub(" ", stem_of(name))
    words = re.sub(r"[-_\s]+", " ", stem).strip(" .")
    return (
        words if re.search(r"[^\W\d_]{2}", words) and _NUMBER_MARK.fullmatch(words) is None else ""
    )


def common_title_prefix(titles: Iterable[str]) -> str:
    """What most ``titles`` have in front of their number, the publication's name; empty if none."""
    titles = list(titles)
    names = [title[: match.start()] for title in titles if (match := _NUMBER_MARK.search(title))]
    if len(names) * 2 <= len(titles):
        # “Weekly 12”: a number at the end counts where several titles differ in nothing else.
        prefixes = [
            title[: match.start()] for title in titles if (match := _TRAILING_NUMBER.search(title))
        ]
        most_common = Counter(map(normalize_title, prefixes)).most_common(1)
        names = prefixes if most_common and most_common[0][1] > 2 else names
    names = [_EDGE_PUNCTUATION.sub("", name).strip() for name in names]
    folded = Counter(normalize_title(name) for name in names if len(normalize_title(name)) > 1)
    if not folded:
        return ""
    best, count = folded.most_common(1)[0]
    return (
        next(name for name in names if normalize_title(name) == best)
        if count * 2 > len(names)
        else ""
    )


def is_generic_folder_name(folder: str) -> bool:
    """Whether a folder of this name is called after its kind and not after its content."""
    return folder.lower() in _GENERIC_FOLDERS or re.fullmatch(r"[\d._-]*", folder) is not None


def naming_folder(folder: Path) -> Path:
    """The folder to name a publication after: ``folder``, or one above it if it is a ``posts``.

    The reader's home and folders such as Downloads name none; then it is ``folder`` again.
    """
    named = folder = Path(os.path.abspath(folder))
    while is_generic_folder_name(named.name) and named.parent != named and named.parent.name:
        named = named.parent
    return folder if _is_common_folder(named) else named


def naming_path_for_file(path: Path, title: str) -> Path:
    """The path whose last part names the publication of a file imported by itself: its folder.

    Where that is a common folder such as Downloads, it is the file's ``title``, else its name.
    """
    path = Path(os.path.abspath(path))
    if not _is_common_folder(path.parent):
        return path.parent
    words = " ".join(title.replace("/", " ").replace("\\", " ").split()).strip(" .")[:120]
    return path.parent / (words or title_from_name(path.name) or path.stem)


def _is_common_folder(folder: Path) -> bool:
    parent_name = folder.parent.name.lower()
    return folder.name.lower() in _COMMON_FOLDERS or parent_name in ("", "home", "users")


def assign_numbers(names: Sequence[str], given: Sequence[int | None]) -> list[int | None]:
    """A number for each file, None for unknown: the one ``given`` in its head, else from its name.

    Numbers that several names share (every year's ``week-1``) do not count. Numbers at the start of
    a name (``10-things.md``) or at the end of a word (``Letters09.md``) count only where most names
    have them there.
    """
    numbers = [number_from_name(name) for name in names]
    for guesses in ([_leading_number(name) for name in names], _numbers_by_shared_pattern(names)):
        distinct = {number for number in guesses if number is not None}
        if len(distinct) > 2 and len(distinct) * 2 > len(names):
            numbers = [
                own if own is not None else guess
                for own, guess in zip(numbers, guesses, strict=True)
            ]
    numbers = [own if head is None else head for own, head in zip(numbers, given, strict=True)]
    counted = Counter(number for number in numbers if number is not None)
    return [
        number if head is not None or (number is not None and counted[number] == 1) else None
        for number, head in zip(numbers, given, strict=True)
    ]
