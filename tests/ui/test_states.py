"""No state is told by colour alone: seen in greys the two still differ, and they are said in words.

Two pictures of the same widget in two states are taken without their colours. Where they differ
there must be enough points whose lightness is at least 3 : 1 apart (WCAG 2.2, 1.4.11), as a mark, a
line or heavier letters make them; a tint or another hue makes none.

Covers viewer/ui/series/chapter_marker.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QPushButton,
    QWidget,
)

from tests.contrast import contrast_ratio
from tests.ui.making import Show
from tests.ui.seeing import at, box_of, cursor_at, palette_is_filled
from tests.waiting import wait_until
from viewer import color_themes as themes
from viewer.app import AppController
from viewer.ui.contents.contents_model import READ_ROLE
from viewer.ui.search.date_histogram import DateHistogram
from viewer.ui.search.filter_chips import FilterChip, FilterChipRow
from viewer.ui.window.message_bar import MessageBar

#: WCAG's least ratio for what tells a state, and how many points of it make a mark one can see.
APART, LEAST = 3.0, 12

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=themes.THEMES)
def theme(request: pytest.FixtureRequest) -> themes.Theme:
    return themes.THEMES[request.param]


@pytest.fixture
def program(start: Callable[..., AppController], theme: themes.Theme) -> AppController:
    program = start("dosudo/2/c5", search=True)
    program.window.set_theme(theme.name)
    return program


def lightness(image: QImage) -> list[float]:
    """The relative luminance of every point."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    known: dict[int, float] = {}
    found = []
    for y in range(plain.height()):
        for x in range(plain.width()):
            pixel = plain.pixel(x, y)
            if pixel not in known:
                colour = QColor(pixel).name()
                known[pixel] = contrast_ratio(colour, "#000000") * 0.05
            found.append(known[pixel])
    return found


def marks(one: QImage, other: QImage) -> int:
    """How many points of two pictures are so far apart in lightness alone."""
    assert one.size() == other.size()
    pairs = zip(lightness(one), lightness(other), strict=True)
    return sum(max(a, b) >= APART * min(a, b) for a, b in pairs)


def tell_apart(one: QImage, other: QImage) -> bool:
    return marks(one, other) >= LEAST


def picture(widget: QWidget, box: QRect | None = None) -> QImage:
    """What is seen of ``widget``, or of a part of it, on the ground it stands on."""
    QApplication.processEvents()
    place = widget.rect() if box is None else box
    window = widget.window()
    return window.grab(place.translated(widget.mapTo(window, QPoint(0, 0)))).toImage()


def row_picture(view: QAbstractItemView, index: QModelIndex) -> QImage:
    return picture(view.viewport(), view.visualRect(index))


def said(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")


def test_hue_alone_would_not_pass() -> None:
    """The measure itself: two hues of one lightness are the same, a line is not."""
    plain, hue, line = (QImage(40, 20, QImage.Format.Format_RGB32) for _ in range(3))
    plain.fill(QColor(themes.LIGHT.side))
    hue.fill(QColor(themes.LIGHT.tint))
    line.fill(QColor(themes.LIGHT.side))
    for x in range(LEAST):
        line.setPixelColor(x, 3, QColor(themes.LIGHT.accent))
    assert not tell_apart(plain, hue)
    assert tell_apart(plain, line)


def test_read_and_unread_in_the_contents(program: AppController) -> None:
    window = program.window
    view = window.contents_panel.view
    index = view.currentIndex().siblingAtRow(3)
    before, words = row_picture(view, index), said(index)
    window.go_to(at("dosudo/2/c4"))
    window.navigator.toggle_read()
    window.go_to(at("dosudo/2/c5"))
    assert index.data(READ_ROLE)
    assert words.endswith("unread")
    assert said(index) != words
    assert tell_apart(before, row_picture(view, index))


def test_the_current_row_of_the_contents(program: AppController) -> None:
    view = program.window.contents_panel.view
    index = view.currentIndex()
    current = row_picture(view, index)
    program.window.go_to(at("dosudo/2/c6"))
    assert tell_apart(current, row_picture(view, index))
    row = QAccessible.queryAccessibleInterface(view)
    assert row is not None
    assert row.focusChild().state().selected


@pytest.mark.parametrize("name", ["chapters", "outline", "hits", "palette", "talk"])
def test_the_current_row_of_every_list(program: AppController, name: str) -> None:
    view = opened(program, name)
    first, second = view.model().index(1, 0), view.model().index(2, 0)
    make_current(program, name, first)
    one = row_picture(view, first)
    make_current(program, name, second)
    assert tell_apart(one, row_picture(view, first)), name


def opened(program: AppController, name: str) -> QAbstractItemView:
    window = program.window
    if name == "chapters":
        return window.chapters_panel.view
    if name == "outline":
        window.menu_actions["outline"].trigger()
        return window.outline_panel.view
    if name == "talk":
        program.controllers.pictures_and_series.show_series_cover()
        return program.controllers.pictures_and_series.series_cover.chapter_list
    if name == "palette":
        window.menu_actions["palette"].trigger()
        wait_until(lambda: palette_is_filled(program))
        return program.palette_controller.palette.view
    window.search("CNN")
    panel = window.results_panel
    wait_until(lambda: panel.model.rowCount() > 3 and panel.isVisible())
    return panel.view


def make_current(program: AppController, name: str, index: QModelIndex) -> None:
    window = program.window
    if name == "chapters":
        window.chapters_panel.set_current(
            window.chapters_panel.series.chapters[index.row()].address
        )  # type: ignore[union-attr]
    elif name == "talk":
        series = window.chapters_panel.series
        assert series is not None
        program.controllers.pictures_and_series.series_cover.model.set_current(
            series.chapters[index.row()].address
        )
    elif name == "outline":
        window.outline_panel.set_current_row(index.row())
    else:
        opened_view = (
            window.results_panel.view if name == "hits" else program.palette_controller.palette.view
        )
        opened_view.setCurrentIndex(index)


def test_every_state_of_a_chapter(program: AppController) -> None:
    """Read, reading now, unread and announced: the disc has another shape for each."""
    window = program.window
    view = window.chapters_panel.view
    index = view.model().index(2, 0)
    unread, words = row_picture(view, index), {said(index)}
    window.go_to(at("dosudo/2/c3"))
    now = row_picture(view, index)
    words.add(said(index))
    window.navigator.toggle_read()
    window.go_to(at("dosudo/2/c5"))
    read = row_picture(view, index)
    words.add(said(index))
    assert len(words) == 3
    for one, other in ((unread, now), (now, read), (read, unread)):
        assert tell_apart(one, other)
    announced = view.model().index(8, 0)
    assert "announced" in said(announced)
    disc = QRect(8, 4, 40, 26)
    assert tell_apart(row_picture(view, announced).copy(disc), unread.copy(disc))


def test_words_that_were_found_and_the_one_she_stands_on(show: Show, theme: themes.Theme) -> None:
    window = show({}, "There is a lantern here.\n\nAnd a lantern there.\n")
    window.set_theme(theme.name)
    pane = window.article_pane
    place = cursor_at(pane, "lantern", 1)
    box = box_of(pane, place.selectionStart(), place.selectionEnd()).adjusted(-3, -3, 3, 8)
    plain = picture(pane.viewport(), box)
    offset = pane.build.built.text_map.to_offset(place.selectionStart())
    first = pane.build.built.text_map.to_offset(cursor_at(pane, "lantern").selectionStart())
    assert pane.matches.show((), ((first, first + 7), (offset, offset + 7))) == 2
    pane.matches.go_to(0)
    marked = picture(pane.viewport(), box)
    pane.matches.go_to(1)
    current = picture(pane.viewport(), box)
    assert tell_apart(plain, marked)
    assert tell_apart(marked, current)


def test_links_are_underlined(show: Show, theme: themes.Theme) -> None:
    window = show({}, "See [the page](dosudo-viewer:dosudo/2/c3) and nothing else.\n")
    window.set_theme(theme.name)
    link = cursor_at(window.article_pane, "the page")
    link.setPosition(link.selectionStart() + 1)
    assert link.charFormat().isAnchor()
    assert link.charFormat().fontUnderline()


def test_chips_in_force_and_on_offer(theme: themes.Theme, qtbot: Any) -> None:
    row = FilterChipRow()
    qtbot.addWidget(row)
    row.theme = theme
    row.resize(300, 30)
    pictures = []
    for active in (False, True):
        row.set_chips((FilterChip("year", "2017", active),))
        pictures.append(picture(row, QRect(0, 0, 100, 24)))
    assert tell_apart(*pictures)


def test_the_bars_that_were_chosen(theme: themes.Theme, qtbot: Any) -> None:
    bars = DateHistogram()
    qtbot.addWidget(bars)
    bars.theme = theme
    bars.setPalette(ground(theme))
    bars.resize(240, bars.height())
    pictures = []
    for chosen in (None, ("2017-02", "2017-02")):
        bars.set_months((("2017-01", 4), ("2017-02", 5), ("2017-03", 4)), chosen)
        pictures.append(picture(bars))
    assert tell_apart(*pictures)


def ground(theme: themes.Theme) -> QPalette:
    made = QPalette()
    made.setColor(QPalette.ColorRole.Window, QColor(theme.side))
    return made


def test_a_choice_that_is_pressed_and_one_that_has_the_keys(program: AppController) -> None:
    dialog = program.show_preferences()
    dialog.activateWindow()
    option = dialog.option_buttons("han").buttons()[1]
    dialog.setFocus()
    plain = picture(option)
    program.window.appearance.set_typesetting(han="serif")
    pressed = picture(option)
    assert tell_apart(plain, pressed)
    button = QAccessible.queryAccessibleInterface(option)
    assert button is not None
    assert button.state().checked
    option.setFocus()
    assert tell_apart(pressed, picture(option)), "pressed, and with the keys"
    dialog.setFocus()
    program.window.appearance.set_typesetting(han="sans")
    option.setFocus()
    focused = picture(option)
    assert tell_apart(plain, focused)
    assert tell_apart(focused, pressed)
    dialog.close()


def test_what_cannot_be_used(program: AppController) -> None:
    window = program.window
    button = window.toolbar.forward_button
    off = picture(button)
    window.go_to(at("dosudo/2/c6"))
    window.menu_actions["back"].trigger()
    assert button.isEnabled()
    assert tell_apart(off, picture(button))
    push = QPushButton("Import", window)
    push.resize(120, 32)
    push.show()
    usable = picture(push)
    push.setEnabled(False)
    assert border(usable) != border(picture(push)), "its frame is dashed"
    state = QAccessible.queryAccessibleInterface(push)
    assert state is not None
    assert state.state().disabled


def border(image: QImage) -> list[int]:
    return [image.pixel(x, 0) for x in range(12, image.width() - 12)]


def test_the_tab_in_front(program: AppController) -> None:
    tabs = program.window.side_panel.tabs
    before = picture(tabs)
    program.window.menu_actions["outline"].trigger()
    assert tell_apart(before, picture(tabs))
    front = QAccessible.queryAccessibleInterface(tabs)
    assert front is not None
    assert front.child(tabs.currentIndex()).state().selected


def test_a_search_that_is_kept(program: AppController) -> None:
    window = program.window
    buttons = window.results_panel.findChildren(QAbstractButton)
    save = next(b for b in buttons if b.accessibleName() == "Save this search")
    opened(program, "hits")
    before = picture(save)
    window.results_panel.set_saved(True)
    assert save.accessibleName() == "Forget this search"
    assert tell_apart(before, picture(save))


def test_the_talk_says_in_words_how_far_it_was_read(program: AppController) -> None:
    window = program.window
    assert window.chapters_panel.count_text() == "7 of 14 told · 0 read"
    program.controllers.pictures_and_series.show_series_cover()
    cover = program.controllers.pictures_and_series.series_cover
    assert cover.progress_ring.accessibleName() == "0 of 7 told chapters read"
    before = picture(cover.progress_ring)
    for number in range(1, 4):
        window.go_to(at(f"dosudo/2/c{number}"))
        window.navigator.toggle_read()
    program.controllers.pictures_and_series.show_series_cover()
    assert tell_apart(before, picture(cover.progress_ring))
    assert cover.progress_ring.accessibleName() == "3 of 7 told chapters read"


def test_messages_are_words(theme: themes.Theme, qtbot: Any) -> None:
    """An error and a remark look the same: which it is stands in the sentence."""
    strip = MessageBar()
    qtbot.addWidget(strip)
    strip.set_theme(theme)
    strip.show_message("The file x.md is damaged; take another copy of it.", details="x")
    assert strip.text() == "The file x.md is damaged; take another copy of it."


def test_rows_of_plain_lists_and_menus_have_a_bar(program: AppController) -> None:
    window = program.window
    window.toolbar.search_box.setFocus()
    QTest.keyClicks(window.toolbar.search_box, "e")
    window.query_completer.addItems(["editor:", "series:"])
    window.query_completer.setGeometry(200, 60, 240, 80)
    window.query_completer.show()
    window.query_completer.setCurrentRow(0)
    one = picture(window.query_completer)
    window.query_completer.setCurrentRow(1)
    assert tell_apart(one, picture(window.query_completer))
    window.query_completer.hide()
    menu = window.menu_actions.theme_menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    actions = menu.actions()
    menu.setActiveAction(actions[0])
    one = picture(menu)
    menu.setActiveAction(actions[1])
    assert tell_apart(one, picture(menu))
    menu.close()
