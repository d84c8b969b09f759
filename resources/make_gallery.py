"""Pictures of the program by itself: every kind of view, in each language, theme and width.

    python resources/make_gallery.py FOLDER [--scale 2] [--only WORD]

writes ``FOLDER/search-zh_TW-dark-narrow.png`` and so on, without a screen. Look at every one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.app import Program

LANGUAGES = ("en", "zh_TW")
THEMES = ("light", "sepia", "dark")
SIZES = {"wide": (1280, 800), "narrow": (720, 800)}
ARTICLE = "dosudo/2/c5"
QUERY = "世界模擬器"
#: A newsletter to bring in, and what cannot be read of it.
NEWSLETTER = (
    "# Weekly 12\n\n2021-05-03\n\n## One thing\n\nText, ![a picture](https://x.org/a.png).\n"
)

Picture = Callable[["Program", Path], "QWidget"]


def tree(program: Program, _folder: Path) -> QWidget:
    """An article beside the contents and the talk."""
    return program.window


def search(program: Program, _folder: Path) -> QWidget:
    """A search, and its best hit opened."""
    window = program.window
    window.search(QUERY)
    _until(lambda: window.hits.model.rowCount() > 0 and window.finding.is_searching)
    window.open_hit(window.hits.model.hits[0])
    return window


def nothing_found(program: Program, _folder: Path) -> QWidget:
    """A search without hits."""
    window = program.window
    window.search("qqqqqq")
    _until(lambda: window.finding.is_searching and window.hits.model.rowCount() == 0)
    _until(lambda: False, 300)
    return window


def part(name: str) -> Picture:
    """What takes the picture of a part of the window, see ``showing.show_part``."""

    def shown(program: Program, _folder: Path) -> QWidget:
        from viewer.ui.showing import show_part

        is_drawn = show_part(name, program.window, program.views)
        program.window.grab()
        _until(is_drawn)
        return program.window

    return shown


def palette(program: Program, _folder: Path) -> QWidget:
    """The command palette with something typed."""
    program.window.actions_["palette"].trigger()
    program.palette.palette.box.setText("CNN")
    return program.window


def bringing_in(program: Program, folder: Path) -> QWidget:
    """The sheet of an import, with something lost and something unreadable."""
    source = folder / "weekly"
    source.mkdir(exist_ok=True)
    (source / "012.md").write_text(NEWSLETTER, encoding="utf-8")
    (source / "013.md").write_bytes(b"")
    program.importing.bring([source])
    sheet = program.importing.sheet
    assert sheet is not None
    _until(lambda: bool(sheet.facts or sheet.details))
    return sheet


def empty(program: Program, _folder: Path) -> QWidget:
    """A library that holds nothing."""
    _until(lambda: program.window.leaves.leaf is not None)
    return program.window


def error(program: Program, _folder: Path) -> QWidget:
    """An address where nothing stands."""
    from viewer.archive.address import parse_address

    program.window.go_to(parse_address("dosudo/2/z9"))
    return program.window


def preferences(program: Program, _folder: Path) -> QWidget:
    """The preferences."""
    return program.show_preferences()


PICTURES: dict[str, Picture] = {
    "tree": tree,
    "search": search,
    "nothing-found": nothing_found,
    "talk": part("talk"),
    "slideshow": part("slideshow"),
    "picture": part("picture"),
    "contact-sheet": part("contact-sheet"),
    "palette": palette,
    "import": bringing_in,
    "empty": empty,
    "error": error,
    "preferences": preferences,
}


def _until(holds: Callable[[], bool], milliseconds: int = 20_000) -> None:
    from viewer.app import _wait

    _wait(holds, milliseconds)


def take(target: Path, picture: Picture, language: str, theme: str, size: tuple[int, int]) -> None:
    """Write one picture, of a program that was started for it alone."""
    from PySide6.QtGui import QCursor
    from PySide6.QtWidgets import QApplication

    from viewer import paths
    from viewer.app import Program, application, translate
    from viewer.archive.address import parse_address
    from viewer.archive.library import Library
    from viewer.archive.reader import ReaderStore

    translate(application(), language)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "none").mkdir()
        issues = folder / "none" if picture is empty else paths.bundled_issues()
        library = Library(folder / "library", issues, paths.ready_cache())
        program = Program(library, ReaderStore(None))
        program.window.set_theme(theme)
        program.window.resize(*size)
        QCursor.setPos(-10, -10)
        program.open(parse_address(ARTICLE))
        program.window.show()
        program.window.activateWindow()
        program.begin()
        _until(lambda: program.searchable or picture is empty)
        shown = picture(program, folder)
        for _ in range(5):
            QApplication.processEvents()
        shown.grab().save(str(target))
        program.window.close()
        program.close()
        program.window.deleteLater()


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
                    if given.only in target.stem:
                        take(target, picture, language, theme, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
