"""The command palette: anything by a few letters of its name.

Covers viewer/ui/commands/palette_controller.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.seeing import palette_is_filled, titles
from viewer.app import AppController
from viewer.ui.dialogs.command_palette import CommandPalette
from viewer.ui.dialogs.preferences import PreferencesDialog, setting_labels

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(start: Callable[..., AppController], qtbot: Any) -> AppController:
    made = start("dosudo/2/c3", search=True)
    made.window.article_pane.setFocus()
    qtbot.keyClick(made.window.article_pane, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(lambda: palette_is_filled(made), timeout=20_000)
    return made


@pytest.fixture
def palette(program: AppController) -> CommandPalette:
    return program.palette_controller.palette


def typed(palette: CommandPalette, qtbot: Any, text: str) -> list[str]:
    palette.text_field.setText(text)
    return titles(palette.model)


def test_it_opens_with_the_focus_and_what_was_visited_last(palette: CommandPalette) -> None:
    assert palette.isVisible()
    assert palette.text_field.hasFocus()
    first = titles(palette.model)
    assert "CNN milestones" in first[0]
    assert "Search all issues" in first


def test_an_article_is_opened_by_a_few_letters(
    program: AppController, palette: CommandPalette, qtbot: Any
) -> None:
    assert "Obama" in typed(palette, qtbot, "obama lip")[0]
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Return)
    assert str(program.window.address) == "dosudo/2/a3"
    assert palette.isHidden()
    assert program.window.article_pane.hasFocus(), "the focus returns to where it was"


def test_a_chapter_and_the_other_script(
    program: AppController, palette: CommandPalette, qtbot: Any
) -> None:
    titles = typed(palette, qtbot, "obstacles")
    assert any(title == "5. Obstacles of AI" for title in titles)
    assert "CNN" in typed(palette, qtbot, "卷积神经网路")


def test_a_command_runs_and_shows_its_key(
    program: AppController, palette: CommandPalette, qtbot: Any
) -> None:
    assert typed(palette, qtbot, "theme dark")[0] == "Theme: Dark"
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Return)
    assert program.window.theme.name == "dark"
    qtbot.keyClick(program.window.article_pane, Qt.Key.Key_K, CONTROL)
    typed(palette, qtbot, "next article")
    entry, _ = palette.model.rows[0]
    assert (entry.title, entry.detail, entry.kind) == ("Next article", "Ctrl+PgDown", "Command")


@pytest.mark.parametrize(
    ("words", "title", "said"),
    [
        ("line length", "Line length", "Line length: 38 characters"),
        ("chinese type", "Chinese type", "Chinese type"),
        ("language", "Language", "Language"),
    ],
)
def test_a_setting_is_led_to(
    program: AppController, palette: CommandPalette, qtbot: Any, words: str, title: str, said: str
) -> None:
    assert typed(palette, qtbot, words)[0] == title
    assert palette.model.rows[0][0].kind == "Setting"
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Return)
    (dialog,) = program.window.findChildren(PreferencesDialog)
    button = dialog.focusWidget()
    assert button is not None
    assert button.accessibleDescription() == said
    dialog.close()


def test_every_setting_is_offered(palette: CommandPalette, qtbot: Any) -> None:
    for title in setting_labels().values():
        assert any(shown.startswith(title) for shown in typed(palette, qtbot, title)), title


def test_a_term_is_searched_for_everywhere(
    program: AppController, palette: CommandPalette, qtbot: Any
) -> None:
    typed(palette, qtbot, "世界模擬器")
    assert titles(palette.model)[-1] == "Search all issues for “世界模擬器”"
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Return)
    assert program.window.toolbar.search_box.text() == "世界模擬器"
    qtbot.waitUntil(lambda: program.window.search_controller.is_searching, timeout=20_000)


def test_nothing_called_that_can_still_be_searched_for(palette: CommandPalette, qtbot: Any) -> None:
    assert typed(palette, qtbot, "qqqqzz") == ["Search all issues for “qqqqzz”"]


def test_esc_and_a_look_elsewhere_close_it(
    program: AppController, palette: CommandPalette, qtbot: Any
) -> None:
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    qtbot.keyClick(program.window.article_pane, Qt.Key.Key_K, CONTROL)
    assert palette.isVisible()
    program.window.article_pane.setFocus()
    assert palette.isHidden()


def test_the_arrows_go_round(palette: CommandPalette, qtbot: Any) -> None:
    count = len(typed(palette, qtbot, "deep"))
    assert count > 2
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Up)
    assert palette.view.currentIndex().row() == count - 1
    qtbot.keyClick(palette.text_field, Qt.Key.Key_Down)
    assert palette.view.currentIndex().row() == 0


def test_it_fits_a_narrow_window(program: AppController, palette: CommandPalette) -> None:
    program.window.resize(540, 360)
    assert program.window.rect().contains(palette.geometry())


def test_a_screen_reader_hears_title_kind_and_place(palette: CommandPalette, qtbot: Any) -> None:
    typed(palette, qtbot, "obama lip")
    spoken = palette.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(", Article, Dosudo deep learning newsletter #2")
