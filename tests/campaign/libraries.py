"""The library that campaigns damage, and all that a reader is shown of one."""

from __future__ import annotations

import random
from pathlib import Path

from tests.archive.writing import BODY, HEAD, YAML, write
from viewer import paths
from viewer.archive.library.library import Library
from viewer.search import SearchEngine

QUERIES = ("神經網路", "NoScope", "機器", "after:2016 gan", "has:figure", "editor:王小明")


def indexed_library(folder: Path) -> Library:
    """The bundled issues and a small publication of the reader's own, catalogued and indexed."""
    own = write(
        folder / "library/paper",
        {
            "publication.yaml": YAML + "note: A note on where it comes from.\nhome: https://example.org/\n",
            "002/issue.md": HEAD + BODY,
            "003/issue.md": HEAD.replace("2\n", "3\n", 1) + BODY.replace("走", "跑"),
        },
    )  # fmt: skip
    library = Library(own.parent, paths.bundled_issues())
    library.update_catalogue()
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    engine.refresh()
    engine.close()
    return library


def everything_shown(library: Library) -> object:
    """Contents, titles, pages, problems and neighbours of the whole library, to be compared.

    The one problem that is left out says that a damaged catalogue was built anew.

    Raises:
        CatalogueError: the catalogue is damaged, or there is none.
    """
    with library.open_catalogue() as catalogue:
        catalogue.verify_counts()
        publications = catalogue.publications()
        entries = [
            article.address
            for publication in publications
            for issue in publication.issues
            for section in issue.sections
            for article in section.articles
        ]
        return (
            publications,
            catalogue.publication_summaries(),
            catalogue.title_index("{number}").find("e", 10_000),
            [catalogue.page(address) for address in entries],
            [catalogue.article_entry(address) for address in entries],
            [catalogue.neighbours(address) for address in entries],
            catalogue.article_titles(),
            [one for one in catalogue.problems() if one.file != str(library.catalogue_path)],
            catalogue.issue_files(),
        )


def answers(library: Library) -> object:
    """All that every query of ``QUERIES`` finds, and the hints it gives."""
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    try:
        found = [engine.search(query) for query in QUERIES]
    finally:
        engine.close()
    # Equal ones stand in the order in which their issues happened to be read.
    return [
        (
            results.total,
            sorted(results.hits, key=lambda hit: str(hit.address)),
            {name: sorted(counts) for name, counts in results.facets.items()},
            results.hints,
            results.did_you_mean,
        )
        for results in found
    ]


def many_issues(folder: Path, chance: random.Random, issues: int = 120, articles: int = 20) -> None:
    """A publication of many short articles in ``folder``, of characters drawn by chance."""

    def words(length: int) -> str:
        return "".join(chr(0x4E00 + int(3500 * chance.random() ** 2)) for _ in range(length))

    for number in range(1, issues + 1):
        text = "".join(
            f"## {words(12)}\n\n" + "".join(f"{words(90)}。\n\n" for _ in range(3))
            for _ in range(articles)
        )
        head = f"---\nnumber: {number}\ntitle: {words(8)}\n---\n\n"
        write(folder, {f"{number:03}/issue.md": f"{head}# {words(4)}\n\n{text}"})
