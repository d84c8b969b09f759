"""What is folded to one line: notes of the edition, and links that lead nowhere any more."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor

from tests.ui.making import Show
from tests.ui.seeing import at, click, cursor_at, height_in_view, page_text
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.window.main_window import MainWindow

NOTES = """
First paragraph.

!!! annotation "What a cup holds {#cup}"
    A quarter of a litre.

    - and a list

    ### A heading in it {#inside}

    More.

Second paragraph.

!!! annotation "Where it comes from"
    From the kiln.

!!! note "Ann adds"
    Not one of the edition's.

[one](https://example.org/1) [two]() [three](https://example.org/3) [four]()
{.links}

[five]() [six]()
"""


@pytest.fixture
def window(show: Show) -> MainWindow:
    return show({}, NOTES)


def selected(pane: ArticlePane) -> str:
    return pane.textCursor().selectedText().replace("\u2002", " ")


def test_notes_are_numbered_and_folded_to_their_titles(window: MainWindow) -> None:
    text = page_text(window.article_pane)
    assert "Note 1\u2002What a cup holds" in text
    assert "Note 2\u2002Where it comes from" in text
    assert "quarter" not in text
    assert "kiln" not in text
    # A note of the newsletter's own is none of the edition's.
    assert "Ann adds\nNot one of the edition" in text


def test_a_click_opens_a_note_and_folds_it_again(window: MainWindow) -> None:
    pane = window.article_pane
    click(pane, "What a cup holds")
    assert "A quarter of a litre." in page_text(pane)
    assert "kiln" not in page_text(pane)
    click(pane, "Note 1")
    assert "quarter" not in page_text(pane)


def test_keys_open_and_fold(window: MainWindow, qtbot: Any) -> None:
    pane = window.article_pane
    pane.setFocus()
    for _ in range(20):
        qtbot.keyClick(pane, Qt.Key.Key_Tab)
        if selected(pane) == "Note 1 What a cup holds":
            break
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert "quarter" in page_text(pane)
    # She stays where she is, and can go on from there.
    assert selected(pane) == "Note 1 What a cup holds"
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert "quarter" not in page_text(pane)
    qtbot.keyClick(pane, Qt.Key.Key_Tab)
    assert selected(pane) == "Note 2 Where it comes from"


def test_another_page_is_folded_anew(window: MainWindow) -> None:
    click(window.article_pane, "What a cup holds")
    window.go_to(at("dosudo/2/c3"))
    window.go_to(at("pics/9/a1"))
    assert "quarter" not in page_text(window.article_pane)


def test_an_address_in_a_note_opens_it(window: MainWindow) -> None:
    pane = window.article_pane
    window.go_to(at("pics/9/a1#inside"))
    assert height_in_view(pane, "A heading in it") >= 0
    window.go_to(at("dosudo/2/c3"))
    window.go_to(at("pics/9/a1#cup"))
    assert "quarter" in page_text(pane)


@pytest.mark.parametrize("size", [1.0, 1.4])
def test_the_text_can_change_its_size_meanwhile(window: MainWindow, size: float) -> None:
    click(window.article_pane, "Where it comes from")
    window.appearance.set_typesetting(zoom=size)
    assert "From the kiln." in page_text(window.article_pane)
    assert "quarter" not in page_text(window.article_pane)


def test_the_reader_chooses_how_notes_are_shown(window: MainWindow) -> None:
    pane = window.article_pane
    window.appearance.set_typesetting(notes="open")
    assert "quarter" in page_text(pane)
    assert "kiln" in page_text(pane)
    click(pane, "Where it comes from")
    assert "kiln" not in page_text(pane)
    window.appearance.set_typesetting(notes="hidden")
    assert "cup holds" not in page_text(pane)
    assert "Ann adds" in page_text(pane)
    # What leads to a note still shows it.
    window.go_to(at("pics/9/a1#cup"))
    assert "quarter" in page_text(pane)
    assert "kiln" not in page_text(pane)


def test_what_is_found_in_a_note_opens_it(window: MainWindow, qtbot: Any) -> None:
    pane = window.article_pane
    window.menu_actions["find"].trigger()
    window.find_bar.find_box.setText("kiln")
    qtbot.waitUntil(lambda: pane.matches.texts() == ["kiln"])
    assert "quarter" not in page_text(pane)
    start, end = pane.matches.positions[0]
    assert cursor_at(pane, "kiln").selectionStart() == start
    assert end == start + 4
    window.find_bar.find_box.setText("four")
    qtbot.waitUntil(lambda: pane.matches.texts() == ["four"])


def test_lost_links_fold_into_one_line(window: MainWindow) -> None:
    pane = window.article_pane
    text = page_text(pane)
    assert "one three 2 links no longer lead anywhere\n2 links no longer lead anywhere" in text
    assert "four" not in text
    click(pane, "2 links no longer")
    assert "one two three four 2 links no longer lead anywhere" in page_text(pane)
    assert "six" not in page_text(pane)
    click(pane, "2 links no longer")
    assert "four" not in page_text(pane)


def test_one_link_is_one(show: Show) -> None:
    pane = show({}, "Words.\n\n[here](https://example.org/) [gone]()").article_pane
    assert "here 1 link no longer leads anywhere" in page_text(pane)


def test_the_page_maps_to_its_text_whatever_is_open(window: MainWindow) -> None:
    pane = window.article_pane
    for opened in ((), ("What a cup holds",), ("2 links no longer",)):
        for words in opened:
            click(pane, words)
        assert pane.page is not None
        text_map = pane.build.built.text_map
        for words in ("Second paragraph.", "three", "one"):
            offset = pane.page.text.index(words)
            cursor = QTextCursor(pane.document())
            start, end = text_map.to_positions(offset, offset + len(words))
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            assert cursor.selectedText() == words
            assert text_map.to_offset(start) == offset


@pytest.mark.parametrize(("x", "y"), [(0, 0), (300, 0), (300, -11), (300, 11)])
def test_the_whole_line_of_a_title_can_be_clicked(
    window: MainWindow, x: int, y: int, qtbot: Any
) -> None:
    pane = window.article_pane
    place = pane.cursorRect(cursor_at(pane, "Note 1")).center() + QPoint(x, y)
    qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "quarter" in page_text(pane)


def test_a_selection_that_ends_on_a_title_opens_nothing(window: MainWindow, qtbot: Any) -> None:
    pane = window.article_pane
    place = pane.cursorRect(cursor_at(pane, "Note 1")).center()
    qtbot.mousePress(pane.viewport(), Qt.MouseButton.LeftButton, pos=place - QPoint(0, 60))
    qtbot.mouseMove(pane.viewport(), place + QPoint(300, 0))
    qtbot.mouseRelease(pane.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(300, 0))
    assert pane.textCursor().hasSelection()
    assert "quarter" not in page_text(pane)
