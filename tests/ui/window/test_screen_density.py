"""High-DPI: icons and pictures are made in the density they are shown at, 1, 1.5 and 2.

Covers viewer/ui/theme/icons.py and viewer/ui/window/main_window.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from viewer import color_themes as themes
from viewer.app import AppController
from viewer.ui.theme import icons
from viewer.ui.window.main_window import MainWindow

DENSITIES = (1.0, 1.5, 2.0)


@pytest.mark.parametrize("density", DENSITIES)
@pytest.mark.parametrize("name", icons._DRAWINGS)
def test_every_icon_is_drawn_with_all_the_points_there_are(
    qapp: QApplication, name: str, density: float
) -> None:
    pixmap = icons.pixmap(name, themes.LIGHT.ink, 20, density)
    assert pixmap.devicePixelRatio() == density
    assert pixmap.size() == QSize(round(20 * density), round(20 * density))
    if density == 1.0:
        return
    once = icons.pixmap(name, themes.LIGHT.ink, 20, 1.0).toImage()
    once.setDevicePixelRatio(1.0)
    enlarged = once.scaled(pixmap.size())
    drawn = pixmap.toImage()
    drawn.setDevicePixelRatio(1.0)
    assert drawn.convertToFormat(enlarged.format()) != enlarged, "it is only enlarged"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[MainWindow, float], None]]:
    """``screen(window, 2.0)`` takes the window to a screen of that density."""

    def move(window: MainWindow, density: float) -> None:
        monkeypatch.setattr(QWidget, "devicePixelRatioF", lambda _self: density)
        QApplication.sendEvent(window, QEvent(QEvent.Type.DevicePixelRatioChange))
        QApplication.processEvents()

    return move


def test_a_window_that_moves_to_another_screen_is_drawn_anew(
    start: Callable[..., AppController], screen: Callable[[MainWindow, float], None]
) -> None:
    window = start("dosudo/2/a1").window
    for density in (2.0, 1.5, 1.0):
        screen(window, density)
        icon = window.toolbar.back_button.icon()
        sizes = {size.width() for size in icon.availableSizes()}
        assert sizes == {round(20 * density)}, density
    before = window.toolbar.back_button.icon().cacheKey()
    screen(window, 1.0)
    assert window.toolbar.back_button.icon().cacheKey() == before, "nothing is drawn for nothing"


@pytest.mark.parametrize("scale", DENSITIES)
def test_the_page_and_its_icons_on_a_dense_screen(tmp_path: Path, scale: float) -> None:
    """The density is the screen's from the start: in a program of its own."""
    report = tmp_path / "report.txt"
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(report)],
        env={**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    lines = dict(line.split("=") for line in report.read_text(encoding="utf-8").split())
    assert lines == {
        "icons": str(scale), "pictures": str(scale), "thumbnails": str(scale), "viewer": "vector",
        "sheet": str(scale),
    }  # fmt: skip


_PROGRAM = """
import sys
from tests.ui.window.test_screen_density import report
report(sys.argv[1])
"""


def report(target: str) -> None:
    """Open the window in this program, and write down the densities of what it shows."""
    import shutil
    import tempfile

    from viewer.app import create_qapplication, make_library, wait_until
    from viewer.archive.library.reader_data import ReaderData
    from viewer.archive.model.address import parse_address

    folder = Path(tempfile.mkdtemp())
    create_qapplication("en")
    program = AppController(make_library(folder), ReaderData(None))
    window = program.window
    window.resize(1100, 700)
    program.open(parse_address("dosudo/2/c5"))
    window.show()
    program.start_background_work()
    wait_until(lambda: program.is_library_ready)
    asked: dict[str, set[float]] = {"pictures": set()}
    original = window.picture_cache.scaled_image

    def image(page: object, number: int, width: int, density: float) -> QImage:
        made = original(page, number, width, density)  # type: ignore[arg-type]
        asked["pictures"].add(made.devicePixelRatio())
        assert abs(made.width() - width * density) <= 1, (made.width(), width, density)
        return made

    window.picture_cache.scaled_image = image  # type: ignore[method-assign]
    window.grab()
    wait_until(lambda: window.article_pane.is_drawn)
    pictures = set(asked["pictures"])
    thumbnails = {
        image_.devicePixelRatio()
        for show in window.article_pane.slideshows
        for image_ in show._thumbnail_images.values()
    }
    program.controllers.pictures_and_series.show_contact_sheet()
    window.grab()
    asked["pictures"].clear()
    wait_until(lambda: program.controllers.pictures_and_series.contact_sheet.cell_delegate.is_drawn)
    window.grab()
    sheet = set(asked["pictures"])
    program.controllers.pictures_and_series.show_picture(0)
    vector = program.controllers.pictures_and_series.picture_viewer.canvas._svg is not None
    bar = window.toolbar.back_button.icon()
    density = {size.width() / 20 for size in bar.availableSizes()}
    lines = {
        "icons": density, "pictures": pictures, "thumbnails": thumbnails, "sheet": sheet,
    }  # fmt: skip
    words = [f"{name}={','.join(map(str, sorted(found)))}" for name, found in lines.items()]
    words.append(f"viewer={'vector' if vector else 'raster'}")
    Path(target).write_text("\n".join(words), encoding="utf-8")
    program.close()
    window.close()
    shutil.rmtree(folder, ignore_errors=True)
