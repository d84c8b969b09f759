"""What the filter above the tree finds, with what stands above it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.contents.test_contents_model import CONTENTS, FATAL, HOSTILE
from tests.ui.entries import article, issue, publication, section, surveyed
from tests.ui.seeing import at, rows, titles
from viewer.archive.catalogue.title_index import TitleIndex
from viewer.ui.contents.contents_model import ADDRESS_ROLE, KIND_ROLE, LABEL_ROLE
from viewer.ui.contents.contents_nodes import NodeKind
from viewer.ui.contents.filtered_model import MAX_FILTER_MATCHES, FilteredContentsModel

OTHER = (section("A", "Other", article("a1", "跑步", "1")),)


@pytest.fixture
def survey() -> TitleIndex:
    contents = {2: OTHER, 1: CONTENTS}
    issues = [issue(*sections, number=number) for number, sections in contents.items()]
    return surveyed([publication(*issues)], contents.__getitem__)


@pytest.fixture
def model(qapp: object) -> Iterator[FilteredContentsModel]:
    """A model that Qt's own tester watches through everything a test does with it."""
    made = FilteredContentsModel(lambda title, address: f"{title} at {address}")
    tester = QAbstractItemModelTester(made, FATAL, made)
    yield made
    tester.deleteLater()


def labelled(model: FilteredContentsModel) -> list[str]:
    return [f"{i.data(LABEL_ROLE)} {i.data()}".strip() for i in rows(model)]


def test_what_stands_above_a_found_title_is_shown(
    model: FilteredContentsModel, survey: TitleIndex
) -> None:
    model.set_matches(survey.find("走路", MAX_FILTER_MATCHES))
    assert labelled(model) == ["小報", "No. 1 · 29 Jul 2017", "A Highlights", "1 機器學會走路"]
    kinds = [index.data(KIND_ROLE) for index in rows(model)]
    assert kinds == [NodeKind.PUBLICATION, NodeKind.ISSUE, NodeKind.SECTION, NodeKind.ARTICLE]
    places = [str(index.data(ADDRESS_ROLE)) for index in rows(model)]
    assert places == ["paper/1/front", "paper/1/front", "paper/1/a1", "paper/1/a1"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("talk", ["小報", "No. 1 · 29 Jul 2017", "Talk"]),
        ("小報 no. 2017", ["小報", "No. 2 · 29 Jul 2017", "No. 1 · 29 Jul 2017"]),
        ("小報", ["小報", "No. 2 · 29 Jul 2017", "No. 1 · 29 Jul 2017"]),
        ("步", ["小報", "No. 2 · 29 Jul 2017", "Other", "跑步"]),
        ("nothing of the kind", []),
    ],
)
def test_rows_of_every_kind_are_found(
    model: FilteredContentsModel, survey: TitleIndex, typed: str, found: list[str]
) -> None:
    model.set_matches(survey.find(typed, MAX_FILTER_MATCHES))
    assert titles(model) == found


def test_each_filter_takes_the_place_of_the_last(
    model: FilteredContentsModel, survey: TitleIndex
) -> None:
    for typed in ("a", "步", "", "news", "zzz", "c"):
        model.set_matches(survey.find(typed, MAX_FILTER_MATCHES))
    assert titles(model)[-1] == "ＣＮＮ History"


def test_a_tooltip_is_made_when_it_is_wanted(
    model: FilteredContentsModel, survey: TitleIndex
) -> None:
    model.set_matches(survey.find("img", MAX_FILTER_MATCHES))
    tip = model.index_of_address(at("paper/1/a2")).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<p>&lt;b&gt;x&lt;/b&gt;&lt;img src=/etc/passwd&gt; at paper/1/a2</p>"
    assert model.index_of_address(at("paper/1/a2")).data() == HOSTILE


def test_the_row_of_an_address(model: FilteredContentsModel, survey: TitleIndex) -> None:
    model.set_matches(survey.find("步", MAX_FILTER_MATCHES))
    assert model.index_of_address(at("paper/2/a1")).data() == "跑步"
    assert not model.index_of_address(at("paper/1/a1")).isValid()


def test_an_issue_has_only_what_was_found(model: FilteredContentsModel, survey: TitleIndex) -> None:
    model.set_matches(survey.find("no.", MAX_FILTER_MATCHES))
    index = model.index_of_address(at("paper/1"))
    assert not model.hasChildren(index)
