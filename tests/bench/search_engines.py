"""Other search engines on the same articles, for ``tests.bench.known_items``.

Each takes articles as ``(id, title, text)``, builds an index in a folder and answers a query with
the ids of the best articles. SQLite's FTS5 comes with Python; tantivy and libzim are measured where
they are installed.
"""

from __future__ import annotations

import contextlib
import importlib
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Article = tuple[int, str, str]
_WORD_OR_HAN = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]+|[^\\W\u2e80-\u9fff\uac00-\ud7a3]+"
)
_FIRST_HAN = "\u2e80"


class Fts5:
    """SQLite's FTS5 with its trigram tokenizer; shorter words are looked for by LIKE."""

    name = "FTS5"

    def __init__(self, folder: Path, articles: Iterable[Article]) -> None:
        self._database = sqlite3.connect(folder / "fts5.sqlite")
        self._database.execute(
            "CREATE VIRTUAL TABLE pages USING fts5(title, text, tokenize='trigram')"
        )
        self._database.executemany(
            "INSERT INTO pages (rowid, title, text) VALUES (?, ?, ?)", articles
        )
        self._database.commit()

    def search(self, query: str, limit: int) -> list[int]:
        words = query.split()
        long = " ".join('"' + word.replace('"', '""') + '"' for word in words if len(word) > 2)
        like = [f"%{word}%" for word in words if len(word) <= 2]
        conditions = ["pages MATCH ?"] * bool(long) + ["(title LIKE ? OR text LIKE ?)"] * len(like)
        values = [long] * bool(long) + [value for word in like for value in (word, word)]
        if not conditions:
            return []
        order = " ORDER BY bm25(pages, 6.0, 1.0)" if long else ""
        sql = f"SELECT rowid FROM pages WHERE {' AND '.join(conditions)}{order} LIMIT {limit}"
        with contextlib.suppress(sqlite3.Error):
            return [row for (row,) in self._database.execute(sql, values)]
        return []

    def close(self) -> None:
        self._database.close()


class Tantivy:
    """Tantivy with positions: words, and pairs of Han; all parts, or any of them (``loose``)."""

    def __init__(self, folder: Path, articles: Iterable[Article], *, loose: bool = False) -> None:
        self._module: Any = importlib.import_module("tantivy")
        self.name = "tantivy OR" if loose else "tantivy"
        self._loose = loose
        builder = self._module.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True)
        for field in ("title", "text"):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        self._index = self._module.Index(builder.build(), str(folder))
        writer = self._index.writer(60_000_000, 1)
        for number, title, text in articles:
            document = self._module.Document()
            document.add_unsigned("id", number)
            document.add_text("title", " ".join(_tokens(title)))
            document.add_text("text", " ".join(_tokens(text)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: str, limit: int) -> list[int]:
        clauses = []
        query_class, occur = self._module.Query, self._module.Occur
        for part in query.split():
            for piece in _WORD_OR_HAN.findall(part.lower()):
                tokens = _tokens(piece)
                groups = [[token] for token in tokens] if self._loose else [tokens]
                for group in groups:
                    either = [self._query_in(field, group) for field in ("title", "text")]
                    boosted = [
                        (occur.Should, query_class.boost_query(either[0], 6.0)),
                        (occur.Should, either[1]),
                    ]
                    clauses.append(
                        (
                            occur.Should if self._loose else occur.Must,
                            query_class.boolean_query(boosted),
                        )
                    )
        if not clauses:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query_class.boolean_query(clauses), limit).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    def _query_in(self, field: str, tokens: list[str]) -> Any:
        query = self._module.Query
        if len(tokens) == 1:
            return query.term_query(self._index.schema, field, tokens[0])
        return query.phrase_query(self._index.schema, field, tokens)

    def close(self) -> None:
        self._index = None


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for piece in _WORD_OR_HAN.findall(text.lower()):
        if piece[0] < _FIRST_HAN or len(piece) == 1:
            tokens.append(piece)
        else:
            tokens += map(str.__add__, piece, piece[1:])
    return tokens


class Libzim:
    """Kiwix's engine: a ZIM archive with a Xapian index, one page an article."""

    name = "libzim"

    def __init__(self, folder: Path, articles: Iterable[Article]) -> None:
        writer: Any = importlib.import_module("libzim.writer")
        path = folder / "pages.zim"

        class Page(writer.Item):  # type: ignore[misc]
            def __init__(self, article: Article) -> None:
                super().__init__()
                self._article = article

            def get_path(self) -> str:
                return str(self._article[0])

            def get_title(self) -> str:
                return self._article[1]

            def get_mimetype(self) -> str:
                return "text/html"

            def get_contentprovider(self) -> Any:
                _, title, text = self._article
                escaped = text.replace("&", "&amp;").replace("<", "&lt;")
                html = f"<html><head><title>{title}</title></head><body>{escaped}</body></html>"
                return writer.StringProvider(html)

            def get_hints(self) -> dict[Any, int]:
                return {writer.Hint.FRONT_ARTICLE: True}

        with writer.Creator(path).config_indexing(True, "eng") as creator:
            for article in articles:
                creator.add_item(Page(article))
        self._archive = importlib.import_module("libzim.reader").Archive(path)
        self._search: Any = importlib.import_module("libzim.search")

    def search(self, query: str, limit: int) -> list[int]:
        search = self._search.Searcher(self._archive).search(self._search.Query().set_query(query))
        return [int(path) for path in search.getResults(0, limit)]

    def close(self) -> None:
        self._archive = None


def installed_engines(names: Iterable[str]) -> list[Any]:
    """What makes each engine of ``names`` (fts5, tantivy, tantivy-or, libzim) that can be had."""
    makers: dict[str, tuple[str, Any]] = {
        "fts5": ("sqlite3", Fts5),
        "tantivy": ("tantivy", Tantivy),
        "tantivy-or": ("tantivy", lambda folder, articles: Tantivy(folder, articles, loose=True)),
        "libzim": ("libzim", Libzim),
    }
    available = []
    for name in names:
        module, maker = makers[name]
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
            available.append(maker)
    return available
