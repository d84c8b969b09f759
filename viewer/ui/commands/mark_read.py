"""The commands that mark a whole issue or publication as read, or unread again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.ui.background_task import BackgroundTask
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.navigation.read_state import ReadState
from viewer.ui.window.message_bar import MessageBar

if TYPE_CHECKING:
    from viewer.archive.model.article_matching import Fingerprint

Addresses = tuple[Address, ...]


class MarkReadCommands(QObject):
    """Marks many articles at once as read, in the background.

    Run again when everything is read, a command undoes what it marked; if it marked nothing in
    this run of the program, everything becomes unread.
    """

    def __init__(
        self,
        navigator: Navigator,
        catalogue_access: CatalogueAccess,
        read_state: ReadState,
        message_bar: MessageBar,
        reader_data: ReaderData,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._catalogue_access = catalogue_access
        self._read_state = read_state
        self._message_bar = message_bar
        self._reader_data = reader_data
        self._marked_articles: dict[str, Addresses] = {}
        self._task: BackgroundTask | None = None

    def toggle_issue_read(self, issue: Address | None = None) -> None:
        """Mark every article of ``issue``, or of the one on the page, as read, or undo that."""
        address = issue or self._navigator.address
        if address is not None:
            articles = self._catalogue_access.article_addresses(address.publication, address.issue)
            self._toggle_articles(f"{address.publication}/{address.issue}", articles)

    def toggle_publication_read(self, publication: str = "") -> None:
        """Mark every article of the publication of this id, or of the one on the page."""
        address = self._navigator.address
        id_ = publication or (address.publication if address is not None else "")
        if id_:
            self._toggle_articles(id_, self._catalogue_access.article_addresses(id_))

    def close(self) -> None:
        """Wait for the background task; nobody is told what it did, since the window goes."""
        task, self._task = self._task, None
        if task is not None:
            task.done.disconnect()
            task.cancel()

    def _toggle_articles(self, key: str, articles: Addresses) -> None:
        if not articles or self._task is not None:
            return
        before = self._marked_articles.pop(key, articles)
        catalogue = self._catalogue_access.catalogue
        path = catalogue.path if catalogue is not None else None

        def mark(_progress: object, _cancelled: object) -> tuple[Addresses, bool, bool]:
            unread = tuple(
                article for article in articles if not self._reader_data.is_read(article)
            )
            # Some of the marked articles may have been removed from the library since.
            changed = unread or tuple(_still_present(before, articles))
            known = _known_articles(path, changed)
            is_kept = self._reader_data.set_all_read(changed, bool(unread), known)
            return changed, bool(unread), is_kept

        self._task = BackgroundTask(mark)
        self._task.done.connect(lambda result: self._on_marked(key, *result))
        self._task.failed.connect(self._on_failed)
        self._task.start()

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        raise error

    def _on_marked(self, key: str, changed: Addresses, read: bool, is_kept: bool) -> None:
        self._task = None
        if read:
            self._marked_articles[key] = changed
            text = self.tr(
                "%Ln article(s) marked as read; the same command takes it back.", "", len(changed)
            )
        else:
            text = self.tr("%Ln article(s) marked as unread.", "", len(changed))
        self._read_state.refresh()
        if is_kept:
            self._message_bar.show_message(text, brief=True)
        self._navigator.report_storage_problem()


def _still_present(marked: Iterable[Address], present: Iterable[Address]) -> Iterable[Address]:
    known = set(present)
    return (address for address in marked if address in known)


def _known_articles(path: Path | None, addresses: Addresses) -> dict[Address, Fingerprint]:
    """What the marks recognise their articles by."""
    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.archive.model.article_matching import fingerprint

    if path is None:
        return {}
    issues = {(address.publication, address.issue) for address in addresses}
    with Catalogue(path) as opened:
        return {
            known.address: fingerprint(known.title, known.text, has_own_id=known.has_own_id)
            for issue in issues
            for known in opened.known_articles(*issue)
        }
