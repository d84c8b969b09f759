"""One hint for whoever is new; closed or made use of, it never comes again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from viewer.app import AppController
from viewer.ui.window.onboarding_hints import OnboardingHints


def hinted(program: AppController) -> OnboardingHints:
    return OnboardingHints(program.window, program.settings)


def said(hints: OnboardingHints) -> str:
    return (
        hints.hint_bar.label.text()
        if hints.hint_bar is not None and hints.hint_bar.isVisible()
        else ""
    )


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start()


def test_closed_it_is_gone_for_good(
    program: AppController, start: Callable[..., AppController], qtbot: Any
) -> None:
    program.window.article_pane.setFocus()
    hints = hinted(program)
    assert said(hints) == "Ctrl+E searches all issues while you type."
    assert program.window.article_pane.hasFocus(), "a hint takes no focus"
    assert hints.hint_bar is not None
    qtbot.mouseClick(hints.hint_bar.close_button, Qt.MouseButton.LeftButton)
    assert said(hints) == ""
    program.window.close()
    program.close()
    assert said(hinted(start())) == "Ctrl+K finds any article, chapter or command."


def test_made_use_of_it_is_gone_too(
    program: AppController, start: Callable[..., AppController]
) -> None:
    hints = hinted(program)
    program.window.menu_actions["palette"].trigger()
    assert said(hints) != "", "only what it is about takes it away"
    program.window.menu_actions["search"].trigger()
    assert said(hints) == ""
    program.window.close()
    program.close()
    assert said(hinted(start())).startswith("Drop files or folders")


def test_there_are_only_a_few(start: Callable[..., AppController]) -> None:
    for _ in range(3):
        program = start()
        hints = hinted(program)
        assert hints.hint_bar is not None
        hints.hint_bar.close_button.click()
        program.window.close()
        program.close()
    assert hinted(start()).hint_bar is None
