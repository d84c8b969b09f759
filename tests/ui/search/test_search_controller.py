"""The search box: hits as one types, each opened at the marked word.

Covers viewer/ui/search/find_bar.py, viewer/ui/search/find_controller.py,
viewer/ui/search/search_box.py and viewer/ui/search/search_worker.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.seeing import (
    at,
    cursor_at,
    height_in_view,
    is_in_view,
    labels,
    page_text,
    scroll_to,
    type_into,
)
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.search import Hit
from viewer.ui.search.hits_model import HIT_ROLE
from viewer.ui.window.main_window import MainWindow

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(start: Callable[..., AppController]) -> MainWindow:
    """The window with a search that is ready, on the masthead."""
    return start("dosudo/2/front", search=True).window


def ask(window: MainWindow, query: str, qtbot: Any) -> list[Hit]:
    """Type ``query`` and wait for its hits."""
    with qtbot.waitSignal(window.search_controller._worker.answered):
        type_into(window.toolbar.search_box, query)
    qtbot.waitUntil(lambda: not window.results_panel.isHidden())
    model = window.results_panel.model
    return [model.index(row).data(HIT_ROLE) for row in range(model.rowCount())]


def marked_in(hit: Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.snippet_spans]


# Hits


def test_hits_come_as_one_types(window: MainWindow, qtbot: Any) -> None:
    hits = ask(window, "noscope", qtbot)
    assert hits[0].address.without_anchor == at("dosudo/2/a4")
    assert hits[0].title == "能加速一千倍的超高速視頻目標監測系統NoScope"
    assert window.results_panel.isVisible()
    assert not window.chapters_panel.isVisible()
    assert window.results_panel.count_text().startswith("1 article · ")


def test_where_no_index_can_be_written_hits_come_all_the_same(
    start: Callable[..., AppController],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    index = tmp_path / "a file" / "index"
    monkeypatch.setattr(Library, "index_folder", property(lambda _: index))
    window = start("dosudo/2/front", search=True).window
    assert "kept only until the program ends" in window.message_bar.text()
    assert ask(window, "noscope", qtbot)[0].address.without_anchor == at("dosudo/2/a4")


def test_hits_are_grouped_by_article_and_marked(window: MainWindow, qtbot: Any) -> None:
    hits = ask(window, "世界模擬器", qtbot)
    pages = [hit.address.without_anchor for hit in hits]
    assert len(set(pages)) == len(pages)
    assert {str(page) for page in pages} >= {"dosudo/2/c6", "dosudo/2/c7"}
    assert "世界模擬器" in marked_in(hits[0])
    assert all(marked_in(hit) or hit.title_spans for hit in hits)


@pytest.mark.parametrize("query", ["蛋", "Check Reader", "486", "LeCun", "世界模拟器"])
def test_one_character_two_words_numbers_and_simplified(
    window: MainWindow, query: str, qtbot: Any
) -> None:
    assert ask(window, query, qtbot)


def test_nothing_found_says_so(window: MainWindow, qtbot: Any) -> None:
    assert ask(window, "龘龘龘", qtbot) == []
    assert window.results_panel.count_text() == "Nothing found"
    assert any("Try fewer words" in text for text in labels(window.results_panel))


def test_the_hits_model_holds_while_one_types(window: MainWindow, qtbot: Any) -> None:
    tester = QAbstractItemModelTester(window.results_panel.model, FATAL, window.results_panel)
    for query in ("c", "cn", "cnn", "龘龘", "學習", "NoScope"):
        ask(window, query, qtbot)
    window.toolbar.search_box.clear()
    tester.deleteLater()


def test_typing_on_does_not_leave_older_hits_behind(window: MainWindow, qtbot: Any) -> None:
    for query in ("學習", "NoScope"):
        window.toolbar.search_box.setText(query)
    qtbot.waitUntil(lambda: window.results_panel.count_text().startswith("1 article"))
    assert window.results_panel.model.rowCount() == 1


def test_clearing_the_box_brings_the_talk_back(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    window.toolbar.search_box.clear()
    assert window.chapters_panel.isVisible()
    assert window.article_pane.matches.positions == ()


def test_a_query_before_the_search_is_ready_is_answered_later(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start()
    window = program.window
    qtbot.keyClicks(window.toolbar.search_box, "NoScope")
    assert window.results_panel.count_text() == "The search is getting ready…"
    program.start_background_work()
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() == 1, timeout=20_000)


@pytest.mark.parametrize(
    "query", ["<b>", "&amp;", '"', "(((", "OR OR", "title:", "*", "學 " * 100, "\u200b", "a" * 600]
)
def test_odd_queries_are_answered(window: MainWindow, query: str, qtbot: Any) -> None:
    window.toolbar.search_box.setText(query)
    ask(window, "NoScope", qtbot)
    assert window.message_bar.text() == ""


# Opening


def test_enter_opens_the_hit_at_the_marked_word(window: MainWindow, qtbot: Any) -> None:
    ask(window, "世界模擬器", qtbot)
    first = window.results_panel.current_hit()
    assert first is not None
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor == first.address.without_anchor
    marked = window.article_pane.matches.texts()
    assert marked.count("世界模擬器") == page_text(window.article_pane).count("世界模擬器")
    assert is_in_view(
        window.article_pane,
        *window.article_pane.matches.positions[window.article_pane.matches.current],
    )


@pytest.mark.parametrize(
    "query", ["NoScope", "DSP32C", "下一期", "Check Reader", "MiniRTS", "VizDoom", "匯入"]
)
@pytest.mark.parametrize("size", [(1280, 800), (1000, 420)])
def test_every_hit_lands_on_a_marked_word(
    window: MainWindow, query: str, size: tuple[int, int], qtbot: Any
) -> None:
    window.resize(*size)
    for hit in ask(window, query, qtbot)[:6]:
        window.open_hit(hit)
        assert window.article_pane.matches.current >= 0
        assert is_in_view(
            window.article_pane,
            *window.article_pane.matches.positions[window.article_pane.matches.current],
        )
        assert window.contents_panel.view.currentIndex().isValid()


def test_arrow_keys_choose_another_hit(window: MainWindow, qtbot: Any) -> None:
    hits = ask(window, "CNN", qtbot)
    assert len(hits) > 2
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Down)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Down)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Up)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor == hits[1].address.without_anchor


def test_a_click_opens_a_hit(window: MainWindow, qtbot: Any) -> None:
    hits = ask(window, "CNN", qtbot)
    view = window.results_panel.view
    point = view.visualRect(window.results_panel.model.index(1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert window.address is not None
    assert window.address.without_anchor == hits[1].address.without_anchor
    assert window.article_pane.hasFocus()


def test_f3_walks_the_marks_and_wraps(window: MainWindow, qtbot: Any) -> None:
    ask(window, "NoScope", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    count = len(window.article_pane.matches.positions)
    assert count > 3
    first = window.article_pane.matches.current
    seen = [first]
    for _ in range(count):
        qtbot.keyClick(window.article_pane, Qt.Key.Key_F3)
        seen.append(window.article_pane.matches.current)
        assert is_in_view(
            window.article_pane,
            *window.article_pane.matches.positions[window.article_pane.matches.current],
        )
    assert seen == [(first + step) % count for step in range(count + 1)]
    for step in range(1, count + 1):
        qtbot.keyClick(window.article_pane, Qt.Key.Key_F3, SHIFT)
        assert window.article_pane.matches.current == (first - step) % count


def test_marks_stay_on_the_next_article(window: MainWindow, qtbot: Any) -> None:
    ask(window, "CNN", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    window.go_to(at("dosudo/2/c4"))
    assert set(window.article_pane.matches.texts()) == {"CNN"}


def test_marks_survive_another_size_and_theme(window: MainWindow, qtbot: Any) -> None:
    ask(window, "NoScope", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    marked = window.article_pane.matches.texts()
    at_mark = window.article_pane.matches.current
    window.menu_actions["larger"].trigger()
    window.set_theme("dark")
    assert window.article_pane.matches.texts() == marked
    assert window.article_pane.matches.current == at_mark


def test_enter_right_behind_the_last_letter_opens_a_hit_of_that_query(
    window: MainWindow, qtbot: Any
) -> None:
    ask(window, "蛋糕", qtbot)
    type_into(window.toolbar.search_box, "NoScope")
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: window.address is not None and window.address.without_anchor == at("dosudo/2/a4")
    )
    assert window.article_pane.hasFocus()


def test_enter_takes_away_what_only_begins_so(window: MainWindow, qtbot: Any) -> None:
    while_typing = ask(window, "image", qtbot)
    panel = window.results_panel
    first = panel.current_hit()
    assert first is not None
    with qtbot.waitSignal(window.search_controller._worker.answered):
        qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor == first.address.without_anchor
    assert set(map(str.lower, window.article_pane.matches.texts())) <= {"image", "images"}
    assert panel.model.rowCount() < len(while_typing)
    current = panel.current_hit()
    assert current is not None
    assert current.address == first.address


def test_enter_keeps_what_begins_so_where_no_whole_word_stands(
    window: MainWindow, qtbot: Any
) -> None:
    while_typing = ask(window, "convo", qtbot)
    with qtbot.waitSignal(window.search_controller._worker.answered):
        qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert [hit.address for hit in window.results_panel.model.hits] == [
        hit.address for hit in while_typing
    ]
    assert "convo…" in " ".join(labels(window.results_panel))
    assert "Convolutional" in window.article_pane.matches.texts()


def test_enter_does_not_make_the_same_hits_flicker(window: MainWindow, qtbot: Any) -> None:
    ask(window, "NoScope", qtbot)
    resets: list[bool] = []
    window.results_panel.model.modelReset.connect(lambda: resets.append(True))
    with qtbot.waitSignal(window.search_controller._worker.answered):
        qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert not resets


def test_enter_on_a_chosen_hit_keeps_the_others(window: MainWindow, qtbot: Any) -> None:
    while_typing = ask(window, "model", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Down)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor == while_typing[1].address.without_anchor
    assert list(window.results_panel.model.hits) == while_typing


def test_a_long_search_shows_what_it_has_and_goes_on_behind(
    window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.ui.search.search_worker.EXTRAS_SECONDS", 0)
    hints: list[list[str]] = []
    window.search_controller._worker.answered.connect(
        lambda answer: hints.append([hint.kind for hint in answer.results.hints])
    )
    type_into(window.toolbar.search_box, "NoScpoe")
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: window.address is not None and window.address.without_anchor == at("dosudo/2/a4")
    )
    assert hints == [["unfinished"], []]


def test_scrolling_before_the_hits_are_there_asks_for_no_more_of_them(
    window: MainWindow, qtbot: Any
) -> None:
    assert len(ask(window, "deep", qtbot)) == 15
    limits: list[int] = []
    window.search_controller._worker.answered.connect(
        lambda answer: limits.append(answer.task.limit)
    )
    type_into(window.toolbar.search_box, "網路")
    window.results_panel.more_requested.emit()
    qtbot.waitUntil(lambda: bool(limits))
    assert limits == [15]


def test_a_hit_on_the_page_itself_is_marked_at_once(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    ask(window, "DenseNet", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address is not None
    assert window.address.without_anchor == at("dosudo/2/c3")
    assert set(window.article_pane.matches.texts()) == {"DenseNet"}
    assert is_in_view(
        window.article_pane,
        *window.article_pane.matches.positions[window.article_pane.matches.current],
    )


def test_f3_right_behind_the_last_letter_walks(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    ask(window, "DenseNet", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_F3)
    assert window.article_pane.matches.current == 0
    assert is_in_view(window.article_pane, *window.article_pane.matches.positions[0])


# Leaving


def test_escape_in_the_box_returns_to_where_the_reader_was(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    scroll_to(window.article_pane, "ResNet 由 Kaiming He")
    ask(window, "世界模擬器", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    assert window.address != at("dosudo/2/c3")
    window.toolbar.search_box.setFocus()
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Escape)
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, "ResNet 由 Kaiming He") < 60
    assert window.toolbar.search_box.text() == ""
    assert window.chapters_panel.isVisible()
    assert window.article_pane.hasFocus()


def test_escape_in_the_box_without_a_hit_opened_moves_nothing(
    window: MainWindow, qtbot: Any
) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.article_pane.verticalScrollBar().setValue(700)
    ask(window, "世界模擬器", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Escape)
    assert window.article_pane.verticalScrollBar().value() == 700
    assert window.article_pane.matches.positions == ()


def test_clearing_the_box_ends_the_search_and_stays(window: MainWindow, qtbot: Any) -> None:
    ask(window, "NoScope", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    address, value = window.address, window.article_pane.verticalScrollBar().value()
    window.toolbar.search_box.clear()
    assert window.address == address
    assert window.article_pane.verticalScrollBar().value() == value
    assert window.article_pane.matches.positions == ()
    assert window.chapters_panel.isVisible()


def test_a_key_leads_into_the_box(window: MainWindow, qtbot: Any) -> None:
    window.article_pane.setFocus()
    qtbot.keyClick(window.article_pane, Qt.Key.Key_E, CONTROL)
    assert window.toolbar.search_box.hasFocus()


# The page


def find(window: MainWindow, words: str, qtbot: Any) -> None:
    qtbot.keyClick(window.article_pane, Qt.Key.Key_F, CONTROL)
    assert window.find_bar.isVisible()
    assert window.find_bar.find_box.hasFocus()
    type_into(window.find_bar.find_box, words)


def test_find_in_page_marks_counts_and_walks(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    find(window, "DenseNet", qtbot)
    count = len(window.article_pane.matches.positions)
    assert count == page_text(window.article_pane).count("DenseNet")
    assert window.find_bar.count_text() == f"1 of {count}"
    assert is_in_view(window.article_pane, *window.article_pane.matches.positions[0])
    qtbot.keyClick(window.find_bar.find_box, Qt.Key.Key_Return)
    assert window.find_bar.count_text() == f"2 of {count}"
    qtbot.keyClick(window.find_bar.find_box, Qt.Key.Key_Return, SHIFT)
    qtbot.keyClick(window.find_bar.find_box, Qt.Key.Key_Return, SHIFT)
    assert window.find_bar.count_text() == f"{count} of {count}"
    qtbot.keyClick(window.find_bar.find_box, Qt.Key.Key_F3)
    assert window.find_bar.count_text() == f"1 of {count}"


def test_find_says_when_there_is_nothing(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    find(window, "龘龘", qtbot)
    assert window.find_bar.count_text() == "not found"
    window.find_bar.find_box.clear()
    assert window.find_bar.count_text() == ""


def test_find_begins_where_the_reader_is(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(
        window.article_pane.cursorRect(cursor_at(window.article_pane, "由 Kaiming He")).top()
    )
    find(window, "DenseNet", qtbot)
    assert window.article_pane.matches.current > 0
    assert is_in_view(
        window.article_pane,
        *window.article_pane.matches.positions[window.article_pane.matches.current],
    )


def test_closing_find_brings_the_marks_of_the_search_back(window: MainWindow, qtbot: Any) -> None:
    ask(window, "NoScope", qtbot)
    qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
    searched = window.article_pane.matches.texts()
    find(window, "YOLO", qtbot)
    assert "NoScope" not in window.article_pane.matches.texts()
    qtbot.keyClick(window.find_bar.find_box, Qt.Key.Key_Escape)
    assert window.find_bar.isHidden()
    assert window.article_pane.matches.texts() == searched
    assert window.article_pane.hasFocus()


def test_find_takes_the_selected_words(window: MainWindow, qtbot: Any) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.article_pane.setTextCursor(cursor_at(window.article_pane, "梯度消失"))
    qtbot.keyClick(window.article_pane, Qt.Key.Key_F, CONTROL)
    assert window.find_bar.find_box.text() == "梯度消失"
    assert set(window.article_pane.matches.texts()) == {"梯度消失"}
