"""One import into a library: sources are read, staged for a preview, then moved in or dropped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.files.publication_file import is_valid_publication_id, make_publication_id
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.library import undoable_transaction
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.staging.import_problems import same_name_problem
from viewer.archive.staging.import_staging import FAILED_KEY, ImportStaging, StagedPublication
from viewer.errors import CatalogueError, LibraryError
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions
from viewer.importers.import_report import ImportReport, summarize
from viewer.importers.reader_process import SourceInfo, SourceReader
from viewer.logs import get_logger
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck

#: Called with the step (``read``, ``check`` or ``keep``), how many issues are done, of how many.
ImportProgressCallback = Callable[[str, int, int], None]
_MOST_SOURCES = 5000
#: The formats in which a publication's id was chosen by somebody and not guessed.
_NATIVE_FORMATS = ("dvpack", "publication")
#: Seconds from acceptance until what was read by then is moved in. Each later pause is longer by
#: the factor, since moving in goes through the whole library.
FIRST_COMMIT_DELAY, _DELAY_FACTOR = 1.0, 2.0
#: Seconds from one preview to the next.
_PREVIEW_INTERVAL = 0.5


@dataclass(frozen=True, slots=True)
class EarlyCommit:
    """Callbacks for moving issues in before all of them were read.

    ``on_preview`` is called with what will come in as soon as that is known, and again as more is
    read; ``is_accepted`` says whether the reader has accepted it; ``on_commit`` is called after
    each part that was moved in.
    """

    on_preview: Callable[[ImportReport], None]
    is_accepted: Callable[[], bool]
    on_commit: Callable[[UpdateResult], None]


class ImportCancelled(Exception):
    """The reader asked to stop; the library is as it was."""


class ImportSession:
    """One import: ``prepare``, look at ``report``, perhaps ``rename``, ``commit`` or ``close``.

    From ``prepare`` until ``close`` no other program can change the library. Use it as a context.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stack = ExitStack()
        self._staging: ImportStaging | None = None
        self._groups: list[tuple[Publication, list[IssueDraft], int]] = []
        self._staged: list[tuple[StagedPublication, int]] = []
        self._problems: list[Problem] = []
        #: Whether the issues are in although ``commit`` could not write the catalogue.
        self.is_committed = False
        #: The newest pack read of each publication, by its id.
        self._packs: dict[str, PackInfo] = {}
        #: What dropping issues that had come in early changed.
        self.rollback_result: UpdateResult | None = None

    def __enter__(self) -> ImportSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop whatever was not committed, and let other programs change the library again.

        ``rollback_result`` then says what dropping issues that had come in early changed.

        Raises:
            CatalogueError: nothing of it is left, but the catalogue cannot be written.
        """
        with self._stack:
            if self._staging is not None:
                staging, self._staging = self._staging, None
                self.rollback_result = staging.discard()

    def prepare(
        self,
        paths: Sequence[Path],
        *,
        publication: str = "",
        options: ImportOptions | None = None,
        replace_edited: bool = False,
        progress: ImportProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
        early_commit: EarlyCommit | None = None,
    ) -> ImportReport:
        """Read ``paths`` and stage their issues beside the library, which stays as it is.

        Only with ``early_commit`` issues come in before all are staged, once they are accepted;
        ``close`` without ``commit`` takes them out again.

        ``publication`` is the id of the publication that everything joins or becomes; empty
        leaves it to the sources. Issues in which the reader wrote stay unless ``replace_edited``.

        Raises:
            LibraryError: the library cannot be written, or the id cannot be one.
            ImportCancelled: ``cancelled`` said so.
        """
        if publication and not is_valid_publication_id(publication):
            raise LibraryError(
                Message(
                    "“{publication}” cannot be a publication's id; write a short word of small "
                    "letters, digits, - and _.",
                    publication=publication[:60],
                )
            )
        interrupted = self._stack.enter_context(
            undoable_transaction.library_lock(self._library.folder)
        )
        self._problems += interrupted
        self._staging = ImportStaging(self._library, replace_edited=replace_edited)
        sources = self._find_sources(paths)
        self._read_sources(sources, publication, options or ImportOptions(), progress, cancelled)
        self._stage(progress, cancelled, early_commit)
        return self.report()

    def report(self) -> ImportReport:
        """What ``commit`` will do, or did."""
        summaries = tuple(summarize(staged, failed) for staged, failed in self._staged)
        problems = [*self._problems, *(p for staged, _ in self._staged for p in staged.problems)]
        return ImportReport(summaries, tuple(dict.fromkeys(problems)))

    def rename(
        self,
        old_id: str,
        new_id: str,
        name: str,
        progress: ImportProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
        early_commit: EarlyCommit | None = None,
    ) -> ImportReport:
        """Bring the publication ``old_id`` of the report in as ``new_id``, called ``name``.

        Raises:
            LibraryError: the id cannot be one, or the library cannot be written.
            ImportCancelled: ``cancelled`` said so.
        """
        if not is_valid_publication_id(new_id):
            raise LibraryError(
                Message(
                    "“{id}” cannot be a publication's id; write a short word of small "
                    "letters, digits, - and _.",
                    id=new_id[:60],
                )
            )
        name = " ".join(name.split())[:500]
        groups = self._groups
        self._groups = []
        for publication, drafts, failed in groups:
            if publication.id == old_id:
                if old_id in self._packs:
                    self._packs[new_id] = self._packs.pop(old_id)
                publication = replace(publication, id=new_id, name=name or publication.name)
            self._add_to_group(publication, drafts, failed)
        self._stage(progress, cancelled, early_commit)
        return self.report()

    def replace_edited(
        self,
        allowed: bool,
        progress: ImportProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
    ) -> ImportReport:
        """Let issues in which the reader wrote be replaced, or stay as they are.

        Raises:
            LibraryError: the library cannot be written.
            ImportCancelled: ``cancelled`` said so.
        """
        assert self._staging is not None
        self._staging.replace_edited = allowed
        self._stage(progress, cancelled)
        return self.report()

    def commit(self, progress: ImportProgressCallback | None = None) -> UpdateResult:
        """Move everything in; the catalogue is in step with it afterwards.

        Raises:
            LibraryError: that cannot be done; the library is as it was.
            CatalogueError: the issues are in, but the catalogue cannot be written.
        """
        if self._staging is None:
            raise ValueError("prepare was not called")
        keep = None if progress is None else lambda done, total: progress("keep", done, total)
        staged = [publication for publication, _ in self._staged]
        report = self.report()
        try:
            result = self._staging.commit(staged, keep)
        except CatalogueError:
            self._staging = None
            self.is_committed = True
            raise
        self._staging = None
        get_logger(__name__).info(
            "an import: %d issues added, %d updated, %d unchanged, %d failed",
            sum(publication.added for publication in report.publications),
            sum(publication.updated for publication in report.publications),
            sum(publication.unchanged for publication in report.publications),
            report.failed,
        )
        return result

    def _find_sources(self, paths: Sequence[Path]) -> list[Path]:
        """The files and folders to open; of a folder that is no source itself, the files in it."""
        sources: list[Path] = []
        library = Path(os.path.realpath(self._library.folder))
        folders = [
            issue_folder.folder
            for issue_folder in self._library.issue_folders()
            if issue_folder.root_index
        ]
        publication_folders = {Path(os.path.realpath(folder)) for folder in folders} - {library}
        for path in paths:
            real = Path(os.path.realpath(path))
            if real == library or publication_folders & {real, *real.parents}:
                self._add_error(
                    path, Message("This is in the library already; name what is not yet.")
                )
            elif not path.exists():
                self._add_error(path, Message("There is nothing at this path; mend its name."))
            elif path.is_symlink():
                self._add_error(
                    path, Message("This is a link, which is not followed; name the file itself.")
                )
            elif importer_for(path) is not None or not path.is_dir():
                sources.append(path)
            else:
                files = [
                    file.path for file in walk_files(path) if importer_for(file.path) is not None
                ]
                if not files:
                    self._add_error(path, Message("Nothing in this folder can be brought in."))
                sources.extend(files[:_MOST_SOURCES])
        return sources

    def _add_error(self, path: Path, sentence: Message) -> None:
        name = printable_name(str(path))
        self._problems.append(Problem(Severity.ERROR, name, sentence, key=FAILED_KEY))

    def _read_sources(
        self,
        sources: Sequence[Path],
        publication: str,
        options: ImportOptions,
        progress: ImportProgressCallback | None,
        cancelled: CancelCheck | None,
    ) -> None:
        assert self._staging is not None
        with SourceReader(sources, options, self._staging.picture_spool, cancelled) as reader:
            infos: list[SourceInfo] = []
            for index in range(len(sources)):
                infos.append(reader.open(index))
                _raise_if_cancelled(cancelled)
            total = sum(len(info.titles) for info in infos)
            done = 0
            for info in infos:
                self._problems.extend(_mark_as_failed(info.problems, info.publication is None))
                if info.publication is None:
                    continue
                drafts: list[IssueDraft] = []
                failed = 0
                for result in reader.read_issues(info):
                    if result.draft is not None:
                        drafts.append(result.draft)
                    elif result.problems:
                        failed += 1
                        self._problems.extend(_mark_as_failed(result.problems, True))
                    done += 1
                    if progress is not None:
                        progress("read", done, total)
                _raise_if_cancelled(cancelled)
                # A mailbox holds issues of many publications.
                by_publication: dict[Publication, list[IssueDraft]] = {}
                for draft in drafts:
                    by_publication.setdefault(draft.publication or info.publication, []).append(
                        draft
                    )
                has_chosen_id = info.format in _NATIVE_FORMATS
                # A source without issues makes no publication, one whose issues all failed does.
                if not drafts and not failed:
                    self._problems.extend(_nothing_found(info, sources[info.source_index]))
                for proposed, its_drafts in by_publication.items() or (
                    [(info.publication, [])] if failed else []
                ):
                    joined_id = self._assign_publication(
                        proposed, its_drafts, failed, publication, has_chosen_id
                    )
                    failed = 0
                    if info.pack is not None:
                        known_pack = self._packs.get(joined_id)
                        if known_pack is None or known_pack.version < info.pack.version:
                            self._packs[joined_id] = info.pack

    def _assign_publication(
        self,
        proposed: Publication,
        drafts: list[IssueDraft],
        failed: int,
        publication: str,
        has_chosen_id: bool,
    ) -> str:
        """Join ``drafts`` to ``publication`` (an id) if that is given, else to their own.

        ``has_chosen_id`` says that somebody chose the id of ``proposed``. Returns the id of what
        they joined.
        """
        if publication:
            name = proposed.name if proposed.id == publication else ""
            proposed = replace(proposed, id=publication, name=name or proposed.name)
        elif not is_valid_publication_id(proposed.id):
            proposed = replace(proposed, id=make_publication_id(proposed.name or proposed.id))
        return self._add_to_group(
            proposed, drafts, failed, by_id=bool(publication), has_chosen_id=has_chosen_id
        )

    def _add_to_group(
        self,
        proposed: Publication,
        drafts: list[IssueDraft],
        failed: int,
        *,
        by_id: bool = True,
        has_chosen_id: bool = False,
    ) -> str:
        """Add to the group of the publication that ``proposed`` is or joins; its id."""
        assert self._staging is not None
        guids = [draft.guid for draft in drafts]
        target, is_new = self._staging.target_publication(
            proposed, guids, by_id=by_id, chosen=has_chosen_id
        )
        if not is_new:
            series = {entry.id: entry for entry in (*target.series, *proposed.series)}
            target = replace(target, series=tuple(series.values()))
        for index, (publication, earlier_drafts, earlier_failed) in enumerate(self._groups):
            if publication.id == target.id:
                self._groups[index] = (
                    publication,
                    [*earlier_drafts, *drafts],
                    earlier_failed + failed,
                )
                return target.id
        self._groups.append((target, drafts, failed))
        return target.id

    def _stage(
        self,
        progress: ImportProgressCallback | None,
        cancelled: CancelCheck | None,
        early_commit: EarlyCommit | None = None,
    ) -> None:
        assert self._staging is not None
        self._staging.clear()
        self._staged = []
        for publication, drafts, failed in self._groups:
            pack = self._packs.get(publication.id)
            staged = self._staging.stage(publication, drafts, pack)
            namesake = self._staging.namesake(staged.publication) if staged.is_new else None
            if namesake is not None:
                staged.problems = (
                    same_name_problem(staged.publication, namesake),
                    *staged.problems,
                )
            self._staged.append((staged, failed))
            _raise_if_cancelled(cancelled)
        schedule = None if early_commit is None else _EarlyCommitSchedule(early_commit)
        total = sum(len(staged.drafts) for staged, _ in self._staged)
        checked = 0
        for staged, _ in self._staged:
            count = len(staged.drafts)
            for done in chain((0,), self._staging.parse_staged(staged, cancelled)):
                if progress is not None:
                    progress("check", checked + done, total)
                if schedule is None:
                    continue
                schedule.preview(self.report)
                if schedule.is_due(staged):
                    schedule.committed(self._staging.commit_partial(staged))
            checked += count
            _raise_if_cancelled(cancelled)


class _EarlyCommitSchedule:
    """Decides when to preview an import, and when to move in the part of it that was read."""

    def __init__(self, early_commit: EarlyCommit) -> None:
        self._early_commit = early_commit
        self._last_commit: float | None = None
        self._delay = FIRST_COMMIT_DELAY
        self._last_preview: float | None = None

    def preview(self, report: Callable[[], ImportReport]) -> None:
        """Call ``on_preview``, at most every ``_PREVIEW_INTERVAL`` seconds."""
        now = time.monotonic()
        if self._last_preview is None or now - self._last_preview >= _PREVIEW_INTERVAL:
            self._last_preview = now
            self._early_commit.on_preview(report())

    def is_due(self, staged: StagedPublication) -> bool:
        """Whether it is time to move in what was read by now."""
        if self._last_commit is None:
            if not self._early_commit.is_accepted():
                return False
            self._last_commit = time.monotonic()
        return bool(staged.records) and time.monotonic() - self._last_commit >= self._delay

    def committed(self, result: UpdateResult) -> None:
        """Note that a part was moved in, and call ``on_commit``."""
        self._last_commit = time.monotonic()
        self._delay *= _DELAY_FACTOR
        self._early_commit.on_commit(result)


def _nothing_found(info: SourceInfo, path: Path) -> list[Problem]:
    """What is told of a source without issues, unless its own problems are errors already."""
    if any(problem.severity is Severity.ERROR for problem in info.problems):
        return []
    sentence = Message("There is nothing to read in this; look at what it holds.")
    return [Problem(Severity.ERROR, printable_name(path.name), sentence, key=FAILED_KEY)]


def _mark_as_failed(problems: Sequence[Problem], kept_out: bool) -> list[Problem]:
    """The problems; where they ``kept_out`` an issue or source, the last error carries the mark."""
    marked = list(problems)
    if kept_out:
        for index in reversed(range(len(marked))):
            if marked[index].severity is Severity.ERROR:
                marked[index] = replace(marked[index], key=FAILED_KEY)
                break
    return marked


def _raise_if_cancelled(cancelled: CancelCheck | None) -> None:
    if cancelled is not None and cancelled():
        raise ImportCancelled
