"""Narrowing a search: chips, what was also searched, and hits over time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.ui.searching import (
    SILENT,
    TIDES,
    answered,
    ask,
    chips,
    choose,
    dates,
    entries,
    found,
    open_menu,
    press_chip,
    tab_to,
    tides,
    total,
)
from tests.ui.seeing import labels
from viewer.app import AppController
from viewer.color_themes import LIGHT
from viewer.ui.window.main_window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier
BUTTON = Qt.MouseButton.LeftButton

# Menus open on a screen that is not there.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(searcher: MainWindow) -> MainWindow:
    return searcher


# Chips


def test_a_chip_for_each_facet_that_differs(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    assert chips(window) == ["Year", "Section", "Editor"]
    ask(window, "tide OR lantern", qtbot)
    assert chips(window) == ["Publication", "Year", "Section", "Editor"]
    ask(window, "watar", qtbot)
    assert chips(window) == []
    assert window.results_panel.chips.isHidden()


@pytest.mark.parametrize(
    ("facet", "values"),
    [
        ("Publication", {"log", "paper"}),
        ("Year", {"2016", "2017", "2018"}),
        ("Section", {"Harbour", "Open sea", "研究", "工具"}),
        ("Editor", {"Ada Lin", "Bo Chen", "王小明"}),
    ],
)
def test_choosing_a_value_leaves_as_many_as_its_count(
    window: MainWindow, facet: str, values: set[str], qtbot: Any
) -> None:
    ask(window, "tide OR lantern", qtbot)
    everything = total(window)
    press_chip(window, facet)
    offered = entries(open_menu())
    open_menu().close()
    assert {value for value, _ in offered} == values
    counts = [count for _, count in offered]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == everything == TIDES + 3
    for value, count in offered:
        choose(window, facet, value, qtbot)
        assert total(window) == count
        assert f"{value} ×" in chips(window)
        assert facet not in chips(window)
        answered(window, qtbot, lambda value=value: press_chip(window, value))
        assert total(window) == everything
        assert facet in chips(window)


def test_what_is_left_is_what_was_chosen(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    choose(window, "Editor", "Ada Lin", qtbot)
    assert {hit.editor for hit in window.results_panel.model.hits} == {"Ada Lin"}
    assert sorted(found(window)) == ["paper/1/a2", "paper/2/a2"]


def test_filters_add_up_and_each_goes_by_itself(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    choose(window, "Year", "2017", qtbot)
    choose(window, "Section", "Harbour", qtbot)
    assert chips(window) == ["2017 ×", "Harbour ×"]
    assert total(window) == 24
    answered(window, qtbot, lambda: press_chip(window, "2017"))
    assert chips(window) == ["Year", "Harbour ×"]
    assert total(window) == 2 * len(dates())


def test_filters_stay_while_the_words_change_and_go_with_them(
    window: MainWindow, qtbot: Any
) -> None:
    ask(window, "tide OR lantern", qtbot)
    choose(window, "Publication", "paper", qtbot)
    ask(window, "tide", qtbot)
    assert window.results_panel.count_text() == "Nothing found"
    assert "Nothing is left with these filters; take one away." in labels(window.results_panel)
    assert chips(window) == ["paper ×"]
    answered(window, qtbot, lambda: press_chip(window, "paper"))
    assert total(window) == TIDES
    choose(window, "Year", "2018", qtbot)
    window.toolbar.search_box.clear()
    ask(window, "tide", qtbot)
    assert total(window) == TIDES


def test_half_a_word_is_found_with_a_filter_too(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    choose(window, "Editor", "王小明", qtbot)
    ask(window, "lante", qtbot)
    assert found(window) == ["paper/3/b1"]
    assert not [text for text in labels(window.results_panel) if "<a " in text]


# Also searched


def test_what_was_also_searched_can_be_taken_away(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    assert found(window) == ["paper/1/a1", "paper/1/b1"]
    assert chips(window)[0] == "also searched: 卷積神經網路 ×"
    answered(window, qtbot, lambda: press_chip(window, "also searched: 卷積神經網路"))
    assert found(window) == ["paper/1/a1"]
    assert chips(window) == ["no other names"]
    choose(window, "no other names", "卷積神經網路", qtbot)
    assert found(window) == ["paper/1/a1", "paper/1/b1"]


def test_several_names_fold_into_one_chip(start: Callable[..., AppController], qtbot: Any) -> None:
    window = start("dosudo/2/front", search=True).window
    ask(window, "CNN", qtbot)
    everything = found(window)
    assert chips(window)[0] == "also 4 names ▾"
    press_chip(window, "also 4 names")
    names = {action.text(): action.isChecked() for action in open_menu().actions()}
    open_menu().close()
    assert names == dict.fromkeys(
        ("卷積神經網路", "卷積網路", "convolutional neural network", "ConvNet"), True
    )
    # Each is taken away, and searched again, by a click.
    for count, name in enumerate(names, 1):
        choose(window, chip_of_names(window), name, qtbot)
        press_chip(window, chip_of_names(window))
        checked = [action.isChecked() for action in open_menu().actions()]
        open_menu().close()
        assert sorted(checked) == [False] * count + [True] * (4 - count)
    assert chips(window)[0] == "no other names"
    for name in names:
        choose(window, chip_of_names(window), name, qtbot)
    assert chips(window)[0] == "also 4 names ▾"
    assert found(window) == everything


def chip_of_names(window: MainWindow) -> str:
    return next(chip.text for chip in window.results_panel.chips.chips if chip.name == "also")


def test_what_was_taken_away_is_not_counted_over_all_time(window: MainWindow, qtbot: Any) -> None:
    def count() -> int:
        return sum(count for _, _, count in window.results_panel.histogram.bars)

    ask(window, "CNN OR lantern", qtbot)
    assert count() == 5
    answered(window, qtbot, lambda: press_chip(window, "also searched: 卷積神經網路"))
    assert count() == 4
    choose(window, "Year", "2016", qtbot)
    assert (total(window), count()) == (3, 4)


def test_other_words_are_searched_with_their_names_again(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    answered(window, qtbot, lambda: press_chip(window, "also searched: 卷積神經網路"))
    ask(window, "lantern", qtbot)
    ask(window, "CNN", qtbot)
    assert found(window) == ["paper/1/a1", "paper/1/b1"]


# Hits over time


def bar_place(window: MainWindow, month: str) -> QPoint:
    histogram = window.results_panel.histogram
    number = [first for first, _, _ in histogram.bars].index(month)
    return QPoint(round((number + 0.5) * histogram.width() / len(histogram.bars)), 30)


def feet(window: MainWindow, *months: str) -> list[str]:
    """The colours at the feet of these months' bars."""
    picture = window.results_panel.histogram.grab().toImage()
    return [picture.pixelColor(bar_place(window, month).x(), 38).name() for month in months]


def drag(window: MainWindow, first: str, last: str) -> None:
    histogram = window.results_panel.histogram
    QTest.mousePress(histogram, BUTTON, pos=bar_place(window, first))
    QTest.mouseMove(histogram, bar_place(window, last))
    QTest.mouseRelease(histogram, BUTTON, pos=bar_place(window, last))


def told_in(first: str, last: str) -> int:
    """How many articles tell of the tide in these months."""
    return sum(tides(n) for n, date in enumerate(dates(), 1) if first <= date[:7] <= last)


def test_bars_add_up_to_the_hits(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    shown = window.results_panel.histogram.bars
    assert sum(count for _, _, count in shown) == total(window) == TIDES
    assert (shown[0][0], shown[-1][1]) == ("2016-01", "2018-02")
    assert [count for first, _, count in shown if first == SILENT] == [0]


def test_hits_of_one_month_have_no_bars(window: MainWindow, qtbot: Any) -> None:
    ask(window, "watar", qtbot)
    assert window.results_panel.histogram.isHidden()


def test_dragging_leaves_the_hits_of_that_time(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    before = window.results_panel.histogram.bars
    answered(window, qtbot, lambda: drag(window, "2017-06", "2017-03"))
    assert total(window) == told_in("2017-03", "2017-06")
    assert {hit.date[:7] for hit in window.results_panel.model.hits} <= {
        "2017-03", "2017-04", "2017-05", "2017-06",
    }  # fmt: skip
    assert chips(window)[0] == "Mar 2017 – Jun 2017 ×"
    assert window.results_panel.histogram.bars == before
    answered(window, qtbot, lambda: press_chip(window, "Mar 2017 – Jun 2017"))
    assert total(window) == TIDES


def test_a_click_on_the_chosen_bar_drops_it(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    histogram = window.results_panel.histogram
    point = bar_place(window, "2016-12")
    answered(window, qtbot, lambda: QTest.mouseClick(histogram, BUTTON, pos=point))
    assert total(window) == told_in("2016-12", "2016-12")
    assert "Dec 2016 ×" in chips(window)
    answered(window, qtbot, lambda: QTest.mouseClick(histogram, BUTTON, pos=point))
    assert total(window) == TIDES
    assert "Dec 2016 ×" not in chips(window)


def test_bars_outside_the_range_are_painted_pale(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    answered(window, qtbot, lambda: drag(window, "2017-03", "2017-06"))
    on, off = QColor(LIGHT.accent).name(), QColor(LIGHT.line).name()
    assert feet(window, "2016-02", "2017-03", "2017-06", "2018-01") == [off, on, on, off]


def test_a_range_by_keys(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    histogram = window.results_panel.histogram
    tab_to(window, histogram)
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Right))
    assert chips(window)[0] == "Feb 2016 ×"
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT))
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT))
    assert chips(window)[0] == "Feb 2016 – Apr 2016 ×"
    assert total(window) == told_in("2016-02", "2016-04")
    assert histogram.hasFocus()
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Delete))
    assert total(window) == TIDES


def test_a_year_takes_the_place_of_a_range(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    answered(window, qtbot, lambda: drag(window, "2017-03", "2018-01"))
    choose(window, "Year", "2018", qtbot)
    assert "2018 ×" in chips(window)
    assert not any("–" in chip for chip in chips(window))
    assert total(window) == told_in("2018-01", "2018-12")
    assert sum(count for _, _, count in window.results_panel.histogram.bars) == TIDES
    foot = feet(window, "2017-12", "2018-01", "2018-02")
    assert foot == [QColor(colour).name() for colour in (LIGHT.line, LIGHT.accent, LIGHT.accent)]
