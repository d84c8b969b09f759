"""The window under a reader's hands: typing, turning to another article, unfolding, filtering.

``python -m tests.bench.window [--library DIR | --markdown DIR]``

In this process, with the real main window and no screen. A time ends when the paint that shows
the answer has been delivered to the window's picture.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("DOSUDO_LANGUAGE", "en")

from tests.bench import libraries, queries
from tests.bench.figures import TIMING, megabytes, peak_of_this_process, table, timing
from tests.bench.paints import Painted, Ticker, now, rest, wait
from viewer import paths
from viewer.app import AppController, create_qapplication
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.search import Results

# isort: split
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

_MOST_ARTICLES = 500
_MOST_ROWS = 100
_HELD_MS = 16.0
_GIVEN_UP_MS = 3000
_MOST_SILENT = 3


def results_of(answer: object) -> Results:
    """The results that an answer of the search lane carries, or is."""
    results = getattr(answer, "results", answer)
    assert isinstance(results, Results)
    return results


class Typist:
    """Types queries key by key into the search box and watches their results appear."""

    def __init__(self, program: AppController, interval: int, ticking: bool) -> None:
        self._box: QLineEdit = program.window.toolbar.search_box
        self._interval = interval
        self._painted = Painted(program.window.results_panel.view.viewport())
        self._asked: dict[str, float] = {}
        self._waiting: tuple[float, float, str] | None = None
        self._ticker = Ticker(self._box.text)
        self._ticking = ticking
        self.keys = self.stale = 0
        self.whole: list[float] = []
        self.first: list[float] = []
        self.handled: list[float] = []
        self.answered: list[float] = []
        self.engine: list[float] = []
        self.shown: list[float] = []
        self.slowest: list[tuple[float, str]] = []
        # After the window's own connection: what it shows is set when this is told.
        program.search_worker.answered.connect(self._answer)

    def type(self, texts: Sequence[str]) -> None:
        """Type each of ``texts``, a key every interval, and clear the box behind it."""
        if self._ticking:
            self._ticker.start()
        silent = 0
        for text in texts:
            for letter in text:
                self._press(letter)
                rest(self._interval)
            came = wait(lambda: not self._asked and self._waiting is None, _GIVEN_UP_MS)
            silent = 0 if came else silent + 1
            if silent == _MOST_SILENT:
                raise SystemExit(f"The search answers no more, last {text!r}; see what it said.")
            self.stale += len(self._asked) + (self._waiting is not None)
            self._asked.clear()
            self._waiting = None
            self._box.clear()
            rest(self._interval)
        self._ticker.stop()

    def _press(self, letter: str) -> None:
        before = self._box.text().strip()
        start = now()
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(self._box, event)
        handled = now() - start
        query = self._box.text().strip()
        # A space at the end asks for nothing new.
        if query and query != before:
            self.keys += 1
            self.stale += len(self._asked)
            self._asked = {query: start}
            self.handled.append(handled)

    def _answer(self, answer: object) -> None:
        results = results_of(answer)
        start = self._asked.pop(results.query, None)
        if start is None:
            return
        if self._waiting is not None:
            self.stale += 1
        moment = now()
        self.answered.append(moment - start)
        self.engine.append(results.took_ms)
        self._waiting = (start, moment, results.query)
        self._painted.arm(self._over)

    def _over(self) -> None:
        if self._waiting is None:
            return
        moment = now()
        start, answered, query = self._waiting
        self._waiting = None
        self.whole.append(moment - start)
        if len(query) == 1:
            self.first.append(moment - start)
        self.shown.append(moment - answered)
        self.slowest = sorted([*self.slowest, (moment - start, query)], reverse=True)[:5]

    def rows(self) -> list[tuple[str, ...]]:
        """What was measured, for the table."""
        return [
            timing("keystroke to results painted", self.whole),
            timing("  of these, the first key of a query", self.first),
            timing("  the key itself", self.handled),
            timing("  to the answer shown in the model", self.answered),
            timing("  of that, the engine's own time", self.engine),
            timing("  from there to the end of the paint", self.shown),
            timing("gaps of a 1 ms timer meanwhile", self._ticker.gaps),
        ]

    def remarks(self) -> list[str]:
        """What the table does not say."""
        held = sum(gap > _HELD_MS for gap in self._ticker.gaps)
        gap, text = self._ticker.worst
        said = [f"{self.keys} keys, {self.stale} answers too late to be shown (not counted)"]
        if self._ticker.gaps:
            said.append(
                f"event loop held longer than {_HELD_MS:.0f} ms: {held} times; "
                f"worst {gap:.1f} ms with {text!r} in the box"
            )
        said.append("slowest: " + ", ".join(f"{t:.1f} ms {q!r}" for t, q in self.slowest))
        return said


def _spread(items: Sequence[Address], most: int) -> list[Address]:
    """At most ``most`` of ``items``, evenly from all of them."""
    if len(items) <= most:
        return list(items)
    return [items[index * len(items) // most] for index in range(most)]


def _articles(program: AppController) -> list[Address]:
    assert program.catalogue is not None
    return [
        article.address
        for publication in program.catalogue.publications()
        for issue in publication.issues
        for section in issue.sections
        for article in section.articles
    ]


def switch(program: AppController, most: int) -> tuple[list[tuple[str, ...]], list[str]]:
    """From article to article, each for the first time, then to all of them once more."""
    window = program.window
    painted = Painted(window.article_pane.viewport())
    places = _spread(_articles(program), most)
    # Scattered, so that each is another issue's than the one before where there are many.
    stride = next(s for s in (89, 83, 79, 73, 1) if len(places) % s or s == 1)
    order = [places[index * stride % len(places)] for index in range(len(places))]
    rows, remarks = [], []
    for name in ("article switch, first visit", "article switch, seen before"):
        found = [(painted.time(partial(window.go_to, place)), place) for place in order]
        times = [(whole, went, place) for (went, whole), place in
                 ((pair, place) for pair, place in found if pair is not None)]  # fmt: skip
        rows.append(timing(name, [whole for whole, _, _ in times]))
        rows.append(timing("  of that, go_to itself", [went for _, went, _ in times]))
        worst = sorted(times, key=lambda one: one[0], reverse=True)[:5]
        remarks.append(
            f"slowest, {name}: " + ", ".join(f"{t:.1f} ms {place}" for t, _, place in worst)
        )
    return rows, remarks


def unfold(program: AppController) -> list[tuple[str, ...]]:
    """Issues of the tree folded and unfolded, and all of it at once."""
    tree = program.window.contents_panel
    view, model = tree.view, tree.model
    painted = Painted(view.viewport())
    issues: list[QModelIndex] = []
    for row in range(model.rowCount()):
        top = model.index(row, 0)
        issues += [model.index(child, 0, top) for child in range(model.rowCount(top))]
    opened, folded = [], []
    for index in issues[:_MOST_ROWS]:
        view.collapse(index)
        view.scrollTo(index)
        rest(5)
        opened.append(painted.time(partial(view.expand, index)))
        folded.append(painted.time(partial(view.collapse, index)))
    return [
        timing("tree: an issue unfolds", [both[1] for both in opened if both]),
        timing("tree: an issue folds", [both[1] for both in folded if both]),
        *_star(program),
    ]


def _star(program: AppController) -> list[tuple[str, ...]]:
    """The key that unfolds all of a publication: until it is seen, and until it is done."""
    view, model = program.window.contents_panel.view, program.window.contents_panel.model
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    view.is_selecting = True
    view.setCurrentIndex(max(tops, key=model.rowCount))
    star = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Asterisk, Qt.KeyboardModifier.NoModifier)
    painted = Painted(view.viewport())
    ticker = Ticker(str)
    ticker.start()
    start = now()
    taken = painted.time(partial(QApplication.sendEvent, view, star))
    wait(lambda: not view.expansion.is_running)
    whole = now() - start
    ticker.stop()
    view.collapseAll()
    for top in tops:
        view.expand(top)
    view.is_selecting = False
    rest(50)
    return [
        timing("tree: a publication unfolds, as far as is seen", [taken[1]] if taken else []),
        timing("  all of it, behind", [whole]),
        timing("  gaps of a 1 ms timer meanwhile", ticker.gaps),
    ]


def narrow(program: AppController, texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The tree's filter box, key by key."""
    tree = program.window.contents_panel
    painted = Painted(*(view.viewport() for view in tree.views))
    wait(lambda: tree.title_index is not None)
    first: list[float] = []
    later: list[float] = []
    cleared: list[float] = []
    for text in texts:
        for number, letter in enumerate(text):
            if letter == " ":
                continue
            taken = painted.time(partial(tree.filter_edit.insert, letter))
            if taken is not None:
                (later if number else first).append(taken[1])
        taken = painted.time(tree.filter_edit.clear)
        if taken is not None:
            cleared.append(taken[1])
    return [
        timing("filter: the first key", first),
        timing("filter: each key after it", later),
        timing("filter: cleared", cleared),
    ]


def _first_search(program: AppController, text: str) -> tuple[str, ...]:
    """From a query typed as soon as the page is there, Whoosh not yet imported, to its results."""
    painted = Painted(program.window.results_panel.view.viewport())
    ended: list[float] = []
    program.search_worker.answered.connect(
        lambda answer: (
            painted.arm(lambda: ended.append(now())) if results_of(answer).query == text else None
        )
    )
    start = now()
    program.start_background_work()
    program.window.search(text)
    wait(lambda: bool(ended) or bool(program.problems))
    program.window.toolbar.search_box.clear()
    rest(200)
    return timing("first search, from the first page on", [ended[-1] - start] if ended else [])


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Open the window on the library in ``folder`` and print what everything takes."""
    app = create_qapplication()
    start = now()
    # Marks and places stay in memory: the library is left as it was found.
    program = AppController(Library(folder, paths.bundled_issues()), ReaderData(None))
    window = program.window
    window.resize(1280, 800)
    program.open(None)
    shown = Painted(window.article_pane.viewport()).time(window.show)
    rows = [timing("window made and first page painted", [now() - start] if shown else [])]
    peaks = [("first page", peak_of_this_process())]
    catalogue = program.catalogue
    if catalogue is None:
        raise SystemExit(f"The library {folder} has no catalogue.")
    texts = queries.draw(catalogue, options.queries)
    rows.append(_first_search(program, texts[0] if texts else "a"))
    peaks.append(("search ready", peak_of_this_process()))
    remarks: list[str] = []
    articles = _articles(program)
    longest = max(articles, key=lambda one: catalogue.article_entry(one).word_count)
    for name, place, some in (
        ("the first page", None, texts),
        ("the longest article", longest, texts[:: max(1, len(texts) // 40)]),
    ):
        if place is not None:
            window.go_to(place)
        typist = Typist(program, options.interval, not options.still)
        typist.type(some)
        rows.append((f"[typing {len(some)} queries over {name}]", "", "", "", ""))
        rows += typist.rows()
        remarks += [f"typing over {name}: {line}" for line in typist.remarks()]
    peaks.append(("searches", peak_of_this_process()))
    rows.append((f"[{len(articles)} articles]", "", "", "", ""))
    switched, slowest = switch(program, options.articles)
    rows += switched
    remarks += slowest
    peaks.append(("articles", peak_of_this_process()))
    rows += unfold(program)
    rows += narrow(program, texts[:: max(1, len(texts) // 20)])
    peaks.append(("tree", peak_of_this_process()))
    print(table(TIMING, rows))
    print("\n".join(remarks))
    print("peak memory after: " + ", ".join(f"{name} {megabytes(peak)}" for name, peak in peaks))
    for problem in program.problems:
        print(f"problem: {problem}")
    program.close()
    window.close()
    app.processEvents()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.window", description=__doc__)
    libraries.add_options(parser)
    parser.add_argument("--queries", type=int, default=200, help="queries to type (200)")
    parser.add_argument("--interval", type=int, default=50, help="ms from key to key (50)")
    parser.add_argument("--still", action="store_true", help="type without the ticking timer")
    parser.add_argument(
        "--articles", type=int, default=_MOST_ARTICLES, help=f"articles to open ({_MOST_ARTICLES})"
    )
    options = parser.parse_args(arguments)
    with libraries.chosen(options) as folder:
        # In another process, so that the memory of building is not counted as the window's.
        libraries.prepare(folder)
        measure(folder, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
