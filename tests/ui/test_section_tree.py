"""The section tree in the window: as printed, with the keyboard, with the filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QTreeView

from tests.ui.seeing import at, labels, page_text, rows, titles
from viewer.app import Program
from viewer.ui.contents_model import ADDRESS_ROLE, LABEL_ROLE
from viewer.ui.main_window import MainWindow

ARTICLES = [
    *(f"dosudo/2/a{n}" for n in range(1, 6)),
    "dosudo/2/b",
    "dosudo/2/c",
    *(f"dosudo/2/c{n}" for n in range(1, 8)),
]
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def view(window: MainWindow) -> QTreeView:
    return window.tree.view


@pytest.fixture
def box(window: MainWindow) -> QLineEdit:
    return window.tree.filter


def in_view(view: QTreeView) -> bool:
    """Whether the current row is one the reader sees, with all above it open."""
    index = view.currentIndex()
    return index.isValid() and view.viewport().rect().contains(view.visualRect(index).center())


def test_the_tree_stands_as_printed(window: MainWindow) -> None:
    shown = [f"{i.data(LABEL_ROLE)} {i.data()}".strip() for i in rows(window.tree.model)]
    assert shown == [
        "Dosudo deep learning newsletter",
        "No. 2 · 2017-07-29",
        "A Deep learning highlight",
        "1 Google DeepMind taught AI to walk, run and jump!",
        "2 Is really big data resulting better performance? Google and CMU newest research said "
        "YES.",
        "3 Synthesizing Obama: Learning Lip Sync from Audio",
        "4 能加速一千倍的超高速視頻目標監測系統NoScope",
        "5 DeepMind提出多任務強化學習框架Distral",
        "B Hot deep learning news and materials",
        "C Deep learning big event",
        "1 History of Deep learning",
        "2 What is Convolutional neural network (CNN)",
        "3 Some CNN milestones",
        "4 CNN applications in FAIR",
        "5 Obstacles of AI",
        "6 The architecture of AI system",
        "7 The architecture of AI system",
    ]


def test_the_first_issue_is_open_at_first(window: MainWindow, view: QTreeView) -> None:
    heights = [view.visualRect(index).height() for index in rows(window.tree.model)]
    assert all(heights)


def test_tooltips_name_editor_and_date(window: MainWindow) -> None:
    tip = window.tree.model.index_of(at("dosudo/2/a3")).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == (
        "<p>Synthesizing Obama: Learning Lip Sync from Audio<br>Chih-Hsu (Jack) Lin<br>"
        "2017-07-29</p>"
    )
    issue = window.tree.model.index_of(at("dosudo/2")).data(Qt.ItemDataRole.ToolTipRole)
    assert "Dosudo deep learning newsletter #2" in issue
    assert "George.Wu, Joanne Tseng, Hubert, Chih-Hsu (Jack) Lin" in issue


def test_the_current_article_is_always_shown(window: MainWindow, view: QTreeView) -> None:
    for place in ARTICLES:
        window.go_to(at(place))
        assert str(view.currentIndex().data(ADDRESS_ROLE)) == place
        assert in_view(view)


def test_a_folded_section_opens_for_the_current_article(
    window: MainWindow, view: QTreeView
) -> None:
    view.collapseAll()
    window.go_to(at("dosudo/2/c5"))
    assert view.currentIndex().data() == "Obstacles of AI"
    assert in_view(view)


def test_arrow_keys_open_articles(window: MainWindow, view: QTreeView, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/a1"))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.address == at("dosudo/2/a2"))
    assert "Is really big data" in page_text(window.pane)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.address == at("dosudo/2/a1"))
    assert view.hasFocus()


def test_arrow_keys_walk_the_whole_issue(window: MainWindow, view: QTreeView, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/front"))
    view.setFocus()
    seen: list[str] = []
    for _ in range(15):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        place = view.currentIndex().data(ADDRESS_ROLE)
        qtbot.waitUntil(lambda place=place: window.address == place)
        if str(place) not in seen:
            seen.append(str(place))
        assert in_view(view)
    assert seen == ARTICLES


def test_a_click_opens_an_article(window: MainWindow, view: QTreeView, qtbot: Any) -> None:
    index = window.tree.model.index_of(at("dosudo/2/c3"))
    view.scrollTo(index)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert window.address == at("dosudo/2/c3")


def test_a_click_on_the_issue_opens_its_masthead(
    window: MainWindow, view: QTreeView, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/c3"))
    index = window.tree.model.index_of(at("dosudo/2"))
    view.scrollTo(index)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert window.address == at("dosudo/2/front")


# The filter


def test_titles_are_filtered_as_typed(window: MainWindow, box: QLineEdit, qtbot: Any) -> None:
    qtbot.keyClicks(box, "cnn m")
    assert titles(window.tree.model)[-1] == "Some CNN milestones"
    assert len(titles(window.tree.model)) == 4


@pytest.mark.parametrize("typed", ["noscope", "NOSCOPE", "ＮｏＳｃｏｐｅ", "監測 nosc"])
def test_case_and_width_do_not_matter(window: MainWindow, box: QLineEdit, typed: str) -> None:
    box.setText(typed)
    ends = [i.data() for i in rows(window.tree.model) if not window.tree.model.rowCount(i)]
    assert ends == ["能加速一千倍的超高速視頻目標監測系統NoScope"]


def test_a_filter_that_finds_nothing_says_so(window: MainWindow, box: QLineEdit) -> None:
    assert "No title holds these words." not in labels(window.tree)
    box.setText("nothing of the kind")
    assert "No title holds these words." in labels(window.tree)
    assert titles(window.tree.model) == []
    box.clear()
    assert "No title holds these words." not in labels(window.tree)
    assert len(titles(window.tree.model)) == 17


def test_enter_opens_the_first_found(window: MainWindow, box: QLineEdit, qtbot: Any) -> None:
    qtbot.keyClicks(box, "obama")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/a3")


def test_the_current_row_comes_back_with_the_whole_tree(
    window: MainWindow, view: QTreeView, box: QLineEdit
) -> None:
    window.go_to(at("dosudo/2/c4"))
    box.setText("obama")
    assert view.currentIndex().data() == "No. 2 · 2017-07-29"
    box.clear()
    assert view.currentIndex().data() == "CNN applications in FAIR"
    assert in_view(view)


def test_what_was_folded_is_folded_again_after_a_filter(
    window: MainWindow, view: QTreeView, box: QLineEdit
) -> None:
    section = window.tree.model.index_of(at("dosudo/2/a1")).parent()
    view.collapse(section)
    window.go_to(at("dosudo/2/front"))
    box.setText("obama")
    assert view.isExpanded(window.tree.model.index_of(at("dosudo/2/a3")).parent())
    box.clear()
    assert not view.isExpanded(window.tree.model.index_of(at("dosudo/2/a1")).parent())


def test_the_model_holds_while_the_window_uses_it(
    start: Callable[..., Program], qtbot: Any
) -> None:
    program = start()
    tree = program.window.tree
    tester = QAbstractItemModelTester(tree.model, FATAL, tree)
    for typed in ("c", "cn", "cnn", "", "走", "nothing", ""):
        tree.filter.setText(typed)
        program.window.go_to(at("dosudo/2/c2"))
    assert program.catalogue is not None
    tree.set_publications(program.catalogue.publications())
    tester.deleteLater()


def test_a_key_jumps_into_the_filter(window: MainWindow, box: QLineEdit, qtbot: Any) -> None:
    window.actions_["tree"].trigger()
    assert window.tree.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not window.tree.isHidden()
    assert box.hasFocus()
