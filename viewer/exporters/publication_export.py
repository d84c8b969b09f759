"""Collects the files of a publication's export; equal content gives equal bytes.

Issues are written in one form, whoever wrote them first: the head with what was read of the issue,
the text as it stands. Exporting what such an export was imported as gives the same again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from viewer.archive.catalogue.updater import read_publications
from viewer.archive.catalogue.writer import known_stamps
from viewer.archive.files import issue_front_matter
from viewer.archive.files.issue_formatter import format_issue, format_publication
from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES, is_picture_name
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import PUBLICATION_FILE
from viewer.archive.files.safe_reading import decode_utf8, read_bytes
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import IssueEntry
from viewer.archive.model.issue import Problem, Publication
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft
from viewer.errors import ArchiveError, UsageError
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback


class ExportCancelled(ArchiveError):
    """The reader cancelled the export; nothing was written."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file of the export. Pictures are read again when they are written."""

    name: str
    content: bytes | Path
    size: int
    sha256: str

    def read_content(self) -> bytes:
        """The content, which is what it was when the export began.

        Raises:
            ArchiveError: it was changed or taken away meanwhile.
        """
        if isinstance(self.content, bytes):
            return self.content
        try:
            content = read_bytes(
                self.content, ProblemCollector(str(self.content)), MAX_PICTURE_BYTES
            )
        except UnreadableFileError as error:
            raise ArchiveError(error.message) from None
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ArchiveError(
                Message("{path} was changed during the export; export again.", path=self.content)
            )
        return content


@dataclass(frozen=True, slots=True)
class ExportedPublication:
    """The files of an export of ``publication``, sorted by name.

    ``newest_date`` is that of the newest issue; ``problems`` say what could not be taken along.
    """

    publication: Publication
    files: tuple[ExportedFile, ...]
    issue_count: int
    picture_count: int
    newest_date: str
    problems: tuple[Problem, ...]


def collect_export(
    library: Library,
    id_: str,
    progress: ProgressCallback | None = None,
    cancelled: CancelCheck | None = None,
) -> ExportedPublication:
    """The export of the publication ``id_`` of ``library``, whose catalogue is fresh.

    Raises:
        UsageError: there is no such publication, or no issue of it.
        CatalogueError: the catalogue has to be built first.
        ExportCancelled: ``cancelled`` said so.
    """
    publications = {
        publication.id: publication
        for publication in read_publications(library.issue_folders(), [])[0]
    }
    if id_ not in publications:
        names = ", ".join(publications) or "none"
        raise UsageError(
            Message(
                "There is no publication “{id}” in the library; the publications are "
                "{publications}.",
                id=id_[:60],
                publications=names,
            )
        )
    publication = publications[id_]
    with closing(library.open_catalogue()) as catalogue:
        publication_entry = next(
            (entry for entry in catalogue.publications() if entry.id == id_), None
        )
        paths = {
            number: Path(path) for pub, number, path, _ in catalogue.issue_files() if pub == id_
        }
    entries = (
        sorted(publication_entry.issues, key=lambda entry: entry.number)
        if publication_entry is not None
        else []
    )
    if not entries:
        raise UsageError(
            Message("The publication “{id}” has no issue that could be exported.", id=id_)
        )
    stamps = known_stamps(library.catalogue_path)
    files = [_make_file(PUBLICATION_FILE, format_publication(publication).encode())]
    all_problems: list[Problem] = []
    issues = 0
    for done, entry in enumerate(entries):
        if cancelled is not None and cancelled():
            raise ExportCancelled(Message("The export was cancelled; nothing was written."))
        if progress is not None:
            progress(done, len(entries))
        path = paths[entry.number]
        problems = ProblemCollector(str(path))
        stamp = stamps.get(str(path))
        pictures = stamp.get("pictures", {}) if isinstance(stamp, dict) else {}
        # A missing picture was reported when the issue was parsed.
        pictures_on_disk = [
            name for name, picture_stamp in pictures.items() if picture_stamp is not None
        ]
        try:
            files += _issue_files(path, entry, pictures_on_disk, problems)
            issues += 1
        except UnreadableFileError:
            pass
        all_problems.extend(problems.collected())
    if progress is not None:
        progress(len(entries), len(entries))
    pictures_in = len(files) - 1 - issues
    date = max((entry.date for entry in entries), default="")
    files.sort(key=lambda file: file.name)
    return ExportedPublication(
        publication, tuple(files), issues, pictures_in, date, tuple(all_problems)
    )


def _issue_files(
    path: Path, entry: IssueEntry, names: Sequence[str], problems: ProblemCollector
) -> list[ExportedFile]:
    """``issue.md`` and the pictures it shows."""
    head_text, body, _ = issue_front_matter.split_issue_front_matter(
        decode_utf8(read_bytes(path, problems), problems), ProblemCollector("")
    )
    head = issue_front_matter.parse_issue_front_matter(head_text, ProblemCollector(""))
    folder = f"{entry.number:03}/"
    pictures: list[ExportedFile] = []
    renamed = _portable_names(names)
    for name in names:
        body, was_renamed = _rename_in_text(body, name, renamed.get(name, name))
        if not was_renamed:
            problems.warning(
                Message(
                    "The picture {name} has a name or ending that cannot be taken along; give it "
                    "a name of letters and digits.",
                    name=name[:120],
                )
            )
            continue
        try:
            content = read_bytes(path.parent / name, ProblemCollector(name), MAX_PICTURE_BYTES)
        except UnreadableFileError as error:
            problems.warning(
                Message(
                    "The picture {name} is left out: {reason}",
                    name=name[:120],
                    reason=error.problems[-1].message,
                )
            )
            continue
        pictures.append(_make_file(folder + renamed.get(name, name), content, path.parent / name))
    draft = IssueDraft(
        title=head.title or entry.title,
        text=body,
        file=str(path),
        date=head.date or entry.date,
        guid=head.guid,
        tags=tuple(head.tags),
        language=head.language,
        edition=head.edition,
        editors=tuple(head.editors),
        events=tuple(issue_front_matter.to_event(item) for item in head.events),
        losses={loss: head.losses[loss.value] for loss in ImportLoss if loss.value in head.losses},
    )
    return [_make_file(folder + ISSUE_FILE, format_issue(draft, entry.number).encode()), *pictures]


def _make_file(name: str, content: bytes, path: Path | None = None) -> ExportedFile:
    digest = hashlib.sha256(content).hexdigest()
    return ExportedFile(name, content if path is None else path, len(content), digest)


def _portable_names(names: Sequence[str]) -> Mapping[str, str]:
    """Other names for pictures whose own cannot be kept in every library; empty for no name."""
    new_names: dict[str, str] = {}
    used = {name.casefold() for name in names}
    for name in names:
        if is_picture_name(name):
            continue
        folder, _, last = unicodedata.normalize("NFC", name).rpartition("/")
        stem, _, ending = last.rpartition(".")
        folder = "/".join(filter(None, (_safe_name(part) for part in folder.split("/")[:4])))
        stem = _safe_name(stem)[:80] or "picture"
        count = 1
        while True:
            word = stem if count == 1 else f"{stem}-{count}"
            new = f"{folder or 'figures'}/{word}.{ending}"
            if new.casefold() not in used:
                break
            count += 1
        used.add(new.casefold())
        new_names[name] = new if is_picture_name(new) else ""
    return new_names


def _safe_name(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text).strip("-")


def _rename_in_text(body: str, name: str, new: str) -> tuple[str, bool]:
    """``body`` with the picture ``name`` called ``new``, and whether that could be done."""
    if name == new:
        return body, True
    total = 0
    if new:
        for written in {name, quote(name), name.replace(" ", "%20"), name.replace("/", "\\")}:
            pattern = rf"(?<=[(<\"'\s=])(?:\./)?{re.escape(written)}(?=[)>\"'\s])"
            body, count = re.subn(pattern, lambda _: new, body)
            total += count
    return body, bool(total)
