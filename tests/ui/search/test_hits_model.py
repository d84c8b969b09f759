"""What a search found, as a model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.entries import hit
from tests.ui.seeing import titles
from viewer.ui.search.hits_model import HIT_ROLE, LOCATION_ROLE, HitsModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def model(qapp: object) -> Iterator[HitsModel]:
    model = HitsModel()
    tester = QAbstractItemModelTester(model, FATAL, model)
    yield model
    tester.deleteLater()


def test_rows_come_and_go_with_the_hits(model: HitsModel) -> None:
    assert titles(model) == []
    model.set_hits((hit("a1", "First"), hit("a2", "Second")))
    assert titles(model) == ["First", "Second"]
    model.set_hits((hit("a3", "Third"),))
    assert titles(model) == ["Third"]
    model.set_hits(())
    assert titles(model) == []


def test_a_row_holds_its_hit_and_says_all_of_it(model: HitsModel) -> None:
    found = hit("a1", "First", "a passage")
    model.set_hits((found,))
    index = model.index(0)
    assert index.data(HIT_ROLE) == found
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "First. #1 › A1 · 王小明 · 29 Jul 2017. a passage"
    assert model.data(QModelIndex()) is None


def test_of_several_publications_each_hit_names_its_own(model: HitsModel) -> None:
    model.set_hits((hit("a1", "First"),))
    label = "Weekly (English)"
    model.publication_labels = {model.hits[0].publication: label, "other": "Weekly (日本語)"}
    assert model.index(0).data(LOCATION_ROLE).startswith(f"{label} #1 › A1")
