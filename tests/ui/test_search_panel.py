"""The search panel in the real window, over a small library of two years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from tests.ui.searching import (
    SILENT,
    TIDES,
    Reader,
    answered,
    ask,
    chips,
    choose,
    dates,
    entries,
    found,
    open_menu,
    press_chip,
    tab_to,
    tides,
    total,
)
from tests.ui.seeing import at, is_in_view, labels
from viewer import paths
from viewer.search.hints import TEXTS, Hint
from viewer.themes import LIGHT
from viewer.ui.hints import hints_in_words
from viewer.ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BUTTON = Qt.MouseButton.LeftButton

# Menus open on a screen that is not there.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(searcher: MainWindow) -> MainWindow:
    return searcher


# The line above the hits


def test_the_line_says_how_many_and_how_long(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    assert re.fullmatch(r"3 articles · 4 matches · \d+ ms", window.hits.count_text())
    assert window.hits.count_text() in labels(window.hits)
    ask(window, "watar", qtbot)
    assert re.fullmatch(r"1 article · 1 match · \d+ ms", window.hits.count_text())


def test_matches_are_counted_only_where_every_hit_is_shown(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    assert re.fullmatch(rf"{TIDES} articles · \d+ ms", window.hits.count_text())


# Hits


def test_a_row_an_article_with_its_place_editor_and_date(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    assert sorted(found(window)) == ["paper/1/a2", "paper/2/a2", "paper/3/b1"]
    model = window.hits.model
    spoken = [
        model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
    ]
    assert (
        "Lantern rooms of the north. #1 › A2 · Ada Lin · 2016-05-14. "
        "Each lantern is lit at dusk. The keeper trims every Lantern twice."
    ) in spoken
    assert any("#3 › B1 · 王小明 · 2017-08-20" in text for text in spoken)


def test_marks_in_titles_and_snippets_are_exact(window: MainWindow, qtbot: Any) -> None:
    hits = {str(hit.address.page): hit for hit in ask(window, "lantern", qtbot)}
    first = hits["paper/1/a2"]
    assert [first.title[a:b] for a, b in first.title_spans] == ["Lantern"]
    assert [first.snippet[a:b] for a, b in first.spans] == ["lantern", "Lantern"]
    assert hits["paper/2/a2"].title_spans == ()
    (hit,) = ask(window, "機器學習", qtbot)
    assert [hit.title[a:b] for a, b in hit.title_spans] == ["機器學習"]
    assert [hit.snippet[a:b] for a, b in hit.spans] == ["機器學習"]


def test_marks_are_painted_where_the_words_stand(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    view = window.hits.view
    picture = view.viewport().grab().toImage()
    colour = QColor(LIGHT.match).rgb()

    def inked(row: int, top: int, bottom: int) -> set[int]:
        """The columns in which a mark is painted, in a band of a row."""
        box = view.visualRect(window.hits.model.index(row))
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


# Chips


def test_a_chip_for_each_facet_that_differs(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    assert chips(window) == ["Year", "Section", "Editor"]
    ask(window, "tide OR lantern", qtbot)
    assert chips(window) == ["Publication", "Year", "Section", "Editor"]
    ask(window, "watar", qtbot)
    assert chips(window) == []
    assert window.hits.chips.isHidden()


@pytest.mark.parametrize(
    ("facet", "values"),
    [
        ("Publication", {"log", "paper"}),
        ("Year", {"2016", "2017", "2018"}),
        ("Section", {"Harbour", "Open sea", "研究", "工具"}),
        ("Editor", {"Ada Lin", "Bo Chen", "王小明"}),
    ],
)
def test_choosing_a_value_leaves_as_many_as_its_count(
    window: MainWindow, facet: str, values: set[str], qtbot: Any
) -> None:
    ask(window, "tide OR lantern", qtbot)
    everything = total(window)
    press_chip(window, facet)
    offered = entries(open_menu())
    open_menu().close()
    assert {value for value, _ in offered} == values
    counts = [count for _, count in offered]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == everything == TIDES + 3
    for value, count in offered:
        choose(window, facet, value, qtbot)
        assert total(window) == count
        assert f"{value} ×" in chips(window)
        assert facet not in chips(window)
        answered(window, qtbot, lambda value=value: press_chip(window, value))
        assert total(window) == everything
        assert facet in chips(window)


def test_what_is_left_is_what_was_chosen(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    choose(window, "Editor", "Ada Lin", qtbot)
    assert {hit.editor for hit in window.hits.model.hits} == {"Ada Lin"}
    assert sorted(found(window)) == ["paper/1/a2", "paper/2/a2"]


def test_filters_add_up_and_each_goes_by_itself(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    choose(window, "Year", "2017", qtbot)
    choose(window, "Section", "Harbour", qtbot)
    assert chips(window) == ["2017 ×", "Harbour ×"]
    assert total(window) == 24
    answered(window, qtbot, lambda: press_chip(window, "2017"))
    assert chips(window) == ["Year", "Harbour ×"]
    assert total(window) == 2 * len(dates())


def test_filters_stay_while_the_words_change_and_go_with_them(
    window: MainWindow, qtbot: Any
) -> None:
    ask(window, "tide OR lantern", qtbot)
    choose(window, "Publication", "paper", qtbot)
    ask(window, "tide", qtbot)
    assert window.hits.count_text() == "Nothing found"
    assert "Nothing is left with these filters; take one away." in labels(window.hits)
    assert chips(window) == ["paper ×"]
    answered(window, qtbot, lambda: press_chip(window, "paper"))
    assert total(window) == TIDES
    choose(window, "Year", "2018", qtbot)
    window.bar.box.clear()
    ask(window, "tide", qtbot)
    assert total(window) == TIDES


def test_half_a_word_is_found_with_a_filter_too(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    choose(window, "Editor", "王小明", qtbot)
    ask(window, "lante", qtbot)
    assert found(window) == ["paper/3/b1"]
    assert window.hits._suggestion.isHidden()


# Also searched


def test_what_was_also_searched_can_be_taken_away(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    assert found(window) == ["paper/1/a1", "paper/1/b1"]
    assert chips(window)[0] == "also searched: 卷積神經網路 ×"
    answered(window, qtbot, lambda: press_chip(window, "also searched: 卷積神經網路"))
    assert found(window) == ["paper/1/a1"]
    assert not any("also searched" in chip for chip in chips(window))


def test_other_words_are_searched_with_their_names_again(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    answered(window, qtbot, lambda: press_chip(window, "also searched: 卷積神經網路"))
    ask(window, "lantern", qtbot)
    ask(window, "CNN", qtbot)
    assert found(window) == ["paper/1/a1", "paper/1/b1"]


# Hits over time


def bar_place(window: MainWindow, month: str) -> QPoint:
    histogram = window.hits.histogram
    number = [first for first, _, _ in histogram.shown].index(month)
    return QPoint(round((number + 0.5) * histogram.width() / len(histogram.shown)), 30)


def feet(window: MainWindow, *months: str) -> list[str]:
    """The colours at the feet of these months' bars."""
    picture = window.hits.histogram.grab().toImage()
    return [picture.pixelColor(bar_place(window, month).x(), 38).name() for month in months]


def drag(window: MainWindow, first: str, last: str) -> None:
    histogram = window.hits.histogram
    QTest.mousePress(histogram, BUTTON, pos=bar_place(window, first))
    QTest.mouseMove(histogram, bar_place(window, last))
    QTest.mouseRelease(histogram, BUTTON, pos=bar_place(window, last))


def told_in(first: str, last: str) -> int:
    """How many articles tell of the tide in these months."""
    return sum(tides(n) for n, date in enumerate(dates(), 1) if first <= date[:7] <= last)


def test_bars_add_up_to_the_hits(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    shown = window.hits.histogram.shown
    assert sum(count for _, _, count in shown) == total(window) == TIDES
    assert (shown[0][0], shown[-1][1]) == ("2016-01", "2018-02")
    assert [count for first, _, count in shown if first == SILENT] == [0]


def test_hits_of_one_month_have_no_bars(window: MainWindow, qtbot: Any) -> None:
    ask(window, "watar", qtbot)
    assert window.hits.histogram.isHidden()


def test_dragging_leaves_the_hits_of_that_time(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    before = window.hits.histogram.shown
    answered(window, qtbot, lambda: drag(window, "2017-06", "2017-03"))
    assert total(window) == told_in("2017-03", "2017-06")
    assert {hit.date[:7] for hit in window.hits.model.hits} <= {
        "2017-03", "2017-04", "2017-05", "2017-06",
    }  # fmt: skip
    assert chips(window)[0] == "2017-03 – 2017-06 ×"
    assert window.hits.histogram.shown == before
    answered(window, qtbot, lambda: press_chip(window, "2017-03 – 2017-06"))
    assert total(window) == TIDES


def test_a_click_on_the_chosen_bar_drops_it(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    histogram = window.hits.histogram
    place = bar_place(window, "2016-12")
    answered(window, qtbot, lambda: QTest.mouseClick(histogram, BUTTON, pos=place))
    assert total(window) == told_in("2016-12", "2016-12")
    assert "2016-12 ×" in chips(window)
    answered(window, qtbot, lambda: QTest.mouseClick(histogram, BUTTON, pos=place))
    assert total(window) == TIDES
    assert "2016-12 ×" not in chips(window)


def test_bars_outside_the_range_are_painted_pale(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    answered(window, qtbot, lambda: drag(window, "2017-03", "2017-06"))
    on, off = QColor(LIGHT.accent).name(), QColor(LIGHT.line).name()
    assert feet(window, "2016-02", "2017-03", "2017-06", "2018-01") == [off, on, on, off]


def test_a_range_by_keys(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    histogram = window.hits.histogram
    tab_to(window, histogram)
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Right))
    assert chips(window)[0] == "2016-02 ×"
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT))
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Right, SHIFT))
    assert chips(window)[0] == "2016-02 – 2016-04 ×"
    assert total(window) == told_in("2016-02", "2016-04")
    assert histogram.hasFocus()
    answered(window, qtbot, lambda: QTest.keyClick(histogram, Qt.Key.Key_Delete))
    assert total(window) == TIDES


def test_a_year_takes_the_place_of_a_range(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    answered(window, qtbot, lambda: drag(window, "2017-03", "2018-01"))
    choose(window, "Year", "2018", qtbot)
    assert "2018 ×" in chips(window)
    assert not any("–" in chip for chip in chips(window))
    assert total(window) == told_in("2018-01", "2018-12")
    assert sum(count for _, _, count in window.hits.histogram.shown) == TIDES
    foot = feet(window, "2017-12", "2018-01", "2018-02")
    assert foot == [QColor(colour).name() for colour in (LIGHT.line, LIGHT.accent, LIGHT.accent)]


# Order


def order(window: MainWindow, text: str) -> None:
    """Choose ``text`` in the menu of orders."""
    button = window.hits.findChild(QToolButton, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert button is not None
    next(action for action in button.menu().actions() if action.text() == text).trigger()


def test_newest_first_and_best_first_again(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern OR beacon OR watar", qtbot)
    best = found(window)
    answered(window, qtbot, lambda: order(window, "Newest first"))
    days = [hit.date for hit in window.hits.model.hits]
    assert days == sorted(days, reverse=True)
    assert sorted(found(window)) == sorted(best)
    assert found(window) != best
    assert "Newest first" in {b.text() for b in window.hits.findChildren(QToolButton)}
    answered(window, qtbot, lambda: order(window, "Best first"))
    assert found(window) == best


def test_newer_issues_are_preferred_until_one_says_otherwise(reader: Reader, qtbot: Any) -> None:
    window = reader.start()
    ask(window, "tide", qtbot)
    scores = {hit.score for hit in window.hits.model.hits}
    assert len(scores) > 1
    answered(window, qtbot, lambda: order(window, "Prefer newer issues a little"))
    assert len({hit.score for hit in window.hits.model.hits}) == 1
    reader.quit()
    window = reader.start()
    ask(window, "tide", qtbot)
    assert len({hit.score for hit in window.hits.model.hits}) == 1
    answered(window, qtbot, lambda: order(window, "Prefer newer issues a little"))
    assert {hit.score for hit in window.hits.model.hits} == scores


# Did you mean


def suggestion(window: MainWindow) -> str:
    """What is suggested, as the reader sees it."""
    label: QLabel = window.hits._suggestion
    return "" if label.isHidden() else re.sub(r"<[^>]*>", "", label.text())


def test_a_rare_word_is_doubted_and_the_link_searches_the_common_one(
    window: MainWindow, qtbot: Any
) -> None:
    ask(window, "watar", qtbot)
    assert found(window) == ["paper/2/a1"]
    assert suggestion(window) == "Did you mean Water?"
    label = window.hits._suggestion
    metrics = label.fontMetrics()
    place = QPoint(metrics.horizontalAdvance("Did you mean ") + 8, metrics.height() // 2)
    answered(window, qtbot, lambda: QTest.mouseClick(label, BUTTON, pos=place))
    assert window.bar.box.text() == "Water"
    assert total(window) == TIDES
    assert suggestion(window) == ""
    assert window.bar.box.hasFocus()


def test_the_link_is_reached_by_keys(window: MainWindow, qtbot: Any) -> None:
    ask(window, "watar", qtbot)
    label = window.hits._suggestion
    tab_to(window, label)
    QTest.keyClick(label, Qt.Key.Key_Tab)
    answered(window, qtbot, lambda: QTest.keyClick(label, Qt.Key.Key_Return))
    assert window.bar.box.text() == "Water"
    assert window.address == at("paper/1/a1")


def test_a_suggestion_leaves_the_filters_out(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    choose(window, "Editor", "Ada Lin", qtbot)
    ask(window, "lanterm", qtbot)
    assert sorted(found(window)) == ["paper/1/a2", "paper/2/a2"]
    assert suggestion(window) == "Nothing holds what was typed; these are hits for Lantern."
    assert chips(window)[-1] == "Ada Lin ×"


def test_hits_of_what_was_meant_are_marked_on_the_page(window: MainWindow, qtbot: Any) -> None:
    hits = ask(window, "lanterm", qtbot)
    assert len(hits) == 3
    assert suggestion(window) == "Nothing holds what was typed; these are hits for Lantern."
    assert all(hit.spans for hit in hits)
    window.open_hit(next(hit for hit in hits if hit.title.startswith("Lantern")))
    assert window.pane.marked_texts() == ["Lantern", "lantern", "Lantern"]
    assert is_in_view(window.pane, *window.pane.marks[window.pane.current_mark])


def test_one_wrong_character_of_three(window: MainWindow, qtbot: Any) -> None:
    ask(window, "機器学刁", qtbot)
    assert "paper/1/a1" in found(window)
    assert "機器學習" in suggestion(window)


# Hints and odd queries


def test_a_hint_is_said_quietly(window: MainWindow, qtbot: Any) -> None:
    ask(window, "colour:red lantern", qtbot)
    assert "“colour:” is not a field; it is searched as text." in labels(window.hits)
    assert window.messages.text() == ""
    ask(window, "lantern", qtbot)
    assert not any("is not a field" in text for text in labels(window.hits))


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("viewer_zh_TW", str(paths.resources() / "i18n"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("chinese")
def test_hints_are_translated(window: MainWindow, qtbot: Any) -> None:
    ask(window, "colour:red lantern", qtbot)
    assert not any("is not a field" in text for text in labels(window.hits))
    (said,) = [text for text in labels(window.hits) if "colour:" in text]
    assert re.search("[\u4e00-\u9fff]", said)


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("kind", sorted(set(TEXTS) - {"other"}))
def test_every_kind_of_hint_is_translated(kind: str) -> None:
    said = hints_in_words((Hint(kind, "7"),))
    assert re.search("[\u4e00-\u9fff]", said)
    assert "{" not in said
    assert ("7" in said) == ("{about}" in TEXTS[kind])


def test_hints_in_english_say_the_same_in_window_and_terminal(qapp: QApplication) -> None:
    for kind in TEXTS:
        assert hints_in_words((Hint(kind, "7"),)) == Hint(kind, "7").text
    both = (Hint("or"), Hint("value", "has"))
    assert hints_in_words(both) == f"{both[0].text} {both[1].text}"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["lantern", "OR", "-", "(", ")", '"', "「", "title:", "editor:", "before:", "2017",
             "has:figure", "*", "a*", "C++", "{about}", "<b>", "%1", "\u200b", "\ud83d\ude00"]
        ),
        max_size=20,
    ).map(" ".join)
)  # fmt: skip
def test_typing_never_shows_an_error(window: MainWindow, qtbot: Any, typed: str) -> None:
    window.bar.box.setText(typed.encode("utf-8", "ignore").decode())
    ask(window, "lantern", qtbot)
    assert total(window) == 3
    assert window.messages.text() == ""


# More hits


def test_scrolling_loads_the_rest_and_keeps_the_place(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    model, view = window.hits.model, window.hits.view
    assert model.rowCount() == 15
    first = found(window)
    bar = view.verticalScrollBar()
    place = bar.maximum()
    bar.setValue(place)
    qtbot.waitUntil(lambda: model.rowCount() > 15)
    assert bar.value() == place
    assert found(window)[:15] == first
    assert window.hits.view.currentIndex().row() == 0

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return model.rowCount() == TIDES

    qtbot.waitUntil(at_the_end)
    assert len(set(found(window))) == TIDES
    assert re.fullmatch(rf"{TIDES} articles · {TIDES} matches · \d+ ms", window.hits.count_text())


def test_the_down_key_walks_beyond_the_first_hits(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    for row in range(1, 31):
        QTest.keyClick(window.bar.box, Qt.Key.Key_Down)
        if row == 14:  # the last of the first hits
            qtbot.waitUntil(lambda: window.hits.model.rowCount() > 15)
        assert window.hits.view.currentIndex().row() == row
    shown = window.hits.view.visualRect(window.hits.view.currentIndex())
    assert window.hits.view.viewport().rect().contains(shown.center())


def test_another_order_begins_at_the_top(window: MainWindow, qtbot: Any) -> None:
    ask(window, "tide", qtbot)
    bar = window.hits.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: window.hits.model.rowCount() > 15)
    answered(window, qtbot, lambda: order(window, "Newest first"))
    assert bar.value() == 0
    assert window.hits.view.currentIndex().row() == 0
    assert window.hits.model.rowCount() == 15


# Why this hit


def test_why_says_what_stands_where(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    window.hits.step(found(window).index("paper/1/a2"))
    QTest.keyClick(window.bar.box, Qt.Key.Key_I, CONTROL)
    assert window.hits.why_text().splitlines() == [
        "lantern → Lantern (in another script, case or width): title × 1",
        "lantern → lantern (as typed): text × 1",
        "lantern → Lantern (in another script, case or width): text × 1",
    ]
    assert window.hits.why_text() in labels(window.hits)


def test_why_names_synonyms_and_scripts(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    window.hits.step(found(window).index("paper/1/b1"))
    QTest.keyClick(window.bar.box, Qt.Key.Key_I, CONTROL)
    assert "CNN → 卷積神經網路 (the same thing by another name): title × 1" in (
        window.hits.why_text().splitlines()
    )
    ask(window, "机器学习", qtbot)
    QTest.keyClick(window.bar.box, Qt.Key.Key_I, CONTROL)
    assert window.hits.why_text().splitlines()[0] == (
        "机器学习 → 機器學習 (in another script, case or width): title × 1"
    )


def test_why_goes_when_asked_again_or_at_the_next_hit(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    for away in (
        lambda: QTest.keyClick(window.bar.box, Qt.Key.Key_I, CONTROL),
        lambda: QTest.keyClick(window.bar.box, Qt.Key.Key_Down),
        lambda: ask(window, "beacon", qtbot),
    ):
        QTest.keyClick(window.bar.box, Qt.Key.Key_I, CONTROL)
        assert window.hits.why_text()
        away()
        assert window.hits.why_text() == ""


def test_why_in_the_list_follows_the_list(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    tab_to(window, window.hits.view)
    QTest.keyClick(window.hits.view, Qt.Key.Key_I, CONTROL)
    before = window.hits.why_text()
    assert before
    QTest.keyClick(window.hits.view, Qt.Key.Key_Down)
    assert window.hits.why_text() == ""


def test_a_corrected_hit_has_its_reasons(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lanterm", qtbot)
    QTest.keyClick(window.bar.box, Qt.Key.Key_I, CONTROL)
    assert "lantern" in window.hits.why_text()


# Leaving


@pytest.fixture
def reading_the_letter(window: MainWindow) -> MainWindow:
    """The window in the middle of a long article."""
    window.go_to(at("paper/3/a1"))
    bar = window.pane.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    return window


@pytest.mark.parametrize("where", ["box", "hits", "chips", "histogram", "order"])
@pytest.mark.parametrize("opened", [True, False])
def test_escape_returns_to_where_the_reader_was(
    reading_the_letter: MainWindow, where: str, opened: bool, qtbot: Any
) -> None:
    window = reading_the_letter
    line = window.pane.place()
    ask(window, "lantern", qtbot)
    if opened:
        QTest.keyClick(window.bar.box, Qt.Key.Key_Return)
        assert window.address != at("paper/3/a1")
        QTest.keyClick(window.pane, Qt.Key.Key_K, CONTROL)
    assert window.bar.box.hasFocus()
    panel = window.hits
    widget = {
        "box": window.bar.box, "hits": panel.view, "chips": panel.chips,
        "histogram": panel.histogram, "order": panel.tab_stops[0],
    }[where]  # fmt: skip
    tab_to(window, widget)
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert window.pane.place() == line
    assert window.pane.verticalScrollBar().value() > 200
    assert window.bar.box.text() == ""
    assert not window.hits.isVisible()
    assert window.pane.hasFocus()
    assert window.pane.marks == ()


def test_where_the_search_began_stays_while_the_words_change(
    reading_the_letter: MainWindow, qtbot: Any
) -> None:
    window = reading_the_letter
    line = window.pane.place()
    for query in ("lantern", "tide", "CNN"):
        ask(window, query, qtbot)
        QTest.keyClick(window.bar.box, Qt.Key.Key_Return)
        window.bar.box.setFocus()
    QTest.keyClick(window.bar.box, Qt.Key.Key_Escape)
    assert window.address == at("paper/3/a1")
    assert window.pane.place() == line


# Keys


def test_tab_leads_from_the_box_through_the_panel(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lanterm", qtbot)
    panel = window.hits
    seen = []
    for _ in range(7):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    order_, save, histogram, chip_row, link, view = panel.tab_stops
    assert seen == [order_, save, histogram, chip_row, link, link, view]


def test_enter_in_the_list_opens_its_hit(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    pages = found(window)
    tab_to(window, window.hits.view)
    QTest.keyClick(window.hits.view, Qt.Key.Key_Down)
    QTest.keyClick(window.hits.view, Qt.Key.Key_Return)
    assert window.address is not None
    assert str(window.address.page) == pages[1]
    assert window.pane.hasFocus()


def test_the_star_says_what_it_does(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern", qtbot)
    star = window.hits.tab_stops[1]
    assert isinstance(star, QToolButton)
    assert (star.text(), star.accessibleName()) == ("☆", "Save this search")
    tab_to(window, star)
    QTest.keyClick(star, Qt.Key.Key_Space)
    assert (star.text(), star.accessibleName()) == ("★", "Forget this search")
    ask(window, "tide", qtbot)
    assert star.text() == "☆"
    ask(window, "lantern", qtbot)
    assert star.text() == "★"
