"""Bringing sources into a library: read, staged for a look, then moved in or forgotten."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.archive import journal
from viewer.archive.drafts import IssueDraft, Losses, told
from viewer.archive.intake import FAILED, Intake, Staged
from viewer.archive.issue import Problem, Publication, Severity
from viewer.archive.library import Library, Refreshed
from viewer.archive.manifest import PackFacts
from viewer.archive.publication import make_id, valid_id
from viewer.archive.remarks import KEPT
from viewer.archive.store import printable
from viewer.errors import LibraryError
from viewer.importers import importer_for
from viewer.importers.files import walk
from viewer.importers.reading import Options
from viewer.importers.worker import Opened, SourceReader

#: Told how far an import is: the step (``read``, ``check`` or ``keep``), how many of how many.
Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]
_MOST_SOURCES = 5000


class Stopped(Exception):
    """The reader asked to stop; the library is as it was."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import does, or did, to one publication."""

    id: str
    name: str
    is_new: bool
    added: int
    updated: int
    unchanged: int
    failed: int
    articles: int
    pictures: int
    losses: Losses
    #: The highest number that was added or updated, None where none was.
    newest: int | None
    #: Issues of which the library has a version by the reader's own hand, which stays.
    kept: int = 0

    def lost(self) -> tuple[str, ...]:
        """What could not be kept, a sentence each without its full stop."""
        return tuple(told(loss, count) for loss, count in self.losses.items())


@dataclass(frozen=True, slots=True)
class Report:
    """Everything an import tells: what it does to each publication, and what went wrong."""

    publications: tuple[Summary, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> int:
        """How many issues and whole sources did not come in."""
        told = sum(1 for p in self.problems if p.severity is Severity.ERROR and p.key == FAILED)
        return max(told, sum(one.failed for one in self.publications))

    @property
    def withheld(self) -> int:
        """How many issues did not come in since the reader's own text stands in their place."""
        return sum(1 for problem in self.problems if problem.key == KEPT)

    @property
    def changes(self) -> bool:
        """Whether anything is added or updated."""
        return any(one.added or one.updated for one in self.publications)


class Import:
    """One import: ``prepare``, look at ``report``, perhaps ``rename``, ``commit`` or ``close``.

    From ``prepare`` until ``close`` no other program can change the library. Use it as a context.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stack = ExitStack()
        self._intake: Intake | None = None
        self._groups: list[tuple[Publication, list[IssueDraft], int]] = []
        self._staged: list[tuple[Staged, int]] = []
        self._problems: list[Problem] = []
        #: Which version of a publication, by its id, the packs are that were read.
        self._packs: dict[str, PackFacts] = {}

    def __enter__(self) -> Import:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget whatever was not committed."""
        if self._intake is not None:
            self._intake.discard()
            self._intake = None
        self._stack.close()

    def prepare(
        self,
        paths: Sequence[Path],
        *,
        publication: str = "",
        options: Options | None = None,
        replace_own: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Read ``paths`` and stage their issues beside the library, which stays as it is.

        ``publication`` is the id of the publication that everything joins or becomes; empty
        leaves it to the sources. Issues in which the reader wrote stay unless ``replace_own``.

        Raises:
            LibraryError: the library cannot be written, or the id cannot be one.
            Stopped: ``cancelled`` said so.
        """
        if publication and not valid_id(publication):
            raise LibraryError(
                f"“{publication[:60]}” cannot be a publication's id; write a short word of small "
                "letters, digits, - and _."
            )
        self._stack.enter_context(journal.locked(self._library.folder))
        self._intake = Intake(self._library, replace_own=replace_own)
        sources = self._sources(paths)
        self._read(sources, publication, options or Options(), progress, cancelled)
        self._stage(progress, cancelled)
        return self.report()

    def report(self) -> Report:
        """What ``commit`` will do, or did."""
        summaries = tuple(_summary(staged, failed) for staged, failed in self._staged)
        problems = [*self._problems, *(p for staged, _ in self._staged for p in staged.problems)]
        return Report(summaries, tuple(dict.fromkeys(problems)))

    def rename(
        self,
        old: str,
        id_: str,
        name: str,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Bring the publication ``old`` of the report in as ``id_``, called ``name``.

        Raises:
            LibraryError: the id cannot be one, or the library cannot be written.
            Stopped: ``cancelled`` said so.
        """
        if not valid_id(id_):
            raise LibraryError(
                f"“{id_[:60]}” cannot be a publication's id; write a short word of small letters, "
                "digits, - and _."
            )
        name = " ".join(name.split())[:500]
        groups = self._groups
        self._groups = []
        for publication, drafts, failed in groups:
            if publication.id == old:
                if old in self._packs:
                    self._packs[id_] = self._packs.pop(old)
                publication = replace(publication, id=id_, name=name or publication.name)
            self._join(publication, drafts, failed)
        self._stage(progress, cancelled)
        return self.report()

    def replace_own(
        self,
        replaced: bool,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Report:
        """Let issues in which the reader wrote be replaced, or stay as they are.

        Raises:
            LibraryError: the library cannot be written.
            Stopped: ``cancelled`` said so.
        """
        assert self._intake is not None
        self._intake.replace_own = replaced
        self._stage(progress, cancelled)
        return self.report()

    def commit(self, progress: Progress | None = None) -> Refreshed:
        """Move everything in; the catalogue is in step with it afterwards.

        Raises:
            LibraryError: that cannot be done; the library is as it was.
            CatalogueError: the issues are in, but the catalogue cannot be written.
        """
        if self._intake is None:
            raise ValueError("prepare was not called")
        intake, self._intake = self._intake, None
        keep = None if progress is None else lambda done, all_: progress("keep", done, all_)
        return intake.commit([staged for staged, _ in self._staged], plain(self.report()), keep)

    def _sources(self, paths: Sequence[Path]) -> list[Path]:
        """The files and folders to open: a folder that is no source itself is looked into."""
        found: list[Path] = []
        library = Path(os.path.realpath(self._library.folder))
        homes = [place.folder for place in self._library.places() if place.root]
        inside = {Path(os.path.realpath(home)) for home in homes} - {library}
        for path in paths:
            real = Path(os.path.realpath(path))
            if real == library or inside & {real, *real.parents}:
                self._fail(path, "This is in the library already; name what is not yet.")
            elif not path.exists():
                self._fail(path, "There is nothing at this path; mend its name.")
            elif path.is_symlink():
                self._fail(path, "This is a link, which is not followed; name the file itself.")
            elif importer_for(path) is not None or not path.is_dir():
                found.append(path)
            else:
                below = [one.path for one in walk(path) if importer_for(one.path) is not None]
                if not below:
                    self._fail(path, "Nothing in this folder can be brought in.")
                found.extend(below[:_MOST_SOURCES])
        return found

    def _fail(self, path: Path, sentence: str) -> None:
        name = printable(str(path))
        self._problems.append(Problem(Severity.ERROR, name, sentence, key=FAILED))

    def _read(
        self,
        sources: Sequence[Path],
        publication: str,
        options: Options,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        assert self._intake is not None
        with SourceReader(sources, options, self._intake.spool, cancelled) as reader:
            opened: list[Opened] = []
            for number in range(len(sources)):
                opened.append(reader.open(number))
                _stop(cancelled)
            everything = sum(len(one.units) for one in opened)
            done = 0
            for one in opened:
                self._problems.extend(_failed(one.problems, one.publication is None))
                if one.publication is None:
                    continue
                drafts: list[IssueDraft] = []
                failed = 0
                for read in reader.read(one):
                    if read.draft is not None:
                        drafts.append(read.draft)
                    elif read.problems:
                        failed += 1
                        self._problems.extend(_failed(read.problems, True))
                    done += 1
                    if progress is not None:
                        progress("read", done, everything)
                _stop(cancelled)
                # A mailbox holds issues of many publications.
                parts: dict[Publication, list[IssueDraft]] = {}
                for draft in drafts:
                    parts.setdefault(draft.publication or one.publication, []).append(draft)
                for proposed, part in parts.items() or [(one.publication, [])]:
                    target = self._propose(proposed, part, failed, publication)
                    failed = 0
                    if one.pack is not None:
                        known = self._packs.get(target)
                        if known is None or known.version < one.pack.version:
                            self._packs[target] = one.pack

    def _propose(
        self, proposed: Publication, drafts: list[IssueDraft], failed: int, publication: str
    ) -> str:
        """Join ``drafts`` to ``publication`` (an id) if that is given, else to their own.

        Returns the id of the publication they joined.
        """
        if publication:
            name = proposed.name if proposed.id == publication else ""
            proposed = replace(proposed, id=publication, name=name or proposed.name)
        elif not valid_id(proposed.id):
            proposed = replace(proposed, id=make_id(proposed.name or proposed.id))
        return self._join(proposed, drafts, failed, by_id=bool(publication))

    def _join(
        self, proposed: Publication, drafts: list[IssueDraft], failed: int, by_id: bool = True
    ) -> str:
        """Add to the group of the publication that ``proposed`` is or joins; its id."""
        assert self._intake is not None
        target, is_new = self._intake.target(proposed, by_id=by_id)
        if not is_new:
            series = {one.id: one for one in (*target.series, *proposed.series)}
            target = replace(target, series=tuple(series.values()))
        for place, (publication, present, was) in enumerate(self._groups):
            if publication.id == target.id:
                self._groups[place] = (publication, [*present, *drafts], was + failed)
                return target.id
        self._groups.append((target, drafts, failed))
        return target.id

    def _stage(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        assert self._intake is not None
        self._intake.clear()
        self._staged = []
        check = None if progress is None else lambda done, all_: progress("check", done, all_)
        for publication, drafts, failed in self._groups:
            pack = self._packs.get(publication.id)
            staged = self._intake.stage(publication, drafts, check, cancelled, pack=pack)
            _stop(cancelled)
            self._staged.append((staged, failed))


def _failed(problems: Sequence[Problem], closed: bool) -> list[Problem]:
    """The problems, the last error of those that kept something out marked as such."""
    made = list(problems)
    if closed:
        for place in reversed(range(len(made))):
            if made[place].severity is Severity.ERROR:
                made[place] = replace(made[place], key=FAILED)
                break
    return made


def _stop(cancelled: Cancelled | None) -> None:
    if cancelled is not None and cancelled():
        raise Stopped


def _summary(staged: Staged, failed: int) -> Summary:
    return Summary(
        id=staged.publication.id,
        name=staged.publication.name,
        is_new=staged.is_new,
        added=staged.added,
        updated=staged.updated,
        unchanged=staged.unchanged,
        failed=staged.failed + failed,
        articles=staged.articles,
        pictures=staged.pictures,
        losses=staged.losses,
        newest=max(staged.records, default=None),
        kept=staged.kept,
    )


def plain(report: Report) -> dict[str, object]:
    """The report as JSON: what ``import --json`` prints and what is kept with the import."""
    parts = report.publications
    losses: dict[str, int] = {}
    for one in parts:
        for loss, count in one.losses.items():
            losses[loss.value] = losses.get(loss.value, 0) + count
    return {
        "publication": parts[0].id if parts else "",
        "issues": {
            "added": sum(one.added for one in parts),
            "updated": sum(one.updated for one in parts),
            # What the reader's own text kept out leaves its issue as it was.
            "unchanged": sum(one.unchanged + one.kept for one in parts),
            "failed": report.failed,
        },
        "articles": sum(one.articles for one in parts),
        "pictures": sum(one.pictures for one in parts),
        "problems": [
            {"file": p.file, "line": p.line, "message": p.message, "severity": p.severity.value}
            for p in report.problems
        ],
        "losses": losses,
        "kept": sum(one.kept for one in parts),
        "publications": [{"id": one.id, "name": one.name, "new": one.is_new} for one in parts],
    }


def as_json(report: Report) -> str:
    """``plain`` as text."""
    return json.dumps(plain(report), ensure_ascii=False, indent=1)
