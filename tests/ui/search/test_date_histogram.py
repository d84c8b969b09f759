"""Hits over time: bars that add up, and a range by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from viewer.color_themes import DARK, LIGHT
from viewer.ui.search.date_histogram import DateHistogram, group_months

LEFT, RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
SHIFT = Qt.KeyboardModifier.ShiftModifier
BUTTON = Qt.MouseButton.LeftButton
MONTHS = (("2016-11", 4), ("2016-12", 1), ("2017-02", 8), ("2017-03", 2))


class Shown:
    """A histogram on the screen, and the ranges it asked for; each is put into force at once."""

    def __init__(self, qtbot: Any) -> None:
        self.widget = DateHistogram()
        qtbot.addWidget(self.widget)
        self.widget.resize(250, 56)
        self.asked: list[tuple[str, str] | None] = []
        self.months = MONTHS
        self.widget.range_chosen.connect(self._obey)
        self.widget.set_months(self.months, None)
        self.widget.show()

    def _obey(self, chosen: tuple[str, str] | None) -> None:
        self.asked.append(chosen)
        self.widget.set_months(self.months, chosen)

    def place(self, number: int) -> QPoint:
        """The middle of a bar, at its foot."""
        count = len(self.widget.bars)
        return QPoint(round((number + 0.5) * self.widget.width() / count), 38)

    def drag(self, first: int, last: int) -> None:
        QTest.mousePress(self.widget, BUTTON, pos=self.place(first))
        QTest.mouseMove(self.widget, self.place(last))
        QTest.mouseRelease(self.widget, BUTTON, pos=self.place(last))

    def click(self, number: int) -> None:
        QTest.mouseClick(self.widget, BUTTON, pos=self.place(number))

    def colours(self) -> list[str]:
        """The colour at the foot of each bar."""
        picture = self.widget.grab().toImage()
        return [picture.pixelColor(self.place(n)).name() for n in range(len(self.widget.bars))]


@pytest.fixture
def shown(qtbot: Any, qapp: object) -> Shown:
    return Shown(qtbot)


def names(*colours: str) -> list[str]:
    return [QColor(colour).name() for colour in colours]


# Bars


def test_a_bar_for_each_month_silent_ones_too() -> None:
    assert group_months(MONTHS) == [
        ("2016-11", "2016-11", 4), ("2016-12", "2016-12", 1), ("2017-01", "2017-01", 0),
        ("2017-02", "2017-02", 8), ("2017-03", "2017-03", 2),
    ]  # fmt: skip
    assert group_months(()) == []


def test_a_date_of_a_year_alone_counts_in_its_first_month() -> None:
    assert group_months((("2017", 3), ("2017-02", 1))) == [
        ("2017-01", "2017-01", 3), ("2017-02", "2017-02", 1),
    ]  # fmt: skip


@given(
    st.dictionaries(
        st.builds("{:04d}-{:02d}".format, st.integers(1, 2100), st.integers(1, 12)),
        st.integers(1, 999),
        min_size=1,
    )
)
def test_bars_add_up_and_follow_each_other(counts: dict[str, int]) -> None:
    bars = group_months(tuple(sorted(counts.items())))
    assert 1 <= len(bars) <= 40
    assert sum(count for _, _, count in bars) == sum(counts.values())
    assert (bars[0][0], bars[-1][1]) == (min(counts), max(counts))
    for (_, end, _), (start, _, _) in pairwise(bars):
        year, month = int(end[:4]), int(end[5:])
        assert start == (f"{year + 1:04d}-01" if month == 12 else f"{year:04d}-{month + 1:02d}")


def test_bars_are_as_high_as_their_counts(shown: Shown) -> None:
    picture = shown.widget.grab().toImage()
    accent = QColor(LIGHT.accent).name()
    heights = [
        sum(picture.pixelColor(shown.place(n).x(), y).name() == accent for y in range(40))
        for n in range(5)
    ]
    assert heights == pytest.approx([18, 4.5, 0, 36, 9], abs=1.5)


def test_the_accessible_description_says_from_when_to_when(shown: Shown) -> None:
    assert shown.widget.accessibleDescription() == "November 2016 to March 2017"


def test_the_pointer_tells_what_a_bar_stands_for(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    QTest.mouseMove(shown.widget, shown.place(1))
    QTest.mouseMove(shown.widget, shown.place(3))
    assert told[-1] == "Feb 2017: 8"


# The mouse


@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 1)])
def test_dragging_asks_for_the_range(shown: Shown, first: int, last: int) -> None:
    shown.drag(first, last)
    assert shown.asked == [("2016-12", "2017-02")]


def test_the_range_shows_while_it_is_drawn_and_after(shown: Shown) -> None:
    on, off = names(LIGHT.accent, LIGHT.line)
    QTest.mousePress(shown.widget, BUTTON, pos=shown.place(0))
    assert shown.colours()[:2] == [on, off]
    QTest.mouseMove(shown.widget, shown.place(1))
    assert [shown.colours()[n] for n in (0, 1, 3, 4)] == [on, on, off, off]
    assert shown.asked == []
    QTest.mouseRelease(shown.widget, BUTTON, pos=shown.place(1))
    assert [shown.colours()[n] for n in (0, 1, 3, 4)] == [on, on, off, off]


def test_bars_outside_the_range_keep_their_height(shown: Shown) -> None:
    before = shown.widget.bars
    shown.drag(0, 1)
    assert shown.widget.bars == before


def test_a_click_chooses_a_bar_and_on_the_chosen_one_drops_it(shown: Shown) -> None:
    shown.click(3)
    shown.click(3)
    assert shown.asked == [("2017-02", "2017-02"), None]
    assert set(names(LIGHT.accent)) == {shown.colours()[n] for n in (0, 1, 3, 4)}


def test_a_click_inside_a_wider_range_narrows_it(shown: Shown) -> None:
    shown.drag(0, 3)
    shown.click(1)
    assert shown.asked[-1] == ("2016-12", "2016-12")


def test_a_drag_beyond_the_ends_ends_at_the_last_bar(shown: Shown) -> None:
    QTest.mousePress(shown.widget, BUTTON, pos=shown.place(3))
    QTest.mouseMove(shown.widget, QPoint(900, 10))
    QTest.mouseRelease(shown.widget, BUTTON, pos=QPoint(900, 10))
    assert shown.asked == [("2017-02", "2017-03")]


def test_other_buttons_choose_nothing(shown: Shown) -> None:
    QTest.mouseClick(shown.widget, Qt.MouseButton.RightButton, pos=shown.place(1))
    assert shown.asked == []


def test_other_hits_in_the_middle_of_a_drag_end_it(shown: Shown) -> None:
    QTest.mousePress(shown.widget, BUTTON, pos=shown.place(3))
    QTest.mouseMove(shown.widget, shown.place(4))
    shown.widget.set_months((("2016-11", 1), ("2016-12", 2)), None)
    QTest.mouseRelease(shown.widget, BUTTON, pos=QPoint(240, 20))
    assert shown.asked == []


# The keys


@pytest.fixture
def press(shown: Shown) -> Callable[..., tuple[str, str] | None]:
    """Press a key; returns the range that is in force then."""

    def pressed(key: Qt.Key, shift: bool = False) -> tuple[str, str] | None:
        QTest.keyClick(shown.widget, key, SHIFT if shift else Qt.KeyboardModifier.NoModifier)
        return shown.asked[-1] if shown.asked else None

    return pressed


def test_arrows_walk_the_bars(press: Callable[..., Any], shown: Shown) -> None:
    assert press(RIGHT) == ("2016-12", "2016-12")
    assert press(RIGHT) == ("2017-01", "2017-01")
    assert press(LEFT) == ("2016-12", "2016-12")
    assert press(LEFT) == ("2016-11", "2016-11")


def test_an_arrow_at_the_end_keeps_the_range(press: Callable[..., Any]) -> None:
    for _ in range(9):
        last = press(RIGHT)
    assert last == ("2017-03", "2017-03")
    for _ in range(9):
        last = press(LEFT)
    assert last == ("2016-11", "2016-11")


def test_shift_widens_bar_by_bar_and_narrows_again(press: Callable[..., Any]) -> None:
    press(RIGHT)
    assert press(RIGHT, shift=True) == ("2016-12", "2017-01")
    assert press(RIGHT, shift=True) == ("2016-12", "2017-02")
    assert press(LEFT, shift=True) == ("2016-12", "2017-01")
    assert press(LEFT, shift=True) == ("2016-12", "2016-12")
    assert press(LEFT, shift=True) == ("2016-11", "2016-12")


def test_an_arrow_without_shift_begins_a_new_range(press: Callable[..., Any]) -> None:
    press(RIGHT)
    press(RIGHT, shift=True)
    assert press(RIGHT) == ("2017-02", "2017-02")


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_drops_the_range(press: Callable[..., Any], key: Qt.Key) -> None:
    press(RIGHT)
    assert press(key) is None


def test_keys_after_fewer_bars(press: Callable[..., Any], shown: Shown) -> None:
    for _ in range(4):
        press(RIGHT)
    shown.months = (("2018-01", 1), ("2018-02", 2))
    shown.widget.set_months(shown.months, None)
    assert press(LEFT, shift=True) in (("2018-01", "2018-01"), ("2018-01", "2018-02"))


def test_keys_without_any_bar_do_nothing(press: Callable[..., Any], shown: Shown) -> None:
    shown.widget.set_months((), None)
    assert press(RIGHT) is None
    QTest.mouseClick(shown.widget, BUTTON)
    assert shown.asked == []


def test_the_theme_colours_the_bars(shown: Shown) -> None:
    shown.widget.theme = DARK
    assert shown.colours()[0] == QColor(DARK.accent).name()
