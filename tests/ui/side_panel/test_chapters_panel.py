"""The talk at the reader's side: what is told, what waits, what was read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import (
    at,
    height_in_view,
    labels,
    page_text,
    read_to_end,
    scroll_to,
    titles,
    write,
)
from viewer.app import AppController
from viewer.ui.side_panel.chapters_panel import ChaptersPanel
from viewer.ui.widgets.flow_layout import ScrollableHeader
from viewer.ui.widgets.labels import LinkButton
from viewer.ui.window.main_window import MainWindow

OUTLINE = [
    "History of Deep learning",
    "What is Convolutional neural network (CNN)",
    "Some CNN milestones",
    "CNN applications in FAIR",
    "Obstacles of AI",
    "The architecture of AI system",
    "learning predictive forward models",
    "Entity NN",
    "unsupervised learning",
    "adversarial training",
    "video prediction",
    "video prediction with semantic segmentation",
    "style transfer with adversarial auto encoder",
    "Aligning fugue AI with human values",
]
ISSUE_3 = """\
---
number: 3
title: "Dosudo deep learning newsletter #3"
date: 2017-08-12
---

# C. Deep learning big event {#c}

## 8. Entity NN {#c8 series=path-to-ai chapter=8}

The eighth chapter.

## 9. Unsupervised learning {#c9 series=path-to-ai chapter=9}

The ninth chapter.
"""
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
NEXT = (
    Qt.Key.Key_PageDown,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
PREVIOUS = (Qt.Key.Key_PageUp, NEXT[1])


@pytest.fixture
def panel(window: MainWindow) -> ChaptersPanel:
    window.go_to(at("dosudo/2/c"))
    return window.chapters_panel


def states(panel: ChaptersPanel) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [str(panel.model.index(row).data(role)) for row in range(panel.model.rowCount())]
    return [text.rsplit(", ", 1)[1] for text in said]


def click(panel: ChaptersPanel, number: int, qtbot: Any) -> None:
    index = panel.model.index(number - 1)
    panel.view.scrollTo(index)
    place = panel.view.visualRect(index).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_talk_is_named(panel: ChaptersPanel) -> None:
    assert panel.findChild(LinkButton).text() == "Deep learning and the Path to AI"
    assert "Talk  Yann LeCun" in labels(panel)


def test_its_head_is_whole_though_the_window_was_narrow_at_first(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/c3", size=(720, 800)).window
    assert not window.chapters_panel.isVisible()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.chapters_panel.isVisible())
    (head,) = window.chapters_panel.findChildren(ScrollableHeader)
    QApplication.processEvents()
    assert not head.verticalScrollBar().isVisible()
    inside = head.widget()
    assert inside is not None
    assert inside.height() == head.height()


def test_all_fourteen_lines_stand_as_printed(panel: ChaptersPanel) -> None:
    assert titles(panel.model) == OUTLINE
    assert states(panel) == ["unread"] * 7 + ["announced for No. 3"] * 7
    assert panel.count_text() == "7 of 14 told · 0 read"


def test_the_talk_stands_beside_every_page_of_the_issue(window: MainWindow) -> None:
    for key in ("front", "a1", "b", "c4"):
        window.go_to(at(f"dosudo/2/{key}"))
        assert window.chapters_panel.isVisible()
        assert titles(window.chapters_panel.model) == OUTLINE


def test_a_click_opens_a_told_chapter(window: MainWindow, panel: ChaptersPanel, qtbot: Any) -> None:
    for number in range(1, 8):
        click(panel, number, qtbot)
        assert window.address == at(f"dosudo/2/c{number}")
        assert states(panel)[number - 1] == "reading now"


def test_an_announced_chapter_says_for_which_issue_it_waits(
    window: MainWindow, panel: ChaptersPanel, qtbot: Any
) -> None:
    click(panel, 8, qtbot)
    assert window.address == at("dosudo/2/c")
    assert window.message_bar.text() == "“Entity NN” is announced for No. 3."


def test_enter_opens_the_chapter_under_the_keyboard(
    window: MainWindow, panel: ChaptersPanel, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/c1"))
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/c2")


def test_the_panel_follows_the_reading(window: MainWindow, panel: ChaptersPanel) -> None:
    for number in (1, 7, 3):
        window.go_to(at(f"dosudo/2/c{number}"))
        assert panel.view.currentIndex().row() == number - 1
        assert states(panel)[number - 1] == "reading now"
    window.go_to(at("dosudo/2/a1"))
    assert not panel.view.currentIndex().isValid()
    assert "reading now" not in states(panel)


def test_reading_marks_are_counted(window: MainWindow, panel: ChaptersPanel, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c1"))
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert panel.count_text() == "7 of 14 told · 1 read"
    assert window.message_bar.text() == "Marked as read."
    window.go_to(at("dosudo/2/c2"))
    assert states(panel)[:2] == ["read", "reading now"]
    window.go_to(at("dosudo/2/c1"))
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert panel.count_text() == "7 of 14 told · 0 read"


def test_reading_to_the_end_marks_a_chapter(window: MainWindow, panel: ChaptersPanel) -> None:
    window.go_to(at("dosudo/2/c3"))
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert panel.count_text() == "7 of 14 told · 0 read"
    read_to_end(window.article_pane)
    assert panel.count_text() == "7 of 14 told · 1 read"


def test_a_mark_on_another_article_does_not_count(window: MainWindow, panel: ChaptersPanel) -> None:
    window.go_to(at("dosudo/2/a1"))
    window.menu_actions["read"].trigger()
    assert panel.count_text() == "7 of 14 told · 0 read"


def test_reading_marks_are_kept_for_the_next_start(start: Callable[..., AppController]) -> None:
    first = start("dosudo/2/c1")
    first.window.menu_actions["read"].trigger()
    first.window.close()
    first.close()
    second = start("dosudo/2/c2")
    assert second.window.chapters_panel.count_text() == "7 of 14 told · 1 read"


def test_the_keyboard_walks_the_talk_and_back(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c"))
    for number in range(1, 8):
        qtbot.keyClick(window, *NEXT)
        assert window.address == at(f"dosudo/2/c{number}")
        assert page_text(window.article_pane).split("\n")[0].endswith(f"Chapter {number} of 14")
    qtbot.keyClick(window, *NEXT)
    assert window.address == at("dosudo/2/c7")
    for number in range(6, 0, -1):
        qtbot.keyClick(window, *PREVIOUS)
        assert window.address == at(f"dosudo/2/c{number}")
    qtbot.keyClick(window, *PREVIOUS)
    assert window.address == at("dosudo/2/c1")


def test_from_outside_the_talk_the_next_chapter_is_the_first(
    window: MainWindow, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/a2"))
    qtbot.keyClick(window, *NEXT)
    assert window.address == at("dosudo/2/c1")


def test_a_chapter_opens_where_it_was_left(
    window: MainWindow, panel: ChaptersPanel, qtbot: Any
) -> None:
    window.resize(1280, 500)
    window.go_to(at("dosudo/2/c3"))
    scroll_to(window.article_pane, "ResNet 由 Kaiming He")
    window.go_to(at("dosudo/2/a1"))
    click(panel, 3, qtbot)
    assert 0 <= height_in_view(window.article_pane, "ResNet 由 Kaiming He") < 60


class TestAThirdIssue:
    """An issue that is put into the library lights its chapters up."""

    @pytest.fixture
    def program(self, start: Callable[..., AppController], library_folder: Path) -> AppController:
        write(library_folder, {"dosudo/003/issue.md": ISSUE_3})
        return start("dosudo/2/c7", search=True)

    def test_its_chapters_are_told(self, program: AppController, qtbot: Any) -> None:
        panel = program.window.chapters_panel
        tester = QAbstractItemModelTester(panel.model, FATAL, panel)
        qtbot.waitUntil(lambda: panel.count_text() == "9 of 14 told · 0 read")
        assert titles(panel.model) == OUTLINE
        assert states(panel)[6:] == ["reading now", "unread", "unread"] + ["not yet told"] * 5
        tester.deleteLater()

    def test_the_way_on_leads_there(self, program: AppController, qtbot: Any) -> None:
        window = program.window
        qtbot.keyClick(window, *NEXT)
        assert window.address == at("dosudo/3/c8")
        assert "The eighth chapter." in page_text(window.article_pane)
        assert window.contents_panel.view.currentIndex().data() == "Entity NN"
        qtbot.keyClick(window, *PREVIOUS)
        assert window.address == at("dosudo/2/c7")

    def test_a_click_leads_there(self, program: AppController, qtbot: Any) -> None:
        click(program.window.chapters_panel, 9, qtbot)
        assert program.window.address == at("dosudo/3/c9")

    def test_it_stands_in_the_tree(self, program: AppController) -> None:
        assert titles(program.window.contents_panel.model)[:3] == [
            "Dosudo deep learning newsletter",
            "No. 3 · 12 Aug 2017",
            "Deep learning big event",
        ]

    def test_the_reader_stays_where_she_was(self, program: AppController) -> None:
        assert program.window.address == at("dosudo/2/c7")
        assert height_in_view(program.window.article_pane, "Note 1") > 0
