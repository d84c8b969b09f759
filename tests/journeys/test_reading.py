"""A reader settles down with an issue: its type, its colours, its words, and where she left off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QPushButton,
)

from tests.ui.pdf_reading import Read
from tests.ui.seeing import (
    at,
    cursor_at,
    first_line,
    height_in_view,
    is_in_view,
    page_text,
    rows,
    scroll_to,
    titles,
    type_into,
)
from viewer.app import AppController
from viewer.color_themes import THEMES
from viewer.ui.article.reading_progress_bar import ReadingProgressBar
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LINE = "ResNet 由 Kaiming He"
#: What stands on the page for this many lines above and below may move by so many pixels.
A_LINE = 60

# Windows without a screen are never full, and their menus have no transient parent.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class System:
    """The desktop's own choice of light or dark, which there is none of without a screen."""

    def __init__(self) -> None:
        self._scheme = Qt.ColorScheme.Light

    def colorScheme(self) -> Qt.ColorScheme:
        return self._scheme

    def turn(self, name: str) -> None:
        """Become ``light`` or ``dark``, and tell every window so."""
        self._scheme = Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light
        QApplication.styleHints().colorSchemeChanged.emit(self._scheme)
        QApplication.processEvents()


@pytest.fixture
def system(start: Callable[..., AppController], monkeypatch: pytest.MonkeyPatch) -> System:
    made = System()
    real = QApplication.styleHints()

    class Hints:
        colorScheme = made.colorScheme
        colorSchemeChanged = real.colorSchemeChanged

    class Application:
        @staticmethod
        def styleHints() -> type[Hints]:
            return Hints

    monkeypatch.setattr("viewer.ui.settings.appearance.QGuiApplication", Application)
    return made


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys go to whatever has the focus."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        QTest.keyClick(focused, key, held)


def said(window: MainWindow, title: str) -> str:
    """What the row of the contents that is called ``title`` says of itself."""
    row = next(one for one in rows(window.contents_panel.model) if title in str(one.data()))
    return str(row.data(Qt.ItemDataRole.AccessibleTextRole))


def ground(window: MainWindow) -> QColor:
    """The colour of the page, as it is painted."""
    return window.article_pane.viewport().grab().toImage().pixelColor(3, 3)


def ticks(marked: QImage, plain: QImage) -> list[int]:
    """Where something begins on the ``marked`` scroll bar that is not on the ``plain`` one."""
    assert marked.size() == plain.size()
    x, high = marked.width() // 2, marked.height()
    other = [y for y in range(high) if marked.pixelColor(x, y) != plain.pixelColor(x, y)]
    return [y for y in other if y - 1 not in other]


def progress(window: MainWindow) -> float:
    """How much of the line along the top of the page is drawn, 0 to 1."""
    QApplication.processEvents()
    (line,) = window.article_pane.findChildren(ReadingProgressBar)
    place = line.mapTo(window, QPoint(0, 0))
    shot = window.grab().toImage()
    wanted = QColor(window.theme.accent)
    width = line.width()
    drawn = [shot.pixelColor(place.x() + x, place.y()) == wanted for x in range(width)]
    return sum(drawn) / width


def shown_dialog(window: MainWindow) -> QDialog:
    (dialog,) = (d for d in window.findChildren(QDialog) if d.isVisible())
    return dialog


def choose(dialog: QDialog, setting: str, text: str) -> None:
    """Click the button ``text`` of a setting."""
    buttons = dialog.findChildren(QAbstractButton)
    button = next(
        b for b in buttons if b.text() == text and b.accessibleDescription().startswith(setting)
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def laid_out(window: MainWindow, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: window.article_pane.is_drawn)


def test_the_colours_of_the_page(start: Callable[..., AppController], system: System) -> None:
    program = start("dosudo/2/c3")
    window = program.window
    scroll_to(window.article_pane, LINE)
    # In the preferences she tries each theme; page and contents are in it with the click.
    press(Qt.Key.Key_Comma, held=CONTROL)
    dialog = shown_dialog(window)
    for text, name in (("Sepia", "sepia"), ("Dark", "dark"), ("Light", "light")):
        choose(dialog, "Theme", text)
        assert ground(window) == QColor(THEMES[name].page)
        assert window.contents_panel.grab().toImage().pixelColor(3, 3) == QColor(THEMES[name].side)
        assert dialog.grab().toImage().pixelColor(3, 3) == QColor(THEMES[name].side)
        assert 0 <= height_in_view(window.article_pane, LINE) < A_LINE
    # She leaves it to the system, which turns dark in the evening, and the window with it.
    choose(dialog, "Theme", "As the system")
    for name in ("dark", "light"):
        system.turn(name)
        assert ground(window) == QColor(THEMES[name].page)
    dialog.close()
    # A window manager gives the keys back to the window.
    window.activateWindow()
    QApplication.processEvents()
    # What she chose herself stays, whatever the system does, and is there tomorrow.
    window.menu_actions["palette"].trigger()
    palette = program.palette_controller.palette
    type_into(palette.text_field, "sepia")
    press(Qt.Key.Key_Return)
    system.turn("dark")
    assert ground(window) == QColor(THEMES["sepia"].page)
    window.close()
    again = start().window
    assert ground(again) == QColor(THEMES["sepia"].page)


def test_the_type_of_the_page(start: Callable[..., AppController], qtbot: Any) -> None:
    window = start("dosudo/2/c3").window
    pane = window.article_pane
    scroll_to(pane, LINE)

    def faces() -> list[str]:
        return [name.lower() for name in cursor_at(pane, LINE).charFormat().font().families()]

    def size() -> int:
        return cursor_at(pane, LINE).charFormat().font().pixelSize()

    normal, line = size(), first_line(pane, 40)
    assert not any("serif" in face and "sans" not in face for face in faces()[:1])
    # By keys the text grows, and the line stays where she reads.
    press(Qt.Key.Key_Plus, held=CONTROL)
    press(Qt.Key.Key_Plus, held=CONTROL)
    laid_out(window, qtbot)
    assert size() > normal
    assert 0 <= height_in_view(pane, LINE) < A_LINE
    press(Qt.Key.Key_0, held=CONTROL)
    laid_out(window, qtbot)
    assert (size(), first_line(pane, 40)) == (normal, line)
    # Shorter lines further apart, and serifs for the Chinese alone.
    press(Qt.Key.Key_Comma, held=CONTROL)
    dialog = shown_dialog(window)
    wide, high = pane.document().textWidth(), pane.document().size().height()
    choose(dialog, "Line length", "−")
    choose(dialog, "Line height", "+")
    choose(dialog, "Line height", "+")
    laid_out(window, qtbot)
    assert pane.document().size().height() > high
    assert pane.document().textWidth() < wide
    sans = faces()
    choose(dialog, "Chinese type", "Serif")
    choose(dialog, "Latin type", "Sans serif")
    laid_out(window, qtbot)
    assert faces() != sans
    assert 0 <= height_in_view(pane, LINE) < A_LINE
    # One button makes it all normal again.
    normal_page = next(b for b in dialog.findChildren(QPushButton) if b.text() == "&Normal page")
    qtbot.mouseClick(normal_page, Qt.MouseButton.LeftButton)
    laid_out(window, qtbot)
    assert (size(), faces(), pane.document().size().height()) == (normal, sans, high)


def test_words_on_the_page(start: Callable[..., AppController], qtbot: Any) -> None:
    window = start("dosudo/2/c3").window
    pane, bar = window.article_pane, window.find_bar
    # She looks for a word; how often it stands there is told, and seen along the scroll bar.
    press(Qt.Key.Key_F, held=CONTROL)
    assert bar.find_box.hasFocus()
    # The title is in view: it is the first that is found.
    type_into(bar.find_box, "CNN")
    assert bar.count_text().startswith("1 of ")
    assert pane.verticalScrollBar().value() == 0
    type_into(bar.find_box, "ResNet")
    count = page_text(pane).lower().count("resnet")
    assert count > 1
    assert bar.count_text() == f"1 of {count}"
    marked = pane.verticalScrollBar().grab().toImage()
    # Another word that is nowhere: the page stays where it is, without ticks.
    type_into(bar.find_box, "qqqq")
    assert bar.count_text() == "not found"
    assert len(ticks(marked, pane.verticalScrollBar().grab().toImage())) >= 2
    type_into(bar.find_box, "ResNet")
    for number in (*range(2, count + 1), 1):
        press(Qt.Key.Key_Return)
        assert bar.count_text() == f"{number} of {count}"
        assert is_in_view(pane, *pane.matches.positions[pane.matches.current])
    press(Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert pane.matches.positions == ()
    assert pane.hasFocus()

    # A double click takes a word; copied with its reference it leads back here.
    cursor = cursor_at(pane, "Kaiming")
    pane.setTextCursor(cursor_at(pane, LINE))
    pane.ensureCursorVisible()
    place = pane.cursorRect(cursor).center() - QPoint(8, 0)
    qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pane.textCursor().selectedText() == "Kaiming"
    clipboard = QApplication.clipboard()
    press(Qt.Key.Key_C, held=CONTROL)
    assert clipboard.text() == "Kaiming"
    press(Qt.Key.Key_C, held=CONTROL | SHIFT)
    words, _, reference = clipboard.text().rstrip().rpartition("\n\n")
    assert words == "Kaiming"
    assert "Some CNN milestones" in reference
    assert "dosudo-viewer:dosudo/2/c3" in reference
    # A third click takes the paragraph: as Markdown, with its link and its emphasis.
    qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    press(Qt.Key.Key_C, held=ALT | SHIFT)
    words, _, reference = clipboard.text().rstrip().rpartition("\n\n")
    assert words.startswith("**[ResNet](https://arxiv.org/abs/1512.03385)** 由 Kaiming He")
    assert "](dosudo-viewer:dosudo/2/c3" in reference
    # With nothing taken it is the whole article.
    qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(0, 120))
    assert not pane.textCursor().hasSelection()
    press(Qt.Key.Key_C, held=ALT | SHIFT)
    whole = clipboard.text()
    assert words in whole
    assert len(whole) > 3 * len(words)
    assert window.message_bar.text() == "The article is copied, with its reference."


def test_the_whole_issue_its_outline_and_the_page_alone(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/c3", size=(1280, 800)).window
    pane = window.article_pane
    scroll_to(pane, LINE)
    # The issue as one page, at the same line.
    press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: pane.build.is_finished)
    assert 0 <= height_in_view(pane, LINE) < A_LINE
    text = page_text(pane)
    assert text.index("「模式識別」（圖") < text.index(LINE) < text.index("有了世界模擬器就能預測")
    # Its outline names what she is in; two rows on, Enter leads to the next chapter.
    press(Qt.Key.Key_F8)
    outline = window.outline_panel
    assert outline.view.hasFocus()
    assert "CNN applications in FAIR" in " ".join(titles(outline.model))
    names = titles(outline.model)
    wanted = next(n for n, name in enumerate(names) if "CNN applications in FAIR" in name)
    while outline.view.currentIndex().row() != wanted:
        before = outline.view.currentIndex().row()
        press(Qt.Key.Key_Down if before < wanted else Qt.Key.Key_Up)
        assert outline.view.currentIndex().row() != before
    press(Qt.Key.Key_Return)
    assert window.address == at("dosudo/2/c4")
    press(Qt.Key.Key_Left, held=ALT)
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(pane, LINE) < A_LINE
    press(Qt.Key.Key_F8)
    assert window.chapters_panel.isVisible()
    # The page alone, and everything back with Esc.
    parts = (window.menuBar(), window.toolbar, window.contents_panel, window.right_pane)
    press(Qt.Key.Key_F11)
    assert not any(part.isVisible() for part in parts)
    laid_out(window, qtbot)
    assert is_in_view(pane, *_span(window))
    press(Qt.Key.Key_Escape)
    assert all(part.isVisible() for part in parts)
    # Back to the article alone, still at that line.
    press(Qt.Key.Key_F7)
    laid_out(window, qtbot)
    assert window.address == at("dosudo/2/c3")
    assert "有了世界模擬器就能預測" not in page_text(pane)
    assert 0 <= height_in_view(pane, LINE) < A_LINE


def _span(window: MainWindow) -> tuple[int, int]:
    cursor = cursor_at(window.article_pane, LINE)
    return cursor.selectionStart(), cursor.selectionEnd()


def test_a_copy_on_paper(
    start: Callable[..., AppController], tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start("dosudo/2/c3").window
    path = tmp_path / "milestones.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.set_theme("dark")
    press(Qt.Key.Key_S, held=CONTROL)
    qtbot.waitUntil(lambda: window.message_bar.text() == f"Saved as {path}.")
    file = Read(path)
    assert LINE.replace(" ", "") in file.all_text.replace(" ", "")
    assert file.bookmarks[0][1] == "Some CNN milestones"
    for number in range(len(file)):
        # Each sheet has its number at the foot.
        assert str(number + 1) in file.text(number).split()
    assert file.paths(0) + file.paths(1) > 10, "its drawings are drawn"


def test_what_is_read_and_where_she_left_off(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    program = start("dosudo/2/c2")
    window = program.window
    assert said(window, "No. 2").endswith("15 unread")
    # The line along the top grows as she reads; at the end of it the article is read.
    assert progress(window) == 0
    press(Qt.Key.Key_PageDown)
    middle = progress(window)
    assert 0 < middle < 1
    press(Qt.Key.Key_End, held=CONTROL)
    assert progress(window) == 1
    assert said(window, "What is Convolutional") == (
        "2 What is Convolutional neural network (CNN), read"
    )
    assert said(window, "No. 2").endswith("14 unread")
    # One she knows already is marked by key, and unmarked.
    press(Qt.Key.Key_PageDown, held=CONTROL)
    assert window.address == at("dosudo/2/c3")
    press(Qt.Key.Key_D, held=CONTROL)
    assert said(window, "No. 2").endswith("13 unread")
    press(Qt.Key.Key_D, held=CONTROL)
    assert said(window, "No. 2").endswith("14 unread")
    # She stops in the middle. The next day the window opens at the same line, and so says the tree.
    scroll_to(window.article_pane, LINE)
    window.close()
    program.close()
    program = start()
    window = program.window
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, LINE) < A_LINE
    assert said(window, "No. 2").endswith("14 unread")
    window.close()
    program.close()
    # A link opens another page; one click leads back to where she was.
    program = start("dosudo/2/a1")
    window = program.window
    qtbot.waitUntil(lambda: bool(program.controllers.resume_offer.offered_text()))
    assert program.controllers.resume_offer.offered_text().startswith(
        "Continue  Some CNN milestones  No. 2 · "
    )
    (button,) = program.controllers.resume_offer.offer_bar.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.address == at("dosudo/2/c3")
    assert 0 <= height_in_view(window.article_pane, LINE) < A_LINE
    # Enough of this issue: all of it is read, and with the same keys it is not.
    window.article_pane.setFocus()
    press(Qt.Key.Key_D, held=CONTROL | SHIFT)
    qtbot.waitUntil(lambda: "14 articles marked as read" in window.message_bar.text())
    assert said(window, "No. 2").endswith("all read")
    press(Qt.Key.Key_D, held=CONTROL | SHIFT)
    qtbot.waitUntil(lambda: said(window, "No. 2").endswith("14 unread"))
