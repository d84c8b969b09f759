"""How fast search is: build, first search, every key of 200 queries, hostile queries.

    python -m tests.bench.search --markdown DIR [--times 5] [--queries 200]
    python -m tests.bench.search --library DIR

``--times 5`` measures on five copies of the library; of ``--library`` a copy is measured, so that
neither its issues nor its index are touched. The same keys are asked of SQLite's FTS5 with its
trigram tokenizer, and of tantivy where it is installed, in the same run, so that the ratio is
known. The window's own share of a keystroke is measured by ``tests.bench.window``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench import libraries
from tests.bench.figures import TIMING, megabytes, peak_of_this_process, table, timing
from tests.bench.search_engines import installed_engines
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import Document
from viewer.search import SearchEngine

_WORD = re.compile("[A-Za-z][A-Za-z0-9+#.-]{2,}|[\u3400-\u9fff]{2,6}")
HOSTILE = {
    "10,000 characters": "機" * 10_000,
    "10,000 different letters": "".join(chr(0x4E00 + n) for n in range(10_000)),
    "2,000 parentheses": "(" * 2000 + "ai" + ")" * 2000,
    "only parentheses": "(" * 2000,
    "*": "*",
    "a*": "a*",
    "*a": "*a",
    "th*": "th*",
    "wildcards": "k* l* m* t* r* co* de* re* in* th*",
    "thousands of terms": " ".join(f"w{n}" for n in range(3000)),
    "commonest Han": "的 是 一 了 我 不 在 有 人 這 個 上 來 他 大 時 們 中 到 地",
    "ORs": " OR ".join("的是一了我不在有人這個上來他大時們中到地"),
    "negations": " ".join("-" + c for c in "的是一了我不在有人這個上來他大時們中到地"),
    "nots": "NOT " * 1000 + "ai",
    "minus signs": "-" * 10_000 + "ai",
    "quotes": '"' * 9_999,
    "a long word": "x" * 100_000,
    "typos": "機噐學羽 深度學刁 人工只能 神經綱路",
    "a range": "[a TO z]",
    "nulls": "\x00\ufffe\ud800 機",
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    libraries.add_options(parser)
    parser.add_argument("--times", type=int, default=1, help="copies of the Markdown")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", choices=["build", "first"], help=argparse.SUPPRESS)
    parser.add_argument("--catalogue", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        print(json.dumps(_CHILDREN[options.child](options.catalogue, options.index)))
        return 0
    with libraries.copied(options) as folder, libraries.environment() as env:
        if options.markdown is not None:
            _multiply(folder, options.times)
        library = Library(folder, None)
        library.update_catalogue()
        _measure(library, options.queries, options.seed, env)
    return 0


def _multiply(folder: Path, times: int) -> None:
    for source in [path for path in folder.iterdir() if path.is_dir()]:
        for number in range(2, times + 1):
            shutil.copytree(source, folder / f"{source.name}-{number}")


def _measure(library: Library, count: int, seed: int, env: dict[str, str]) -> None:
    catalogue, index = library.catalogue_path, library.index_folder
    with library.open_catalogue() as reader:
        documents = list(reader.documents())
    size = sum(len((d.title + d.text).encode("utf-8", "replace")) for d in documents)
    print(f"{len(documents)} articles, {megabytes(size)} of text\n")

    shutil.rmtree(index, ignore_errors=True)
    built = _child("build", catalogue, index, env)
    on_disk = sum(path.stat().st_size for path in index.iterdir())
    print(
        f"build       {built['seconds']:.1f} s, {len(documents) / built['seconds']:.0f} articles/s,"
        f" peak {megabytes(built['peak'])}"
    )
    print(f"on disk     {megabytes(on_disk)}, {on_disk / size:.2f} × the text")
    firsts = [_child("first", catalogue, index, env) for _ in range(5)]
    print(table(TIMING, [
        timing("first search, import included", [row["total"] for row in firsts]),
        timing("  of which import", [row["import"] for row in firsts]),
        timing("  of which opening", [row["open"] for row in firsts]),
    ]))  # fmt: skip

    engine = SearchEngine(catalogue, index)
    engine.open()
    typed = _queries(documents, count, seed)
    keys = [query[:end] for query in typed for end in range(1, len(query) + 1)]
    ours = _timed(keys, lambda key: engine.search(key).total)
    whole = _timed(typed, lambda key: engine.search(key).total)
    trigram, seconds = _trigram(documents)
    theirs = _timed(keys, trigram)
    print()
    print(table(TIMING, [
        timing(f"keys of {len(typed)} queries", ours),
        timing("whole queries", whole),
        timing("keys, FTS5 trigram", theirs),
        *_tantivy(documents, keys),
    ]))  # fmt: skip
    print(f"FTS5 trigram builds in {seconds:.1f} s; it finds nothing for one or two characters\n")
    rows = [timing(name, _timed([text], lambda key: engine.search(key).total))
            for name, text in HOSTILE.items()]  # fmt: skip
    print(table(TIMING, rows))
    engine.close()
    print(f"\nadd an issue  {_added(library, engine):.2f} s")
    print(f"peak memory of this process, FTS5 and all texts included: "
          f"{megabytes(peak_of_this_process())}")  # fmt: skip


def _added(library: Library, engine: SearchEngine) -> float:
    """Seconds to index one more issue: the newest one, written again."""
    issues = sorted(library.folder.rglob("*.md"), key=lambda p: p.name)
    chosen = issues[len(issues) // 2]
    chosen.write_text(chosen.read_text("utf-8") + "\n\nOne more line.\n", "utf-8")
    library.update_catalogue()
    began = time.perf_counter()
    engine.refresh()
    return time.perf_counter() - began


def _timed(keys: list[str], ask: Callable[[str], object]) -> list[float]:
    spent = []
    for key in keys:
        began = time.perf_counter()
        ask(key)
        spent.append(1000 * (time.perf_counter() - began))
    return spent


def _queries(documents: list[Document], count: int, seed: int) -> list[str]:
    """Pieces of titles, pairs of words, phrases, prefixes: what readers type."""
    chance = random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        document = chance.choice(documents)
        title, text = document.title, document.text
        words = _WORD.findall(text)
        way = chance.random()
        if way < 0.45 and len(title) > 2:
            start = chance.randrange(len(title) - 2)
            made.append(title[start : start + chance.randint(2, 10)].strip())
        elif way < 0.75 and len(words) > 3:
            made.append(" ".join(chance.sample(words, 2)))
        elif way < 0.85 and words:
            made.append(f'"{chance.choice(words)}"')
        elif way < 0.95 and words:
            made.append(chance.choice(words))
        elif len(words) > 3:
            made.append(f"{words[0]} -{words[1]}")
    return [query for query in made if query]


def _trigram(documents: list[Document]) -> tuple[Callable[[str], int], float]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(title, text, tokenize='trigram')")
    began = time.perf_counter()
    database.executemany(
        "INSERT INTO t VALUES (?, ?)",
        [(d.title, d.text) for d in documents],
    )
    seconds = time.perf_counter() - began
    query = "SELECT rowid, snippet(t, 1, '[', ']', '…', 20) FROM t WHERE t MATCH ? ORDER BY rank"

    def ask(key: str) -> int:
        terms = [f'"{part}"' for part in key.replace('"', " ").split() if len(part) > 2]
        if not terms:
            return 0
        return len(database.execute(query + " LIMIT 50", (" ".join(terms),)).fetchall())

    return ask, seconds


def _tantivy(documents: list[Document], keys: list[str]) -> list[tuple[str, ...]]:
    """The row of tantivy, if it is installed."""
    articles = [(document.id, document.title, document.text) for document in documents]
    rows = []
    for make in installed_engines(["tantivy"]):
        with tempfile.TemporaryDirectory() as folder:
            engine = make(Path(folder), articles)
            rows.append(timing("keys, tantivy", _timed(keys, partial(engine.search, limit=50))))
            engine.close()
    return rows


def _child(name: str, catalogue: Path, index: Path, env: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.search", "--child", name,
               "--catalogue", str(catalogue), "--index", str(index)]  # fmt: skip
    done = subprocess.run(
        command, cwd=libraries.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _build(catalogue: Path, index: Path) -> dict[str, float]:
    began = time.perf_counter()
    SearchEngine(catalogue, index).refresh()
    return {"seconds": time.perf_counter() - began, "peak": peak_of_this_process() or 0}


def _first(catalogue: Path, index: Path) -> dict[str, float]:
    """What the first search costs a process in which the window stands already."""
    engine = SearchEngine(catalogue, index)
    began = time.perf_counter()
    from viewer.search.index import whoosh_import

    whoosh_import.prepare_whoosh()
    import viewer.search.retrieval.index_reader
    import viewer.search.retrieval.searcher  # noqa: F401

    imported = time.perf_counter()
    engine.open()
    opened = time.perf_counter()
    engine.search("機器學習 model")
    done = time.perf_counter()
    return {
        "import": 1000 * (imported - began),
        "open": 1000 * (opened - imported),
        "total": 1000 * (done - began),
    }


_CHILDREN = {"build": _build, "first": _first}

if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
