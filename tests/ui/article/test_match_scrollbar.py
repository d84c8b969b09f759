"""Ticks on the scroll bar: one for each line with a mark, where it stands in the page."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.searching import BEACONS, ask
from tests.ui.seeing import at, cursor_at, type_into
from viewer.color_themes import DARK, LIGHT, Theme
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.article.match_scrollbar import MatchScrollBar
from viewer.ui.window.main_window import MainWindow


def ticks(bar: QWidget, theme: Theme = LIGHT) -> list[int]:
    """Where the ticks begin that are painted on ``bar``, from the top."""
    picture = bar.grab().toImage()
    colour, x = QColor(theme.accent).rgb(), picture.width() // 2
    rows = [y for y in range(picture.height()) if picture.pixel(x, y) == colour]
    return [y for y in rows if y - 1 not in rows]


def lines(pane: ArticlePane) -> list[float]:
    """How far down the page, 0 to 1, each line stands that has a mark."""
    scrolled = pane.verticalScrollBar().value()
    height = pane.document().size().height()
    tops = set()
    for start, _ in pane.matches.positions:
        cursor = QTextCursor(pane.document())
        cursor.setPosition(start)
        tops.add(pane.cursorRect(cursor).center().y() + scrolled)
    return sorted(top / height for top in tops)


# The bar by itself


@pytest.fixture
def places() -> list[float]:
    return [0.0, 0.25, 0.5, 1.0]


@pytest.fixture
def bar(places: list[float], qtbot: Any, qapp: object) -> MatchScrollBar:
    made = MatchScrollBar(lambda: places)
    qtbot.addWidget(made)
    made.resize(14, 403)
    made.setRange(0, 1000)
    made.show()
    return made


def test_ticks_stand_where_the_marks_are(bar: MatchScrollBar) -> None:
    assert ticks(bar) == pytest.approx([0, 100, 200, 400], abs=1)


def test_ticks_are_asked_for_when_painted(bar: MatchScrollBar, places: list[float]) -> None:
    del places[1:]
    assert len(ticks(bar)) == 1
    places.clear()
    assert ticks(bar) == []


def test_ticks_take_the_theme(bar: MatchScrollBar) -> None:
    bar.theme = DARK
    assert len(ticks(bar, DARK)) == 4


def test_the_last_of_very_many_marks_has_its_tick(bar: MatchScrollBar, places: list[float]) -> None:
    places[:] = [number / 5000 for number in range(2000)] + [0.9]
    assert ticks(bar) == pytest.approx([0, 360], abs=1)


def test_the_bar_still_scrolls(bar: MatchScrollBar) -> None:
    bar.setValue(300)
    QTest.keyClick(bar, Qt.Key.Key_End)
    assert bar.value() == 1000


# On the page


@pytest.fixture
def window(searcher: MainWindow, qtbot: Any) -> MainWindow:
    """The letter, searched for its beacons."""
    searcher.go_to(at("paper/3/a1"))
    ask(searcher, "beacon", qtbot)
    QTest.keyClick(searcher.toolbar.search_box, Qt.Key.Key_Return)
    return searcher


def expected(pane: ArticlePane) -> list[float]:
    return [share * pane.verticalScrollBar().height() for share in lines(pane)]


def test_one_tick_a_line_at_its_height(window: MainWindow) -> None:
    pane = window.article_pane
    assert len(pane.matches.positions) == len(BEACONS) + 1
    shown = ticks(pane.verticalScrollBar())
    assert len(shown) == len(BEACONS)
    assert shown == pytest.approx(expected(pane), abs=6)


def test_ticks_do_not_move_while_one_scrolls(window: MainWindow) -> None:
    bar = window.article_pane.verticalScrollBar()
    before = ticks(bar)
    QTest.keyClick(window.article_pane, Qt.Key.Key_F3)
    QTest.keyClick(window.article_pane, Qt.Key.Key_End)
    assert ticks(bar) == before


def test_ticks_follow_another_size_of_text(window: MainWindow) -> None:
    for _ in range(3):
        window.menu_actions["larger"].trigger()
    shown = ticks(window.article_pane.verticalScrollBar())
    assert len(shown) == len(BEACONS)
    assert shown == pytest.approx(expected(window.article_pane), abs=6)


def test_ticks_take_the_theme_of_the_window(window: MainWindow) -> None:
    window.set_theme("dark")
    assert len(ticks(window.article_pane.verticalScrollBar(), DARK)) == len(BEACONS)


def test_ticks_go_with_the_search(window: MainWindow) -> None:
    QTest.keyClick(window.article_pane, Qt.Key.Key_Escape)
    assert ticks(window.article_pane.verticalScrollBar()) == []


def test_find_in_page_has_ticks_too(window: MainWindow) -> None:
    QTest.keyClick(window.article_pane, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_into(window.find_bar.find_box, "33")
    (tick,) = ticks(window.article_pane.verticalScrollBar())
    line = cursor_at(window.article_pane, "33")
    assert window.article_pane.matches.positions == ((line.selectionStart(), line.selectionEnd()),)
    assert tick == pytest.approx(expected(window.article_pane)[0], abs=6)


def test_marks_far_down_a_page_full_of_them_have_ticks_too(window: MainWindow) -> None:
    pane = window.article_pane
    assert pane.page is not None
    text = pane.page.text
    pane.matches.show((), tuple((place, place + 1) for place in range(len(text) - 1)))
    assert len(pane.matches.positions) > 400
    assert pane.matches.fractions()[-1] == pytest.approx(lines(pane)[-1], abs=0.05)
