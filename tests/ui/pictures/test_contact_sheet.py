"""The contact sheet: every picture of an issue, and the way back to its paragraph.

Covers viewer/ui/pictures/contact_sheet_model.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from tests.ui.making import HEAD, YAML, Show, png
from tests.ui.seeing import at, cursor_at, is_in_view, labels, picture_box, write
from viewer.app import AppController
from viewer.archive.model.address import Address
from viewer.color_themes import THEMES
from viewer.ui.pictures.contact_sheet import ContactSheet
from viewer.ui.pictures.contact_sheet_model import ContactSheetModel
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
TEXT = "Some words to scroll over. " * 120
ISSUE = f"""{HEAD}## 1. One {{#a1}}

{TEXT}

![alt one](1.png "The first <b>caption</b>")

{TEXT}

## 2. Two {{#a2}}

No picture here.

## 3. Three {{#a3}}

![gone](gone.png)

![far](https://example.org/far.png)

{TEXT}

![one](1.png "In a show")
![two](2.png "Also in a show")
{{.slideshow}}
"""


@pytest.fixture
def program(start: Callable[..., AppController], library_folder: Path, qtbot: Any) -> AppController:
    folder = library_folder / "pics"
    write(folder, {"publication.yaml": YAML, "009/issue.md": ISSUE})
    write(folder / "009", {"1.png": png(400, 200), "2.png": png(90, 300)})
    made = start(search=True)
    made.window.message_bar.clear()
    assert made.window.go_to(at("pics/9/a2"))
    return made


@pytest.fixture
def sheet(program: AppController, qtbot: Any) -> ContactSheet:
    qtbot.keyClick(program.window.article_pane, Qt.Key.Key_I, CONTROL | SHIFT)
    shown = program.window.page_stack.replacement
    assert isinstance(shown, ContactSheet)
    QApplication.processEvents()
    return shown


def words(sheet: ContactSheet) -> list[str]:
    return [str(sheet.model.index(row).data()) for row in range(sheet.model.rowCount())]


def picture_is_in_view(window: MainWindow, number: int) -> bool:
    box = picture_box(window.article_pane, number)
    return window.article_pane.viewport().rect().intersects(box)


def test_all_pictures_of_the_issue_are_there(sheet: ContactSheet) -> None:
    assert "\n".join(labels(sheet)[:2]) == "No. 9 · 1 January 2020\n5 pictures"
    assert words(sheet) == [
        "The first <b>caption</b>", "gone", "far", "In a show", "Also in a show",
    ]  # fmt: skip
    index = sheet.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Picture 1 of 5: The first <b>caption</b>, in A1  One"
    )
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_model_keeps_qt_s_rules(sheet: ContactSheet) -> None:
    QAbstractItemModelTester(sheet.model, FATAL)
    QAbstractItemModelTester(ContactSheetModel(), FATAL)
    sheet.model.set_pages(())


def test_a_click_leads_to_the_picture_on_its_page(
    program: AppController, sheet: ContactSheet, qtbot: Any
) -> None:
    window = program.window
    # Where a picture cannot be shown its place is where the page says so.
    places = [("a1", 0), ("a3", "gone"), ("a3", "far"), ("a3", 2), ("a3", 3)]
    for row, (key, shown) in enumerate(places):
        program.controllers.pictures_and_series.show_contact_sheet()
        QApplication.processEvents()
        index = sheet.model.index(row)
        sheet.grid.scrollTo(index)
        place = sheet.grid.visualRect(index).center()
        qtbot.mouseClick(sheet.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert window.page_stack.replacement is None
        assert window.address == at(f"pics/9/{key}")
        if isinstance(shown, int):
            assert picture_is_in_view(window, shown)
        else:
            words = cursor_at(window.article_pane, shown)
            assert is_in_view(window.article_pane, words.selectionStart(), words.selectionEnd())
    assert [show.current_index for show in window.article_pane.slideshows] == [1]


def test_keys_walk_and_enter_opens(program: AppController, sheet: ContactSheet, qtbot: Any) -> None:
    assert sheet.grid.hasFocus()
    assert sheet.grid.currentIndex().row() == 0
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Right)
    assert sheet.grid.currentIndex().row() == 1
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Return)
    assert program.window.address == at("pics/9/a3")
    assert program.window.article_pane.hasFocus()


@pytest.mark.parametrize("way", ["escape", "back", "mouse", "button"])
def test_there_is_a_way_back_to_the_page(
    program: AppController, sheet: ContactSheet, qtbot: Any, way: str
) -> None:
    window = program.window
    before = window.address
    if way == "escape":
        qtbot.keyClick(sheet.grid, Qt.Key.Key_Escape)
    elif way == "back":
        assert window.toolbar.back_button.isEnabled()
        window.menu_actions["back"].trigger()
    elif way == "mouse":
        qtbot.mouseClick(sheet.grid.viewport(), Qt.MouseButton.BackButton, pos=QPoint(60, 60))
    else:
        (button,) = sheet.findChildren(QToolButton)
        assert button.accessibleName() == "Back to the article (Esc)"
        button.click()
    assert window.page_stack.replacement is None
    assert window.address == before
    assert window.article_pane.isVisible()
    if way != "button":
        assert window.article_pane.hasFocus()


def test_going_anywhere_shows_the_page_again(
    program: AppController, sheet: ContactSheet, qtbot: Any
) -> None:
    window = program.window
    window.contents_panel.view.setFocus()
    window.go_to(at("dosudo/2/c3"))
    assert window.page_stack.replacement is None
    assert window.contents_panel.view.hasFocus()  # whoever is elsewhere stays there
    program.controllers.pictures_and_series.show_contact_sheet()
    window.menu_actions["find"].trigger()
    assert window.page_stack.replacement is None
    assert window.find_controller.is_find_bar_open
    program.controllers.pictures_and_series.show_contact_sheet()
    assert not window.find_controller.is_find_bar_open
    window.menu_actions["next_match"].trigger()
    assert window.page_stack.replacement is None


def test_the_issue_s_menu_in_the_contents_shows_its_pictures(program: AppController) -> None:
    menu = program.controllers.library.context_menu("dosudo", "Dosudo", at("dosudo/2/a1"))
    next(a for a in menu.actions() if "Pictures" in a.text()).trigger()
    shown = program.window.page_stack.replacement
    assert isinstance(shown, ContactSheet)
    assert "\n".join(labels(shown)[:2]).startswith("No. 2 · 29 July 2017\n")
    assert program.window.address == at("pics/9/a2")


def test_an_issue_without_pictures_says_so(
    program: AppController, library_folder: Path, qtbot: Any
) -> None:
    folder = write(library_folder / "bare", {"001/issue.md": "# A\n\n## One\n\nWords alone."})
    assert folder.is_dir()
    program.library_watcher.check_files()
    qtbot.waitUntil(lambda: program.window.catalogue_access.issue(Address("bare", 1)) is not None)
    program.window.go_to(Address("bare", 1))
    program.window.menu_actions["pictures"].trigger()
    shown = program.window.page_stack.replacement
    assert isinstance(shown, ContactSheet)
    assert "\n".join(labels(shown)[:2]).endswith("\nNo pictures")
    assert not shown.grid.isVisible()
    assert "No. 1 has no pictures. Esc leads back to the article." in [
        label.text() for label in shown.findChildren(QLabel) if label.isVisible()
    ]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert program.window.page_stack.replacement is None


def test_pictures_are_drawn_when_they_are_seen(
    program: AppController, sheet: ContactSheet, qtbot: Any
) -> None:
    qtbot.waitUntil(lambda: sheet.cell_delegate.is_drawn)
    sheet.grab()
    qtbot.waitUntil(lambda: sheet.cell_delegate.is_drawn)
    picture = sheet.grid.viewport().grab().toImage()
    place = sheet.grid.visualRect(sheet.model.index(0)).center()
    assert picture.pixelColor(place.x(), place.y() - 40).red() == 128


def test_a_long_sheet_draws_only_what_is_in_view(show: Show, qtbot: Any) -> None:
    window = show({"1.png": png(40, 30)}, "\n\n".join(f'![{n}](1.png "{n}")' for n in range(90)))
    window.menu_actions["pictures"].trigger()
    sheet = window.page_stack.replacement
    assert isinstance(sheet, ContactSheet)
    QApplication.processEvents()
    assert sheet.model.rowCount() == 90
    assert len(sheet.cell_delegate._pending) < 40


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize(("size", "zoom"), [((540, 500), 1.0), ((1280, 800), 3.0)])
def test_it_fits_every_window_theme_and_text_size(
    program: AppController, sheet: ContactSheet, theme: str, size: tuple[int, int], zoom: float
) -> None:
    window = program.window
    window.resize(*size)
    window.set_theme(theme)
    window.set_zoom(zoom)
    QApplication.processEvents()
    assert sheet.grid.horizontalScrollBar().maximum() == 0
    assert (
        sheet.grid.column_count() * sheet.grid.gridSize().width() <= sheet.grid.viewport().width()
    )
    first, second = (sheet.grid.visualRect(sheet.model.index(n)) for n in (0, 1))
    assert (first.top() == second.top()) == (sheet.grid.column_count() > 1)
    ground = sheet.grab().toImage().pixelColor(4, sheet.height() - 4)
    assert ground.name().upper() == THEMES[theme].page


def test_the_sheet_opens_where_the_reader_is(program: AppController) -> None:
    program.window.go_to(at("pics/9/a3"))
    program.controllers.pictures_and_series.show_contact_sheet()
    assert (
        program.controllers.pictures_and_series.contact_sheet.grid.currentIndex().data() == "gone"
    )
    program.window.go_to(at("pics/9/a1"))
    program.controllers.pictures_and_series.show_contact_sheet()
    assert (
        program.controllers.pictures_and_series.contact_sheet.grid.currentIndex().data()
        == "The first <b>caption</b>"
    )
