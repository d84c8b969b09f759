"""What the style sheet makes of Qt's own widgets: every text of theirs is legible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabBar,
    QWidget,
)

from tests.contrast import contrast_ratio
from viewer import color_themes as themes
from viewer.app import AppController

LEAST = 4.5
ROLE, GROUP = QPalette.ColorRole, QPalette.ColorGroup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=themes.THEMES)
def program(request: pytest.FixtureRequest, start: Callable[..., AppController]) -> AppController:
    program = start("dosudo/2/c5")
    program.window.set_theme(request.param)
    return program


def legible(ink: QColor, ground: str) -> bool:
    assert ink.alpha() == 255, "what shines through has another contrast on each ground"
    return contrast_ratio(ink.name().upper(), ground) >= LEAST


def test_what_an_empty_line_edit_says(program: AppController) -> None:
    window = program.window
    boxes = (
        window.toolbar.search_box,
        window.contents_panel.filter_edit,
        window.find_bar.find_box,
        program.palette_controller.palette.text_field,
    )
    for box in boxes:
        box.ensurePolished()
        assert legible(box.palette().placeholderText().color(), window.theme.page)


def test_labels_buttons_and_tabs_also_where_they_cannot_be_used(program: AppController) -> None:
    window, theme = program.window, program.window.theme
    dialog = program.show_preferences()
    QApplication.processEvents()
    grounds = (theme.side, theme.page, theme.chip)
    for widget in (*window.findChildren(QWidget), *dialog.findChildren(QWidget)):
        if not isinstance(widget, QLabel | QAbstractButton | QTabBar | QLineEdit):
            continue
        widget.ensurePolished()
        for group in (GROUP.Active, GROUP.Inactive, GROUP.Disabled):
            role = ROLE.ButtonText if isinstance(widget, QAbstractButton) else ROLE.WindowText
            ink = widget.palette().color(group, role)
            if ink.name().upper() == theme.page:
                # A button of an accent of its own.
                assert isinstance(widget, QPushButton)
                assert legible(ink, theme.accent)
                continue
            for ground in grounds:
                assert legible(ink, ground), f"{widget.objectName()} {widget}"
    dialog.close()


def test_a_default_button_that_cannot_be_used(program: AppController) -> None:
    theme = program.window.theme
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, program.window)
    button = box.button(QDialogButtonBox.StandardButton.Ok)
    button.setDefault(True)
    button.setEnabled(False)
    box.show()
    button.ensurePolished()
    assert legible(button.palette().color(GROUP.Disabled, ROLE.ButtonText), theme.chip)


def test_menus_and_tips(program: AppController) -> None:
    theme = program.window.theme
    palette = QApplication.palette()
    assert legible(palette.color(ROLE.ToolTipText), palette.color(ROLE.ToolTipBase).name().upper())
    menu = QMenu(program.window)
    action = menu.addAction("Undo")
    action.setEnabled(False)
    menu.ensurePolished()
    usual = menu.grab().toImage()
    assert not usual.isNull()
    for group in (GROUP.Active, GROUP.Disabled):
        assert legible(QColor(menu.palette().color(group, ROLE.WindowText)), theme.page)
