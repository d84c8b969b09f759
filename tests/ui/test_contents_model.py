"""The tree of contents as a model: its rows, their texts, and the filter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.entries import article, publication, section
from tests.ui.seeing import at, rows, titles
from viewer.ui.contents_model import (
    ADDRESS_ROLE,
    KIND_ROLE,
    LABEL_ROLE,
    MOST_FOUND,
    ContentsModel,
    Kind,
)

HOSTILE = "<b>x</b><img src=/etc/passwd>"
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def model(qapp: object) -> Iterator[ContentsModel]:
    """A model that Qt's own tester watches through everything a test does with it."""
    made = ContentsModel()
    tester = QAbstractItemModelTester(made, FATAL, made)
    yield made
    tester.deleteLater()


def contents() -> tuple[object, ...]:
    return (
        section("", "", article("front", "小報第一期")),
        section(
            "A",
            "Highlights",
            article("a1", "機器學會走路", "1", ("王小明", "Li")),
            article("a2", HOSTILE, "2"),
        ),
        section("B", "News", article("b", "News")),
        section("C", "Talk", article("c", "Talk"), article("c1", "ＣＮＮ History", "1")),
    )


def filled(model: ContentsModel) -> ContentsModel:
    model.set_publications([publication(*contents())])  # type: ignore[arg-type]
    return model


def labelled(model: ContentsModel) -> list[str]:
    return [f"{i.data(LABEL_ROLE)} {i.data()}".strip() for i in rows(model)]


def test_an_empty_library_has_no_rows(model: ContentsModel) -> None:
    assert titles(model) == []
    model.set_publications([])
    assert titles(model) == []
    assert model.set_filter("anything") == 0
    assert titles(model) == []


def test_rows_stand_as_printed(model: ContentsModel) -> None:
    assert labelled(filled(model)) == [
        "小報",
        "No. 1 · 2017-07-29",
        "A Highlights",
        "1 機器學會走路",
        f"2 {HOSTILE}",
        "B News",
        "C Talk",
        "1 ＣＮＮ History",
    ]


def test_the_kinds_and_addresses_of_rows(model: ContentsModel) -> None:
    kinds = [index.data(KIND_ROLE) for index in rows(filled(model))]
    assert kinds == [
        Kind.PUBLICATION, Kind.ISSUE, Kind.SECTION, Kind.ARTICLE, Kind.ARTICLE,
        Kind.SECTION, Kind.SECTION, Kind.ARTICLE,
    ]  # fmt: skip
    places = [str(index.data(ADDRESS_ROLE)) for index in rows(model)]
    assert places == [
        "paper/1/front", "paper/1/front", "paper/1/a1", "paper/1/a1", "paper/1/a2",
        "paper/1/b", "paper/1/c", "paper/1/c1",
    ]  # fmt: skip


def test_the_tooltip_names_editors_and_date(model: ContentsModel) -> None:
    index = filled(model).index_of(at("paper/1/a1"))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == (
        "<p>機器學會走路<br>王小明, Li<br>2017-07-29</p>"
    )


def test_a_title_that_looks_like_html_is_shown_as_it_is(model: ContentsModel) -> None:
    index = filled(model).index_of(at("paper/1/a2"))
    assert index.data() == HOSTILE
    assert index.data(Qt.ItemDataRole.ToolTipRole) == (
        "<p>&lt;b&gt;x&lt;/b&gt;&lt;img src=/etc/passwd&gt;<br>2017-07-29</p>"
    )
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"2 {HOSTILE}"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("history", ["ＣＮＮ History"]),
        ("HISTORY", ["ＣＮＮ History"]),
        ("cnn", ["ＣＮＮ History"]),
        ("ｃｎｎ　ｈｉｓｔ", ["ＣＮＮ History"]),
        ("走路", ["機器學會走路"]),
        ("路 機器", ["機器學會走路"]),
        ("news", ["News"]),
        ("  ", None),
        ("nothing of the kind", []),
    ],
)
def test_the_filter_keeps_what_holds_every_word(
    model: ContentsModel, typed: str, left: list[str] | None
) -> None:
    everything = labelled(filled(model))
    found = model.set_filter(typed)
    if left is None:
        assert labelled(model) == everything
        assert not model.is_filtered
        return
    assert found == len(left)
    ends = [i.data() for i in rows(model) if not model.rowCount(i)]
    assert ends == left
    assert model.set_filter("") > 0
    assert labelled(model) == everything


def test_what_stands_above_a_found_title_stays(model: ContentsModel) -> None:
    filled(model).set_filter("走路")
    assert labelled(model) == ["小報", "No. 1 · 2017-07-29", "A Highlights", "1 機器學會走路"]


def test_a_filter_stays_in_force_when_the_library_changes(model: ContentsModel) -> None:
    model.set_filter("走路")
    assert titles(filled(model))[-1] == "機器學會走路"
    model.set_publications([publication(section("A", "Other", article("a1", "跑步", "1")))])
    assert titles(model) == []
    model.set_filter("")
    assert titles(model)[-1] == "跑步"


def test_the_row_of_an_address(model: ContentsModel) -> None:
    filled(model)
    assert model.index_of(at("paper/1/c1#e01")).data() == "ＣＮＮ History"
    assert model.index_of(at("paper/1/b#b3")).data() == "News"
    assert model.index_of(at("paper/1")).data() == "No. 1 · 2017-07-29"
    assert model.index_of(at("paper/1/front")).data() == "No. 1 · 2017-07-29"
    assert not model.index_of(at("paper/9/a1")).isValid()


def test_an_article_that_a_section_begins_with_has_its_own_row(model: ContentsModel) -> None:
    index = filled(model).index_of(at("paper/1/a1"))
    assert index.data(KIND_ROLE) is Kind.ARTICLE


def test_there_is_nothing_outside_the_rows(model: ContentsModel) -> None:
    filled(model)
    assert not model.index(9, 0).isValid()
    assert not model.index(0, 1).isValid()
    assert not model.parent(QModelIndex()).isValid()
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_the_first_of_very_many_found_titles_are_shown(model: ContentsModel) -> None:
    many = [article(f"x{n}", f"Same {n}", str(n)) for n in range(1000)]
    model.set_publications([publication(section("A", "All", *many))])
    model.set_filter("same")
    shown = titles(model)
    assert shown[3] == "Same 0"
    assert len(shown) == 3 + MOST_FOUND
