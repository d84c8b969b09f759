"""Read access to the catalogue: issues, articles, titles and texts by address or id.

Nothing here imports the parser or any third-party package: the first window waits for this module.
A ``Catalogue`` belongs to the thread that opened it; each thread opens its own. The start waits
for ``publication_summaries`` alone, which reads one narrow row for each issue. Whatever takes all
titles (``publications``, ``title_index``) is asked for later, or by who can wait.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from viewer.archive.catalogue import integrity, row_mapping
from viewer.archive.catalogue.connection import CatalogueConnection
from viewer.archive.catalogue.row_mapping import IssueContents, checksum, load_problems
from viewer.archive.catalogue.title_index import TitleIndex, TitleIndexBuilder
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import (
    ArticleEntry,
    Document,
    IssueEntry,
    IssueSummary,
    Page,
    PublicationEntry,
    PublicationSummary,
    SectionEntry,
)
from viewer.archive.model.issue import Link, Problem
from viewer.archive.model.publication_labels import with_labels
from viewer.archive.model.series import build_series_entry
from viewer.errors import AddressError
from viewer.messages import Message

if TYPE_CHECKING:
    from viewer.archive.model.article_matching import KnownArticle

_BATCH_SIZE = 400
_SELECT_SECTIONS = "SELECT s.tree, s.checksum FROM issue i JOIN sections s ON s.id = i.id "


class Catalogue:
    """The catalogue at ``path``, opened for reading: the library's contents, addresses and texts.

    Raises:
        CatalogueError: the file is missing, of another version, or damaged. Any
            method may raise it too.
    """

    def __init__(self, path: Path) -> None:
        self._connection = CatalogueConnection(path)

    @property
    def path(self) -> Path:
        """The catalogue's file."""
        return self._connection.path

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Contents: publications and issues at once, sections when asked for

    def verify_counts(self) -> None:
        """Check that no issue or article is missing; too slow for the start, so called after it.

        Raises:
            CatalogueError: rows are missing.
        """
        self._connection.verify_counts()

    def publication_summaries(self) -> tuple[PublicationSummary, ...]:
        """Every publication with a row for each of its issues, newest first."""
        with self._connection.reporting_damage():
            return with_labels(tuple(self._iterate_summaries()))

    def _iterate_summaries(self) -> Iterator[PublicationSummary]:
        issues: dict[str, list[IssueSummary]] = {}
        chapter_addresses: dict[tuple[str, str], dict[int, Address]] = {}
        rows = integrity.verified_contents(self._connection.fetch(integrity.CONTENTS_QUERY))
        for publication, number, title, date, editors, first, parts, count, chapters, *_ in rows:
            names = tuple(json.loads(editors)) if editors != "[]" else ()
            issues.setdefault(publication, []).append(
                IssueSummary(publication, number, title, date, names, first, parts, count)
            )
            for series, chapter, key in row_mapping.parse_chapters(chapters):
                # Rows are newest first, so that the earliest issue with a chapter wins.
                by_chapter = chapter_addresses.setdefault((publication, series), {})
                by_chapter[chapter] = Address(publication, number, key)
        for id_, facts in self._connection.fetch(
            "SELECT id, facts FROM publication ORDER BY place"
        ):
            details = row_mapping.publication_from_json(id_, facts)
            own_issues = tuple(issues.get(id_, ()))
            issue_numbers = (
                frozenset(row.number for row in own_issues) if details.series else frozenset()
            )
            series_entries = tuple(
                build_series_entry(
                    outline, chapter_addresses.get((id_, outline.id), {}), issue_numbers
                )
                for outline in details.series
            )
            yield PublicationSummary(
                id_,
                details.name,
                details.language,
                details.home,
                details.note,
                own_issues,
                series_entries,
            )

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
        with self._connection.reporting_damage():
            rows = self._connection.fetch(
                _SELECT_SECTIONS + "WHERE i.publication = ? AND i.number = ? AND i.active = 1",
                (publication, number),
            )
            if not rows:
                raise AddressError(self._no_issue_message(Address(publication, number)))
            return row_mapping.to_issue_entry(publication, number, _load_contents(*rows[0]))

    def publications(self) -> tuple[PublicationEntry, ...]:
        """Every publication with all issues, sections and articles; slow for a large library."""
        with self._connection.reporting_damage(), self._connection.read_transaction():
            return tuple(
                PublicationEntry(
                    row.id,
                    row.name,
                    row.language,
                    row.home,
                    row.note,
                    tuple(self._iterate_issues(row)),
                    row.series,
                    row.label,
                )
                for row in self.publication_summaries()
            )

    def _iterate_issues(self, publication: PublicationSummary) -> Iterator[IssueEntry]:
        for row, contents in self._issue_contents(publication):
            yield row_mapping.to_issue_entry(publication.id, row.number, contents)

    def _issue_contents(
        self, publication: PublicationSummary
    ) -> Iterator[tuple[IssueSummary, IssueContents]]:
        """Every issue of ``publication`` with its sections and articles as stored."""
        cursor = self._connection.rows(
            _SELECT_SECTIONS + "WHERE i.publication = ? AND i.active = 1 ORDER BY i.number DESC",
            (publication.id,),
        )
        for row, (tree, total) in zip(publication.issues, cursor, strict=True):
            yield row, _load_contents(tree, total)

    def title_index(self, issue_title_template: str) -> TitleIndex:
        """All titles of the library for searching in them, and the values of the search's filters.

        ``issue_title_template`` is the shown name of an issue, with ``{number}`` in it.
        """
        with self._connection.reporting_damage(), self._connection.read_transaction():
            builder = TitleIndexBuilder(issue_title_template)
            for publication in self.publication_summaries():
                builder.start_publication(publication)
                for row, contents in self._issue_contents(publication):
                    builder.add_issue(row, contents.sections)
            return builder.build()

    def publication_and_series_names(self) -> dict[str, tuple[str, dict[str, str]]]:
        """By publication id: its name, and “title · speaker” of its series by series id.

        Unlike ``publications`` this reads no issue.
        """
        names: dict[str, tuple[str, dict[str, str]]] = {}
        with self._connection.reporting_damage():
            for id_, facts in self._connection.fetch("SELECT id, facts FROM publication"):
                details = row_mapping.publication_from_json(id_, facts)
                series = {
                    outline.id: f"{outline.title} · {outline.speaker}" for outline in details.series
                }
                names[id_] = (details.name, series)
        return names

    def publication_languages(self) -> dict[str, str]:
        """By publication id: its language as it stands in its file, empty where none does."""
        with self._connection.reporting_damage():
            return {
                id_: row_mapping.publication_from_json(id_, facts).language
                for id_, facts in self._connection.fetch("SELECT id, facts FROM publication")
            }

    # Addresses and articles

    def resolve(self, address: Address) -> Address:
        """The full address, with article and anchor, that ``address`` stands for.

        A whole issue means its first article, a section its own text or first article, and the
        id of a heading or note its article, at that anchor.

        Raises:
            AddressError: nothing stands there.
        """
        with self._connection.reporting_damage():
            _, _, article_address = self._find_article(address)
        return article_address

    def _find_article(self, address: Address) -> tuple[int, int, Address]:
        rows = self._connection.fetch(
            "SELECT id, articles FROM issue WHERE publication = ? AND number = ? AND active = 1",
            (address.publication, address.issue),
        )
        if not rows:
            raise AddressError(self._no_issue_message(address))
        issue, articles = rows[0]
        issue_address = Address(address.publication, address.issue)
        if not address.article:
            if address.anchor:
                hit = self._find_by_anchor(issue, address.anchor)
                if hit is not None:
                    return issue, hit[0], address_in_issue(issue_address, hit[1], address.anchor)
            rows = self._connection.fetch(
                "SELECT id, key FROM article WHERE issue = ? ORDER BY place LIMIT 1", (issue,)
            )
            if rows:
                return issue, rows[0][0], address_in_issue(issue_address, rows[0][1], "")
            if articles:
                raise ValueError(Message("rows are missing"))
            raise AddressError(
                Message(
                    "Nothing stands at {address}: the issue has no articles.", address=issue_address
                )
            )
        rows = self._connection.fetch(
            "SELECT id, key FROM article WHERE issue = ? AND ? IN (key, section_key) "
            "ORDER BY key <> ?, place LIMIT 1",
            (issue, address.article, address.article),
        )
        if rows:
            return issue, rows[0][0], address_in_issue(issue_address, rows[0][1], address.anchor)
        hit = self._find_by_anchor(issue, address.article)
        if hit is not None:
            return issue, hit[0], address_in_issue(issue_address, hit[1], address.article)
        keys = [key for (key,) in self._connection.fetch(
            "SELECT key FROM article WHERE issue = ? ORDER BY place LIMIT 30", (issue,)
        )]  # fmt: skip
        if (articles and not keys) or address.article in keys:
            raise ValueError(Message("rows are missing"))
        raise AddressError(
            Message(
                "Nothing stands at {address}; the articles of {issue} are {keys}.",
                address=address,
                issue=issue_address,
                keys=", ".join(keys),
            )
        )

    def _find_by_anchor(self, issue: int, anchor: str) -> tuple[int, str] | None:
        rows = self._connection.fetch(
            "SELECT a.id, a.key, c.anchors FROM article a JOIN content c ON c.id = a.id "
            "WHERE a.issue = ? AND instr(c.anchors, ?) ORDER BY a.place",
            (issue, f'["{anchor}",'),
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def article_entry(self, address: Address) -> ArticleEntry:
        """The article at ``address`` as a row.

        Raises:
            AddressError: nothing stands there.
        """
        with self._connection.reporting_damage():
            _, article, article_address = self._find_article(address)
            row = self._connection.fetch(
                f"SELECT {row_mapping.ARTICLE_COLUMNS} FROM article a WHERE a.id = ?", (article,)
            )[0]
            return row_mapping.to_article_entry(article_address.without_anchor, row)

    def page(self, address: Address) -> Page:
        """The article at ``address`` with its body, see ``resolve``.

        Raises:
            AddressError: nothing stands there.
        """
        with self._connection.reporting_damage():
            _, article, article_address = self._find_article(address)
            row = self._connection.fetch(
                f"SELECT {row_mapping.PAGE_COLUMNS} FROM article a JOIN issue i ON i.id = a.issue "
                "JOIN content c ON c.id = a.id WHERE a.id = ?",
                (article,),
            )[0]
            return row_mapping.to_page(article_address.without_anchor, row)

    def illustrated_pages(self, address: Address) -> tuple[Page, ...]:
        """The articles with pictures of the issue that ``address`` is in, in reading order.

        Raises:
            AddressError: there is no such issue.
        """
        condition = "AND (SELECT figures FROM content WHERE content.id = article.id) <> '[]'"
        return self._load_pages(address, condition)

    def pages(self, address: Address) -> tuple[Page, ...]:
        """Every article of the issue that ``address`` is in, in reading order.

        Raises:
            AddressError: there is no such issue.
        """
        return self._load_pages(address, "")

    def text_length(self, address: Address) -> int:
        """Total length, in code points, of the article texts of the issue at ``address``."""
        with self._connection.reporting_damage():
            rows = self._connection.fetch(
                "SELECT sum(length(c.text)) FROM article a JOIN content c ON c.id = a.id "
                "JOIN issue i ON i.id = a.issue "
                "WHERE i.publication = ? AND i.number = ? AND i.active = 1",
                (address.publication, address.issue),
            )
            return int(rows[0][0] or 0)

    def _load_pages(self, address: Address, condition: str) -> tuple[Page, ...]:
        with self._connection.reporting_damage():
            issue, _, first_article = self._find_article(
                Address(address.publication, address.issue)
            )
            keys = self._connection.fetch(
                f"SELECT key FROM article WHERE issue = ? {condition} ORDER BY place", (issue,)
            )
        return tuple(self.page(address_in_issue(first_article, key, "")) for (key,) in keys)

    def neighbours(self, address: Address) -> tuple[Address | None, Address | None]:
        """The previous and next article in reading order, across issues; None at either end.

        Raises:
            AddressError: nothing stands at ``address``.
        """
        with self._connection.reporting_damage():
            issue, article, article_address = self._find_article(address)
            return self._neighbour(issue, article, article_address, -1), self._neighbour(
                issue, article, article_address, 1
            )

    def _neighbour(
        self, issue: int, article: int, article_address: Address, step: int
    ) -> Address | None:
        order, compare = ("DESC", "<") if step < 0 else ("ASC", ">")
        rows = self._connection.fetch(
            f"SELECT key FROM article WHERE issue = ? AND place {compare} "
            f"(SELECT place FROM article WHERE id = ?) ORDER BY place {order} LIMIT 1",
            (issue, article),
        )
        if rows:
            return Address(article_address.publication, article_address.issue, rows[0][0])
        rows = self._connection.fetch(
            f"SELECT i.number, a.key FROM issue i JOIN article a ON a.issue = i.id "
            f"WHERE i.publication = ? AND i.active = 1 AND i.number {compare} ? "
            f"ORDER BY i.number {order}, a.place {order} LIMIT 1",
            (article_address.publication, article_address.issue),
        )
        return Address(article_address.publication, rows[0][0], rows[0][1]) if rows else None

    def _no_issue_message(self, address: Address) -> Message:
        """The error message for an address without an issue."""
        rows = self._connection.fetch(
            "SELECT number FROM issue WHERE publication = ? AND active = 1 ORDER BY number DESC",
            (address.publication,),
        )
        if rows:
            numbers = ", ".join(str(number) for (number,) in rows[:12])
            return Message(
                "Nothing stands at {address}; the issues of {publication} in the library are "
                "{numbers} …."
                if len(rows) > 12
                else "Nothing stands at {address}; the issues of {publication} in the library are "
                "{numbers}.",
                address=address,
                publication=address.publication,
                numbers=numbers,
            )

        names = ", ".join(
            id_ for (id_,) in self._connection.fetch("SELECT id FROM publication ORDER BY place")
        )
        if not names:
            return Message(
                "Nothing stands at {address}; the library has no publication.", address=address
            )
        return Message(
            "Nothing stands at {address}; the publications in the library are {publications}.",
            address=address,
            publications=names,
        )

    # For the index

    def document_ids(self) -> dict[int, str]:
        """The fingerprint of its issue for every article, by article id."""
        with self._connection.reporting_damage():
            return dict(
                self._connection.fetch(
                    "SELECT a.id, i.fingerprint FROM article a JOIN issue i ON i.id = a.issue "
                    "WHERE i.active = 1"
                )
            )

    def documents(self, ids: Sequence[int] | None = None) -> Iterator[Document]:
        """The articles of these ids (all if None) as the index reads them, unknown ids left out."""
        article_ids: Iterable[int] = sorted(self.document_ids()) if ids is None else ids
        for batch in _batches(article_ids):
            marks = ",".join("?" * len(batch))
            with self._connection.reporting_damage():
                documents = [
                    row_mapping.to_document(row)
                    for row in self._connection.fetch(
                        f"SELECT {row_mapping.DOCUMENT_COLUMNS} FROM article a "
                        "JOIN issue i ON i.id = a.issue JOIN content c ON c.id = a.id "
                        f"WHERE i.active = 1 AND a.id IN ({marks}) ORDER BY a.id",
                        batch,
                    )
                ]
            yield from documents

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """The plain texts of these articles."""
        texts: dict[int, str] = {}
        with self._connection.reporting_damage():
            for batch in _batches(ids):
                marks = ",".join("?" * len(batch))
                query = f"SELECT id, text, text_sum FROM content WHERE id IN ({marks})"
                for id_, text, total in self._connection.fetch(query, batch):
                    if checksum((text,)) != total:
                        raise ValueError(Message("an article's checksum is wrong"))
                    texts[id_] = text
        return texts

    def links(self, ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
        """The links of these articles."""
        links: dict[int, tuple[Link, ...]] = {}
        with self._connection.reporting_damage():
            for batch in _batches(ids):
                marks = ",".join("?" * len(batch))
                query = f"SELECT id, links FROM content WHERE id IN ({marks})"
                links |= {
                    id_: row_mapping.parse_links(text)
                    for id_, text in self._connection.fetch(query, batch)
                }
        return links

    # About itself

    def problems(self) -> tuple[Problem, ...]:
        """Everything that was wrong or guessed when the catalogue was built."""
        with self._connection.reporting_damage():
            problems = list(load_problems(self._connection.meta.get("problems", "[]")))
            for (text,) in self._connection.fetch(
                "SELECT problems FROM source ORDER BY root, path"
            ):
                problems.extend(load_problems(text))
            return tuple(problems)

    def issue_files(self) -> list[tuple[str, int, str, int]]:
        """Publication, number, file and root (0: it comes with the program) of every issue."""
        with self._connection.reporting_damage():
            return self._connection.fetch(
                "SELECT publication, number, path, root FROM issue WHERE active = 1 ORDER BY 1, 2"
            )

    def article_titles(self) -> list[tuple[Address, str, str]]:
        """Address, title and issue's title of every article, newest issues first."""
        with self._connection.reporting_damage():
            rows = self._connection.fetch(
                "SELECT i.publication, i.number, a.key, a.title, i.title FROM article a "
                "JOIN issue i ON i.id = a.issue WHERE i.active = 1 "
                "ORDER BY i.publication, i.number DESC, a.place"
            )
        return [(Address(p, n, key), title, issue) for p, n, key, title, issue in rows]

    def article_counts(self, publication: str) -> dict[int, int]:
        """How many articles each issue of ``publication`` has, by its number."""
        with self._connection.reporting_damage():
            return dict(
                self._connection.fetch(
                    "SELECT i.number, count(a.id) FROM issue i JOIN article a ON a.issue = i.id "
                    "WHERE i.publication = ? AND i.active = 1 GROUP BY i.number",
                    (publication,),
                )
            )

    def article_keys(self, publication: str, number: int | None = None) -> dict[int, list[str]]:
        """The keys of all articles of ``publication``, by issue; of issue ``number`` if given."""
        keys_by_issue: dict[int, list[str]] = {}
        with self._connection.reporting_damage():
            for issue, key in self._connection.fetch(
                "SELECT i.number, a.key FROM issue i JOIN article a ON a.issue = i.id "
                "WHERE i.publication = ? AND i.active = 1 AND coalesce(?, i.number) = i.number "
                "ORDER BY i.number DESC, a.place",
                (publication, number),
            ):
                keys_by_issue.setdefault(issue, []).append(key)
        return keys_by_issue

    def article_digests(self) -> dict[Address, int]:
        """The digest of title and text of every article."""
        with self._connection.reporting_damage():
            rows = self._connection.fetch(
                "SELECT i.publication, i.number, a.key, a.digest FROM article a "
                "JOIN issue i ON i.id = a.issue WHERE i.active = 1"
            )
        return {Address(name, number, key): digest for name, number, key, digest in rows}

    def known_articles(self, publication: str, number: int) -> list[KnownArticle]:
        """The articles of an issue in reading order, to be recognised by their texts."""
        with self._connection.reporting_damage():
            return row_mapping.known_articles(
                publication,
                number,
                self._connection.fetch(row_mapping.SELECT_KNOWN_ARTICLES, (publication, number)),
            )

    def issue_problems(self, publication: str, number: int) -> tuple[Problem, ...]:
        """What was wrong with one issue, guessed, or not kept when it was brought in."""
        with self._connection.reporting_damage():
            rows = self._connection.fetch(
                "SELECT s.problems FROM source s JOIN issue i ON i.path = s.path "
                "WHERE i.publication = ? AND i.number = ? AND i.active = 1",
                (publication, number),
            )
            return load_problems(rows[0][0]) if rows else ()

    def issue_path(self, publication: str, number: int) -> Path | None:
        """The file of an issue, None where there is no such issue."""
        with self._connection.reporting_damage():
            rows = self._connection.fetch(
                "SELECT path FROM issue WHERE publication = ? AND number = ? AND active = 1",
                (publication, number),
            )
            return Path(rows[0][0]) if rows else None

    def generation(self) -> str:
        """Random id of this catalogue file; new when it is rebuilt and article ids start over."""
        return str(self._connection.meta.get("generation", ""))

    def fingerprint(self) -> str:
        """Hash over publications and issues; changes when anything that is shown changes."""
        return str(self._connection.meta.get("fingerprint", ""))


def address_in_issue(issue: Address, article: str, anchor: str) -> Address:
    """An address inside ``issue``."""
    return Address(issue.publication, issue.issue, article, anchor)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for id_ in ids:
        batch.append(id_)
        if len(batch) == _BATCH_SIZE:
            yield batch
            batch = []
    if batch:
        yield batch


def _load_contents(text: str, total: int) -> IssueContents:
    if checksum((text,)) != total:
        raise ValueError(Message("the sections are not what was written"))
    return row_mapping.parse_contents(text)
