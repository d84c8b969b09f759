"""What imports wrote into a library, by its sums: whatever differs is the reader's own.

The sums lie beside the changes, in a file that is moved in and taken back with each of them. Where
there is none of an issue, it was put into the library by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.archive.files.issue_formatter import format_issue
from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.library import undoable_transaction as journal
from viewer.archive.model.issue_draft import IssueDraft

#: Hidden, so that no folder of a publication is called the same.
FILE = ".imported.json"
#: What stands beside the numbers of issues: the version of the last pack.
_PACK = "pack"
#: So many earlier texts of an issue are remembered.
_EARLIER = 8


@dataclass(frozen=True, slots=True)
class Written:
    """One issue as imports wrote it: its files' sums, and those of its earlier texts, last first.

    All are SHA-256 in hexadecimal digits.
    """

    files: Mapping[str, str]
    earlier: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sum of ``issue.md``."""
        return self.files.get(ISSUE_FILE, "")

    def is_in(self, path: Path) -> bool:
        """Whether the issue at ``path`` is what was written; a picture may be missing."""
        if path.name != ISSUE_FILE:
            return False
        for name, wanted in self.files.items():
            found = sum_of(path.parent / name)
            if found != wanted and (found or name == ISSUE_FILE):
                return False
        return True


class Imported:
    """The sums of what was written into ``library``. Nothing is known where they are damaged."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._path = library / journal.TRANSACTIONS_FOLDER / FILE
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            found = None
        self._has_adopted = False
        self._known: dict[str, dict[str, Any]] = {}
        if isinstance(found, dict):
            self._known = {id_: kept for id_, kept in found.items() if isinstance(kept, dict)}

    def written(self, publication: str, number: int) -> Written | None:
        """What was written as this issue; None where nothing is known of it."""
        found = self._known.get(publication, {}).get(str(number))
        if not isinstance(found, dict):
            return None
        sums, earlier = found.get("files"), found.get("earlier", [])
        if not isinstance(sums, dict) or not isinstance(earlier, list):
            return None
        if not all(isinstance(one, str) for one in (*sums.values(), *earlier)):
            return None
        return Written(sums, tuple(earlier))

    def pack(self, publication: str) -> int:
        """The version of the pack of ``publication`` that came in last; 0 where none did."""
        found = self._known.get(publication, {}).get(_PACK)
        return found if isinstance(found, int) else 0

    def note(self, publication: str, number: int, folder: Path) -> None:
        """Take down the sums of an issue that is about to be moved in from ``folder``."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        names = [path.relative_to(folder).as_posix() for path in files]
        self._take_down(publication, number, folder, names)

    def adopt(self, publication: str, number: int, draft: IssueDraft, folder: Path) -> None:
        """Take down that the issue in ``folder`` is what its source says, whoever put it there."""
        was = self.written(publication, number)
        if was is None or was.text != sum_of_text(format_issue(draft, number)):
            names = [ISSUE_FILE, *(picture.name for picture in draft.pictures)]
            self._take_down(publication, number, folder, names)
            self._has_adopted = True

    def _take_down(self, publication: str, number: int, folder: Path, names: Sequence[str]) -> None:
        before = self.written(publication, number)
        sums = {name: sum_of(folder / name) for name in names}
        earlier = [] if before is None else [before.text, *before.earlier]
        self._known.setdefault(publication, {})[str(number)] = {
            "files": sums,
            "earlier": [one for one in dict.fromkeys(earlier) if one != sums.get(ISSUE_FILE)][
                :_EARLIER
            ],
        }

    def note_pack(self, publication: str, version: int) -> None:
        """Take down which version of a publication's pack is about to come in."""
        self._known.setdefault(publication, {})[_PACK] = version

    def save(self) -> None:
        """Keep what was adopted where nothing else of the library changes. Never raises."""
        if not self._has_adopted:
            return
        made = self._path.with_name(f"{FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            was = os.stat(self._path) if self._path.exists() else None
            journal.write_durably(made, json.dumps(self._known, ensure_ascii=False))
            if was is not None:
                # The last change, which the file came with, can be taken back all the same.
                os.utime(made, ns=(was.st_atime_ns, was.st_mtime_ns))
            os.replace(made, self._path)

    def moves(self, change: journal.LibraryTransaction) -> list[journal.Move]:
        """The moves that put everything noted into the library with ``change``.

        Raises:
            OSError: it cannot be written.
        """
        made = change.new_folder / FILE
        journal.write_durably(made, json.dumps(self._known, ensure_ascii=False))
        pairs = [(made, self._path)]
        if os.path.lexists(self._path):
            pairs.insert(0, (self._path, change.old_folder / FILE))
        return [
            (
                source.relative_to(self._library).as_posix(),
                target.relative_to(self._library).as_posix(),
            )
            for source, target in pairs
        ]


def sum_of(path: Path) -> str:
    """The SHA-256 of a file's content; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def sum_of_text(text: str) -> str:
    """The SHA-256 of a file with this text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
