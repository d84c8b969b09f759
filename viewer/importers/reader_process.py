"""Reads sources in a worker process, which is killed when an issue takes too long."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES, is_file_name
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.control_characters import REPLACEMENT, encodable, make_encodable
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft
from viewer.importers.base import ImportOptions, Source
from viewer.importers.sources.safe_files import is_regular
from viewer.messages import Message, reason_of
from viewer.processes import START_SECONDS, NoProcessError, WorkerProcess, serve
from viewer.progress_and_cancel import CancelCheck

#: Seconds that opening a source, and reading one issue of it, may take.
OPEN_TIMEOUT = 120.0
ISSUE_TIMEOUT = 20.0
#: Bytes of sources that stay open at once; one that was closed is opened again when needed.
MOST_OPEN_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What an opened source holds; ``publication`` is None where it cannot be read at all."""

    source_index: int
    format: str
    publication: Publication | None
    titles: tuple[str, ...]
    problems: tuple[Problem, ...]
    pack: PackInfo | None = None


@dataclass(frozen=True, slots=True)
class IssueResult:
    """One issue of a source: its draft; or None and the problems that kept it out, if any did."""

    source_index: int
    issue_index: int
    draft: IssueDraft | None
    problems: tuple[Problem, ...] = ()


class SourceReader:
    """Opens ``paths`` and reads their issues; pictures are put into the folder ``spool``.

    Use it as a context. The worker starts with the first request, and anew after one that took
    longer than its timeout (in seconds). Once ``cancelled`` is true nothing more is read.
    """

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
        """Open ``paths[index]``; whatever prevents that is a problem of the result."""
        answer = self._ask(("open", index, 0), self._open_timeout)
        if isinstance(answer, SourceInfo):
            return answer
        message = (
            Message(
                "The source could not be opened within {open_timeout:g} seconds; divide it.",
                open_timeout=self._open_timeout,
            )
            if answer == "late"
            else Message("Opening the source needed more than this system allows; divide it.")
        )
        problem = Problem(Severity.ERROR, self._names[index], message)
        return SourceInfo(index, "", None, (), (problem,))

    def read_issues(self, info: SourceInfo) -> Iterator[IssueResult]:
        """Read the issues of an opened source one by one, in order; a failure is a result."""
        for issue_index, title in enumerate(info.titles):
            if self._cancelled is not None and self._cancelled():
                return
            answer = self._ask(("draft", info.source_index, issue_index), self._issue_timeout)
            if isinstance(answer, IssueResult):
                yield answer
                continue
            message = (
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
                issue_index,
                None,
                (Problem(Severity.ERROR, printable_name(title), message),),
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
    """Stands in for ``_ReaderProcess`` where no process can be started; without timeouts."""

    def __init__(self, setup: tuple[list[str], ImportOptions, str]) -> None:
        self._server = _ReaderServer(*setup)

    def ask(
        self, request: tuple[str, int, int], _seconds: float, _cancelled: object
    ) -> SourceInfo | IssueResult | str:
        """The answer; it cannot be interrupted."""
        return self._server.answer(request)

    def stop(self) -> None:
        self._server.close()


class _ReaderProcess:
    """The worker, seen from this process."""

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
        start_seconds = START_SECONDS if self._is_starting else 0.0
        self._is_starting = False
        try:
            self._process.send(request, timeout, start_seconds)
            while not self._process.poll(0.1):
                if self._process.is_late or (cancelled is not None and cancelled()):
                    return "late"
            return self._process.receive()
        except ChildProcessError:
            self._process.kill()
            return "late" if self._process.is_late else "lost"

    def stop(self) -> None:
        self._process.kill()


def _serve_sources(pipe: Connection, paths: list[str], options: ImportOptions, spool: str) -> None:
    serve(pipe, _ReaderServer(paths, options, spool).answer)


class _ReaderServer:
    """Answers requests inside the worker; keeps sources open between them."""

    def __init__(self, paths: list[str], options: ImportOptions, spool: str) -> None:
        self._paths = [Path(path) for path in paths]
        self._options = options
        self._spool = Path(spool)
        self._open_sources: dict[int, tuple[str, Source]] = {}

    def answer(self, request: tuple[str, int, int]) -> SourceInfo | IssueResult:
        """Answer ``(kind, source index, issue index)``: ``open`` a source, or read a ``draft``.

        Every text of an import passes here, and leaves in a form that can be stored.
        """
        return make_encodable(self._answer(request))

    def _answer(self, request: tuple[str, int, int]) -> SourceInfo | IssueResult:
        kind, source_index, issue_index = request
        name = printable_name(self._paths[source_index].name)
        try:
            format_, source = self._open_source(source_index)
        except Exception as error:  # importers are many, sources hostile: one never ends the rest
            return SourceInfo(source_index, "", None, (), _exception_problems(error, name))
        if kind == "open":
            titles = tuple(printable_name(title) for title in source.titles)
            return SourceInfo(
                source_index, format_, source.publication, titles, source.problems, source.pack
            )
        try:
            draft = source.read_issue(issue_index)
            return IssueResult(
                source_index,
                issue_index,
                None if draft is None else _count_unreadable(self._spool_files(draft)),
            )
        except Exception as error:
            return IssueResult(
                source_index,
                issue_index,
                None,
                _exception_problems(error, printable_name(source.titles[issue_index])),
            )

    def _open_source(self, source_index: int) -> tuple[str, Source]:
        if source_index not in self._open_sources:
            from viewer.importers import importer_for, importers

            path = self._paths[source_index]
            importer = importer_for(path)
            if importer is None:
                formats = tuple(each.title for each in importers())
                message = Message(
                    "This is none of the formats that can be brought in: {formats}.",
                    formats=formats,
                )
                raise UnreadableFileError(
                    (Problem(Severity.ERROR, printable_name(path.name), message),)
                )
            self._open_sources[source_index] = (importer.name, importer.open(path, self._options))
            self._close_oldest(source_index)
        return self._open_sources[source_index]

    def _close_oldest(self, keep_index: int) -> None:
        """Close the sources opened first until the open ones are within ``MOST_OPEN_BYTES``."""
        sizes = {index: _file_size(self._paths[index]) for index in self._open_sources}
        for index in list(sizes):
            if sum(sizes.values()) <= MOST_OPEN_BYTES:
                return
            if index != keep_index:
                del sizes[index]
                self._open_sources.pop(index)[1].close()

    def close(self) -> None:
        for _, source in self._open_sources.values():
            source.close()

    def _spool_files(self, draft: IssueDraft) -> IssueDraft:
        """The draft with its files in the spool; refused ones are counted as losses."""
        losses = dict(draft.losses)

        def spooled(files: Sequence[PictureDraft], loss: ImportLoss) -> tuple[PictureDraft, ...]:
            kept: list[PictureDraft] = []
            for file in files:
                path = self._spool_file(file, draft.file)
                if path is None:
                    losses[loss] = losses.get(loss, 0) + 1
                else:
                    kept.append(replace(file, content=path))
            return tuple(kept)

        pictures = spooled(draft.pictures, ImportLoss.REFUSED_PICTURE)
        files = spooled(draft.files, ImportLoss.ATTACHMENT)
        return replace(draft, pictures=pictures, files=files, losses=losses)

    def _spool_file(self, picture: PictureDraft, draft_file: str) -> Path | None:
        if not is_file_name(picture.name):
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
        path = self._spool / hashlib.sha256(content).hexdigest()
        try:
            if not path.exists():
                path.write_bytes(content)
        except OSError as error:
            path.unlink(missing_ok=True)
            message = Message(
                "The file {file} cannot be put into the library ({error}); see that the disk "
                "has room.",
                file=picture.name,
                error=reason_of(error),
            )
            raise UnreadableFileError((Problem(Severity.ERROR, draft_file, message),)) from error
        return path


def _count_unreadable(draft: IssueDraft) -> IssueDraft:
    """The draft, with its characters that could not be read counted as losses and told.

    Whatever decodes a source puts U+FFFD for these, so they are counted here for all formats. An
    issue of our own says itself what was lost when it was first brought in, and stays as it is.
    """
    count = encodable(draft.title + draft.text).count(REPLACEMENT)
    count -= draft.losses.get(ImportLoss.CHARACTER, 0)
    if count <= 0 or draft.original:
        return draft
    told = Problem(
        Severity.WARNING,
        draft.file,
        Message.counted(
            count,
            "1 character could not be read and is shown as “�”; see what encoding the source is "
            "in, and bring it in again.",
            "{count:,} characters could not be read and are shown as “�”; see what encoding the "
            "source is in, and bring it in again.",
        ),
    )
    losses = {**draft.losses, ImportLoss.CHARACTER: count}
    return replace(draft, losses=losses, problems=(*draft.problems, told))


def _file_size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _exception_problems(error: Exception, name: str) -> tuple[Problem, ...]:
    if isinstance(error, UnreadableFileError) and error.problems:
        return error.problems
    if isinstance(error, MemoryError | RecursionError):
        message = Message("This is too large or nested too deeply to be read; it was left out.")
    else:
        reason = " ".join(str(error).split())[:120]
        description = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
        message = Message(
            "This could not be understood ({reason}) and was left out.", reason=description
        )
    return (Problem(Severity.ERROR, name, message),)
