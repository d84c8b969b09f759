"""The talk as one book: its cover, how far the reader is, and every chapter across the issues.

Covers viewer/ui/series/cover_chapter_list.py.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at, height_in_view, labels, write
from tests.ui.side_panel.test_chapters_panel import ISSUE_3
from viewer.app import AppController
from viewer.color_themes import THEMES
from viewer.ui.series.series_cover import ProgressRing, SeriesCover
from viewer.ui.widgets.labels import LinkButton
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start("dosudo/2/a1")


def cover(program: AppController) -> SeriesCover:
    program.window.menu_actions["talk"].trigger()
    # A layout within a layout within a scroll area takes a few rounds to come to rest.
    for _ in range(5):
        QApplication.processEvents()
    shown = program.window.page_stack.replacement
    assert isinstance(shown, SeriesCover)
    return shown


def headings(shown: SeriesCover) -> list[tuple[int, str]]:
    """The headings of the list, each with the chapter below it."""
    rows = shown.chapter_list.row_delegate
    found = []
    for row in range(shown.model.rowCount()):
        heading = rows._heading_above(shown.model.index(row))
        if heading:
            found.append((row + 1, heading))
    return found


def click(shown: SeriesCover, number: int, qtbot: Any) -> None:
    index = shown.model.index(number - 1)
    shown.chapter_list.scrollTo(index)
    place = shown.chapter_list.visualRect(index)
    # Below the heading that may stand above the chapter.
    spot = QPoint(place.center().x(), place.bottom() - 12)
    qtbot.mouseClick(shown.chapter_list.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def ring_share(ring: ProgressRing, accent: str) -> float:
    """How much of the ring is closed, told from its colours."""
    picture = ring.grab().toImage()
    radius = ring.width() / 2 - ring.width() / 14
    steps = 360
    hits = 0
    for step in range(steps):
        angle = 2 * pi * step / steps
        x, y = ring.width() / 2 + radius * sin(angle), ring.height() / 2 - radius * cos(angle)
        hits += picture.pixelColor(round(x), round(y)).name().upper() == accent
    return hits / steps


def test_the_cover_tells_what_the_talk_is(program: AppController) -> None:
    shown = cover(program)
    assert labels(shown) == [
        "Talk  Yann LeCun",
        "Deep learning and the Path to AI",
        "Given at 台灣大學, 交通大學, 成功大學",
        "Told in No.\u00a02 · 7 chapters announced for No.\u00a03",
        "1. History of Deep learning",
    ]
    assert shown.continue_button.text() == "Start reading"
    assert shown.model.rowCount() == 14
    assert headings(shown) == [(1, "No. 2 · 29 July 2017"), (8, "No. 3 · announced")]


def test_the_ring_closes_as_chapters_are_read(program: AppController) -> None:
    shown = cover(program)
    accent = THEMES["light"].accent
    assert ring_share(shown.progress_ring, accent) == 0
    for number in range(1, 8):
        program.reader_data.set_read(at(f"dosudo/2/c{number}"))
        program.window.read_state.refresh()
        assert ring_share(shown.progress_ring, accent) == pytest.approx(number / 7, abs=0.06)
    spoken = QAccessible.queryAccessibleInterface(shown.progress_ring)
    assert spoken.text(QAccessible.Text.Name) == "7 of 7 told chapters read"
    assert shown.continue_button.text() == "Read again from the start"


def test_the_button_leads_to_where_the_reader_was(program: AppController, qtbot: Any) -> None:
    window = program.window
    window.resize(1000, 500)
    window.go_to(at("dosudo/2/c3"))
    page = window.article_pane.page
    assert page is not None
    window.article_pane.scroller.go_to_offset(
        page.text.index("dense block 其實大得多"), at_top=True
    )
    window.go_to(at("dosudo/2/a4"))
    shown = cover(program)
    assert shown.continue_button.text() == "Continue where I was"
    assert labels(shown)[-1] == "3. Some CNN milestones"
    assert shown.continue_button.hasFocus()
    qtbot.keyClick(shown.continue_button, Qt.Key.Key_Space)
    assert window.address == at("dosudo/2/c3")
    assert window.page_stack.replacement is None
    assert 0 <= height_in_view(window.article_pane, "dense block 其實大得多") < 120
    # What she read to its end is behind her.
    program.reader_data.set_read(at("dosudo/2/c3"))
    assert labels(cover(program))[-1] == "4. CNN applications in FAIR"


def test_where_she_was_is_kept_over_the_night(start: Callable[..., AppController]) -> None:
    first = start()
    first.window.go_to(at("dosudo/2/c5"))
    first.window.go_to(at("dosudo/2/a1"))
    first.window.close()
    second = start("dosudo/2/a2")
    assert labels(cover(second))[-1] == "5. Obstacles of AI"


def test_a_chapter_is_opened_by_click_and_by_key(program: AppController, qtbot: Any) -> None:
    window = program.window
    for number in (1, 7):
        shown = cover(program)
        click(shown, number, qtbot)
        assert window.address == at(f"dosudo/2/c{number}")
    shown = cover(program)
    assert shown.chapter_list.currentIndex().row() == 6
    shown.chapter_list.setFocus()
    qtbot.keyClick(shown.chapter_list, Qt.Key.Key_Up)
    qtbot.keyClick(shown.chapter_list, Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/c6")


def test_an_announced_chapter_says_what_it_waits_for(program: AppController, qtbot: Any) -> None:
    shown = cover(program)
    before = program.window.address
    click(shown, 8, qtbot)
    assert program.window.message_bar.text() == "“Entity NN” is announced for No. 3."
    assert program.window.page_stack.replacement is shown
    assert program.window.address == before


def test_chapters_stand_across_the_issues(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    write(library_folder / "dosudo", {"003/issue.md": ISSUE_3})
    program = start("dosudo/2/c1", search=True)
    shown = cover(program)
    assert labels(shown)[3] == ("Told in No.\u00a02, No.\u00a03 · 5 chapters not yet told")
    assert headings(shown) == [
        (1, "No. 2 · 29 July 2017"),
        (8, "No. 3 · 12 August 2017"),
        (10, "Not yet told"),
    ]
    click(shown, 9, qtbot)
    assert program.window.address == at("dosudo/3/c9")


def test_the_panel_s_title_opens_the_cover(program: AppController, qtbot: Any) -> None:
    title = program.window.chapters_panel.findChild(LinkButton)
    spoken = QAccessible.queryAccessibleInterface(title)
    assert spoken.text(QAccessible.Text.Name) == "Deep learning and the Path to AI"
    assert spoken.role() == QAccessible.Role.Button
    qtbot.mouseClick(title, Qt.MouseButton.LeftButton)
    assert isinstance(program.window.page_stack.replacement, SeriesCover)
    program.window.page_stack.show_page()
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_Space)
    assert isinstance(program.window.page_stack.replacement, SeriesCover)


def test_a_publication_without_a_talk_says_so(
    start: Callable[..., AppController], library_folder: Path
) -> None:
    write(library_folder / "bare", {"001/issue.md": "# A\n\n## One\n\nWords alone."})
    program = start(search=True)
    program.window.message_bar.clear()
    program.window.go_to(at("bare/1"))
    program.window.menu_actions["talk"].trigger()
    assert program.window.page_stack.replacement is None
    assert program.window.message_bar.text() == "This publication has no talk."


def test_escape_and_back_lead_to_the_page(program: AppController, qtbot: Any) -> None:
    window = program.window
    shown = cover(program)
    qtbot.keyClick(shown.continue_button, Qt.Key.Key_Escape)
    assert window.page_stack.replacement is None
    assert window.article_pane.hasFocus()
    shown = cover(program)
    shown.chapter_list.setFocus()
    qtbot.keyClick(shown.chapter_list, Qt.Key.Key_Escape)
    assert window.page_stack.replacement is None
    shown = cover(program)
    qtbot.mouseClick(shown.chapter_list.viewport(), Qt.MouseButton.BackButton, pos=QPoint(20, 20))
    assert window.page_stack.replacement is None
    assert window.address == at("dosudo/2/a1")


def test_the_keyboard_reaches_the_last_chapter_in_view(program: AppController, qtbot: Any) -> None:
    program.window.resize(1000, 480)
    shown = cover(program)
    shown.chapter_list.setFocus()
    for _ in range(13):
        qtbot.keyClick(shown.chapter_list, Qt.Key.Key_Down)
    index = shown.chapter_list.currentIndex()
    assert index.row() == 13
    place = shown.chapter_list.mapTo(
        shown.viewport(), shown.chapter_list.visualRect(index).center()
    )
    assert shown.viewport().rect().contains(place)
    before = shown.verticalScrollBar().value()
    place = QPoint(shown.viewport().width() // 2, 200)
    QTest.wheelEvent(
        program.window.windowHandle(), shown.viewport().mapTo(program.window, place).toPointF(),
        QPoint(0, 120),
    )  # fmt: skip
    QApplication.processEvents()
    assert shown.verticalScrollBar().value() < before


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize(
    ("size", "zoom"), [((540, 500), 1.0), ((1280, 800), 1.0), ((1280, 800), 3.0)]
)
def test_it_fits_every_window_theme_and_text_size(
    program: AppController, theme: str, size: tuple[int, int], zoom: float
) -> None:
    window: MainWindow = program.window
    window.resize(*size)
    window.set_theme(theme)
    window.set_zoom(zoom)
    shown = cover(program)
    assert shown.horizontalScrollBar().maximum() == 0
    assert shown.widget().width() <= shown.viewport().width()
    rows = [shown.chapter_list.visualRect(shown.model.index(n)) for n in range(14)]
    assert rows[-1].bottom() <= shown.chapter_list.height()
    assert all(above.bottom() < below.top() for above, below in pairwise(rows))
    ground = shown.grab().toImage().pixelColor(4, 4)
    assert ground.name().upper() == THEMES[theme].page
