"""Reading from the catalogue for the window, and what happens where it is damaged."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    IssueEntry,
    Page,
    PublicationSummary,
    SectionEntry,
)
from viewer.errors import AddressError, CatalogueError
from viewer.messages import Message


class CatalogueAccess(QObject):
    """Holds the catalogue that is read from, until it turns out to be damaged."""

    contents_changed = Signal(object)  # the PublicationSummaries, read anew
    damaged = Signal(object, object)  # the Address that was wanted, and a Message

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue: Catalogue | None = None
        self._publications: tuple[PublicationSummary, ...] = ()

    def set_catalogue(self, catalogue: Catalogue) -> tuple[PublicationSummary, ...]:
        """Read from ``catalogue`` from now on; returns its publications.

        Raises:
            CatalogueError: the catalogue is damaged.
        """
        self._catalogue = catalogue
        self._publications = catalogue.publication_summaries()
        self.contents_changed.emit(self._publications)
        return self._publications

    @property
    def catalogue(self) -> Catalogue | None:
        """The open catalogue; None while there is none, or none that can be read."""
        return self._catalogue

    @property
    def publications(self) -> tuple[PublicationSummary, ...]:
        """The summaries of the publications in the catalogue."""
        return self._publications

    def publication(self, address: Address) -> PublicationSummary | None:
        """The publication that ``address`` is in; None where the library has it not."""
        return next(
            (
                publication
                for publication in self._publications
                if publication.id == address.publication
            ),
            None,
        )

    def sections(self, publication: str, number: int) -> tuple[SectionEntry, ...]:
        """The sections of an issue; none while there is no catalogue.

        Raises:
            AddressError: there is no such issue.
            CatalogueError: the catalogue is damaged.
        """
        return self._catalogue.sections(publication, number) if self._catalogue is not None else ()

    def entry(self, address: Address) -> ArticleEntry | None:
        """The catalogue's entry of the article at ``address``; None where there is none."""
        try:
            return self._catalogue.article_entry(address) if self._catalogue is not None else None
        except (AddressError, CatalogueError):
            return None

    def page_at(self, address: Address) -> Page | None:
        """The page at ``address`` without going there; None if it does not exist."""
        try:
            if self._catalogue is None:
                return None
            return self._catalogue.page(address.without_anchor)
        except (AddressError, CatalogueError):
            return None

    def pages_with_pictures(self, address: Address) -> tuple[Page, ...]:
        """The articles with pictures of the issue of ``address``; empty if it cannot be read."""
        try:
            return self._catalogue.illustrated_pages(address) if self._catalogue is not None else ()
        except AddressError:
            return ()
        except CatalogueError as error:
            self.drop_damaged(address, error.message)
            return ()

    def issue(self, address: Address) -> IssueEntry | None:
        """The issue of ``address``; None if it does not exist."""
        try:
            if self._catalogue is not None:
                return self._catalogue.issue(address.publication, address.issue)
        except (AddressError, CatalogueError):
            pass
        return None

    def article_addresses(self, publication: str, issue: int | None = None) -> tuple[Address, ...]:
        """The addresses of every article of a publication, or of one issue of it.

        Empty if the catalogue cannot be read.
        """
        try:
            keys = self._catalogue.article_keys(publication, issue) if self._catalogue else {}
        except CatalogueError as error:
            self.drop_damaged(Address(publication, issue or 0), error.message)
            return ()
        return tuple(Address(publication, number, key) for number in keys for key in keys[number])

    def drop_damaged(self, address: Address | None, message: Message) -> None:
        """Stop reading from a damaged catalogue; ``damaged`` has it built anew.

        ``address`` is where the reader wanted to go, or is.
        """
        if self._catalogue is not None:
            self._catalogue = None
            self.damaged.emit(address, message)
