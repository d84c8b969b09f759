"""Chips: what they say, how their row scrolls, and choosing one by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from viewer.color_themes import LIGHT
from viewer.ui.search.filter_chips import FilterChip, FilterChipRow

CHIPS = (
    FilterChip("also", "also searched: CNN", True),
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
    assert [name for name, _ in chosen] == ["also", "year", "editor"]


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


def test_a_narrow_row_stays_one_row_and_shows_where_there_is_more(row: FilterChipRow) -> None:
    assert row.arrows == (None, None)
    row.resize(170, row.height())
    assert row.height() == 24
    assert {box.top() for box in boxes(row)} == {0}
    assert boxes(row)[-1].right() > 170
    left, right = row.arrows
    assert left is None
    assert right is not None
    assert (right.right(), right.width(), right.height()) == (170, 24, 24)


def test_a_click_on_the_arrow_leads_on_and_back(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    row.resize(170, row.height())
    first = boxes(row)
    for which in (1, 0):
        while (arrow := row.arrows[which]) is not None:
            QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=arrow.center().toPoint())
        if which:
            assert boxes(row)[-1].right() == 170
    assert boxes(row) == first
    assert chosen == []


def test_the_wheel_scrolls_sideways_whichever_way_it_turns(row: FilterChipRow) -> None:
    row.resize(170, row.height())
    for turned, end in ((QPoint(0, -960), True), (QPoint(0, 960), False), (QPoint(-960, 0), True)):
        place = QPointF(20, 12)
        QApplication.sendEvent(row, wheel(place, turned))
        assert (row.arrows[1] is None) == end, turned
    row.resize(500, row.height())
    event = wheel(QPointF(20, 12), QPoint(0, -960))
    QApplication.sendEvent(row, event)
    assert not event.isAccepted(), "what lies behind may scroll"


def wheel(place: QPointF, turned: QPoint) -> QWheelEvent:
    return QWheelEvent(
        place, place, QPoint(), turned, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_keys_bring_their_chip_into_view(
    row: FilterChipRow, chosen: list[tuple[str, QPoint]]
) -> None:
    row.resize(120, row.height())
    QTest.keyClick(row, Qt.Key.Key_Left)  # from the first to the last
    assert row.rect().contains(row.chip_rect(2).toAlignedRect())
    QTest.keyClick(row, Qt.Key.Key_Return)
    ((name, place),) = chosen
    assert name == "editor"
    assert 0 <= row.mapFromGlobal(place).x() <= 120
    QTest.keyClick(row, Qt.Key.Key_Left)
    left, right = row.arrows
    assert left is not None
    assert right is not None
    assert left.right() <= row.chip_rect(1).left()
    assert row.chip_rect(1).right() <= right.left()


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
