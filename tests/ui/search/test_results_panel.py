"""The search panel in the real window, over a small library of two years.

Covers viewer/ui/search/hit_delegate.py and viewer/ui/search/hit_explanation.py.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QToolButton

from tests.ui.searching import (
    TIDES,
    Reader,
    answered,
    ask,
    found,
    tab_to,
)
from tests.ui.seeing import at, is_in_view, labels, type_into
from viewer.color_themes import LIGHT
from viewer.ui.widgets.labels import ElidedLabel
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(searcher: MainWindow) -> MainWindow:
    return searcher


# The line above the hits


def test_the_line_says_how_many_and_how_long(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    assert re.fullmatch(r"3 articles · 5 matches · \d+ ms", window.results_panel.count_text())
    assert window.results_panel.count_text() in labels(window.results_panel)
    ask(window, "watar", qtbot)
    assert re.fullmatch(r"1 article · 1 match · \d+ ms", window.results_panel.count_text())


def test_matches_are_counted_only_where_every_hit_is_shown(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    assert re.fullmatch(rf"{TIDES} articles · \d+ ms", window.results_panel.count_text())


def test_count_and_time_stand_in_the_line_however_narrow_it_is(
    window: MainWindow, qtbot: Any
) -> None:
    ask(window, "tide", qtbot)
    label = next(
        one for one in window.results_panel.findChildren(ElidedLabel) if "ms" in one.text()
    )
    label.setText("17 articles · 1,234 matches · 12 ms")
    metrics = label.fontMetrics()
    for shown in (label.text(), "17 articles · 12 ms", "17 articles"):
        label.resize(metrics.horizontalAdvance(shown) + 1, label.height())
        assert label.shown_text() == shown


def test_nothing_above_the_hits_has_a_scroll_bar(window: MainWindow, qtbot: Any) -> None:
    for size in ((1920, 1080), (1280, 800), (920, 540), (920, 260)):
        window.resize(*size)
        for query in ("CNN", "lanterm OR tide", "tide OR lantern OR went OR watar foo:"):
            ask(window, query, qtbot)
            bars = [bar for bar in window.results_panel.findChildren(QScrollBar) if bar.isVisible()]
            assert bars in ([], [window.results_panel.view.verticalScrollBar()]), (size, query)
            assert window.results_panel.chips.height() == 24
            assert window.results_panel.view.height() >= 48


# Hits


def test_a_row_an_article_with_its_place_editor_and_date(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    assert sorted(found(window)) == ["paper/1/a2", "paper/2/a2", "paper/3/b1"]
    model = window.results_panel.model
    spoken = [
        model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
    ]
    assert (
        "Lantern rooms of the north. 小報 #1 › A2 · Ada Lin · 14 May 2016. "
        "Each lantern is lit at dusk. The keeper trims every Lantern twice."
    ) in spoken
    assert any("#3 › B1 · 王小明 · 20 Aug 2017" in text for text in spoken)


def test_marks_in_titles_and_snippets_are_exact(window: MainWindow, qtbot: Any) -> None:
    hits = {str(hit.address.without_anchor): hit for hit in ask(window, "lantern", qtbot)}
    first = hits["paper/1/a2"]
    assert [first.title[a:b] for a, b in first.title_spans] == ["Lantern"]
    assert [first.snippet[a:b] for a, b in first.snippet_spans] == ["lantern", "Lantern"]
    assert hits["paper/2/a2"].title_spans == ()
    (hit,) = ask(window, "機器學習", qtbot)
    assert [hit.title[a:b] for a, b in hit.title_spans] == ["機器學習"]
    assert [hit.snippet[a:b] for a, b in hit.snippet_spans] == ["機器學習"]


def test_marks_are_painted_where_the_words_stand(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    view = window.results_panel.view
    picture = view.viewport().grab().toImage()
    colour = QColor(LIGHT.match).rgb()

    def inked(row: int, top: int, bottom: int) -> set[int]:
        """The columns in which a mark is painted, in a band of a row."""
        box = view.visualRect(window.results_panel.model.index(row))
        return {
            x
            for y in range(box.top() + top, box.top() + bottom)
            for x in range(picture.width())
            if picture.pixel(x, y) == colour
        }

    for row, page in enumerate(found(window)):
        title, snippet = inked(row, 10, 30), inked(row, 52, 110)
        assert bool(title) == (page == "paper/1/a2")
        assert snippet
    # “Lantern rooms …” begins with its mark, and the mark ends long before the title does.
    row = found(window).index("paper/1/a2")
    assert 16 <= min(inked(row, 10, 30)) <= 20
    assert max(inked(row, 10, 30)) < 100


# Order


def order(window: MainWindow, text: str) -> None:
    """Choose ``text`` in the menu of orders."""
    buttons = window.results_panel.findChildren(QToolButton)
    button = next(one for one in buttons if one.accessibleName() == "Order of the hits")
    next(action for action in button.menu().actions() if action.text() == text).trigger()


def test_newest_first_and_best_first_again(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern OR beacon OR watar", qtbot)
    best = found(window)
    answered(window, qtbot, lambda: order(window, "Newest first"))
    days = [hit.date for hit in window.results_panel.model.hits]
    assert days == sorted(days, reverse=True)
    assert sorted(found(window)) == sorted(best)
    assert found(window) != best
    assert "Newest first" in {b.text() for b in window.results_panel.findChildren(QToolButton)}
    answered(window, qtbot, lambda: order(window, "Best first"))
    assert found(window) == best


def test_newer_issues_are_preferred_until_one_says_otherwise(reader: Reader, qtbot: Any) -> None:
    window = reader.start()
    ask(window, "went", qtbot)
    scores = {hit.score for hit in window.results_panel.model.hits}
    assert len(scores) > 1
    answered(window, qtbot, lambda: order(window, "Prefer newer issues a little"))
    assert len({hit.score for hit in window.results_panel.model.hits}) == 1
    reader.quit()
    window = reader.start()
    ask(window, "went", qtbot)
    assert len({hit.score for hit in window.results_panel.model.hits}) == 1
    answered(window, qtbot, lambda: order(window, "Prefer newer issues a little"))
    assert {hit.score for hit in window.results_panel.model.hits} == scores


# More hits


def test_scrolling_loads_the_rest_and_keeps_the_place(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    model, view = window.results_panel.model, window.results_panel.view
    assert model.rowCount() == 15
    first = found(window)
    bar = view.verticalScrollBar()
    scroll_position = bar.maximum()
    bar.setValue(scroll_position)
    qtbot.waitUntil(lambda: model.rowCount() > 15)
    assert bar.value() == scroll_position
    assert found(window)[:15] == first
    assert window.results_panel.view.currentIndex().row() == 0

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return model.rowCount() == TIDES

    qtbot.waitUntil(at_the_end)
    assert len(set(found(window))) == TIDES
    assert re.fullmatch(
        rf"{TIDES} articles · {TIDES} matches · \d+ ms", window.results_panel.count_text()
    )


def test_the_down_key_walks_beyond_the_first_hits(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    for row in range(1, 31):
        QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Down)
        if row == 14:  # the last of the first hits
            qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 15)
        assert window.results_panel.view.currentIndex().row() == row
    shown = window.results_panel.view.visualRect(window.results_panel.view.currentIndex())
    assert window.results_panel.view.viewport().rect().contains(shown.center())


def test_another_order_begins_at_the_top(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    bar = window.results_panel.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 15)
    answered(window, qtbot, lambda: order(window, "Newest first"))
    assert bar.value() == 0
    assert window.results_panel.view.currentIndex().row() == 0
    assert window.results_panel.model.rowCount() == 15


# Why this hit


def test_why_says_what_stands_where(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    window.results_panel.move_current_hit(found(window).index("paper/1/a2"))
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_I, CONTROL)
    assert window.results_panel.explanation.text().splitlines() == [
        "lantern → Lantern (in another script, case or width): title × 1",
        "lantern → lantern (as typed): text × 1",
        "lantern → Lantern (in another script, case or width): text × 1",
    ]
    assert window.results_panel.explanation.text() in labels(window.results_panel)


def test_why_names_synonyms_and_scripts(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    window.results_panel.move_current_hit(found(window).index("paper/1/b1"))
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_I, CONTROL)
    assert "CNN → 卷積神經網路 (the same thing by another name): title × 1" in (
        window.results_panel.explanation.text().splitlines()
    )
    ask(window, "机器学习", qtbot)
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_I, CONTROL)
    assert window.results_panel.explanation.text().splitlines()[0] == (
        "机器学习 → 機器學習 (in another script, case or width): title × 1"
    )


def test_why_goes_when_asked_again_or_at_the_next_hit(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    for away in (
        lambda: QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_I, CONTROL),
        lambda: QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Down),
        lambda: ask(window, "beacon", qtbot),
    ):
        QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_I, CONTROL)
        assert window.results_panel.explanation.text()
        away()
        assert window.results_panel.explanation.text() == ""


def test_why_in_the_list_follows_the_list(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    tab_to(window, window.results_panel.view)
    QTest.keyClick(window.results_panel.view, Qt.Key.Key_I, CONTROL)
    before = window.results_panel.explanation.text()
    assert before
    QTest.keyClick(window.results_panel.view, Qt.Key.Key_Down)
    assert window.results_panel.explanation.text() == ""


def test_why_is_a_button_on_the_current_hit(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    panel = window.results_panel
    view, button = panel.view, panel.explanation.button
    assert (button.text(), button.accessibleName()) == ("Why?", "Why this hit?")
    assert "Ctrl+I" in button.toolTip()
    assert min(button.width(), button.height()) >= 24
    for row in (0, 2, 1):
        panel.move_current_hit(row - view.currentIndex().row())
        assert button.isVisible()
        assert view.visualRect(panel.model.index(row)).contains(button.geometry())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "lantern" in panel.explanation.text()
    assert panel.explanation.text() in labels(panel)
    assert window.address == at("paper/1/a1"), "the hit is not opened"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.explanation.text() == ""
    tab_to(window, button)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert panel.explanation.text()


def test_the_button_and_the_reasons_follow_their_row(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    panel = window.results_panel
    view, button = panel.view, panel.explanation.button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    reasons = panel.explanation.text()
    height = view.visualRect(view.currentIndex()).height()
    view.verticalScrollBar().setValue(height // 4)
    assert view.visualRect(view.currentIndex()).contains(button.geometry())
    assert panel.explanation.text() == reasons
    view.verticalScrollBar().setValue(2 * height)
    assert not button.isVisible()
    assert panel.explanation.text() == ""
    ask(window, "龘", qtbot)
    assert not button.isVisible()


def test_reasons_that_find_no_room_are_counted(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    panel = window.results_panel
    panel.explanation.show_reasons(tuple(f"reason {number}" for number in range(100)))
    *shown, last = panel.explanation.text().splitlines()
    assert shown == [f"reason {number}" for number in range(len(shown))]
    assert last == f"and {100 - len(shown)} more"
    label = next(one for one in panel.findChildren(QLabel) if one.text().startswith("reason"))
    place = QRect(label.mapTo(panel, QPoint(0, 0)), label.size())
    assert panel.rect().contains(place)
    assert label.height() >= label.heightForWidth(label.width())


def test_a_corrected_hit_has_its_reasons(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lanterm", qtbot)
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_I, CONTROL)
    assert "lantern" in window.results_panel.explanation.text()


# Leaving


@pytest.fixture
def reading_the_letter(window: MainWindow) -> MainWindow:
    """The window in the middle of a long article."""
    window.go_to(at("paper/3/a1"))
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    return window


@pytest.mark.parametrize("where", ["box", "hits", "chips", "histogram", "order"])
@pytest.mark.parametrize("opened", [True, False])
def test_escape_returns_to_where_the_reader_was(
    reading_the_letter: MainWindow, where: str, opened: bool, qtbot: Any
) -> None:
    window = reading_the_letter
    line = window.article_pane.scroller.top_offset()
    ask(window, "lantern", qtbot)
    if opened:
        QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
        assert window.address != at("paper/3/a1")
        QTest.keyClick(window.article_pane, Qt.Key.Key_E, CONTROL)
    assert window.toolbar.search_box.hasFocus()
    panel = window.results_panel
    widget = {
        "box": window.toolbar.search_box, "hits": panel.view, "chips": panel.chips,
        "histogram": panel.histogram, "order": panel.tab_stops[0],
    }[where]  # fmt: skip
    tab_to(window, widget)
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert window.article_pane.scroller.top_offset() == line
    assert window.article_pane.verticalScrollBar().value() > 200
    assert window.toolbar.search_box.text() == ""
    assert not window.results_panel.isVisible()
    assert window.article_pane.hasFocus()
    assert window.article_pane.matches.positions == ()


def test_where_the_search_began_stays_while_the_words_change(
    reading_the_letter: MainWindow, qtbot: Any
) -> None:
    window = reading_the_letter
    line = window.article_pane.scroller.top_offset()
    for query in ("lantern", "tide", "CNN"):
        ask(window, query, qtbot)
        QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
        window.toolbar.search_box.setFocus()
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert window.article_pane.scroller.top_offset() == line


# Keys


def test_tab_leads_from_the_box_through_the_panel(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lanterm", qtbot)
    panel = window.results_panel
    seen = []
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    order_, save, histogram, chip_row, link, view, why = panel.tab_stops
    assert seen == [order_, save, histogram, chip_row, link, link, view, why]


def test_enter_in_the_list_opens_its_hit(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    pages = found(window)
    tab_to(window, window.results_panel.view)
    QTest.keyClick(window.results_panel.view, Qt.Key.Key_Down)
    QTest.keyClick(window.results_panel.view, Qt.Key.Key_Return)
    assert window.address is not None
    assert str(window.address.without_anchor) == pages[1]
    assert window.article_pane.hasFocus()


def test_the_star_says_what_it_does(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    star = window.results_panel.tab_stops[1]
    assert isinstance(star, QToolButton)
    assert (star.text(), star.accessibleName()) == ("☆", "Save this search")
    tab_to(window, star)
    QTest.keyClick(star, Qt.Key.Key_Space)
    assert (star.text(), star.accessibleName()) == ("★", "Forget this search")
    ask(window, "tide", qtbot)
    assert star.text() == "☆"
    ask(window, "lantern", qtbot)
    assert star.text() == "★"


# From hit to hit


def current_mark(window: MainWindow) -> str:
    """The words at the current match, which is in view."""
    matches = window.article_pane.matches
    assert is_in_view(window.article_pane, *matches.positions[matches.current])
    return matches.texts()[matches.current]


def test_f3_goes_through_the_matches_of_every_hit_and_shift_f3_back(
    window: MainWindow, qtbot: Any
) -> None:
    hits = ask(window, "lantern", qtbot)
    window.toolbar.search_box.setFocus()
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_F3)
    assert window.article_pane.hasFocus()
    matches, seen = window.article_pane.matches, []
    while len(seen) < 2 or seen[-1] != seen[0]:
        assert current_mark(window).lower() == "lantern"
        hit = window.results_panel.current_hit()
        assert hit is not None
        assert window.address == hit.address
        seen.append((str(hit.address.without_anchor), matches.current))
        QTest.keyClick(window.article_pane, Qt.Key.Key_F3)
    # Every match of every hit in their order, title and text, and the first one again.
    pages = [str(hit.address.without_anchor) for hit in hits]
    assert [page for page, number in seen if number == 0] == [*pages, pages[0]]
    counts = {str(h.address.without_anchor): h.match_count for h in hits}
    assert seen[:-1] == [(page, number) for page in pages for number in range(counts[page])]
    back = []
    for _ in seen[1:]:
        QTest.keyClick(window.article_pane, Qt.Key.Key_F3, SHIFT)
        assert window.address is not None
        back.append((str(window.address.without_anchor), matches.current))
    assert back == seen[1:][::-1]


def test_f3_loads_the_hits_it_comes_to(window: MainWindow, qtbot: Any) -> None:
    hits = ask(window, "tide", qtbot)
    assert len(hits) == 15 < TIDES
    window.open_hit(hits[14])
    matches, model = window.article_pane.matches, window.results_panel.model
    for _ in matches.positions[matches.current :]:
        assert window.address == hits[14].address
        QTest.keyClick(window.article_pane, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: window.address != hits[14].address)
    assert window.address == model.hits[15].address
    assert window.results_panel.view.currentIndex().row() == 15
    # Before the first there is none while the last ones are not known.
    ask(window, "tides OR tide", qtbot)
    first = window.results_panel.model.hits[0]
    window.open_hit(first)
    for _ in range(len(matches.positions) + 1):
        QTest.keyClick(window.article_pane, Qt.Key.Key_F3, SHIFT)
    assert window.address == first.address


def test_f3_goes_on_where_the_page_is_no_hit(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("paper/3/a1"))
    hits = ask(window, "lantern", qtbot)
    window.results_panel.move_current_hit(1)
    window.article_pane.setFocus()
    QTest.keyClick(window.article_pane, Qt.Key.Key_F3)
    assert window.address is not None
    assert window.address.without_anchor == hits[1].address.without_anchor


def test_find_in_page_stays_on_the_page(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    here = window.address
    window.find_controller.open_find_bar()
    type_into(window.find_bar.find_box, "lantern")
    for _ in range(5):
        QTest.keyClick(window.find_bar.find_box, Qt.Key.Key_F3)
    assert window.address == here


def test_in_whole_issues_f3_goes_on_to_the_next_issue(window: MainWindow, qtbot: Any) -> None:
    window.navigator.set_whole_issue_mode(True)
    ask(window, "lantern OR beacon OR watar", qtbot)
    QTest.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    issues, seen = set(), []
    for _ in range(40):
        current_mark(window)
        assert window.address is not None
        issues.add(window.address.issue)
        seen.append((window.address.issue, window.article_pane.matches.current))
        QTest.keyClick(window.article_pane, Qt.Key.Key_F3)
    assert issues == {1, 2, 3}
    walked = [issue for issue, number in seen]
    assert walked != sorted(walked), "it goes round"


@pytest.mark.parametrize("away", [Qt.Key.Key_Return, Qt.Key.Key_F3])
def test_escape_on_the_page_of_a_hit_returns_to_where_the_search_began(
    reading_the_letter: MainWindow, away: Qt.Key, qtbot: Any
) -> None:
    window = reading_the_letter
    line = window.article_pane.scroller.top_offset()
    ask(window, "lantern", qtbot)
    QTest.keyClick(window.toolbar.search_box, away)
    for _ in range(4):
        QTest.keyClick(window.article_pane, Qt.Key.Key_F3)
    assert window.address != at("paper/3/a1")
    assert window.article_pane.hasFocus()
    QTest.keyClick(window.article_pane, Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert window.article_pane.scroller.top_offset() == line
    assert window.toolbar.search_box.text() == ""
    assert window.article_pane.matches.positions == ()
    assert window.article_pane.hasFocus()
    # What was found is still one step back.
    window.menu_actions["back"].trigger()
    assert window.address != at("paper/3/a1")
