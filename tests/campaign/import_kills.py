"""Imports killed at any moment: all issues old or all new, and no file of the reader's moved."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.importers.exports import png
from viewer.archive.catalogue.parser_pool import ParseResult, ParseTask, parse_task
from viewer.archive.library import undoable_transaction
from viewer.archive.library.library import Library
from viewer.archive.staging import import_staging
from viewer.importers.import_session import ImportSession

COUNT = 200
ISSUES = 5
_SECONDS = 120
#: Calls to the system that an import of a few issues makes; the kill comes before one of them.
_CALLS = ("rename", "replace", "fsync", "write", "mkdir", "rmdir")


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """In the control nothing is put back, and every other time a file of hers is hidden."""
    intact = prepare(folder)
    most = count_calls(folder, intact)
    for experiment in range(count):
        library = renew(folder, intact)
        own = put_own_files(library, chance)
        moment = chance.randrange(most)
        killed = kill_import(library, folder / "new", moment)
        if control and experiment % 2:
            next(iter(own)).rename(library.folder / ".imports/hidden")
        with nothing_put_back() if control else nullcontext():
            failure = look(library, own)
        yield f"{'killed' if killed else 'ended'} at call {moment}: {failure}" if failure else ""


def prepare(folder: Path) -> Path:
    """A library of five issues with pictures, and beside it a source that changes and adds some."""
    for name, issues in (("old", ISSUES), ("new", ISSUES + 2)):
        source = folder / name
        (source / "figures").mkdir(parents=True)
        for number in range(1, issues + 1):
            (source / f"figures/{number}.png").write_bytes(_picture(name))
            text = f"The {name} text of issue {number}, with enough words to be the same again."
            (source / f"{number}.md").write_text(
                f"---\nnumber: {number}\ntitle: Issue {number}\n---\n\n# S\n\n## A\n\n{text}\n\n"
                f"![](figures/{number}.png)\n",
                encoding="utf-8",
            )
    library = Library(folder / "library")
    bring(library, folder / "old")
    intact = folder / "intact"
    shutil.copytree(library.folder, intact)
    return intact


def bring(library: Library, source: Path) -> None:
    """Imports ``source``."""
    import_staging.parse_tasks = _parse_here
    with ImportSession(library) as session:
        session.prepare([source], publication="weekly")
        session.commit()


def renew(folder: Path, intact: Path) -> Library:
    """The library as it was before the import."""
    shutil.rmtree(folder / "library")
    shutil.copytree(intact, folder / "library")
    return Library(folder / "library")


def put_own_files(library: Library, chance: random.Random) -> dict[Path, bytes]:
    """Files of the reader's own in the folders of issues, and what is in each."""
    own = {}
    for number in range(1, ISSUES + 1):
        for name in chance.sample(("notes.txt", "figures/mine.png", "a/b/deep.odt", ".hidden"), 2):
            path = library.folder / f"weekly/{number:03}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content := chance.randbytes(20))
            own[path] = content
    return own


def kill_import(library: Library, source: Path, moment: int) -> bool:
    """Imports in a process that kills itself before so many calls; whether it came to that."""
    process = _start(_import_and_die, library, source, moment)
    process.join(_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode == -signal.SIGKILL


def count_calls(folder: Path, intact: Path) -> int:
    """How many calls an import makes that is not killed."""
    library = renew(folder, intact)
    with_count = folder / "calls"
    process = _start(_import_and_count, library, folder / "new", with_count)
    process.join(_SECONDS)
    return int(with_count.read_text(encoding="utf-8"))


def look(library: Library, own: dict[Path, bytes]) -> str:
    """Starts the program again after a crash; a sentence where something is not as it must be."""
    library.update_catalogue()
    moved = [p.name for p, content in own.items() if not p.exists() or p.read_bytes() != content]
    if moved:
        return f"her files are not where they were: {', '.join(moved)}"
    old, new = issues(library, "old"), issues(library, "new")
    if (old, new) in ((ISSUES, 0), (0, ISSUES + 2)):
        return ""
    return f"{old} old issues and {new} new ones"


def issues(library: Library, which: str) -> int:
    """How many issues are there with the text and the picture of ``which`` source."""
    found = 0
    for path in (library.folder / "weekly").glob("*/issue.md"):
        names = path.parent.rglob("[0-9].png")
        pictures = [picture for picture in names if picture.read_bytes() == _picture(which)]
        found += f"The {which} text" in path.read_text(encoding="utf-8") and len(pictures) == 1
    return found


def _picture(name: str) -> bytes:
    """Another one for each name."""
    return png(40 + ord(name[0]))


def _start(target: Callable[..., None], *arguments: object) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    process.start()
    return process


def _count_calls(before_call: Callable[[], None]) -> None:
    """Calls ``before_call`` before each call to the system that changes something."""

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def counting(*arguments: object, **options: object) -> object:
            before_call()
            return call(*arguments, **options)

        return counting

    for name in _CALLS:
        setattr(os, name, counted(getattr(os, name)))


def _parse_here(tasks: Sequence[ParseTask], **_: object) -> Iterator[tuple[int, ParseResult]]:
    """Without processes of its own: what is killed here are the files' moves."""
    yield from enumerate(map(parse_task, tasks))


def _import_and_die(library: Library, source: Path, moment: int) -> None:
    made = [0]

    def die() -> None:
        if made[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        made[0] += 1

    _count_calls(die)
    bring(library, source)


def _import_and_count(library: Library, source: Path, place: Path) -> None:
    made = [0]

    def note() -> None:
        made[0] += 1

    _count_calls(note)
    bring(library, source)
    place.write_text(str(made[0]), encoding="utf-8")


@contextmanager
def nothing_put_back() -> Iterator[None]:
    """Without the defence: what a crash broke off stays as it is, and nothing is said."""
    put_back = undoable_transaction.roll_back_interrupted
    undoable_transaction.roll_back_interrupted = lambda _library: []
    try:
        yield
    finally:
        undoable_transaction.roll_back_interrupted = put_back
