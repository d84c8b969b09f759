"""The window itself: what it remembers, its commands, its messages, a narrow screen.

Covers viewer/ui/application/window_controllers.py, viewer/ui/commands/help.py,
viewer/ui/dialogs/about_and_shortcuts.py and viewer/ui/window/menu_actions.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import SIGNAL, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit

from tests.ui.seeing import at, height_in_view, labels, page_text, scroll_to, titles, write
from viewer import paths
from viewer.app import AppController
from viewer.color_themes import DARK, LIGHT, THEMES
from viewer.ui.commands.command_table import commands, shortcut_list
from viewer.ui.dialogs.about_and_shortcuts import COMPONENTS, AboutDialog, ShortcutsDialog
from viewer.ui.window.main_window import MainWindow

#: A line in the middle of chapter 3.
LINE = "ResNet 由 Kaiming He"


def close(program: AppController) -> None:
    program.window.close()
    program.close()


# What is remembered


def test_the_first_start_shows_the_masthead(start: Callable[..., AppController]) -> None:
    window = start().window
    assert window.address == at("dosudo/2/front")
    assert "Dosudo 矽谷軟體工程師 Deep learning 讀書會" in page_text(window.article_pane)


def test_the_first_key_turns_the_page(window: MainWindow) -> None:
    """Nobody has to click into the page before the keys scroll it."""
    assert QApplication.focusWidget() is window.article_pane


def test_the_next_start_shows_the_same_line(start: Callable[..., AppController]) -> None:
    first = start("dosudo/2/c3")
    scroll_to(first.window.article_pane, LINE)
    close(first)
    second = start()
    assert second.window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(second.window.article_pane, LINE) < 60
    assert second.window.contents_panel.view.currentIndex().data() == "Some CNN milestones"


def test_many_starts_do_not_drift(start: Callable[..., AppController]) -> None:
    first = start("dosudo/2/c3")
    scroll_to(first.window.article_pane, LINE)
    close(first)
    for _ in range(4):
        next_one = start()
        height = height_in_view(next_one.window.article_pane, LINE)
        close(next_one)
    assert 0 <= height < 60


def test_an_anchor_that_is_asked_for_is_at_the_top(start: Callable[..., AppController]) -> None:
    window = start("dosudo/2/b#b7").window
    assert 0 <= height_in_view(window.article_pane, "7. 手機運行神經網絡") < 80


def test_an_address_that_is_asked_for_comes_first(start: Callable[..., AppController]) -> None:
    close(start("dosudo/2/c3"))
    assert start("dosudo/2/a1").window.address == at("dosudo/2/a1")


def test_a_place_that_is_no_longer_there_is_let_go(
    start: Callable[..., AppController], library_folder: Path
) -> None:
    first = start()
    first.reader_data.set("last", "position", ["dosudo", 99, "zz", 5])
    first.close()
    second = start()
    assert second.window.address == at("dosudo/2/front")
    assert second.window.message_bar.text() == ""


@pytest.mark.parametrize(
    "value", [None, 7, "x", [], ["dosudo"], ["dosudo", "2", "c3", 0], [1, 2, 3, 4], {"a": 1}]
)
def test_odd_settings_are_let_go(start: Callable[..., AppController], value: object) -> None:
    first = start()
    usual = first.window.appearance.theme_choice, first.window.side_panel.shown.name
    for name in (
        "theme", "zoom", "typesetting", "geometry", "panes", "hidden", "beside", "language",
        "window text", "whole issue", "text cursor", "prefer newer", "hints gone", "quiet hint",
    ):  # fmt: skip
        first.settings.file.set(name, value)
    for kind, key in (("last", "position"), ("recent search", "x"), ("saved search", "x")):
        first.reader_data.set(kind, key, value)
    first.close()
    second = start().window
    assert second.address is not None
    assert (second.appearance.theme_choice, second.side_panel.shown.name) == usual
    assert second.contents_panel.isVisible()
    assert not second.navigator.prefers_whole_issue


def test_theme_and_text_size_are_kept(start: Callable[..., AppController]) -> None:
    first = start("dosudo/2/c3")
    first.window.set_theme("dark")
    first.window.menu_actions["larger"].trigger()
    first.window.menu_actions["larger"].trigger()
    size = first.window.article_pane.document().defaultFont().pixelSize()
    close(first)
    second = start("dosudo/2/c3").window
    assert second.article_pane.document().defaultFont().pixelSize() == size
    chosen = [a.data() for a in second.menu_actions.theme_group.actions() if a.isChecked()]
    assert chosen == ["dark"]
    corner = second.grab().toImage().pixelColor(second.article_pane.pos() + QPoint(5, 200))
    assert corner.lightness() < 60


def test_the_window_comes_back_where_and_as_large_as_it_was(
    start: Callable[..., AppController],
) -> None:
    close(start(size=(740, 520)))
    second = start(size=None).window
    assert (second.width(), second.height()) == (740, 520)


def test_the_panes_come_back_as_wide_as_they_were(start: Callable[..., AppController]) -> None:
    first = start()
    first.window.splitter.setSizes([340, 700, 300])
    panes = first.window.splitter.sizes()
    close(first)
    second = start().window
    assert second.splitter.sizes() == panes


@pytest.mark.parametrize("name", list(THEMES))
def test_a_theme_is_drawn_at_once(window: MainWindow, name: str) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.set_theme(name)
    shot = window.grab().toImage()
    theme = THEMES[name]
    place = window.article_pane.viewport().mapTo(
        window, QPoint(2, window.article_pane.viewport().height() - 3)
    )
    assert shot.pixelColor(place).name().upper() == theme.page


def test_a_theme_is_chosen_in_the_menu(window: MainWindow) -> None:
    for action in window.menu_actions.theme_group.actions():
        if action.data() == "dark":
            action.trigger()
    assert QApplication.palette().window().color().name().upper() == DARK.side
    window.set_theme("light")
    assert QApplication.palette().window().color().name().upper() == LIGHT.side


# Commands


def all_actions(window: MainWindow) -> set[QAction]:
    return set(window.findChildren(QAction))


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = Counter(
        sequence.toString(QKeySequence.SequenceFormat.PortableText)
        for action in all_actions(window)
        for sequence in action.shortcuts()
    )
    assert keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_is_one(window: MainWindow) -> None:
    for command in commands():
        for key in command.shortcuts:
            sequence = QKeySequence(key)
            assert sequence.toString(QKeySequence.SequenceFormat.PortableText), command


def test_every_command_stands_in_a_menu_and_does_something(window: MainWindow) -> None:
    shown = {action for menu in window.menu_actions.menus for action in menu.actions()}
    for command in commands():
        assert window.menu_actions[command.name] in shown
        assert window.menu_actions[command.name].receivers(SIGNAL("triggered(bool)")), command.name


def test_the_menu_bar_has_the_usual_places(window: MainWindow) -> None:
    names = [action.text() for action in window.menuBar().actions()]
    assert names == ["&File", "&Edit", "&View", "&Go", "&Help"]


def test_no_mnemonic_is_given_twice_in_a_menu(window: MainWindow) -> None:
    for menu in window.menu_actions.menus:
        letters = Counter(
            action.text()[action.text().index("&") + 1].lower()
            for action in menu.actions()
            if "&" in action.text()
        )
        assert [letter for letter, count in letters.items() if count > 1] == [], menu.title()


def test_the_cheat_sheet_names_every_key(window: MainWindow) -> None:
    rows = shortcut_list()
    assert len(rows) == len([c for c in commands() if c.shortcuts])
    assert any(keys == "Ctrl+F" for keys, _ in rows)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_cheat_sheet_opens_with_a_key(window: MainWindow, qtbot: Any) -> None:
    from PySide6.QtCore import QTimer

    shown: list[tuple[str, str]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, ShortcutsDialog)
        words = [label.text() for label in box.findChildren(QLabel)]
        shown.extend(zip(words[::2], words[1::2], strict=True))
        box.close()

    QTimer.singleShot(0, look)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert shown == shortcut_list()
    assert not [text for _, text in shown if "&" in text]


def test_about_names_versions_and_licences(window: MainWindow, qtbot: Any) -> None:
    from importlib import metadata

    from viewer import __version__

    about = AboutDialog("/some/library", window)
    qtbot.addWidget(about)
    (box,) = about.findChildren(QPlainTextEdit)
    text = box.toPlainText()
    assert f"Dosudo Viewer {__version__} · MIT" in text
    for distribution, name, licence in COMPONENTS:
        assert f"{name} {metadata.version(distribution)} · {licence}" in text
    assert "Qt 6" in text
    assert "SQLite" in text
    assert "Library: /some/library" in labels(about)


def test_about_names_everything_the_program_requires() -> None:
    import tomllib

    from viewer import paths

    project = paths.resources_folder().parent / "pyproject.toml"
    required = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {name.split(";")[0].split(">")[0].split("=")[0].split("<")[0] for name in required}
    assert names <= {distribution for distribution, _, _ in COMPONENTS}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_about_opens_from_the_menu(window: MainWindow) -> None:
    from PySide6.QtCore import QTimer

    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.close()

    QTimer.singleShot(0, look)
    window.menu_actions["about"].trigger()
    assert "Dosudo Viewer" in seen


# Panes


def test_a_narrow_window_folds_its_panes(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    for width, tree, side in ((1280, True, True), (900, True, False), (640, False, False)):
        window.resize(width, 600)
        QApplication.processEvents()
        assert (window.contents_panel.isVisible(), window.right_pane.isVisible()) == (tree, side), (
            width
        )
    window.resize(1280, 800)
    QApplication.processEvents()
    assert window.contents_panel.isVisible()
    assert window.right_pane.isVisible()


def test_a_narrow_window_can_be_searched(window: MainWindow, qtbot: Any) -> None:
    window.resize(900, 600)
    QApplication.processEvents()
    window.search("CNN")
    assert window.right_pane.isVisible()
    window.toolbar.search_box.clear()
    assert not window.right_pane.isVisible()


def test_panes_are_put_away_and_brought_back_by_key(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    for key, pane in ((Qt.Key.Key_F9, window.contents_panel), (Qt.Key.Key_F10, window.right_pane)):
        qtbot.keyClick(window, key)
        assert not pane.isVisible()
        qtbot.keyClick(window, key)
        assert pane.isVisible()


def test_a_folded_pane_can_be_brought_back_in_a_narrow_window(
    window: MainWindow, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.resize(640, 600)
    QApplication.processEvents()
    assert not window.contents_panel.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.contents_panel.isVisible()


# Messages


def test_a_message_never_takes_the_focus(window: MainWindow) -> None:
    window.article_pane.setFocus()
    window.message_bar.show_message("Something happened.")
    assert window.message_bar.text() == "Something happened."
    assert window.message_bar.isVisible()
    assert window.article_pane.hasFocus()
    window.contents_panel.filter_edit.setFocus()
    window.message_bar.show_message("Something else.")
    assert window.contents_panel.filter_edit.hasFocus()
    for widget in window.message_bar.findChildren(type(window.toolbar.back_button)):
        # Tab reaches it; a click leaves the focus where it is.
        assert not widget.focusPolicy().value & Qt.FocusPolicy.ClickFocus.value


def test_messages_wait_for_their_turn(window: MainWindow, qtbot: Any) -> None:
    window.message_bar.show_message("First.")
    window.message_bar.show_message("Second.")
    assert window.message_bar.text() == "First."
    (button,) = window.message_bar.findChildren(type(window.toolbar.back_button))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.message_bar.text() == "Second."
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.message_bar.text() == ""


def test_the_same_message_waits_once(window: MainWindow, qtbot: Any) -> None:
    for _ in range(3):
        window.message_bar.show_message("First.")
        window.message_bar.show_message("Second.")
    (button,) = window.message_bar.findChildren(type(window.toolbar.back_button))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.message_bar.text() == ""


# The library


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken yaml", "---\nnumber: [\n---\n\n# A. X\n\nText.\n"),
        ("not utf-8", b"---\nnumber: 3\ntitle: x\ndate: 2020-01-01\n---\n\n\xff\xfe"),
        ("empty", b""),
        ("unknown key", "---\nnumber: 3\nnonsense: 1\n---\n\n# A. X\n\nText.\n"),
    ],
)
def test_a_broken_issue_is_named_and_the_rest_opens(
    start: Callable[..., AppController],
    library_folder: Path,
    name: str,
    content: str | bytes,
    qtbot: Any,
) -> None:
    write(library_folder, {"dosudo/003/issue.md": content})
    window = start(search=True).window
    assert "003/issue.md" in window.message_bar.text(), name
    assert window.go_to(at("dosudo/2/c3"))
    assert "Deep learning highlight" in titles(window.contents_panel.model)


def test_a_sound_library_has_nothing_to_say(start: Callable[..., AppController]) -> None:
    assert start(search=True).window.message_bar.text() == ""


def test_a_library_without_a_catalogue_is_prepared(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    import shutil

    shutil.rmtree(paths.library_cache_folder(library_folder))
    program = start("dosudo/2/c3")
    window = program.window
    assert window.message_bar.text() == "Preparing the library…"
    program.start_background_work()
    qtbot.waitUntil(lambda: window.article_pane.page is not None, timeout=20_000)
    assert window.address == at("dosudo/2/c3")
    assert window.message_bar.text() == ""
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
