"""Text up to 300 %: of the page, of the window, and of the whole screen; nothing of it is lost.

Covers viewer/ui/widgets/flow_layout.py and viewer/ui/widgets/item_delegate.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QStyleOptionViewItem,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.ui.seeing import rows
from tests.ui.test_accessibility import DIALOGS, IN_WINDOW, State, searching, shown
from tests.waiting import turns, wait_until
from viewer.app import AppController
from viewer.archive.library.reader_data import ReaderData
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.commands.command_table import shortcut_list
from viewer.ui.contents.contents_nodes import NodeKind
from viewer.ui.dialogs.about_and_shortcuts import ShortcutsDialog
from viewer.ui.dialogs.issue_notes import IssueNotesDialog
from viewer.ui.dialogs.preferences import PreferencesDialog
from viewer.ui.search.filter_chips import FilterChipRow
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.theme import fonts
from viewer.ui.theme.typesetting import ZOOMS
from viewer.ui.widgets.flow_layout import ScrollableHeader
from viewer.ui.widgets.item_delegate import ItemDelegate
from viewer.ui.widgets.labels import ElidedLabel, LinkButton
from viewer.ui.widgets.text_lines import fit_lines, plain_text_tooltip
from viewer.ui.window.empty_library import EmptyLibrary

LARGEST = fonts.UI_SCALES[-1]
#: Size of text, and of the window. The last one is a screen of 1280 by 800 on which the system
#: shows everything three times as large.
SIZES = ((LARGEST, (1280, 800)), (LARGEST, (720, 800)), (1.0, (427, 267)))

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def contents(program: AppController) -> QWidget:
    program.window.menu_actions["tree"].setChecked(False)
    program.window.pane_layout.toggle("tree")
    return program.window


def chapters(program: AppController) -> QWidget:
    if program.window.right_pane.isHidden():
        program.window.pane_layout.toggle("side")
    return program.window


def keys(program: AppController) -> QWidget:
    dialog = ShortcutsDialog(shortcut_list(), program.window)
    dialog.show()
    return dialog


def notes(program: AppController) -> QWidget:
    dialog = IssueNotesDialog("2. Deep learning and the path to AI", (), program.window)
    dialog.show()
    return dialog


def empty(program: AppController) -> QWidget:
    window = program.window
    leaf = EmptyLibrary("/home/reader/.local/share/dosudo-viewer", window)
    window.page_stack.show_replacement(leaf, leaf.initial_focus)
    return window


STATES = (*IN_WINDOW, contents, chapters, empty, *DIALOGS, keys, notes)


@pytest.fixture
def large(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """``large(3.0)`` writes windows that are made from now on three times as large."""
    before = QFont(qapp.font())
    yield lambda size: qapp.setFont(fonts.ui_font_at_scale(size))
    qapp.setFont(before)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[1][0]}")
def test_nothing_of_the_window_is_cut_off(
    start: Callable[..., AppController], large: Callable[[float], None], size: Any
) -> None:
    scale, room = size
    large(scale)
    program = start("dosudo/2/c5", search=True, size=room)
    # The page has a size of its own.
    program.window.set_zoom(scale)
    assert program.window.size() == QSize(*room), "the window cannot be that small"
    lost: dict[str, str] = {}
    for state in STATES:
        root = open_state(program, state)
        if root is not program.window:
            root.resize(min(root.width(), room[0] - 40), min(root.height(), room[1] - 40))
        settle()
        assert program.window.size() == QSize(*room), f"{state.__name__} makes the window grow"
        for widget in shown(root):
            problem = loss(widget)
            if problem:
                lost[f"{state.__name__}: {problem}"] = str(widget)
        leave(program, root)
    assert lost == {}, "\n".join(lost)


def open_state(program: AppController, state: State) -> QWidget:
    return state(program)


def leave(program: AppController, root: QWidget) -> None:
    window = program.window
    if root is not window:
        root.close()
    if program.controllers.pictures_and_series.picture_viewer.isVisible():
        program.controllers.pictures_and_series.picture_viewer.close_viewer()
    window.pane_layout.close_overlay()
    window.page_stack.show_page()
    window.find_controller.close_find_bar()
    window.search_controller.clear_search()
    window.contents_panel.filter_edit.clear()
    window.message_bar.clear()
    program.palette_controller.palette.dismiss()
    settle()


def settle() -> None:
    # Layouts that ask each other take several turns, and the page waits until its width rests.
    turns()
    panes = [w for w in QApplication.allWidgets() if isinstance(w, ArticlePane) and w.isVisible()]
    wait_until(lambda: all(pane.is_drawn for pane in panes))
    turns()


def loss(widget: QWidget) -> str:
    """What of a widget's text cannot be seen or reached, empty if all can."""
    if isinstance(widget, QLabel) and widget.text() and not widget.pixmap():
        return text_lost(widget)
    if isinstance(widget, LinkButton):
        short = widget.height() < widget.heightForWidth(widget.width())
        return f"“{widget.text()}” is cut off below" if short else outside(widget)
    if isinstance(widget, QAbstractButton):
        if widget.text() and widget.width() < words(widget):
            return f"the button “{widget.text()}” is too narrow"
        return outside(widget)
    if isinstance(widget, QLineEdit):
        low = widget.height() < QFontMetrics(widget.font()).height() + 2
        return "a line edit is too low" if low else outside(widget)
    if isinstance(widget, QTabBar):
        last = widget.tabRect(widget.count() - 1)
        return "tabs are cut off" if last.right() > widget.width() else ""
    if isinstance(widget, FilterChipRow):
        return chips_lost(widget)
    if isinstance(widget, QAbstractItemView):
        return rows_lost(widget)
    return overlap(widget)


def text_lost(label: QLabel) -> str:
    said = f"“{label.text()[:40]}”"
    metrics = QFontMetrics(label.font())
    if isinstance(label, ElidedLabel):
        label.grab()
        cut = metrics.horizontalAdvance(label.text()) > label.contentsRect().width()
        if cut and label.toolTip() != plain_text_tooltip(label.text()):
            return f"{said} is cut, and no tip says all of it"
        return f"{said} is too low" if label.height() < metrics.height() else outside(label)
    if label.wordWrap():
        if label.height() + 1 < label.heightForWidth(label.width()):
            return f"{said} is cut off below"
        wide = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        if label.textFormat() is Qt.TextFormat.PlainText:
            box = metrics.boundingRect(label.contentsRect(), int(wide), label.text())
            if box.width() > label.width() + 1:
                return f"{said} is cut off at the right"
    elif label.width() + 1 < label.sizeHint().width():
        return f"{said} is cut off at the right"
    return outside(label)


def outside(widget: QWidget) -> str:
    """Whether a widget stands where it cannot be seen and cannot be scrolled to."""
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        place = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        area = parent.parentWidget()
        if isinstance(parent, ArticlePane) or (
            isinstance(area, QAbstractScrollArea) and parent is area.viewport()
        ):
            # What is below can be scrolled to; nothing of the window scrolls sideways.
            if place.left() < 0 or place.right() > parent.width():
                return f"{name_of(widget)} at {place} is outside {name_of(parent)}"
            return ""
        if not parent.rect().contains(place):
            return f"{name_of(widget)} at {place} is outside {name_of(parent)} {parent.rect()}"
        if parent.isWindow():
            return ""
        parent = parent.parentWidget()
    return ""


def name_of(widget: QWidget) -> str:
    said = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} “{said[:30]}”"


def words(button: QAbstractButton) -> int:
    if isinstance(button, QToolButton) and not button.icon().isNull():
        return 0
    return button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text()).width()


def chips_lost(row: FilterChipRow) -> str:
    metrics = QFontMetrics(fonts.ui_font(12))
    for number, chip in enumerate(row.chips):
        row.show_chip(number)
        box = row.chip_rect(number)
        is_out = box.right() > row.width() + 1 and box.left() > fonts.icon_size(24)
        if box.height() < metrics.height() or box.left() < 0 or is_out:
            return f"the chip “{chip.text}” is cut off"
        cut = row._available_width(box) < metrics.horizontalAdvance(chip.text)
        if cut and row.tip_at(box.center().toPoint()) != plain_text_tooltip(chip.text):
            return f"the chip “{chip.text}” is cut, and no tip says all of it"
    return outside(row)


def rows_lost(view: QAbstractItemView) -> str:
    """Rows are as high as their lines of text; where a title is cut all of it can be read."""
    option = QStyleOptionViewItem()
    option.initFrom(view)
    least = QFontMetrics(fonts.ui_font(11)).height()
    if view.viewport().height() < min(least, view.sizeHintForRow(0)):
        return f"{name_of(view)} shows none of its rows"
    for index in rows(view.model()):
        title = str(index.data() or "")
        if view.itemDelegate().sizeHint(option, index).height() < least:
            return f"the row of “{title}” is too low"
        said = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or title)
        if title not in said:
            return f"nobody is told all of “{title}”"
        if may_be_cut(view, index) and title not in tip(view, index):
            return f"“{title}” may be cut, and no tip says all of it"
    return outside(view)


def may_be_cut(view: QAbstractItemView, index: QModelIndex) -> bool:
    """Titles too long for two lines in the least favourable face."""
    width = QFontMetrics(fonts.ui_font(14, weight=600)).horizontalAdvance(str(index.data() or ""))
    return width > view.viewport().width() // 2


def tip(view: QAbstractItemView, index: QModelIndex) -> str:
    rows_ = view.itemDelegate()
    if isinstance(rows_, ItemDelegate):
        # Where nothing is cut the whole title is there; see the test of it below.
        return (
            unescape(rows_.tooltip_text(index)) if rows_.elided_text(index) else str(index.data())
        )
    return unescape(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))


def overlap(widget: QWidget) -> str:
    """Whether two parts of one layout lie over each other."""
    layout = widget.layout()
    if layout is None or isinstance(widget, QSplitter | QStackedWidget):
        return ""
    boxes: list[tuple[QRect, str]] = []
    for number in range(layout.count()):
        item = layout.itemAt(number)
        assert item is not None
        part = item.widget()
        if part is None or not part.isVisible() or part.size().isEmpty():
            continue
        for other, name in boxes:
            if other.intersects(part.geometry()):
                return f"{name_of(part)} lies over {name}"
        boxes.append((part.geometry(), name_of(part)))
    return ""


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_menus_find_room_on_a_screen_of_1280(
    start: Callable[..., AppController], large: Callable[[float], None], language: str, qapp: Any
) -> None:
    from viewer.app import install_translators

    install_translators(qapp, language)
    try:
        large(LARGEST)
        program = start("dosudo/2/c5")
        for menu in program.window.findChildren(QMenu):
            # What is higher than the screen is scrolled, see the style sheet.
            assert menu.sizeHint().width() <= 1280, menu.title()
    finally:
        install_translators(qapp, "en")


def test_the_page_grows_to_300_percent_and_only_scrolls_down(
    start: Callable[..., AppController],
) -> None:
    assert max(ZOOMS) >= 3.0
    program = start("dosudo/2/c5", size=(720, 800))
    window = program.window
    usual = window.article_pane.document().defaultFont().pixelSize()
    for _ in ZOOMS:
        window.menu_actions["larger"].trigger()
    settle()
    wait_until(lambda: window.article_pane.is_drawn)
    assert window.appearance.typesetting.zoom == 3.0
    assert largest_body(program) == 3 * usual or largest_body(program) >= 3 * 17
    assert window.article_pane.horizontalScrollBar().maximum() == 0


def largest_body(program: AppController) -> int:
    """The size most of the page is written in."""
    sizes: dict[int, int] = {}
    block = program.window.article_pane.document().begin()
    while block.isValid():
        for item in block:
            pixels = item.fragment().charFormat().font().pixelSize()
            sizes[pixels] = sizes.get(pixels, 0) + len(item.fragment().text())
        block = block.next()
    return max(sizes, key=lambda pixels: sizes[pixels])


def test_window_text_is_chosen_in_the_preferences_and_kept(
    start: Callable[..., AppController], large: Callable[[float], None], qtbot: Any
) -> None:
    large(1.0)
    program = start("dosudo/2/c3")
    button = larger(program.show_preferences())
    for expected in ("125 %", "150 %"):
        button.click()
        settle()
        # The same button has the keys in the window that is made anew.
        dialog = next(d for d in program.window.findChildren(PreferencesDialog) if d.isVisible())
        button = larger(dialog)
        assert dialog.focusWidget() is button
        assert dialog.stepper("window").value.text() == expected
    dialog.close()
    assert fonts.ui_scale() == pytest.approx(1.5, abs=0.05)
    window = program.window
    assert str(window.address) == "dosudo/2/c3"
    assert window.toolbar.search_box.font().pixelSize() >= 20
    assert program.settings.file.get("window text") == 1.5


def larger(dialog: PreferencesDialog) -> QAbstractButton:
    stepper = dialog.stepper("window")
    return next(b for b in stepper.findChildren(QAbstractButton) if b.text() == "+")


@pytest.mark.parametrize("width", [240, 900])
def test_a_row_knows_whether_its_text_is_cut(
    start: Callable[..., AppController], width: int
) -> None:
    window = start("dosudo/2/c5").window
    rows_, view = window.contents_panel.view.row_delegate, window.contents_panel.view
    title = "A title about neural networks and everything that became of them in ten years " * 2
    view.resize(width, 300)
    rows_.set_view_width(width)
    index = view.currentIndex()
    index.internalPointer().title = title
    drawn = fit_lines(
        title, rows_._font(NodeKind.ARTICLE, False), rows_._title_widths[NodeKind.ARTICLE]
    )
    assert (rows_.elided_text(index) == title) == drawn[-1].endswith("…")
    assert drawn[-1].endswith("…") == (width == 240)


@pytest.mark.parametrize(("kept", "size"), [(1.5, 1.5), (9.0, 1.0), ("x", 1.0), (None, 1.0)])
def test_only_a_size_that_is_offered_is_taken(kept: object, size: float) -> None:
    settings = ReaderSettings(ReaderData(None))
    settings.file.set("window text", kept)
    assert settings.window_text_size == size


@pytest.mark.parametrize(("points", "scale"), [(9.0, 1.0), (13.5, 1.5), (8.0, 1.0), (40.0, 3.0)])
def test_windows_says_by_its_own_font_how_large_text_is(
    monkeypatch: pytest.MonkeyPatch, qapp: Any, points: float, scale: float
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    font = QFont()
    font.setPointSizeF(points)
    monkeypatch.setattr(fonts.QFontDatabase, "systemFont", lambda _which: font)
    assert fonts.system_text_scale() == pytest.approx(scale)
    monkeypatch.setattr("sys.platform", "linux")
    assert fonts.system_text_scale() == 1.0


def test_usual_text_needs_no_scrolling_above_the_lists(
    start: Callable[..., AppController],
) -> None:
    program = start("dosudo/2/c5", search=True)
    for state in (chapters, searching):
        state(program)
        settle()
        heads = [head for head in program.window.findChildren(ScrollableHeader) if head.isVisible()]
        assert heads
        assert [head.verticalScrollBar().maximum() for head in heads] == [0] * len(heads)
