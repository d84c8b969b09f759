"""A library that is made ready behind the window: read, searched and told of meanwhile.

Covers viewer/ui/application/app_controller.py and viewer/ui/window/preparation_progress.py.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.ui.searching import ask, found
from tests.ui.seeing import at, labels, page_text, titles, write
from viewer import paths
from viewer.app import AppController
from viewer.archive.catalogue import updater as refreshing
from viewer.archive.library.caches import make_cache_folder
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.ui.window import preparation_progress as preparing

NUMBERS = range(1, 41)


class Reading:
    """Lets issues be read one by one, when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._turns = threading.Semaphore(0)
        self._free = threading.Event()
        #: The names of the files that were, in their order.
        self.read: list[str] = []
        monkeypatch.setattr(refreshing, "parse_tasks", self._parse)
        monkeypatch.setattr(refreshing, "parse_task", self._read)
        monkeypatch.setattr(refreshing, "STEP_SECONDS", 0.0)

    def _parse(self, tasks: Any, **_: object) -> Iterator[tuple[int, object]]:
        for index, task in enumerate(tasks):
            yield index, self._read(task)

    def _read(self, task: Any) -> object:
        from viewer.archive.catalogue.parser_pool import parse_task

        if not self._free.is_set():
            self._turns.acquire()
        self.read.append(Path(task.path).stem)
        return parse_task(task)

    def go_on(self, issues: int) -> None:
        """Let so many issues be read."""
        self._turns.release(issues)

    def begin_again(self) -> None:
        """Read nothing more by itself."""
        self._free.clear()
        self._turns = threading.Semaphore(0)

    def finish(self) -> None:
        """Let all the others be read."""
        self._free.set()
        self._turns.release(1000)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    monkeypatch.setattr(preparing, "PROGRESS_DELAY_MS", 0)
    made = Reading(monkeypatch)
    yield made
    made.finish()


@pytest.fixture
def weekly(_own_library: Path) -> Path:
    """A library of forty issues and the bundled one, of which nothing was read yet."""
    write(_own_library, {"weekly/publication.yaml": "id: weekly\nname: Weekly\nlanguage: en\n"})
    for number in NUMBERS:
        text = f"# Number {number}\n\n## News\n\n### 1. Story {number}\n\nWord{number} and tides.\n"
        write(_own_library, {f"weekly/issue-{number}.md": text})
    return _own_library


@pytest.fixture
def opened(weekly: Path, qtbot: Any, qapp: Any) -> Iterator[Callable[[str], AppController]]:
    """Opens the window on that library as the program does, its upkeep begun."""
    from PySide6.QtCore import QEvent

    made: list[AppController] = []

    def begin(address: str = "") -> AppController:
        library = Library(weekly, paths.bundled_issues())
        program = AppController(library, ReaderData(library.folder))
        made.append(program)
        program.window.resize(1280, 800)
        program.open(at(address) if address else None)
        program.window.show()
        qtbot.waitExposed(program.window)
        program.start_background_work()
        return program

    yield begin
    for program in made:
        program.window.close()
        program.close()
        program.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def issues(program: AppController) -> int:
    """How many issues stand in the tree."""
    return sum(title.startswith("No. ") for title in titles(program.window.contents_panel.model))


def test_the_wanted_page_is_there_before_the_others(
    opened: Callable[[str], AppController], reading: Reading, qtbot: Any
) -> None:
    program = opened("weekly/17")
    window = program.window
    assert window.article_pane.page is None
    assert window.message_bar.text() == "Preparing the library…"
    reading.go_on(1)
    qtbot.waitUntil(lambda: window.article_pane.page is not None)
    assert reading.read == ["issue-17"]
    assert window.address == at("weekly/17/story-17")
    assert "Word17 and tides." in page_text(window.article_pane)
    assert window.message_bar.text() == ""
    qtbot.waitUntil(
        lambda: window.contents_panel.progress_label.text() == "Preparing the library… 1 of 41"
    )
    assert issues(program) == 1
    reading.go_on(10)
    qtbot.waitUntil(lambda: issues(program) == 11)
    # She reads on meanwhile.
    assert window.go_to(at("weekly/40"))
    assert not program.is_library_ready
    reading.finish()
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    assert issues(program) == 41
    assert window.address == at("weekly/40/story-40")
    assert window.contents_panel.progress_label.text() == ""
    assert window.message_bar.text() == ""
    assert program.problems == []


def test_without_a_wish_the_first_page_there_is_opens(
    opened: Callable[[], AppController], reading: Reading, qtbot: Any
) -> None:
    program = opened()
    reading.go_on(1)
    qtbot.waitUntil(lambda: program.window.article_pane.page is not None)
    assert program.window.address == at("dosudo/2/front")


def test_where_she_left_off_is_the_wish(
    opened: Callable[[], AppController], reading: Reading, weekly: Path, qtbot: Any
) -> None:
    store = ReaderData(weekly)
    store.set("last", "position", ["weekly", 23, "story-23", 0])
    store.close()
    program = opened()
    reading.go_on(1)
    qtbot.waitUntil(lambda: program.window.address == at("weekly/23/story-23"))


def test_a_wish_that_is_not_there_is_said_and_keeps_nobody_waiting(
    opened: Callable[[str], AppController], reading: Reading, qtbot: Any
) -> None:
    program = opened("weekly/99")
    reading.go_on(1)
    qtbot.waitUntil(lambda: program.window.article_pane.page is not None)
    assert program.window.address == at("dosudo/2/front")
    assert program.window.message_bar.text().startswith("Nothing stands at weekly/99")


def test_the_search_answers_from_what_is_ready(
    opened: Callable[[str], AppController], reading: Reading, qtbot: Any
) -> None:
    program = opened("weekly/17")
    window = program.window
    reading.go_on(1)
    with qtbot.waitSignal(program.search_worker.index_updated, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: window.contents_panel.progress_label.text() != "")
    ask(window, "tides", qtbot)
    assert found(window) == ["weekly/17/story-17"]
    hint = "The search is still being prepared; there may be more to find."
    assert hint in labels(window.results_panel)
    reading.finish()
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    qtbot.waitUntil(lambda: window.results_panel.count_text().startswith("40 articles"))
    assert hint not in labels(window.results_panel)


def test_what_another_parser_read_is_read_and_searched_meanwhile(
    opened: Callable[..., AppController], reading: Reading, weekly: Path, qtbot: Any
) -> None:
    reading.finish()
    program = opened()
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    program.window.close()
    program.close()
    with closing(sqlite3.connect(program.library.catalogue_path)) as database, database:
        database.execute("UPDATE source SET parser = 0")
    reading.begin_again()
    program = opened("weekly/17")
    window = program.window
    # At once, as after any other start.
    assert window.address == at("weekly/17/story-17")
    assert issues(program) == 41
    ask(window, "Word30", qtbot)
    assert found(window) == ["weekly/30/story-30"]
    reading.go_on(3)
    qtbot.waitUntil(
        lambda: window.contents_panel.progress_label.text() == "Preparing the library… 3 of 41"
    )
    assert reading.read[41] == "issue-17"
    assert window.go_to(at("weekly/5"))
    reading.finish()
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    assert window.address == at("weekly/5/story-5")
    assert program.library.is_up_to_date()
    assert program.problems == []


def test_a_page_that_stays_the_same_is_not_written_anew(
    opened: Callable[[str], AppController], reading: Reading, qtbot: Any
) -> None:
    program = opened("weekly/40")
    pane = program.window.article_pane
    reading.go_on(3)
    qtbot.waitUntil(lambda: issues(program) == 3)
    selected = pane.textCursor()
    selected.select(selected.SelectionType.Document)
    pane.setTextCursor(selected)
    reading.finish()
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    assert "Word40 and tides." in pane.textCursor().selectedText()


def test_closing_in_between_keeps_what_was_read(
    opened: Callable[[str], AppController], reading: Reading, weekly: Path, qtbot: Any
) -> None:
    program = opened("weekly/17")
    reading.go_on(5)
    qtbot.waitUntil(lambda: issues(program) == 5)
    program.window.close()
    reading.finish()
    program.close()
    with program.library.open_catalogue() as catalogue:
        assert sum(len(row.issues) for row in catalogue.publication_summaries()) >= 5


def test_caches_of_a_library_that_went_long_ago_go_behind_the_window(
    start: Callable[..., AppController], tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    folder = make_cache_folder(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    os.utime(folder / "library.txt", (0, 0))
    start(search=True)
    assert not folder.exists()
