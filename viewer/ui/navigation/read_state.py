"""What was read, as the contents show it: marks of articles, unread counts of what holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from viewer.archive.library.reader_data import ReaderData, StoredRows
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import IssueSummary, PublicationSummary
from viewer.ui.background_task import BackgroundTask

#: By publication and number, how many marks of an issue are of articles that are gone from it.
Gone = Mapping[tuple[str, int], int]


class ReadMarks(QObject):
    """Counts what is unread.

    ``changed`` carries the address of the one article that was marked, None where it is several.
    """

    changed = Signal(object)
    damaged = Signal(str)  # some marks cannot be read: a sentence

    def __init__(self, reader: ReaderData, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._issues: dict[str, tuple[IssueSummary, ...]] = {}
        self._gone: Gone = {}
        self._unread: dict[str, int] = {}
        self._reading: BackgroundTask | None = None
        self._task: BackgroundTask | None = None
        self._next: Path | None = None  # a catalogue that came while another one was looked at

    def set_contents(self, publications: Sequence[PublicationSummary]) -> None:
        """Count in these from now on."""
        self._issues = {one.id: one.issues for one in publications}
        self._gone = {}
        self._unread.clear()

    def refresh(self, address: Address | None = None) -> None:
        """The article at ``address`` was marked, or several were."""
        self._unread.clear()
        self.changed.emit(address)

    def is_read(self, address: Address) -> bool:
        """Whether the article was read."""
        return self._reader.is_read(address)

    def unread_in_issue(self, issue: IssueSummary) -> int | None:
        """How many articles of ``issue`` are unread; None while that is not known yet."""
        return self._count(issue) if self._reader.is_fully_loaded else None

    def _count(self, issue: IssueSummary) -> int:
        read = len(self._reader.read_articles(issue.publication, issue.number))
        if read:
            read -= self._gone.get((issue.publication, issue.number), 0)
        return max(0, issue.article_count - read)

    def unread_in_publication(self, publication: str) -> int | None:
        """How many articles of ``publication`` are unread; None while that is not known yet."""
        if not self._reader.is_fully_loaded:
            return None
        known = self._unread.get(publication)
        if known is None:
            known = sum(map(self._count, self._issues.get(publication, ())))
            self._unread[publication] = known
        return known

    # What the start did not wait for

    def begin(self) -> None:
        """Read the marks the start left out, if there are so many."""
        if not self._reader.is_fully_loaded and self._reading is None:
            self._reading = BackgroundTask(
                lambda _progress, _cancelled: self._reader.load_remaining()
            )
            self._reading.done.connect(self._whole)
            self._reading.start()

    def _whole(self, rest: StoredRows) -> None:
        if self._reading is None:
            return
        self._reading = None
        self._reader.add_remaining(rest)
        self.refresh()
        following, self._next = self._next, None
        if following is not None:
            self.look_for_gone(following)
        if self._reader.problem:
            self.damaged.emit(self._reader.problem)

    # Marks of what is gone

    def look_for_gone(self, catalogue: Path) -> None:
        """See behind the reader's back which marks are of articles that are gone by now.

        An issue that was brought in again may have lost articles, or named them anew; marks stay,
        since the articles may come back, but they do not count.
        """
        if self._task is not None or not self._reader.is_fully_loaded:
            self._next = catalogue
            return
        read = {
            issue: self._reader.read_articles(*issue)
            for issue in self._reader.issues_with_read_articles()
        }
        if not read:
            return
        marked = {issue: frozenset(keys) for issue, keys in read.items()}

        def look(_progress: object, _cancelled: object) -> Gone:
            from viewer.archive.catalogue.catalogue import Catalogue

            gone = {}
            with Catalogue(catalogue) as opened:
                for publication in {name for name, _ in marked}:
                    keys = opened.article_keys(publication)
                    for (name, number), held in marked.items():
                        if name == publication:
                            gone[name, number] = len(held.difference(keys.get(number, ())))
            return {issue: count for issue, count in gone.items() if count}

        self._task = BackgroundTask(look)
        self._task.done.connect(self._looked)
        # A catalogue that cannot be read is told of by everything else that reads it.
        self._task.failed.connect(lambda _error: self._looked({}))
        self._task.start()

    def _looked(self, gone: Gone) -> None:
        self._task = None
        following, self._next = self._next, None
        if following is not None:
            self.look_for_gone(following)
        elif gone != self._gone:
            self._gone = gone
            self.refresh()

    def close(self) -> None:
        """Wait for what is going on."""
        self._next = None
        reading, self._reading = self._reading, None
        for task in (self._task, reading):
            if task is not None:
                task.cancel()
