"""Imports drafts into the library: writes and parses them in a staging folder, then moves them.

They come in all at once or in parts; a change that is given up half way leaves nothing behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from viewer.archive.catalogue.parser_pool import ParseTask, parse_tasks
from viewer.archive.catalogue.row_mapping import IssueRecord
from viewer.archive.files.issue_formatter import format_issue, original_text
from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.files.picture_paths import is_file_name, is_picture_name
from viewer.archive.files.publication_file import PUBLICATION_FILE, make_publication_id
from viewer.archive.files.yaml_edit import updated_publication_text
from viewer.archive.library.change_folders import files_below
from viewer.archive.library.change_journal import Change, Move, write_durably
from viewer.archive.library.library import Library
from viewer.archive.library.undoable_transaction import LibraryTransaction
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, sum_losses
from viewer.archive.staging.existing_issues import (
    file_in_the_way,
    have_similar_titles,
    is_unchanged,
    may_replace,
    read_existing,
)
from viewer.archive.staging.folder_allocation import (
    can_hold_publication,
    free_issue_folder,
    obstacle,
)
from viewer.archive.staging.import_ledger import ImportLedger, LedgerEntry, text_sha256
from viewer.archive.staging.import_problems import (
    edited_issue_problem,
    older_pack_problems,
    renumbered_problem,
    replaced_issue_problem,
    reverted_issues_problem,
    rewritten_issue_problem,
)
from viewer.archive.staging.issue_numbering import assign_numbers, unique_by_guid
from viewer.archive.staging.publication_matching import PublicationMatcher
from viewer.archive.staging.series_merge import merge_series
from viewer.errors import LibraryError
from viewer.messages import Message, reason_of
from viewer.progress_and_cancel import CancelCheck, ProgressCallback

#: The ``key`` of a problem that kept an issue or a whole source out.
FAILED_KEY = "failed"


@dataclass(slots=True)
class StagedPublication:
    """The staged issues of one publication, and what importing them will change."""

    publication: Publication
    is_new: bool
    #: New or changed issues by number, as they were parsed, until they are moved in.
    records: dict[int, IssueRecord] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    #: Issues that differ from the source, but stay because the reader edited them.
    kept: int = 0
    failed: int = 0
    articles: int = 0
    pictures: int = 0
    losses: dict[ImportLoss, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    #: The version of the pack it comes from, 0 if it is not from a pack.
    pack_version: int = 0
    #: The drafts in the staging folder, by number.
    drafts: dict[int, IssueDraft] = field(default_factory=dict)
    #: The numbers of issues that were moved in already.
    committed_numbers: set[int] = field(default_factory=set)

    @property
    def newest_number(self) -> int | None:
        """The highest number among new and changed issues, None if there is none."""
        return max((*self.records, *self.committed_numbers), default=None)


class ImportStaging:
    """One import into ``library``. Hold ``library_lock`` meanwhile.

    ``replace_edited`` lets issues that the reader wrote, or changed by hand, be replaced.

    Raises:
        LibraryError: the library cannot be written.
    """

    def __init__(self, library: Library, *, replace_edited: bool = False) -> None:
        self._library = library
        self.replace_edited = replace_edited
        self._ledger = ImportLedger(library.folder)
        self._transaction = LibraryTransaction(library.folder, Change("import"))
        #: Whether any issue was in before all were, so that the catalogue has to be told.
        self._have_parts_come_in = False
        #: Where pictures may be put before their issues are staged.
        self.picture_spool = self._transaction.folder / "spool"
        try:
            self.picture_spool.mkdir()
            self._publications, self._folders, self._existing = read_existing(library)
            self._matcher = PublicationMatcher(self._publications, self._existing)
        except OSError as error:
            self.discard()
            raise LibraryError(
                Message(
                    "The library {folder} cannot be written ({error}); see that the disk has room.",
                    folder=library.folder,
                    error=reason_of(error),
                )
            ) from error
        except BaseException:
            self.discard()
            raise

    def target_publication(
        self,
        proposed: Publication,
        guids: Iterable[str] = (),
        *,
        by_id: bool = False,
        chosen: bool = False,
    ) -> tuple[Publication, bool]:
        """The publication that issues of ``proposed`` join; see ``PublicationMatcher``."""
        return self._matcher.target_publication(proposed, guids, by_id=by_id, chosen=chosen)

    def namesake(self, publication: Publication) -> Publication | None:
        """Another publication of the library that is called as ``publication``, if there is one."""
        return self._matcher.namesake(publication)

    def stage(
        self,
        proposed: Publication,
        drafts: Sequence[IssueDraft],
        pack: PackInfo | None = None,
    ) -> StagedPublication:
        """Number ``drafts`` as issues of ``proposed`` and write them beside the library.

        The counts assume that all of them can be parsed; ``parse_staged`` corrects them.
        ``pack`` tells the version of the pack that they come from, if they come from one.

        Raises:
            LibraryError: they cannot be written.
        """
        publication, is_new = self.target_publication(proposed, by_id=True)
        drafts, series = merge_series(publication, [*proposed.series], unique_by_guid(drafts))
        publication = replace(publication, series=series)
        staged = StagedPublication(publication, is_new)
        staged_folder = self._transaction.new_folder / self._publication_folder(publication.id).name
        existing = self._existing.get(publication.id, {})
        number_by_guid = {issue.guid: number for number, issue in existing.items() if issue.guid}
        guid_by_number = {number: issue.guid for number, issue in existing.items()}
        problems: list[Problem] = []
        unchanged: dict[int, IssueDraft] = {}
        kept_edited: list[int] = []
        reverted: list[int] = []
        try:
            staged_folder.mkdir(exist_ok=True)
            assignments = assign_numbers(
                drafts, number_by_guid, guid_by_number, lambda d, n: may_replace(d, existing[n])
            )
            for draft, assignment in zip(drafts, assignments, strict=True):
                number = assignment.number
                if assignment.requested is not None:
                    problems.append(
                        renumbered_problem(draft, assignment.requested, number, publication)
                    )
                problems.extend(draft.problems)
                draft = replace(draft, guid=assignment.guid)
                if number in existing and is_unchanged(draft, number, existing[number]):
                    unchanged[number] = draft
                    existing_folder = existing[number].path.parent
                    self._ledger.record_existing(publication.id, number, draft, existing_folder)
                    continue
                if number in existing and existing[number].in_reader_folder:
                    ledger_entry = self._ledger.entry(publication.id, number)
                    text_hash = text_sha256(format_issue(draft, number))
                    own_file, is_edited = "", True
                    if ledger_entry is not None and ledger_entry.matches(existing[number].path):
                        imported = ledger_entry.file_hashes
                        own_file = file_in_the_way(draft, existing[number], imported)
                        is_edited = bool(own_file)
                    if is_edited:
                        problems.append(
                            edited_issue_problem(
                                draft,
                                number,
                                ledger_entry,
                                text_hash,
                                self.replace_edited,
                                own_file,
                            )
                        )
                        if not self.replace_edited:
                            kept_edited.append(number)
                            continue
                    elif ledger_entry is not None and text_hash in ledger_entry.earlier_hashes:
                        reverted.append(number)
                if number in existing and not have_similar_titles(
                    draft.title, existing[number].title
                ):
                    problems.append(replaced_issue_problem(draft, number, existing[number].title))
                if draft.original and original_text(draft, number) is None:
                    problems.append(rewritten_issue_problem(draft, number))
                _write_issue(draft, number, staged_folder / f"{number:03}")
                staged.drafts[number] = draft
        except OSError as error:
            raise LibraryError(
                Message(
                    "The issues cannot be written into {folder} ({error}); see that the disk has "
                    "room.",
                    folder=self._library.folder,
                    error=reason_of(error),
                )
            ) from error
        if reverted:
            problems.insert(0, reverted_issues_problem(reverted, publication))
        written = staged.drafts
        staged.added = sum(1 for number in written if number not in existing)
        staged.updated = len(written) - staged.added
        if pack is not None:
            staged.pack_version = pack.version
            newest = max((issue.date for issue in existing.values()), default="")
            known_pack = self._ledger.pack_version(publication.id)
            if staged.updated:
                problems[:0] = older_pack_problems(pack, known_pack, newest, publication)
        staged.unchanged = len(unchanged)
        staged.kept = len(kept_edited)
        staged.articles = self._article_count(publication.id, [*unchanged, *kept_edited])
        staged.pictures = sum(
            len(draft.pictures) for draft in (*written.values(), *unchanged.values())
        )
        staged.losses = dict(
            sum_losses(draft.losses for draft in (*written.values(), *unchanged.values()))
        )
        staged.problems = tuple(problems)
        return staged

    def parse_staged(
        self, staged: StagedPublication, cancelled: CancelCheck | None = None
    ) -> Iterator[int]:
        """Parse the staged issues of one publication; yields how many were parsed so far."""
        staged_folder = (
            self._transaction.new_folder / self._publication_folder(staged.publication.id).name
        )
        existing = self._existing.get(staged.publication.id, {})
        drafts = dict(staged.drafts)
        numbers = list(drafts)
        tasks = [
            ParseTask(
                str(staged_folder / f"{number:03}" / ISSUE_FILE),
                str(self._transaction.new_folder),
                staged.publication,
            )
            for number in numbers
        ]
        results = parse_tasks(tasks, trusted=False, cancelled=cancelled)
        problems: list[Problem] = []
        for done, (index, result) in enumerate(results, start=1):
            number = numbers[index]
            if isinstance(result, IssueRecord):
                staged.records[number] = result
                staged.articles += len(result.articles)
                problems.extend(p for p in result.problems if p.severity is Severity.ERROR)
            else:
                draft = staged.drafts.pop(number)
                staged.failed += 1
                staged.added -= number not in existing
                staged.updated -= number in existing
                staged.pictures -= len(draft.pictures)
                for loss, count in draft.losses.items():
                    staged.losses[loss] -= count
                failures = [replace(p, file=draft.file, line=None) for p in result]
                problems.extend(
                    [*failures[:-1], replace(failures[-1], key=FAILED_KEY)] if failures else []
                )
                shutil.rmtree(staged_folder / f"{number:03}", ignore_errors=True)
            yield done
        staged.losses = {loss: count for loss, count in staged.losses.items() if count}
        staged.problems = tuple(dict.fromkeys((*staged.problems, *problems)))

    def commit_partial(self, staged: StagedPublication) -> UpdateResult:
        """Move the issues parsed so far into the library, while others are still being parsed.

        Raises:
            LibraryError: that cannot be done; the library is as it was before the import.
            CatalogueError: they are in, but the catalogue cannot be written.
        """
        with self._transaction.all_or_nothing():
            moves, parsed = self._plan_moves(staged)
        if moves:
            self._have_parts_come_in = True
            self._transaction.apply_moves(moves)
        return self._library.update_catalogue(parsed_records=parsed)

    def commit(
        self, stages: Sequence[StagedPublication], progress: ProgressCallback | None = None
    ) -> UpdateResult:
        """Move all staged issues into the library, and update its catalogue.

        Raises:
            LibraryError: that cannot be done; the library is as it was.
            CatalogueError: the issues are in, but the catalogue cannot be written.
        """
        moves: list[Move] = []
        parsed: dict[str, IssueRecord] = {}
        with self._transaction.all_or_nothing():
            for staged in stages:
                new_moves, records = self._plan_moves(staged)
                moves += new_moves
                parsed.update(records)
        shutil.rmtree(self.picture_spool, ignore_errors=True)
        if not moves and not self._transaction.has_applied_moves:
            self._transaction.roll_back()
            self._ledger.save_if_dirty()
            return self._library.update_catalogue(progress)
        for staged in stages:
            if staged.pack_version and staged.committed_numbers:
                self._ledger.record_pack_version(staged.publication.id, staged.pack_version)
        with self._transaction.all_or_nothing():
            moves += self._ledger.stage_moves(self._transaction)
        changed = [staged for staged in stages if staged.committed_numbers]
        self._transaction.commit(
            moves,
            Change(
                "import",
                tuple(staged.publication.name for staged in changed or stages),
                sum(len(staged.committed_numbers) for staged in changed),
            ),
        )
        return self._library.update_catalogue(progress, parsed_records=parsed)

    def clear(self) -> None:
        """Delete the staged issues; spooled pictures stay."""
        for folder in (self._transaction.new_folder, self._transaction.old_folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()

    def discard(self) -> UpdateResult | None:
        """Undo the import; the update of the catalogue, None if nothing had been moved in.

        Raises:
            CatalogueError: the issues are out again, but the catalogue cannot be written.
        """
        self._transaction.roll_back()
        return self._library.update_catalogue() if self._have_parts_come_in else None

    def _plan_moves(self, staged: StagedPublication) -> tuple[list[Move], dict[str, IssueRecord]]:
        """The moves of parsed issues not in the library yet, and their records by new path.

        Raises:
            OSError: the publication's file cannot be written.
        """
        folder = self._publication_folder(staged.publication.id)
        existing = self._existing.get(staged.publication.id, {})
        moves: list[Move] = []
        parsed: dict[str, IssueRecord] = {}
        text = None if staged.committed_numbers else self._description_text(staged)
        if text is not None:
            name = f"{folder.name}/{PUBLICATION_FILE}"
            write_durably(self._transaction.new_folder / name, text)
            path = self._relative(folder / PUBLICATION_FILE)
            moves += [Move(path)] if (folder / PUBLICATION_FILE).exists() else []
            moves.append(Move(path, staged=name))
        for number, record in sorted(staged.records.items()):
            staged_folder = self._staged_folder(staged, number)
            new_names = [
                f.relative_to(staged_folder).as_posix() for f in files_below(staged_folder)
            ]
            old_issue = existing.get(number)
            replaced_folder: Path | None = None
            asides: list[Path] = []
            if old_issue is not None and old_issue.in_reader_folder:
                asides.append(old_issue.path)
                # A file that is an issue by itself, or right in the folder of all, goes alone.
                if old_issue.path.name == ISSUE_FILE and old_issue.path.parent not in (
                    folder,
                    self._library.folder,
                ):
                    replaced_folder = old_issue.path.parent
                    entry = self._ledger.entry(staged.publication.id, number)
                    asides += _replaced_files(replaced_folder, entry, new_names)
            target_folder = free_issue_folder(folder, number, replaced_folder, staged_folder)
            parsed[str(target_folder / ISSUE_FILE)] = record
            self._ledger.record_staged(staged.publication.id, number, staged_folder)
            unit = self._relative(target_folder)
            moves += [Move(self._relative(path), unit=unit) for path in dict.fromkeys(asides)]
            staged_name = staged_folder.relative_to(self._transaction.new_folder).as_posix()
            moves += [Move(f"{unit}/{name}", f"{staged_name}/{name}", unit) for name in new_names]
        staged.committed_numbers.update(staged.records)
        staged.records = {}
        return moves, parsed

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._library.folder).as_posix()

    def _staged_folder(self, staged: StagedPublication, number: int) -> Path:
        """The folder in which an issue is staged."""
        return (
            self._transaction.new_folder
            / self._publication_folder(staged.publication.id).name
            / f"{number:03}"
        )

    def _description_text(self, staged: StagedPublication) -> str | None:
        """The text of ``publication.yaml``, None if it need not be written."""
        existing = self._publications.get(staged.publication.id)
        folder = self._publication_folder(staged.publication.id)
        if existing is not None and existing.series == staged.publication.series:
            name_is_id = make_publication_id(folder.name) == staged.publication.id
            if name_is_id or (folder / PUBLICATION_FILE).exists():
                return None
        return (
            updated_publication_text(folder / PUBLICATION_FILE, staged.publication)
            if staged.records
            else None
        )

    def _publication_folder(self, id_: str) -> Path:
        """The folder that issues of this publication are put into."""
        if id_ not in self._folders:
            # Some file systems ignore case in names.
            used_names = {folder.name.casefold() for folder in self._folders.values()}
            number = 1
            name = id_
            while name in used_names or not can_hold_publication(
                self._library.folder / name, number == 1
            ):
                number += 1
                name = f"{id_}-{number}"
            self._folders[id_] = self._library.folder / name
        return self._folders[id_]

    def _article_count(self, id_: str, numbers: Iterable[int]) -> int:
        counted = set(numbers)
        if not counted:
            return 0
        with self._library.open_catalogue() as catalogue:
            return sum(
                count
                for number, count in catalogue.article_counts(id_).items()
                if number in counted
            )


def _replaced_files(
    folder: Path, entry: LedgerEntry | None, new_names: Iterable[str]
) -> Iterator[Path]:
    """What gives way in an issue's folder: what an import wrote, and what stands in the way.

    Anything else in it is the reader's own and stays.
    """
    if entry is not None:
        yield from (folder / name for name in entry.written_files(folder))
    for new_name in new_names:
        in_the_way = obstacle(folder, new_name)
        if in_the_way is not None:
            yield folder / in_the_way


def _write_issue(draft: IssueDraft, number: int, folder: Path) -> None:
    folder.mkdir()
    pictures = (picture for picture in draft.pictures if is_picture_name(picture.name))
    for file in (*pictures, *(file for file in draft.files if is_file_name(file.name))):
        target = folder / file.name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(file.content, bytes):
            target.write_bytes(file.content)
        else:
            shutil.copyfile(file.content, target, follow_symlinks=False)
    (folder / ISSUE_FILE).write_bytes(format_issue(draft, number).encode("utf-8"))
