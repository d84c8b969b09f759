"""The first frame is the final one, and none is painted in another background than the theme's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at, scroll_to, write
from tests.waiting import turns, wait_until
from viewer import paths
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.color_themes import DARK, LIGHT, SEPIA, Theme
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.settings.settings_file import SettingsFile
from viewer.ui.window.main_window import MainWindow


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
    made: list[AppController] = []

    def started(theme: str, library: Library) -> tuple[AppController, Frames]:
        reader = ReaderData(library.folder)
        settings = ReaderSettings(reader)
        settings.theme = theme
        program = AppController(library, reader, settings)
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


Begin = Callable[[str, Library], tuple[AppController, Frames]]


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
    window.menu_actions["outline"].trigger()
    qapp.processEvents()
    program.controllers.pictures_and_series.show_contact_sheet()
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


Open = Callable[..., AppController]


@pytest.fixture
def open_program(library_folder: Path, qapp: QApplication, qtbot: Any) -> Iterator[Open]:
    """``open_program(before_show)`` makes a program that is not yet started."""
    made: list[AppController] = []

    def opened(size: tuple[int, int] = (1280, 800)) -> AppController:
        library = Library(library_folder, paths.bundled_issues())
        reader = ReaderData(library.folder)
        settings = ReaderSettings(reader, SettingsFile(paths.config_folder()))
        program = AppController(library, reader, settings)
        program.window.resize(*size)
        made.append(program)
        return program

    yield opened
    for program in made:
        program.window.close()
        program.close()
        program.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def differing(one: QImage, other: QImage) -> QRect:
    """The box of all pixels that two pictures do not share."""
    box = QRect()
    for y in range(one.height()):
        for x in range(one.width()):
            if one.pixel(x, y) != other.pixel(x, y):
                box = box.united(QRect(x, y, 1, 1))
    return box


def assert_nothing_moves(program: AppController, address: str, qtbot: Any) -> None:
    """Start as the reader does, wait until all rests; every frame is as the first one."""
    window = program.window
    made: list[Frames] = []

    def first() -> None:
        frames = Frames(window)
        frames.take()
        made.append(frames)

    # Before whatever begins behind the first paint.
    window.first_painted.connect(first)
    program.start(at(address) if address else None)
    qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
    qtbot.waitUntil(lambda: window.contents_panel.title_index is not None)
    wait_until(lambda: window.article_pane.is_drawn)
    turns()
    (frames,) = made
    frames.take()
    assert len(frames.taken) > 1
    changed = [shot for shot in frames.taken[1:] if shot != frames.taken[0]]
    assert [differing(shot, frames.taken[0]) for shot in changed] == []


def test_the_first_frame_of_all_stays(open_program: Open, qtbot: Any) -> None:
    program = open_program()
    assert_nothing_moves(program, "", qtbot)


def test_nothing_ticks_while_nothing_is_done(open_program: Open, qtbot: Any) -> None:
    program = open_program()
    assert_nothing_moves(program, "", qtbot)
    timers = [*program.window.findChildren(QTimer), *program.search_worker.findChildren(QTimer)]
    assert len(timers) > 3
    assert [timer for timer in timers if timer.isActive() and not timer.isSingleShot()] == []


def test_the_first_frame_stays_where_she_left_off(open_program: Open, qtbot: Any) -> None:
    first = open_program()
    first.settings.file.set("hints gone", ["import", "palette", "search"])
    first.open(at("dosudo/2/c3"))
    first.window.show()
    scroll_to(first.window.article_pane, "ResNet 由 Kaiming He")
    first.window.close()
    first.close()
    assert_nothing_moves(open_program(), "", qtbot)


def test_the_first_frame_stays_where_another_page_was_asked_for(
    open_program: Open, qtbot: Any
) -> None:
    first = open_program()
    first.open(at("dosudo/2/c3"))
    first.window.close()
    first.close()
    program = open_program()
    assert_nothing_moves(program, "dosudo/2/a1", qtbot)
    assert program.controllers.resume_offer.offered_text()


@pytest.mark.parametrize("width", [700, 900, 1280])
@pytest.mark.parametrize("place", ["a1", "c3"])
def test_the_first_frame_stays_on_a_page_with_pictures(
    open_program: Open, qtbot: Any, width: int, place: str
) -> None:
    assert_nothing_moves(open_program((width, 600)), f"dosudo/2/{place}", qtbot)


@pytest.mark.parametrize("width", [700, 1280])
def test_the_first_frame_stays_beside_many_issues(
    open_program: Open, library_folder: Path, qtbot: Any, width: int
) -> None:
    names = {f"weekly/{n:03}.md": f"# Weekly {n}\n\n## Some news\n\nText.\n" for n in range(90)}
    write(library_folder, dict(names))
    Library(library_folder, paths.bundled_issues()).update_catalogue()
    assert_nothing_moves(open_program((width, 600)), "weekly/80", qtbot)
