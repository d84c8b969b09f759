"""Reading the page line by line: a text cursor that a screen reader follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget

from tests.ui.making import Show, png
from tests.ui.seeing import at, cursor_at
from viewer.app import AppController
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    program = start("dosudo/2/c5")
    program.window.article_pane.setFocus()
    return program


def line(window: MainWindow) -> str:
    """The line the text cursor stands in, as a screen reader reads it."""
    page = QAccessible.queryAccessibleInterface(window.article_pane)
    assert page is not None
    cursor = window.article_pane.textCursor()
    cursor.select(cursor.SelectionType.LineUnderCursor)
    return cursor.selectedText()


def test_at_first_the_arrow_keys_scroll(program: AppController) -> None:
    pane = program.window.article_pane
    QTest.keyClick(pane, Qt.Key.Key_Down)
    assert pane.textCursor().position() == 0
    assert pane.verticalScrollBar().value() > 0
    assert not program.controllers.caret_browsing.is_enabled


def test_with_a_text_cursor_they_walk_through_the_lines(program: AppController) -> None:
    window = program.window
    window.menu_actions["cursor"].trigger()
    assert program.controllers.caret_browsing.is_enabled
    read = []
    for _ in range(3):
        read.append(line(window))
        QTest.keyClick(window.article_pane, Qt.Key.Key_Down)
    assert read[0].startswith("No. 2")
    assert read[1] == "Obstacles of AI"
    window.menu_actions["cursor"].trigger()
    assert not program.controllers.caret_browsing.is_enabled


def test_the_choice_is_kept(program: AppController, start: Callable[..., AppController]) -> None:
    program.window.menu_actions["cursor"].trigger()
    program.close()
    again = start("dosudo/2/c5")
    assert again.controllers.caret_browsing.is_enabled
    again.window.article_pane.setFocus()
    assert again.window.article_pane.has_text_cursor


@pytest.mark.parametrize(("platform", "is_on"), [("linux", True), ("win32", False)])
def test_a_screen_reader_that_listens_is_reason_enough_on_linux(
    program: AppController, monkeypatch: pytest.MonkeyPatch, platform: str, is_on: bool
) -> None:
    window = program.window
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("viewer.ui.article.caret_browsing.QAccessible", Listened)
    window.toolbar.search_box.setFocus()
    window.article_pane.setFocus()
    assert program.controllers.caret_browsing.is_enabled is is_on
    window.menu_actions["cursor"].trigger()
    window.toolbar.search_box.setFocus()
    window.article_pane.setFocus()
    assert program.controllers.caret_browsing.is_enabled is not is_on, (
        "what the reader said is forgotten"
    )


class Listened:
    @staticmethod
    def isActive() -> bool:
        return True


def test_whoever_scrolls_away_goes_on_where_she_looks(program: AppController) -> None:
    window = program.window
    window.menu_actions["cursor"].trigger()
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum())
    QTest.keyClick(window.article_pane, Qt.Key.Key_Down)
    assert bar.value() > bar.maximum() // 2
    assert window.article_pane.viewport().rect().intersects(window.article_pane.cursorRect())


def test_it_stands_at_the_hit_that_was_opened(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/c5", search=True).window
    window.menu_actions["cursor"].trigger()
    window.search_controller.focus_search_box()
    window.search("Dyna")
    qtbot.waitUntil(
        lambda: window.results_panel.model.rowCount() > 0 and window.results_panel.isVisible()
    )
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.article_pane.hasFocus())
    assert "Dyna" in line(window)


def test_enter_follows_the_link_it_stands_in(show: Show) -> None:
    window = show({}, "See [the second](dosudo-viewer:dosudo/2/c3) and on.\n")
    window.menu_actions["cursor"].trigger()
    cursor = cursor_at(window.article_pane, "second")
    cursor.setPosition(cursor.selectionStart() + 2)
    window.article_pane.setTextCursor(cursor)
    window.article_pane.setFocus()
    QTest.keyClick(window.article_pane, Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/c3")


def test_of_a_picture_its_words_are_told(
    program: AppController, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "viewer.ui.article.caret_browsing.announce", lambda _pane, text: told.append(text)
    )
    window = program.window
    window.menu_actions["cursor"].trigger()
    for _ in range(8):
        QTest.keyClick(window.article_pane, Qt.Key.Key_Down)
    assert any(text.startswith("Slideshow, picture 1 of 5: ") for text in told)


def test_a_screen_reader_takes_the_page_for_text(program: AppController) -> None:
    page = QAccessible.queryAccessibleInterface(program.window.article_pane)
    assert page is not None
    assert page.role() is QAccessible.Role.EditableText
    assert page.state().readOnly
    assert page.state().multiLine
    for stack in (
        program.window.right_pane,
        program.window.page_stack,
        program.window.side_panel.findChild(QStackedWidget),
    ):
        part = QAccessible.queryAccessibleInterface(stack)
        assert part is not None
        assert part.role() is not QAccessible.Role.LayeredPane


def test_rows_of_the_contents_say_where_they_stand(program: AppController) -> None:
    view = program.window.contents_panel.view
    index = view.currentIndex()
    said = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == "5 of 7, level 4"
    tree = QAccessible.queryAccessibleInterface(view)
    assert tree is not None
    row = tree.focusChild()
    assert row is not None
    assert row.text(QAccessible.Text.Description) == said
    assert not row.state().expanded
    top = view.model().index(0, 0)
    assert top.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "1 of 1, level 1"


def test_folding_is_told(program: AppController, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "viewer.ui.contents.contents_view.announce", lambda _view, text: told.append(text)
    )
    view = program.window.contents_panel.view
    view.setFocus()
    view.setCurrentIndex(view.currentIndex().parent())
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert told == ["collapsed", "expanded"]


def test_the_row_with_the_keys_is_told_as_they_come(
    program: AppController, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    told: list[tuple[object, int]] = []

    class Heard(Listened):
        queryAccessibleInterface = QAccessible.queryAccessibleInterface
        Event = QAccessible.Event

        @staticmethod
        def updateAccessibility(event: Any) -> None:
            told.append((event.type(), event.child()))

    monkeypatch.setattr("viewer.ui.widgets.accessibility.QAccessible", Heard)
    view = program.window.contents_panel.view
    view.setFocus()
    qtbot.waitUntil(lambda: bool(told))
    tree = QAccessible.queryAccessibleInterface(view)
    assert tree is not None
    kind, number = told[0]
    assert kind is QAccessible.Event.Focus
    row = tree.child(number)
    assert row is not None
    assert row.text(QAccessible.Text.Name).startswith("5 Obstacles of AI")
    assert at("dosudo/2/c5") == program.window.address


def test_tab_tells_the_link_it_comes_to(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "viewer.ui.article.caret_browsing.announce", lambda _pane, text: told.append(text)
    )
    window = show(
        {"a.png": png(40, 30)}, "A [dull page](https://a.example) and\n\n![A tree](a.png)\n"
    )
    window.article_pane.setFocus()
    for _ in range(6):
        QTest.keyClick(window.article_pane, Qt.Key.Key_Tab)
    assert "Link: dull page" in told
    assert "Picture: A tree" in told
