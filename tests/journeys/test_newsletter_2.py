"""A reader opens newsletter #2: she walks the tree, follows the talk, searches, and goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.seeing import at, cursor_at, is_in_view, page_text, rows, type_into
from viewer.app import AppController
from viewer.ui.contents.contents_model import ADDRESS_ROLE
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

#: What stands at the beginning of each chapter's text.
CHAPTERS = [
    "「模式識別」（圖形辨識",
    "深度學習用到的網路，以 CNN 最為普遍",
    "深層的 ConvNet 後來遍地開花",
    "隨著 CNN 日益進步",
    "深度學習在許多領域都交出了好成績",
    "上一章談的是難處",
    "有了世界模擬器就能預測",
]


@pytest.fixture
def window(start: Callable[..., AppController]) -> MainWindow:
    return start(search=True, size=(1280, 720)).window


def first_words_in_view(window: MainWindow, words: str) -> bool:
    cursor = cursor_at(window.article_pane, words)
    return is_in_view(window.article_pane, cursor.selectionStart(), cursor.selectionEnd())


def test_newsletter_2(window: MainWindow, qtbot: Any, browser: list[str]) -> None:
    # It opens on the masthead.
    assert window.address == at("dosudo/2/front")
    assert "Dosudo 矽谷軟體工程師 Deep learning 讀書會" in page_text(window.article_pane)
    assert window.message_bar.text() == ""

    # She walks the whole tree with the arrow key.
    tree = window.contents_panel.view
    tree.setFocus()
    # A section without text of its own leads to its first article.
    places = list(
        dict.fromkeys(index.data(ADDRESS_ROLE) for index in rows(window.contents_panel.model))
    )
    assert places[0] == window.address
    for place in places[1:]:
        qtbot.keyClick(tree, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda place=place: window.address == place)
        page = window.article_pane.page
        assert page is not None
        assert page.entry.title in page_text(window.article_pane)
        shown = tree.visualRect(tree.currentIndex()).center()
        assert tree.viewport().rect().contains(shown)
    assert window.address == at("dosudo/2/c7")

    # She follows the talk by the panel, 1 to 7 …
    panel = window.chapters_panel.view
    for number, words in enumerate(CHAPTERS, 1):
        index = window.chapters_panel.model.index(number - 1)
        panel.scrollTo(index)
        qtbot.mouseClick(
            panel.viewport(), Qt.MouseButton.LeftButton, pos=panel.visualRect(index).center()
        )
        assert window.address == at(f"dosudo/2/c{number}")
        assert words in page_text(window.article_pane)
        assert panel.currentIndex().row() == number - 1
    # … learns that the eighth waits for the next issue …
    index = window.chapters_panel.model.index(7)
    panel.scrollTo(index)
    qtbot.mouseClick(
        panel.viewport(), Qt.MouseButton.LeftButton, pos=panel.visualRect(index).center()
    )
    assert window.message_bar.text() == "“Entity NN” is announced for No. 3."
    assert window.address == at("dosudo/2/c7")
    # … and once more by keyboard, from the section's own text.
    window.go_to(at("dosudo/2/c"))
    for number, words in enumerate(CHAPTERS, 1):
        qtbot.keyClick(window.article_pane, Qt.Key.Key_PageDown, CONTROL | SHIFT)
        assert window.address == at(f"dosudo/2/c{number}")
        assert words in page_text(window.article_pane)
        assert first_words_in_view(window, words)
        assert window.contents_panel.view.currentIndex().data(ADDRESS_ROLE) == window.address

    # She searches, in Chinese and in English, and lands on the marked word.
    before = window.address
    for query, page in (("世界模擬器", None), ("NoScope", at("dosudo/2/a4"))):
        qtbot.keyClick(window.article_pane, Qt.Key.Key_E, CONTROL)
        type_into(window.toolbar.search_box, query)
        qtbot.waitUntil(
            lambda query=query: any(
                query in hit.snippet or query in hit.title
                for hit in window.results_panel.model.hits
            )
        )
        assert window.results_panel.isVisible()
        best = window.results_panel.current_hit()
        assert best is not None
        qtbot.keyClick(window.toolbar.search_box, Qt.Key.Key_Return)
        assert window.address is not None
        assert window.address.without_anchor == (page or best.address.without_anchor)
        marked = window.article_pane.matches.texts()
        # The glossary's other names of it are marked as well.
        stands = page_text(window.article_pane).count(query) - foot_titles(window, query)
        assert marked.count(query) == stands > 0
        in_view = [
            text
            for text, mark in zip(marked, window.article_pane.matches.positions, strict=True)
            if is_in_view(window.article_pane, *mark)
        ]
        assert query in in_view
        assert is_in_view(
            window.article_pane,
            *window.article_pane.matches.positions[window.article_pane.matches.current],
        )
        for _ in marked:
            qtbot.keyClick(window.article_pane, Qt.Key.Key_F3)
            assert is_in_view(
                window.article_pane,
                *window.article_pane.matches.positions[window.article_pane.matches.current],
            )
    qtbot.keyClick(window.article_pane, Qt.Key.Key_Escape)
    assert window.toolbar.search_box.text() == ""
    assert window.chapters_panel.isVisible()

    # She goes back to where she was.
    for _ in range(2):
        qtbot.keyClick(window.article_pane, Qt.Key.Key_Left, ALT)
    assert window.address == before
    assert CHAPTERS[6] in page_text(window.article_pane)

    # Nothing left the window.
    assert browser == []


def foot_titles(window: MainWindow, words: str) -> int:
    """How often ``words`` stand in the neighbours' titles, which are not the article's own."""
    text = page_text(window.article_pane)
    return sum(text[text.rindex(mark) :].count(words) for mark in ("Next →",) if mark in text)
