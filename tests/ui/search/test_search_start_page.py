"""Before anything is typed: searches made before, kept over a restart, and the help."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from tests.ui.searching import Reader, answered, ask, tab_to
from tests.ui.seeing import at, labels
from viewer.search.query.parser import parse
from viewer.ui.search.search_start_page import SearchStart
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
BUTTON = Qt.MouseButton.LeftButton
NOTHING = "What you search for will be listed here."


def rows(start: SearchStart) -> list[str]:
    return [start.search_list.item(row).text() for row in range(start.search_list.count())]


# By itself


@pytest.fixture
def start(qtbot: Any, qapp: object) -> Iterator[SearchStart]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 700)
    start = SearchStart(window)
    start.resize(300, 700)
    start.set_searches([], [])
    window.show()
    yield start
    window.close()


def test_without_searches_it_says_what_will_be_there(start: SearchStart) -> None:
    assert NOTHING in labels(start)
    assert start.search_list.isHidden()


def test_saved_ones_stand_first_and_once(start: SearchStart) -> None:
    start.set_searches(["CNN", "燈塔"], ["tide", "CNN"])
    assert rows(start) == ["★  CNN", "★  燈塔", "tide"]
    assert NOTHING not in labels(start)


@pytest.mark.parametrize("by_key", [True, False])
def test_choosing_one_gives_it_without_its_star(start: SearchStart, by_key: bool) -> None:
    chosen: list[str] = []
    start.query_chosen.connect(chosen.append)
    start.set_searches(['"a phrase" OR b'], ["tide"])
    if by_key:
        start.search_list.setCurrentRow(0)
        QTest.keyClick(start.search_list, Qt.Key.Key_Return)
    else:
        point = start.search_list.visualItemRect(start.search_list.item(0)).center()
        QTest.mouseClick(start.search_list.viewport(), BUTTON, pos=point)
    assert chosen == ['"a phrase" OR b']


def test_many_searches_leave_room_for_the_help(start: SearchStart) -> None:
    start.set_searches([], [f"query {number}" for number in range(20)])
    assert len(rows(start)) == 20
    assert start.search_list.height() < 300


def test_the_help_is_on_the_page_and_every_example_is_read(start: SearchStart) -> None:
    shown = labels(start)
    assert start.help_rows()
    for typed, means in start.help_rows():
        assert typed in shown
        assert means in shown
        assert parse(typed).tree is not None
        assert parse(typed).hints == ()


def test_room_that_is_left_stands_below_the_help(start: SearchStart) -> None:
    start.resize(320, 1200)
    QApplication.processEvents()
    shown = {one.text(): one for one in start.findChildren(QLabel) if one.isVisible()}
    rows = [(shown[typed], shown[means]) for typed, means in start.help_rows()]
    for (example, meaning), (following, _) in pairwise(rows):
        bottom = max(one.geometry().bottom() for one in (example, meaning))
        assert 0 < following.y() - bottom < 14, example.text()


def test_the_help_names_every_field(start: SearchStart) -> None:
    from viewer.search.query.fields import QUERY_FIELDS

    help_text = " ".join(f"{typed} {means}" for typed, means in start.help_rows())
    assert [name for name in QUERY_FIELDS if f"{name}:" not in help_text] == []


# In the window


def open_hit(window: MainWindow, query: str, qtbot: Any) -> None:
    ask(window, query, qtbot)
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.article_pane.hasFocus()


def begin(window: MainWindow) -> SearchStart:
    """End whatever is searched for and go to the box."""
    window.toolbar.search_box.clear()
    window.article_pane.setFocus()
    QTest.keyClick(window.article_pane, Qt.Key.Key_E, CONTROL)
    assert window.toolbar.search_box.hasFocus()
    assert window.search_start.isVisible()
    return window.search_start


def star(window: MainWindow) -> None:
    button = window.results_panel.tab_stops[1]
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, BUTTON)


def test_a_search_is_recent_once_a_hit_was_opened(searcher: MainWindow, qtbot: Any) -> None:
    assert rows(begin(searcher)) == []
    ask(searcher, "beacon", qtbot)
    assert rows(begin(searcher)) == []
    open_hit(searcher, "lantern", qtbot)
    open_hit(searcher, "機器學習", qtbot)
    open_hit(searcher, "lantern", qtbot)
    assert rows(begin(searcher)) == ["lantern", "機器學習"]


def test_a_saved_search_stands_first_until_it_is_forgotten(
    searcher: MainWindow, qtbot: Any
) -> None:
    open_hit(searcher, "lantern", qtbot)
    ask(searcher, "tide", qtbot)
    star(searcher)
    assert rows(begin(searcher)) == ["★  tide", "lantern"]
    ask(searcher, "tide", qtbot)
    star(searcher)
    assert rows(begin(searcher)) == ["lantern"]


@pytest.mark.parametrize("by_key", [True, False])
def test_a_search_is_opened_again(searcher: MainWindow, by_key: bool, qtbot: Any) -> None:
    open_hit(searcher, "tide", qtbot)
    open_hit(searcher, "lantern OR beacon", qtbot)
    start = begin(searcher)
    if by_key:
        tab_to(searcher, start.search_list)
        QTest.keyClick(start.search_list, Qt.Key.Key_Down)
        row = start.search_list.currentRow()
        answered(searcher, qtbot, lambda: QTest.keyClick(start.search_list, Qt.Key.Key_Return))
    else:
        row = 0
        point = start.search_list.visualItemRect(start.search_list.item(row)).center()
        viewport = start.search_list.viewport()
        answered(searcher, qtbot, lambda: QTest.mouseClick(viewport, BUTTON, pos=point))
    assert searcher.toolbar.search_box.text() == ["lantern OR beacon", "tide"][row]
    assert searcher.results_panel.isVisible()
    assert searcher.results_panel.current_hit() is not None
    assert searcher.toolbar.search_box.hasFocus()


def test_searches_are_kept_over_a_restart(reader: Reader, qtbot: Any) -> None:
    window = reader.start()
    open_hit(window, "lantern", qtbot)
    ask(window, "機器學習", qtbot)
    star(window)
    reader.quit()
    window = reader.start()
    assert rows(begin(window)) == ["★  機器學習", "lantern"]
    ask(window, "機器學習", qtbot)
    button = window.results_panel.tab_stops[1]
    assert isinstance(button, QToolButton)
    assert button.text() == "★"


def test_the_last_twenty_are_kept(searcher: MainWindow, qtbot: Any) -> None:
    for number in range(23):
        open_hit(searcher, f"tide OR x{number}", qtbot)
    listed = rows(begin(searcher))
    assert listed == [f"tide OR x{number}" for number in range(22, 2, -1)]


def test_clearing_the_box_lists_the_searches_of_now(searcher: MainWindow, qtbot: Any) -> None:
    start = begin(searcher)
    ask(searcher, "lantern", qtbot)
    star(searcher)
    searcher.toolbar.search_box.setFocus()
    searcher.toolbar.search_box.selectAll()
    QTest.keyClick(searcher.toolbar.search_box, Qt.Key.Key_Delete)
    assert start.isVisible()
    assert rows(start) == ["★  lantern"]


@pytest.mark.parametrize("kept", ["lantern", 7, None, ["lantern", 7, None], {"a": 1}])
def test_a_damaged_list_of_searches_is_borne(reader: Reader, kept: Any, qtbot: Any) -> None:
    window = reader.start()
    window._reader_data.set("recent search", "lantern", kept)
    window._reader_data.set("saved search", "lantern", kept)
    listed = ["★  lantern"] if type(kept) is int else []
    assert rows(begin(window)) == listed
    open_hit(window, "tide", qtbot)
    assert "tide" in rows(begin(window))


@pytest.mark.parametrize("where", ["box", "list"])
def test_escape_without_a_query_goes_back_to_the_page(
    searcher: MainWindow, where: str, qtbot: Any
) -> None:
    open_hit(searcher, "lantern", qtbot)
    searcher.go_to(at("paper/3/a1"))
    searcher.article_pane.verticalScrollBar().setValue(600)
    start = begin(searcher)
    if where == "list":
        tab_to(searcher, start.search_list)
    QTest.keyClick(
        start.search_list if where == "list" else searcher.toolbar.search_box, Qt.Key.Key_Escape
    )
    assert not start.isVisible()
    assert searcher.article_pane.hasFocus()
    assert searcher.address == at("paper/3/a1")
    assert searcher.article_pane.verticalScrollBar().value() == 600


def test_a_click_into_the_box_begins_and_one_on_the_page_ends(
    searcher: MainWindow, qtbot: Any
) -> None:
    QTest.mouseClick(searcher.toolbar.search_box, BUTTON)
    assert searcher.search_start.isVisible()
    QTest.mouseClick(searcher.article_pane.viewport(), BUTTON)
    searcher.article_pane.setFocus()
    assert not searcher.search_start.isVisible()
