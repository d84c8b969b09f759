"""What stands in a library already when an import begins, and whether a draft says the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from viewer.archive.drafts import IssueDraft, PictureDraft
from viewer.archive.issue import Publication
from viewer.archive.issue_file import guid_in, issue_text
from viewer.archive.library import Library
from viewer.archive.refresh import describe
from viewer.archive.roots import ISSUE
from viewer.archive.store import stamp

_HEAD = 16 * 1024


@dataclass(frozen=True, slots=True)
class Standing:
    """An issue that is in the library: its file, its guid, and whether the file is the reader's."""

    path: Path
    guid: str
    own: bool


def survey(
    library: Library,
) -> tuple[dict[str, Publication], dict[str, Path], dict[str, dict[int, Standing]]]:
    """What is in the library: publications and folders by id, and the issues by number."""
    library.refresh()
    places = library.places()
    publications, _ = describe(places, [])
    folders = {
        publication.id: place.folder
        for place in places
        if place.root and place.folder != library.folder
        for publication in describe([place], [])[0]
    }
    standing: dict[str, dict[int, Standing]] = {}
    with library.catalogue() as catalogue:
        for id_, number, path, root in catalogue.files():
            guid = guid_in(_head_of(Path(path)))
            standing.setdefault(id_, {})[number] = Standing(Path(path), guid, root > 0)
    return {publication.id: publication for publication in publications}, folders, standing


def _head_of(path: Path) -> str:
    if stamp(path) is None:
        return ""
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def is_same(draft: IssueDraft, number: int, standing: Standing) -> bool:
    """Whether the library has this issue already, text and pictures."""
    if not standing.own or standing.path.name != ISSUE:
        return False
    try:
        if standing.path.read_text(encoding="utf-8") != issue_text(draft, number):
            return False
        return all(
            (standing.path.parent / picture.name).read_bytes() == _content(picture)
            for picture in draft.pictures
        )
    except (OSError, ValueError):
        return False


def _content(picture: PictureDraft) -> bytes:
    return picture.content if isinstance(picture.content, bytes) else picture.content.read_bytes()
