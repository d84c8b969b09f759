"""Nothing moves by itself, so there is no motion that a reader or her system had to turn off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractAnimation, QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar, QWidget

from tests.ui.test_accessibility import (
    State,
    import_sheet,
    palette,
    picture_viewer,
    preferences,
    reading,
    searching,
    talk_cover,
)
from tests.waiting import turns, wait_until
from viewer.app import AppController
from viewer.ui.importing.import_dialog import ImportDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Painted(QObject):
    """Writes down which widgets are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.widgets.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def still(qapp: QApplication) -> Iterator[None]:
    """A caret blinks as often as the system says; here it says never."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


def waiting(program: AppController) -> QWidget:
    """An import whose length is not known yet."""
    sheet = ImportDialog(["weekly"], program.window)
    sheet.show()
    return sheet


def painted(qapp: QApplication) -> list[str]:
    watch = Painted()
    qapp.installEventFilter(watch)
    turns(of_ms=13)
    qapp.removeEventFilter(watch)
    return watch.widgets


def moving(root: QWidget) -> list[str]:
    """What of a window would paint again by itself: animations, and clocks that strike again."""
    dispatcher = QAbstractEventDispatcher.instance()
    parts = [root, *root.findChildren(QObject)]
    found = [p for p in parts if isinstance(p, QAbstractAnimation) and p.state().value]
    for part in parts:
        if not (isinstance(part, QTimer) and part.isSingleShot()) and dispatcher.registeredTimers(
            part
        ):
            found.append(part)
    return [f"{type(part).__name__} of {type(part.parent()).__name__}" for part in found]


def test_what_moves_is_found(qapp: QApplication, qtbot: Any) -> None:
    busy = QProgressBar()
    qtbot.addWidget(busy)
    busy.setRange(0, 0)
    busy.show()
    clock = QTimer(busy)
    clock.start(50)
    assert "QTimer of QProgressBar" in moving(busy)


@pytest.mark.parametrize(
    "state",
    [reading, searching, palette, picture_viewer, talk_cover, preferences, import_sheet, waiting],
)
def test_what_stands_there_stands_still(
    start: Callable[..., AppController], qapp: QApplication, still: None, state: State
) -> None:
    program = start("dosudo/2/c5", search=True)
    root = state(program)
    pane = program.window.article_pane
    wait_until(lambda: pane.is_drawn or not pane.isVisible())
    # What is still to come, places of the palette for example, comes once; what moves never rests.
    wait_until(lambda: not painted(qapp))
    assert moving(root) == []
    if root is not program.window:
        root.close()


def test_a_page_is_scrolled_at_once(
    start: Callable[..., AppController], qapp: QApplication, still: None
) -> None:
    """One key, one jump: what follows it within the same turn is all there is."""
    pane = start("dosudo/2/c5").window.article_pane
    bar = pane.verticalScrollBar()
    seen: list[int] = []
    bar.valueChanged.connect(seen.append)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Home):
        before = len(seen)
        QTest.keyClick(pane, key)
        moved = len(seen)
        assert moved == before + 1, key
    turns(of_ms=13)
    assert len(seen) == moved, "nothing glides on"
    assert moving(pane) == []


def test_the_system_says_whether_menus_and_tips_may_fade(qapp: QApplication) -> None:
    """None of Qt's effects is switched on by the program itself."""
    effects = (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo,
               Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip)  # fmt: skip
    assert not any(QApplication.isEffectEnabled(effect) for effect in effects)
