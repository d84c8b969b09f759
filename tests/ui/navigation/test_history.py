"""Back and forward, by key, by mouse and by button, to the very line.

Covers viewer/ui/navigation/navigator.py and viewer/ui/window/toolbar.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.ui.seeing import at, height_in_view, page_text, scroll_to
from viewer.app import AppController
from viewer.archive.model.address import Address
from viewer.ui.navigation.history import History
from viewer.ui.window.main_window import MainWindow

ALT = Qt.KeyboardModifier.AltModifier

#: A line in the middle of chapter 3.
LINE = "ResNet 由 Kaiming He"


def walk(window: MainWindow, *keys: str) -> None:
    for key in keys:
        window.go_to(at(f"dosudo/2/{key}"))


def test_pages_left_at_their_top_leave_nothing_behind(
    window: MainWindow, library_folder: Path
) -> None:
    walk(window, "a1", "c3")
    scroll_to(window.article_pane, LINE)
    walk(window, "b", "a1")
    (journal,) = (library_folder / "reader").glob("*.jsonl")
    places = re.findall(r'"place","dosudo/2/(\w+)",\[(\d+)', journal.read_text(encoding="utf-8"))
    assert [key for key, _ in places] == ["c3"]
    assert int(places[0][1]) > 0
    # Back at the top there is no place any more.
    walk(window, "c3", "b")
    assert window.navigator.resume_article(at("dosudo/2/c3"))
    assert window.article_pane.verticalScrollBar().value() == 0


def test_keys_go_back_and_forward(window: MainWindow, qtbot: Any) -> None:
    walk(window, "a1", "c3", "b")
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Left, ALT)
    assert window.address == at("dosudo/2/c3")
    assert "Some CNN milestones" in page_text(window.article_pane)
    assert window.contents_panel.view.currentIndex().data() == "Some CNN milestones"
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Left, ALT)
    assert window.address == at("dosudo/2/a1")
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Right, ALT)
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Right, ALT)
    assert window.address == at("dosudo/2/b")


@pytest.mark.parametrize("over", ["pane", "tree", "chapters"])
def test_the_mouse_goes_back_and_forward(window: MainWindow, over: str, qtbot: Any) -> None:
    walk(window, "a1", "c3")
    target = {
        "pane": window.article_pane.viewport(),
        "tree": window.contents_panel.view.viewport(),
        "chapters": window.chapters_panel.view.viewport(),
    }[over]
    qtbot.mouseClick(target, Qt.MouseButton.BackButton, pos=QPoint(60, 300))
    assert window.address == at("dosudo/2/a1")
    qtbot.mouseClick(target, Qt.MouseButton.ForwardButton, pos=QPoint(60, 300))
    assert window.address == at("dosudo/2/c3")


def test_the_buttons_can_be_used_when_there_is_a_way(window: MainWindow, qtbot: Any) -> None:
    back, forward = window.toolbar.back_button, window.toolbar.forward_button
    assert not back.isEnabled()
    assert not forward.isEnabled()
    walk(window, "c3")
    assert back.isEnabled()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert window.address == at("dosudo/2/front")
    assert not back.isEnabled()
    assert forward.isEnabled()
    walk(window, "a1")
    assert not forward.isEnabled()


def test_back_returns_to_the_line(window: MainWindow) -> None:
    walk(window, "c3")
    bar = window.article_pane.verticalScrollBar()
    scroll_to(window.article_pane, LINE)
    walk(window, "a1")
    bar.setValue(300)
    window.navigator.go_back()
    assert 0 <= height_in_view(window.article_pane, LINE) < 40
    window.navigator.go_forward()
    assert abs(bar.value() - 300) < 40


def test_going_to_and_fro_does_not_drift(window: MainWindow) -> None:
    walk(window, "c3")
    scroll_to(window.article_pane, LINE)
    walk(window, "a1")
    for _ in range(10):
        window.navigator.go_back()
        window.navigator.go_forward()
    window.navigator.go_back()
    assert 0 <= height_in_view(window.article_pane, LINE) < 40


def test_places_on_one_page_are_visits_of_their_own(window: MainWindow) -> None:
    window.resize(1280, 420)
    walk(window, "b", "b#b3", "b#b9")
    window.navigator.go_back()
    assert window.address == at("dosudo/2/b#b3")
    window.navigator.go_back()
    assert window.address == at("dosudo/2/b")
    assert window.article_pane.verticalScrollBar().value() == 0


def test_going_beside_walks_the_whole_issue(window: MainWindow, qtbot: Any) -> None:
    walk(window, "front")
    keys = ["front"]
    for _ in range(20):
        qtbot.keyClick(
            window.article_pane, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier
        )
        assert window.address is not None
        if window.address.article != keys[-1]:
            keys.append(window.address.article)
    assert keys == [
        "front", *(f"a{n}" for n in range(1, 6)), "b", "c", *(f"c{n}" for n in range(1, 8))
    ]  # fmt: skip
    qtbot.keyClick(window.article_pane, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.address == at("dosudo/2/c6")


# The line of visits by itself


def place(number: int) -> Address:
    return Address("paper", number)


def test_nothing_was_visited_at_first() -> None:
    history = History()
    assert history.current is None
    assert history.go_back() is None
    assert history.go_forward() is None
    history.save_offset(7)
    assert history.current is None


def test_something_new_cuts_off_what_lay_ahead() -> None:
    history = History()
    for number in (1, 2, 3):
        history.visit(place(number))
    history.go_back()
    history.go_back()
    history.visit(place(4))
    assert not history.can_go_forward
    visit = history.go_back()
    assert visit is not None
    assert visit.address == place(1)


def test_the_same_place_again_adds_nothing() -> None:
    history = History()
    history.visit(place(1))
    history.visit(place(1))
    assert not history.can_go_back


def test_the_line_of_visits_has_an_end() -> None:
    history = History()
    for number in range(2000):
        history.visit(place(number))
    steps = 0
    while history.go_back() is not None:
        steps += 1
    assert 100 < steps < 1000


def test_an_address_written_down_before_its_article_moved_says_where_that_is_now(
    start: Callable[..., AppController],
) -> None:
    program = start("dosudo/2/c1")
    program.reader_data.set("moved", "dosudo/2/a1", "dosudo/2/a2")
    program.window.open_start_page(at("dosudo/2/a1"))
    assert program.window.address == at("dosudo/2/a1")
    assert program.window.message_bar.text() == "What was at dosudo/2/a1 is at dosudo/2/a2 now."
