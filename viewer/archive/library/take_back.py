"""Takes a change of the library back, file by file, and leaves alone what is not the change's own.

Times of files are never asked: a file is what the change put there if its content is.
"""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

from viewer.archive.library.change_folders import NEW_FOLDER, OLD_FOLDER, files_below
from viewer.archive.library.change_journal import (
    TRANSACTIONS_FOLDER,
    Journal,
    file_sha256,
    path_in_library,
)
from viewer.messages import Message


@dataclass(slots=True)
class TakenBack:
    """What came of taking a change back; all paths are relative to the library."""

    #: What was edited since, and was left as it is; each is the unit of a ``Move``.
    edited: list[str] = field(default_factory=list)
    #: Other files that stay aside, since something else stands in their place.
    stuck: list[str] = field(default_factory=list)
    #: Files that were put aside and are nowhere any more.
    missing: list[str] = field(default_factory=list)
    #: Why some file could not be moved, None if each could.
    error: OSError | None = None


def take_back(
    library: Path, folder: Path, journal: Journal, *, all_or_nothing: bool = False
) -> TakenBack:
    """Take the change in ``folder`` back as far as it was made; what was taken back stays so.

    What it put in goes out where it is as the change left it, and what it put aside goes back where
    its place is free. A file that cannot be moved is left; with ``all_or_nothing`` everything is
    moved again as it was before.
    """
    result = TakenBack()
    unit_of = {move.path: move.unit or move.path for move in journal.moves}
    edited = _edited_units(library, folder, journal)
    result.edited = sorted(edited)
    moved: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> bool:
        if result.error is not None and all_or_nothing:
            return False
        try:
            move_file(source, target)
        except OSError as error:
            result.error = result.error or error
            return False
        moved.append((source, target))
        return True

    for entry in reversed(journal.moves):
        if not entry.staged or (entry.unit or entry.path) in edited:
            continue
        places = _places(library, folder, entry.path, entry.staged)
        if places is not None and os.path.lexists(places[0]) and not os.path.lexists(places[1]):
            move(*places)
    old_folder = folder / OLD_FOLDER
    for aside in files_below(old_folder):
        name = aside.relative_to(old_folder).as_posix()
        place = _library_place(library, name)
        if unit_of.get(name, name) in edited:
            continue
        if place is None or os.path.lexists(place) or not move(aside, place):
            result.stuck.append(name)
    if result.error is not None and all_or_nothing:
        for source, target in reversed(moved):
            with contextlib.suppress(OSError):
                move_file(target, source)
    for source, _ in moved:
        remove_empty_folders(source.parent, library)
    for entry in journal.moves[: journal.made_count]:
        aside, place = old_folder / entry.path, _library_place(library, entry.path)
        if not entry.staged and place and not os.path.lexists(aside) and not os.path.lexists(place):
            result.missing.append(entry.path)
    return result


def _edited_units(library: Path, folder: Path, journal: Journal) -> set[str]:
    """The units of which a file that the change put in is not as it was put there."""
    edited = set()
    for entry in journal.moves:
        if not entry.staged:
            continue
        places = _places(library, folder, entry.path, entry.staged)
        if places is None:
            edited.add(entry.unit or entry.path)
            continue
        place, staged = places
        if not os.path.lexists(place) or os.path.lexists(staged):
            continue  # it is out already, or was never in
        # Nothing in the folder of changes is the reader's.
        is_own = entry.path.startswith(f"{TRANSACTIONS_FOLDER}/") or (
            entry.sha256 and file_sha256(place) == entry.sha256
        )
        if not is_own:
            edited.add(entry.unit or entry.path)
    return edited


def _places(library: Path, folder: Path, name: str, staged: str) -> tuple[Path, Path] | None:
    """Where a file stands in the library and where it was staged; None where it must not be."""
    place = _library_place(library, name)
    new_folder = folder.relative_to(library).as_posix() + f"/{NEW_FOLDER}"
    staging_place = path_in_library(library, f"{new_folder}/{staged}")
    return None if place is None or staging_place is None else (place, staging_place)


def _library_place(library: Path, name: str) -> Path | None:
    """The path of ``name``, None outside the library, and in its folder of changes.

    What is hidden directly in that folder is no change and may be moved: the imports' record.
    """
    first, _, rest = name.partition("/")
    is_record = rest.startswith(".") and "/" not in rest
    if first.casefold() == TRANSACTIONS_FOLDER and not is_record:
        return None
    return path_in_library(library, name)


def move_file(source: Path, target: Path) -> None:
    """Move a file to a place that is free.

    Raises:
        OSError: it cannot be moved, or something stands there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, Message("something stands in the way"), str(target))
    os.rename(source, target)


def remove_empty_folders(folder: Path, library: Path) -> None:
    """Remove ``folder`` and those it is in, up to the library's own, as far as they are empty."""
    with contextlib.suppress(OSError):
        while folder != library and library in folder.parents:
            folder.rmdir()
            folder = folder.parent
