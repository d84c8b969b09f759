"""Reading the catalogue: what the tree, the pane, the panels and the index ask for.

Nothing here imports the parser or any third-party package: the first window waits for this module.
A ``Catalogue`` belongs to the thread that opened it; each thread opens its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from viewer.archive.catalogue import row_mapping as values
from viewer.archive.catalogue.contents_queries import ContentsQueries
from viewer.archive.catalogue.row_mapping import checksum, load_problems
from viewer.archive.model import document_tree as tree
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, Document, Page
from viewer.archive.model.issue import Figure, Link, Problem
from viewer.errors import AddressError

_BATCH_SIZE = 400


class Catalogue(ContentsQueries):
    """What there is (``Contents``), where it stands, and its texts."""

    # Places

    def resolve(self, address: Address) -> Address:
        """The article, and the anchor in it, that ``address`` means.

        A whole issue means its first article, a section its own text or first article, and the
        name of a heading or note the place where that stands.

        Raises:
            AddressError: nothing stands there.
        """
        with self._reporting_damage():
            _, _, found = self._find_article(address)
        return found

    def _find_article(self, address: Address) -> tuple[int, int, Address]:
        rows = self._fetch(
            "SELECT id, articles FROM issue WHERE publication = ? AND number = ? AND active = 1",
            (address.publication, address.issue),
        )
        if not rows:
            raise AddressError(self._no_issue_message(address))
        issue, articles = rows[0]
        place = Address(address.publication, address.issue)
        if not address.article:
            if address.anchor:
                found = self._find_by_anchor(issue, address.anchor)
                if found is not None:
                    return issue, found[0], address_in_issue(place, found[1], address.anchor)
            rows = self._fetch(
                "SELECT id, key FROM article WHERE issue = ? ORDER BY place LIMIT 1", (issue,)
            )
            if rows:
                return issue, rows[0][0], address_in_issue(place, rows[0][1], "")
            if articles:
                raise ValueError("rows are missing")
            raise AddressError(f"Nothing stands at {place}: the issue has no articles.")
        rows = self._fetch(
            "SELECT id, key FROM article WHERE issue = ? AND ? IN (key, section_key) "
            "ORDER BY key <> ?, place LIMIT 1",
            (issue, address.article, address.article),
        )
        if rows:
            return issue, rows[0][0], address_in_issue(place, rows[0][1], address.anchor)
        found = self._find_by_anchor(issue, address.article)
        if found is not None:
            return issue, found[0], address_in_issue(place, found[1], address.article)
        keys = [key for (key,) in self._fetch(
            "SELECT key FROM article WHERE issue = ? ORDER BY place LIMIT 30", (issue,)
        )]  # fmt: skip
        if articles and not keys:
            raise ValueError("rows are missing")
        raise AddressError(
            f"Nothing stands at {address}; the articles of {place} are {', '.join(keys)}."
        )

    def _find_by_anchor(self, issue: int, anchor: str) -> tuple[int, str] | None:
        rows = self._fetch(
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
        with self._reporting_damage():
            _, article, found = self._find_article(address)
            row = self._fetch(
                f"SELECT {values.ARTICLE_COLUMNS} FROM article a WHERE a.id = ?", (article,)
            )[0]
            return values.to_article_entry(found.without_anchor, row)

    def page(self, address: Address) -> Page:
        """The article at ``address`` with its body, see ``resolve``.

        Raises:
            AddressError: nothing stands there.
        """
        with self._reporting_damage():
            issue, article, found = self._find_article(address)
            row = self._fetch(
                f"SELECT {values.ARTICLE_COLUMNS}, a.section_label, a.section_title, a.language, "
                "c.text, c.blocks, c.anchors, c.body, c.figures, c.links, c.checksum "
                "FROM article a JOIN content c ON c.id = a.id WHERE a.id = ?",
                (article,),
            )[0]
            label, section, language, *content, total = row[8:]
            if checksum(tuple(content)) != total:
                raise ValueError("an article's checksum is wrong")
            title, edition, spoken, folder, trusted = self._fetch(
                "SELECT title, edition, language, folder, trusted FROM issue WHERE id = ?", (issue,)
            )[0]
            text, blocks, anchors, body, figures, links = content
            return Page(
                entry=values.to_article_entry(found.without_anchor, row),
                publication=found.publication,
                issue_title=title,
                edition=edition,
                section_label=label,
                section_title=section,
                language=language or spoken,
                body=tree.body_from_json(body),
                text=text,
                blocks=values.parse_blocks(blocks),
                anchors=values.parse_anchors(anchors),
                figures=tuple(Figure(*item) for item in json.loads(figures)),
                links=tuple(Link(*item) for item in json.loads(links)),
                folder=folder,
                trusted=bool(trusted),
            )

    def illustrated_pages(self, address: Address) -> tuple[Page, ...]:
        """The articles with pictures of the issue that ``address`` is in, in reading order.

        Raises:
            AddressError: there is no such issue.
        """
        return self._load_pages(address, "AND has_figure = 1")

    def pages(self, address: Address) -> tuple[Page, ...]:
        """Every article of the issue that ``address`` is in, in reading order.

        Raises:
            AddressError: there is no such issue.
        """
        return self._load_pages(address, "")

    def text_length(self, address: Address) -> int:
        """How long the texts of the issue that ``address`` is in are together, in characters."""
        with self._reporting_damage():
            rows = self._fetch(
                "SELECT sum(length(c.text)) FROM article a JOIN content c ON c.id = a.id "
                "JOIN issue i ON i.id = a.issue "
                "WHERE i.publication = ? AND i.number = ? AND i.active = 1",
                (address.publication, address.issue),
            )
            return int(rows[0][0] or 0)

    def _load_pages(self, address: Address, condition: str) -> tuple[Page, ...]:
        with self._reporting_damage():
            issue, _, found = self._find_article(Address(address.publication, address.issue))
            keys = self._fetch(
                f"SELECT key FROM article WHERE issue = ? {condition} ORDER BY place", (issue,)
            )
        return tuple(self.page(address_in_issue(found, key, "")) for (key,) in keys)

    def neighbours(self, address: Address) -> tuple[Address | None, Address | None]:
        """The articles before and after in reading order, across issues of the publication.

        Raises:
            AddressError: nothing stands at ``address``.
        """
        with self._reporting_damage():
            issue, article, found = self._find_article(address)
            return self._neighbour(issue, article, found, -1), self._neighbour(
                issue, article, found, 1
            )

    def _neighbour(self, issue: int, article: int, found: Address, step: int) -> Address | None:
        order, compare = ("DESC", "<") if step < 0 else ("ASC", ">")
        rows = self._fetch(
            f"SELECT key FROM article WHERE issue = ? AND place {compare} "
            f"(SELECT place FROM article WHERE id = ?) ORDER BY place {order} LIMIT 1",
            (issue, article),
        )
        if rows:
            return Address(found.publication, found.issue, rows[0][0])
        rows = self._fetch(
            f"SELECT i.number, a.key FROM issue i JOIN article a ON a.issue = i.id "
            f"WHERE i.publication = ? AND i.active = 1 AND i.number {compare} ? "
            f"ORDER BY i.number {order}, a.place {order} LIMIT 1",
            (found.publication, found.issue),
        )
        return Address(found.publication, rows[0][0], rows[0][1]) if rows else None

    # For the index

    def document_ids(self) -> dict[int, str]:
        """Every article's id and the fingerprint of its issue."""
        with self._reporting_damage():
            return dict(
                self._fetch(
                    "SELECT a.id, i.fingerprint FROM article a JOIN issue i ON i.id = a.issue "
                    "WHERE i.active = 1"
                )
            )

    def documents(self, ids: Sequence[int] | None = None) -> Iterator[Document]:
        """The articles of these ids (all if None) as the index reads them, unknown ids left out."""
        wanted: Iterable[int] = sorted(self.document_ids()) if ids is None else ids
        for batch in _batches(wanted):
            marks = ",".join("?" * len(batch))
            with self._reporting_damage():
                made = [
                    values.to_document(row)
                    for row in self._fetch(
                        f"SELECT {values.DOCUMENT_COLUMNS} FROM article a "
                        "JOIN issue i ON i.id = a.issue JOIN content c ON c.id = a.id "
                        f"WHERE i.active = 1 AND a.id IN ({marks}) ORDER BY a.id",
                        batch,
                    )
                ]
            yield from made

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """The plain texts of these articles."""
        found: dict[int, str] = {}
        with self._reporting_damage():
            for batch in _batches(ids):
                marks = ",".join("?" * len(batch))
                query = f"SELECT id, text, text_sum FROM content WHERE id IN ({marks})"
                for id_, text, total in self._fetch(query, batch):
                    if checksum((text,)) != total:
                        raise ValueError("an article's checksum is wrong")
                    found[id_] = text
        return found

    # About itself

    def problems(self) -> tuple[Problem, ...]:
        """Everything that was wrong or guessed when the catalogue was built."""
        with self._reporting_damage():
            found = list(load_problems(self._meta.get("problems", "[]")))
            for (text,) in self._fetch("SELECT problems FROM source ORDER BY root, path"):
                if text != "[]":
                    found.extend(load_problems(text))
            return tuple(found)

    def issue_files(self) -> list[tuple[str, int, str, int]]:
        """Publication, number, file and root (0: it comes with the program) of every issue."""
        with self._reporting_damage():
            return self._fetch(
                "SELECT publication, number, path, root FROM issue WHERE active = 1 ORDER BY 1, 2"
            )

    def article_titles(self) -> list[tuple[Address, str, str]]:
        """Address, title and issue's title of every article, newest issues first."""
        with self._reporting_damage():
            rows = self._fetch(
                "SELECT i.publication, i.number, a.key, a.title, i.title FROM article a "
                "JOIN issue i ON i.id = a.issue WHERE i.active = 1 "
                "ORDER BY i.publication, i.number DESC, a.place"
            )
        return [(Address(p, n, key), title, issue) for p, n, key, title, issue in rows]

    def article_counts(self, publication: str) -> dict[int, int]:
        """How many articles each issue of ``publication`` has, by its number."""
        with self._reporting_damage():
            return dict(
                self._fetch(
                    "SELECT i.number, count(a.id) FROM issue i JOIN article a ON a.issue = i.id "
                    "WHERE i.publication = ? AND i.active = 1 GROUP BY i.number",
                    (publication,),
                )
            )

    def article_keys(self, publication: str, number: int | None = None) -> dict[int, list[str]]:
        """The keys of all articles of ``publication``, by issue; of issue ``number`` if given."""
        found: dict[int, list[str]] = {}
        with self._reporting_damage():
            for issue, key in self._fetch(
                "SELECT i.number, a.key FROM issue i JOIN article a ON a.issue = i.id "
                "WHERE i.publication = ? AND i.active = 1 AND coalesce(?, i.number) = i.number "
                "ORDER BY i.number DESC, a.place",
                (publication, number),
            ):
                found.setdefault(issue, []).append(key)
        return found

    def issue_problems(self, publication: str, number: int) -> tuple[Problem, ...]:
        """What was wrong with one issue, guessed, or not kept when it was brought in."""
        with self._reporting_damage():
            rows = self._fetch(
                "SELECT s.problems FROM source s JOIN issue i ON i.path = s.path "
                "WHERE i.publication = ? AND i.number = ? AND i.active = 1",
                (publication, number),
            )
            return load_problems(rows[0][0]) if rows else ()

    def issue_path(self, publication: str, number: int) -> Path | None:
        """The file of an issue, None where there is no such issue."""
        with self._reporting_damage():
            rows = self._fetch(
                "SELECT path FROM issue WHERE publication = ? AND number = ? AND active = 1",
                (publication, number),
            )
            return Path(rows[0][0]) if rows else None

    def generation(self) -> str:
        """Changes when the catalogue is made anew and counts its articles from one again."""
        return str(self._meta.get("generation", ""))

    def fingerprint(self) -> str:
        """Changes whenever anything a reader could see does."""
        return str(self._meta.get("fingerprint", ""))


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
