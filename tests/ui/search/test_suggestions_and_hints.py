"""What the search says besides hits: what may have been meant, and quiet hints.

Covers viewer/ui/search/search_messages.py.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.searching import (
    TIDES,
    answered,
    ask,
    chips,
    choose,
    found,
    tab_to,
    total,
)
from tests.ui.seeing import at, is_in_view, labels
from viewer.search import Results
from viewer.search.query.query_hints import HINT_TEMPLATES, QueryHint
from viewer.ui.i18n.languages import install_translators
from viewer.ui.search.search_filters import SearchFilters
from viewer.ui.search.search_messages import hint_text
from viewer.ui.window.main_window import MainWindow

BUTTON = Qt.MouseButton.LeftButton

# Menus open on a screen that is not there.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(searcher: MainWindow) -> MainWindow:
    return searcher


# Did you mean


def shown_suggestions(window: MainWindow) -> list[QLabel]:
    """The lines above the hits that hold a link to another query: one, or none."""
    lines = window.results_panel.findChildren(QLabel)
    return [line for line in lines if "<a " in line.text() and not line.isHidden()]


def suggestion(window: MainWindow) -> str:
    """What is suggested, as the reader sees it."""
    return re.sub(r"<[^>]*>", "", next((one.text() for one in shown_suggestions(window)), ""))


def test_more_queries_that_may_be_meant_are_links_too(window: MainWindow, qtbot: Any) -> None:
    panel = window.results_panel
    filters = SearchFilters(publication="log")
    meant = tuple(filters.apply(query) for query in ("背景", "北京", "<b>"))
    panel.show_results(Results("beijing", did_you_mean=meant[0], also_meant=meant[1:]), filters)
    (label,) = shown_suggestions(window)
    lines = [re.sub("<[^>]*>", "", line) for line in label.text().split("<br>")]
    assert lines == ["Did you mean 背景?", "Or did you mean 北京 · &lt;b&gt;?"]
    for link, query in re.findall('href="([^"]*)"[^>]*>([^<]*)', label.text()):
        with qtbot.waitSignal(panel.query_chosen) as chosen:
            label.linkActivated.emit(link)
        assert chosen.args == [html.unescape(query)]


def test_a_rare_word_is_doubted_and_the_link_searches_the_common_one(
    window: MainWindow, qtbot: Any
) -> None:
    ask(window, "watar", qtbot)
    assert found(window) == ["paper/2/a1"]
    assert suggestion(window) == "Did you mean Water?"
    (label,) = shown_suggestions(window)
    metrics = label.fontMetrics()
    point = QPoint(metrics.horizontalAdvance("Did you mean ") + 8, metrics.height() // 2)
    answered(window, qtbot, lambda: QTest.mouseClick(label, BUTTON, pos=point))
    assert window.toolbar.search_box.text() == "Water"
    assert total(window) == TIDES
    assert suggestion(window) == ""
    assert window.toolbar.search_box.hasFocus()


def test_the_link_is_reached_by_keys(window: MainWindow, qtbot: Any) -> None:
    ask(window, "watar", qtbot)
    (label,) = shown_suggestions(window)
    tab_to(window, label)
    QTest.keyClick(label, Qt.Key.Key_Tab)
    answered(window, qtbot, lambda: QTest.keyClick(label, Qt.Key.Key_Return))
    assert window.toolbar.search_box.text() == "Water"
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
    assert all(hit.snippet_spans for hit in hits)
    window.open_hit(next(hit for hit in hits if hit.title.startswith("Lantern")))
    assert window.article_pane.matches.texts() == ["Lantern", "lantern", "Lantern"]
    assert is_in_view(
        window.article_pane,
        *window.article_pane.matches.positions[window.article_pane.matches.current],
    )


def test_one_wrong_character_of_three(window: MainWindow, qtbot: Any) -> None:
    ask(window, "機器学刁", qtbot)
    assert "paper/1/a1" in found(window)
    assert "機器學習" in suggestion(window)


# Hints and odd queries


def test_a_hint_is_said_quietly(window: MainWindow, qtbot: Any) -> None:
    ask(window, "titel:red lantern", qtbot)
    assert "“titel:” is not a field, “title:” is; it is searched as text." in labels(
        window.results_panel
    )
    assert window.message_bar.text() == ""
    ask(window, "lantern", qtbot)
    assert not any("is not a field" in text for text in labels(window.results_panel))


def test_a_relaxed_search_says_so_and_a_click_takes_it_back(window: MainWindow, qtbot: Any) -> None:
    ask(window, "lantern unheardofword ", qtbot)
    assert "No article has all of: lantern · unheardofword" in suggestion(window)
    assert total(window) > 0
    (line,) = shown_suggestions(window)
    line.linkActivated.emit("#typed")
    qtbot.waitUntil(lambda: not shown_suggestions(window))
    assert found(window) == []
    ask(window, "lantern othernonsense ", qtbot)  # other words are relaxed again
    assert total(window) > 0


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    install_translators(qapp, "zh_TW")
    yield
    install_translators(qapp, "en")


@pytest.mark.usefixtures("chinese")
def test_hints_are_translated(window: MainWindow, qtbot: Any) -> None:
    ask(window, "titel:red lantern", qtbot)
    assert not any("is not a field" in text for text in labels(window.results_panel))
    told = [text for text in labels(window.results_panel) if "titel:" in text]
    assert len(told) == 2  # the hint, and which words no article has all of
    assert all(re.search("[\u4e00-\u9fff]", text) for text in told)


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("kind", sorted(set(HINT_TEMPLATES) - {"other"}))
def test_every_kind_of_hint_is_translated(kind: str) -> None:
    text = hint_text((QueryHint(kind, "7"),))
    assert re.search("[\u4e00-\u9fff]", text)
    assert "{" not in text
    assert ("7" in text) == ("{about}" in HINT_TEMPLATES[kind])


def test_hints_in_english_say_the_same_in_window_and_terminal(qapp: QApplication) -> None:
    for kind in HINT_TEMPLATES:
        assert hint_text((QueryHint(kind, "7"),)) == QueryHint(kind, "7").text
    both = (QueryHint("or"), QueryHint("value", "has"))
    assert hint_text(both) == f"{both[0].text} {both[1].text}"


@settings(max_examples=40)
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
    window.toolbar.search_box.setText(typed.encode("utf-8", "ignore").decode())
    ask(window, "lantern", qtbot)
    assert total(window) == 3
    assert window.message_bar.text() == ""
