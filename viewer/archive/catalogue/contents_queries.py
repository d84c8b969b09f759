"""The contents of a catalogue: rows of publications and issues at once, sections when asked for.

The start waits for ``publication_summaries`` alone, which reads one narrow row for each issue.
Whatever takes all titles (``publications``, ``title_index``) is asked for later, or by who can
wait.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from viewer.archive.catalogue import integrity
from viewer.archive.catalogue import row_mapping as values
from viewer.archive.catalogue.connection import CatalogueConnection
from viewer.archive.catalogue.row_mapping import checksum
from viewer.archive.catalogue.title_index import TitleIndex, TitleIndexBuilder
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    IssueEntry,
    IssueSummary,
    PublicationEntry,
    PublicationSummary,
    SectionEntry,
)
from viewer.archive.model.series import build_series_entry
from viewer.errors import AddressError

_SELECT_SECTIONS = "SELECT s.tree, s.checksum FROM issue i JOIN sections s ON s.id = i.id "


class ContentsQueries(CatalogueConnection):
    """What there is, by publication, issue, section and article."""

    def verify_counts(self) -> None:
        """Look whether any issue or article is missing; the start does not wait for it.

        Raises:
            CatalogueError: some are.
        """
        with self._reporting_damage():
            integrity.verify_counts(self._database)

    def publication_summaries(self) -> tuple[PublicationSummary, ...]:
        """Every publication with a row for each of its issues, newest first."""
        with _gc_paused(), self._reporting_damage():
            return tuple(self._iterate_summaries())

    def _iterate_summaries(self) -> Iterator[PublicationSummary]:
        issues: dict[str, list[IssueSummary]] = {}
        told: dict[tuple[str, str], dict[int, Address]] = {}
        rows = self._fetch(integrity.CONTENTS_QUERY)
        if rows and integrity.contents_checksum(rows) != rows[0][-1]:
            raise ValueError("the contents are not what was written")
        for publication, number, title, date, editors, first, parts, count, chapters, _ in rows:
            names = tuple(json.loads(editors)) if editors != "[]" else ()
            issues.setdefault(publication, []).append(
                IssueSummary(publication, number, title, date, names, first, parts, count)
            )
            if chapters != "[]":
                for series, chapter, key in json.loads(chapters):
                    # Newest first: what an earlier issue tells comes last and stays.
                    place = told.setdefault((publication, series), {})
                    place[chapter] = Address(publication, number, key)
        for id_, facts in self._fetch("SELECT id, facts FROM publication ORDER BY place"):
            name, language, home, note, outlines = json.loads(facts)
            mine = tuple(issues.get(id_, ()))
            there = frozenset(row.number for row in mine) if outlines else frozenset()
            series_entries = tuple(
                build_series_entry(
                    values.to_series_outline(item), told.get((id_, item[0]), {}), there
                )
                for item in outlines
            )
            yield PublicationSummary(id_, name, language, home, note, mine, series_entries)

    def sections(self, publication: str, number: int) -> tuple[SectionEntry, ...]:
        """The sections of an issue with their articles.

        Raises:
            AddressError: there is no such issue.
        """
        return self.issue(publication, number).sections

    def issue(self, publication: str, number: int) -> IssueEntry:
        """An issue with its sections and articles.

        Raises:
            AddressError: there is no such issue.
        """
        with self._reporting_damage():
            rows = self._fetch(
                _SELECT_SECTIONS + "WHERE i.publication = ? AND i.number = ? AND i.active = 1",
                (publication, number),
            )
            if not rows:
                raise AddressError(self._no_issue_message(Address(publication, number)))
            return values.to_issue_entry(publication, number, _load_tree(*rows[0]))

    def publications(self) -> tuple[PublicationEntry, ...]:
        """Everything there is down to the last article: a large library has very many of them."""
        with _gc_paused(), self._reporting_damage(), self._read_transaction():
            return tuple(
                PublicationEntry(
                    row.id,
                    row.name,
                    row.language,
                    row.home,
                    row.note,
                    tuple(self._iterate_issues(row)),
                    row.series,
                )
                for row in self.publication_summaries()
            )

    def _iterate_issues(self, publication: PublicationSummary) -> Iterator[IssueEntry]:
        for row, tree in self._section_trees(publication):
            yield values.to_issue_entry(publication.id, row.number, tree)

    def _section_trees(
        self, publication: PublicationSummary
    ) -> Iterator[tuple[IssueSummary, list[Any]]]:
        """Every issue of ``publication`` with its tree as ``to_issue_record`` made it."""
        cursor = self._database.execute(
            _SELECT_SECTIONS + "WHERE i.publication = ? AND i.active = 1 ORDER BY i.number DESC",
            (publication.id,),
        )
        for row, (tree, total) in zip(publication.issues, cursor, strict=True):
            yield row, _load_tree(tree, total)

    def title_index(self, issue_title_template: str) -> TitleIndex:
        """Every title, to be filtered, and every value a filter of the search can have.

        ``issue_title_template`` is how an issue is called, with ``{number}`` in it.
        """
        with self._reporting_damage(), self._read_transaction():
            surveyor = TitleIndexBuilder(issue_title_template)
            for publication in self.publication_summaries():
                surveyor.start_publication(publication)
                for row, tree in self._section_trees(publication):
                    surveyor.add_issue(row, tree[-1])
            return surveyor.build()

    @contextmanager
    def _read_transaction(self) -> Iterator[None]:
        """What another program writes meanwhile is not seen between two questions."""
        self._database.execute("BEGIN")
        try:
            yield
        finally:
            self._database.rollback()

    def publication_and_series_names(self) -> dict[str, tuple[str, dict[str, str]]]:
        """By the id of a publication: its name, and by their ids its series' titles and speakers.

        Unlike ``publications`` this reads no issue.
        """
        found: dict[str, tuple[str, dict[str, str]]] = {}
        with self._reporting_damage():
            for id_, facts in self._fetch("SELECT id, facts FROM publication"):
                name, _, _, _, outlines = json.loads(facts)
                series = map(values.to_series_outline, outlines)
                found[id_] = (name, {one.id: f"{one.title} · {one.speaker}" for one in series})
        return found


def _load_tree(text: str, total: int) -> list[Any]:
    if checksum((text,)) != total:
        raise ValueError("the sections are not what was written")
    found: list[Any] = json.loads(text)
    return found


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Very many small values are made: the collector would walk them again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
