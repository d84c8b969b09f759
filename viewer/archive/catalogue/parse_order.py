"""The order in which issue files are parsed: the one the reader opens first, then newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from viewer.archive.files.safe_reading import file_stamp
from viewer.archive.model.address import Address
from viewer.archive.model.issue import Publication
from viewer.archive.model.title_numbers import number_in_name

_HEAD_BYTES = 2000
_NUMBER_FIELD = re.compile(rb"^number:\s*[\"']?(\d{1,9})\b", re.MULTILINE)


class IssueFileLike(Protocol):
    """An issue's file and its publication."""

    @property
    def path(self) -> Path: ...
    @property
    def publication(self) -> Publication: ...


F = TypeVar("F", bound=IssueFileLike)


def prioritize(
    files: Sequence[F], publications: Sequence[Publication], read_first: Address | None
) -> tuple[list[F], F | None]:
    """``files`` in parsing order, and the one that should hold ``read_first`` (None if none does).

    Behind that one they stand as the contents show them, so that these grow at their end. What
    decides is the number in a file's name; it is a guess, and a wrong one does no harm.
    """
    ranks = {publication.id: rank for rank, publication in enumerate(publications)}
    ordered = sorted(
        files,
        key=lambda file: (ranks[file.publication.id], -(number_in_name(file.path) or 0)),
    )
    first = _find_file_of(ordered, read_first) if read_first is not None else None
    if first is not None:
        ordered.remove(first)
        ordered.insert(0, first)
    return ordered, first


def _find_file_of(files: Sequence[F], address: Address) -> F | None:
    files_of_publication = [file for file in files if file.publication.id == address.publication]
    # Of two files with one number the later in the list, of the later root, prevails.
    for file in reversed(files_of_publication):
        if number_in_name(file.path) == address.issue:
            return file
    for file in reversed(files_of_publication):
        if _number_in_head(file.path) == address.issue:
            return file
    return None


def _number_in_head(path: Path) -> int | None:
    if file_stamp(path) is None:
        return None
    try:
        with path.open("rb") as file:
            match = _NUMBER_FIELD.search(file.read(_HEAD_BYTES))
    except OSError:
        return None
    return int(match[1]) if match else None
