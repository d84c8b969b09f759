"""Imports our own pack of a publication, ``.dvpack``; the checksum of every file must match."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.native_draft import read_native_issue
from viewer.archive.files.pack_manifest import (
    MANIFEST_FILE,
    PACK_FORMAT,
    PACK_SUFFIX,
    FileDigest,
    parse_manifest,
)
from viewer.archive.files.picture_paths import is_file_name
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import PUBLICATION_FILE, parse_publication
from viewer.archive.files.safe_reading import MAX_FILE_SIZE, decode_utf8, printable_name
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft, PictureDraft
from viewer.errors import ArchiveError
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.sources.safe_zip import BadEntry, SafeZip, open_zip
from viewer.messages import Message, reason_of

_ISSUE_PATH = re.compile(rf"([0-9]{{1,9}})/{re.escape(ISSUE_FILE)}\Z")
_LARGEST_MANIFEST = 16 * 1024 * 1024
_ALTERED_MESSAGE = Message("It is not what the pack's list of files says; get the pack again.")


class PackSource(Source):
    """An opened pack: its list of files is sound, and its issues are verified one by one."""

    def __init__(self, path: Path) -> None:
        self._file_name = path.name
        problems = ProblemCollector(printable_name(path.name))
        self._archive = open_zip(path, problems)
        try:
            self._open(problems)
        except BaseException:
            self._archive.close()
            raise
        self.problems = problems.collected()

    def _open(self, problems: ProblemCollector) -> None:
        names = self._archive.names
        if (
            not names
            or names[0] != MANIFEST_FILE
            or self._archive.size(MANIFEST_FILE) > _LARGEST_MANIFEST
        ):
            raise problems.fatal(
                Message(
                    "The file does not begin with a list of its files ({manifest_file}), so it "
                    "is no pack or was altered; get the pack again.",
                    manifest_file=MANIFEST_FILE,
                )
            )
        try:
            manifest = parse_manifest(self._archive.read(MANIFEST_FILE))
        except ArchiveError as error:
            raise problems.fatal(error.message) from None
        self._checksums = manifest.files
        self.pack = manifest.pack
        for name, reason in self._archive.refused.items():
            problems.error(
                Message(
                    "The file {name} in the pack is left out. {reason}", name=name, reason=reason
                )
            )
        listed = {MANIFEST_FILE, *self._checksums}
        for name in names:
            if name not in listed:
                problems.error(
                    Message(
                        "The file {name} is not in the pack's list of files and is left out.",
                        name=printable_name(name),
                    )
                )
        self.publication = self._read_publication(
            Publication(manifest.publication.id, manifest.publication.name, ""), problems
        )
        issue_matches = [
            match for name in self._checksums if (match := _ISSUE_PATH.match(name)) is not None
        ]
        issue_matches.sort(key=lambda match: (int(match[1]), match[1]))
        self.titles = tuple(match[0] for match in issue_matches)
        file_names: dict[str, list[str]] = {match[1]: [] for match in issue_matches}
        for name in sorted(self._checksums):
            folder, _, relative_name = name.partition("/")
            if name in (PUBLICATION_FILE, f"{folder}/{ISSUE_FILE}"):
                continue
            if folder in file_names and is_file_name(relative_name):
                file_names[folder].append(relative_name)
            else:
                problems.error(
                    Message(
                        "The file {name} is nothing that belongs in a pack and is left out.",
                        name=printable_name(name),
                    )
                )
        self._file_names = file_names
        if not self.titles:
            raise problems.fatal(Message("There is no issue in the pack; get the pack again."))

    def _read_publication(self, guess: Publication, problems: ProblemCollector) -> Publication:
        if PUBLICATION_FILE not in self._checksums:
            return guess
        collector = ProblemCollector(self._display_name(PUBLICATION_FILE))
        try:
            publication, file_problems = parse_publication(
                decode_utf8(content := self._read_verified(PUBLICATION_FILE, collector), collector),
                guess,
                collector,
            )
        except UnreadableFileError as error:
            problems.error(
                Message(
                    "{publication_file} is left out: {reason}",
                    publication_file=PUBLICATION_FILE,
                    reason=error.problems[-1].message,
                )
            )
            return guess
        for problem in file_problems:
            problems.error(problem.message, problem.line, problem.key)
        if publication.id != guess.id:
            raise problems.fatal(
                Message(
                    "The pack calls its publication “{first_id}” in one place and “{other_id}” "
                    "in another; get the pack again.",
                    first_id=guess.id,
                    other_id=publication.id,
                )
            )
        return replace(publication, original=content.decode("utf-8"))

    def read_issue(self, index: int) -> IssueDraft:
        name = self.titles[index]
        folder = name.partition("/")[0]
        problems = ProblemCollector(self._display_name(name))
        content = self._read_verified(name, problems, MAX_FILE_SIZE)
        files = [
            PictureDraft(file_name, self._read_verified(f"{folder}/{file_name}", problems))
            for file_name in self._file_names[folder]
        ]
        return read_native_issue(content, int(folder), problems, files)

    def _display_name(self, name: str) -> str:
        return printable_name(f"{self._file_name}/{name}")

    def _read_verified(
        self, name: str, problems: ProblemCollector, limit: int | None = None
    ) -> bytes:
        """The content of a file whose size and checksum are those of the list.

        Raises:
            UnreadableFileError: they are not, or the file is missing.
        """
        try:
            return read_verified(self._archive, name, self._checksums[name], limit)
        except BadEntry as error:
            raise problems.fatal(
                Message(
                    "The file {name} cannot be used. {error}",
                    name=printable_name(name),
                    error=reason_of(error),
                )
            ) from None

    def close(self) -> None:
        self._archive.close()


def read_verified(
    archive: SafeZip, name: str, expected: FileDigest, limit: int | None = None
) -> bytes:
    """The content of ``name`` if it is what is ``expected``.

    Raises:
        BadEntry: it is not, it is not there, or it is larger than ``limit``.
    """
    if name not in archive:
        reason = archive.refused.get(printable_name(name))
        raise BadEntry(reason or Message("It is listed, but not in the pack; get the pack again."))
    if limit is not None and archive.size(name) > limit:
        raise BadEntry(
            Message("It is larger than {limit} MB, more than any newsletter.", limit=limit >> 20)
        )
    if archive.size(name) != expected.size:
        raise BadEntry(_ALTERED_MESSAGE)
    content = archive.read(name)
    if hashlib.sha256(content).hexdigest() != expected.sha256:
        raise BadEntry(_ALTERED_MESSAGE)
    return content


def _recognises(path: Path, start: bytes) -> bool:
    # The manifest is the first entry; its name follows the 30 bytes of the entry's header.
    if (
        start.startswith(b"PK\x03\x04")
        and start[30 : 30 + len(MANIFEST_FILE)] == MANIFEST_FILE.encode()
    ):
        return True
    return bool(start) and path.name.lower().endswith(PACK_SUFFIX)


def _open(path: Path, options: ImportOptions) -> Source:
    return PackSource(path)


IMPORTER = Importer(PACK_FORMAT, Message("Dosudo Viewer pack"), (PACK_SUFFIX,), _recognises, _open)
