"""The page's measure, its pictures, and that the reader keeps her place.

Covers viewer/ui/article/article_pane.py, viewer/ui/article/incremental_build.py,
viewer/ui/article/match_highlights.py, viewer/ui/article/page_scroller.py and
viewer/ui/document/background_painter.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QTextImageFormat, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.ui.making import Show
from tests.ui.seeing import at, cursor_at, height_in_view, images, page_text, scroll_to
from viewer.app import AppController
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.window.main_window import MainWindow

ARTICLES = [
    "front", *(f"a{n}" for n in range(1, 6)), "b", "c", *(f"c{n}" for n in range(1, 8))
]  # fmt: skip
WITH_PICTURES = ["a1", "a2", "a3", "a4", "a5", "c1", "c3", "c5", "c6"]
SIZES = [(1280, 800), (1000, 700), (640, 600), (1700, 900)]


def resize(window: MainWindow, size: tuple[int, int], qtbot: Any) -> None:
    """Resize, and wait until the page has been laid out anew."""
    window.resize(*size)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: widest(window.article_pane) <= text_width(window.article_pane))


def text_width(pane: ArticlePane) -> float:
    """How wide the column of text is."""
    return pane.document().textWidth()


def widest(pane: ArticlePane) -> float:
    return max((shape.width() for shape in images(pane.document())), default=0)


# Anchors


@pytest.mark.parametrize("key", ["a1", "b", "c3", "c5"])
def test_an_address_with_an_anchor_scrolls_there(window: MainWindow, key: str) -> None:
    window.resize(1000, 420)
    window.go_to(at(f"dosudo/2/{key}"))
    page = window.article_pane.page
    assert page is not None
    bar = window.article_pane.verticalScrollBar()
    for anchor in page.anchors:
        assert window.go_to(at(f"dosudo/2/{key}#{anchor.id}"))
        words = page.text[anchor.offset :].split("\n")[0]
        # A caption may name the note that the anchor leads to.
        which = page.text[: anchor.offset].count(words)
        top = height_in_view(window.article_pane, words, which)
        assert 0 <= top <= 80 or bar.value() == bar.maximum(), (anchor, words, top, bar.value())
        assert top < window.article_pane.viewport().height(), (anchor, words, top, bar.value())


def test_an_anchor_that_is_not_there_says_so(window: MainWindow) -> None:
    assert window.go_to(at("dosudo/2/c3#nowhere"))
    assert window.message_bar.text() == "There is no “nowhere” in this article; this is its top."
    assert window.article_pane.verticalScrollBar().value() == 0


def test_an_article_that_is_not_there_says_so(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    assert not window.go_to(at("dosudo/2/zz"))
    assert "Nothing stands at dosudo/2/zz" in window.message_bar.text()
    assert window.address == at("dosudo/2/c3")
    assert "Some CNN milestones" in page_text(window.article_pane)


# Measure and pictures


@pytest.mark.parametrize("size", SIZES)
def test_the_measure_is_a_book_s(
    start: Callable[..., AppController], size: tuple[int, int]
) -> None:
    pane = start("dosudo/2/c3", size=size).window.article_pane
    assert text_width(pane) <= 40 * 17
    assert text_width(pane) <= pane.viewport().width()
    assert pane.document().size().width() <= pane.viewport().width()


@pytest.mark.parametrize("key", ARTICLES)
def test_nothing_is_wider_than_the_column(
    start: Callable[..., AppController], key: str, qtbot: Any
) -> None:
    window = start(f"dosudo/2/{key}").window
    for size in SIZES:
        resize(window, size, qtbot)
        qtbot.waitUntil(lambda: window.article_pane.horizontalScrollBar().maximum() == 0)


@pytest.mark.parametrize("key", WITH_PICTURES)
def test_pictures_are_scaled_to_the_column(
    start: Callable[..., AppController], key: str, qtbot: Any
) -> None:
    window = start(f"dosudo/2/{key}").window

    def drawn() -> list[QTextImageFormat]:
        # What a slideshow reserves is no picture.
        return [s for s in images(window.article_pane.document()) if s.name().startswith("pic:")]

    shapes = [s.width() / s.height() for s in drawn()]
    assert shapes
    for size in SIZES:
        resize(window, size, qtbot)
        for shape in drawn():
            assert 100 <= shape.width() <= text_width(window.article_pane)
        kept = [s.width() / s.height() for s in drawn()]
        assert kept == pytest.approx(shapes, rel=0.01)


def test_pictures_are_drawn(start: Callable[..., AppController]) -> None:
    pane = start("dosudo/2/c5").window.article_pane
    shape = images(pane.document())[-1]
    scroll_to(pane, "蛋糕本身")
    picture = pane.viewport().grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 4)
        for y in range(0, picture.height(), 4)
    }
    assert len(colours) > 10
    assert shape.stringProperty(shape.Property.ImageAltText.value).startswith(
        "一個蛋糕比喻三種學習"
    )


def test_a_caption_stands_below_its_picture(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c5"))
    assert "LeCun 的蛋糕：分量最大的是蛋糕體" in page_text(window.article_pane)


# The place


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("c3", "由 Kaiming He 等人在 2015 年提出"),
        ("a4", "YOLO2 與 Faster RCNN 是當今的佼佼者"),
        ("b", "4. Taiwanese won the first place"),
        ("b", "每一期，我們都在這裡蒐集"),
        ("c5", "講到強化學習"),
    ],
)
class TestThePlaceIsKept:
    """Whatever lays the page out anew, the line the reader was on stays at the top."""

    def test_when_the_window_is_resized(
        self, start: Callable[..., AppController], qtbot: Any, key: str, words: str
    ) -> None:
        window = start(f"dosudo/2/{key}", size=(1280, 500)).window
        scroll_to(window.article_pane, words)
        for size in ((760, 500), (640, 420), (1280, 500)):
            resize(window, size, qtbot)
            qtbot.waitUntil(lambda: -60 < height_in_view(window.article_pane, words) < 120)

    def test_when_the_text_size_changes(
        self, start: Callable[..., AppController], key: str, words: str
    ) -> None:
        window = start(f"dosudo/2/{key}", size=(1280, 500)).window
        scroll_to(window.article_pane, words)
        for command in ("larger", "larger", "larger", "smaller", "normal"):
            window.menu_actions[command].trigger()
            assert -60 < height_in_view(window.article_pane, words) < 120

    def test_when_the_theme_changes(
        self, start: Callable[..., AppController], key: str, words: str
    ) -> None:
        window = start(f"dosudo/2/{key}", size=(1280, 500)).window
        scroll_to(window.article_pane, words)
        for theme in ("dark", "sepia", "light"):
            window.set_theme(theme)
            assert -60 < height_in_view(window.article_pane, words) < 60

    def test_when_themes_are_tried_again_and_again(
        self, start: Callable[..., AppController], key: str, words: str
    ) -> None:
        window = start(f"dosudo/2/{key}", size=(1280, 500)).window
        scroll_to(window.article_pane, words)
        for _ in range(5):
            window.set_theme("dark")
            window.set_theme("light")
        assert -60 < height_in_view(window.article_pane, words) < 60


def test_the_top_stays_the_top(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.set_theme("dark")
    window.menu_actions["larger"].trigger()
    resize(window, (800, 500), qtbot)
    assert window.article_pane.verticalScrollBar().value() == 0


# Size and keys


def test_text_grows_and_shrinks_by_key(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    control = Qt.KeyboardModifier.ControlModifier

    def height() -> float:
        return window.article_pane.cursorRect(
            cursor_at(window.article_pane, "深層的 ConvNet")
        ).height()

    before = height()
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Plus, control)
    larger = height()
    assert larger > before
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Minus, control)
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Minus, control)
    assert height() < before
    qtbot.keyClick(window.article_pane, Qt.Key.Key_0, control)
    assert height() == before
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Equal, control)
    assert height() == larger


def test_text_never_grows_or_shrinks_without_end(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    for _ in range(30):
        window.menu_actions["larger"].trigger()
    assert "Some CNN milestones" in page_text(window.article_pane)
    for _ in range(30):
        window.menu_actions["smaller"].trigger()
    assert "Some CNN milestones" in page_text(window.article_pane)


def test_control_and_the_wheel_change_the_text_size(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    before = window.article_pane.document().defaultFont().pixelSize()
    for delta, sign in ((120, 1), (-120, -1), (-120, -1)):
        was = window.article_pane.document().defaultFont().pixelSize()
        middle = QPointF(window.article_pane.viewport().rect().center())
        event = QWheelEvent(
            middle,
            window.article_pane.viewport().mapToGlobal(middle),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(window.article_pane.viewport(), event)
        assert (window.article_pane.document().defaultFont().pixelSize() - was) * sign > 0
    assert window.article_pane.document().defaultFont().pixelSize() < before


def test_space_turns_pages(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.article_pane.setFocus()
    bar = window.article_pane.verticalScrollBar()
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Space)
    assert bar.value() > window.article_pane.viewport().height() // 2
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert bar.value() == 0
    qtbot.keyClick(window.article_pane, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_a_link_that_goes_on_in_the_next_line_has_no_end_in_between(show: Show) -> None:
    name = "一個名字長得一行放不下的連結" * 6
    window = show(
        {}, f"[{name}](https://example.org/a) [短](https://example.org/b)", size=(800, 600)
    )
    shot = window.article_pane.viewport().grab().toImage()
    tint = QColor(window.theme.tint)
    tops: dict[int, list[int]] = {}
    for x in (1, 30):
        column = [shot.pixelColor(x, y) == tint for y in range(shot.height())]
        tops[x] = [y for y in range(1, len(column)) if column[y] and not column[y - 1]]
    # Letters interrupt the tint further in: of each line the first stretch is its top.
    lines = [next(y for y in tops[30] if abs(y - top) < 12) for top in tops[1]]
    ends = [edge - top for edge, top in zip(tops[1], lines, strict=True)]
    assert len(ends) == 3
    assert ends[0] > 4, "it begins round"
    assert ends[1:] == [0, 0], "and goes on straight"
