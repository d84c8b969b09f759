"""Tab keeps its order when panes lie over the page and come back."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from viewer.ui.window.main_window import MainWindow


def chain(window: MainWindow) -> list[QWidget]:
    found: list[QWidget] = [window.bar.box]
    while len(found) < 2000:
        following = found[-1].nextInFocusChain()
        if following is window.bar.box:
            return found
        found.append(following)
    raise AssertionError("the order is no ring")


def places(window: MainWindow) -> list[int]:
    whole = chain(window)
    return [
        whole.index(widget)
        for widget in (
            window.bar.box, window.bar.more_button, window.tree.filter_edit, window.tree.view,
            window.pane, window.find_bar.find_box, window.beside.tabs, window.chapters.view,
        )
    ]  # fmt: skip


def test_it_is_the_order_of_the_eye(window: MainWindow) -> None:
    assert places(window) == sorted(places(window))


def test_it_stays_when_panes_come_and_go(window: MainWindow, qtbot: Any) -> None:
    window.resize(700, 600)
    window.actions_["tree"].trigger()
    assert window.folding.over is window.tree
    window.folding.put_away()
    window.actions_["side"].trigger()
    window.folding.put_away()
    window.resize(1280, 800)
    assert places(window) == sorted(places(window))


def test_a_pane_that_goes_hands_the_keys_to_what_is_shown(window: MainWindow, qtbot: Any) -> None:
    window.resize(700, 600)
    window.actions_["tree"].trigger()
    assert window.tree.view.hasFocus()
    window.folding.put_away()
    assert window.pane.hasFocus()
