"""Brings the catalogue up to date with the files: parses changed issues, removes deleted ones."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from viewer.archive.catalogue.integrity import DamagedCatalogueError, quarantine
from viewer.archive.catalogue.parse_order import prioritize
from viewer.archive.catalogue.parser_pool import ParseTask, parse_task, parse_tasks
from viewer.archive.catalogue.row_mapping import IssueRecord, compact_json
from viewer.archive.catalogue.writer import CatalogueWriter
from viewer.archive.files.library_layout import IssueFolder, skipped_entries
from viewer.archive.files.picture_paths import is_regular_file
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import (
    PUBLICATION_FILE,
    guess_publication,
    read_publication,
)
from viewer.archive.files.safe_reading import display_path, file_stamp, read_bytes
from viewer.archive.model.address import Address
from viewer.archive.model.article_matching import KnownArticle, match_articles
from viewer.archive.model.catalogue_entries import ArticleMoves, UpdateResult
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.parser.version import PARSER_VERSION
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback, StepCallback

#: Seconds between two steps that publish what was parsed so far.
STEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class IssueFile:
    """An issue's file with its folder and publication."""

    path: Path
    issue_folder: IssueFolder
    publication: Publication


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """Options of an update, see ``Library.update_catalogue``."""

    progress: ProgressCallback | None = None
    cancelled: CancelCheck | None = None
    parsed_records: Mapping[str, IssueRecord] = field(default_factory=dict)
    read_first: Address | None = None
    on_step: StepCallback | None = None
    #: Folders that cannot be read now: what the catalogue has of them stays in it.
    unreadable_folders: tuple[Path, ...] = ()


def update_catalogue(
    folders: list[IssueFolder], catalogue: Path, problems: list[Problem], options: UpdateOptions
) -> UpdateResult:
    """See ``Library.update_catalogue``; ``problems`` are those known beforehand.

    Raises:
        CatalogueError: the catalogue cannot be written.
    """
    try:
        return _update(folders, catalogue, problems, options, None)
    except DamagedCatalogueError:
        return _update(folders, catalogue, problems, options, quarantine(catalogue))


def _update(
    folders: list[IssueFolder],
    catalogue: Path,
    problems: list[Problem],
    options: UpdateOptions,
    quarantined: Path | None,
) -> UpdateResult:
    problems = list(problems)
    publications, sources = read_publications(folders, problems)
    names = {str(s.path): display_path(s.path, _display_root(s.issue_folder)) for s in sources}
    with CatalogueWriter(catalogue) as writer:
        quarantined = writer.quarantined_path or quarantined
        if quarantined is not None:
            problems.append(damaged_catalogue_problem(catalogue, quarantined))
        if options.on_step is None:
            writer.drop_old_tables()
        known_files = writer.known_files()
        problems_before = writer.reported_problems()
        changed = [
            source
            for source in sources
            if not _is_unchanged(source, known_files.get(str(source.path)), writer)
        ]
        deleted = known_files.keys() - {str(source.path) for source in sources}
        kept = {path for path in deleted if _is_below(path, options.unreadable_folders)}
        deleted -= kept
        if kept:
            known = {publication.id for publication in publications}
            publications += [p for p in writer.publications_of(kept) if p.id not in known]
        moves = _MovedArticles(writer)
        for name in deleted | ({str(source.path) for source in changed} & known_files.keys()):
            moves.note_before(writer.issue_of(name))
        writer.remove(deleted)
        changed, first_file = prioritize(changed, publications, options.read_first)
        steps = _StepSchedule(options.on_step, first_file, is_empty=not known_files)
        added = updated = 0
        issue_problems: list[Problem] = []

        def publish(*, is_partial: bool) -> list[Problem]:
            all_problems = [*problems, *writer.resolve_duplicates(names)]
            writer.commit(
                publications,
                tuple(all_problems),
                _publication_stamps(folders),
                keep_open=is_partial,
            )
            return all_problems

        for source, result in _issue_results(changed, first_file, options):
            name = str(source.path)
            if isinstance(result, IssueRecord):
                moves.note_before((result.publication, result.number))
            writer.add(
                name,
                (
                    source.issue_folder.root_index,
                    source.publication.id,
                ),
                _issue_stamp(source.path, result),
                _issue_digest(source, result),
                result,
            )
            issue_problems.extend(result.problems if isinstance(result, IssueRecord) else result)
            updated += name in known_files
            added += name not in known_files
            if steps.is_due(source, result):
                publish(is_partial=True)
                steps.step_published()
                writer.drop_old_tables()
        # Workers answer in any order.
        issue_problems.sort(key=lambda problem: problem.file)
        writer.drop_old_tables()
        new_problems = [
            problem for problem in publish(is_partial=False) if problem not in problems_before
        ]
        article_moves = moves.find()
    unchanged = len(sources) - len(changed)
    return UpdateResult(
        added,
        updated,
        len(deleted),
        unchanged,
        (*new_problems, *issue_problems),
        quarantined is not None,
        article_moves,
    )


class _MovedArticles:
    """What the issues that an update changes held before it, and where that is after it."""

    def __init__(self, writer: CatalogueWriter) -> None:
        self._writer = writer
        self._before: dict[tuple[str, int], list[KnownArticle]] = {}

    def note_before(self, issue: tuple[str, int] | None) -> None:
        """``issue`` is about to be changed."""
        if issue is not None and issue not in self._before:
            self._before[issue] = self._writer.articles(*issue)

    def find(self) -> ArticleMoves:
        """Where the articles that are no longer what and where they were are now."""
        old = [article for articles in self._before.values() for article in articles]
        if not old:
            return {}
        new = [article for issue in self._before for article in self._writer.articles(*issue)]
        if {(a.address, a.digest) for a in old} <= {(a.address, a.digest) for a in new}:
            return {}
        found = match_articles(old, new)
        return {
            (article.address, article.digest): found[article.address]
            for article in old
            if article.address in found
        }


class _StepSchedule:
    """When to publish issues parsed so far: once the first one is ready, then every second."""

    def __init__(
        self, on_step: StepCallback | None, first_file: IssueFile | None, *, is_empty: bool
    ) -> None:
        self._on_step = on_step
        self._first_file = first_file
        # With an older catalogue the reader has a page already.
        self._urgent = is_empty
        self._last = time.monotonic()

    def is_due(self, source: IssueFile, result: IssueRecord | tuple[Problem, ...]) -> bool:
        """Whether to publish now that ``source`` was parsed."""
        if self._on_step is None:
            return False
        if source == self._first_file:
            self._first_file = None
        can_be_read = isinstance(result, IssueRecord)
        if self._urgent and self._first_file is None and can_be_read:
            self._urgent = False
            return True
        return time.monotonic() - self._last >= STEP_SECONDS

    def step_published(self) -> None:
        """Restart the clock, and tell the caller that a step was published."""
        self._last = time.monotonic()
        if self._on_step is not None:
            self._on_step(self._first_file is None)


def damaged_catalogue_problem(catalogue: Path, quarantined: Path) -> Problem:
    """The problem that tells of a damaged catalogue, kept as ``quarantined``."""
    return Problem(
        Severity.WARNING,
        str(catalogue),
        Message(
            "The catalogue was damaged; it is kept as {backup} and was built anew from the issues.",
            backup=quarantined.name,
        ),
    )


def read_publications(
    folders: list[IssueFolder],
    problems: list[Problem],
    *,
    full_paths: bool = False,
    known_publications: Sequence[Publication] = (),
) -> tuple[list[Publication], list[IssueFile]]:
    """The publications of ``folders`` in order, merged by id, and every file with its own.

    Problems of ``publication.yaml`` and skipped files are added to ``problems``, which name files
    by their ``full_paths`` or relative to the parent of their publication's folder.
    ``known_publications`` are publications known beforehand, which ``folders`` may add issues to.
    """
    by_id = {publication.id: publication for publication in known_publications}
    folder_ids: list[tuple[IssueFolder, str]] = []
    for issue_folder in folders:
        problems.extend(
            Problem(
                Severity.WARNING,
                display_path(path, None if full_paths else _display_root(issue_folder)),
                why,
            )
            for path, why in (
                skipped_entries(issue_folder.folder) if issue_folder.is_complete else ()
            )
        )
        guess = guess_publication(issue_folder.folder)
        guess = by_id.get(guess.id, guess)
        if issue_folder.has_publication_file:
            root = None if full_paths else _display_root(issue_folder)
            publication, file_problems = read_publication(
                issue_folder.folder / PUBLICATION_FILE, guess, root=root
            )
            problems.extend(file_problems)
        else:
            publication = guess
            if guess.id not in by_id:
                problems.append(
                    Problem(
                        Severity.GUESS,
                        str(issue_folder.folder),
                        Message(
                            "The folder has no {publication_file}; its issues are taken for the "
                            "publication “{publication}”.",
                            publication_file=PUBLICATION_FILE,
                            publication=guess.name,
                        ),
                    )
                )
        earlier = by_id.get(publication.id)
        if earlier is not None and not publication.series:
            publication = replace(publication, series=earlier.series)
        by_id[publication.id] = publication
        folder_ids.append((issue_folder, publication.id))
    sources = [
        IssueFile(path, issue_folder, by_id[id_])
        for issue_folder, id_ in folder_ids
        for path in issue_folder.files
    ]
    return list(by_id.values()), sources


def _display_root(issue_folder: IssueFolder) -> Path:
    return issue_folder.folder.parent


def _issue_results(
    sources: list[IssueFile], first_file: IssueFile | None, options: UpdateOptions
) -> Iterator[tuple[IssueFile, IssueRecord | tuple[Problem, ...]]]:
    parsed = [s for s in sources if str(s.path) in options.parsed_records]
    unread = [s for s in sources if str(s.path) not in options.parsed_records]
    done = 0
    if options.progress is not None:
        options.progress(done, len(sources))
    parsed_results = ((source, options.parsed_records[str(source.path)]) for source in parsed)
    for source, result in chain(parsed_results, _parse_files(unread, first_file, options)):
        yield source, result
        done += 1
        if options.progress is not None:
            options.progress(done, len(sources))


def _parse_files(
    sources: list[IssueFile], first_file: IssueFile | None, options: UpdateOptions
) -> Iterator[tuple[IssueFile, IssueRecord | tuple[Problem, ...]]]:
    if first_file is not None and first_file.issue_folder.trusted and first_file in sources:
        # Parsing it here is faster than starting a process.
        yield first_file, parse_task(_make_task(first_file))
        sources = [source for source in sources if source != first_file]
    trusted = all(source.issue_folder.trusted for source in sources)
    tasks = [_make_task(source) for source in sources]
    # A caller that publishes steps has a window open.
    in_background = options.on_step is not None
    for index, result in parse_tasks(
        tasks, trusted=trusted, cancelled=options.cancelled, in_background=in_background
    ):
        yield sources[index], result


def _make_task(source: IssueFile) -> ParseTask:
    return ParseTask(str(source.path), str(_display_root(source.issue_folder)), source.publication)


def _is_below(path: str, folders: Sequence[Path]) -> bool:
    return any(folder in Path(path).parents for folder in folders)


def _is_unchanged(
    source: IssueFile, last_read: tuple[str, str, int] | None, writer: CatalogueWriter
) -> bool:
    """Whether a file is as last parsed: by time and size, else by its content."""
    if last_read is None or last_read[2] != PARSER_VERSION:
        return False
    known_stamp, known_digest, _ = last_read
    names = _stamp_pictures(known_stamp)
    if names is None or not known_digest.startswith(_publication_digest(source.publication)):
        return False
    stamp = _stamp_json(source.path, names)
    if stamp == known_stamp:
        return True
    pictures = [(name, is_regular_file(source.path.parent / name)) for name in names]
    if _content_digest(source, pictures) != known_digest:
        return False
    writer.set_stamp(str(source.path), stamp)
    return True


def _stamp_pictures(stamp: str) -> list[str] | None:
    """The pictures named in a stored stamp; None if it cannot be parsed."""
    try:
        fields = json.loads(stamp)
        return list(fields["pictures"])
    except (ValueError, TypeError, LookupError):
        return None


def _issue_stamp(path: Path, result: IssueRecord | tuple[Problem, ...]) -> str:
    return _stamp_json(path, list(result.pictures) if isinstance(result, IssueRecord) else [])


def _stamp_json(path: Path, pictures: list[str]) -> str:
    return compact_json(
        {
            "file": file_stamp(path),
            "pictures": {name: file_stamp(path.parent / name) for name in pictures},
        }
    )


def _issue_digest(source: IssueFile, result: IssueRecord | tuple[Problem, ...]) -> str:
    names = result.pictures if isinstance(result, IssueRecord) else ()
    pictures = [(name, is_regular_file(source.path.parent / name)) for name in names]
    return _content_digest(source, pictures)


def _content_digest(source: IssueFile, pictures: list[tuple[str, bool]]) -> str:
    """Hash of all that an issue is parsed from; it begins with that of its publication."""
    try:
        content = read_bytes(source.path, ProblemCollector(str(source.path)))
    except UnreadableFileError:
        content = b""
    digest = hashlib.sha256(compact_json([PARSER_VERSION, sorted(pictures)]).encode())
    digest.update(content)
    return f"{_publication_digest(source.publication)}:{digest.hexdigest()}"


def _publication_digest(publication: Publication) -> str:
    series = [[s.id, s.title, s.outline] for s in publication.series]
    facts = compact_json([publication.id, publication.name, publication.language, series])
    return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _publication_stamps(issue_folders: list[IssueFolder]) -> str:
    paths = [
        issue_folder.folder / PUBLICATION_FILE
        for issue_folder in issue_folders
        if issue_folder.has_publication_file
    ]
    return compact_json({str(path): file_stamp(path) for path in paths})
