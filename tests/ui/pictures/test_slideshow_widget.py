"""Slideshows: one stage for all their pictures, their captions part of the page's text.

Covers viewer/ui/article/inline_slideshows.py and viewer/ui/pictures/placeholder.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from tests.ui.making import Show, png
from tests.ui.seeing import anchors, at, cursor_at, height_in_view, images, is_in_view, page_text
from tests.waiting import turns
from viewer.app import AppController
from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT, THEMES
from viewer.ui.document.page_builder import PageBuilder
from viewer.ui.document.page_labels import page_labels
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.pictures.slideshow_widget import Slideshow
from viewer.ui.theme.typesetting import Typesetting
from viewer.ui.window.main_window import MainWindow

FILES: dict[str, str | bytes] = {
    "1.png": png(400, 200, grey=10),
    "2.png": png(100, 100, grey=90),
    "3.png": png(300, 900, grey=170),
}
LONG = "The second caption is " + "a good deal longer than the others, " * 6
RUN = (
    f'![one](1.png "A first caption")\n![two](2.png "{LONG.strip()}")\n'
    '![three](3.png "The last caption")\n{.slideshow}'
)
PARAGRAPH = "Words above and below. " * 40
BODY = f"{PARAGRAPH}\n\n{RUN}\n\nBehind it. [A link](https://example.org/)\n\n{PARAGRAPH}"


@pytest.fixture
def shown(show: Show) -> MainWindow:
    return show(FILES, BODY)


def slideshow(window: MainWindow, which: int = 0) -> Slideshow:
    return window.article_pane.slideshows[which]


def captions(window: MainWindow) -> list[str]:
    """The captions the reader sees."""
    found = []
    block = window.article_pane.document().begin()
    while block.isValid():
        if block.isVisible() and "caption" in block.text():
            found.append(block.text())
        block = block.next()
    return found


def behind(window: MainWindow) -> int:
    """Where the text behind the slideshow stands."""
    return (
        height_in_view(window.article_pane, "Behind it.")
        + window.article_pane.verticalScrollBar().value()
    )


def stage_is_in_view(window: MainWindow) -> bool:
    box = slideshow(window).geometry()
    return box.top() >= 0 and box.bottom() <= window.article_pane.viewport().height()


def grey_at(window: MainWindow) -> int:
    """The grey in the middle of the picture that is shown."""
    show = slideshow(window)
    return show.grab().toImage().pixelColor(show.picture_rect().center().toPoint()).red()


def test_one_picture_is_shown_at_a_time(shown: MainWindow) -> None:
    show = slideshow(shown)
    seen = []
    for _ in range(3):
        seen.append((show.counter_text(), grey_at(shown), captions(shown)[0][:9]))
        assert len(captions(shown)) == 1
        show.turn_by(1)
    assert seen == [
        ("1 / 3", 10, "A first c"), ("2 / 3", 90, "The secon"), ("3 / 3", 170, "The last "),
    ]  # fmt: skip


def test_nothing_moves_when_another_picture_comes(shown: MainWindow) -> None:
    show = slideshow(shown)
    before = behind(shown), show.geometry()
    for place in (1, 2, 0):
        show.show_slide(place)
        QApplication.processEvents()
        assert (behind(shown), show.geometry()) == before


def test_the_text_behind_stands_below_the_whole_slideshow(shown: MainWindow) -> None:
    top = shown.article_pane.verticalScrollBar().value()
    box = slideshow(shown).geometry().translated(0, top)
    assert 0 < behind(shown) - box.bottom() < 60
    # The longest caption has its room between stage and rail.
    slideshow(shown).show_slide(1)
    QApplication.processEvents()
    cursor = cursor_at(shown.article_pane, LONG.strip()[-30:])
    foot = shown.article_pane.cursorRect(cursor).bottom() + top
    assert foot <= box.bottom() - 44


def test_the_buttons_turn_and_stop_at_the_ends(shown: MainWindow, qtbot: Any) -> None:
    show = slideshow(shown)
    back, forward = show.findChildren(QToolButton)
    assert (back.accessibleName(), forward.accessibleName()) == (
        "Previous picture",
        "Next picture",
    )
    assert not back.isEnabled()
    for _ in range(4):
        qtbot.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert show.counter_text() == "3 / 3"
    assert not forward.isEnabled()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert show.counter_text() == "2 / 3"


def test_a_thumbnail_turns_to_its_picture(shown: MainWindow, qtbot: Any) -> None:
    show = slideshow(shown)
    shown.article_pane.scroller.go_to_picture(0)
    places = show.visible_thumbnails()
    assert [place for place, _ in places] == [0, 1, 2]
    for place, box in reversed(places):
        qtbot.mouseClick(show, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert show.current_index == place


def test_a_page_is_there_before_its_pictures(shown: MainWindow, qtbot: Any) -> None:
    shown.resize(1000, 900)
    shown.go_to(at("dosudo/2/c2"))
    shown.article_pane.scroller.go_to_picture(0)
    shown.article_pane.viewport().repaint()
    assert not slideshow(shown).is_drawn
    assert not shown.article_pane.is_drawn
    qtbot.waitUntil(lambda: slideshow(shown).is_drawn)
    qtbot.waitUntil(lambda: shown.article_pane.is_drawn)
    # Whoever turns the slides sees each at once.
    slideshow(shown).turn_by(1)
    picture = slideshow(shown).grab().toImage()
    box = slideshow(shown).picture_rect().toAlignedRect()
    assert len({picture.pixel(x, y) for x in range(box.left(), box.right(), 5)
                for y in range(box.top(), box.bottom(), 5)}) > 1  # fmt: skip


def test_drawing_ends_even_where_nothing_can_be_kept(
    show: Show, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture larger than the cache put its thumbnails out of it, which drew it out again."""
    monkeypatch.setattr("viewer.ui.pictures.picture_cache._CACHE_BYTES", 1000)
    window = show(FILES, RUN)
    qtbot.waitUntil(lambda: slideshow(window).is_drawn)
    drawn: list[int] = []
    really = window.picture_cache.scaled_image

    def note(page: Page, number: int, width: int, density: float) -> QImage:
        drawn.append(number)
        return really(page, number, width, density)

    monkeypatch.setattr(window.picture_cache, "scaled_image", note)
    window.menu_actions["pictures"].trigger()
    turns(200)
    assert len(drawn) < 30
    window.page_stack.show_page()
    drawn.clear()
    turns(200)
    assert len(drawn) < 10


def test_thumbnails_are_drawn_one_after_the_other(shown: MainWindow, qtbot: Any) -> None:
    show = slideshow(shown)
    shown.article_pane.scroller.go_to_picture(0)

    def drawn() -> bool:
        picture = show.grab().toImage()
        return [
            picture.pixelColor(box.center().toPoint())
            != picture.pixelColor(box.topLeft().toPoint())
            for _, box in show.visible_thumbnails()
        ] == [True] * 3

    qtbot.waitUntil(drawn)


def test_the_keyboard_turns(shown: MainWindow, qtbot: Any) -> None:
    show = slideshow(shown)
    show.setFocus()
    steps = [
        (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0), (Qt.Key.Key_End, 2),
    ]  # fmt: skip
    for key, place in steps:
        qtbot.keyClick(show, key)
        assert show.current_index == place


def test_other_keys_move_the_page(shown: MainWindow, qtbot: Any) -> None:
    shown.article_pane.verticalScrollBar().setValue(0)
    slideshow(shown).setFocus()
    qtbot.keyClick(slideshow(shown), Qt.Key.Key_PageDown)
    assert shown.article_pane.verticalScrollBar().value() > 0


def test_enter_and_a_click_ask_for_the_picture(shown: MainWindow, qtbot: Any) -> None:
    asked: list[int] = []
    shown.article_pane.picture_requested.connect(asked.append)
    show = slideshow(shown)
    show.show_slide(1)
    show.setFocus()
    qtbot.keyClick(show, Qt.Key.Key_Return)
    shown.article_pane.setFocus()
    place = show.picture_rect().center().toPoint()
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton, pos=place)
    assert asked == [1, 1]


def test_the_wheel_scrolls_the_page(shown: MainWindow) -> None:
    shown.article_pane.scroller.go_to_picture(0)
    bar = shown.article_pane.verticalScrollBar()
    before, show = bar.value(), slideshow(shown)
    top = show.y()
    place = QPointF(show.mapTo(shown, show.rect().center()))
    QTest.wheelEvent(shown.windowHandle(), place, QPoint(0, 120))
    QApplication.processEvents()
    assert bar.value() < before
    assert show.current_index == 0
    assert show.y() == top - (bar.value() - before)


def test_tab_comes_by_in_reading_order(show: Show, qtbot: Any) -> None:
    window = show(FILES, f"[Above](https://a.example/)\n\n{RUN}\n\n[Below](https://b.example/)")
    pane, stage = window.article_pane, slideshow(window)
    pane.setFocus()

    def where() -> str:
        if stage.hasFocus():
            return "slideshow"
        return pane.textCursor().selectedText() if pane.hasFocus() else "elsewhere"

    def tab(key: Qt.Key) -> str:
        qtbot.keyClick(QApplication.focusWidget(), key)
        return where()

    forward = [tab(Qt.Key.Key_Tab) for _ in range(4)]
    assert forward[1:] == ["Above", "slideshow", "Below"]  # the first is the way to the issue
    assert [tab(Qt.Key.Key_Backtab) for _ in range(2)] == ["slideshow", "Above"]
    assert stage.accessibleName()


def test_a_screen_reader_is_told_which_picture(shown: MainWindow) -> None:
    show = slideshow(shown)
    spoken = QAccessible.queryAccessibleInterface(show)
    assert spoken.text(QAccessible.Text.Name) == "Slideshow, picture 1 of 3: one"
    assert spoken.text(QAccessible.Text.Description) == "A first caption"
    show.turn_by(1)
    assert spoken.text(QAccessible.Text.Name) == "Slideshow, picture 2 of 3: two"


def test_a_hit_in_a_caption_opens_its_slide(shown: MainWindow, qtbot: Any) -> None:
    shown.go_to(at("dosudo/2/front"))
    shown.search("“last caption”")
    qtbot.waitUntil(lambda: bool(shown.results_panel.model.hits))
    shown.open_hit(shown.results_panel.model.hits[0])
    assert shown.address == at("pics/9/a1")
    assert slideshow(shown).counter_text() == "3 / 3"
    mark = shown.article_pane.matches.positions[shown.article_pane.matches.current]
    assert is_in_view(shown.article_pane, *mark)
    assert stage_is_in_view(shown)
    assert "caption" in shown.article_pane.matches.texts()[shown.article_pane.matches.current]


def test_find_in_page_walks_through_the_captions(shown: MainWindow, qtbot: Any) -> None:
    shown.menu_actions["find"].trigger()
    qtbot.keyClicks(shown.find_bar.find_box, "caption")
    seen = []
    for _ in range(3):
        seen.append(slideshow(shown).current_index)
        assert is_in_view(
            shown.article_pane,
            *shown.article_pane.matches.positions[shown.article_pane.matches.current],
        )
        assert stage_is_in_view(shown)
        shown.menu_actions["next_match"].trigger()
    assert seen == [0, 1, 2]
    assert slideshow(shown).current_index == 0
    # A caption that is not seen has its tick where its slideshow stands.
    shares = shown.article_pane.matches.fractions()
    height = shown.article_pane.document().size().height()
    assert all(abs(share * height - behind(shown)) < 900 for share in shares)


def test_an_anchor_of_a_figure_turns_to_it(show: Show) -> None:
    window = show(FILES, f"{PARAGRAPH}\n\n{RUN[:-1]} #pictures}}\n\n{PARAGRAPH}")
    slideshow(window).show_slide(2)
    assert window.go_to(at("pics/9/a1#pictures"))
    assert slideshow(window).current_index == 0
    assert stage_is_in_view(window)


def test_a_picture_is_gone_to_by_its_number(shown: MainWindow) -> None:
    shown.article_pane.verticalScrollBar().setValue(0)
    shown.article_pane.scroller.go_to_picture(2)
    assert slideshow(shown).current_index == 2
    assert stage_is_in_view(shown)


def test_copied_text_holds_every_caption(shown: MainWindow) -> None:
    shown.article_pane.selectAll()
    shown.article_pane.copy()
    copied = QApplication.clipboard().text()
    assert "A first caption\nThe second caption" in copied
    assert "The last caption\n" in copied
    assert "\ufffc" not in copied


def test_the_slide_stays_over_themes_sizes_and_other_articles(
    shown: MainWindow, qtbot: Any
) -> None:
    slideshow(shown).show_slide(1)
    for theme in THEMES:
        shown.set_theme(theme)
        assert slideshow(shown).current_index == 1
    shown.menu_actions["larger"].trigger()
    shown.resize(700, 700)
    qtbot.waitUntil(lambda: slideshow(shown).width() <= shown.article_pane.document().textWidth())
    assert slideshow(shown).current_index == 1
    shown.go_to(at("dosudo/2/front"))
    assert shown.article_pane.slideshows == ()
    assert not [w for w in shown.article_pane.findChildren(Slideshow) if w.isVisible()]
    shown.menu_actions["back"].trigger()
    assert slideshow(shown).current_index == 1
    assert [c[:10] for c in captions(shown)] == ["The second"]


def test_the_focus_stays_when_the_theme_changes(shown: MainWindow) -> None:
    slideshow(shown).setFocus()
    shown.set_theme("dark")
    assert slideshow(shown).hasFocus()
    shown.go_to(at("dosudo/2/front"))
    assert shown.article_pane.hasFocus()


@pytest.mark.parametrize("size", [(560, 700), (900, 600), (1700, 1000)])
@pytest.mark.parametrize("zoom", [0.7, 1.0, 3.0])
def test_it_fits_every_window_and_text_size(show: Show, size: tuple[int, int], zoom: float) -> None:
    window = show(FILES, BODY, size=size)
    window.set_zoom(zoom)
    QApplication.processEvents()
    stage = slideshow(window)
    assert stage.width() <= window.article_pane.viewport().width()
    buttons = stage.findChildren(QToolButton)
    assert all(stage.rect().contains(button.geometry()) for button in buttons)
    boxes = [box for _, box in stage.visible_thumbnails()]
    assert boxes
    assert boxes[-1].right() < buttons[0].x()
    assert all(stage.rect().contains(box.toAlignedRect()) for box in boxes)
    for place in range(3):
        stage.show_slide(place)
        assert stage.rect().contains(stage.picture_rect().toAlignedRect())


def test_a_long_slideshow_shows_the_thumbnails_around_the_current_one(show: Show) -> None:
    files: dict[str, str | bytes] = {f"{n}.png": png(60, 40) for n in range(60)}
    window = show(files, "\n".join(f"![{n}]({n}.png)" for n in range(60)) + "\n{.slideshow}")
    stage = slideshow(window)
    for place in (0, 30, 59):
        stage.show_slide(place)
        found = [number for number, _ in stage.visible_thumbnails()]
        assert place in found
        assert found == list(range(found[0], found[0] + len(found)))
        assert 3 < len(found) < 60


def test_pictures_that_are_not_there_keep_their_slides(show: Show, browser: list[str]) -> None:
    window = show(
        {"1.png": png(400, 200)},
        '![one](1.png "First caption")\n![two](gone.png "Second caption")\n'
        "![three](https://example.org/a.png)\n{.slideshow}",
    )
    stage = slideshow(window)
    asked: list[int] = []
    stage.full_size_requested.connect(asked.append)
    stage.show_slide(1)
    assert captions(window) == ["Second caption"]
    stage.show_slide(2)
    window.grab()
    assert ("https://example.org/a.png", "https://example.org/a.png") in anchors(
        window.article_pane.document()
    )
    QTest.mouseClick(stage, Qt.MouseButton.LeftButton, pos=stage.picture_rect().center().toPoint())
    assert asked == []
    assert browser == []


def test_a_single_picture_is_no_slideshow(show: Show) -> None:
    window = show(FILES, '![one](1.png "A first caption")\n{.slideshow}')
    assert window.article_pane.slideshows == ()
    assert "A first caption" in page_text(window.article_pane)
    assert "1/1" not in page_text(window.article_pane)


def test_two_slideshows_turn_each_by_itself(show: Show) -> None:
    window = show(FILES, f"{RUN}\n\nBetween.\n\n{RUN}")
    first, second = window.article_pane.slideshows
    second.show_slide(2)
    assert (first.current_index, second.current_index) == (0, 2)
    assert captions(window) == ["A first caption", "The last caption"]


def test_on_paper_all_slides_stand_one_after_another(shown: MainWindow) -> None:
    page = shown.article_pane.page
    assert page is not None
    paper = QTextDocument()
    builder = PageBuilder(paper, LIGHT, PictureCache(), 500, Typesetting(), expand_slideshows=True)
    built = builder.build(page, page_labels(page, None), None, None)
    assert built.slideshows == []
    assert [shape.name().split(":")[1] for shape in images(paper)] == ["0", "1", "2"]
    text = paper.toPlainText()
    assert text.index("A first caption  1/3") < text.index("The last caption  3/3")
    block = paper.begin()
    while block.isValid():
        assert block.isVisible()
        block = block.next()


def test_a_slideshow_in_a_note_keeps_inside_it(show: Show) -> None:
    inside = RUN.replace("\n", "\n    ")
    window = show(FILES, f'!!! note "A note"\n    Text.\n\n    {inside}\n\n    ![x](1.png)')
    stage = slideshow(window)
    document = window.article_pane.document()
    assert stage.x() >= 18
    assert stage.geometry().right() <= document.textWidth() - 18
    assert max(shape.width() for shape in images(document)) <= document.textWidth() - 36


def test_a_page_is_right_at_its_first_paint(start: Callable[..., AppController]) -> None:
    """Pictures used to be painted once in the size of a window that was not laid out yet."""
    window = start("dosudo/2/c3").window
    assert max(shape.width() for shape in images(window.article_pane.document())) > 400
