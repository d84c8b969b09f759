"""Read and unread in the contents, and marking many articles at once.

Covers viewer/ui/commands/mark_read.py.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.seeing import at, filter_titles, read_to_end, rows, write
from tests.waiting import PATIENCE, turns
from viewer.app import AppController
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import parse_address
from viewer.ui.application.exception_hook import ExceptionHook
from viewer.ui.contents.contents_model import READ_ROLE, UNKEPT_ROLE, UNREAD_ROLE
from viewer.ui.contents.contents_nodes import NodeKind
from viewer.ui.window.main_window import MainWindow

SAID = Qt.ItemDataRole.AccessibleTextRole
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
YAML = "id: paper\nname: Paper\nlanguage: en\n"


def paper(*titles: str, number: int = 1) -> dict[str, str | bytes]:
    articles = "\n\n".join(f"## {title}\n\nA few words." for title in titles)
    head = f"---\nnumber: {number}\ntitle: Paper {number}\ndate: 2020-01-0{number}\n---\n\n"
    return {
        "publication.yaml": YAML,
        f"00{number}/issue.md": f"{head}# A. News\n\n{articles}\n",
    }


def row(window: MainWindow, title: str) -> QModelIndex:
    return next(one for one in rows(window.contents_panel.model) if title in str(one.data()))


def give(window: MainWindow, command: str, qtbot: Any) -> None:
    """Give one of the commands that mark many articles, and wait until that is done."""
    window.message_bar.clear()
    window.menu_actions[command].trigger()
    qtbot.waitUntil(lambda: "marked as" in window.message_bar.text())


def said(window: MainWindow, title: str) -> str:
    return str(row(window, title).data(SAID))


def test_issue_and_publication_count_what_is_unread(window: MainWindow, qtbot: Any) -> None:
    assert row(window, "Dosudo deep learning").data(UNREAD_ROLE) == 15
    assert row(window, "No. 2").data(UNREAD_ROLE) == 15
    assert row(window, "Some CNN milestones").data(UNREAD_ROLE) is None
    window.go_to(at("dosudo/2/c3"))
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert row(window, "Dosudo deep learning").data(UNREAD_ROLE) == 14
    assert row(window, "No. 2").data(UNREAD_ROLE) == 14
    assert row(window, "Some CNN milestones").data(READ_ROLE) is True
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    assert row(window, "No. 2").data(UNREAD_ROLE) == 15


def test_reading_to_the_end_counts(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    pane = window.article_pane
    QTest.keyClick(pane, Qt.Key.Key_End)
    assert pane.verticalScrollBar().value() == pane.verticalScrollBar().maximum()
    assert row(window, "No. 2").data(UNREAD_ROLE) == 15, "a jump to the end is no reading"
    QTest.keyClick(pane, Qt.Key.Key_Home)
    read_to_end(pane)
    assert row(window, "No. 2").data(UNREAD_ROLE) == 14
    assert said(window, "Some CNN milestones") == "3 Some CNN milestones, read"


def test_a_screen_reader_is_told(window: MainWindow, qtbot: Any) -> None:
    assert said(window, "Dosudo deep learning") == "Dosudo deep learning newsletter, 15 unread"
    assert said(window, "No. 2") == "No. 2 · 29 Jul 2017, 15 unread"
    assert said(window, "Some CNN milestones") == "3 Some CNN milestones, unread"
    # This section has a text of its own; that one only leads to its first article.
    assert (
        said(window, "Hot deep learning news") == "B Hot deep learning news and materials, unread"
    )
    assert said(window, "Deep learning highlight") == "A Deep learning highlight"
    give(window, "read_issue", qtbot)
    assert said(window, "No. 2") == "No. 2 · 29 Jul 2017, all read"
    assert "all read" in str(row(window, "No. 2").data(Qt.ItemDataRole.ToolTipRole))


def inked(window: MainWindow, index: QModelIndex, left: int, right: int, colour: str) -> bool:
    """Whether a stretch of a row, in pixels from either edge, has anything in about ``colour``."""
    QApplication.processEvents()
    view = window.contents_panel.view
    view.scrollTo(index)
    box = view.visualRect(index)
    shot = view.viewport().grab().toImage()
    wanted = QColor(colour)
    width = view.viewport().width()
    for x in range(left if left >= 0 else width + left, right if right >= 0 else width + right):
        for y in range(box.top() + 4, box.top() + 26):
            seen = shot.pixelColor(x, y)
            if abs(seen.red() - wanted.red()) + abs(seen.blue() - wanted.blue()) < 40:
                return True
    return False


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_was_read_has_a_tick_and_what_is_not_a_count(
    window: MainWindow, theme: str, qtbot: Any
) -> None:
    window.set_theme(theme)
    window.go_to(at("dosudo/2/a1"))
    article, issue, dim = row(window, "Obstacles of AI"), row(window, "No. 2"), window.theme.dim
    assert not inked(window, article, 16, 28, dim)
    assert inked(window, issue, -40, -2, dim)
    give(window, "read_issue", qtbot)
    assert inked(window, article, 16, 28, dim)
    assert not inked(window, issue, -40, -2, dim)


def test_titles_found_by_the_filter_tell_it_too(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start(search=True).window
    window.go_to(at("dosudo/2/c3"))
    window.menu_actions["read"].trigger()
    filter_titles(window.contents_panel, "CNN", qtbot)
    found = {str(index.data()): index for index in rows(window.contents_panel.filtered_model)}
    assert found["Some CNN milestones"].data(SAID) == "3 Some CNN milestones, read"
    assert found["No. 2 · 29 Jul 2017"].data(UNREAD_ROLE) == 14
    window.menu_actions["read"].trigger()
    assert found["No. 2 · 29 Jul 2017"].data(UNREAD_ROLE) == 15


# Many at once


def test_a_whole_issue_is_marked_and_taken_back(window: MainWindow, qtbot: Any) -> None:
    for place in ("dosudo/2/c3", "dosudo/2/a1"):
        window.go_to(at(place))
        window.menu_actions["read"].trigger()
    window.message_bar.clear()
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(
        lambda: (
            window.message_bar.text()
            == "13 articles marked as read; the same command takes it back."
        )
    )
    assert row(window, "No. 2").data(UNREAD_ROLE) == 0
    assert window.chapters_panel.count_text().endswith("7 read")
    window.message_bar.clear()
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: window.message_bar.text() == "13 articles marked as unread.")
    # What was read before still is.
    assert row(window, "No. 2").data(UNREAD_ROLE) == 13
    assert row(window, "Some CNN milestones").data(READ_ROLE) is True
    assert row(window, "Obstacles of AI").data(READ_ROLE) is False


def test_it_is_kept_and_can_be_taken_back_later_as_well(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    first = start("dosudo/2/c3")
    give(first.window, "read_issue", qtbot)
    first.window.close()
    first.close()
    second = start().window
    assert row(second, "No. 2").data(UNREAD_ROLE) == 0
    give(second, "read_issue", qtbot)
    assert row(second, "No. 2").data(UNREAD_ROLE) == 15


def test_a_publication_is_marked_with_all_its_issues(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    write(library_folder / "paper", {**paper("One", "Two"), **paper("Three", number=2)})
    window = start(search=True).window
    window.go_to(at("paper/1/one"))
    assert row(window, "Paper").data(UNREAD_ROLE) == 3
    give(window, "read_publication", qtbot)
    assert row(window, "Paper").data(UNREAD_ROLE) == 0
    assert row(window, "Dosudo deep learning").data(UNREAD_ROLE) == 15
    give(window, "read_publication", qtbot)
    assert row(window, "Paper").data(UNREAD_ROLE) == 3


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_row_marks_its_issue_and_its_publication(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start("dosudo/2/c3")
    window = program.window
    index = row(window, "No. 2")
    for text, unread in (("Mark this &issue as read", 0), ("Mark &all issues as read", 15)):
        window.message_bar.clear()
        window.contents_panel.view.customContextMenuRequested.emit(
            window.contents_panel.view.visualRect(index).center()
        )
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.close()
        qtbot.waitUntil(lambda: "marked as" in window.message_bar.text())
        # All issues were read by then: the second command takes that back.
        assert index.data(UNREAD_ROLE) == unread


def disk_full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_store_that_cannot_be_written_says_so(
    start: Callable[..., AppController], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start("dosudo/2/c3")
    monkeypatch.setattr(os, "write", disk_full)
    program.window.menu_actions["read_issue"].trigger()
    said = "What you mark is not kept yet"
    qtbot.waitUntil(lambda: said in program.window.message_bar.text())
    assert row(program.window, "No. 2").data(UNREAD_ROLE) == 0


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """The kinds of the errors that nobody caught."""
    kinds: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: kinds.append(kind))
    return kinds


def test_where_marking_fails_it_says_so_and_can_be_tried_again(
    start: Callable[..., AppController], uncaught: list[type], qtbot: Any, monkeypatch: Any
) -> None:
    program = start("dosudo/2/c3")
    hook = ExceptionHook()
    hook.exception_raised.connect(program.show_exception)
    with monkeypatch.context() as failing:
        failing.setattr(program.reader_data, "set_all_read", lambda *_: 1 / 0)
        program.window.menu_actions["read_issue"].trigger()
        qtbot.waitUntil(lambda: "mistake" in program.window.message_bar.text())
    hook.close()
    assert uncaught == [ZeroDivisionError]
    give(program.window, "read_issue", qtbot)
    assert row(program.window, "No. 2").data(UNREAD_ROLE) == 0


def test_what_fails_unexpectedly_behind_the_window_is_told(
    start: Callable[..., AppController],
    qtbot: Any,
    uncaught: list[type],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = start("dosudo/2/c3")

    def fail(*_: object) -> None:
        raise RuntimeError("a mistake")

    program.reader_data.set_read(parse_address("dosudo/2/c3"))
    monkeypatch.setattr(Catalogue, "article_keys", fail)
    program.window.read_state.count_removed_articles(program.library.catalogue_path)
    qtbot.waitUntil(lambda: uncaught == [RuntimeError])
    monkeypatch.setattr(Catalogue, "article_titles", fail)
    program.palette_controller.open()
    qtbot.waitUntil(lambda: uncaught == [RuntimeError, RuntimeError])


def test_marks_of_what_is_gone_do_not_count(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    write(library_folder / "paper", paper("One", "Two", "Three"))
    reader = ReaderData(library_folder)
    reader.set_all_read([at("paper/1/two"), at("paper/1/gone"), at("paper/1/gone-too")])
    reader.close()
    window = start(search=True).window
    qtbot.waitUntil(lambda: row(window, "No. 1").data(UNREAD_ROLE) == 2)
    assert row(window, "Paper").data(UNREAD_ROLE) == 2


def test_counts_never_fall_below_nothing(
    start: Callable[..., AppController], library_folder: Path
) -> None:
    reader = ReaderData(library_folder)
    reader.set_all_read([at(f"dosudo/2/x{number}") for number in range(40)])
    reader.close()
    assert row(start().window, "No. 2").data(UNREAD_ROLE) == 0


def test_rows_that_were_never_unfolded_are_not_read_to_be_told(
    start: Callable[..., AppController], library_folder: Path
) -> None:
    write(library_folder / "paper", paper("One"))
    window = start(search=True).window
    issue = row(window, "Dosudo deep learning")
    assert issue.isValid()
    window.contents_panel.model.set_contents(
        window.catalogue_access.publications, lambda *_: pytest.fail("read")
    )
    window.contents_panel.refresh_read_state(at("paper/1/one"))
    window.read_state.refresh()


def test_the_count_stands_in_the_line_of_the_title(window: MainWindow) -> None:
    view = window.contents_panel.view
    for title in ("Dosudo deep learning", "No. 2"):
        box = view.visualRect(row(window, title))
        assert box.height() in (30, 50)
        assert view.indexAt(QPoint(box.right() - 5, box.center().y())).data() is not None


def test_kinds_without_a_count(window: MainWindow) -> None:
    counted = {
        window.contents_panel.model.node(index).kind
        for index in rows(window.contents_panel.model)
        if index.data(UNREAD_ROLE) is not None
    }
    assert counted == {NodeKind.PUBLICATION, NodeKind.ISSUE}


def test_of_very_many_marks_the_counts_come_behind_the_first_page(
    start: Callable[..., AppController],
    library_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    store = ReaderData(library_folder)
    store.set_all_read([at(f"dosudo/2/c{number}") for number in range(1, 8)])
    store.close()
    monkeypatch.setattr("viewer.archive.library.reader_data.MAX_BYTES_AT_START", 3)
    window = start().window
    assert row(window, "No. 2").data(UNREAD_ROLE) is None
    assert said(window, "No. 2") == "No. 2 · 29 Jul 2017"
    # What is asked for by itself is known.
    assert window.chapters_panel.count_text() == "7 of 14 told · 7 read"
    window.read_state.load_remaining()
    qtbot.waitUntil(lambda: row(window, "No. 2").data(UNREAD_ROLE) == 8)
    assert row(window, "Dosudo deep learning").data(UNREAD_ROLE) == 8


def test_marks_that_could_not_be_read_can_be_asked_for_again(
    start: Callable[..., AppController],
    library_folder: Path,
    uncaught: list[type],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    store = ReaderData(library_folder)
    store.set_all_read([at(f"dosudo/2/c{number}") for number in range(1, 8)])
    store.close()
    monkeypatch.setattr("viewer.archive.library.reader_data.MAX_BYTES_AT_START", 3)
    program = start()
    with monkeypatch.context() as failing:
        failing.setattr(program.reader_data, "maintain", lambda: 1 / 0)
        program.window.read_state.load_remaining()
        qtbot.waitUntil(lambda: uncaught == [ZeroDivisionError])
    program.window.read_state.load_remaining()
    qtbot.waitUntil(lambda: row(program.window, "No. 2").data(UNREAD_ROLE) == 8)


def test_a_window_that_closes_while_marking_is_told_nothing(
    start: Callable[..., AppController], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    marking = threading.Event()
    program = start()
    program.window.go_to(at("dosudo/2/c3"))
    told: list[str] = []
    monkeypatch.setattr(
        program.window.message_bar, "show_message", lambda text, **_: told.append(text)
    )
    set_all_read = program.reader_data.set_all_read

    def slowly(*args: Any) -> None:
        set_all_read(*args)
        marking.set()

    monkeypatch.setattr(program.reader_data, "set_all_read", slowly)
    program.controllers.mark_read.toggle_issue_read()
    assert marking.wait(PATIENCE)
    program.controllers.mark_read.close()
    turns()
    assert told == []


# What cannot be kept


def test_a_mark_that_cannot_be_kept_is_shown_as_such_until_it_is(
    start: Callable[..., AppController], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start("dosudo/2/c3")
    window = program.window
    with monkeypatch.context() as full:
        full.setattr(os, "write", disk_full)
        window.menu_actions["read"].trigger()
        assert "There is no room left" in window.message_bar.text()
        index = row(window, "Some CNN milestones")
        assert said(window, "Some CNN milestones") == "3 Some CNN milestones, read, not kept yet"
        assert "read, not kept yet" in str(index.data(Qt.ItemDataRole.ToolTipRole))
        assert index.data(UNKEPT_ROLE) is True
        assert inked(window, index, 16, 28, window.theme.accent)
        window.read_state.retry()
        assert index.data(UNKEPT_ROLE) is True
    window.read_state._retry_timer.timeout.emit()
    assert window.message_bar.text() == "What could not be kept until now is kept."
    assert said(window, "Some CNN milestones") == "3 Some CNN milestones, read"
    again = ReaderData(program.library.folder)
    assert again.is_read(at("dosudo/2/c3"))


def test_a_library_that_is_gone_is_noticed_before_a_mark_is_acknowledged(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    program = start("dosudo/2/c3", search=True)
    window = program.window
    window.menu_actions["read"].trigger()
    assert window.message_bar.text() == "Marked as read."
    window.message_bar.clear()
    told: list[str] = []
    window.navigator.message.connect(lambda text, _brief: told.append(text))
    library_folder.rename(library_folder.with_name("elsewhere"))
    window.go_to(at("dosudo/2/c4"))
    window.menu_actions["read"].trigger()
    assert "Marked as read." not in told
    assert "is gone" in window.message_bar.text()
    assert window.read_state.is_kept(at("dosudo/2/c3"))
    assert not window.read_state.is_kept(at("dosudo/2/c4"))
    assert not library_folder.exists()
    library_folder.with_name("elsewhere").rename(library_folder)
    window.read_state.retry()
    again = ReaderData(library_folder)
    assert again.is_read(at("dosudo/2/c3"))
    assert again.is_read(at("dosudo/2/c4"))


def test_what_another_program_marks_is_seen_when_the_reader_comes_back(
    start: Callable[..., AppController], library_folder: Path
) -> None:
    program = start("dosudo/2/c3")
    window = program.window
    other = ReaderData(library_folder)
    other.set_read(at("dosudo/2/c5"))
    other.close()
    assert row(window, "No. 2").data(UNREAD_ROLE) == 15
    program.library_watcher._on_application_state_changed(Qt.ApplicationState.ApplicationActive)
    assert row(window, "No. 2").data(UNREAD_ROLE) == 14


def test_after_many_marks_a_copy_is_made(
    start: Callable[..., AppController],
    library_folder: Path,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("viewer.archive.library.reader_data.CHANGES_TO_BACK_UP", 5)
    window = start("dosudo/2/c3").window
    window.menu_actions["read_issue"].trigger()
    qtbot.waitUntil(lambda: bool(list(library_folder.glob("backups/reader-*.jsonl"))))
