"""Titles of the talk and in the palette are set in the faces of their publication's language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.seeing import at, palette_is_filled, titles, write
from viewer.app import AppController

SIMPLIFIED, OWN = "Noto Sans CJK SC", "Noto Sans CJK TC"
YAML = """\
id: weekly
name: 周刊
language: zh-Hans
series:
  - {id: talk, title: 讲座直播, speaker: 李华, outline: [历史与骨, 经过与直]}
"""
ISSUE = """\
---
number: 1
title: 直播周刊
date: 2020-01-01
---

# A. 讲座

## 1. 历史与骨 {#a1 series=talk chapter=1}

从前。
"""


@pytest.fixture
def program(start: Callable[..., AppController], library_folder: Path) -> AppController:
    write(library_folder / "weekly", {"publication.yaml": YAML, "001/issue.md": ISSUE})
    made = start("dosudo/2/c1", search=True)
    assert made.window.go_to(at("weekly/1/a1"))
    return made


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is drawn from now on, each text with the family it is drawn in."""
    found: dict[str, str] = {}
    draw = QPainter.drawText

    def recorded(painter: QPainter, *args: Any) -> Any:
        found.update({a: painter.font().families()[0] for a in args if isinstance(a, str)})
        return draw(painter, *args)

    monkeypatch.setattr(QPainter, "drawText", recorded)
    return found


def test_the_panel_of_the_talk(program: AppController, drawn: dict[str, str]) -> None:
    window = program.window
    window.grab()
    titles = ("讲座直播", "历史与骨", "经过与直")
    assert {drawn[title] for title in titles} == {SIMPLIFIED}
    window.go_to(at("dosudo/2/c1"))
    drawn.clear()
    window.grab()
    assert drawn["Some CNN milestones"] == OWN


def test_the_cover_of_the_talk(program: AppController, drawn: dict[str, str]) -> None:
    window = program.window
    window.menu_actions["talk"].trigger()
    QApplication.processEvents()
    leaf = window.page_stack.replacement
    assert leaf is not None
    window.grab()
    assert {drawn[title] for title in ("历史与骨", "经过与直")} == {SIMPLIFIED}
    (title,) = [one for one in leaf.findChildren(QLabel) if one.text() == "讲座直播"]
    assert title.font().families()[0] == SIMPLIFIED


def test_the_rows_of_the_palette(program: AppController, drawn: dict[str, str], qtbot: Any) -> None:
    control = program.palette_controller
    control.open()
    assert ("历史与骨", SIMPLIFIED) in drawn_by(program, drawn), "what was visited last"
    qtbot.waitUntil(lambda: palette_is_filled(program), timeout=20_000)
    for typed, title, detail in (
        ("历史与骨", "历史与骨", "直播周刊"),
        ("1. 历史与骨", "1. 历史与骨", "讲座直播"),
        ("直播周刊", "直播周刊", "1 Jan 2020"),
    ):
        control.palette.text_field.setText(typed)
        seen = drawn_by(program, drawn)
        assert title in titles(control.palette.model)
        # What was typed is drawn by itself.
        assert (title.removeprefix("1. "), SIMPLIFIED) in seen
        assert (detail, SIMPLIFIED) in seen
    control.palette.text_field.setText("milestones")
    assert ("milestones", OWN) in drawn_by(program, drawn)


def drawn_by(program: AppController, drawn: dict[str, str]) -> set[tuple[str, str]]:
    """What the palette draws, each text with its family."""
    drawn.clear()
    program.palette_controller.palette.grab()
    return set(drawn.items())


def test_the_panel_takes_its_size_from_the_window(program: AppController) -> None:
    panel = program.window.chapters_panel
    assert panel.row_delegate.language == "zh-Hans"
    plain = panel.row_delegate._font.pixelSize()
    program.window.go_to(at("dosudo/2/c1"))
    assert panel.row_delegate.language == "zh-Hant"
    assert panel.row_delegate._font.pixelSize() == plain
