"""Read state for the contents tree: which articles are read, and how many are unread.

When an article counts as read is decided by the navigator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import IssueSummary, PublicationSummary
from viewer.errors import CatalogueError
from viewer.ui.background_task import BackgroundTask

_RETRY_MS = 5000

#: By publication and issue number: how many read marks are of articles no longer in the issue.
RemovedReadCounts = Mapping[tuple[str, int], int]


class ReadState(QObject):
    """Counts the unread articles of issues and publications, and writes later what was not kept.

    ``changed`` carries the address of the one article that was marked, None where it is several.
    """

    changed = Signal(object)
    damaged = Signal(object)  # some marks cannot be read or kept: a Message
    kept = Signal()  # what could not be kept is kept now

    def __init__(self, reader_data: ReaderData, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader_data = reader_data
        self._issues: dict[str, tuple[IssueSummary, ...]] = {}
        self._removed_counts: RemovedReadCounts = {}
        self._unread_cache: dict[str, int] = {}
        self._load_task: BackgroundTask | None = None
        self._count_task: BackgroundTask | None = None
        #: A newer catalogue, to be looked at once the running task is done.
        self._next_catalogue: Path | None = None
        self._retry_timer = QTimer(self)
        self._retry_timer.setSingleShot(True)
        self._retry_timer.setInterval(_RETRY_MS)
        self._retry_timer.timeout.connect(self.retry)

    def set_contents(self, publications: Sequence[PublicationSummary]) -> None:
        """Count the unread articles of ``publications`` from now on."""
        self._issues = {publication.id: publication.issues for publication in publications}
        self._removed_counts = {}
        self._unread_cache.clear()

    def refresh(self, address: Address | None = None) -> None:
        """The article at ``address`` was marked; several were where it is None."""
        self._unread_cache.clear()
        self.changed.emit(address)
        self.retry_later()
        if self._reader_data.needs_backup:
            self.load_remaining()

    def is_read(self, address: Address) -> bool:
        """Whether the article was read."""
        return self._reader_data.is_read(address)

    def is_kept(self, address: Address) -> bool:
        """Whether it is on the disk that the article was read, or was not."""
        return self._reader_data.is_kept("read", str(address.without_anchor))

    # What could not be kept, and what other programs have kept

    def retry_later(self) -> bool:
        """Try again in some seconds; False where there is no need, or that was said before."""
        if not self._reader_data.unkept_count or self._retry_timer.isActive():
            return False
        self._retry_timer.start()
        return True

    def retry(self) -> None:
        """Try to keep what could not be kept, until it is."""
        if not self._reader_data.unkept_count:
            return
        if self._reader_data.retry():
            self._retry_timer.stop()
            self.kept.emit()
            self.refresh()
        else:
            self._reader_data.problem = ""  # it was told when it began
            self._retry_timer.start()

    def read_changes(self) -> None:
        """Take over what other programs have marked in the library."""
        if self._reader_data.refresh():
            self.refresh()

    def unread_in_issue(self, issue: IssueSummary) -> int | None:
        """How many articles of ``issue`` are unread; None while that is not known yet."""
        return self._count_unread(issue) if self._reader_data.is_fully_loaded else None

    def _count_unread(self, issue: IssueSummary) -> int:
        read = len(self._reader_data.read_articles(issue.publication, issue.number))
        if read:
            read -= self._removed_counts.get((issue.publication, issue.number), 0)
        return max(0, issue.article_count - read)

    def unread_in_publication(self, publication: str) -> int | None:
        """How many articles of ``publication`` are unread; None while that is not known yet."""
        if not self._reader_data.is_fully_loaded:
            return None
        known = self._unread_cache.get(publication)
        if known is None:
            known = sum(map(self._count_unread, self._issues.get(publication, ())))
            self._unread_cache[publication] = known
        return known

    # What the start did not wait for

    def load_remaining(self) -> None:
        """Load in the background what the start left out, mend what is damaged, and back it up."""
        if self._load_task is None:
            self._load_task = BackgroundTask(
                lambda _progress, _cancelled: self._reader_data.maintain()
            )
            self._load_task.done.connect(self._on_loaded)
            self._load_task.failed.connect(self._on_load_failed)
            self._load_task.start()

    def _on_loaded(self, changed: bool) -> None:
        if self._load_task is None:
            return
        self._load_task = None
        if changed:
            self.refresh()
        following, self._next_catalogue = self._next_catalogue, None
        if following is not None:
            self.count_removed_articles(following)
        if self._reader_data.problem:
            self.damaged.emit(self._reader_data.problem)
            self._reader_data.problem = ""

    def _on_load_failed(self, error: Exception) -> None:
        self._load_task = None
        raise error

    # Marks of removed articles

    def count_removed_articles(self, catalogue: Path) -> None:
        """Count in the background the read marks of articles that ``catalogue`` no longer has.

        An issue that was imported again may have lost or renamed articles; their marks stay, as
        the articles may come back, but they do not count.
        """
        if self._count_task is not None or not self._reader_data.is_fully_loaded:
            self._next_catalogue = catalogue
            return
        read = {
            issue: self._reader_data.read_articles(*issue)
            for issue in self._reader_data.issues_with_read_articles()
        }
        if not read:
            return
        marked = {issue: frozenset(keys) for issue, keys in read.items()}

        def count_removed(_progress: object, _cancelled: object) -> RemovedReadCounts:
            from viewer.archive.catalogue.catalogue import Catalogue

            counts = {}
            with Catalogue(catalogue) as opened:
                for publication in {name for name, _ in marked}:
                    keys = opened.article_keys(publication)
                    for (name, number), marked_keys in marked.items():
                        if name == publication:
                            counts[name, number] = len(marked_keys.difference(keys.get(number, ())))
            return {issue: count for issue, count in counts.items() if count}

        self._count_task = BackgroundTask(count_removed)
        self._count_task.done.connect(self._on_counted)
        self._count_task.failed.connect(self._on_count_failed)
        self._count_task.start()

    def _on_counted(self, counts: RemovedReadCounts) -> None:
        self._count_task = None
        following, self._next_catalogue = self._next_catalogue, None
        if following is not None:
            self.count_removed_articles(following)
        elif counts != self._removed_counts:
            self._removed_counts = counts
            self.refresh()

    def _on_count_failed(self, error: Exception) -> None:
        self._on_counted({})
        # Everything else that reads a damaged catalogue reports it.
        if not isinstance(error, CatalogueError):
            raise error

    def close(self) -> None:
        """Stop the background tasks, and wait for them."""
        self._retry_timer.stop()
        self._next_catalogue = None
        reading, self._load_task = self._load_task, None
        for task in (self._count_task, reading):
            if task is not None:
                task.cancel()
