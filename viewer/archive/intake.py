"""Taking drafts into the library: staged beside it first, then moved in all at once."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from viewer.archive import journal
from viewer.archive.drafts import IssueDraft, Losses, PictureDraft, total
from viewer.archive.facts import fold
from viewer.archive.issue import Problem, Publication, Severity
from viewer.archive.issue_file import guid_in, issue_text, publication_text
from viewer.archive.joining import join_series
from viewer.archive.library import Library, Refreshed
from viewer.archive.numbering import assign, identity, once
from viewer.archive.placing import beside, can_be_home, free_place
from viewer.archive.publication import FILE, make_id, valid_id
from viewer.archive.records import IssueRecord
from viewer.archive.refresh import describe
from viewer.archive.roots import ISSUE
from viewer.archive.store import stamp
from viewer.archive.worker import Task, parse_tasks
from viewer.errors import LibraryError

_HEAD = 16 * 1024
_PICTURE_NAME = re.compile(
    r"(?:[\w-][\w.-]*/){0,4}[\w-][\w.-]*\.(?:png|jpe?g|gif|webp|bmp|svg)\Z", re.I
)
_LONGEST_NAME = 200

#: The ``key`` of a problem that kept an issue or a whole source out.
FAILED = "failed"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """An issue that is in the library: its file, its guid, and whether the file is the reader's."""

    path: Path
    guid: str
    own: bool


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
    failed: int = 0
    articles: int = 0
    pictures: int = 0
    losses: Losses = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    moves: list[journal.Move] = field(default_factory=list)
    #: The folders that the new or changed issues will lie in, by number.
    places: dict[int, Path] = field(default_factory=dict)


class Intake:
    """One import into ``library``. Hold ``journal.locked`` meanwhile.

    Raises:
        LibraryError: the library cannot be written.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._change = journal.Change(library.folder)
        #: Where pictures may be put before their issues are staged.
        self.spool = self._change.folder / "spool"
        try:
            self.spool.mkdir()
            self._publications, self._folders, self._standing = _survey(library)
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
    ) -> Staged:
        """Write ``drafts`` as issues of ``proposed`` beside the library, and read them there.

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
        try:
            home.mkdir(exist_ok=True)
            for draft, numbered in zip(drafts, assign(drafts, known, taken), strict=True):
                number = numbered.number
                if numbered.wanted is not None:
                    problems.append(_moved_on(draft, numbered.wanted, number, publication))
                problems.extend(draft.problems)
                draft = replace(draft, guid=identity(draft))
                if number in standing and _is_same(draft, number, standing[number]):
                    same[number] = draft
                    continue
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
        staged.unchanged = len(same)
        staged.articles += self._articles_of(publication.id, same)
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
            fresh = new / f"{number:03}"
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

    def _description(self, staged: Staged) -> str | None:
        """The publication's description if it has to be written."""
        known = self._publications.get(staged.publication.id)
        folder = self._home(staged.publication.id)
        if known is not None and known.series == staged.publication.series:
            named = make_id(folder.name) == staged.publication.id
            if named or (folder / FILE).exists():
                return None
        return publication_text(staged.publication) if staged.records else None

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


def _survey(
    library: Library,
) -> tuple[dict[str, Publication], dict[str, Path], dict[str, dict[int, Standing]]]:
    """What is in the library: publications and folders by id, and the issues by number."""
    library.refresh()
    places = library.places()
    publications, _ = describe(places, [])
    folders = {
        publication.id: place.folder
        for place in places
        if place.root and place.folder != library.folder
        for publication in describe([place], [])[0]
    }
    standing: dict[str, dict[int, Standing]] = {}
    with library.catalogue() as catalogue:
        for id_, number, path, root in catalogue.files():
            guid = guid_in(_head_of(Path(path)))
            standing.setdefault(id_, {})[number] = Standing(Path(path), guid, root > 0)
    return {publication.id: publication for publication in publications}, folders, standing


def _head_of(path: Path) -> str:
    if stamp(path) is None:
        return ""
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def _is_same(draft: IssueDraft, number: int, standing: Standing) -> bool:
    """Whether the library has this issue already, text and pictures."""
    if not standing.own or standing.path.name != ISSUE:
        return False
    try:
        if standing.path.read_text(encoding="utf-8") != issue_text(draft, number):
            return False
        return all(
            (standing.path.parent / picture.name).read_bytes() == _content(picture)
            for picture in draft.pictures
        )
    except (OSError, ValueError):
        return False


def _content(picture: PictureDraft) -> bytes:
    return picture.content if isinstance(picture.content, bytes) else picture.content.read_bytes()


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


def _moved_on(draft: IssueDraft, wanted: int, number: int, publication: Publication) -> Problem:
    return Problem(
        Severity.GUESS,
        draft.file,
        f"Number {wanted} of {publication.id} is another issue; this one is brought in as "
        f"{number}.",
    )
