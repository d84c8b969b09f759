"""Known-item search: does the article that a query was made from come first?

    python -m tests.bench.relevance FOLDER [--articles 500] [--seed 1] [--show KIND]

FOLDER is a library, a publication, or any folder of Markdown; it is copied, never written to.
From random articles queries are made: a run of 3-6 characters from the title (whole words where
the title has no such run of Han), the same in the other script, the same with one typo, two words
from the text, and the English name of a Chinese one of the glossary. Printed per kind: success@1,
success@5 and the mean reciprocal rank. For runs from the title any article whose folded title
holds the folded query is the item; for names any whose title holds the thing by either name.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from viewer import paths
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import Document
from viewer.archive.model.han_variants import han_variants
from viewer.search import Results, SearchEngine
from viewer.search.language.folding import fold
from viewer.search.language.glossary import load_glossary
from viewer.search.language.tokenizer import is_han, split_chunks

_HAN_RUN = re.compile("[\u3400-\u9fff]{3,}")
#: A letter of an alphabet, with its accents: no digit, and none of the scripts without spaces.
_LETTER = r"[^\W\d_\u2e80-\u9fff\u3040-\u30ff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]"
_MARKS = "[\u0300-\u036f]*"
_WORD = re.compile(f"{_LETTER}{_MARKS}(?:(?:{_LETTER}|[0-9]){_MARKS}){{2,}}|[\u3400-\u9fff]{{2,4}}")
_LATIN = re.compile(f"(?:(?:{_LETTER}|[0-9]){_MARKS})+")
_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A query and what counts as its answer."""

    query: str
    accepts: Callable[[Document], bool]


def main(arguments: list[str] | None = None) -> int:
    """Measure one library and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", default="", help="print the queries of this kind that fail")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        library = copied_library(options.folder, Path(folder))
        report = measure(library, options.articles, options.seed, options.show)
        shutil.rmtree(library.cache_folder, ignore_errors=True)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print(f"{'kind':<14}{'queries':>8}{'success@1':>11}{'success@5':>11}{'MRR':>8}{'ms':>8}")
        for kind, row in report.items():
            print(
                f"{kind:<14}{row['queries']:>8.0f}{row['success@1']:>11.3f}"
                f"{row['success@5']:>11.3f}{row['mrr']:>8.3f}{row['ms']:>8.2f}"
            )
    return 0


def copied_library(source: Path, folder: Path) -> Library:
    """A library in ``folder`` with a copy of whatever Markdown stands in ``source``."""
    target = folder / "library"
    if any(source.glob("*.md")) and not (source / "publication.yaml").exists():
        target = target / (re.sub(r"[^a-z0-9]+", "-", source.name.lower()).strip("-") or "archive")
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns(".*", "*.zip", "*.xz"), symlinks=False
    )
    library = Library(folder / "library", None)
    library.update_catalogue()
    return library


def measure(
    library: Library, articles: int, seed: int, show: str = ""
) -> dict[str, dict[str, float]]:
    """The figures for each kind of query."""
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    engine.refresh()
    engine.open()
    with library.open_catalogue() as catalogue:
        documents = {document.id: document for document in catalogue.documents()}
    by_page = {str(document.address): document for document in documents.values()}
    report: dict[str, dict[str, float]] = {}
    ordered = sorted(documents.values(), key=lambda document: str(document.address))
    for kind, items in queries(ordered, articles, seed):
        ranks: list[int] = []
        spent = 0.0
        for item in items:
            began = time.perf_counter()
            results = engine.search(item.query, _DEPTH, finished=True)
            spent += time.perf_counter() - began
            rank = _rank(results, item, by_page)
            ranks.append(rank)
            if kind == show and rank != 1:
                first = results.hits[0].title if results.hits else "nothing"
                print(f"{rank:>3}  {item.query}  →  {first}  {results.did_you_mean}")
        report[kind] = {
            "queries": len(ranks),
            "success@1": _share(rank == 1 for rank in ranks),
            "success@5": _share(0 < rank <= 5 for rank in ranks),
            "mrr": sum(1 / rank for rank in ranks if rank) / max(1, len(ranks)),
            "ms": 1000 * spent / max(1, len(ranks)),
        }
    engine.close()
    return report


def queries(
    documents: list[Document], articles: int, seed: int
) -> Iterator[tuple[str, list[Item]]]:
    """The kinds of queries, each made from the same random articles."""
    chance = random.Random(seed)
    titled = [document for document in documents if _runs(document.title)]
    chosen = chance.sample(titled, min(articles, len(titled)))
    runs = [(document, _cut(chance, document.title)) for document in chosen]
    alphabet = _alphabet(documents)
    convert = _converter(documents)
    yield "title run", [Item(run, _titled(run)) for _, run in runs]
    yield "other script", [Item(convert(run), _titled(run)) for _, run in runs]
    yield "one typo", [Item(_mistyped(chance, run, alphabet), _titled(run)) for _, run in runs]
    pairs = [(document, _two_words(chance, document.text)) for document in chosen]
    yield "two words", [Item(pair, _itself(document)) for document, pair in pairs if pair]
    yield "glossary", _names(chance, documents, articles)


def _rank(results: Results, item: Item, by_page: dict[str, Document]) -> int:
    for place, hit in enumerate(results.hits, 1):
        document = by_page.get(str(hit.address.without_anchor))
        if document is not None and item.accepts(document):
            return place
    return 0


def _share(values: Iterator[bool]) -> float:
    listed = list(values)
    return sum(listed) / max(1, len(listed))


def _runs(title: str) -> list[str]:
    return _HAN_RUN.findall(title) or [word for word in _LATIN.findall(title) if len(word) > 2]


def _cut(chance: random.Random, title: str) -> str:
    """3-6 characters of Han from a title, or one to three whole words."""
    han = _HAN_RUN.findall(title)
    if han:
        run = chance.choice(han)
        size = min(len(run), chance.randint(3, 6))
        start = chance.randrange(len(run) - size + 1)
        return run[start : start + size]
    words = [match.span() for match in _LATIN.finditer(title)]
    first = chance.choice([i for i, (start, end) in enumerate(words) if end - start > 2])
    last = min(len(words) - 1, first + chance.randint(0, 2))
    return title[words[first][0] : words[last][1]]


def _key(text: str) -> str:
    return " " + " ".join(split_chunks(fold(text))) + " "


def _titled(run: str) -> Callable[[Document], bool]:
    key = _key(run)
    needle = key.strip(" ") if is_han(key.strip(" ")[:1]) else key
    return lambda document: needle in _key(document.title)


def _itself(wanted: Document) -> Callable[[Document], bool]:
    return lambda document: document.id == wanted.id


def _alphabet(documents: list[Document]) -> str:
    """Characters to mistype with: those of titles, as common ones as they are there."""
    return "".join(re.findall("[\u4e00-\u9fff]", "".join(d.title for d in documents))) or "的"


def _mistyped(chance: random.Random, run: str, alphabet: str) -> str:
    """One character wrong; in Latin words also one missing, doubled or exchanged."""
    at = chance.randrange(len(run))
    if not _LATIN.search(run):
        wrong = chance.choice([char for char in chance.choices(alphabet, k=20) if char != run[at]])
        return run[:at] + wrong + run[at + 1 :]
    places = [m.span() for m in _LATIN.finditer(run) if m.end() - m.start() > 2] or [(0, len(run))]
    start, end = chance.choice(places)
    at = chance.randrange(start + 1, end) if end - start > 1 else start
    way = chance.randrange(4)
    if way == 0:
        return run[:at] + run[at + 1 :]
    if way == 1:
        return run[:at] + run[at] + run[at:]
    if way == 2 and at + 1 < end:
        return run[:at] + run[at + 1] + run[at] + run[at + 2 :]
    return run[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + run[at + 1 :]


def _two_words(chance: random.Random, text: str) -> str:
    words = list(dict.fromkeys(_WORD.findall(text)))
    return " ".join(chance.sample(words, 2)) if len(words) > 1 else ""


def _converter(documents: list[Document]) -> Callable[[str], str]:
    """Into the other script: by OpenCC if it is installed, else by the program's own table."""
    sample = "".join(document.title for document in documents)
    simplified = sum(ord(char) in han_variants() for char in sample) * 20 < len(sample)
    try:
        from opencc import OpenCC
    except ImportError:
        back: dict[int, str] = {}
        for code, char in han_variants().items():
            back.setdefault(ord(char), chr(code))
        return lambda run: run.translate(back if simplified else han_variants())
    made = OpenCC("s2t" if simplified else "t2s")
    return lambda run: str(made.convert(run))


def _names(chance: random.Random, documents: list[Document], most: int) -> list[Item]:
    """English names of things whose Chinese name stands in a title, or else in a text."""
    glossary = load_glossary(paths.resources_folder() / "glossary.yaml")
    titles = [(document, _key(document.title)) for document in documents]
    items: list[Item] = []
    for entry in glossary.entries:
        han = [k for name in entry.zh if is_han(k := _key(name).strip(" ")) and " " not in k]
        latin = [name for name in (*entry.en, entry.term) if not is_han(_key(name).strip())]
        holders = [document for document, key in titles if any(name in key for name in han)]
        if not han or not latin or not holders:
            continue
        keys = [*han, *(_key(name) for name in latin)]
        accepted = {document.id for document, key in titles if any(name in key for name in keys)}
        items += [
            Item(name, lambda document, accepted=accepted: document.id in accepted)
            for name in latin
        ]
    chance.shuffle(items)
    return items[:most]


if __name__ == "__main__":
    sys.exit(main())
