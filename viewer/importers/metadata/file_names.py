"""What the names of files and the titles in them say: numbers, dates, and what is no issue."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.metadata.dates import find_date

ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
TEXT_ENDINGS = (".txt", ".text")
#: Of formats that other importers read.
OTHER_ENDINGS = (
    ".html", ".htm", ".mhtml", ".mht", ".xml", ".eml", ".mbox", ".epub", ".zim", ".dvpack",
)  # fmt: skip
_NO_TEXTS = re.compile(
    r"(?:read-?me|licen[cs]e|copying|changelog|changes|authors|notice|robots|requirements.*|humans"
    r"|ads|security|todo|version|manifest|cmakelists)\Z",
    re.IGNORECASE,
)
#: Files that stand beside issues and are none.
_OTHERS = re.compile(
    r"(?:read-?me|licen[cs]e|copying|changelog|changes|history|contributing|contributors|authors"
    r"|code[-_]of[-_]conduct|security|summary|_index|_sidebar|_navbar|_coverpage|about(?:[-_]us|-me)?"
    r"|404|archives?|search|tags?|categor(?:y|ies)|links?|friends|contact|privacy(?:-policy)?|terms"
    r"|todo|template|pull_request_template|issue_template)(?:[._-][a-z]{2}(?:[-_][a-z]{2,4})?)?\Z",
    re.IGNORECASE,
)
#: Folders of site generators in which nothing was written by the publication's authors.
_NO_ISSUES = frozenset({
    "node_modules", "themes", "theme", "layouts", "archetypes", "public", "vendor", "templates",
    "_layouts", "_includes", "_site", "_templates", "scaffolds", "resources",
})  # fmt: skip
_DRAFTS = frozenset({"_drafts", "drafts"})
#: Folders that are named after what is in any of them.
_GENERIC = frozenset({
    "posts", "_posts", "post", "content", "contents", "docs", "doc", "issues", "issue", "source",
    "src", "newsletter", "newsletters", "archive", "archives", "markdown", "md", "pages", "blog",
    "articles", "letters", "texts", "export", "main", "master",
})  # fmt: skip

#: Folders in which everything a reader has lies about.
_PLACES = frozenset({
    "downloads", "download", "desktop", "documents", "tmp", "temp", "home", "users", "mnt", "media",
    "volumes", "下載", "下载", "桌面", "文件", "文档",
})  # fmt: skip

_IN_NAME = (
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
_LEADING = re.compile(r"0*(\d{1,6})(?:[-_. ]+(?=\D)|\Z)")
_ONLY_NUMBER = re.compile(r"(\D*?)0*(\d{1,6})(\D*)\Z")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-_.](?:0?[1-9]|1[0-2])[-_.](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_PATH_DATE = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=[-_/.]|\Z)")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?\Z", re.IGNORECASE)
_END = re.compile(r"\s\d{1,6}\Z")
_EDGES = re.compile(r"\A[\s《「【\[]+|[\s:：,，|·–—\-(\[（【「《》」】\]]+\Z")
_SIGN = re.compile(
    r"\s*[\[(（【「|:：,，·–—-]*\s*(?:第\s*\d{1,6}\s*[期号號卷輯辑]"
    r"|(?:#|\b(?:no|nr|issue|vol|number|volume)\b\.?\s?#?)\s?\d{1,6}\b)",
    re.IGNORECASE,
)


def is_issue_path(name: str, *, drafts: bool = False) -> bool:
    """Whether a Markdown file of this name, relative to what is brought in, may be an issue."""
    path = PurePosixPath(name)
    folders = {part.lower() for part in path.parts[:-1]}
    if not path.name.lower().endswith(ENDINGS) or folders & _NO_ISSUES:
        return False
    if folders & _DRAFTS and not drafts:
        return False
    return _OTHERS.match(stem_of(name, whole=True)) is None


def is_text_path(name: str) -> bool:
    """Whether a text file of this name may be an issue."""
    path = PurePosixPath(name)
    return path.suffix.lower() in TEXT_ENDINGS and _NO_TEXTS.match(path.stem) is None


def stem_of(name: str, *, whole: bool = False) -> str:
    """What a file is called: its name without ending, or its folder's where it is an ``index``.

    The language at its end (``issue-12.zh-tw.md``) is no part of it; it stays where ``whole``.
    """
    path = PurePosixPath(name)
    stem = path.stem
    if whole:
        return stem
    base, dot, language = stem.rpartition(".")
    if dot and _LANGUAGE.match(language):
        stem = base
    if stem.lower() in ("index", "issue", "readme", "post") and path.parent.name:
        stem = path.parent.name
    return stem


def language_in(name: str) -> str:
    """The language at the end of a file's name, as it is written there."""
    stem = PurePosixPath(name).stem
    _, dot, language = stem.rpartition(".")
    return language if dot and _LANGUAGE.match(language) else ""


def number_in(name: str) -> int | None:
    """The number that a file's name gives its issue outright: ``issue-206.md``, ``第100期.md``."""
    rest = _dateless(name)
    for form in _IN_NAME:
        match = form.search(rest)
        if match is not None:
            return int(match[1])
    if re.fullmatch(r"\d{1,6}", rest) and not _is_year(rest) and not _PATH_DATE.search(name):
        return int(rest)
    return None


def _leading_number(name: str) -> int | None:
    """The number a name begins with, which may count issues, or things the issue tells of."""
    match = _LEADING.match(_dateless(name))
    if match is None or _is_year(match[1]) or date_in_name(name):
        return None
    return int(match[1])


def _shared_pattern(names: Sequence[str]) -> list[int | None]:
    """The only number in each name, where most names are alike but for it."""
    matches = [_ONLY_NUMBER.match(_dateless(name)) for name in names]
    counted = Counter((match[1].lower(), match[3].lower()) for match in matches if match)
    best = counted.most_common(1)[0][0] if counted else ("", "")
    return [
        int(match[2]) if match and (match[1].lower(), match[3].lower()) == best else None
        for match in matches
    ]


def _dateless(name: str) -> str:
    return _DATE.sub(" ", stem_of(name)).strip(" -_.")


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def date_in_name(name: str) -> str:
    """The date in a name or its folders: ``2017-07-29-title.md``, ``2017/07/29/index.md``."""
    match = _DATE.search(stem_of(name))
    if match is not None:
        return find_date(match[0])
    match = _PATH_DATE.search(name)
    return find_date("-".join(match.groups())) if match is not None else ""


def title_in_name(name: str) -> str:
    """A title made of a file's name, empty where it says only a number or date."""
    rest = _DATE.sub(" ", stem_of(name))
    words = re.sub(r"[-_\s]+", " ", rest).strip(" .")
    return words if re.search(r"[^\W\d_]{2}", words) and _SIGN.fullmatch(words) is None else ""


def shared_name(titles: Iterable[str]) -> str:
    """What most ``titles`` begin with in front of their number: the publication's name."""
    titles = list(titles)
    names = [title[: match.start()] for title in titles if (match := _SIGN.search(title))]
    if len(names) * 2 <= len(titles):
        # “Weekly 12”: where several are alike but for a number at their end, that is the sign.
        ends = [title[: match.start()] for title in titles if (match := _END.search(title))]
        alike = Counter(map(normalize_title, ends)).most_common(1)
        names = ends if alike and alike[0][1] > 2 else names
    names = [_EDGES.sub("", name).strip() for name in names]
    folded = Counter(normalize_title(name) for name in names if len(normalize_title(name)) > 1)
    if not folded:
        return ""
    best, count = folded.most_common(1)[0]
    return (
        next(name for name in names if normalize_title(name) == best)
        if count * 2 > len(names)
        else ""
    )


def is_generic(folder: str) -> bool:
    """Whether a folder of this name is called after its kind and not after its content."""
    return folder.lower() in _GENERIC or re.fullmatch(r"[\d._-]*", folder) is not None


def named_after(folder: Path) -> Path:
    """The folder that says whose issues lie in ``folder``: itself, or the one it is the posts of.

    The reader's home, and the places where anything is put, are nobody's.
    """
    home = folder = Path(os.path.abspath(folder))
    while is_generic(home.name) and home.parent != home and home.parent.name:
        home = home.parent
    return folder if _is_nobodys(home) else home


def of_one_file(path: Path, title: str) -> Path:
    """What the publication of a file that comes in by itself is named after: its folder.

    Where that is nobody's, it is the file's own ``title``, else its name.
    """
    path = Path(os.path.abspath(path))
    if not _is_nobodys(path.parent):
        return path.parent
    words = " ".join(title.replace("/", " ").replace("\\", " ").split()).strip(" .")[:120]
    return path.parent / (words or title_in_name(path.name) or path.stem)


def _is_nobodys(folder: Path) -> bool:
    above = folder.parent.name.lower()
    return folder.name.lower() in _PLACES or above in ("", "home", "users")


def numbers_by_file(names: Sequence[str], given: Sequence[int | None]) -> list[int | None]:
    """A number for each file: the one ``given`` in its head, else that of its name.

    Numbers of names that several files share (every year's ``week-1``) say nothing, nor do numbers
    at the beginning of names (``10-things.md``), or at the end of any word (``Letters09.md``),
    unless most of several names are so made.
    """
    found = [number_in(name) for name in names]
    for rest in ([_leading_number(name) for name in names], _shared_pattern(names)):
        counting = {number for number in rest if number is not None}
        if len(counting) > 2 and len(counting) * 2 > len(names):
            found = [own if own is not None else n for own, n in zip(found, rest, strict=True)]
    found = [own if head is None else head for own, head in zip(found, given, strict=True)]
    counted = Counter(number for number in found if number is not None)
    return [
        number if head is not None or (number is not None and counted[number] == 1) else None
        for number, head in zip(found, given, strict=True)
    ]
