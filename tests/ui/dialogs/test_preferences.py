"""Preferences: in effect at once, kept for the next start.

Covers viewer/ui/settings/appearance.py and viewer/ui/theme/typesetting.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton

from tests.ui.seeing import page_text
from viewer.app import AppController
from viewer.archive.model.address import parse_address
from viewer.ui.dialogs.preferences import PreferencesDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start("dosudo/2/c3")


@pytest.fixture
def dialog(program: AppController) -> PreferencesDialog:
    return program.show_preferences()


def press(dialog: PreferencesDialog, name: str, text: str) -> None:
    (button,) = [b for b in dialog.option_buttons(name).buttons() if b.text() == text]
    button.click()


def step(dialog: PreferencesDialog, name: str, by: int) -> None:
    dialog.stepper(name).findChildren(QPushButton)[0 if by < 0 else 1].click()


def families(program: AppController, words: str) -> list[str]:
    """The families that ``words`` are set in on the page."""
    cursor = program.window.article_pane.document().find(words)
    assert not cursor.isNull()
    return list(cursor.charFormat().fontFamilies())


def test_a_theme_is_drawn_at_once_and_kept(
    program: AppController, dialog: PreferencesDialog
) -> None:
    press(dialog, "theme", "Sepia")
    assert program.window.theme.name == "sepia"
    assert program.settings.file.get("theme") == "sepia"


def test_the_systems_theme_is_followed(
    program: AppController, dialog: PreferencesDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hints:
        @staticmethod
        def colorScheme() -> Qt.ColorScheme:
            return Qt.ColorScheme.Dark

    press(dialog, "theme", "As the system")
    assert program.window.theme.name == "light"
    system = QGuiApplication.styleHints()
    monkeypatch.setattr("viewer.ui.settings.appearance.QGuiApplication.styleHints", lambda: Hints)
    system.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert program.window.theme.name == "dark"
    assert program.settings.file.get("theme") == "system"
    press(dialog, "theme", "Light")
    system.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert program.window.theme.name == "light", "a theme that was chosen stays"


def test_the_page_is_set_as_the_reader_likes_it(
    program: AppController, dialog: PreferencesDialog
) -> None:
    pane = program.window.article_pane
    before = (pane.document().size().height(), pane.viewport().width())
    step(dialog, "leading", 1)
    assert pane.document().size().height() > before[0]
    step(dialog, "leading", -1)
    step(dialog, "zoom", 1)
    assert dialog.stepper("zoom").value.text() == "110 %"
    assert program.window.appearance.typesetting.zoom == 1.1
    step(dialog, "measure", -1)
    assert dialog.stepper("measure").value.text() == "34 characters"
    (normal,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "&Normal page"]
    normal.click()
    assert dialog.stepper("zoom").value.text() == "100 %"


def test_chinese_and_latin_have_faces_of_their_own(
    program: AppController, dialog: PreferencesDialog
) -> None:
    assert families(program, "層數愈疊愈多")[0] == "Noto Sans CJK TC"
    press(dialog, "han", "Serif")
    assert families(program, "層數愈疊愈多")[0] == "Noto Serif CJK TC"
    press(dialog, "latin", "Sans serif")
    assert families(program, "AlexNet")[0] == "Source Sans 3"
    assert families(program, "層數愈疊愈多")[0] == "Noto Serif CJK TC"
    assert "層數愈疊愈多" in page_text(program.window.article_pane)


def test_what_was_kept_is_there_at_the_next_start(start: Callable[..., AppController]) -> None:
    first = start()
    first.window.appearance.set_typesetting(measure=30, han="serif")
    first.window.close()
    again = start()
    assert again.window.appearance.typesetting.measure == 30
    assert again.window.appearance.typesetting.han == "serif"


def test_a_setting_nobody_offers_is_the_normal_one(start: Callable[..., AppController]) -> None:
    first = start()
    first.settings.file.set("typesetting", {"zoom": 1e9, "measure": "x", "evil": 1})
    first.settings.file.set("theme", "neon")
    first.window.close()
    again = start().window.appearance
    assert (again.typesetting.zoom, again.typesetting.measure) == (1.0, 38)
    assert again.theme_choice == "system"


def test_the_language_changes_at_once_and_the_reader_stays(
    program: AppController, dialog: PreferencesDialog, qtbot: Any
) -> None:
    program.window.go_to(parse_address("dosudo/2/c5"))
    press(dialog, "language", "繁體中文")
    assert program.window.menuBar().actions()[0].text() == "檔案(&F)"
    assert str(program.window.address) == "dosudo/2/c5"
    assert program.window.isVisible()
    shown = [d for d in program.window.findChildren(QDialog) if d.isVisible()]
    assert [d.windowTitle() for d in shown] == ["偏好設定"], "the preferences stay open"
    program.set_language("en")
    assert program.window.menuBar().actions()[0].text() == "&File"
    assert program.settings.file.get("language") == "en"


def test_the_way_back_survives_the_language(start: Callable[..., AppController]) -> None:
    program = start("dosudo/2/a1")
    for place in ("dosudo/2/c5#why", "dosudo/2/c3"):
        program.window.go_to(parse_address(place))
    program.window.menu_actions["back"].trigger()
    visits, current = program.window.navigator.visits
    titles = history_titles(program)
    program.set_language("zh_TW")
    assert [one.address for one in program.window.navigator.visits[0]] == [
        one.address for one in visits
    ]
    assert program.window.navigator.visits[1] == current == 1
    assert history_titles(program) == titles
    program.window.menu_actions["forward"].trigger()
    assert str(program.window.address) == "dosudo/2/c3"
    program.set_language("en")


def history_titles(program: AppController) -> list[str]:
    menu = program.window.menu_actions.history_menu
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]


def test_a_search_survives_the_language(start: Callable[..., AppController], qtbot: Any) -> None:
    program = start(search=True)
    program.window.search("世界模擬器")
    qtbot.waitUntil(lambda: program.window.search_controller.is_searching)
    program.set_language("zh_TW")
    assert program.window.toolbar.search_box.text() == "世界模擬器"
    qtbot.waitUntil(
        lambda: program.window.results_panel.view.model().rowCount() > 0, timeout=10_000
    )
    program.set_language("en")
    QGuiApplication.processEvents()


def test_a_screen_reader_hears_what_is_chosen_and_what_becomes_of_it(
    program: AppController, dialog: PreferencesDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "viewer.ui.dialogs.preferences.announce", lambda _widget, text: told.append(text)
    )
    focused = dialog.focusWidget()
    assert isinstance(focused, QAbstractButton)
    assert focused.isChecked(), "the keys begin at what is chosen"
    theme = QAccessible.queryAccessibleInterface(dialog.option_buttons("theme").buttons()[1])
    assert theme is not None
    assert theme.role() is QAccessible.Role.RadioButton
    larger = next(
        b for b in dialog.stepper("zoom").findChildren(QAbstractButton) if b.text() == "+"
    )
    larger.setFocus()
    larger.click()
    assert told == ["110 %"]
    assert larger.accessibleDescription() == "Text size: 110 %"
