"""Bringing the catalogue in step with the disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.archive.faults import Faults, UnreadableIssue
from viewer.archive.integrity import DamagedCatalogue, set_aside
from viewer.archive.issue import Problem, Publication, Severity
from viewer.archive.library import Refreshed
from viewer.archive.pictures import is_picture_file
from viewer.archive.publication import FILE, guess_publication, read_publication
from viewer.archive.records import IssueRecord
from viewer.archive.roots import Place, passed_over
from viewer.archive.rows import compact
from viewer.archive.store import read_bytes, shown, stamp
from viewer.archive.version import PARSER_VERSION
from viewer.archive.worker import Task, parse_tasks
from viewer.archive.writer import Writer


@dataclass(frozen=True, slots=True)
class Source:
    """A file that should be an issue, and what it is an issue of."""

    path: Path
    place: Place
    publication: Publication


def refresh(
    places: list[Place],
    catalogue: Path,
    problems: list[Problem],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
    parsed: Mapping[str, IssueRecord],
) -> Refreshed:
    """See ``Library.refresh``; ``problems`` are those known beforehand.

    Raises:
        CatalogueError: the catalogue cannot be written.
    """
    try:
        return _refresh(places, catalogue, problems, progress, cancelled, parsed, None)
    except DamagedCatalogue:
        aside = set_aside(catalogue)
        return _refresh(places, catalogue, problems, progress, cancelled, parsed, aside)


def _refresh(
    places: list[Place],
    catalogue: Path,
    problems: list[Problem],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
    parsed: Mapping[str, IssueRecord],
    aside: Path | None,
) -> Refreshed:
    problems = list(problems)
    publications, sources = describe(places, problems)
    with Writer(catalogue, PARSER_VERSION) as writer:
        aside = writer.set_aside or aside
        if aside is not None:
            problems.append(was_damaged(catalogue, aside))
        known = writer.sources()
        changed: list[Source] = []
        unchanged = 0
        for source in sources:
            name = str(source.path)
            if name in known and _is_unchanged(source, *known[name], writer):
                unchanged += 1
            else:
                changed.append(source)
        gone = known.keys() - {str(source.path) for source in sources}
        writer.remove(gone)
        added = updated = 0
        met: list[Problem] = []
        for source, result in _parsed(changed, parsed, progress, cancelled):
            name = str(source.path)
            writer.add(
                name,
                (source.place.root, source.place.trusted, source.publication.id),
                _stamp(source.path, result),
                _digest(source, result),
                result,
            )
            met.extend(result.problems if isinstance(result, IssueRecord) else result)
            updated += name in known
            added += name not in known
        # Workers answer in any order.
        met.sort(key=lambda problem: problem.file)
        names = {str(s.path): shown(s.path, _shown_from(s.place)) for s in sources}
        problems.extend(writer.settle(names))
        told = writer.told()
        writer.publish(publications, tuple(problems), _stamps(places))
    fresh = [problem for problem in problems if problem not in told]
    return Refreshed(added, updated, len(gone), unchanged, (*fresh, *met), aside is not None)


def was_damaged(catalogue: Path, aside: Path) -> Problem:
    """The catalogue was set aside."""
    return Problem(
        Severity.WARNING,
        str(catalogue),
        f"The catalogue was damaged; it is kept as {aside.name} and was built anew from the "
        "issues.",
    )


def describe(
    places: list[Place],
    problems: list[Problem],
    *,
    whole_paths: bool = False,
    joined: Sequence[Publication] = (),
) -> tuple[list[Publication], list[Source]]:
    """The publications of ``places`` in order, merged by id, and every file with its own.

    What is wrong with a ``publication.yaml``, and what is passed over, is added to ``problems``,
    which name files by their whole path or from their publication's folder on. ``joined`` are
    publications known beforehand, of which the places may hold more issues.
    """
    known = {publication.id: publication for publication in joined}
    named: list[tuple[Place, str]] = []
    for place in places:
        problems.extend(
            Problem(Severity.WARNING, shown(path, None if whole_paths else _shown_from(place)), why)
            for path, why in (passed_over(place.folder) if place.whole else ())
        )
        guess = guess_publication(place.folder)
        guess = known.get(guess.id, guess)
        if place.described:
            root = None if whole_paths else _shown_from(place)
            publication, found = read_publication(place.folder / FILE, guess, root=root)
            problems.extend(found)
        else:
            publication = guess
            if guess.id not in known:
                problems.append(
                    Problem(
                        Severity.GUESS,
                        str(place.folder),
                        f"The folder has no {FILE}; its issues are taken for the publication "
                        f"“{guess.name}”.",
                    )
                )
        earlier = known.get(publication.id)
        if earlier is not None and not publication.series:
            publication = replace(publication, series=earlier.series)
        known[publication.id] = publication
        named.append((place, publication.id))
    sources = [Source(path, place, known[id_]) for place, id_ in named for path in place.files]
    return list(known.values()), sources


def _shown_from(place: Place) -> Path:
    return place.folder.parent


def _parsed(
    sources: list[Source],
    parsed: Mapping[str, IssueRecord],
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[tuple[Source, IssueRecord | tuple[Problem, ...]]]:
    for source in sources:
        if str(source.path) in parsed:
            yield source, parsed[str(source.path)]
    sources = [source for source in sources if str(source.path) not in parsed]
    tasks = [
        Task(str(source.path), str(_shown_from(source.place)), source.publication)
        for source in sources
    ]
    trusted = all(source.place.trusted for source in sources)
    if progress is not None:
        progress(0, len(tasks))
    for done, (index, result) in enumerate(
        parse_tasks(tasks, trusted=trusted, cancelled=cancelled), start=1
    ):
        yield sources[index], result
        if progress is not None:
            progress(done, len(tasks))


def _is_unchanged(source: Source, known_stamp: str, known_digest: str, writer: Writer) -> bool:
    """By time and size first; by content where those differ."""
    names = _pictures_in(known_stamp)
    if names is None or not known_digest.startswith(_publication_digest(source.publication)):
        return False
    now = _stamp_of(source.path, names)
    if now == known_stamp:
        return True
    pictures = [(name, is_picture_file(source.path.parent / name)) for name in names]
    if _content_digest(source, pictures) != known_digest:
        return False
    writer.set_stamp(str(source.path), now)
    return True


def _pictures_in(stamp: str) -> list[str] | None:
    """The pictures that a kept stamp names; None if it cannot be read."""
    try:
        known = json.loads(stamp)
        return list(known["pictures"])
    except (ValueError, TypeError, LookupError):
        return None


def _stamp(path: Path, result: IssueRecord | tuple[Problem, ...]) -> str:
    return _stamp_of(path, list(result.pictures) if isinstance(result, IssueRecord) else [])


def _stamp_of(path: Path, pictures: list[str]) -> str:
    return compact(
        {"file": stamp(path), "pictures": {name: stamp(path.parent / name) for name in pictures}}
    )


def _digest(source: Source, result: IssueRecord | tuple[Problem, ...]) -> str:
    names = result.pictures if isinstance(result, IssueRecord) else ()
    pictures = [(name, is_picture_file(source.path.parent / name)) for name in names]
    return _content_digest(source, pictures)


def _content_digest(source: Source, pictures: list[tuple[str, bool]]) -> str:
    """A fingerprint of all that decides what the issue looks like, the publication's first."""
    try:
        content = read_bytes(source.path, Faults(str(source.path)))
    except UnreadableIssue:
        content = b""
    digest = hashlib.sha256(compact([PARSER_VERSION, sorted(pictures)]).encode())
    digest.update(content)
    return f"{_publication_digest(source.publication)}:{digest.hexdigest()}"


def _publication_digest(publication: Publication) -> str:
    series = [[s.id, s.title, s.outline] for s in publication.series]
    facts = compact([publication.id, publication.name, publication.language, series])
    return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _stamps(places: list[Place]) -> str:
    paths = [place.folder / FILE for place in places if place.described]
    return compact({str(path): stamp(path) for path in paths})
