"""The tree of contents as a model: its rows, their texts, and what is read when.

Covers viewer/ui/contents/contents_nodes.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from tests.ui.entries import article, issue, publication, section
from tests.ui.seeing import at, rows, titles
from viewer.archive.model.catalogue_entries import SectionEntry
from viewer.archive.model.publication_labels import with_labels
from viewer.errors import CatalogueError
from viewer.ui.contents.contents_model import ADDRESS_ROLE, KIND_ROLE, LABEL_ROLE, ContentsModel
from viewer.ui.contents.contents_nodes import NodeKind

HOSTILE = "<b>x</b><img src=/etc/passwd>"
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal

CONTENTS = (
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


class Library:
    """What the model reads sections from; it notes which issues were read."""

    def __init__(self, **sections: tuple[SectionEntry, ...]) -> None:
        self.read: list[int] = []
        self.damaged = False

    def sections(self, _publication: str, number: int) -> tuple[SectionEntry, ...]:
        self.read.append(number)
        if self.damaged:
            raise CatalogueError("The catalogue is damaged; it is built anew.")
        return CONTENTS


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def model(qapp: object) -> Iterator[ContentsModel]:
    """A model that Qt's own tester watches through everything a test does with it."""
    made = ContentsModel()
    tester = QAbstractItemModelTester(made, FATAL, made)
    yield made
    tester.deleteLater()


@pytest.fixture
def untested(qapp: object) -> ContentsModel:
    """A model of which nobody but the test reads rows."""
    return ContentsModel()


def filled(model: ContentsModel, library: Library, *numbers: int) -> ContentsModel:
    """The model with issues of these numbers, one with number 1 if there are none."""
    model.set_contents(
        [publication(*(issue(*CONTENTS, number=n) for n in numbers or (1,)))], library.sections
    )
    return model


def labelled(model: ContentsModel) -> list[str]:
    return [f"{i.data(LABEL_ROLE)} {i.data()}".strip() for i in rows(model)]


def test_an_empty_library_has_no_rows(model: ContentsModel, library: Library) -> None:
    assert titles(model) == []
    model.set_contents([], library.sections)
    assert titles(model) == []


def test_publications_of_one_name_are_told_apart(model: ContentsModel, library: Library) -> None:
    same = [publication(issue(*CONTENTS), id="log"), publication(issue(*CONTENTS), id="paper")]
    model.set_contents(with_labels(same), library.sections)
    assert [model.index(row, 0).data() for row in (0, 1)] == ["小報 (log)", "小報 (paper)"]


def test_rows_stand_as_printed(model: ContentsModel, library: Library) -> None:
    assert labelled(filled(model, library)) == [
        "小報",
        "No. 1 · 29 Jul 2017",
        "A Highlights",
        "1 機器學會走路",
        f"2 {HOSTILE}",
        "B News",
        "C Talk",
        "1 ＣＮＮ History",
    ]


def test_the_kinds_and_addresses_of_rows(model: ContentsModel, library: Library) -> None:
    kinds = [index.data(KIND_ROLE) for index in rows(filled(model, library))]
    assert kinds == [
        NodeKind.PUBLICATION, NodeKind.ISSUE, NodeKind.SECTION, NodeKind.ARTICLE, NodeKind.ARTICLE,
        NodeKind.SECTION, NodeKind.SECTION, NodeKind.ARTICLE,
    ]  # fmt: skip
    places = [str(index.data(ADDRESS_ROLE)) for index in rows(model)]
    assert places == [
        "paper/1/front", "paper/1/front", "paper/1/a1", "paper/1/a1", "paper/1/a2",
        "paper/1/b", "paper/1/c", "paper/1/c1",
    ]  # fmt: skip


def test_the_tooltip_names_editors_and_date(model: ContentsModel, library: Library) -> None:
    index = filled(model, library).index_of_address(at("paper/1/a1"))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == (
        "<p>機器學會走路<br>王小明, Li<br>29 July 2017</p>"
    )


def test_a_title_that_looks_like_html_is_shown_as_it_is(
    model: ContentsModel, library: Library
) -> None:
    index = filled(model, library).index_of_address(at("paper/1/a2"))
    assert index.data() == HOSTILE
    assert index.data(Qt.ItemDataRole.ToolTipRole) == (
        "<p>&lt;b&gt;x&lt;/b&gt;&lt;img src=/etc/passwd&gt;<br>29 July 2017</p>"
    )
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"2 {HOSTILE}, unread"


def test_the_row_of_an_address(model: ContentsModel, library: Library) -> None:
    filled(model, library)
    assert model.index_of_address(at("paper/1/c1#e01")).data() == "ＣＮＮ History"
    assert model.index_of_address(at("paper/1/b#b3")).data() == "News"
    assert model.index_of_address(at("paper/1")).data() == "No. 1 · 29 Jul 2017"
    assert model.index_of_address(at("paper/1/front")).data() == "No. 1 · 29 Jul 2017"
    assert not model.index_of_address(at("paper/9/a1")).isValid()


def test_an_article_that_a_section_begins_with_has_its_own_row(
    model: ContentsModel, library: Library
) -> None:
    index = filled(model, library).index_of_address(at("paper/1/a1"))
    assert index.data(KIND_ROLE) is NodeKind.ARTICLE


def test_there_is_nothing_outside_the_rows(model: ContentsModel, library: Library) -> None:
    filled(model, library)
    assert not model.index(9, 0).isValid()
    assert not model.index(0, 1).isValid()
    assert not model.parent(QModelIndex()).isValid()
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


# What is read when


def test_an_issue_is_read_when_it_is_unfolded(untested: ContentsModel, library: Library) -> None:
    model = filled(untested, library, 3, 2, 1)
    top = model.index(0, 0)
    assert [model.index(row, 0, top).data() for row in range(model.rowCount(top))] == [
        f"No. {number} · 29 Jul 2017" for number in (3, 2, 1)
    ]
    second = model.index(1, 0, top)
    assert model.hasChildren(second)
    assert model.rowCount(second) == 3
    assert library.read == []
    assert model.index(0, 0, second).data() == "Highlights"
    assert model.index(2, 0, second).data() == "Talk"
    assert library.read == [2]


def test_an_address_needs_its_own_issue_alone(untested: ContentsModel, library: Library) -> None:
    model = filled(untested, library, 3, 2, 1)
    model.index_of_address(at("paper/2/c1"))
    assert library.read == [2]


def test_an_issue_without_sections_is_never_read(untested: ContentsModel, library: Library) -> None:
    untested.set_contents([publication(issue(CONTENTS[0]))], library.sections)
    index = untested.index_of_address(at("paper/1/front"))
    assert index.data() == "No. 1 · 29 Jul 2017"
    assert not untested.hasChildren(index)
    assert library.read == []


def test_what_cannot_be_read_is_told_once_and_has_empty_rows(
    model: ContentsModel, library: Library
) -> None:
    library.damaged = True
    told = QSignalSpy(model.read_failed)
    assert titles(filled(model, library)) == ["小報", "No. 1 · 29 Jul 2017", "…", "…", "…"]
    assert told.count() == 1
    assert told.at(0) == ["The catalogue is damaged; it is built anew."]
    library.damaged = False
    assert len(titles(filled(model, library))) == 8
