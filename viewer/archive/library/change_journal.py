"""The journal of one change of the library: which files it moves, and which of them it has moved.

It is written before the first move, twice, a checksum to each line, so that damage costs no more
than the lines it struck in both copies. A library may come from a stranger: what is read here is
bounded, is never unpickled, and names nothing outside the library.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import open_regular_file, printable_name, read_bytes
from viewer.messages import Message

#: The folder in a library that holds its changes, one folder each.
TRANSACTIONS_FOLDER = ".imports"
#: In the folder of a change: its journal, twice, and the numbers of the moves that were made.
JOURNAL_FILES = ("journal.json", "journal.copy.json")
MADE_FILE = "made"
#: More than a publication of 50,000 issues needs.
MAX_MOVES = 400_000
_MAX_JOURNAL_BYTES = 128 * 1024 * 1024
_MAX_LINE_BYTES = 64 * 1024
#: A larger file is never taken for one that an import wrote.
_MAX_HASHED_BYTES = 512 * 1024 * 1024
_MAX_NAMES, _MAX_NAME_LENGTH = 20, 500
#: Of that, what a sentence or a menu holds.
_MOST_SHOWN, _SHOWN_LENGTH = 3, 60
_DIGEST_LENGTH = 16
_WINDOWS_FORBIDDEN = re.compile(
    r'[\\:*?"<>|\x00-\x1f]|[ .]\Z|\A(?:con|prn|aux|nul|com\d|lpt\d)\b', re.I
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a change is about: its ``kind`` is ``import``, ``rename`` or ``remove``.

    ``names`` are those of the publications; of a renamed one, the old name and the new.
    """

    kind: str
    names: tuple[str, ...] = ()
    #: How many issues an import added or updated.
    issue_count: int = 0

    def described(self) -> Message:
        """What it was, to stand in a sentence or a menu."""
        names = tuple(_shortened(name) for name in self.names[:_MOST_SHOWN])
        names += ("…",) if self.names[_MOST_SHOWN:] else ()
        if self.kind == "import" and names:
            return Message(
                "import of {issues} into {names}",
                issues=Message.counted(self.issue_count, "1 issue", "{count:,} issues"),
                names=names,
            )
        if self.kind == "import":
            return Message("import")
        if self.kind == "rename" and len(names) == 2:
            return Message("renaming of “{old}” to “{new}”", old=names[0], new=names[1])
        if self.kind == "remove" and names:
            return Message("removal of “{name}”", name=names[0])
        return Message("change")


@dataclass(frozen=True, slots=True)
class Move:
    """One file that is put aside, or, where ``staged`` names one, that is put into the library.

    ``path`` is relative to the library, ``staged`` to the change's folder of new files; both have
    ``/``. A file is put aside under its own ``path``. Files of one ``unit`` (a path to be shown,
    that of the issue) are taken back together or not at all; empty means ``path``.
    """

    path: str
    staged: str = ""
    unit: str = ""
    #: The SHA-256 of the file that is put in, in hexadecimal digits.
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal says; ``is_damaged`` if some of its lines are lost in both copies."""

    change: Change = Change("")
    moves: tuple[Move, ...] = ()
    #: How many of the first moves are known to have been made.
    made_count: int = 0
    is_damaged: bool = False
    #: Whether there is a journal at all, damaged or not.
    exists: bool = True


def write_journal(folder: Path, change: Change, moves: Sequence[Move]) -> None:
    """Write both copies of the journal into ``folder``, durably; each replaces the one before.

    Raises:
        OSError: it cannot be written, or there are more than ``MAX_MOVES`` moves.
    """
    if len(moves) > MAX_MOVES:
        raise OSError(Message("more than {count:,} files at once", count=MAX_MOVES))
    head = {
        "change": change.kind,
        "names": [name[:_MAX_NAME_LENGTH] for name in change.names[:_MAX_NAMES]],
        "issues": change.issue_count,
        "moves": len(moves),
    }
    lines = [_line(head)]
    for number, move in enumerate(moves):
        row = {"n": number, "path": move.path, "staged": move.staged, "unit": move.unit}
        lines.append(_line({**row, "sha256": move.sha256}))
    text = "".join(lines)
    for name in JOURNAL_FILES:
        # Replaced atomically: after a crash there is the old journal or the new one.
        write_durably(folder / (name + ".new"), text)
        os.replace(folder / (name + ".new"), folder / name)


@contextlib.contextmanager
def made_moves(folder: Path) -> Iterator[_MadeMoves]:
    """Records in ``folder`` which moves were made.

    Raises:
        OSError: that cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    descriptor = os.open(folder / MADE_FILE, flags, 0o600)
    try:
        yield _MadeMoves(descriptor)
    finally:
        os.close(descriptor)


class _MadeMoves:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def record(self, number: int) -> None:
        """Note that the move with this number, from 0, was made."""
        os.write(self._descriptor, _line({"made": number}).encode("ascii"))


def read_journal(folder: Path) -> Journal:
    """The journal in ``folder``, put together from both copies; see ``Journal``."""
    head: dict[str, Any] | None = None
    move_count = 0
    moves: dict[int, Move] = {}
    exists = False
    for name in JOURNAL_FILES:
        exists = exists or os.path.lexists(folder / name)
        for values in _read_lines(folder / name):
            if "moves" in values:
                head = head or values
                move_count = max(move_count, _count(values.get("moves")))
            elif (move := _move_of(values)) is not None:
                moves.setdefault(_count(values.get("n")), move)
    made = [_count(values.get("made")) + 1 for values in _read_lines(folder / MADE_FILE)]
    return Journal(
        _change_of(head or {}),
        tuple(move for _, move in sorted(moves.items())),
        max(made, default=0),
        is_damaged=exists and (head is None or len(moves) < move_count),
        exists=exists,
    )


def read_change(folder: Path) -> Change | None:
    """What the change in ``folder`` is about; None if its journal does not say."""
    for name in JOURNAL_FILES:
        try:
            with open_regular_file(
                folder / name, ProblemCollector(name), _MAX_JOURNAL_BYTES
            ) as file:
                values = _values_of(file.readline(_MAX_LINE_BYTES))
        except (OSError, UnreadableFileError):
            continue
        if values is not None and "moves" in values:
            return _change_of(values)
    return None


def path_in_library(
    library: Path, name: str, *, windows: bool = sys.platform == "win32"
) -> Path | None:
    """The path that ``name``, with ``/``, stands for; None where it may lead out of the library.

    No part of it may be a link, ``..`` or a drive; the folder of changes is not to be changed.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        return None
    if windows and any(_WINDOWS_FORBIDDEN.search(part) for part in parts):
        return None
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return None
    path = library
    for part in parts[:-1]:
        path /= part
        if path.is_symlink():
            return None
    return path / parts[-1]


def file_sha256(path: Path) -> str:
    """The SHA-256 of a regular file, in hexadecimal digits; empty for anything else."""
    try:
        with open_regular_file(path, ProblemCollector(path.name), _MAX_HASHED_BYTES) as file:
            digest = hashlib.sha256()
            while chunk := file.read(1 << 20):
                digest.update(chunk)
            return digest.hexdigest()
    except (OSError, UnreadableFileError):
        return ""


def write_durably(path: Path, text: str) -> None:
    """Write ``text`` so that it is on the disk, whole, when this returns.

    Raises:
        OSError: it cannot be written.
    """
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _shortened(name: str) -> str:
    return name if len(name) <= _SHOWN_LENGTH else name[: _SHOWN_LENGTH - 1] + "…"


def _line(values: dict[str, Any]) -> str:
    # ASCII escapes also hold file names that are not valid UTF-8.
    text = json.dumps(values)
    return f"{_digest(text.encode('ascii'))} {text}\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file that are as they were written."""
    try:
        content = read_bytes(path, ProblemCollector(path.name), _MAX_JOURNAL_BYTES)
    except UnreadableFileError:
        return
    for line in content.split(b"\n", MAX_MOVES + 2)[: MAX_MOVES + 2]:
        values = _values_of(line)
        if values is not None:
            yield values


def _values_of(line: bytes) -> dict[str, Any] | None:
    digest, _, text = line.rstrip(b"\n").partition(b" ")
    if len(line) > _MAX_LINE_BYTES or digest != _digest(text).encode("ascii"):
        return None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= MAX_MOVES else 0


def _move_of(values: dict[str, Any]) -> Move | None:
    texts = [values.get(key) for key in ("path", "staged", "unit", "sha256")]
    return Move(*texts) if all(isinstance(text, str) for text in texts) else None  # type: ignore[arg-type]


def _change_of(values: dict[str, Any]) -> Change:
    kind, names = values.get("change"), values.get("names")
    return Change(
        kind if isinstance(kind, str) else "",
        tuple(
            printable_name(name[:_MAX_NAME_LENGTH])
            for name in (names[:_MAX_NAMES] if isinstance(names, list) else [])
            if isinstance(name, str)
        ),
        _count(values.get("issues")),
    )
