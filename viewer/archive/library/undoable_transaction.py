"""Atomic changes of the library's files, with undo of the last one.

Everything new is written into a folder of its own in the library first. A journal then names
every move, is written to disk, and the moves are made; a crash in between is undone from it at
the next start. What was replaced stays in that folder until the next change, so that the last
change can be taken back.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from viewer.errors import LibraryError
from viewer.messages import Message, reason_of

TRANSACTIONS_FOLDER = ".imports"
_JOURNAL, _DONE_MARKER, _LOCK = "journal.json", "done", "lock"

Move = tuple[str, str]


class LibraryTransaction:
    """One change of the library in ``library``: fill ``new_folder``, then call ``commit``.

    Paths of moves are relative to the library. Use it under ``library_lock``.

    Raises:
        LibraryError: the library cannot be written.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._recorded: list[Move] = []
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{time.monotonic_ns() % 100000}"
        self.folder = library / TRANSACTIONS_FOLDER / name
        self.new_folder = self.folder / "new"
        self.old_folder = self.folder / "old"
        try:
            self.new_folder.mkdir(parents=True)
            self.old_folder.mkdir()
        except OSError as error:
            raise LibraryError(
                Message(
                    "The library {library} cannot be written ({error}); choose another folder "
                    "with --library.",
                    library=library,
                    error=reason_of(error),
                )
            ) from error

    def commit(self, moves: Sequence[Move], report: object) -> None:
        """Make ``moves`` in order and end the transaction; if one fails, undo all.

        ``report`` (JSON) is kept with it.

        Raises:
            LibraryError: a move failed; everything is as it was.
        """
        with self._all_or_nothing():
            self._record_and_apply(moves, report)
            write_durably(self.folder / _DONE_MARKER, "")
            _sync_folder(self.folder)
        for other in _transaction_folders(self._library):
            # Files that could not be moved back after a crash exist only there: keep them.
            if other != self.folder and (
                (other / _DONE_MARKER).exists() or not _holds_files(other)
            ):
                shutil.rmtree(other, ignore_errors=True)

    def apply_moves(self, moves: Sequence[Move]) -> None:
        """Make the first moves of a change that goes on; until ``commit`` a crash undoes them.

        Raises:
            LibraryError: a move failed; everything is as it was before the change.
        """
        with self._all_or_nothing():
            self._record_and_apply(moves, {})

    @property
    def has_applied_moves(self) -> bool:
        """Whether anything was moved yet."""
        return bool(self._recorded)

    def _record_and_apply(self, moves: Sequence[Move], report: object) -> None:
        """Write down all moves of this change so far, then make the new ones.

        Raises:
            OSError: one of them cannot be made.
        """
        new_paths = [self._library / source for source, _ in moves]
        new_paths = [
            path for path in new_paths if self.new_folder in path.parents and os.path.lexists(path)
        ]
        for path in new_paths:
            _sync_tree(path)
        for folder in {path.parent for path in new_paths}:
            _sync_folder(folder)
        self._recorded += moves
        # Replaced atomically: after a crash there is the old journal or the new one.
        new_journal = self.folder / (_JOURNAL + ".new")
        # ASCII escapes also hold file names that are not valid UTF-8.
        write_durably(new_journal, json.dumps({"moves": self._recorded, "report": report}))
        os.replace(new_journal, self.folder / _JOURNAL)
        for folder in (self.folder, self.folder.parent, self._library):
            _sync_folder(folder)
        for source, target in moves:
            _move(self._library / source, self._library / target)
        for folder in {(self._library / path).parent for move in moves for path in move}:
            _sync_folder(folder)

    @contextlib.contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            is_undone = _roll_back(self._library, self.folder)
            if not isinstance(error, OSError):
                raise
            outcome = (
                Message("is as it was")
                if is_undone
                else Message("what it replaced is in {folder}", folder=self.old_folder)
            )
            raise LibraryError(
                Message(
                    "The library {library} could not be changed ({error}) and {outcome}; see "
                    "that the disk has room and that no other program holds its files.",
                    library=self._library,
                    error=reason_of(error),
                    outcome=outcome,
                )
            ) from error

    def roll_back(self) -> None:
        """Undo the moves made so far, and delete the staged files."""
        if self._recorded:
            self._recorded = []
            _roll_back(self._library, self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def library_lock(library: Path) -> Iterator[None]:
    """Lock the library against other programs; an interrupted change is rolled back first.

    Raises:
        LibraryError: another program is changing it, or it cannot be written.
    """
    with _hold_lock(library):
        _roll_back_unfinished(library)
        yield


@contextlib.contextmanager
def _hold_lock(library: Path) -> Iterator[None]:
    """Hold the lock of the library.

    Raises:
        LibraryError: another program is changing it, or it cannot be written.
    """
    try:
        (library / TRANSACTIONS_FOLDER).mkdir(parents=True, exist_ok=True)
        if (library / TRANSACTIONS_FOLDER).is_symlink():
            raise OSError(Message("it is a link"))
        descriptor = os.open(library / TRANSACTIONS_FOLDER / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LibraryError(
            Message(
                "The library {library} cannot be written ({error}); choose another folder with "
                "--library.",
                library=library,
                error=reason_of(error),
            )
        ) from error
    try:
        try:
            free = _try_lock(descriptor)
        except OSError as error:
            raise LibraryError(
                Message(
                    "The library {library} cannot be kept from other programs meanwhile "
                    "({error}); choose a folder of this computer with --library.",
                    library=library,
                    error=reason_of(error),
                )
            ) from error
        if not free:
            raise LibraryError(
                Message(
                    "Another program is changing the library {library}; wait until it is done.",
                    library=library,
                )
            )
        yield
    finally:
        os.close(descriptor)


def roll_back_interrupted(library: Path) -> bool:
    """Undo a change that a crash interrupted, and delete staged files.

    True if anything was undone. A change that another program is making is left alone. Never
    raises.
    """
    if not os.path.isdir(library / TRANSACTIONS_FOLDER):
        return False
    with contextlib.suppress(LibraryError, OSError), _hold_lock(library):
        return _roll_back_unfinished(library)
    return False


def _roll_back_unfinished(library: Path) -> bool:
    """Undo unfinished transactions; whether there were any."""
    undone = False
    for folder in _transaction_folders(library):
        if not (folder / _DONE_MARKER).exists():
            undone = _roll_back(library, folder) or undone
    return undone


def undo_last_transaction(library: Path) -> object | None:
    """Undo the last change; its report, None if there is none.

    Raises:
        LibraryError: it cannot be taken back; then everything is as it was.
    """
    for folder in _transaction_folders(library):
        if not (folder / _DONE_MARKER).exists():
            continue
        report = _read_journal(folder).get("report")
        blocked = _blocking_path(library, folder)
        if blocked:
            raise LibraryError(
                Message(
                    "The last change cannot be taken back, since {path} was changed or moved "
                    "after it.",
                    path=blocked,
                )
            )
        os.unlink(folder / _DONE_MARKER)
        if not _roll_back(library, folder):
            raise LibraryError(
                Message(
                    "The last change cannot be taken back; what it replaced is in {folder}.",
                    folder=folder,
                )
            )
        return report
    return None


def write_durably(path: Path, text: str) -> None:
    """Write ``text`` so that it is on the disk, whole, when this returns.

    Raises:
        OSError: it cannot be written.
    """
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _transaction_folders(library: Path) -> list[Path]:
    """The folders of all transactions, newest first."""
    try:
        folders = [
            Path(e.path)
            for e in os.scandir(library / TRANSACTIONS_FOLDER)
            if e.is_dir(follow_symlinks=False)
        ]
    except OSError:
        return []
    return sorted(folders, key=lambda folder: folder.name, reverse=True)


def _read_journal(folder: Path) -> dict[str, object]:
    try:
        journal = json.loads((folder / _JOURNAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return journal if isinstance(journal, dict) else {}


def _recorded_moves(library: Path, folder: Path) -> list[tuple[Path, Path]]:
    """The moves of a transaction; those with a path outside the library are left out."""
    recorded = _read_journal(folder).get("moves")
    moves = []
    for move in recorded if isinstance(recorded, list) else []:
        if not isinstance(move, list) or len(move) != 2:
            continue
        paths = [library / str(part) for part in move]
        if all(_is_inside(path, library) for path in paths):
            moves.append((paths[0], paths[1]))
    return moves


def _is_inside(path: Path, library: Path) -> bool:
    """Whether ``path`` is in the library, by its name and with symbolic links resolved."""
    if ".." in path.parts or library not in path.parents:
        return False
    return Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(library))


def _roll_back(library: Path, folder: Path) -> bool:
    """Undo the moves, last first, then delete the transaction; whether everything worked."""
    is_undone = True
    for source, target in reversed(_recorded_moves(library, folder)):
        if os.path.lexists(target) and not os.path.lexists(source):
            try:
                _move(target, source)
            except OSError:
                is_undone = False
    for _, target in _recorded_moves(library, folder):
        with contextlib.suppress(OSError):
            target.parent.rmdir()
    # If a move was blocked or the journal is damaged, the replaced files must be kept.
    is_undone = is_undone and not _holds_files(folder / "old")
    if is_undone:
        shutil.rmtree(folder, ignore_errors=True)
    return is_undone


def _holds_files(folder: Path) -> bool:
    """Whether there is anything but folders below ``folder``."""
    return any(files for _, _, files in os.walk(folder))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, Message("something stands in the way"), str(target))
    os.rename(source, target)


def _blocking_path(library: Path, folder: Path) -> str:
    """The path that prevents undoing a change; empty if none does."""
    moves = _recorded_moves(library, folder)
    free = {target for _, target in moves}
    committed_ns = os.lstat(folder / _DONE_MARKER).st_mtime_ns
    for source, target in reversed(moves):
        if not os.path.lexists(target):
            return str(target.relative_to(library))
        if folder not in target.parents and _last_modified_ns(target) > committed_ns:
            return str(target.relative_to(library))
        if os.path.lexists(source) and source not in free:
            return str(source.relative_to(library))
    return ""


def _last_modified_ns(top: Path) -> int:
    """When a file, or anything in a folder, was last written (ns)."""
    below = [
        os.path.join(folder, name)
        for folder, folders, files in os.walk(top)
        for name in (*folders, *files)
    ]
    return max(os.lstat(path).st_mtime_ns for path in [str(top), *below])


def _sync_tree(path: Path) -> None:
    """See that a file, or everything in a folder, is on the disk, not only on its way there.

    Raises:
        OSError: it cannot be written.
    """
    if not path.is_dir():
        _sync_file(path)
    for folder, _, files in os.walk(path):
        for name in files:
            _sync_file(Path(folder, name))
        _sync_folder(Path(folder))


def _sync_file(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """See that the names in ``folder`` are on the disk, where the system lets that be asked."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    """Take the lock; False if another program has it.

    Raises:
        OSError: this file system knows no locks.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
