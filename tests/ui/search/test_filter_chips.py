"""Chips: what they say, how they wrap, and choosing one by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from viewer.color_themes import LIGHT
from viewer.ui.search.filter_chips import FilterChip, FilterChipRow

CHIPS = (
    FilterChip("also:CNN", "also searched: CNN", True),
    FilterChip("year", "Year"),
    FilterChip("editor", "編輯"),
)


@pytest.fixture
def row(qtbot: Any, qapp: object) -> Iterator[FilterChipRow]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 200)
    row = FilterChipRow(window)
    row.resize(400, 24)
    row.set_chips(CHIPS)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield row
    window.close()


@pytest.fixture
def chosen(row: FilterChipRow) -> list[tuple[str, QPoint]]:
    """What was chosen, and where its menu belongs."""
    found: list[tuple[str, QPoint]] = []
    row.chip_chosen.connect(lambda name, place: found.append((name, place)))
    return found


def boxes(row: FilterChipRow) -> list[QRectF]:
    return [row.chip_rect(number) for number in range(len(row.chips))]


def middle(row: FilterChipRow, number: int) -> QPoint:
    return row.chip_rect(number).center().toPoint()


def test_a_click_chooses_the_chip_under_it(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=middle(row, 1))
    ((name, place),) = chosen
    assert name == "year"
    below = row.mapFromGlobal(place)
    assert below.y() == row.height()
    assert abs(below.x() - row.chip_rect(1).left()) <= 1


def test_a_click_beside_the_chips_chooses_nothing(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(396, 12))
    assert chosen == []


def test_arrows_walk_in_a_ring_and_enter_or_space_chooses(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    for key in (
        Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Left,
        Qt.Key.Key_Enter,
    ):  # fmt: skip
        QTest.keyClick(row, key)
    assert [name for name, _ in chosen] == ["also:CNN", "year", "editor"]


def test_it_is_reached_by_tab_and_shows_where_one_is(row: FilterChipRow, qtbot: Any) -> None:
    assert row.focusPolicy() == Qt.FocusPolicy.TabFocus
    row.clearFocus()
    plain = row.grab().toImage()
    row.setFocus()
    qtbot.waitUntil(row.hasFocus)
    first = row.grab().toImage()
    QTest.keyClick(row, Qt.Key.Key_Right)
    assert plain != first != row.grab().toImage()


def test_what_is_in_force_looks_different(row: FilterChipRow) -> None:
    picture = row.grab().toImage()
    grounds = [picture.pixelColor(round(box.left()) + 12, 3).name() for box in boxes(row)]
    assert grounds == [QColor(c).name() for c in (LIGHT.tint, LIGHT.chip, LIGHT.chip)]


def test_a_narrow_row_breaks_into_lines(row: FilterChipRow) -> None:
    assert row.heightForWidth(row.width()) == 24
    row.resize(170, row.heightForWidth(170))
    assert row.height() == 54
    assert all(row.rect().contains(box.toAlignedRect()) for box in boxes(row))
    tops = [box.top() for box in boxes(row)]
    assert tops == sorted(tops)
    assert tops[-1] == 30


def test_a_long_chip_is_cut_at_the_width_of_the_row(row: FilterChipRow) -> None:
    row.set_chips(
        (FilterChip("editor", "An editor with a name that goes on and on and on" * 3, True),)
    )
    assert row.chip_rect(0).right() <= row.width()
    assert row.grab().toImage().width() == row.width()


def test_without_chips_it_takes_no_room(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    row.set_chips(())
    assert row.isHidden()
    QTest.keyClick(row, Qt.Key.Key_Right)
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert chosen == []


def test_fewer_chips_leave_the_keys_on_one_of_them(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    QTest.keyClick(row, Qt.Key.Key_Left)
    row.set_chips(CHIPS[:2])
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert [name for name, _ in chosen] == ["year"]


def test_screen_readers_hear_all_of_them(row: FilterChipRow) -> None:
    assert row.accessibleName() == "Filters"
    assert row.accessibleDescription() == "also searched: CNN, Year, 編輯"
