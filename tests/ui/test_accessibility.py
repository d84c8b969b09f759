"""What a screen reader, a keyboard and large letters meet in the window, state by state."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPropertyAnimation, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)

from tests.waiting import wait_until
from viewer import color_themes as themes
from viewer.app import AppController
from viewer.archive.model.issue import Problem, Severity
from viewer.importers.import_report import ImportReport, PublicationSummary
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.dialogs.about_and_shortcuts import AboutDialog
from viewer.ui.importing.import_dialog import ImportDialog

CHAPTER = "dosudo/2/c5"


def reading(_program: AppController) -> QWidget:
    return _program.window


def searching(program: AppController) -> QWidget:
    window = program.window
    window.toolbar.search_box.setFocus()
    window.search("CNN")
    wait_until(
        lambda: window.results_panel.model.rowCount() > 0 and window.results_panel.isVisible()
    )
    return window


def nothing_found(program: AppController) -> QWidget:
    window = program.window
    window.search("qqqqqqqq")
    wait_until(
        lambda: (
            window.results_panel.isVisible()
            and window.results_panel.count_text() == "Nothing found"
        )
    )
    return window


def about_to_search(program: AppController) -> QWidget:
    program.window.search_controller.focus_search_box()
    return program.window


def finding(program: AppController) -> QWidget:
    program.window.find_controller.open_find_bar()
    return program.window


def filtering(program: AppController) -> QWidget:
    program.window.contents_panel.filter_edit.setFocus()
    program.window.contents_panel.filter_edit.setText("AI")
    wait_until(
        lambda: (
            program.window.contents_panel.current_view
            is program.window.contents_panel.filtered_view
        )
    )
    return program.window


def outline(program: AppController) -> QWidget:
    program.window.menu_actions["outline"].trigger()
    return program.window


def slideshow(program: AppController) -> QWidget:
    pane = program.window.article_pane
    pane.setFocus()
    while focused() is pane:
        QTest.keyClick(pane, Qt.Key.Key_Tab)
    return program.window


def picture_viewer(program: AppController) -> QWidget:
    program.controllers.pictures_and_series.show_picture(0)
    return program.controllers.pictures_and_series.picture_viewer


def contact_sheet(program: AppController) -> QWidget:
    program.controllers.pictures_and_series.show_contact_sheet()
    return program.window


def talk_cover(program: AppController) -> QWidget:
    program.controllers.pictures_and_series.show_series_cover()
    return program.window


def message(program: AppController) -> QWidget:
    program.window.message_bar.show_message("The file x.md is damaged; take another copy of it.")
    return program.window


def palette(program: AppController) -> QWidget:
    program.window.menu_actions["palette"].trigger()
    return program.window


def preferences(program: AppController) -> QWidget:
    return program.show_preferences()


def import_sheet(program: AppController) -> QWidget:
    sheet = ImportDialog(["weekly"], program.window)
    sheet.show()
    problems = (Problem(Severity.ERROR, "b.md", "The file is empty.", 1, "failed"),)
    summary = PublicationSummary("weekly", "Weekly", True, 3, 0, 0, 0, 40, 2, {}, 3)
    sheet.show_preview(ImportReport((summary,), problems))
    return sheet


def about(program: AppController) -> QWidget:
    dialog = AboutDialog("folder", program.window)
    dialog.show()
    return dialog


IN_WINDOW = (
    reading, searching, nothing_found, about_to_search, finding, filtering, outline, slideshow,
    picture_viewer, contact_sheet, talk_cover, message, palette,
)  # fmt: skip
DIALOGS = (preferences, import_sheet, about)
State = Callable[[AppController], QWidget]


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start(CHAPTER, search=True)


# Said by the offscreen platform of every dialog with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def accessible(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, f"a screen reader does not see {widget}"
    return found


def name(widget: QWidget) -> str:
    return accessible(widget).text(QAccessible.Text.Name)


def shown(root: QWidget) -> list[QWidget]:
    return [w for w in (root, *root.findChildren(QWidget)) if w.isVisible()]


def rows_of(view: QAbstractItemView) -> Iterator[QAccessibleInterface]:
    """The rows of a list or tree, as a screen reader meets them."""
    whole = accessible(view)
    for number in range(whole.childCount()):
        row = whole.child(number)
        if row is not None and row.role() in (
            QAccessible.Role.ListItem,
            QAccessible.Role.TreeItem,
        ):
            yield row


def said(row: QAccessibleInterface) -> str:
    return row.text(QAccessible.Text.Name)


@pytest.mark.parametrize("state", [*IN_WINDOW, *DIALOGS])
def test_every_control_has_a_name(program: AppController, state: State) -> None:
    root = state(program)
    QApplication.processEvents()
    for widget in shown(root):
        takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes_keys or isinstance(widget, QAbstractButton):
            assert name(widget), f"{widget} has no name"
        if isinstance(widget, QAbstractButton) and len(widget.text()) <= 1:
            assert widget.toolTip(), f"{name(widget)} has only a sign, and no tooltip"


@pytest.mark.parametrize("state", IN_WINDOW)
def test_tab_goes_round_once_and_shift_tab_the_same_way_back(
    program: AppController, state: State
) -> None:
    root = state(program)
    QApplication.processEvents()
    if state is palette:
        # It is a list over the window that goes away once the keys leave it.
        assert QApplication.focusWidget() is program.palette_controller.palette.text_field
        return
    if isinstance(focused(), ArticlePane):
        # Within the page Tab comes by again and again.
        program.window.contents_panel.filter_edit.setFocus()
    there = tabbed(Qt.Key.Key_Tab)
    back = tabbed(Qt.Key.Key_Backtab)
    expected = {
        widget
        for widget in shown(root)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
    }
    assert {w for w in expected if w not in there} == set(), "Tab never comes there"
    assert set(back) == set(there)
    pane = program.window.article_pane
    once = [w for w in there if w is not pane and not pane.isAncestorOf(w)]
    assert len(once) == len(set(once)), "Tab stops twice at the same place"


def tabbed(key: Qt.Key) -> list[QWidget]:
    """Where the keys are led to by pressing ``key`` until they are where they began."""
    first = focused()
    stops = [first]
    for _ in range(120):
        QTest.keyClick(focused(), key)
        now = focused()
        if now is first and stops[-1] is not first:
            return stops
        # In the page Tab goes from link to link.
        if now is not stops[-1]:
            stops.append(now)
        elif not isinstance(now, ArticlePane):
            assert now is first, f"the keys are caught in {now}"
            return stops
    raise AssertionError(f"the keys never come back: {stops}")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def test_tab_follows_what_the_eye_sees(program: AppController) -> None:
    window = program.window
    window.toolbar.search_box.setFocus()
    stops = tabbed(Qt.Key.Key_Tab)
    places = [
        window.toolbar.search_box, window.toolbar.text_size_button, window.toolbar.theme_button,
        window.toolbar.menu_button, window.contents_panel.filter_edit, window.contents_panel.view,
        window.article_pane, window.side_panel.tabs, window.chapters_panel.view,
    ]  # fmt: skip
    assert [stops.index(place) for place in places] == sorted(
        stops.index(place) for place in places
    )
    program.controllers.pictures_and_series.show_contact_sheet()
    window.toolbar.search_box.setFocus()
    stops = tabbed(Qt.Key.Key_Tab)
    tree, sheet, side = (
        stops.index(w)
        for w in (
            window.contents_panel.view,
            program.controllers.pictures_and_series.contact_sheet.grid,
            window.side_panel.tabs,
        )
    )
    assert tree < sheet < side


def test_the_talk_has_its_tab_from_the_first_page_on(program: AppController) -> None:
    tabs = program.window.side_panel.tabs
    assert [tabs.tabText(i) for i in range(tabs.count()) if tabs.isTabVisible(i)] == [
        "Chapters",
        "Outline",
    ]


@pytest.mark.parametrize("theme", themes.THEMES)
def test_focus_can_be_seen(program: AppController, theme: str) -> None:
    program.window.set_theme(theme)
    for state in (reading, searching, finding, talk_cover, contact_sheet, preferences, about):
        root = state(program)
        root.activateWindow()
        QApplication.processEvents()
        for widget in shown(root):
            if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled():
                continue
            if isinstance(widget, ArticlePane):
                continue  # the page itself, as in any browser; its links are marked
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if not widget.hasFocus():
                continue
            with_focus = picture(widget)
            widget.clearFocus()
            QApplication.processEvents()
            assert with_focus != picture(widget), f"{name(widget)} looks the same with the focus"
        if root is not program.window:
            root.close()


def picture(widget: QWidget) -> QImage:
    # The caret of a line of text blinks; its frame is what shows the focus.
    image = widget.grab().toImage()
    if isinstance(widget, QLineEdit):
        return image.copy(QRect(0, 0, image.width(), 2))
    return image


def test_focus_does_not_look_like_the_choice(program: AppController) -> None:
    dialog = program.show_preferences()
    dialog.activateWindow()
    QApplication.processEvents()
    options = [w for w in shown(dialog) if isinstance(w, QAbstractButton) and w.isCheckable()]
    chosen = next(o for o in options if o.isChecked())
    chosen.clearFocus()
    plain = picture(chosen)
    chosen.setFocus()
    assert picture(chosen) != plain
    dialog.close()


def test_rows_say_their_title_and_state(program: AppController) -> None:
    window = program.window
    rows = {said(row): row for row in rows_of(window.contents_panel.view)}
    here = next(row for text, row in rows.items() if text.startswith("5 Obstacles of AI"))
    assert here.state().selected
    assert any(row.state().expanded for row in rows.values())
    chapters = [said(row) for row in rows_of(window.chapters_panel.view)]
    assert chapters[0].endswith(", unread")
    assert chapters[4].endswith(", reading now")
    assert "announced" in chapters[-1]


def test_hits_say_what_they_are_and_which_of_how_many(program: AppController) -> None:
    searching(program)
    rows = list(rows_of(program.window.results_panel.view))
    assert rows[0].state().selected
    assert said(rows[0]).startswith("CNN applications in FAIR. #2 › C4 · George.Wu")
    assert [row.text(QAccessible.Text.Description) for row in rows[:2]] == [
        f"Hit 1 of {len(rows)}",
        f"Hit 2 of {len(rows)}",
    ]


def test_the_page_can_be_read_aloud(program: AppController) -> None:
    page = accessible(program.window.article_pane)
    assert "Obstacles of AI" in page.text(QAccessible.Text.Value)


def test_what_changes_away_from_the_focus_is_announced(
    program: AppController, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    for module in ("window.message_bar", "dialogs.command_palette", "search.results_panel"):
        monkeypatch.setattr(f"viewer.ui.{module}.announce", lambda _widget, text: told.append(text))
    message(program)
    assert told == ["The file x.md is damaged; take another copy of it."]
    searching(program)
    assert any(text.startswith("7 articles · ") for text in told)
    QTest.keyClick(program.window.toolbar.search_box, Qt.Key.Key_Down)
    hits = program.window.results_panel.view
    assert told[-1].startswith(str(hits.currentIndex().data(Qt.ItemDataRole.DisplayRole)))
    palette(program)
    QTest.keyClicks(focused(), "dark")
    assert "Dark" in told[-1]


@pytest.mark.parametrize("zoom", [1.0, 3.0])
def test_text_three_times_as_large_is_not_lost(program: AppController, zoom: float) -> None:
    window = program.window
    window.set_zoom(zoom)
    for state in (reading, talk_cover, contact_sheet):
        state(program)
        QApplication.processEvents()
        for label in shown(window):
            if isinstance(label, QLabel) and label.text():
                assert not is_clipped(label), f"“{label.text()}” is cut off in {state.__name__}"
    pane = window.article_pane
    assert pane.horizontalScrollBar().maximum() == 0


def is_clipped(label: QLabel) -> bool:
    if not label.wordWrap():
        return label.width() + 1 < label.sizeHint().width()
    return label.height() + 1 < label.heightForWidth(label.width())


def test_a_larger_system_font_cuts_nothing_off(program: AppController, qapp: QApplication) -> None:
    dialogs = [state(program) for state in DIALOGS]
    before = qapp.font()
    larger = qapp.font()
    larger.setPixelSize(round(13 * 1.5))
    qapp.setFont(larger)
    try:
        QApplication.processEvents()
        for root in (program.window, *dialogs):
            for widget in shown(root):
                if isinstance(widget, QLabel) and widget.text():
                    assert not is_clipped(widget), f"“{widget.text()}” is cut off"
                if isinstance(widget, QAbstractButton) and shows_its_text(widget):
                    assert widget.width() >= text_width(widget), f"“{widget.text()}” is cut off"
    finally:
        qapp.setFont(before)
        for dialog in dialogs:
            dialog.close()


def shows_its_text(button: QAbstractButton) -> bool:
    return bool(button.text()) and button.icon().isNull() and button.iconSize() != QSize(16, 16)


def text_width(button: QAbstractButton) -> int:
    return button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text()).width()


def test_nothing_moves_by_itself(program: AppController) -> None:
    """No part of the window is animated, so there is no motion to reduce.

    The style's own animations are asked for by how long they last; lists and trees have none.
    """
    for view in program.window.findChildren(QAbstractItemView):
        animated = getattr(view, "isAnimated", None)
        assert animated is None or not animated()
    for state in (searching, palette, picture_viewer, talk_cover):
        state(program)
        QApplication.processEvents()
        moving = [
            animation
            for animation in program.window.findChildren(QPropertyAnimation)
            # Qt's button in a line of text fades in; that is no motion.
            if animation.duration() and bytes(animation.propertyName().data()) != b"opacity"
        ]
        assert moving == []
