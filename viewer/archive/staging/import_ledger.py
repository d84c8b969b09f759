"""Record of the hashes of imported files: a file that differs was edited by the reader.

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
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import read_bytes
from viewer.archive.library.change_folders import files_below
from viewer.archive.library.change_journal import (
    TRANSACTIONS_FOLDER,
    Move,
    file_sha256,
    write_durably,
)
from viewer.archive.library.undoable_transaction import LibraryTransaction
from viewer.archive.model.issue_draft import IssueDraft

#: Hidden, so that no publication's folder has this name.
LEDGER_FILE = ".imported.json"
#: Key beside the issue numbers: the version of the last pack.
_PACK_KEY = "pack"
#: How many hashes of earlier texts are kept for an issue.
_MAX_EARLIER = 8
#: The library may come from a stranger; of 50,000 issues it is a tenth of this.
_MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One imported issue: the hashes of its files, and of its earlier texts, newest first.

    All are SHA-256 in hexadecimal digits.
    """

    file_hashes: Mapping[str, str]
    earlier_hashes: tuple[str, ...] = ()

    @property
    def text_hash(self) -> str:
        """The hash of ``issue.md``."""
        return self.file_hashes.get(ISSUE_FILE, "")

    def written_files(self, folder: Path) -> list[str]:
        """The names of the files in ``folder`` that are as the import wrote them."""
        names = [path.relative_to(folder).as_posix() for path in files_below(folder)]
        return [
            name
            for name in names
            if name in self.file_hashes and file_sha256(folder / name) == self.file_hashes[name]
        ]

    def matches(self, path: Path) -> bool:
        """Whether the issue at ``path`` is unedited; a picture may be missing."""
        if path.name != ISSUE_FILE:
            return False
        for name, expected in self.file_hashes.items():
            actual = file_sha256(path.parent / name)
            if actual != expected and (actual or name == ISSUE_FILE):
                return False
        return True


class ImportLedger:
    """The hashes of all imports into ``library``; empty where their file is damaged."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._path = library / TRANSACTIONS_FOLDER / LEDGER_FILE
        try:
            content = read_bytes(self._path, ProblemCollector(LEDGER_FILE), _MAX_BYTES)
            stored = json.loads(content)
        except (UnreadableFileError, ValueError, RecursionError):
            stored = None
        self._is_dirty = False
        self._entries: dict[str, dict[str, Any]] = {}
        if isinstance(stored, dict):
            self._entries = {
                id_: entries for id_, entries in stored.items() if isinstance(entries, dict)
            }

    def entry(self, publication: str, number: int) -> LedgerEntry | None:
        """The record of this issue; None if no import wrote it."""
        stored = self._entries.get(publication, {}).get(str(number))
        if not isinstance(stored, dict):
            return None
        file_hashes, earlier = stored.get("files"), stored.get("earlier", [])
        if not isinstance(file_hashes, dict) or not isinstance(earlier, list):
            return None
        if not all(isinstance(digest, str) for digest in (*file_hashes.values(), *earlier)):
            return None
        return LedgerEntry(file_hashes, tuple(earlier))

    def pack_version(self, publication: str) -> int:
        """The version of the last imported pack of ``publication``, 0 if there was none."""
        version = self._entries.get(publication, {}).get(_PACK_KEY)
        return version if isinstance(version, int) else 0

    def record_staged(self, publication: str, number: int, folder: Path) -> None:
        """Record an issue that is about to be moved in from ``folder``."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        names = [path.relative_to(folder).as_posix() for path in files]
        self._record(publication, number, folder, names)

    def record_existing(
        self, publication: str, number: int, draft: IssueDraft, folder: Path
    ) -> None:
        """Record an issue in ``folder`` that equals ``draft``, whoever put it there."""
        recorded = self.entry(publication, number)
        if recorded is None or recorded.text_hash != text_sha256(format_issue(draft, number)):
            names = [ISSUE_FILE, *(file.name for file in draft.kept_files)]
            self._record(publication, number, folder, names)
            self._is_dirty = True

    def _record(self, publication: str, number: int, folder: Path, names: Sequence[str]) -> None:
        before = self.entry(publication, number)
        file_hashes = {name: file_sha256(folder / name) for name in names}
        earlier = [] if before is None else [before.text_hash, *before.earlier_hashes]
        self._entries.setdefault(publication, {})[str(number)] = {
            "files": file_hashes,
            "earlier": [
                digest for digest in dict.fromkeys(earlier) if digest != file_hashes.get(ISSUE_FILE)
            ][:_MAX_EARLIER],
        }

    def record_pack_version(self, publication: str, version: int) -> None:
        """Record the version of the pack that is about to be imported."""
        self._entries.setdefault(publication, {})[_PACK_KEY] = version

    def save_if_dirty(self) -> None:
        """Save new records of an import that changed no file of the library. Never raises."""
        if not self._is_dirty:
            return
        partial = self._path.with_name(f"{LEDGER_FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            write_durably(partial, json.dumps(self._entries, ensure_ascii=False))
            os.replace(partial, self._path)

    def stage_moves(self, transaction: LibraryTransaction) -> list[Move]:
        """Write the ledger into ``transaction``; the moves that put it into the library.

        Raises:
            OSError: it cannot be written.
        """
        text = json.dumps(self._entries, ensure_ascii=False)
        write_durably(transaction.new_folder / LEDGER_FILE, text)
        path = self._path.relative_to(self._library).as_posix()
        aside = [Move(path)] if os.path.lexists(self._path) else []
        return [*aside, Move(path, staged=LEDGER_FILE)]


def text_sha256(text: str) -> str:
    """The SHA-256 of a file with this text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
