"""Tab keeps its order when panes lie over the page and come back."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from viewer.ui.window.main_window import MainWindow


def chain(window: MainWindow) -> list[QWidget]:
    found: list[QWidget] = [window.toolbar.search_box]
    while len(found) < 2000:
        following = found[-1].nextInFocusChain()
        if following is window.toolbar.search_box:
            return found
        found.append(following)
    raise AssertionError("the order is no ring")


def places(window: MainWindow) -> list[int]:
    whole = chain(window)
    return [
        whole.index(widget)
        for widget in (
            window.toolbar.search_box, window.toolbar.menu_button,
            window.contents_panel.filter_edit, window.contents_panel.view, window.article_pane,
            window.find_bar.find_box, window.side_panel.tabs, window.chapters_panel.view,
        )
    ]  # fmt: skip


def test_it_is_the_order_of_the_eye(window: MainWindow) -> None:
    assert places(window) == sorted(places(window))


def test_it_stays_when_panes_come_and_go(window: MainWindow, qtbot: Any) -> None:
    window.resize(700, 600)
    window.menu_actions["tree"].trigger()
    assert window.pane_layout.overlay is window.contents_panel
    window.pane_layout.close_overlay()
    window.menu_actions["side"].trigger()
    window.pane_layout.close_overlay()
    window.resize(1280, 800)
    assert places(window) == sorted(places(window))


def test_a_pane_that_goes_hands_the_keys_to_what_is_shown(window: MainWindow, qtbot: Any) -> None:
    window.resize(700, 600)
    window.menu_actions["tree"].trigger()
    assert window.contents_panel.view.hasFocus()
    window.pane_layout.close_overlay()
    assert window.article_pane.hasFocus()
