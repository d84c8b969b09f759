"""Small archives to search, without any parsing: the part of the catalogue the engine reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import Document, IssueHead
from viewer.archive.model.issue import Anchor, Block, Link
from viewer.search import Results, SearchEngine
from viewer.search.index.whoosh_import import prepare_whoosh


def article(
    title: str = "",
    *paragraphs: str,
    key: str = "",
    issue: int = 1,
    publication: str = "paper",
    date: str = "",
    editors: Sequence[str] = (),
    section: tuple[str, str] = ("", ""),
    series: str = "",
    headings: Sequence[str] = (),
    captions: Sequence[str] = (),
    has: str = "",
    issue_title: str | None = None,
    issue_editors: Sequence[str] = (),
    links: Sequence[tuple[str, str]] = (),
    language: str = "",
) -> Document:
    """An article; ``headings`` become anchors ``h1``…, each before the paragraph of its number.

    With ``issue_title`` it is the first page of its issue; ``links`` are labels and addresses.
    """
    blocks: list[Block] = []
    anchors: list[Anchor] = []
    text = ""
    anchor = ""
    parts: list[tuple[str, str]] = []
    for number, paragraph in enumerate(paragraphs):
        if number < len(headings):
            parts.append(("heading", headings[number]))
        parts.append(("text", paragraph))
    parts += [("caption", caption) for caption in captions]
    for kind, part in parts:
        if text:
            text += "\n"
        if kind == "heading":
            anchor = f"h{len(anchors) + 1}"
            anchors.append(Anchor(anchor, part, 3, len(text)))
        blocks.append(Block(len(text), len(text) + len(part), kind, anchor))
        text += part
    label, name = section
    return Document(
        0, Address(publication, issue, key), label, name, "", title, tuple(editors), date, series,
        text, tuple(blocks), tuple(anchors), "figure" in has, "link" in has, "note" in has,
        None if issue_title is None else IssueHead(issue_title, date, tuple(issue_editors)),
        tuple(Link(label, href) for label, href in links), language,
    )  # fmt: skip


class Archive:
    """A catalogue in memory. ``put`` and ``drop`` change it as a library's refresh would."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._documents: dict[int, tuple[Document, str]] = {}
        self._next = 1
        self._version = 0
        self._generation = 1
        #: By publication: its name, and by series what that is called.
        self.named: dict[str, tuple[str, dict[str, str]]] = {}
        self.put(*documents)

    def put(self, *documents: Document) -> None:
        """Add articles under new ids."""
        self._version += 1
        for document in documents:
            article_id = self._next
            self._next += 1
            given = document.address
            address = Address(given.publication, given.issue, given.article or f"k{article_id}")
            values = {name: getattr(document, name) for name in document.__slots__}
            added = Document(**{**values, "id": article_id, "address": address})
            self._documents[article_id] = (added, f"{given.publication}{given.issue}")

    def drop(self, title: str) -> None:
        """Take the articles of this title away."""
        self._version += 1
        self._documents = {i: row for i, row in self._documents.items() if row[0].title != title}

    def touch(self) -> None:
        """Change something that is not searched."""
        self._version += 1

    def begin_anew(self) -> None:
        """Make everything anew: the same articles under other numbers."""
        documents = [document for document, _ in self._documents.values()]
        self._documents, self._next = {}, 1
        self._generation += 1
        self.put(*reversed(documents))

    def generation(self) -> str:
        return str(self._generation)

    def fingerprint(self) -> str:
        return str(self._version)

    def document_ids(self) -> dict[int, str]:
        return {identity: fingerprint for identity, (_, fingerprint) in self._documents.items()}

    def documents(self, ids: Sequence[int] | None = None) -> Iterator[Document]:
        chosen = self._documents if ids is None else ids
        return iter([self._documents[i][0] for i in chosen if i in self._documents])

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        return {i: self._documents[i][0].text for i in ids if i in self._documents}

    def links(self, ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
        return {i: self._documents[i][0].links for i in ids if i in self._documents}

    def publication_and_series_names(self) -> dict[str, tuple[str, dict[str, str]]]:
        return self.named

    def publication_languages(self) -> dict[str, str]:
        documents = [document for document, _ in self._documents.values()]
        return {document.address.publication: document.language for document in documents}

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""


class Engine(SearchEngine):
    """The engine on an archive in memory."""

    def __init__(self, archive: Archive, folder: Path, glossary: Path | None = None) -> None:
        self.folder = folder / "index"
        super().__init__(folder / "no catalogue", self.folder, glossary=glossary)
        self.archive = archive

    def _open_catalogue(self) -> Archive:  # type: ignore[override]
        return self.archive

    def titles(self, query: str, **options: object) -> list[str]:
        """The titles of the hits, best first."""
        return [hit.title for hit in self.search(query, **options).hits]  # type: ignore[arg-type]


def marked(results: Results) -> list[str]:
    """What is marked in the first hit's snippet."""
    hit = results.hits[0]
    return [hit.snippet[start:end] for start, end in hit.snippet_spans]


@contextmanager
def index_lock(folder: Path) -> Iterator[None]:
    """The lock of the index in ``folder``, as another program holds it."""
    prepare_whoosh()
    from whoosh.filedb.filestore import FileStorage

    from viewer.search.index.segment_writer import INDEX_NAME

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileStorage(str(folder)).lock(f"{INDEX_NAME}_WRITELOCK")
    assert lock.acquire()
    try:
        yield
    finally:
        lock.release()
