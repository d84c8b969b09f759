"""An issue as one long page: going, scrolling, finding and marking across its articles.

Covers viewer/ui/document/page_builder.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.making import png
from tests.ui.seeing import (
    anchors,
    at,
    box_of,
    click,
    cursor_at,
    height_in_view,
    is_in_view,
    page_text,
    picture_box,
    scroll_to,
    titles,
    type_into,
    write,
)
from viewer.app import AppController
from viewer.ui.navigation import whole_issue_page as whole_issues
from viewer.ui.window.main_window import MainWindow

F7, F8 = Qt.Key.Key_F7, Qt.Key.Key_F8
CONTROL = Qt.KeyboardModifier.ControlModifier
C4 = "隨著 CNN 日益進步"
LINE = "ResNet 由 Kaiming He"
HEAD = "---\nnumber: 9\ntitle: Many\ndate: 2020-01-01\n---\n\n# A. News {#a}\n\n"
WORDS = "Some words that fill a line or two of the page, and then some more. " * 6


def many(count: int) -> str:
    return HEAD + "\n\n".join(
        f"## {n}. Article {n} {{#a{n}}}\n\n{WORDS}\n\nThe end of {n}." for n in range(1, count + 1)
    )


def finish(window: MainWindow, qtbot: Any) -> None:
    """Wait until the page is written to its end."""
    qtbot.waitUntil(lambda: window.article_pane.build.is_finished)


def head_height(window: MainWindow, place: str) -> int:
    """How far below the top of the view the head of an article stands."""
    whole = window.navigator.whole_issue
    assert whole is not None
    part = whole.find_part(at(place))
    assert part is not None
    (top,) = window.article_pane.scroller.line_tops([part.start])
    return round(top) - window.article_pane.verticalScrollBar().value()


@pytest.fixture
def whole(window: MainWindow, qtbot: Any) -> MainWindow:
    """Newsletter #2 on one page, the reader in chapter 3."""
    window.go_to(at("dosudo/2/c3"))
    qtbot.keyClick(window.article_pane, F7)
    finish(window, qtbot)
    return window


@pytest.fixture
def long(start: Callable[..., AppController], library_folder: Path) -> MainWindow:
    """An issue of sixty articles, which is not shown yet."""
    write(library_folder / "many", {"publication.yaml": "id: many\nname: Many\n",
                                    "009/issue.md": many(60)})  # fmt: skip
    window = start(search=True).window
    window.menu_actions["whole"].trigger()
    return window


def test_all_articles_stand_on_one_page(whole: MainWindow) -> None:
    text = page_text(whole.article_pane)
    places = [text.index(words) for words in (
        "Whole issue", "Dosudo deep learning newsletter #2",
        "Deep learning highlight", "Google DeepMind taught AI to walk, run and jump!",
        "Hot deep learning news and materials", "4. Taiwanese won the first place",
        "「模式識別」（圖形辨識", LINE, C4, "有了世界模擬器就能預測",
    )]  # fmt: skip
    assert places == sorted(places)
    assert whole.menu_actions["whole"].isChecked()


def test_the_place_stays_on_the_way_there_and_back(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    scroll_to(window.article_pane, LINE)
    qtbot.keyClick(window.article_pane, F7)
    finish(window, qtbot)
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, LINE) < 60
    qtbot.keyClick(window.article_pane, F7)
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, LINE) < 60
    assert "History of Deep learning" not in page_text(window.article_pane).split("← Previous")[0]


def test_the_choice_and_the_place_are_kept(start: Callable[..., AppController], qtbot: Any) -> None:
    first = start("dosudo/2/c3")
    qtbot.keyClick(first.window.article_pane, F7)
    finish(first.window, qtbot)
    scroll_to(first.window.article_pane, LINE)
    first.window.close()
    first.close()
    second = start().window
    assert second.address == at("dosudo/2/c3")
    assert second.menu_actions["whole"].isChecked()
    assert 0 <= height_in_view(second.article_pane, LINE) < 60


def test_an_address_leads_to_its_article_on_the_same_page(whole: MainWindow) -> None:
    document = whole.article_pane.document()
    for place in ("dosudo/2/a2", "dosudo/2/c5", "dosudo/2/b", "dosudo/2/a3"):
        revision = document.revision()
        assert whole.go_to(at(place))
        assert document.revision() == revision, "the page is not written anew"
        assert whole.address == at(place)
        assert 0 <= head_height(whole, place) < 60
    assert whole.go_to(at("dosudo/2/b#b7"))
    assert whole.address == at("dosudo/2/b#b7")
    assert 0 <= height_in_view(whole.article_pane, "7. 手機運行神經網絡") < 80
    # The masthead is the top of the page.
    whole.go_to(at("dosudo/2"))
    assert whole.article_pane.verticalScrollBar().value() == 0
    assert whole.address == at("dosudo/2/front")


def test_scrolling_leads_from_article_to_article(whole: MainWindow, qtbot: Any) -> None:
    assert whole.windowTitle().startswith("Some CNN milestones")
    visits = len(whole.navigator.visits[0])
    scroll_to(whole.article_pane, C4)
    qtbot.waitUntil(lambda: whole.address == at("dosudo/2/c4"))
    assert whole.contents_panel.view.currentIndex().data() == "CNN applications in FAIR"
    assert whole.windowTitle().startswith("CNN applications in FAIR")
    assert whole.chapters_panel.view.currentIndex().row() == 3
    bar = whole.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: whole.address == at("dosudo/2/c7"))
    bar.setValue(0)
    qtbot.waitUntil(lambda: whole.address == at("dosudo/2/front"))
    # Reading on is no visit.
    assert len(whole.navigator.visits[0]) == visits


def test_back_leads_to_where_she_had_read_to(whole: MainWindow, qtbot: Any) -> None:
    scroll_to(whole.article_pane, "講到強化學習")
    qtbot.waitUntil(lambda: whole.address == at("dosudo/2/c5"))
    whole.go_to(at("dosudo/2/a1"))
    qtbot.keyClick(whole.article_pane, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert whole.address == at("dosudo/2/c5")
    assert 0 <= height_in_view(whole.article_pane, "講到強化學習") < 60


def test_next_and_previous_walk_the_page(whole: MainWindow, qtbot: Any) -> None:
    for key, place in (
        (Qt.Key.Key_PageDown, "dosudo/2/c4"),
        (Qt.Key.Key_PageDown, "dosudo/2/c5"),
        (Qt.Key.Key_PageUp, "dosudo/2/c4"),
    ):
        qtbot.keyClick(whole.article_pane, key, CONTROL)
        assert whole.address == at(place)


def test_find_goes_over_all_articles(whole: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(whole.article_pane, Qt.Key.Key_F, CONTROL)
    whole.find_bar.find_box.setText("NoScope")
    marked = whole.article_pane.matches.texts()
    assert marked == ["NoScope"] * page_text(whole.article_pane).count("NoScope")
    assert whole.find_bar.count_text().endswith(f"of {len(marked)}")
    qtbot.keyClick(whole.find_bar.find_box, Qt.Key.Key_Return)
    assert is_in_view(
        whole.article_pane,
        *whole.article_pane.matches.positions[whole.article_pane.matches.current],
    )


def test_a_hit_is_opened_at_its_passage(start: Callable[..., AppController], qtbot: Any) -> None:
    window = start("dosudo/2/front", search=True).window
    window.menu_actions["whole"].trigger()
    type_into(window.toolbar.search_box, "ResNet")
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 0)
    hit = window.results_panel.current_hit()
    assert hit is not None
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor == hit.address.without_anchor
    start_, end = window.article_pane.matches.positions[window.article_pane.matches.current]
    assert is_in_view(window.article_pane, start_, end)
    whole = window.navigator.whole_issue
    assert whole is not None
    part = whole.find_part(hit.address)
    assert part is not None
    first, last = window.article_pane.scroller.line_tops([part.start, part.end])
    scrolled = window.article_pane.verticalScrollBar().value()
    assert first < box_of(window.article_pane, start_, end).center().y() + scrolled < last


def test_the_outline_is_that_of_the_issue(whole: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(whole.article_pane, F8)
    lines = titles(whole.outline_panel.model)
    assert lines[:3] == [
        "Dosudo deep learning newsletter #2",
        "A Deep learning highlight",
        "1 Google DeepMind taught AI to walk, run and jump!",
    ]
    assert "B Hot deep learning news and materials" in lines
    model = whole.outline_panel.model
    qtbot.waitUntil(lambda: model.index(model.current_row).data() == "3 Some CNN milestones")
    index = model.index(lines.index("5 Obstacles of AI"))
    whole.outline_panel.view.setCurrentIndex(index)
    qtbot.keyClick(whole.outline_panel.view, Qt.Key.Key_Return)
    assert whole.address == at("dosudo/2/c5")
    assert 0 <= head_height(whole, "dosudo/2/c5") < 60


def test_what_was_read_to_its_end_is_marked(whole: MainWindow, qtbot: Any) -> None:
    reader = whole.navigator
    reader._read_timer.setInterval(10)
    with qtbot.waitSignal(reader._read_timer.timeout):
        whole.go_to(at("dosudo/2/a5"))
    # The article before ends above the view, this one's end is in it.
    assert not reader.is_read(at("dosudo/2/c3"))
    with qtbot.waitSignal(reader._read_timer.timeout):
        scroll_to(whole.article_pane, "講到強化學習")
    assert not reader.is_read(at("dosudo/2/c4"))
    bar = whole.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: reader.is_read(at("dosudo/2/c7")))
    assert not reader.is_read(at("dosudo/2"))


def test_marking_by_hand_is_for_the_article_she_is_in(whole: MainWindow) -> None:
    whole.go_to(at("dosudo/2/c5"))
    whole.menu_actions["read"].trigger()
    assert whole.navigator.is_read(at("dosudo/2/c5"))
    assert not whole.navigator.is_read(at("dosudo/2/c3"))


@pytest.mark.parametrize("change", ["theme", "size", "width"])
def test_the_place_stays_when_the_page_is_laid_out_anew(
    whole: MainWindow, qtbot: Any, change: str
) -> None:
    scroll_to(whole.article_pane, LINE)
    if change == "theme":
        whole.set_theme("dark")
    elif change == "size":
        whole.menu_actions["larger"].trigger()
    else:
        whole.resize(700, 600)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: whole.article_pane.is_drawn)
    assert -60 < height_in_view(whole.article_pane, LINE) < 120
    finish(whole, qtbot)
    assert -60 < height_in_view(whole.article_pane, LINE) < 120
    assert "learning predictive forward models" in page_text(whole.article_pane)


def test_marks_stay_when_the_theme_changes(whole: MainWindow) -> None:
    whole.find_controller.open_find_bar()
    whole.find_bar.find_box.setText("CNN")
    marked = whole.article_pane.matches.texts()
    whole.set_theme("sepia")
    assert whole.article_pane.matches.texts() == marked


# In pieces


def test_a_long_issue_is_there_before_it_is_finished(long: MainWindow, qtbot: Any) -> None:
    assert long.go_to(at("many/9/a1"))
    assert "Article 1" in page_text(long.article_pane)
    assert "Article 60" not in page_text(long.article_pane)
    assert 0 <= head_height(long, "many/9/a1") < 300
    value = long.article_pane.verticalScrollBar().value()
    finish(long, qtbot)
    assert "The end of 60." in page_text(long.article_pane)
    assert long.article_pane.verticalScrollBar().value() == value


def test_what_is_not_written_yet_can_be_gone_to(long: MainWindow, qtbot: Any) -> None:
    long.go_to(at("many/9/a1"))
    long.go_to(at("many/9/a40"))
    assert 0 <= height_in_view(long.article_pane, "Article 40") < 80
    assert "Article 60" not in page_text(long.article_pane)
    long.go_to(at("many/9/a60"))
    bar = long.article_pane.verticalScrollBar()
    assert is_in_view(long.article_pane, *span(long, "Article 60"))
    assert bar.value() == bar.maximum()
    assert not long.navigator.is_read(at("many/9/a1"))


def span(window: MainWindow, words: str) -> tuple[int, int]:
    cursor = cursor_at(window.article_pane, words)
    return cursor.selectionStart(), cursor.selectionEnd()


def test_an_address_deep_in_the_issue_is_opened_at_once(long: MainWindow) -> None:
    assert long.go_to(at("many/9/a50"))
    assert 0 <= height_in_view(long.article_pane, "Article 50") < 80
    assert "The end of 60." not in page_text(long.article_pane)


def test_everything_is_found_though_not_everything_is_written(long: MainWindow) -> None:
    long.go_to(at("many/9/a1"))
    long.find_controller.open_find_bar()
    long.find_bar.find_box.setText("The end of")
    assert len(long.article_pane.matches.positions) == 60
    assert long.article_pane.matches.texts() == ["The end of"] * 60


def test_another_page_ends_the_writing(long: MainWindow, qtbot: Any) -> None:
    long.go_to(at("many/9/a1"))
    long.menu_actions["whole"].trigger()
    long.go_to(at("dosudo/2/c3"))
    qtbot.waitUntil(lambda: long.article_pane.build.is_finished)
    QApplication.processEvents()
    assert "Article" not in page_text(long.article_pane)
    assert LINE in page_text(long.article_pane)


# Around it


def test_the_foot_leads_to_the_issue_beside(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    ten = many(2).replace("number: 9", "number: 10").replace("Many", "Many more")
    write(library_folder / "many", {"publication.yaml": "id: many\nname: Many\n",
                                    "009/issue.md": many(2), "010/issue.md": ten})  # fmt: skip
    window = start(search=True).window
    window.menu_actions["whole"].trigger()
    window.go_to(at("many/9/a2"))
    finish(window, qtbot)
    feet = [
        text for text, href in anchors(window.article_pane.document()) if href.endswith("many/10")
    ]
    assert feet == ["Next →", "Many more"]
    click(window.article_pane, "Many more")
    assert window.address == at("many/10/a1")
    assert window.navigator.whole_issue is not None
    assert window.navigator.whole_issue.page.entry.title == "Many more"


def test_a_picture_leads_to_its_place_and_opens(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    text = HEAD + "\n\n".join(
        f"## {n}. Article {n} {{#a{n}}}\n\n{WORDS}\n\n![alt {n}](p{n}.png)\n\n{WORDS}"
        for n in range(1, 9)
    )
    files: dict[str, str | bytes] = {
        f"009/p{n}.png": png(200, 100, grey=20 * n) for n in range(1, 9)
    }
    head: dict[str, str | bytes] = {
        "publication.yaml": "id: many\nname: Many\n", "009/issue.md": text
    }  # fmt: skip
    write(library_folder / "many", {**head, **files})
    program = start(search=True)
    window = program.window
    window.menu_actions["whole"].trigger()
    window.go_to(at("many/9/a1"))
    program.controllers.pictures_and_series.contact_sheet.picture_chosen.emit(at("many/9/a6"), 0)
    assert window.address == at("many/9/a6")
    page = window.article_pane.page
    assert page is not None
    assert page.figures[5].source == "p6.png"
    box = picture_box(window.article_pane, 5)
    assert window.article_pane.viewport().rect().contains(box.center())
    window.article_pane.picture_requested.emit(5)
    assert program.controllers.pictures_and_series.picture_viewer.isVisible()


def test_slideshows_work_as_on_their_own_pages(whole: MainWindow, qtbot: Any) -> None:
    shows = whole.article_pane.slideshows
    assert len(shows) == 8
    assert [show.slides[0].picture_number for show in shows] == sorted(
        show.slides[0].picture_number for show in shows
    )
    before = shows[5].current_index
    shows[5].show_slide(1)
    assert (before, shows[5].current_index) == (0, 1)


def test_an_issue_that_is_too_long_is_shown_by_article(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_issues, "MAX_LENGTH", 1000)
    window.go_to(at("dosudo/2/c3"))
    window.menu_actions["whole"].trigger()
    assert window.message_bar.text().startswith("This issue is too long for one page")
    assert window.navigator.whole_issue is None
    assert "Obstacles of AI" not in page_text(window.article_pane)
    assert window.address == at("dosudo/2/c3")


def test_a_catalogue_read_anew_leaves_the_page_alone(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start("dosudo/2/c3")
    window = program.window
    window.menu_actions["whole"].trigger()
    finish(window, qtbot)
    scroll_to(window.article_pane, C4)
    qtbot.waitUntil(lambda: window.address == at("dosudo/2/c4"))
    revision = window.article_pane.document().revision()
    window.set_catalogue(program.library.open_catalogue())
    assert window.article_pane.document().revision() == revision
    assert window.address == at("dosudo/2/c4")


def test_every_language_of_an_article_has_its_face(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    text = (
        "---\nnumber: 9\ntitle: Two\n---\n\n# A. News {#a}\n\n"
        "## 1. 繁體 {#a1}\n\n這些字是繁體中文寫的，請讀讀看。\n\n"
        "## 2. 简体 {#a2 lang=zh-Hans}\n\n这些字是简体中文写的，请读读看。\n"
    )
    write(library_folder / "two", {"publication.yaml": "id: two\nname: Two\nlanguage: zh-Hant\n",
                                   "009/issue.md": text})  # fmt: skip
    window = start(search=True).window
    window.menu_actions["whole"].trigger()
    window.go_to(at("two/9/a1"))
    finish(window, qtbot)
    first = cursor_at(window.article_pane, "這些字").charFormat().fontFamilies()[0]
    assert first == "Noto Sans CJK TC"
    whole = window.navigator.whole_issue
    assert whole is not None
    languages = [part.page.language for part in whole.parts]
    second = cursor_at(window.article_pane, "这些字").charFormat().fontFamilies()[0]
    assert (second == "Noto Sans CJK SC") == (languages[1] == "zh-Hans")
