"""The outline of a talk as a model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from tests.ui.entries import series
from tests.ui.seeing import at, titles
from viewer.ui.series.chapters_model import ChaptersModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def model(qapp: object) -> Iterator[ChaptersModel]:
    made = ChaptersModel()
    tester = QAbstractItemModelTester(made, FATAL, made)
    yield made
    tester.deleteLater()


def spoken(model: ChaptersModel) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row).data(role)) for row in range(model.rowCount())]


def test_no_series_has_no_rows(model: ChaptersModel) -> None:
    assert titles(model) == []
    model.set_series(None, lambda _: False)
    assert not model.set_current(at("paper/1/c1")).isValid()
    model.refresh()
    assert titles(model) == []
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_every_outline_line_is_a_row_that_says_its_state(model: ChaptersModel) -> None:
    model.set_series(series(2, 4), lambda address: address.article == "c1")
    model.set_current(at("paper/1/c2#e05"))
    assert spoken(model) == [
        "1. Chapter 1, read",
        "2. Chapter 2, reading now",
        "3. Chapter 3, announced for No. 3",
        "4. Chapter 4, announced for No. 3",
    ]


def test_a_line_that_no_issue_announces_is_not_yet_told(model: ChaptersModel) -> None:
    model.set_series(series(1, 2, announced_in=None), lambda _: False)
    assert spoken(model) == ["1. Chapter 1, unread", "2. Chapter 2, not yet told"]


def test_the_current_chapter_is_found_and_left(model: ChaptersModel) -> None:
    model.set_series(series(2, 4), lambda _: False)
    assert model.set_current(at("paper/1/c2")).row() == 1
    assert not model.set_current(at("paper/1/a1")).isValid()
    assert not model.set_current(None).isValid()


def test_views_are_told_when_reading_marks_change(model: ChaptersModel) -> None:
    model.set_series(series(2, 4), lambda _: False)
    told = QSignalSpy(model.dataChanged)
    model.refresh()
    assert told.count() == 1


def test_another_series_takes_the_place_of_the_first(model: ChaptersModel) -> None:
    model.set_series(series(2, 4), lambda _: False)
    model.set_series(series(1, 2), lambda _: False)
    assert titles(model) == ["Chapter 1", "Chapter 2"]
    model.set_series(None, lambda _: False)
    assert titles(model) == []
