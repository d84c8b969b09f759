"""The section tree in the window: as printed, with the keyboard, with the filter.

Covers viewer/ui/contents/contents_delegate.py, viewer/ui/contents/contents_view.py and
viewer/ui/contents/title_index_worker.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QTreeView

from tests.ui.seeing import at, filter_titles, labels, page_text, rows, titles, write
from viewer.app import AppController
from viewer.ui.contents.contents_model import ADDRESS_ROLE, LABEL_ROLE, ContentsModel
from viewer.ui.window.main_window import MainWindow

ARTICLES = [
    *(f"dosudo/2/a{n}" for n in range(1, 6)),
    "dosudo/2/b",
    "dosudo/2/c",
    *(f"dosudo/2/c{n}" for n in range(1, 8)),
]
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def view(window: MainWindow) -> QTreeView:
    return window.contents_panel.view


@pytest.fixture
def box(window: MainWindow) -> QLineEdit:
    return window.contents_panel.filter_edit


def in_view(view: QTreeView) -> bool:
    """Whether the current row is one the reader sees, with all above it open."""
    index = view.currentIndex()
    return index.isValid() and view.viewport().rect().contains(view.visualRect(index).center())


def test_the_tree_stands_as_printed(window: MainWindow) -> None:
    shown = [f"{i.data(LABEL_ROLE)} {i.data()}".strip() for i in rows(window.contents_panel.model)]
    assert shown == [
        "Dosudo deep learning newsletter",
        "No. 2 · 29 Jul 2017",
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
        "7 learning predictive forward models",
    ]


def test_the_first_issue_is_open_at_first(window: MainWindow, view: QTreeView) -> None:
    heights = [view.visualRect(index).height() for index in rows(window.contents_panel.model)]
    assert all(heights)


def test_tooltips_name_editor_and_date(window: MainWindow) -> None:
    tip = window.contents_panel.model.index_of_address(at("dosudo/2/a3")).data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert tip == (
        "<p>Synthesizing Obama: Learning Lip Sync from Audio<br>Chih-Hsu (Jack) Lin<br>"
        "29 July 2017</p>"
    )
    issue = window.contents_panel.model.index_of_address(at("dosudo/2")).data(
        Qt.ItemDataRole.ToolTipRole
    )
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
    assert "Is really big data" in page_text(window.article_pane)
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
    index = window.contents_panel.model.index_of_address(at("dosudo/2/c3"))
    view.scrollTo(index)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert window.address == at("dosudo/2/c3")


def test_a_click_on_the_issue_opens_its_masthead(
    window: MainWindow, view: QTreeView, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/c3"))
    index = window.contents_panel.model.index_of_address(at("dosudo/2"))
    view.scrollTo(index)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert window.address == at("dosudo/2/front")


# The filter


def test_titles_are_filtered_as_typed(window: MainWindow, box: QLineEdit, qtbot: Any) -> None:
    qtbot.keyClicks(box, "cnn m")
    qtbot.waitUntil(
        lambda: window.contents_panel.current_view is window.contents_panel.filtered_view
    )
    assert titles(window.contents_panel.filtered_model)[-1] == "Some CNN milestones"
    assert len(titles(window.contents_panel.filtered_model)) == 4
    box.setText("cnn")
    assert titles(window.contents_panel.filtered_model)[-2:] == [
        "Some CNN milestones",
        "CNN applications in FAIR",
    ]


@pytest.mark.parametrize("typed", ["noscope", "NOSCOPE", "ＮｏＳｃｏｐｅ", "監測 nosc"])
def test_case_and_width_do_not_matter(window: MainWindow, qtbot: Any, typed: str) -> None:
    found = filter_titles(window.contents_panel, typed, qtbot)
    assert found[-1] == "能加速一千倍的超高速視頻目標監測系統NoScope"
    assert len(found) == 4


def test_everything_found_is_in_view(window: MainWindow, qtbot: Any) -> None:
    filter_titles(window.contents_panel, "cnn", qtbot)
    view = window.contents_panel.filtered_view
    assert all(
        view.visualRect(index).height() for index in rows(window.contents_panel.filtered_model)
    )


def test_a_filter_that_finds_nothing_says_so(
    window: MainWindow, box: QLineEdit, qtbot: Any
) -> None:
    assert "No title holds these words; Ctrl+E searches the texts." not in labels(
        window.contents_panel
    )
    assert filter_titles(window.contents_panel, "nothing of the kind", qtbot) == []
    assert "No title holds these words; Ctrl+E searches the texts." in labels(window.contents_panel)
    box.clear()
    assert "No title holds these words; Ctrl+E searches the texts." not in labels(
        window.contents_panel
    )
    assert len(titles(window.contents_panel.model)) == 17


def test_enter_opens_the_first_found(window: MainWindow, box: QLineEdit, qtbot: Any) -> None:
    filter_titles(window.contents_panel, "obama", qtbot)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/a3")


def test_what_is_chosen_among_the_found_is_current_in_the_whole_tree(
    window: MainWindow, view: QTreeView, box: QLineEdit, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/c4"))
    filter_titles(window.contents_panel, "obama", qtbot)
    found = window.contents_panel.filtered_view
    index = window.contents_panel.filtered_model.index_of_address(at("dosudo/2/a3"))
    qtbot.mouseClick(
        found.viewport(), Qt.MouseButton.LeftButton, pos=found.visualRect(index).center()
    )
    assert window.address == at("dosudo/2/a3")
    assert found.currentIndex() == index
    box.clear()
    assert view.currentIndex().data() == "Synthesizing Obama: Learning Lip Sync from Audio"
    assert in_view(view)


def test_a_tooltip_among_the_found_names_editor_and_date(window: MainWindow, qtbot: Any) -> None:
    filter_titles(window.contents_panel, "obama", qtbot)
    tip = window.contents_panel.filtered_model.index_of_address(at("dosudo/2/a3")).data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert tip.endswith("<br>Chih-Hsu (Jack) Lin<br>29 July 2017</p>")


def test_a_cleared_filter_leaves_the_tree_as_it_was(
    window: MainWindow, view: QTreeView, box: QLineEdit, qtbot: Any
) -> None:
    window.resize(1000, 500)
    view.collapse(window.contents_panel.model.index_of_address(at("dosudo/2/a1")).parent())
    window.go_to(at("dosudo/2/front"))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    before = standing(view)
    assert view.verticalScrollBar().value() > 0
    filter_titles(window.contents_panel, "obama", qtbot)
    box.clear()
    assert standing(view) == before


def test_the_model_holds_while_the_window_uses_it(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start()
    tree = program.window.contents_panel
    testers = [
        QAbstractItemModelTester(model, FATAL, tree) for model in (tree.model, tree.filtered_model)
    ]
    for typed in ("c", "cn", "cnn", "", "走", "nothing", ""):
        filter_titles(tree, typed, qtbot)
        program.window.go_to(at("dosudo/2/c2"))
    program.window.show_contents()
    for tester in testers:
        tester.deleteLater()


# Contents that change


def weekly(folder: Path, *numbers: int) -> Path:
    """A publication with an issue of two articles for each number."""
    return write(
        folder,
        {
            f"weekly/{number}.md": f"# Number {number}\n\n## News\n\n### 1. One\n\nText.\n\n"
            "### 2. Two\n\nText.\n"
            for number in numbers
        },
    )


def grown(program: AppController, *numbers: int) -> None:
    """More issues are there: the catalogue is brought in step and shown, as behind the window."""
    weekly(program.library.folder, *numbers)
    program.library.update_catalogue()
    old = program.catalogue
    program.catalogue = program.library.open_catalogue()
    program.window.set_catalogue(program.catalogue)
    if old is not None:
        old.close()


def issue_of(model: ContentsModel, address: str) -> QModelIndex:
    """The row of the issue that an article stands in."""
    return model.index_of_address(at(address)).parent().parent()


def standing(view: QTreeView) -> list[tuple[str, int]]:
    """The titles of the rows in view, each with how far down it stands."""
    seen = []
    index = view.indexAt(QPoint(0, 0))
    while index.isValid() and view.visualRect(index).top() < view.viewport().height():
        seen.append((str(index.data()), view.visualRect(index).top()))
        index = view.indexBelow(index)
    return seen


def test_no_row_jumps_when_issues_come(start: Callable[..., AppController]) -> None:
    program = start()
    grown(program, *range(100, 160))
    program.window.go_to(at("weekly/120/two"))
    view = program.window.contents_panel.view
    assert view.currentIndex().data() == "Two"
    before = standing(view)
    assert view.verticalScrollBar().value() > 0
    assert ("Two", view.visualRect(view.currentIndex()).top()) in before
    grown(program, *range(160, 190), *range(50, 60))
    assert standing(view) == before
    # Where she scrolled away from her article, she stays there.
    above = program.window.contents_panel.model.index_of_address(at("weekly/150"))
    view.scrollTo(above, QTreeView.ScrollHint.PositionAtTop)
    before = standing(view)
    assert ("Two", view.visualRect(view.currentIndex()).top()) not in before
    grown(program, *range(190, 195), *range(40, 45))
    assert standing(view) == before


def test_what_the_reader_folded_stays_folded_when_issues_come(
    start: Callable[..., AppController],
) -> None:
    program = start()
    grown(program, 1, 2, 3, 4)
    tree = program.window.contents_panel
    for place in ("weekly/3", "weekly/2"):
        program.window.go_to(at(place))
        assert tree.view.isExpanded(tree.model.index_of_address(at(place)).parent())
    bundled = tree.model.index_of_address(at("dosudo/2")).parent()
    tree.view.collapse(bundled)
    tree.view.collapse(issue_of(tree.model, "weekly/3/one"))
    grown(program, 5)
    assert not tree.view.isExpanded(tree.model.index_of_address(at("dosudo/2")).parent())
    assert not tree.view.isExpanded(issue_of(tree.model, "weekly/3/one"))
    assert tree.view.isExpanded(issue_of(tree.model, "weekly/2/one"))
    assert tree.view.isExpanded(issue_of(tree.model, "weekly/5/one").parent())


def test_a_filter_finds_what_has_come(start: Callable[..., AppController], qtbot: Any) -> None:
    program = start()
    grown(program, 1)
    assert filter_titles(program.window.contents_panel, "weekly", qtbot) == ["weekly"]
    grown(program, 2)
    program.window.contents_panel.filter_edit.setText("number 2")
    qtbot.waitUntil(
        lambda: titles(program.window.contents_panel.filtered_model) == ["weekly", "No. 2"]
    )


def test_a_key_jumps_into_the_filter(window: MainWindow, box: QLineEdit, qtbot: Any) -> None:
    window.menu_actions["tree"].trigger()
    assert window.contents_panel.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not window.contents_panel.isHidden()
    assert box.hasFocus()


def test_no_row_grows_or_keeps_an_empty_line_because_it_may_become_current(qapp: Any) -> None:
    """A title that fits in the plain face alone stays in it when it is current."""
    from PySide6.QtGui import QFontMetrics

    from viewer.ui.theme import fonts
    from viewer.ui.widgets.text_lines import fit_strong_lines

    plain, strong = fonts.font(13), fonts.font(13, weight=600)
    title = "New chips for neural networks"
    width = QFontMetrics(plain).horizontalAdvance(title)
    assert QFontMetrics(strong).horizontalAdvance(title) > width
    assert fit_strong_lines(title, plain, strong, width) == (plain, [title])
    assert fit_strong_lines(title, plain, strong, width * 2) == (strong, [title])


# A star


def open_issues(program: AppController) -> int:
    """How many issues of the weekly are open down to their articles."""
    tree = program.window.contents_panel
    top = tree.model.index_of_address(at("weekly/100/one")).parent().parent().parent()
    return sum(
        tree.view.isExpanded(issue) and tree.view.isExpanded(tree.model.index(0, 0, issue))
        for issue in (tree.model.index(row, 0, top) for row in range(tree.model.rowCount(top)))
    )


def test_a_star_unfolds_everything_below(start: Callable[..., AppController], qtbot: Any) -> None:
    program = start()
    grown(program, *range(100, 220))
    view, model = program.window.contents_panel.view, program.window.contents_panel.model
    top = issue_of(model, "weekly/150/one").parent()
    view.setFocus()
    view.is_selecting = True
    view.setCurrentIndex(top)
    view.scrollTo(issue_of(model, "weekly/160/one"), QTreeView.ScrollHint.PositionAtTop)
    first = standing(view)[0]
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    # What she sees comes first.
    assert standing(view)[0] == first
    assert standing(view)[1][0] == "News"
    qtbot.waitUntil(lambda: not view.expansion.is_running)
    assert open_issues(program) == 120
    assert standing(view)[0] == first


def test_a_star_on_an_issue_unfolds_it_alone(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start()
    grown(program, *range(100, 110))
    view = program.window.contents_panel.view
    view.setFocus()
    view.is_selecting = True
    view.setCurrentIndex(issue_of(program.window.contents_panel.model, "weekly/105/one"))
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert open_issues(program) == 1


def test_unfolding_ends_when_other_contents_come(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start()
    grown(program, *range(100, 400))
    view, model = program.window.contents_panel.view, program.window.contents_panel.model
    view.setFocus()
    view.is_selecting = True
    view.setCurrentIndex(issue_of(model, "weekly/100/one").parent())
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert view.expansion.is_running
    grown(program, 400)
    assert not view.expansion.is_running
    assert 0 < open_issues(program) < 301
