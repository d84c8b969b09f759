"""Names and values of filters, completed in the search box by keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.searching import answered, ask, found, tab_to
from tests.ui.seeing import type_into
from viewer.ui.window.main_window import MainWindow

DOWN, UP, TAB = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab
EDITORS = ["王小明", "Ada Lin", "Bo Chen"]


@pytest.fixture
def window(searcher: MainWindow, qtbot: Any) -> MainWindow:
    # The values of filters are gathered behind the reader's back.
    qtbot.waitUntil(lambda: bool(searcher.query_completer.values_by_field))
    return searcher


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.toolbar.search_box, key)


def chosen(window: MainWindow) -> str:
    """The line of the list that Tab would take."""
    return window.query_completer.currentItem().text()


def test_names_are_offered_below_the_box(window: MainWindow) -> None:
    type_into(window.toolbar.search_box, "se")
    assert window.query_completer.offered_labels() == ["section:", "series:"]
    assert chosen(window) == "section:"
    assert window.query_completer.isVisible()
    box = window.toolbar.search_box.mapTo(window, window.toolbar.search_box.rect().bottomLeft())
    assert window.query_completer.geometry().topLeft().y() > box.y()
    assert window.query_completer.geometry().left() == box.x()
    assert window.rect().contains(window.query_completer.geometry())
    assert window.toolbar.search_box.hasFocus()


def test_nothing_is_offered_for_other_words(window: MainWindow) -> None:
    for typed in ("x", "lantern", "燈塔", "beacon "):
        type_into(window.toolbar.search_box, typed)
        assert window.query_completer.offered_labels() == []


def test_tab_takes_the_name_and_then_the_value(window: MainWindow, qtbot: Any) -> None:
    type_into(window.toolbar.search_box, "ed")
    press(window, TAB)
    assert window.toolbar.search_box.text() == "editor:"
    assert sorted(window.query_completer.offered_labels()) == sorted(EDITORS)
    QTest.keyClicks(window.toolbar.search_box, "ad")
    assert window.query_completer.offered_labels() == ["Ada Lin"]
    press(window, TAB)
    assert window.toolbar.search_box.text() == 'editor:"Ada Lin" '
    assert window.query_completer.offered_labels() == []
    QTest.keyClicks(window.toolbar.search_box, "lantern")
    qtbot.waitUntil(lambda: sorted(found(window)) == ["paper/1/a2", "paper/2/a2"])
    assert window.toolbar.search_box.hasFocus()


def test_a_second_filter_is_completed_too(window: MainWindow, qtbot: Any) -> None:
    type_into(window.toolbar.search_box, 'editor:"Ada Lin" pub')
    assert window.query_completer.offered_labels() == ["publication:"]
    press(window, TAB)
    QTest.keyClicks(window.toolbar.search_box, "p")
    press(window, TAB)
    assert window.toolbar.search_box.text() == 'editor:"Ada Lin" publication:paper '
    qtbot.waitUntil(lambda: len(found(window)) == 3)


def test_arrows_choose_in_a_ring(window: MainWindow) -> None:
    type_into(window.toolbar.search_box, "has:")
    assert window.query_completer.offered_labels() == ["figure", "link", "note"]
    press(window, DOWN)
    assert chosen(window) == "link"
    press(window, DOWN, DOWN)
    assert chosen(window) == "figure"
    press(window, UP)
    assert chosen(window) == "note"
    press(window, TAB)
    assert window.toolbar.search_box.text() == "has:note "


def test_han_values_are_completed(window: MainWindow) -> None:
    type_into(window.toolbar.search_box, "section:研")
    assert window.query_completer.offered_labels() == ["研究"]
    press(window, TAB)
    assert window.toolbar.search_box.text() == "section:研究 "


def test_completing_in_the_middle_keeps_what_follows(window: MainWindow) -> None:
    box = window.toolbar.search_box
    type_into(box, " lantern")
    box.setCursorPosition(0)
    QTest.keyClicks(box, "editor:bo")
    press(window, TAB)
    assert box.text() == 'editor:"Bo Chen"  lantern'
    assert box.cursorPosition() == len('editor:"Bo Chen" ')


def test_escape_sends_the_list_away_and_keeps_the_search(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    window.toolbar.search_box.end(False)
    QTest.keyClicks(window.toolbar.search_box, " ed")
    assert window.query_completer.offered_labels()
    press(window, Qt.Key.Key_Escape)
    assert window.query_completer.offered_labels() == []
    assert window.toolbar.search_box.text() == "lantern ed"
    press(window, Qt.Key.Key_Escape)
    assert window.toolbar.search_box.text() == ""


def test_enter_opens_the_hit_and_sends_the_list_away(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern section:", qtbot)
    type_into(window.toolbar.search_box, "lantern is")
    assert window.query_completer.offered_labels() == ["issue:"]
    qtbot.waitUntil(lambda: found(window) != [])
    press(window, Qt.Key.Key_Return)
    assert window.query_completer.offered_labels() == []
    qtbot.waitUntil(window.article_pane.hasFocus)


def test_arrows_walk_the_hits_while_the_list_is_away(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    press(window, DOWN)
    assert window.results_panel.view.currentIndex().row() == 1


def test_a_click_takes_a_completion(window: MainWindow, qtbot: Any) -> None:
    type_into(window.toolbar.search_box, "has:")
    completer = window.query_completer
    point = completer.visualItemRect(completer.item(1)).center()
    answered(
        window,
        qtbot,
        lambda: QTest.mouseClick(completer.viewport(), Qt.MouseButton.LeftButton, pos=point),
    )
    assert window.toolbar.search_box.text() == "has:link "
    assert window.toolbar.search_box.hasFocus()


def test_the_list_goes_with_the_focus_and_with_other_text(window: MainWindow, qtbot: Any) -> None:
    type_into(window.toolbar.search_box, "has:")
    window.article_pane.setFocus()
    assert window.query_completer.offered_labels() == []
    type_into(window.toolbar.search_box, "has:")
    window.toolbar.search_box.clear()
    assert window.query_completer.offered_labels() == []
    window.search("has:")
    assert window.query_completer.offered_labels() == []


def test_tab_leads_on_while_the_list_is_away(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    tab_to(window, window.results_panel.chips)
    assert window.toolbar.search_box.text() == "lantern"
