"""Taking drafts into the library: staged beside it first, then moved in all at once."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from viewer.archive import journal
from viewer.archive.drafts import IssueDraft, Losses, total
from viewer.archive.facts import fold
from viewer.archive.imported import Imported, sum_of_text
from viewer.archive.issue import Problem, Publication, Severity
from viewer.archive.issue_file import issue_text
from viewer.archive.joining import join_series
from viewer.archive.library import Library, Refreshed
from viewer.archive.manifest import PackFacts
from viewer.archive.numbering import assign, once
from viewer.archive.placing import beside, can_be_home, free_place
from viewer.archive.publication import FILE, make_id, valid_id
from viewer.archive.records import IssueRecord
from viewer.archive.remarks import in_place_of, moved_on, older_again, older_pack, own_words
from viewer.archive.roots import ISSUE
from viewer.archive.standing import Standing, can_be, is_called_alike, is_same, survey
from viewer.archive.worker import Task, parse_tasks
from viewer.archive.yaml_edit import description
from viewer.errors import LibraryError

_PICTURE_NAME = re.compile(
    r"(?:[\w-][\w.-]*/){0,4}[\w-][\w.-]*\.(?:png|jpe?g|gif|webp|bmp|svg)\Z", re.I
)
_LONGEST_NAME = 200

#: The ``key`` of a problem that kept an issue or a whole source out.
FAILED = "failed"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(slots=True)
class Staged:
    """What an import will do to one publication."""

    publication: Publication
    is_new: bool
    #: New or changed issues by number, as they were parsed.
    records: dict[int, IssueRecord] = field(default_factory=dict)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    #: Issues that the source has otherwise, and that stay since the reader wrote in them.
    kept: int = 0
    failed: int = 0
    articles: int = 0
    pictures: int = 0
    losses: Losses = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    #: The version of the pack that it comes from, 0 where it comes from none.
    pack: int = 0
    moves: list[journal.Move] = field(default_factory=list)
    #: The folders that the new or changed issues will lie in, by number.
    places: dict[int, Path] = field(default_factory=dict)


class Intake:
    """One import into ``library``. Hold ``journal.locked`` meanwhile.

    ``replace_own`` lets issues that the reader wrote, or changed by hand, be replaced.

    Raises:
        LibraryError: the library cannot be written.
    """

    def __init__(self, library: Library, *, replace_own: bool = False) -> None:
        self._library = library
        self.replace_own = replace_own
        self._imported = Imported(library.folder)
        self._change = journal.Change(library.folder)
        #: Where pictures may be put before their issues are staged.
        self.spool = self._change.folder / "spool"
        try:
            self.spool.mkdir()
            self._publications, self._folders, self._standing = survey(library)
        except OSError as error:
            self.discard()
            raise LibraryError(
                f"The library {library.folder} cannot be written ({error.strerror or error}); see "
                "that the disk has room."
            ) from error
        except BaseException:
            self.discard()
            raise

    def target(self, proposed: Publication, *, by_id: bool = False) -> tuple[Publication, bool]:
        """The publication that issues of ``proposed`` join, and whether it is a new one.

        One of the same id, else (unless only the id counts) of the same name, is joined.

        Raises:
            LibraryError: the id cannot be one.
        """
        known = self._publications.get(proposed.id)
        if known is None and proposed.name and not by_id:
            name = fold(proposed.name)
            known = next((p for p in self._publications.values() if fold(p.name) == name), None)
        if known is not None:
            return known, False
        if not valid_id(proposed.id):
            raise LibraryError(
                f"“{proposed.id[:60]}” cannot be a publication's id; write a short word of small "
                "letters, digits, - and _."
            )
        return proposed, True

    def stage(
        self,
        proposed: Publication,
        drafts: Sequence[IssueDraft],
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        *,
        pack: PackFacts | None = None,
    ) -> Staged:
        """Write ``drafts`` as issues of ``proposed`` beside the library, and read them there.

        ``pack`` is the version of the publication that they are of, where the source says it.

        Raises:
            LibraryError: they cannot be written.
        """
        publication, is_new = self.target(proposed, by_id=True)
        drafts, series = join_series(publication, [*proposed.series], once(drafts))
        publication = replace(publication, series=series)
        staged = Staged(publication, is_new)
        home = self._change.new / self._home(publication.id).name
        standing = self._standing.get(publication.id, {})
        known = {one.guid: number for number, one in standing.items() if one.guid}
        taken = {number: one.guid for number, one in standing.items()}
        problems: list[Problem] = []
        written: dict[int, IssueDraft] = {}
        same: dict[int, IssueDraft] = {}
        kept_back: list[int] = []
        older: list[int] = []
        try:
            home.mkdir(exist_ok=True)
            numbers_found = assign(drafts, known, taken, lambda d, n: can_be(d, standing[n]))
            for draft, numbered in zip(drafts, numbers_found, strict=True):
                number = numbered.number
                if numbered.wanted is not None:
                    problems.append(moved_on(draft, numbered.wanted, number, publication))
                problems.extend(draft.problems)
                draft = replace(draft, guid=numbered.guid)
                if number in standing and is_same(draft, number, standing[number]):
                    same[number] = draft
                    continue
                if number in standing and standing[number].own:
                    was = self._imported.written(publication.id, number)
                    sum_ = sum_of_text(issue_text(draft, number))
                    if was is None or not was.is_in(standing[number].path):
                        problems.append(own_words(draft, number, was, sum_, self.replace_own))
                        if not self.replace_own:
                            kept_back.append(number)
                            continue
                    elif sum_ in was.earlier:
                        older.append(number)
                if number in standing and not is_called_alike(draft.title, standing[number].title):
                    problems.append(in_place_of(draft, number, standing[number].title))
                _write(draft, number, home / f"{number:03}")
                written[number] = draft
        except OSError as error:
            raise LibraryError(
                f"The issues cannot be written into {self._library.folder} "
                f"({error.strerror or error}); see that the disk has room."
            ) from error
        tasks = {
            number: Task(str(home / f"{number:03}" / ISSUE), str(self._change.new), publication)
            for number in written
        }
        numbers = list(tasks)
        results = parse_tasks(list(tasks.values()), trusted=False, cancelled=cancelled)
        if progress is not None:
            progress(0, len(tasks))
        kept: list[IssueDraft] = []
        for done, (index, result) in enumerate(results, start=1):
            number = numbers[index]
            if isinstance(result, IssueRecord):
                staged.records[number] = result
                staged.articles += len(result.articles)
                staged.pictures += len(written[number].pictures)
                staged.added += number not in standing
                staged.updated += number in standing
                kept.append(written[number])
                problems.extend(p for p in result.problems if p.severity is Severity.ERROR)
            else:
                staged.failed += 1
                told = [replace(p, file=written[number].file, line=None) for p in result]
                problems.extend([*told[:-1], replace(told[-1], key=FAILED)] if told else [])
                shutil.rmtree(home / f"{number:03}", ignore_errors=True)
            if progress is not None:
                progress(done, len(tasks))
        if older:
            problems.insert(0, older_again(older, publication))
        if pack is not None:
            staged.pack = pack.version
            newest = max((one.date for one in standing.values()), default="")
            problems[:0] = older_pack(
                pack, self._imported.pack(publication.id), newest, publication
            )
        staged.unchanged = len(same)
        staged.kept = len(kept_back)
        staged.articles += self._articles_of(publication.id, [*same, *kept_back])
        staged.pictures += sum(len(draft.pictures) for draft in same.values())
        staged.losses = total(draft.losses for draft in [*kept, *same.values()])
        staged.problems = tuple(dict.fromkeys(problems))
        staged.moves = self._moves(staged, standing)
        return staged

    def commit(
        self, staged: Iterable[Staged], report: object, progress: Progress | None = None
    ) -> Refreshed:
        """Move everything that was staged into the library and into its catalogue.

        Raises:
            LibraryError: that cannot be done; the library is as it was.
            CatalogueError: the issues are in, but the catalogue cannot be written.
        """
        stages = list(staged)
        moves = [move for one in stages for move in one.moves]
        parsed = {
            str(one.places[number] / ISSUE): record
            for one in stages
            for number, record in one.records.items()
        }
        shutil.rmtree(self.spool, ignore_errors=True)
        if not moves:
            self._change.discard()
            return self._library.refresh(progress)
        fresh = [
            (one.publication.id, number, self._fresh(one, number))
            for one in stages
            for number in one.records
        ]
        try:
            packs = {one.publication.id: one.pack for one in stages if one.pack and one.records}
            moves += self._imported.moves(self._change, fresh, packs)
        except OSError as error:
            self._change.discard()
            raise LibraryError(
                f"The library {self._library.folder} cannot be written "
                f"({error.strerror or error}); see that the disk has room."
            ) from error
        self._change.commit(moves, report)
        return self._library.refresh(progress, parsed=parsed)

    def clear(self) -> None:
        """Forget what was staged; the spool stays."""
        for folder in (self._change.new, self._change.old):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()

    def discard(self) -> None:
        """Leave the library as it is."""
        self._change.discard()

    def _moves(self, staged: Staged, standing: Mapping[int, Standing]) -> list[journal.Move]:
        folder = self._home(staged.publication.id)
        new, old = self._change.new / folder.name, self._change.old / folder.name
        moves: list[tuple[Path, Path]] = []
        text = self._description(staged)
        if text is not None:
            journal.write(new / FILE, text)
            if (folder / FILE).exists():
                moves.append((folder / FILE, old / FILE))
            moves.append((new / FILE, folder / FILE))
        for number in sorted(staged.records):
            was = standing.get(number)
            gone = None
            if was is not None and was.own:
                # An issue in a folder of its own takes its pictures along; a lone file goes alone.
                alone = was.path.name != ISSUE or was.path.parent in (folder, self._library.folder)
                gone = was.path if alone else was.path.parent
            place = free_place(folder, number, gone)
            staged.places[number] = place
            fresh = self._fresh(staged, number)
            if gone is None:
                moves.append((fresh, place))
                continue
            aside = old / f"{number:03}-{gone.name}"
            moves += [(gone, aside), (fresh, place)]
            if place == gone:
                moves += [(aside / name, place / name) for name in beside(gone, fresh)]
        root = self._library.folder
        return [
            (source.relative_to(root).as_posix(), target.relative_to(root).as_posix())
            for source, target in moves
        ]

    def _fresh(self, staged: Staged, number: int) -> Path:
        """The folder in which an issue is staged."""
        return self._change.new / self._home(staged.publication.id).name / f"{number:03}"

    def _description(self, staged: Staged) -> str | None:
        """The publication's description if it has to be written."""
        known = self._publications.get(staged.publication.id)
        folder = self._home(staged.publication.id)
        if known is not None and known.series == staged.publication.series:
            named = make_id(folder.name) == staged.publication.id
            if named or (folder / FILE).exists():
                return None
        return description(folder / FILE, staged.publication) if staged.records else None

    def _home(self, id_: str) -> Path:
        """The folder that issues of this publication are put into."""
        if id_ not in self._folders:
            # Where upper and lower case are the same, so are folders that differ in it.
            taken = {folder.name.casefold() for folder in self._folders.values()}
            number = 1
            name = id_
            while name in taken or not can_be_home(self._library.folder / name, number == 1):
                number += 1
                name = f"{id_}-{number}"
            self._folders[id_] = self._library.folder / name
        return self._folders[id_]

    def _articles_of(self, id_: str, numbers: Iterable[int]) -> int:
        wanted = set(numbers)
        if not wanted:
            return 0
        with self._library.catalogue() as catalogue:
            return sum(count for number, count in catalogue.counts(id_).items() if number in wanted)


def _write(draft: IssueDraft, number: int, folder: Path) -> None:
    folder.mkdir()
    for picture in draft.pictures:
        place = folder / picture.name
        if not is_picture_name(picture.name) or place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(picture.content, bytes):
            place.write_bytes(picture.content)
        else:
            shutil.copyfile(picture.content, place, follow_symlinks=False)
    (folder / ISSUE).write_text(issue_text(draft, number), encoding="utf-8", newline="\n")


def is_picture_name(name: str) -> bool:
    """Whether a picture may be kept under this name in an issue's folder."""
    return (
        len(name) <= _LONGEST_NAME
        and _PICTURE_NAME.match(name) is not None
        and unicodedata.is_normalized("NFC", name)
    )
