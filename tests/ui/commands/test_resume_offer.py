"""Continue reading: the way back to where the reader was.

Covers viewer/ui/window/offer_bar.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from tests.ui.seeing import at, height_in_view, scroll_to, write
from viewer.app import AppController
from viewer.ui.window.offer_bar import OfferBar

LINE = "ResNet 由 Kaiming He"
ISSUE = """\
---
number: 3
title: "Dosudo deep learning newsletter #3"
date: 2017-08-12
---

# A. News {#a}

Some news.
"""


def close(program: AppController) -> None:
    program.window.close()
    program.close()


def strip(program: AppController) -> OfferBar:
    return program.controllers.resume_offer.offer_bar


def press(program: AppController, kind: type[QPushButton] | type[QToolButton], qtbot: Any) -> None:
    (button,) = strip(program).findChildren(kind)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def elsewhere(start: Callable[..., AppController], qtbot: Any) -> AppController:
    """A start that was asked for another article than the one that was left in its middle."""
    first = start("dosudo/2/c3")
    scroll_to(first.window.article_pane, LINE)
    close(first)
    program = start("dosudo/2/a1")
    qtbot.waitUntil(lambda: bool(program.controllers.resume_offer.offered_text()))
    return program


def test_where_the_reader_was_is_offered(elsewhere: AppController, qtbot: Any) -> None:
    offered = elsewhere.controllers.resume_offer.offered_text()
    assert offered.startswith("Continue  Some CNN milestones  No. 2 · ")
    assert offered.endswith(" %")
    assert not strip(elsewhere).isAncestorOf(QApplication.focusWidget())
    press(elsewhere, QPushButton, qtbot)
    window = elsewhere.window
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, LINE) < 60
    assert elsewhere.controllers.resume_offer.offered_text() == ""
    # Back leads to what was asked for.
    window.menu_actions["back"].trigger()
    assert window.address == at("dosudo/2/a1")


def test_the_command_stays_when_the_line_is_closed(elsewhere: AppController, qtbot: Any) -> None:
    press(elsewhere, QToolButton, qtbot)
    assert elsewhere.controllers.resume_offer.offered_text() == ""
    assert elsewhere.window.menu_actions["continue"].isEnabled()
    qtbot.keyClick(elsewhere.window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert elsewhere.window.address == at("dosudo/2/c3")
    assert not elsewhere.window.menu_actions["continue"].isEnabled()


def test_the_line_goes_when_the_reader_reads_on_elsewhere(elsewhere: AppController) -> None:
    elsewhere.window.go_to(at("dosudo/2/a1#e01"))
    assert elsewhere.controllers.resume_offer.offered_text()
    elsewhere.window.go_to(at("dosudo/2/a2"))
    assert elsewhere.controllers.resume_offer.offered_text() == ""
    assert elsewhere.window.menu_actions["continue"].isEnabled()


def test_nothing_is_offered_where_the_program_opens_where_it_was_left(
    start: Callable[..., AppController],
) -> None:
    close(start("dosudo/2/c3"))
    program = start(search=True)
    assert program.controllers.resume_offer.offered_text() == ""
    assert not program.window.menu_actions["continue"].isEnabled()
    close(program)
    again = start("dosudo/2/c3#e23", search=True)
    assert again.controllers.resume_offer.offered_text() == ""


@pytest.mark.parametrize("value", [7, ["dosudo"], ["dosudo", 99, "zz", 5], [1, "2", 3, "4"]])
def test_a_place_that_is_not_there_is_not_offered(
    start: Callable[..., AppController], value: object
) -> None:
    first = start()
    first.reader_data.set("last", "position", value)
    first.close()
    program = start("dosudo/2/a1", search=True)
    assert program.controllers.resume_offer.offered_text() == ""


def test_the_line_is_reached_by_keyboard(elsewhere: AppController, qtbot: Any) -> None:
    (button,) = strip(elsewhere).findChildren(QPushButton)
    assert button.accessibleName() == elsewhere.controllers.resume_offer.offered_text()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert elsewhere.window.address == at("dosudo/2/c3")


def test_a_long_title_finds_room_in_a_narrow_window(elsewhere: AppController) -> None:
    window = elsewhere.window
    strip(elsewhere).show_offer("Continue", "A very long title " * 20, "No. 2 · 45 %")
    window.resize(560, 600)
    QApplication.processEvents()
    assert strip(elsewhere).width() <= window.article_pane.width()
    assert window.width() == 560


def test_an_issue_that_came_in_is_offered_and_the_way_back_from_it(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    close(start("dosudo/2/c3"))
    write(library_folder / "dosudo", {"003/issue.md": ISSUE})
    program = start(search=True)
    continuing = program.controllers.resume_offer
    qtbot.waitUntil(lambda: continuing.offered_text() == "New  Dosudo deep learning newsletter #3")
    assert program.window.address == at("dosudo/2/c3")
    press(program, QPushButton, qtbot)
    assert program.window.address is not None
    assert program.window.address.issue == 3
    assert continuing.offered_text() == "Continue  Some CNN milestones  No. 2"
    press(program, QPushButton, qtbot)
    assert program.window.address == at("dosudo/2/c3")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_the_reader_brings_in_herself_is_not_told_as_new(
    start: Callable[..., AppController], library_folder: Path, tmp_path: Path, qtbot: Any
) -> None:
    program = start("dosudo/2/c3", search=True)
    write(tmp_path / "given", {"issue-7.md": "# 第 7 期\n\n## 新聞\n\n今天的新聞。\n"})
    program.import_controller.import_paths([tmp_path / "given"])
    qtbot.waitUntil(
        lambda: bool(program.import_controller.dialog and program.import_controller.dialog.facts)
    )
    sheet = program.import_controller.dialog
    assert sheet is not None
    next(b for b in sheet.findChildren(QPushButton) if b.text() == "&Import").click()
    qtbot.waitUntil(lambda: "brought in" in sheet.heading, timeout=20_000)
    assert program.controllers.resume_offer.offered_text() == ""
    # To read it leads away from where she was.
    next(b for b in sheet.findChildren(QPushButton) if b.text() == "&Read").click()
    assert program.controllers.resume_offer.offered_text().startswith(
        "Continue  Some CNN milestones"
    )
