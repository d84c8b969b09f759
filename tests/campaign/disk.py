"""The disk is full while she marks, imports and reads: nothing kept is lost, nothing is mixed.

The disk is a small one in memory, which only root can make, and only on Linux.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.archive.writing import BODY, HEAD, YAML, write
from viewer import paths
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.library.reader_journal import ReaderJournals
from viewer.archive.model.address import Address
from viewer.cli.main import main

COUNT = 200
_DISK_KB = 24_000
_MAX_FREE_BYTES = 600_000
_MARKS = 20
_OWN_ISSUES = 4


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control acknowledges marks that it never writes."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK_KB}k", "tmpfs", disk], check=True)
    os.environ.update({paths.CACHE_VARIABLE: str(disk / "cache"), "TMPDIR": str(folder)})
    append = ReaderJournals.append
    if control:
        ReaderJournals.append = lambda *_: None  # type: ignore[method-assign,assignment]
    try:
        library = Library(disk / "library", paths.bundled_issues())
        _write_issues(library.folder / "paper", 0)
        _quietly("search", "--library", str(library.folder), "機器")
        ledger: dict[str, bool] = {}
        for number in range(count):
            fill(disk, chance.randrange(_MAX_FREE_BYTES))
            experiment = (_mark, _import, _read)[number % 3]
            yield experiment(library, chance, ledger) or _lost(library, ledger)
            (disk / "filling").unlink()
    finally:
        ReaderJournals.append = append  # type: ignore[method-assign]
        subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path, left_bytes: int) -> None:
    """Leave only so many bytes of the disk free."""
    with (disk / "filling").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(1 << 16)):
            pass
    file_size = (disk / "filling").stat().st_size
    os.truncate(disk / "filling", max(0, file_size - left_bytes))


def _mark(library: Library, chance: random.Random, ledger: dict[str, bool]) -> str:
    """Mark until the disk is full; what was refused has to be kept once there is room."""
    reader = ReaderData(library.folder)
    refused: dict[str, bool] = {}
    # The last room goes while she marks.
    fill(library.folder.parent, chance.choice((0, 4096, chance.randrange(20_000))))
    for _ in range(_MARKS):
        address = Address("paper", chance.randrange(1, 5), f"a{chance.randrange(200)}")
        read = chance.random() < 0.7
        kept = reader.set_read(address, read)
        (ledger if kept else refused)[str(address)] = read
        if kept:
            refused.pop(str(address), None)
        if reader.is_read(address) != read:
            return f"{address} is not shown as it was marked"
    if refused and not reader.problem:
        return "nothing says that marks are not kept"
    fill(library.folder.parent, _MAX_FREE_BYTES)
    if not reader.retry():
        return f"not kept although there is room: {reader.problem}"
    ledger.update(refused)
    reader.close()
    return ""


def _import(library: Library, chance: random.Random, _ledger: dict[str, bool]) -> str:
    """Import another text of the same issues: afterwards there is the old one or the new one."""
    folder = library.folder / "paper"
    before = _digest(folder)
    source = library.folder.parent.parent / "given"
    text = chance.randrange(10**9)
    _write_issues(source / "paper", text)
    code, _, said = _quietly("import", "--library", str(library.folder), str(source / "paper"))
    after = _digest(folder)
    if code not in (0, 1) or "Traceback" in said:
        return f"the import ends with {code}: {said[-300:]}"
    changed = [name for name in before if before[name] != after.get(name)]
    if changed and len(changed) < _OWN_ISSUES:
        return f"old and new are mixed: {changed} of {_OWN_ISSUES}; {said[-200:]}"
    if code == 0 and not changed:
        return "the import said nothing, and nothing came in"
    return ""


def _read(library: Library, chance: random.Random, _ledger: dict[str, bool]) -> str:
    """List and search, with the catalogue as it is or after an issue was changed by hand."""
    if chance.random() < 0.5:
        path = library.folder / "paper/001/issue.md"
        os.utime(path, (chance.randrange(2**31), chance.randrange(2**31)))
    for command in (["list"], ["search", "機器"]):
        code, shown, said = _quietly(*command, "--library", str(library.folder))
        if code or "paper/" not in shown:
            return f"{command[0]} ends with {code}: {said[-300:]}"
    return ""


def _lost(library: Library, ledger: dict[str, bool]) -> str:
    reader = ReaderData(library.folder)
    try:
        for text, read in ledger.items():
            publication, issue, article = text.split("/")
            if reader.is_read(Address(publication, int(issue), article)) != read:
                return f"{text} was acknowledged as {'read' if read else 'unread'}"
    finally:
        reader.close()
    return ""


def _write_issues(folder: Path, text: int) -> None:
    files = {"publication.yaml": YAML}
    for number in range(1, _OWN_ISSUES + 1):
        head = HEAD.replace("number: 2", f"number: {number}")
        files[f"{number:03}/issue.md"] = (
            f"{head}{BODY}\n第 {text} 版。\n" + "很長的內容。\n\n" * 2000
        )
    write(folder, files)


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*/issue.md"))
    }


def _quietly(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command in this process."""
    shown, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(said):
        code = main(list(arguments))
    return code, shown.getvalue(), said.getvalue()
