"""The picture viewer over the window: opened, walked through, left again.

Covers viewer/ui/commands/show_pictures_and_series.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QScrollArea, QToolButton, QWidget

from tests.ui.making import Show, png
from tests.ui.seeing import at, labels, picture_box
from viewer.app import AppController
from viewer.color_themes import THEMES
from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
from viewer.ui.pictures.picture_viewer import PictureViewer
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
FILES: dict[str, str | bytes] = {
    "1.png": png(400, 200, grey=10),
    "2.png": png(100, 100, grey=90),
    "3.png": png(3000, 1500, grey=170),
}
BODY = (
    '![what one shows](1.png "The first")\n\nText between.\n\n![two](2.png)\n\n'
    '![gone](gone.png "Not there")\n\n![three](3.png "The last")\n\n' + "Text behind. " * 200
)


@pytest.fixture
def shown(show: Show) -> MainWindow:
    return show(FILES, BODY)


def views(window: MainWindow) -> PictureAndSeriesCommands:
    found = window.findChild(PictureAndSeriesCommands)
    assert isinstance(found, PictureAndSeriesCommands)
    return found


def viewer(window: MainWindow) -> PictureViewer:
    return views(window).picture_viewer


def click_picture(window: MainWindow, number: int, qtbot: Any) -> None:
    window.article_pane.scroller.go_to_picture(number)
    QApplication.processEvents()
    place = picture_box(window.article_pane, number).center()
    qtbot.mouseClick(window.article_pane.viewport(), Qt.MouseButton.LeftButton, pos=place)


def button(window: MainWindow, name: str) -> QToolButton:
    (found,) = (
        b for b in viewer(window).findChildren(QToolButton) if b.accessibleName().startswith(name)
    )
    return found


def test_a_click_on_a_picture_opens_it(shown: MainWindow, qtbot: Any) -> None:
    click_picture(shown, 1, qtbot)
    opened = viewer(shown)
    assert opened.isVisible()
    assert opened.geometry() == shown.rect()
    assert opened.title_text() == "2 of 3  ·  One"
    assert opened.caption_text() == "two"
    assert opened.canvas.hasFocus()


def test_enter_on_a_picture_opens_it(shown: MainWindow, qtbot: Any) -> None:
    shown.article_pane.setFocus()
    for _ in range(2):  # the way to the issue is the first link
        qtbot.keyClick(shown.article_pane, Qt.Key.Key_Tab)
    qtbot.keyClick(shown.article_pane, Qt.Key.Key_Return)
    assert viewer(shown).isVisible()
    assert viewer(shown).picture_number == 0
    # Back on the page, Tab goes on from there.
    qtbot.keyClick(viewer(shown).canvas, Qt.Key.Key_Escape)
    assert shown.article_pane.hasFocus()
    qtbot.keyClick(shown.article_pane, Qt.Key.Key_Tab)
    qtbot.keyClick(shown.article_pane, Qt.Key.Key_Return)
    assert viewer(shown).picture_number == 1


def test_escape_leads_back_to_where_the_reader_was(shown: MainWindow, qtbot: Any) -> None:
    click_picture(shown, 1, qtbot)
    value, address = shown.article_pane.verticalScrollBar().value(), shown.address
    qtbot.keyClick(viewer(shown).canvas, Qt.Key.Key_PageDown)
    qtbot.keyClick(viewer(shown).canvas, Qt.Key.Key_Escape)
    assert not viewer(shown).isVisible()
    assert shown.article_pane.hasFocus()
    assert (shown.article_pane.verticalScrollBar().value(), shown.address) == (value, address)


def test_the_focus_goes_back_to_the_slideshow(show: Show, qtbot: Any) -> None:
    window = show(FILES, '![one](1.png "A")\n![two](2.png "B")\n{.slideshow}')
    (stage,) = window.article_pane.slideshows
    stage.setFocus()
    stage.turn_by(1)
    qtbot.keyClick(stage, Qt.Key.Key_Return)
    assert viewer(window).title_text().startswith("2 of 2")
    qtbot.keyClick(viewer(window).canvas, Qt.Key.Key_Escape)
    assert stage.hasFocus()
    assert stage.current_index == 1


def test_it_walks_through_the_pictures_that_are_there(shown: MainWindow, qtbot: Any) -> None:
    views(shown).show_picture(0)
    opened = viewer(shown)
    assert not button(shown, "Previous").isEnabled()
    seen = []
    for _ in range(4):
        seen.append((opened.picture_number, opened.caption_text()))
        qtbot.keyClick(opened.canvas, Qt.Key.Key_PageDown)
    assert seen == [
        (0, "The first\nwhat one shows"), (1, "two"), (3, "The last\nthree"),
        (3, "The last\nthree"),
    ]  # fmt: skip
    assert not button(shown, "Next").isEnabled()
    qtbot.mouseClick(button(shown, "Previous"), Qt.MouseButton.LeftButton)
    assert opened.picture_number == 1
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Home)
    assert opened.picture_number == 0
    qtbot.keyClick(opened.canvas, Qt.Key.Key_End)
    assert opened.picture_number == 3


def test_arrows_turn_a_whole_picture_and_move_a_large_one(shown: MainWindow, qtbot: Any) -> None:
    views(shown).show_picture(0)
    opened = viewer(shown)
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Right)
    assert opened.picture_number == 1
    qtbot.keyClick(opened.canvas, Qt.Key.Key_Left)
    assert opened.picture_number == 0
    opened.canvas.zoom_by(12)
    before = opened.canvas.picture_rect().topLeft()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(opened.canvas, key)
    after = opened.canvas.picture_rect().topLeft()
    assert opened.picture_number == 0
    assert (before.x() - after.x(), before.y() - after.y()) == pytest.approx((80, 80))


def test_keys_and_buttons_zoom(shown: MainWindow, qtbot: Any) -> None:
    views(shown).show_picture(3)
    opened, canvas = viewer(shown), viewer(shown).canvas
    whole = canvas.scale
    assert whole < 1
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale == pytest.approx(whole * 1.25)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.scale == pytest.approx(whole)
    qtbot.keyClick(canvas, Qt.Key.Key_1)
    assert canvas.scale == 1.0
    assert "100 %" in labels(opened)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.is_fitting
    for name, scale in (("Larger", whole * 1.25), ("Smaller", whole), ("Its own", 1.0)):
        qtbot.mouseClick(button(shown, name), Qt.MouseButton.LeftButton)
        assert canvas.scale == pytest.approx(scale)
    qtbot.mouseClick(button(shown, "Whole"), Qt.MouseButton.LeftButton)
    assert canvas.is_fitting


def test_the_window_s_shortcuts_rest_meanwhile(shown: MainWindow, qtbot: Any) -> None:
    views(shown).show_picture(0)
    before = shown.address
    canvas = viewer(shown).canvas
    for key, modifier in (
        (Qt.Key.Key_PageDown, CONTROL),
        (Qt.Key.Key_K, CONTROL),
        (Qt.Key.Key_F, CONTROL),
        (Qt.Key.Key_D, CONTROL),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(canvas, key, modifier)
    assert viewer(shown).isVisible()
    assert shown.address == before
    assert not shown.find_controller.is_find_bar_open
    assert not shown.search_controller.is_start_shown
    assert not shown.navigator.is_read(at("pics/9/a1"))
    assert shown.contents_panel.isVisible()
    qtbot.keyClick(canvas, Qt.Key.Key_F11)
    assert shown.isFullScreen()
    assert viewer(shown).isVisible()


def test_tab_stays_in_the_viewer(shown: MainWindow, qtbot: Any) -> None:
    views(shown).show_picture(1)
    opened = viewer(shown)
    names = []
    for _ in range(11):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert opened.isAncestorOf(focused)
        names.append(focused.accessibleName().split(" (")[0])
    assert sorted(names[:10]) == sorted([
        "Previous picture", "Next picture", "Smaller", "Larger", "Whole picture", "Its own size",
        "Copy the picture", "Save the picture as…", "Back to the article", "Picture 2 of 3: two",
    ])  # fmt: skip
    while "Larger" not in QApplication.focusWidget().accessibleName():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    scale = opened.canvas.scale
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert opened.canvas.scale > scale


def test_a_screen_reader_is_told_what_is_shown(shown: MainWindow) -> None:
    views(shown).show_picture(0)
    name = QAccessible.Text.Name
    spoken = QAccessible.queryAccessibleInterface(viewer(shown))
    assert spoken.text(name) == "Picture viewer"
    spoken = QAccessible.queryAccessibleInterface(viewer(shown).canvas)
    assert spoken.text(name) == "Picture 1 of 3: what one shows"


def test_going_elsewhere_takes_it_away(shown: MainWindow) -> None:
    views(shown).show_picture(0)
    shown.go_to(at("dosudo/2/c3"))
    assert not viewer(shown).isVisible()


def test_it_follows_the_window_and_the_theme(shown: MainWindow) -> None:
    views(shown).show_picture(0)
    shown.resize(600, 500)
    QApplication.processEvents()
    assert viewer(shown).geometry() == shown.rect()
    for name, theme in THEMES.items():
        shown.set_theme(name)
        ground = viewer(shown).canvas.grab().toImage().pixelColor(5, 5)
        assert ground.name().upper() == theme.page


def test_a_drawing_takes_the_theme_s_colours(start: Callable[..., AppController]) -> None:
    window = start("dosudo/2/a2").window
    views(window).show_picture(0)
    canvas = viewer(window).canvas

    def colours() -> set[str]:
        picture = canvas.grab().toImage()
        return {
            picture.pixelColor(x, y).name().upper()
            for x in range(0, picture.width(), 3)
            for y in range(0, picture.height(), 3)
        }

    assert THEMES["light"].ink in colours()
    window.set_theme("dark")
    assert THEMES["dark"].ink in colours()
    assert THEMES["light"].ink not in colours()


def test_an_untrusted_drawing_is_not_opened(show: Show) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'/>"
    window = show({"one.svg": drawing, "1.png": png(20, 20)}, "![a](one.svg)\n\n![b](1.png)")
    views(window).show_picture(0)
    assert not viewer(window).isVisible()
    views(window).show_picture(1)
    assert viewer(window).title_text() == "One"  # there is no other picture to count
    page = window.article_pane.page
    assert page is not None
    assert window.picture_cache.svg_renderer(page, 0) is None
    assert window.picture_cache.original_file(page, 0) is None


@pytest.mark.qt_log_ignore("libpng|IDAT|Read Error")
def test_a_picture_without_its_data_says_so(show: Show) -> None:
    window = show({"cut.png": png(300, 200)[:60]}, '![alt](cut.png "Caption")')
    views(window).show_picture(0)
    assert viewer(window).caption_text() == "This picture cannot be shown.\nalt"
    viewer(window).copy()
    assert viewer(window).title_text() == "This picture cannot be shown."


def test_copy_puts_the_picture_on_the_clipboard(shown: MainWindow, qtbot: Any) -> None:
    views(shown).show_picture(0)
    qtbot.keyClick(viewer(shown).canvas, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (400, 200)
    assert copied.pixelColor(5, 5).red() == 10
    assert viewer(shown).title_text() == "The picture is copied."


def test_save_writes_what_was_asked_for(
    shown: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "saved.png"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(target), "PNG picture (*.png)")
    )
    views(shown).show_picture(0)
    qtbot.keyClick(viewer(shown).canvas, Qt.Key.Key_S, CONTROL)
    assert target.read_bytes() == FILES["1.png"]
    assert viewer(shown).title_text() == f"Saved as {target}."


def test_a_picture_s_menu(shown: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.message_bar.clear()
    menu = views(shown).picture_menu(1)
    texts = [action.text().replace("&", "") for action in menu.actions()]
    assert texts == ["Open the picture", "Copy the picture", "Save the picture as…"]
    menu.actions()[1].trigger()
    assert QGuiApplication.clipboard().image().width() == 100
    assert shown.message_bar.text() == "The picture is copied."
    menu.actions()[0].trigger()
    assert viewer(shown).picture_number == 1
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    menu.actions()[2].trigger()
    assert shown.message_bar.text() == "The picture is copied."


def test_the_menu_is_asked_for_where_the_picture_is(show: Show, qtbot: Any) -> None:
    window = show(FILES, f'{BODY}\n\n![one](1.png "A")\n![two](2.png "B")\n{{.slideshow}}')
    pane = window.article_pane
    asked: list[int] = []
    pane.picture_menu_requested.disconnect()
    pane.picture_menu_requested.connect(lambda number, _place: asked.append(number))
    (stage,) = pane.slideshows

    def ask(widget: QWidget, place: QPoint) -> None:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)

    pane.scroller.go_to_picture(1)
    QApplication.processEvents()
    ask(pane.viewport(), picture_box(pane, 1).center())
    pane.scroller.go_to_picture(5)
    QApplication.processEvents()
    ask(stage, stage.picture_rect().center().toPoint())
    assert asked == [1, 5]


def test_its_words_follow_the_text_size(shown: MainWindow) -> None:
    views(shown).show_picture(0)
    words = viewer(shown).findChild(QScrollArea, "pictureWords")
    before = words.height()
    shown.set_zoom(2.0)
    caption, _alternative_text = words.findChildren(QLabel)
    assert caption.font().pixelSize() == 28
    assert words.height() > before


@pytest.mark.parametrize("size", [(540, 360), (560, 700), (1280, 800)])
def test_long_words_leave_room_for_the_picture(show: Show, size: tuple[int, int]) -> None:
    words = "A description of everything there is to see. " * 40
    window = show({"1.png": png(400, 200)}, f'![{words}](1.png "{words}x")', size=size)
    views(window).show_picture(0)
    QApplication.processEvents()
    assert viewer(window).canvas.height() > window.height() * 0.55
    row = [b for b in viewer(window).findChildren(QToolButton) if b.isVisible()]
    assert all(viewer(window).rect().contains(b.mapTo(viewer(window), QPoint(0, 0))) for b in row)
