"""Reading sources in a process of its own, which is ended when one issue never is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES, is_picture_name
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft
from viewer.callbacks import CancelCheck
from viewer.importers.base import ImportOptions, Source
from viewer.importers.sources.safe_files import is_regular
from viewer.messages import Message, reason_of
from viewer.processes import START_SECONDS, NoProcessError, WorkerProcess, serve

#: Seconds that opening a source, and reading one issue of it, may take.
OPEN_TIMEOUT = 120.0
ISSUE_TIMEOUT = 20.0
#: Bytes of sources that are held open together; one that is let go is opened again.
MOST_OPEN_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says of itself; ``publication`` is None where it cannot be read at all."""

    source_index: int
    format: str
    publication: Publication | None
    titles: tuple[str, ...]
    problems: tuple[Problem, ...]
    pack: PackInfo | None = None


@dataclass(frozen=True, slots=True)
class IssueResult:
    """One issue of a source: a draft, nothing (it is none), or the problems that closed it."""

    source_index: int
    issue_index: int
    draft: IssueDraft | None
    problems: tuple[Problem, ...] = ()


class SourceReader:
    """Opens ``paths`` and reads their issues; pictures are put into the folder ``spool``."""

    def __init__(
        self,
        paths: Sequence[Path],
        options: ImportOptions,
        spool: Path,
        cancelled: CancelCheck | None = None,
        *,
        open_timeout: float = OPEN_TIMEOUT,
        issue_timeout: float = ISSUE_TIMEOUT,
    ) -> None:
        self._worker_args = ([str(path) for path in paths], options, str(spool))
        self._names = [printable_name(path.name) for path in paths]
        self._cancelled = cancelled
        self._open_timeout = open_timeout
        self._issue_timeout = issue_timeout
        self._process: _ReaderProcess | _InProcess | None = None
        self._had_process = False

    def __enter__(self) -> SourceReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_process()

    def open(self, index: int) -> SourceInfo:
        """What the source of this number holds."""
        answer = self._ask(("open", index, 0), self._open_timeout)
        if isinstance(answer, SourceInfo):
            return answer
        sentence = (
            Message(
                "The source could not be opened within {open_timeout:g} seconds; divide it.",
                open_timeout=self._open_timeout,
            )
            if answer == "late"
            else Message("Opening the source needed more than this system allows; divide it.")
        )
        problem = Problem(Severity.ERROR, self._names[index], sentence)
        return SourceInfo(index, "", None, (), (problem,))

    def read_issues(self, info: SourceInfo) -> Iterator[IssueResult]:
        """Every issue of an opened source, in order."""
        for unit, name in enumerate(info.titles):
            if self._cancelled is not None and self._cancelled():
                return
            answer = self._ask(("draft", info.source_index, unit), self._issue_timeout)
            if isinstance(answer, IssueResult):
                yield answer
                continue
            sentence = (
                Message(
                    "This could not be read within {issue_timeout:g} seconds and was given up; "
                    "divide it or look for endlessly repeated marks.",
                    issue_timeout=self._issue_timeout,
                )
                if answer == "late"
                else Message("Reading this needed more than the system allows; it was left out.")
            )
            yield IssueResult(
                info.source_index,
                unit,
                None,
                (Problem(Severity.ERROR, printable_name(name), sentence),),
            )

    def _ask(self, request: tuple[str, int, int], timeout: float) -> object:
        if self._process is None:
            try:
                self._process = _ReaderProcess(self._worker_args)
                self._had_process = True
            except NoProcessError:
                if self._had_process:
                    return "lost"
                self._process = _InProcess(self._worker_args)
        answer = self._process.ask(request, timeout, self._cancelled)
        if isinstance(answer, str):
            self._stop_process()
        return answer

    def _stop_process(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None


class _InProcess:
    """Where no process can be started, the work is done in this one."""

    def __init__(self, setup: tuple[list[str], ImportOptions, str]) -> None:
        self._server = _ReaderServer(*setup)

    def ask(
        self, request: tuple[str, int, int], _seconds: float, _cancelled: object
    ) -> SourceInfo | IssueResult | str:
        return self._server.answer(request)

    def stop(self) -> None:
        self._server.close()


class _ReaderProcess:
    def __init__(self, setup: tuple[list[str], ImportOptions, str]) -> None:
        self._process = WorkerProcess(_serve_sources, *setup)
        self._is_starting = True

    def ask(
        self,
        request: tuple[str, int, int],
        timeout: float,
        cancelled: CancelCheck | None,
    ) -> object:
        """The answer, ``late``, or ``lost`` where the process ended by itself."""
        seconds = timeout + (START_SECONDS if self._is_starting else 0)
        self._is_starting = False
        try:
            self._process.send(request, seconds)
            while not self._process.poll(0.1):
                if self._process.is_late or (cancelled is not None and cancelled()):
                    return "late"
            return self._process.receive()
        except ChildProcessError:
            return "lost"

    def stop(self) -> None:
        self._process.kill()


def _serve_sources(pipe: Connection, paths: list[str], options: ImportOptions, spool: str) -> None:
    serve(pipe, _ReaderServer(paths, options, spool).answer)


class _ReaderServer:
    def __init__(self, paths: list[str], options: ImportOptions, spool: str) -> None:
        self._paths = [Path(path) for path in paths]
        self._options = options
        self._spool = Path(spool)
        self._open_sources: dict[int, tuple[str, Source]] = {}

    def answer(self, request: tuple[str, int, int]) -> SourceInfo | IssueResult:
        what, source, unit = request
        name = printable_name(self._paths[source].name)
        try:
            format_, reading = self._open_source(source)
        except Exception as error:  # importers are many, sources hostile: one never ends the rest
            return SourceInfo(source, "", None, (), _exception_problems(error, name))
        if what == "open":
            units = tuple(printable_name(unit) for unit in reading.titles)
            return SourceInfo(
                source, format_, reading.publication, units, reading.problems, reading.pack
            )
        try:
            draft = reading.read_issue(unit)
            return IssueResult(source, unit, None if draft is None else self._spool_pictures(draft))
        except Exception as error:
            return IssueResult(
                source, unit, None, _exception_problems(error, printable_name(reading.titles[unit]))
            )

    def _open_source(self, source: int) -> tuple[str, Source]:
        if source not in self._open_sources:
            from viewer.importers import importer_for, importers

            path = self._paths[source]
            importer = importer_for(path)
            if importer is None:
                titles = tuple(one.title for one in importers())
                sentence = Message(
                    "This is none of the formats that can be brought in: {formats}.", formats=titles
                )
                raise UnreadableFileError(
                    (Problem(Severity.ERROR, printable_name(path.name), sentence),)
                )
            self._open_sources[source] = (importer.name, importer.open(path, self._options))
            self._close_oldest(source)
        return self._open_sources[source]

    def _close_oldest(self, keep_index: int) -> None:
        """Close the sources that were opened first until what is held is little enough."""
        held = {source: _file_size(self._paths[source]) for source in self._open_sources}
        for source in list(held):
            if sum(held.values()) <= MOST_OPEN_BYTES:
                return
            if source != keep_index:
                del held[source]
                self._open_sources.pop(source)[1].close()

    def close(self) -> None:
        for _, reading in self._open_sources.values():
            reading.close()

    def _spool_pictures(self, draft: IssueDraft) -> IssueDraft:
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
                if not is_regular(content) or os.lstat(content).st_size > MAX_PICTURE_BYTES:
                    return None
                content = content.read_bytes()
            except OSError:
                return None
        if len(content) > MAX_PICTURE_BYTES:
            return None
        place = self._spool / hashlib.sha256(content).hexdigest()
        try:
            if not place.exists():
                place.write_bytes(content)
        except OSError as error:
            place.unlink(missing_ok=True)
            sentence = Message(
                "The picture {picture} cannot be put into the library ({error}); see that "
                "the disk has room.",
                picture=picture.name,
                error=reason_of(error),
            )
            raise UnreadableFileError((Problem(Severity.ERROR, draft_file, sentence),)) from error
        return place


def _file_size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _exception_problems(error: Exception, name: str) -> tuple[Problem, ...]:
    if isinstance(error, UnreadableFileError) and error.problems:
        return error.problems
    if isinstance(error, MemoryError | RecursionError):
        sentence = Message("This is too large or nested too deeply to be read; it was left out.")
    else:
        reason = " ".join(str(error).split())[:120]
        told = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
        sentence = Message("This could not be understood ({reason}) and was left out.", reason=told)
    return (Problem(Severity.ERROR, name, sentence),)
