"""The outline of the article on the page: its lines, where the reader is, and going there.

Covers viewer/ui/side_panel/outline_controller.py, viewer/ui/side_panel/outline_model.py,
viewer/ui/side_panel/outline_panel.py and viewer/ui/side_panel/side_panel.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tests.ui.making import Show
from tests.ui.seeing import at, cursor_at, height_in_view, labels, scroll_to, titles, type_into
from viewer.app import AppController
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, Page
from viewer.archive.model.issue import Anchor
from viewer.ui.side_panel.outline_model import (
    LINE_ROLE,
    OutlineModel,
    build_outline,
    last_row_above,
)
from viewer.ui.window.main_window import MainWindow

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
F8, F10, ESCAPE, RETURN = Qt.Key.Key_F8, Qt.Key.Key_F10, Qt.Key.Key_Escape, Qt.Key.Key_Return
WORDS = "Some words to fill the lines of this paragraph. " * 60
LONG = "\n\n".join(
    f"{'#' * level} {name}\n\n{WORDS}"
    for level, name in ((3, "First"), (4, "Inside"), (3, "Second"), (3, "Last"))
)


def page(*anchors: Anchor) -> Page:
    entry = ArticleEntry(Address("paper", 1, "a"), "1", "An article", (), "", 10)
    return Page(entry, "paper", "", "", "", "", "en", (), "", (), anchors, (), (), "")


def said(window: MainWindow) -> list[str]:
    model = window.outline_panel.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row).data(role)) for row in range(model.rowCount())]


def here(window: MainWindow) -> str:
    model = window.outline_panel.model
    return str(model.index(model.current_row).data()) if model.current_row >= 0 else ""


def with_outline(window: MainWindow, place: str, qtbot: Any) -> None:
    window.go_to(at(place))
    qtbot.keyClick(window.article_pane, F8)
    assert window.outline_panel.isVisible()


# The lines


def test_headings_are_set_in_below_the_title_and_notes_below_their_heading() -> None:
    lines = build_outline(
        page(
            Anchor("e0", "A note at the top", 7, 3),
            Anchor("h", "A heading", 4, 10),
            Anchor("i", "One below it", 5, 20),
            Anchor("e1", "Its note", 7, 30),
            Anchor("p", "a paragraph's name", 8, 40),
        )
    )
    assert [(one.title, one.level, one.is_note) for one in lines] == [
        ("An article", 0, False),
        ("A note at the top", 1, True),
        ("A heading", 1, False),
        ("One below it", 2, False),
        ("Its note", 3, True),
    ]
    assert [str(one.address) for one in lines][:2] == ["paper/1/a", "paper/1/a#e0"]


def test_an_article_without_headings_has_no_outline() -> None:
    assert build_outline(page()) == ()
    assert build_outline(page(Anchor("p", "named", 8, 4), Anchor("n", "", 7, 9))) == ()


@pytest.mark.parametrize(
    ("line", "row"), [(-5, 0), (0, 0), (99.5, 0), (100, 1), (250, 1), (300, 2), (9999, 2)]
)
def test_the_row_is_the_last_one_above_the_line(line: float, row: int) -> None:
    assert last_row_above([0, 100, 300], line) == row


def test_there_is_a_row_above_the_first_heading() -> None:
    assert last_row_above([50, 100], 3) == 0


def test_the_model_keeps_qts_rules(qtbot: Any) -> None:
    model = OutlineModel()
    tester = QAbstractItemModelTester(model, FATAL)
    lines = build_outline(page(Anchor("h", "A heading", 3, 10), Anchor("i", "Another", 3, 20)))
    model.set_lines(lines)
    assert model.set_current_row(2)
    assert not model.set_current_row(2)
    assert not model.set_current_row(7)
    assert model.current_row == 2
    assert model.index(1).data(LINE_ROLE) == lines[1]
    model.set_lines(())
    assert model.current_row == -1
    assert tester is not None


# In the window


def test_the_outline_comes_with_a_key_and_goes_with_it(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/b"))
    assert window.chapters_panel.isVisible()
    assert not window.outline_panel.isVisible()
    qtbot.keyClick(window.article_pane, F8)
    assert window.outline_panel.isVisible()
    assert not window.chapters_panel.isVisible()
    assert QApplication.focusWidget() is window.outline_panel.view
    assert window.menu_actions["outline"].isChecked()
    assert titles(window.outline_panel.model)[:2] == [
        "Hot deep learning news and materials",
        "日期、標題與連結",
    ]
    qtbot.keyClick(window.outline_panel.view, F8)
    assert window.chapters_panel.isVisible()
    assert QApplication.focusWidget() is window.article_pane
    assert not window.menu_actions["outline"].isChecked()


def test_the_words_above_choose_as_well(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/b"))
    tabs = window.side_panel.tabs
    assert [tabs.tabText(index) for index in range(2)] == ["Chapters", "Outline"]
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert window.outline_panel.isVisible()
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Left)
    assert window.chapters_panel.isVisible()


def test_the_choice_is_kept(start: Callable[..., AppController], qtbot: Any) -> None:
    first = start("dosudo/2/b")
    qtbot.keyClick(first.window.article_pane, F8)
    first.window.close()
    first.close()
    second = start("dosudo/2/b").window
    assert second.outline_panel.isVisible()
    assert second.menu_actions["outline"].isChecked()


def test_a_line_leads_to_its_heading(window: MainWindow, qtbot: Any) -> None:
    with_outline(window, "dosudo/2/b", qtbot)
    view, model = window.outline_panel.view, window.outline_panel.model
    index = model.index(
        titles(model).index("5. Visual Attribute Transfer through Deep Image Analogy")
    )
    view.scrollTo(index)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert window.address == at("dosudo/2/b#b5")
    assert 0 <= height_in_view(window.article_pane, "5. Visual Attribute Transfer") < 60
    qtbot.waitUntil(lambda: here(window).startswith("5. Visual"))
    # The way back leads to where she was.
    window.menu_actions["back"].trigger()
    assert window.address == at("dosudo/2/b")
    qtbot.waitUntil(lambda: here(window) == "Hot deep learning news and materials")


def test_a_note_without_a_name_is_gone_to_as_well(window: MainWindow, qtbot: Any) -> None:
    with_outline(window, "dosudo/2/b", qtbot)
    window.article_pane.verticalScrollBar().setValue(900)
    view = window.outline_panel.view
    view.setCurrentIndex(window.outline_panel.model.index(1))
    qtbot.keyClick(view, RETURN)
    assert 0 <= height_in_view(window.article_pane, "日期、標題與連結") < 60
    qtbot.waitUntil(lambda: here(window) == "日期、標題與連結")


def test_the_keyboard_walks_and_goes(window: MainWindow, qtbot: Any) -> None:
    with_outline(window, "dosudo/2/b", qtbot)
    view = window.outline_panel.view
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert window.address == at("dosudo/2/b")
    qtbot.keyClick(view, RETURN)
    assert window.address == at("dosudo/2/b#b2")
    assert QApplication.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, RETURN)
    assert window.article_pane.verticalScrollBar().value() == 0
    qtbot.keyClick(view, ESCAPE)
    assert QApplication.focusWidget() is window.article_pane


def test_the_outline_follows_the_scrolling(show: Show, qtbot: Any) -> None:
    window = show({}, LONG)
    with_outline(window, "pics/9/a1", qtbot)
    window.article_pane.setFocus()
    assert titles(window.outline_panel.model) == ["One", "First", "Inside", "Second", "Last"]
    qtbot.waitUntil(lambda: here(window) == "One")
    for name in ("First", "Inside", "Second"):
        scroll_to(window.article_pane, name)
        qtbot.waitUntil(lambda name=name: here(window) == name)
    scroll_to(window.article_pane, "Inside")
    qtbot.waitUntil(lambda: here(window) == "Inside")
    current = window.outline_panel.view.currentIndex()
    assert current.data() == "Inside"
    assert (
        window.outline_panel.view.viewport()
        .rect()
        .contains(window.outline_panel.view.visualRect(current).center())
    )


def test_what_cannot_be_scrolled_to_the_top_is_come_to_at_the_end(show: Show, qtbot: Any) -> None:
    window = show({}, f"### First\n\n{WORDS}\n\n### Short\n\nA few words.\n\n### Last\n\nThe end.")
    with_outline(window, "pics/9/a1", qtbot)
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: here(window) == "Last")
    # Where the reader goes by the outline she is, though another one is nearer to the top.
    window.outline_panel.line_requested.emit(window.outline_panel.model.lines[2])
    qtbot.waitUntil(lambda: here(window) == "Short")
    bar.setValue(0)
    qtbot.waitUntil(lambda: here(window) == "One")


def test_another_size_of_the_text_changes_no_place(show: Show, qtbot: Any) -> None:
    window = show({}, LONG)
    with_outline(window, "pics/9/a1", qtbot)
    scroll_to(window.article_pane, "Second")
    qtbot.waitUntil(lambda: here(window) == "Second")
    for _ in range(4):
        window.menu_actions["larger"].trigger()
    QApplication.processEvents()
    scroll_to(window.article_pane, "Last")
    qtbot.waitUntil(lambda: here(window) == "Last")


def test_a_screen_reader_is_told_notes_and_the_place(window: MainWindow, qtbot: Any) -> None:
    with_outline(window, "dosudo/2/b", qtbot)
    lines = said(window)
    assert lines[0] == "Hot deep learning news and materials, you are here"
    assert lines[1] == "日期、標題與連結, note"
    assert lines[2] == "1. The first post from apple’s machine learning journal."
    assert window.outline_panel.view.accessibleName() == "Outline"
    assert window.side_panel.tabs.accessibleName() == "Beside the page"


def test_the_talk_stands_in_where_there_is_no_outline(show: Show, qtbot: Any) -> None:
    window = show({}, "Nothing but a paragraph.")
    # No talk either: the pane the reader called says so in words.
    assert not window.right_pane.isVisible()
    qtbot.keyClick(window.article_pane, F8)
    assert window.outline_panel.isVisible()
    assert "This article has neither headings nor notes." in labels(window.outline_panel)
    assert not window.side_panel.tabs.isTabVisible(0)
    # In a publication with a talk it has the outline, on to the next article too.
    window.go_to(at("dosudo/2/b"))
    assert window.outline_panel.isVisible()
    assert window.outline_panel.model.rowCount() > 5
    assert "This article has neither headings nor notes." not in labels(window.outline_panel)
    qtbot.keyClick(window.article_pane, F8)
    assert not window.outline_panel.isVisible()
    window.go_to(at("pics/9/a1"))
    assert not window.right_pane.isVisible()


def test_hits_come_before_the_outline_and_it_comes_back(searched: MainWindow, qtbot: Any) -> None:
    window = searched
    assert window.results_panel.isVisible()
    qtbot.keyClick(window.article_pane, F8)
    assert window.outline_panel.isVisible()
    type_into(window.toolbar.search_box, "NoScope")
    qtbot.waitUntil(window.results_panel.isVisible)
    qtbot.keyClick(window.toolbar.search_box, ESCAPE)
    assert window.outline_panel.isVisible()


@pytest.fixture
def searched(start: Callable[..., AppController], qtbot: Any) -> MainWindow:
    window = start("dosudo/2/b", search=True).window
    type_into(window.toolbar.search_box, "CNN")
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 0)
    window.article_pane.setFocus()
    return window


def test_the_pane_is_brought_into_a_narrow_window(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/b"))
    window.resize(800, 600)
    QApplication.processEvents()
    assert not window.right_pane.isVisible()
    qtbot.keyClick(window.article_pane, F8)
    assert window.outline_panel.isVisible()
    qtbot.keyClick(window.outline_panel.view, F10)
    assert not window.right_pane.isVisible()


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_the_line_where_the_reader_is_stands_out(
    window: MainWindow, qtbot: Any, theme: str
) -> None:
    window.set_theme(theme)
    with_outline(window, "dosudo/2/b", qtbot)
    window.article_pane.setFocus()
    QApplication.processEvents()
    view = window.outline_panel.view
    shot = view.viewport().grab().toImage()
    places = [view.visualRect(window.outline_panel.model.index(row)) for row in (0, 2)]
    first, other = (shot.pixelColor(box.right() - 14, box.center().y()).name() for box in places)
    assert first.upper() == window.theme.tint
    assert other.upper() == window.theme.side


def test_the_reader_stays_where_the_address_led(window: MainWindow, qtbot: Any) -> None:
    with_outline(window, "dosudo/2/b", qtbot)
    window.go_to(at("dosudo/2/b#b7"))
    qtbot.waitUntil(lambda: here(window).startswith("7. "))
    assert cursor_at(window.article_pane, "7. 手機運行神經網絡") is not None
