"""What was read, as the contents show it: marks of articles, unread counts of what holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from viewer.archive.address import Address
from viewer.archive.listing import IssueRow, PublicationRow
from viewer.archive.reader import ReaderStore
from viewer.ui.tasks import Task

#: By publication and number, how many marks of an issue are of articles that are gone from it.
Gone = Mapping[tuple[str, int], int]


class ReadMarks(QObject):
    """Counts what is unread.

    ``changed`` carries the address of the one article that was marked, None where it is several.
    """

    changed = Signal(object)

    def __init__(self, reader: ReaderStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._issues: dict[str, tuple[IssueRow, ...]] = {}
        self._gone: Gone = {}
        self._unread: dict[str, int] = {}
        self._task: Task | None = None
        self._next: Path | None = None  # a catalogue that came while another one was looked at

    def set_contents(self, publications: Sequence[PublicationRow]) -> None:
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

    def unread(self, issue: IssueRow) -> int:
        """How many articles of ``issue`` are unread."""
        read = len(self._reader.read_in(issue.publication, issue.number))
        if read:
            read -= self._gone.get((issue.publication, issue.number), 0)
        return max(0, issue.articles - read)

    def unread_of(self, publication: str) -> int:
        """How many articles of ``publication`` are unread."""
        known = self._unread.get(publication)
        if known is None:
            known = sum(map(self.unread, self._issues.get(publication, ())))
            self._unread[publication] = known
        return known

    # Marks of what is gone

    def look_for_gone(self, catalogue: Path) -> None:
        """See behind the reader's back which marks are of articles that are gone by now.

        An issue that was brought in again may have lost articles, or named them anew; marks stay,
        since the articles may come back, but they do not count.
        """
        read = {issue: self._reader.read_in(*issue) for issue in self._reader.issues_read()}
        if not read:
            return
        if self._task is not None:
            self._next = catalogue
            return
        marked = {issue: frozenset(keys) for issue, keys in read.items()}

        def look(_progress: object, _cancelled: object) -> Gone:
            from viewer.archive.catalogue import Catalogue

            gone = {}
            with Catalogue(catalogue) as opened:
                for publication in {name for name, _ in marked}:
                    keys = opened.article_keys(publication)
                    for (name, number), held in marked.items():
                        if name == publication:
                            gone[name, number] = len(held.difference(keys.get(number, ())))
            return {issue: count for issue, count in gone.items() if count}

        self._task = Task(look)
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
        if self._task is not None:
            self._task.cancel()
