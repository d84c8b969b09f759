"""What stands in a library already when an import begins, and whether a draft says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.catalogue.updater import read_publications
from viewer.archive.files.issue_formatter import find_guid, format_issue
from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.safe_reading import file_stamp
from viewer.archive.library.library import Library
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft, PictureDraft
from viewer.archive.model.title_numbers import normalize_title

_HEAD = 16 * 1024
#: So much of two texts is compared: the runs of so many letters that both have. Of one issue a
#: tenth at the least is the same in any version of it.
_COMPARED, _RUN, _SHARE = 50_000, 8, 10
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Standing:
    """An issue that is in the library; ``own`` is one in the reader's folder."""

    path: Path
    guid: str
    own: bool
    title: str = ""
    date: str = ""


def survey(
    library: Library,
) -> tuple[dict[str, Publication], dict[str, Path], dict[str, dict[int, Standing]]]:
    """What is in the library: publications and folders by id, and the issues by number."""
    library.update_catalogue()
    places = library.issue_folders()
    publications, _ = read_publications(places, [])
    folders = {
        publication.id: place.folder
        for place in places
        if place.root_index and place.folder != library.folder
        for publication in read_publications([place], [])[0]
    }
    standing: dict[str, dict[int, Standing]] = {}
    with library.open_catalogue() as catalogue:
        rows = {
            (i.publication, i.number): i
            for p in catalogue.publication_summaries()
            for i in p.issues
        }
        for id_, number, path, root in catalogue.issue_files():
            guid = find_guid(_head_of(Path(path)))
            row = rows.get((id_, number))
            facts = ("", "") if row is None else (row.title, row.date)
            standing.setdefault(id_, {})[number] = Standing(Path(path), guid, root > 0, *facts)
    return {publication.id: publication for publication in publications}, folders, standing


def _head_of(path: Path) -> str:
    if file_stamp(path) is None:
        return ""
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def can_be(draft: IssueDraft, standing: Standing) -> bool:
    """Whether a draft can be the issue of its number, judged by title, date and words.

    What comes with the program always gives way to what its publisher wrote.
    """
    if not standing.own or (draft.date and draft.date == standing.date):
        return True
    if is_called_alike(draft.title, standing.title):
        return True
    try:
        with open(standing.path, encoding="utf-8", errors="replace") as file:
            theirs = _runs(file.read(_COMPARED))
    except OSError:
        return True
    mine = _runs(draft.text[:_COMPARED])
    least = min(len(mine), len(theirs))
    return least == 0 or len(mine & theirs) * _SHARE >= least


def is_called_alike(one: str, other: str) -> bool:
    """Whether one of two titles is, or holds, the other."""
    one, other = (_LETTERS.sub("", normalize_title(title)) for title in (one, other))
    return one in other or other in one


def _runs(text: str) -> set[str]:
    letters = _LETTERS.sub("", normalize_title(text))
    return {letters[at : at + _RUN] for at in range(0, max(0, len(letters) - _RUN + 1))}


def is_same(draft: IssueDraft, number: int, standing: Standing) -> bool:
    """Whether the library has this issue already, text and pictures."""
    if not standing.own or standing.path.name != ISSUE_FILE:
        return False
    try:
        if standing.path.read_text(encoding="utf-8") != format_issue(draft, number):
            return False
        return all(
            (standing.path.parent / picture.name).read_bytes() == _content(picture)
            for picture in draft.pictures
        )
    except (OSError, ValueError):
        return False


def _content(picture: PictureDraft) -> bytes:
    return picture.content if isinstance(picture.content, bytes) else picture.content.read_bytes()
