"""Collects the files of a publication's export; equal content gives equal bytes.

Every issue is written as its author wrote it, byte for byte, with the files that belong to it. Only
where it moves to another folder, or a file to another name, is what has to be changed for that.
Exporting what an export was imported as gives the same again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.archive.catalogue.updater import read_publications
from viewer.archive.files.issue_formatter import format_issue, format_publication, format_scalar
from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.native_draft import read_native_issue, with_head_lines
from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES, is_file_name, is_picture_name
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import PUBLICATION_FILE, parse_publication
from viewer.archive.files.safe_reading import decode_utf8, printable_name, read_bytes
from viewer.archive.files.yaml_edit import edited_publication_text
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import IssueEntry
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.errors import ArchiveError, LibraryError
from viewer.exporters.files_beside import FilesBeside, rename_in_text
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback

#: What a head without a number is read as.
_NO_NUMBER = -1


class ExportCancelled(ArchiveError):
    """The reader cancelled the export; nothing was written."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file of the export. Those beside issues are read again when they are written."""

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
        LibraryError: there is no such publication, or no issue of it.
        CatalogueError: the catalogue has to be built first.
        ExportCancelled: ``cancelled`` said so.
    """
    publication = library.publication(id_)
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
        raise LibraryError(
            Message("The publication “{id}” has no issue that could be exported.", id=id_)
        )
    folders = {path: folder.folder for folder in library.issue_folders() for path in folder.files}
    all_problems: list[Problem] = []
    files = [_publication_file(library, publication, all_problems)]
    beside = FilesBeside(library.folder, folders)
    issues = 0
    for done, entry in enumerate(entries):
        if cancelled is not None and cancelled():
            raise ExportCancelled(Message("The export was cancelled; nothing was written."))
        if progress is not None:
            progress(done, len(entries))
        path = paths[entry.number]
        problems = ProblemCollector(str(path))
        try:
            files += _issue_files(path, entry, beside, problems)
            issues += 1
        except UnreadableFileError:
            pass
        all_problems.extend(problems.collected())
    if progress is not None:
        progress(len(entries), len(entries))
    all_problems.extend(beside.left_out())
    pictures = sum(is_picture_name(file.name) for file in files)
    date = max((entry.date for entry in entries), default="")
    files.sort(key=lambda file: file.name)
    return ExportedPublication(
        publication, tuple(files), issues, pictures, date, tuple(all_problems)
    )


def _publication_file(
    library: Library, publication: Publication, problems: list[Problem]
) -> ExportedFile:
    """``publication.yaml`` as its author wrote it, with the id and name it may lack."""
    path = None
    for folder in library.issue_folders():
        if folder.has_publication_file:
            (found,), _ = read_publications([folder], [])
            if found.id == publication.id:
                path = folder.folder / PUBLICATION_FILE
    nothing = Publication("", "", "")
    collector = ProblemCollector(str(path))
    text = None
    if path is not None:
        with suppress(UnreadableFileError, UnicodeDecodeError):
            original = read_bytes(path, collector).decode("utf-8")
            text = edited_publication_text(original, nothing, publication)
            if (
                text is not None
                and parse_publication(decode_utf8(text.encode(), collector), nothing, collector)[0]
                != publication
            ):
                text = None
        if text is None:
            problems.append(
                Problem(
                    Severity.WARNING,
                    str(path),
                    Message(
                        "The file is written anew in the export; its comments and unknown keys "
                        "are left out."
                    ),
                )
            )
    return _make_file(PUBLICATION_FILE, (text or format_publication(publication)).encode())


def _issue_files(
    path: Path, entry: IssueEntry, beside: FilesBeside, problems: ProblemCollector
) -> list[ExportedFile]:
    """``issue.md`` as its author wrote it, and the files that belong to it."""
    content = read_bytes(path, problems)
    decode_utf8(content, problems)
    text = content.decode("utf-8")
    folder = f"{entry.number:03}/"
    files: list[ExportedFile] = []
    names = beside.names(path, text, problems)
    renamed = _portable_names(names)
    for name in names:
        new = renamed.get(name, name)
        if not new:
            problems.warning(
                Message(
                    "{name} is a program or has a name that cannot be taken along; give it a name "
                    "of letters and digits.",
                    name=printable_name(name)[:120],
                )
            )
            continue
        try:
            file = read_bytes(path.parent / name, ProblemCollector(name), MAX_PICTURE_BYTES)
        except UnreadableFileError as error:
            problems.warning(
                Message(
                    "The file {name} is left out: {reason}",
                    name=name[:120],
                    reason=error.problems[-1].message,
                )
            )
            continue
        if new != name:
            text, was_named = rename_in_text(text, name, new)
            if not was_named:
                problems.warning(
                    Message("{name} is called {new} in the export.", name=name[:120], new=new)
                )
        files.append(_make_file(folder + new, file, path.parent / name))
    text = _with_facts(text, path, entry, problems)
    return [_make_file(folder + ISSUE_FILE, text.encode()), *files]


def _with_facts(text: str, path: Path, entry: IssueEntry, problems: ProblemCollector) -> str:
    """``text`` with what only the file's own name says, and its new name will not."""
    if path.name == ISSUE_FILE and path.parent.name.isdecimal():
        return text
    draft = read_native_issue(text.encode(), _NO_NUMBER, ProblemCollector(""))
    missing: dict[str, str] = {}
    if draft.number == _NO_NUMBER:
        missing["number"] = str(entry.number)
    if not draft.title:
        missing["title"] = format_scalar(entry.title)
    if not draft.date and entry.date:
        missing["date"] = entry.date
    completed = with_head_lines(text, missing) if missing else text
    read = read_native_issue(completed.encode(), _NO_NUMBER, ProblemCollector(""))
    if (read.number, read.title, read.date) == (entry.number, entry.title, entry.date):
        return completed
    problems.warning(
        Message("The head is written anew in the export; what could not be read of it is left out.")
    )
    anew = replace(draft, title=entry.title, date=entry.date, original="")
    return format_issue(anew, entry.number)


def _make_file(name: str, content: bytes, path: Path | None = None) -> ExportedFile:
    digest = hashlib.sha256(content).hexdigest()
    return ExportedFile(name, content if path is None else path, len(content), digest)


def _portable_names(names: Sequence[str]) -> Mapping[str, str]:
    """Other names for files whose own cannot be kept in every library; empty for no name."""
    new_names: dict[str, str] = {}
    used = {name.casefold() for name in names if is_file_name(name)}
    for name in names:
        new = unicodedata.normalize("NFC", name)
        if not is_file_name(new):
            folder, _, last = new.rpartition("/")
            stem, dot, ending = last.rpartition(".")
            parts = [_safe_name(part) for part in folder.split("/")]
            new = "/".join(filter(None, (*parts, f"{_safe_name(stem)[:80]}{dot}{ending}")))
        stem, dot, ending = new.rpartition(".")
        count = 1
        while new != name and new.casefold() in used:
            count += 1
            new = f"{stem}-{count}{dot}{ending}"
        used.add(new.casefold())
        if not is_file_name(new):
            new_names[name] = ""
        elif new != name:
            new_names[name] = new
    return new_names


def _safe_name(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text).strip("-")
