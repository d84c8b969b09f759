"""The library: the reader's folder, the bundled publication, and their catalogue and index."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from viewer import paths
from viewer.archive.catalogue import schema
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.files import library_layout
from viewer.archive.files.library_layout import IssueFolder
from viewer.archive.files.safe_reading import FileStamp, file_stamp
from viewer.archive.library.caches import make_cache_folder, make_temporary_folder
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.errors import (
    CatalogueError,
    CatalogueUnavailableError,
    LibraryError,
    error_message,
)
from viewer.messages import Message, reason_of
from viewer.progress_and_cancel import CancelCheck, ProgressCallback, StepCallback

if TYPE_CHECKING:
    from viewer.archive.catalogue.row_mapping import IssueRecord
    from viewer.archive.library.reader_data import ReaderData


class Library:
    """The reader's ``folder`` and the ``bundled`` publication; reads no file until it is used.

    ``prebuilt`` holds a catalogue and an index of ``bundled`` that were made beforehand; the first
    start takes them over where they fit.
    """

    def __init__(
        self, folder: Path, bundled: Path | None = None, prebuilt: Path | None = None
    ) -> None:
        # The catalogue stores paths: they must not depend on the working directory.
        self.folder = Path(os.path.abspath(folder))
        self.bundled = None if bundled is None else Path(os.path.abspath(bundled))
        self.prebuilt = prebuilt
        #: Whether the prebuilt catalogue was installed in this run.
        self.prebuilt_installed = False
        #: The reader's data of this run; without it an update opens what the library holds.
        self.reader_data: ReaderData | None = None
        self._cache: Path | None = None
        self._cache_problem: Problem | None = None

    @property
    def cache_folder(self) -> Path:
        """Where catalogue and index are kept, outside of the library.

        A temporary folder if the reader's own cache folder cannot be used.
        """
        if self._cache is None:
            self._cache = self._find_cache()
        return self._cache

    @property
    def catalogue_path(self) -> Path:
        """The catalogue's file."""
        return self.cache_folder / schema.CATALOGUE_FILE

    @property
    def index_folder(self) -> Path:
        """The folder of the search index; it need not exist."""
        return self.cache_folder / "index"

    def _find_cache(self) -> Path:
        try:
            return make_cache_folder(self.folder)
        except OSError as error:
            return self._make_temporary_cache(reason_of(error))

    def _make_temporary_cache(self, reason: Message) -> Path:
        """A cache folder for this run.

        Raises:
            OSError: there is none that can be written.
        """
        temporary = make_temporary_folder()
        folder = paths.cache_folder()
        self._cache_problem = Problem(
            Severity.WARNING,
            str(folder),
            Message(
                "The folder {folder} cannot be used ({reason}); catalogue and index are kept "
                "only until the program ends. Name another folder in {cache_variable}.",
                folder=folder,
                reason=reason,
                cache_variable=paths.CACHE_VARIABLE,
            ),
        )
        return temporary

    def use_temporary_cache(self, reason: Message) -> None:
        """Build catalogue and index in a temporary folder from now on, for the given ``reason``.

        Every ``Catalogue`` that is open stays with the file it reads; ``update_catalogue`` has to
        be called next.

        Raises:
            CatalogueUnavailableError: it was in use already, or there is none.
        """
        if self._cache_problem is None:
            try:
                self._cache = self._make_temporary_cache(reason)
                return
            except OSError as error:
                reason = error_message(error)
        raise CatalogueUnavailableError(reason)

    def open_catalogue(self) -> Catalogue:
        """The catalogue, opened for this thread.

        Raises:
            CatalogueError: it has to be built first: call ``update_catalogue``.
        """
        self._install_prebuilt()
        return Catalogue(self.catalogue_path)

    def _install_prebuilt(self) -> None:
        if self.prebuilt is None or self.bundled is None or self.catalogue_path.exists():
            return
        from viewer.archive.catalogue.prebuilt_cache import install_prebuilt

        self.prebuilt_installed = (
            install_prebuilt(self.prebuilt, self.bundled, self.cache_folder)
            or self.prebuilt_installed
        )

    def is_up_to_date(self) -> bool:
        """Whether the catalogue agrees with the disk, judged by names, sizes and times alone."""
        from viewer.archive.catalogue.writer import known_stamps
        from viewer.archive.library.undoable_transaction import has_interrupted_change

        if has_interrupted_change(self.folder):
            return False
        try:
            with self.open_catalogue() as catalogue:
                catalogue.verify_counts()
            recorded = known_stamps(self.catalogue_path)
        except CatalogueError:
            return False
        stamps = library_layout.stamp_files(self.issue_folders())
        if stamps.keys() != recorded.keys():
            return False
        return all(_matches_stamp(path, recorded[path], stamp) for path, stamp in stamps.items())

    def issue_folders(self, unreadable: dict[Path, Message] | None = None) -> list[IssueFolder]:
        """Every folder with issues, the bundled ones first; where two agree the later prevails.

        ``unreadable`` is filled as by ``library_layout.find_issue_folders``.
        """
        folders: list[IssueFolder] = []
        if self.bundled is not None:
            folders.extend(library_layout.find_issue_folders(self.bundled, 0, True))
        bundled_paths = {issue_folder.folder for issue_folder in folders}
        own_folders = library_layout.find_issue_folders(self.folder, 1, False, unreadable)
        return [
            *folders,
            *(
                issue_folder
                for issue_folder in own_folders
                if issue_folder.folder not in bundled_paths
            ),
        ]

    def publication(self, id_: str) -> Publication:
        """The publication with the id ``id_``, as its folders describe it.

        Raises:
            LibraryError: there is none.
        """
        # Not before it is needed: the first page waits for every module.
        from viewer.archive.catalogue.updater import read_publications

        publications = {p.id: p for p in read_publications(self.issue_folders(), [])[0]}
        if id_ not in publications:
            raise LibraryError(
                Message(
                    "There is no publication “{id}”; there are {names}.",
                    id=id_[:60],
                    names=", ".join(publications) or "none",
                )
            )
        return publications[id_]

    def update_catalogue(
        self,
        progress: ProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
        parsed_records: Mapping[str, IssueRecord] | None = None,
        *,
        read_first: Address | None = None,
        on_step: StepCallback | None = None,
    ) -> UpdateResult:
        """Bring the catalogue in step with the disk; only issues that changed are read again.

        ``progress`` is told how many of how many changed issues were read. Where ``cancelled``
        says so, what was read so far is kept and the rest is left for the next time.
        ``parsed_records`` are issues, by their paths, that were read already and need not be read
        again.

        With ``on_step`` a long refresh is written in steps, and ``on_step`` is told after each:
        what was read so far can be opened then, and a crash loses no more than a step. The issue of
        ``read_first`` is read before all others. Without it everything is written at once or not at
        all.

        Where the catalogue cannot be written and there is none to read on, it is built in a
        temporary folder.

        Raises:
            CatalogueUnavailableError: it cannot be written; ``open_catalogue`` opens it as it is.
        """
        options = (progress, cancelled, parsed_records or {}, read_first, on_step)
        try:
            return self._update_catalogue(*options)
        except CatalogueUnavailableError as error:
            try:
                self.open_catalogue().close()
            except CatalogueError:
                self.use_temporary_cache(error.message)
                return self._update_catalogue(*options)
            raise

    def _update_catalogue(
        self,
        progress: ProgressCallback | None,
        cancelled: CancelCheck | None,
        parsed_records: Mapping[str, IssueRecord],
        read_first: Address | None,
        on_step: StepCallback | None,
    ) -> UpdateResult:
        from viewer.archive.catalogue.updater import UpdateOptions, update_catalogue
        from viewer.archive.library.undoable_transaction import roll_back_interrupted
        from viewer.logs import get_logger

        problems = roll_back_interrupted(self.folder)
        self._install_prebuilt()
        path = self.catalogue_path
        problems += [self._cache_problem] if self._cache_problem is not None else []
        unreadable: dict[Path, Message] = {}
        folders = self.issue_folders(unreadable)
        problems += [_unreadable_problem(path, reason) for path, reason in unreadable.items()]
        options = UpdateOptions(
            progress, cancelled, parsed_records, read_first, on_step, tuple(unreadable)
        )
        result = update_catalogue(folders, path, problems, options)
        if result.rebuilt:
            self._drop_index()
        get_logger(__name__).info(
            "the catalogue is in step: %d issues added, %d updated, %d removed, %d unchanged%s",
            result.added, result.updated, result.removed, result.unchanged,
            "; built anew" if result.rebuilt else "",
        )  # fmt: skip
        is_complete = not unreadable and (cancelled is None or not cancelled())
        return self._follow_articles(result) if result.has_changes and is_complete else result

    def follow_articles(self) -> UpdateResult | None:
        """Move marks that are no longer at their articles; None if there are none.

        An update does so too: this is for marks that came from elsewhere.
        """
        result = self._follow_articles(UpdateResult(0, 0, 0, 0, ()))
        return result if result.moved or result.unplaced else None

    def new_address(self, address: Address) -> Address | None:
        """Where what stood at ``address`` is now; None if nothing is known of that."""
        from viewer.archive.library.marked_articles import new_address
        from viewer.archive.library.reader_data import ReaderData

        data = self.reader_data or ReaderData(self.folder)
        try:
            return new_address(data, address)
        finally:
            if data is not self.reader_data:
                data.close()

    def _follow_articles(self, result: UpdateResult) -> UpdateResult:
        from viewer.archive.library.marked_articles import follow_articles
        from viewer.archive.library.reader_data import ReaderData

        data = self.reader_data or ReaderData(self.folder)
        try:
            data.load_remaining()
            data.refresh()
            with self.open_catalogue() as catalogue:
                followed = follow_articles(data, catalogue, result.article_moves)
        except CatalogueError:
            return result  # whoever reads it next finds the damage
        finally:
            if data is not self.reader_data:
                data.close()
        return replace(result, moved=followed.moved, unplaced=followed.unplaced)

    def rebuild_catalogue(
        self,
        progress: ProgressCallback | None = None,
        cancelled: CancelCheck | None = None,
        *,
        read_first: Address | None = None,
        on_step: StepCallback | None = None,
    ) -> UpdateResult:
        """Set a damaged catalogue aside and build it anew; see ``update_catalogue``.

        Close every ``Catalogue`` first.

        Raises:
            CatalogueError: it cannot be set aside, or a new one cannot be written.
        """
        from viewer.archive.catalogue.integrity import quarantine

        quarantine(self.catalogue_path)
        self._drop_index()
        return self.update_catalogue(progress, cancelled, read_first=read_first, on_step=on_step)

    def _drop_index(self) -> None:
        # A new catalogue has new article ids; the index has the old ones.
        shutil.rmtree(self.index_folder, ignore_errors=True)


def _unreadable_problem(folder: Path, reason: Message) -> Problem:
    return Problem(
        Severity.ERROR,
        str(folder),
        Message(
            "This folder cannot be read ({reason}); what was read of it earlier is shown. Give "
            "yourself the right to read it, or choose another folder with --library.",
            reason=reason,
        ),
    )


def _matches_stamp(path: str, recorded: object, stamp: FileStamp | None) -> bool:
    """Whether a file and its pictures still have the recorded stamps."""
    if isinstance(recorded, list):  # the stamp of a publication's file
        return stamp is not None and recorded == list(stamp)
    if not isinstance(recorded, dict) or stamp is None or recorded.get("file") != list(stamp):
        return False
    folder = Path(path).parent
    for name, recorded_stamp in recorded.get("pictures", {}).items():
        picture_stamp = file_stamp(folder / name)
        if recorded_stamp != (list(picture_stamp) if picture_stamp is not None else None):
            return False
    return True
