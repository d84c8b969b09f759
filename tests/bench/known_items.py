"""Known items: does the article that a query was made from stand among the first?

    python -m tests.bench.known_items LIBRARY [--queries 80] [--seed 1] [--engines fts5,tantivy]
                                              [--show KIND] [--json]

LIBRARY is a library, or a folder of Markdown; it is copied, never written to. For each kind of
thing that people type, queries are cut from random articles, the same for the same seed, and asked
of the program and of other engines where they are installed (see ``search_engines``). An article
is the item if it is the one the query was cut from; for a piece of a title, every article whose
title holds that piece; for a piece of an issue's title, every article of the issue.

Folding here is Python's own and OpenCC's (if it is installed), never the program's: the analyzer
is not tested with itself. Printed per kind: the mean reciprocal rank of each engine and the
program's success@5; then milliseconds a query, processor seconds to build, and size on disk.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.relevance import copied_library
from tests.bench.search_engines import installed_engines
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import Document
from viewer.search import SearchEngine

_DEPTH = 20
_HAN = re.compile("[\u3400-\u9fff]+")
_KANA = re.compile("[\u30a1-\u30f6\u30fc]{3,}")
_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff\u3040-\u30ff\uac00-\ud7a3]{4,}")
#: Given names, as they are common in English, German, French, Spanish, Dutch and Czech texts.
_GIVEN_NAMES = """
    Aaron Adam Alan Albert Alex Alexander Alice Amy Ana Andreas Andrew Andy Ann Anna Anne Anthony
    Antoine Arthur Barbara Bastien Ben Benjamin Bill Bob Brian Bruce Bryan Carl Carla Caroline
    Charles Chris Christian Christine Claire Craig Dan Daniel David Dennis Diana Donald Douglas
    Edward Elena Elizabeth Emily Emma Eric Erik Eva Frank Fred Gary Geoffrey George Gloria Grace
    Greg Gregory Hannah Hans Harold Helen Henry Hugo Ian Ivan Jack Jacob James Jan Jane Janet Jason
    Jean Jeff Jeffrey Jennifer Jeremy Jesse Jim Joe Johan John Jon Jonas Jonathan Jordan Joseph
    Joshua Juan Julia Karen Karl Kate Kathleen Keith Ken Kenneth Kevin Larry Laura Lawrence Linda
    Linus Lisa Lloyd Louis Lucas Luke Marc Marco Margaret Maria Mark Martin Mary Matt Matthew
    Michael Michel Mike Nancy Nick Nicolas Nina Noah Olga Oliver Oscar Patricia Patrick Paul Peter
    Philip Pierre Pieter Rachel Ralph Ray Richard Rick Rob Robert Robin Roger Ron Ruben Russell Ryan
    Sam Samuel Sandra Sara Sarah Scott Sean Simon Stefan Stephen Steve Steven Susan Suzanne Theodore
    Thomas Tim Timothy Tom Tony Victor Vincent Walter Wayne William Wolfgang Yann
"""
#: Kana and Han may stand right beside a name.
_LATIN = "0-9A-Za-z\u00c0-\u024f"
#: A given name and a surname: no street, school or prize that is called after somebody.
_NAME = re.compile(
    rf"(?<![{_LATIN}.-] )(?<![{_LATIN}.-])({'|'.join(_GIVEN_NAMES.split())}) "
    rf"([A-Z][a-z]{{2,}})(?![{_LATIN}-]| [A-Z])"
)
_TWO_CAPITALS = re.compile(
    rf"(?<![{_LATIN}])([A-Z][{_LATIN}]*)\.? (?=([A-Z][a-z]{{2,}})(?![{_LATIN}]))"
)
_VERSION = re.compile(r"(?<![\w.])v?\d+\.\d+(?:\.\d+)+(?![\w.])")
_TIMES = re.compile(r"\b(\d+) ?[×x] ?(\d+)\b")
_SYMBOL = re.compile(
    r"(?<![\w/])(?:https?://[\w./-]{8,60}\w|[A-Z]{2,5}-?\d{2,6}(?:-\d+)?|\w+(?:_\w+)+|\w+::\w+(?:::\w+)*|\w+\(\))(?![\w])"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A query, and the ids of the articles that are its answer."""

    query: str
    answers: frozenset[int]


@dataclass(slots=True)
class Archive:
    """The articles to cut queries from, and chance."""

    documents: list[Document]
    issue_titles: dict[tuple[str, int], str]
    chance: random.Random
    count: int
    folded_titles: dict[int, str] = field(default_factory=dict)
    word_counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.folded_titles = {d.id: _plain(d.title) for d in self.documents}
        self.word_counts = Counter(
            word
            for document in self.documents
            for word in {*_words(document.text), *_pairs_of_han(document.text)}
        )

    def sample(self, cut: Callable[[Document], Item | None]) -> list[Item]:
        """Items cut from random articles, at most one from each."""
        shuffled = self.chance.sample(self.documents, len(self.documents))
        items: list[Item] = []
        for document in shuffled:
            item = cut(document)
            if item is not None and item.query.strip():
                items.append(item)
                if len(items) == self.count:
                    break
        return items

    def titled(self, piece: str) -> frozenset[int]:
        """The articles whose title holds ``piece``."""
        plain = _plain(piece)
        return frozenset(number for number, title in self.folded_titles.items() if plain in title)


def main(arguments: list[str] | None = None) -> int:
    """Measure one library and print a table, or JSON."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="known-items-") as folder:
        library = copied_library(options.library, Path(folder))
        report = measure(library, options, Path(folder))
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _print_table(report)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--queries", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", default="fts5,tantivy,tantivy-or,libzim")
    parser.add_argument("--kind", action="append", help="only this kind; may be repeated")
    parser.add_argument("--show", default="", help="print the queries of this kind that fail")
    parser.add_argument("--json", action="store_true")
    return parser


def measure(library: Library, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The figures of every engine, built in ``folder``, for every kind of query."""
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    began = time.process_time()
    engine.refresh()
    engine.open()
    size = _size(library.index_folder)
    ours = {"build CPU s": time.process_time() - began, "MB": size}
    with library.open_catalogue() as catalogue:
        documents = sorted(catalogue.documents(), key=lambda d: str(d.address))
        titles = {
            (issue.publication, issue.number): issue.title
            for publication in catalogue.publication_summaries()
            for issue in publication.issues
        }
    by_address = {str(document.address): document.id for document in documents}

    def search(query: str, limit: int) -> list[int]:
        hits = engine.search(query, limit, finished=True).hits
        return [by_address[str(hit.address.without_anchor)] for hit in hits]

    engines: dict[str, Callable[[str, int], list[int]]] = {"ours": search}
    figures = {"ours": ours}
    for make in installed_engines(options.engines.split(",") if options.engines else ()):
        place = folder / f"engine{len(engines)}"
        place.mkdir()
        began = time.process_time()
        other = make(place, [(d.id, d.title, d.text) for d in documents])
        engines[other.name] = other.search
        figures[other.name] = {"build CPU s": time.process_time() - began, "MB": _size(place)}
    archive = Archive(documents, titles, random.Random(options.seed), options.queries)
    kinds: dict[str, Any] = {}
    times: dict[str, list[float]] = {name: [] for name in engines}
    title_of = {document.id: document.title for document in documents}
    for kind, make_items in KINDS.items():
        if options.kind and kind not in options.kind:
            continue
        archive.chance.seed(f"{options.seed} {kind}")
        items = make_items(archive)
        if not items:
            continue
        row: dict[str, Any] = {"queries": len(items)}
        for name, ask in engines.items():
            ranks = []
            for item in items:
                began = time.perf_counter()
                answers = ask(item.query, _DEPTH)
                times[name].append(1000 * (time.perf_counter() - began))
                rank = next((at for at, a in enumerate(answers, 1) if a in item.answers), 0)
                ranks.append(rank)
                if name == "ours" and kind == options.show and rank != 1:
                    wanted = title_of[min(item.answers)]
                    first = title_of[answers[0]] if answers else "nothing"
                    print(f"{rank:>3}  {item.query!r}: wanted {wanted!r}, first {first!r}")
            row[name] = {
                "MRR": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 3),
                "success@5": round(sum(0 < rank <= 5 for rank in ranks) / len(ranks), 3),
            }
        kinds[kind] = row
    for name, spent in times.items():
        ordered = sorted(spent)
        figures[name] |= {
            "ms": round(median(ordered), 2),
            "p95": round(ordered[int(len(ordered) * 0.95)], 2),
            "max": round(ordered[-1], 1),
        }
    engine.close()
    return {"articles": len(documents), "kinds": kinds, "figures": figures}


def _print_table(report: dict[str, Any]) -> None:
    names = list(report["figures"])
    print(f"{report['articles']} articles; mean reciprocal rank (ours: and success@5)")
    print(f"{'kind':<26}{'n':>4}" + "".join(f"{name:>13}" for name in names))
    for kind, row in report["kinds"].items():
        cells = [f"{row[name]['MRR']:.2f}" for name in names]
        cells[0] += f"/{row['ours']['success@5']:.2f}"
        print(f"{kind:<26}{row['queries']:>4}" + "".join(f"{cell:>13}" for cell in cells))
    together = [
        sum(row[name]["MRR"] for row in report["kinds"].values()) / max(1, len(report["kinds"]))
        for name in names
    ]
    print(f"{'all kinds':<30}" + "".join(f"{value:>13.2f}" for value in together))
    for figure in ("ms", "p95", "max", "build CPU s", "MB"):
        values = [report["figures"][name][figure] for name in names]
        print(f"{figure:<30}" + "".join(f"{value:>13.2f}" for value in values))


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


# Folding of our own, so that the analyzer is not measured with itself.


def _plain(text: str) -> str:
    """Without case, width, accents and difference of script."""
    simplified = _to_simplified(unicodedata.normalize("NFKC", text).lower())
    return "".join(
        c for c in unicodedata.normalize("NFD", simplified) if not unicodedata.combining(c)
    )


def _opencc(name: str) -> Callable[[str], str] | None:
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    return OpenCC(name).convert


_SIMPLIFIED, _TRADITIONAL, _TAIWAN, _MAINLAND = map(_opencc, ("t2s", "s2t", "s2twp", "tw2sp"))


def _to_simplified(text: str) -> str:
    return _SIMPLIFIED(text) if _SIMPLIFIED else text


def _other_script(text: str) -> str:
    if _TRADITIONAL is None:
        return ""
    other = _TRADITIONAL(text)
    return other if other != text else _to_simplified(text)


def _other_region(text: str) -> str:
    """The words of the other side of the strait; empty where none of them differs."""
    if _TAIWAN is None or _MAINLAND is None or _TRADITIONAL is None:
        return ""
    for convert, script_only in ((_TAIWAN, _TRADITIONAL), (_MAINLAND, _to_simplified)):
        other = convert(text)
        if _plain(other) != _plain(text) and other != script_only(text):
            return other
    return ""


# What queries are cut from.


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _pairs_of_han(text: str) -> set[str]:
    return {pair for run in _HAN.findall(text) for pair in map(str.__add__, run, run[1:])}


def _han_words(text: str) -> list[str]:
    """Words of Han: those of jieba if it is installed, else short runs between punctuation."""
    try:
        import jieba
    except ImportError:
        return [run for run in _HAN.findall(text) if 2 <= len(run) <= 4]
    jieba.setLogLevel(60)
    return [word for word in jieba.cut(text) if len(word) > 1 and _HAN.fullmatch(word)]


def _itself(query: str, document: Document) -> Item:
    return Item(query, frozenset((document.id,)))


def _pick(archive: Archive, words: list[str], count: int) -> list[str]:
    """``count`` different words, none of which stands in more than one in fifty articles."""
    usable = [
        word
        for word in dict.fromkeys(words)
        if archive.word_counts[word[:2] if _HAN.match(word) else word] * 50
        <= len(archive.documents)
    ]
    return archive.chance.sample(usable, count) if len(usable) >= count else []


def _title_run(archive: Archive, document: Document) -> str:
    runs = [run for run in _HAN.findall(document.title) if len(run) >= 3]
    if not runs:
        return ""
    run = archive.chance.choice(runs)
    size = min(len(run), archive.chance.randint(3, 6))
    start = archive.chance.randrange(len(run) - size + 1)
    return run[start : start + size]


def _title_words(archive: Archive, document: Document) -> str:
    words = list(re.finditer(r"[^\W\u2e80-\uffff]+", document.title))
    if len(words) < 2 or len(document.title) < 8:
        return ""
    first = archive.chance.randrange(len(words) - 1)
    last = min(len(words) - 1, first + archive.chance.randint(1, 2))
    return document.title[words[first].start() : words[last].end()]


def _title_kind(
    cut: Callable[[Archive, Document], str], change: Callable[[Archive, str], str] | None = None
) -> Callable[[Archive], list[Item]]:
    def make(archive: Archive) -> list[Item]:
        def item(document: Document) -> Item | None:
            piece = cut(archive, document)
            query = change(archive, piece) if piece and change is not None else piece
            return Item(query, archive.titled(piece)) if query else None

        return archive.sample(item)

    return make


def _typo(archive: Archive, piece: str) -> str:
    """One wrong character of Han; a letter missing, doubled, exchanged or wrong."""
    chance = archive.chance
    if _HAN.search(piece):
        at = chance.randrange(len(piece))
        others = "".join(chance.choice(archive.documents).title for _ in range(20))
        wrong = [char for char in _HAN.findall(others) for char in char if char not in piece]
        return piece[:at] + chance.choice(wrong) + piece[at + 1 :] if wrong else ""
    words = [m.span() for m in re.finditer("[A-Za-z]{4,}", piece)]
    if not words:
        return ""
    start, end = chance.choice(words)
    at = chance.randrange(start + 1, end - 1)
    return chance.choice(
        [
            piece[:at] + piece[at + 1 :],
            piece[:at] + piece[at] + piece[at:],
            piece[:at] + piece[at + 1] + piece[at] + piece[at + 2 :],
            piece[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + piece[at + 1 :],
        ]
    )


def _issue_title(archive: Archive) -> list[Item]:
    of_issue: dict[tuple[str, int], set[int]] = {}
    for document in archive.documents:
        of_issue.setdefault((document.address.publication, document.address.issue), set()).add(
            document.id
        )

    def item(document: Document) -> Item | None:
        issue = document.address.publication, document.address.issue
        title = archive.issue_titles.get(issue, "")
        if len(title) < 4:
            return None
        if _HAN.search(title):
            start = archive.chance.randrange(max(1, len(title) - 7))
            piece = title[start : start + archive.chance.randint(5, 12)].strip()
        else:
            words = title.split()
            first = archive.chance.randrange(max(1, len(words) - 2))
            piece = " ".join(words[first : first + archive.chance.randint(3, 6)])
        answers: set[int] = set()
        for other, name in archive.issue_titles.items():
            if _plain(piece) in _plain(name):
                answers |= of_issue.get(other, set())
        if len(answers) > 400 or len(piece) < 4:
            return None
        return Item(piece, frozenset(answers))

    return archive.sample(item)


def _two_words(archive: Archive) -> list[Item]:
    return archive.sample(lambda d: _itself(" ".join(_pick(archive, _words(d.text), 2)), d))


def _two_han_words(archive: Archive) -> list[Item]:
    return archive.sample(lambda d: _itself(" ".join(_pick(archive, _han_words(d.text), 2)), d))


def _han_and_latin(archive: Archive) -> list[Item]:
    def item(document: Document) -> Item | None:
        han, latin = (
            _pick(archive, _han_words(document.text), 1),
            _pick(archive, _words(document.text), 1),
        )
        return _itself(f"{han[0]} {latin[0]}", document) if han and latin else None

    return archive.sample(item)


def _joined_han_words(archive: Archive) -> list[Item]:
    def item(document: Document) -> Item | None:
        words = _pick(archive, _han_words(document.text), 2)
        joined = "".join(words)
        return _itself(joined, document) if words and joined not in document.text else None

    return archive.sample(item)


def _word_too_many(archive: Archive) -> list[Item]:
    def item(document: Document) -> Item | None:
        find = _han_words if len(_HAN.findall(document.text)) > 20 else _words
        words = _pick(archive, find(document.text), 2)
        other = _pick(archive, find(archive.chance.choice(archive.documents).text), 1)
        if not words or not other or other[0] in document.text.lower():
            return None
        three = [*words, other[0]]
        archive.chance.shuffle(three)
        return _itself(" ".join(three), document)

    return archive.sample(item)


def _rare_phrase(pattern: str, size: int) -> Callable[[Archive], list[Item]]:
    def make(archive: Archive) -> list[Item]:
        def item(document: Document) -> Item | None:
            found = re.findall(pattern, document.text)
            if not found:
                return None
            phrase = archive.chance.choice(found)
            if _HAN.match(phrase):
                phrase = phrase[:size]
            holders = [d.id for d in archive.documents if phrase in d.text]
            return Item(phrase, frozenset(holders)) if len(holders) <= 3 else None

        return archive.sample(item)

    return make


def _found_in_text(
    pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], most: int = 25
) -> Callable[[Archive], list[Item]]:
    """Queries made from what ``pattern`` finds; every article that holds the same is an answer."""

    def make(archive: Archive) -> list[Item]:
        def item(document: Document) -> Item | None:
            found = list(pattern.finditer(document.text))
            if not found:
                return None
            match = archive.chance.choice(found)
            query = change(match)
            letter = "[ァ-ヶー]" if _KANA.match(match[0]) else r"\w"  # Japanese has no blanks
            whole = re.compile(f"(?<!{letter}){re.escape(match[0])}(?!{letter})")
            holders: list[int] = []
            for other in archive.documents:
                if match[0] in other.text and whole.search(other.text):
                    holders.append(other.id)
                    if len(holders) > most:
                        return None
            return Item(query, frozenset(holders)) if query and holders else None

        return archive.sample(item)

    return make


def _names(change: Callable[[re.Match[str]], str]) -> Callable[[Archive], list[Item]]:
    """Queries made from names whose surname is no ordinary word of the archive.

    Every article with that surname behind the name or its initial is an answer.
    """

    def make(archive: Archive) -> list[Item]:
        holders: dict[str, list[tuple[str, int]]] = {}
        for document in archive.documents:
            for match in _TWO_CAPITALS.finditer(f"{document.title}\n{document.text}"):
                holders.setdefault(match[2], []).append((match[1], document.id))
        small = Counter(
            word for d in archive.documents for word in set(re.findall(r"\b[a-z]{3,}\b", d.text))
        )

        def item(document: Document) -> Item | None:
            matches = [m for m in _NAME.finditer(document.text) if not small[m[2].lower()]]
            if not matches:
                return None
            match = archive.chance.choice(matches)
            query = change(match)
            given = match[1] if match[1] in query else match[1][0]
            answers = {i for name, i in holders[match[2]] if name.startswith(given)}
            return Item(query, frozenset(answers)) if len(answers) <= 25 else None

        return archive.sample(item)

    return make


def _toggle_v(match: re.Match[str]) -> str:
    return match[0][1:] if match[0].startswith("v") else "v" + match[0]


def _respell_times(match: re.Match[str]) -> str:
    return f"{match[1]}x{match[2]}" if "×" in match[0] else f"{match[1]}×{match[2]}"


def _hiragana(match: re.Match[str]) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in match[0])


def _bare(match: re.Match[str]) -> str:
    plain = "".join(
        c for c in unicodedata.normalize("NFD", match[0]) if not unicodedata.combining(c)
    )
    return plain if plain != match[0] else ""


def _plural(match: re.Match[str]) -> str:
    word = match[0]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word + "s"


_ANY_WORD = re.compile(r"(?<![\w])[^\W\d_\u2e80-\uffff]{4,}(?![\w])")

#: Each kind of thing that people type, and how its queries are made.
KINDS: dict[str, Callable[[Archive], list[Item]]] = {
    "title, Han": _title_kind(_title_run),
    "title, words": _title_kind(_title_words),
    "issue title": _issue_title,
    "other script": _title_kind(_title_run, lambda _, piece: _other_script(piece)),
    "other region": _title_kind(_title_run, lambda _, piece: _other_region(piece)),
    "typo, Han": _title_kind(_title_run, _typo),
    "typo, Latin": _title_kind(_title_words, _typo),
    "two words": _two_words,
    "two Han words": _two_han_words,
    "Han and Latin": _han_and_latin,
    "rare phrase": _rare_phrase(r"\b[A-Za-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}\b", 0),
    "rare phrase, Han": _rare_phrase("[\u3400-\u9fff]{8,}", 8),
    "one word too many": _word_too_many,
    "Han words, no blank": _joined_han_words,
    "symbols, addresses": _found_in_text(_SYMBOL, lambda m: m[0]),
    "version, v toggled": _found_in_text(_VERSION, _toggle_v),
    "times sign": _found_in_text(_TIMES, _respell_times),
    "name": _names(lambda m: m[0]),
    "name reversed": _names(lambda m: f"{m[2]} {m[1]}"),
    "name with initial": _names(lambda m: f"{m[1][0]}. {m[2]}"),
    "possessive": _names(lambda m: f"{m[0]}'s"),
    "katakana as hiragana": _found_in_text(_KANA, _hiragana),
    "without accents": _found_in_text(_ANY_WORD, _bare),
    "plural toggled": _found_in_text(_ANY_WORD, _plural),
}


if __name__ == "__main__":
    sys.exit(main())
