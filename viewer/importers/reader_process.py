"""Reading sources in a process of its own, which is ended when one issue never is.

The process is spawned, so the program's ``main`` has to call ``multiprocessing.freeze_support``.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from viewer.archive.catalogue.parser_pool import can_spawn, limit_memory
from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft
from viewer.archive.staging.import_staging import is_picture_name
from viewer.importers.base import ImportOptions, Source
from viewer.importers.sources.safe_files import is_regular

#: Seconds that opening a source, and reading one issue of it, may take.
OPENING = 120.0
DEADLINE = 20.0
_START = 30.0
LARGEST_PICTURE = 20 * 1024 * 1024
#: Bytes of sources that are held open together; one that is let go is opened again.
MOST_HELD = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """What a source says of itself; ``publication`` is None where it cannot be read at all."""

    source: int
    format: str
    publication: Publication | None
    units: tuple[str, ...]
    problems: tuple[Problem, ...]
    pack: PackInfo | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One issue of a source: a draft, nothing (it is none), or the problems that closed it."""

    source: int
    unit: int
    draft: IssueDraft | None
    problems: tuple[Problem, ...] = ()


class SourceReader:
    """Opens ``paths`` and reads their issues; pictures are put into the folder ``spool``."""

    def __init__(
        self,
        paths: Sequence[Path],
        options: ImportOptions,
        spool: Path,
        cancelled: Callable[[], bool] | None = None,
        *,
        opening: float = OPENING,
        deadline: float = DEADLINE,
    ) -> None:
        self._setup = ([str(path) for path in paths], options, str(spool))
        self._names = [printable_name(path.name) for path in paths]
        self._cancelled = cancelled
        self._opening = opening
        self._deadline = deadline
        self._process: _Process | _Here | None = None

    def __enter__(self) -> SourceReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def open(self, source: int) -> Opened:
        """What the source of this number holds."""
        answer = self._ask(("open", source, 0), self._opening)
        if isinstance(answer, Opened):
            return answer
        sentence = (
            f"The source could not be opened within {self._opening:g} seconds; divide it."
            if answer == "late"
            else "Opening the source needed more than this system allows; divide it."
        )
        problem = Problem(Severity.ERROR, self._names[source], sentence)
        return Opened(source, "", None, (), (problem,))

    def read(self, opened: Opened) -> Iterator[Read]:
        """Every issue of an opened source, in order."""
        for unit, name in enumerate(opened.units):
            if self._cancelled is not None and self._cancelled():
                return
            answer = self._ask(("draft", opened.source, unit), self._deadline)
            if isinstance(answer, Read):
                yield answer
                continue
            sentence = (
                f"This could not be read within {self._deadline:g} seconds and was given up; "
                "divide it or look for endlessly repeated marks."
                if answer == "late"
                else "Reading this needed more than the system allows; it was left out."
            )
            yield Read(
                opened.source,
                unit,
                None,
                (Problem(Severity.ERROR, printable_name(name), sentence),),
            )

    def _ask(self, question: tuple[str, int, int], seconds: float) -> object:
        if self._process is None:
            self._process = _Process(self._setup) if can_spawn() else _Here(self._setup)
        answer = self._process.ask(question, seconds, self._cancelled)
        if isinstance(answer, str):
            self._end()
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Here:
    """Where no process can be started, the work is done in this one."""

    def __init__(self, setup: tuple[list[str], ImportOptions, str]) -> None:
        self._server = _Server(*setup)

    def ask(
        self, question: tuple[str, int, int], _seconds: float, _cancelled: object
    ) -> Opened | Read | str:
        return self._server.answer(question)

    def end(self) -> None:
        self._server.close()


class _Process:
    def __init__(self, setup: tuple[list[str], ImportOptions, str]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, *setup), daemon=True)
        self._process.start()
        theirs.close()
        self._new = True

    def ask(
        self,
        question: tuple[str, int, int],
        seconds: float,
        cancelled: Callable[[], bool] | None,
    ) -> object:
        """The answer, ``late``, or ``lost`` where the process ended by itself."""
        due = time.monotonic() + seconds + (_START if self._new else 0)
        self._new = False
        try:
            self._pipe.send(question)
            while not self._pipe.poll(0.1):
                if time.monotonic() > due or (cancelled is not None and cancelled()):
                    return "late"
            return self._pipe.recv()
        except (EOFError, OSError):
            return "lost"

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection, paths: list[str], options: ImportOptions, spool: str) -> None:
    limit_memory()
    server = _Server(paths, options, spool)
    try:
        while True:
            pipe.send(server.answer(pipe.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


class _Server:
    def __init__(self, paths: list[str], options: ImportOptions, spool: str) -> None:
        self._paths = [Path(path) for path in paths]
        self._options = options
        self._spool = Path(spool)
        self._readings: dict[int, tuple[str, Source]] = {}

    def answer(self, question: tuple[str, int, int]) -> Opened | Read:
        what, source, unit = question
        name = printable_name(self._paths[source].name)
        try:
            format_, reading = self._reading(source)
        except Exception as error:  # importers are many, sources hostile: one never ends the rest
            return Opened(source, "", None, (), _problems(error, name))
        if what == "open":
            units = tuple(printable_name(unit) for unit in reading.titles)
            return Opened(
                source, format_, reading.publication, units, reading.problems, reading.pack
            )
        try:
            draft = reading.read_issue(unit)
            return Read(source, unit, None if draft is None else self._spooled(draft))
        except Exception as error:
            return Read(source, unit, None, _problems(error, printable_name(reading.titles[unit])))

    def _reading(self, source: int) -> tuple[str, Source]:
        if source not in self._readings:
            from viewer.importers import importer_for, importers

            path = self._paths[source]
            importer = importer_for(path)
            if importer is None:
                titles = ", ".join(one.title for one in importers())
                sentence = f"This is none of the formats that can be brought in: {titles}."
                raise UnreadableFileError(
                    (Problem(Severity.ERROR, printable_name(path.name), sentence),)
                )
            self._readings[source] = (importer.name, importer.open(path, self._options))
            self._let_go(source)
        return self._readings[source]

    def _let_go(self, wanted: int) -> None:
        """Close the sources that were opened first until what is held is little enough."""
        held = {source: _size(self._paths[source]) for source in self._readings}
        for source in list(held):
            if sum(held.values()) <= MOST_HELD:
                return
            if source != wanted:
                del held[source]
                self._readings.pop(source)[1].close()

    def close(self) -> None:
        for _, reading in self._readings.values():
            reading.close()

    def _spooled(self, draft: IssueDraft) -> IssueDraft:
        """The draft with every picture as a file in the spool; what cannot be kept is counted."""
        kept: list[PictureDraft] = []
        lost = 0
        for picture in draft.pictures:
            place = self._spool_picture(picture, draft.file)
            if place is None:
                lost += 1
            else:
                kept.append(replace(picture, content=place))
        losses = dict(draft.losses)
        if lost:
            losses[ImportLoss.REFUSED_PICTURE] = losses.get(ImportLoss.REFUSED_PICTURE, 0) + lost
        return replace(draft, pictures=tuple(kept), losses=losses)

    def _spool_picture(self, picture: PictureDraft, draft_file: str) -> Path | None:
        if not is_picture_name(picture.name):
            return None
        content = picture.content
        if isinstance(content, Path):
            try:
                if not is_regular(content) or os.lstat(content).st_size > LARGEST_PICTURE:
                    return None
                content = content.read_bytes()
            except OSError:
                return None
        if len(content) > LARGEST_PICTURE:
            return None
        place = self._spool / hashlib.sha256(content).hexdigest()
        try:
            if not place.exists():
                place.write_bytes(content)
        except OSError as error:
            place.unlink(missing_ok=True)
            sentence = (
                f"The picture {picture.name} cannot be put into the library "
                f"({error.strerror or error}); see that the disk has room."
            )
            raise UnreadableFileError((Problem(Severity.ERROR, draft_file, sentence),)) from error
        return place


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _problems(error: Exception, name: str) -> tuple[Problem, ...]:
    if isinstance(error, UnreadableFileError) and error.problems:
        return error.problems
    if isinstance(error, MemoryError | RecursionError):
        sentence = "This is too large or nested too deeply to be read; it was left out."
    else:
        reason = " ".join(str(error).split())[:120]
        told = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
        sentence = f"This could not be understood ({told}) and was left out."
    return (Problem(Severity.ERROR, name, sentence),)
