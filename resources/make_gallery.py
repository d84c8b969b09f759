"""Pictures of the program by itself: every kind of view, in each language, theme and width.

    python resources/make_gallery.py FOLDER [--scale 2] [--only WORD]

writes ``FOLDER/search-zh_TW-dark-narrow.png`` and so on, without a screen. Look at every one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.translation import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from viewer.app import AppController

THEMES = ("light", "sepia", "dark")
SIZES = {"wide": (1280, 800), "narrow": (720, 800)}
ARTICLE = "dosudo/2/c5"
QUERY = "世界模擬器"
#: A newsletter to bring in, and what cannot be read of it.
NEWSLETTER = (
    "# Weekly 12\n\n2021-05-03\n\n## One thing\n\nText, ![a picture](https://x.org/a.png).\n"
)

#: What is printed has neither theme nor width.
PAPER = ("light", "wide")

Picture = Callable[["AppController", Path], "QWidget | QPixmap"]


def tree(program: AppController, _folder: Path) -> QWidget:
    """An article beside the contents and the talk."""
    return _drawn(program)


def first_start(program: AppController, _folder: Path) -> QWidget:
    """What whoever is new sees, with the first hint."""
    from viewer.archive.model.address import parse_address
    from viewer.ui.window.onboarding_hints import OnboardingHints

    program.window.go_to(parse_address("dosudo/2/front"))
    OnboardingHints(program.window, program.settings)
    return _drawn(program)


def search(program: AppController, _folder: Path) -> QWidget:
    """A search, and its best hit opened."""
    window = program.window
    window.search(QUERY)
    _until(
        lambda: window.results_panel.model.rowCount() > 0 and window.search_controller.is_searching
    )
    window.open_hit(window.results_panel.model.hits[0])
    return _drawn(program)


def search_start(program: AppController, _folder: Path) -> QWidget:
    """The search box before anything is typed."""
    program.window.menu_actions["search"].trigger()
    return _drawn(program)


def finding(program: AppController, _folder: Path) -> QWidget:
    """A word found in the article."""
    program.window.menu_actions["find"].trigger()
    program.window.find_bar.find_box.setText("AI")
    return _drawn(program)


def nothing_found(program: AppController, _folder: Path) -> QWidget:
    """A search without hits."""
    window = program.window
    window.search("qqqqqq")
    _until(
        lambda: window.search_controller.is_searching and window.results_panel.model.rowCount() == 0
    )
    _until(lambda: False, 300)
    return window


def part(name: str) -> Picture:
    """What takes the picture of a part of the window, see ``show_part`` in viewer/screenshot.py."""

    def shown(program: AppController, _folder: Path) -> QWidget:
        from viewer.screenshot import show_part

        is_drawn = show_part(name, program)
        program.window.grab()
        _until(is_drawn)
        return _drawn(program)

    return shown


def palette(program: AppController, _folder: Path) -> QWidget:
    """The command palette with something typed."""
    program.window.menu_actions["palette"].trigger()
    _until(lambda: bool(program.palette_controller._fingerprint))
    program.palette_controller.palette.text_field.setText("CNN")
    return program.window


def copy_menu(program: AppController, _folder: Path) -> QPixmap:
    """What can be done with the page."""
    from PySide6.QtCore import QPoint

    menu = program.window.article_pane.make_page_menu(QPoint(10, 10))
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    return _over(program.window, menu, QPoint(420, 260))


def view_menu(program: AppController, _folder: Path) -> QPixmap:
    """The menu that tells how the window can be looked at."""
    from PySide6.QtCore import QPoint

    bar = program.window.menuBar()
    menu = program.window.menu_actions.menus[2]
    menu.resize(menu.sizeHint())
    place = bar.actionGeometry(bar.actions()[2]).bottomLeft()
    return _over(program.window, menu, bar.mapTo(program.window, place) + QPoint(0, 1))


def pdf(program: AppController, _folder: Path) -> QPixmap:
    """The first two sheets of the article as PDF."""
    import pypdfium2
    from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

    from viewer.ui.printing.pdf_export import PdfExporter, PrintJob

    window = program.window
    page, words = window.article_pane.page, window.article_pane.labels
    assert page is not None
    assert words is not None
    maker = PdfExporter(PrintJob(page, words, None, window.appearance.typesetting))
    for _ in maker.steps():
        pass
    file = pypdfium2.PdfDocument(maker.data)
    sheets = [file[number].render(scale=1.4) for number in range(min(2, len(file)))]
    kind = QImage.Format.Format_BGR888
    images = [QImage(bytes(s.buffer), s.width, s.height, s.stride, kind).copy() for s in sheets]
    made = QPixmap(sum(one.width() + 20 for one in images) + 20, images[0].height() + 40)
    made.fill(QColor("#8a8a8a"))
    painter = QPainter(made)
    for number, image in enumerate(images):
        painter.drawImage(20 + number * (image.width() + 20), 20, image)
    painter.end()
    return made


def bringing_in(program: AppController, folder: Path) -> QPixmap:
    """The sheet of an import, with something lost and something unreadable, over the page."""
    source = folder / "weekly"
    source.mkdir(exist_ok=True)
    (source / "012.md").write_text(NEWSLETTER, encoding="utf-8")
    (source / "013.md").write_bytes(b"")
    program.import_controller.import_paths([source])
    sheet = program.import_controller.dialog
    assert sheet is not None
    _until(lambda: bool(sheet.facts or sheet.details) and not sheet.is_still_reading)
    return _over(program.window, sheet)


def keys(program: AppController, _folder: Path) -> QPixmap:
    """The sheet of all keys."""
    from viewer.ui.commands.command_table import shortcut_list
    from viewer.ui.dialogs.about_and_shortcuts import ShortcutsDialog

    sheet = ShortcutsDialog(shortcut_list(), program.window)
    sheet.show()
    return _over(program.window, sheet)


def about(program: AppController, _folder: Path) -> QPixmap:
    """About the program."""
    from viewer.ui.dialogs.about_and_shortcuts import AboutDialog

    dialog = AboutDialog("~/.local/share/dosudo-viewer", program.window)
    dialog.show()
    return _over(program.window, dialog)


def empty(program: AppController, _folder: Path) -> QWidget:
    """A library that holds nothing."""
    _until(lambda: program.window.page_stack.replacement is not None)
    return program.window


def error(program: AppController, _folder: Path) -> QWidget:
    """An address where nothing stands."""
    from viewer.archive.model.address import parse_address

    program.window.go_to(parse_address("dosudo/2/z9"))
    return program.window


def preferences(program: AppController, _folder: Path) -> QPixmap:
    """The preferences."""
    return _over(program.window, program.show_preferences())


def _drawn(program: AppController) -> QWidget:
    """The window, once every picture in view and every thumbnail of it is there."""
    pane = program.window.article_pane
    program.window.grab()
    _until(lambda: not pane._relayout_timer.isActive())
    _until(lambda: pane.is_drawn and all(show.is_drawn for show in pane.slideshows))
    return program.window


def _over(window: QWidget, part: QWidget, place: QPoint | None = None) -> QPixmap:
    """What lies over the window, at ``place`` or in its middle: no screen puts them together."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication

    for _ in range(5):
        QApplication.processEvents()
    made = window.grab()
    middle = QPoint((window.width() - part.width()) // 2, (window.height() - part.height()) // 2)
    painter = QPainter(made)
    painter.drawPixmap(place or middle, part.grab())
    if place is None:
        painter.drawRect(part.rect().translated(middle).adjusted(-1, -1, 0, 0))
    painter.end()
    part.close()
    return made


PICTURES: dict[str, Picture] = {
    "tree": tree,
    "first-start": first_start,
    "search": search,
    "search-start": search_start,
    "find": finding,
    "nothing-found": nothing_found,
    "talk": part("talk"),
    "slideshow": part("slideshow"),
    "picture": part("picture"),
    "contact-sheet": part("contact-sheet"),
    "whole": part("whole"),
    "outline": part("outline"),
    "quiet": part("quiet"),
    "palette": palette,
    "copy-menu": copy_menu,
    "view-menu": view_menu,
    "pdf": pdf,
    "import": bringing_in,
    "keys": keys,
    "about": about,
    "empty": empty,
    "error": error,
    "preferences": preferences,
}


def _until(holds: Callable[[], bool], milliseconds: int = 20_000) -> None:
    from viewer.app import wait_until

    wait_until(holds, milliseconds)


def take(target: Path, picture: Picture, language: str, theme: str, size: tuple[int, int]) -> None:
    """Write one picture, of a program that was started for it alone."""
    from PySide6.QtGui import QCursor
    from PySide6.QtWidgets import QApplication, QWidget

    from viewer import paths
    from viewer.app import AppController, create_qapplication, install_translators
    from viewer.archive.library.library import Library
    from viewer.archive.library.reader_data import ReaderData
    from viewer.archive.model.address import parse_address

    install_translators(create_qapplication(), language)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "none").mkdir()
        issues = folder / "none" if picture is empty else paths.bundled_issues()
        library = Library(folder / "library", issues, paths.prebuilt_cache())
        program = AppController(library, ReaderData(None))
        program.window.set_theme(theme)
        program.window.resize(*size)
        QCursor.setPos(-10, -10)
        program.open(parse_address(ARTICLE))
        program.window.show()
        program.window.activateWindow()
        program.start_background_work()
        _until(lambda: program.is_searchable or picture is empty)
        shown = picture(program, folder)
        for _ in range(5):
            QApplication.processEvents()
        (shown.grab() if isinstance(shown, QWidget) else shown).save(str(target))
        program.window.close()
        program.close()
        program.window.deleteLater()
        shutil.rmtree(library.cache_folder, ignore_errors=True)


def main() -> int:
    """Write the gallery; returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--scale", default="1")
    options.add_argument("--only", default="", help="a word of the names of the pictures")
    given = options.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = given.scale
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, picture in PICTURES.items():
        for language in LANGUAGES:
            for theme in THEMES:
                for width, size in SIZES.items():
                    target = given.folder / f"{name}-{language}-{theme}-{width}.png"
                    if picture is pdf and (theme, width) != PAPER:
                        continue
                    if given.only in target.stem:
                        take(target, picture, language, theme, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
