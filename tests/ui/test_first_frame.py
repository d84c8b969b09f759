"""No frame is ever painted in another background than the theme's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at
from viewer import paths
from viewer.app import Program
from viewer.archive.library import Library
from viewer.archive.reader import ReaderStore
from viewer.themes import DARK, LIGHT, SEPIA, Theme
from viewer.ui.main_window import MainWindow


class Frames(QObject):
    """Takes what is on the screen each time something of a window was painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.taken: list[QImage] = []
        self._handle = window.windowHandle()
        assert self._handle is not None
        self._handle.installEventFilter(self)
        window.installEventFilter(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.take)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint, QEvent.Type.Expose):
            self._soon.start()
        return False

    def take(self) -> None:
        shot = QGuiApplication.primaryScreen().grabWindow(self._window.winId()).toImage()
        if not shot.isNull():
            self.taken.append(shot)


def foreign(shot: QImage, theme: Theme) -> float:
    """How much of a frame is far from every ground of ``theme``, 0 to 1: its letters alone."""
    grounds = [
        sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 3
        for colour in (theme.page, theme.side, theme.line, theme.note, theme.tint, theme.chip)
    ]
    seen = Counter(
        sum(shot.pixelColor(x, y).getRgb()[:3]) / 3
        for x in range(0, shot.width(), 7)
        for y in range(0, shot.height(), 7)
    )
    far = sum(n for grey, n in seen.items() if all(abs(grey - one) > 40 for one in grounds))
    return far / sum(seen.values())


@pytest.fixture
def begin(library_folder: Path, qapp: QApplication, qtbot: object) -> object:
    made: list[Program] = []

    def started(theme: str, library: Library) -> tuple[Program, Frames]:
        reader = ReaderStore(library.folder)
        reader.set_setting("theme", theme)
        program = Program(library, reader)
        made.append(program)
        program.window.resize(1100, 700)
        program.open(at("dosudo/2/c3"))
        program.window.show()
        return program, Frames(program.window)

    yield started
    for program in made:
        program.window.close()
        program.close()
        program.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


Begin = Callable[[str, Library], tuple[Program, Frames]]


@pytest.mark.parametrize("theme", [LIGHT, SEPIA, DARK], ids=lambda theme: theme.name)
def test_the_first_frame_and_every_other_is_in_the_theme(
    begin: Begin, library_folder: Path, qapp: QApplication, theme: Theme
) -> None:
    program, frames = begin(theme.name, Library(library_folder, paths.bundled_issues()))
    window = program.window
    for _ in range(3):
        qapp.processEvents()
    assert frames.taken
    for place in ("dosudo/2/a1", "dosudo/2/front", "dosudo/2/c5"):
        window.go_to(at(place))
        qapp.processEvents()
    window.resize(700, 500)
    qapp.processEvents()
    window.actions_["outline"].trigger()
    qapp.processEvents()
    program.views.show_pictures()
    qapp.processEvents()
    frames.take()
    assert len(frames.taken) > 5
    assert max(foreign(shot, theme) for shot in frames.taken) < 0.2


def test_a_window_that_waits_for_its_library_is_dark_as_well(
    begin: Begin, tmp_path: Path, qapp: QApplication
) -> None:
    _, frames = begin("dark", Library(tmp_path / "empty", paths.bundled_issues()))
    for _ in range(3):
        qapp.processEvents()
    assert frames.taken
    assert max(foreign(shot, DARK) for shot in frames.taken) < 0.05


def test_a_white_frame_would_be_seen() -> None:
    shot = QImage(70, 70, QImage.Format.Format_RGB32)
    shot.fill(0xFFFFFFFF)
    assert foreign(shot, DARK) == 1
    assert foreign(shot, LIGHT) == 0
