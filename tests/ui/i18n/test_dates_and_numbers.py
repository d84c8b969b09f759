"""Dates and counts as the language of the window writes them, everywhere in the window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tests.ui.entries import hit
from tests.ui.making import png
from tests.ui.seeing import at, page_text, palette_is_filled, rows, write
from viewer.app import AppController
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ChapterEntry, SeriesEntry
from viewer.archive.model.issue import Problem, Severity
from viewer.archive.model.issue_draft import ImportLoss, format_loss_key
from viewer.color_themes import LIGHT
from viewer.importers.import_report import ImportReport, PublicationSummary
from viewer.search.retrieval.explanation import MatchReason
from viewer.ui.dialogs.issue_notes import IssueNotesDialog
from viewer.ui.document.page_labels import page_labels
from viewer.ui.i18n import dates_and_numbers as dates
from viewer.ui.i18n.languages import install_translators
from viewer.ui.importing.import_dialog import ImportDialog
from viewer.ui.pictures.slideshow_widget import Slide, Slideshow
from viewer.ui.search.hits_model import HitsModel
from viewer.ui.search.search_filters import SearchFilters
from viewer.ui.search.search_messages import reason_lines
from viewer.ui.series.series_cover import SeriesCover, SeriesFacts
from viewer.ui.side_panel.chapters_panel import ChaptersPanel

#: More than a thousand, and no year.
MANY = 1203
_ISO = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d(?!\d)")
#: Four digits are a year, or the number of a chapter in front of its title, or else a raw count.
_RAW = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d(?!\d))\d{4,}(?!\. )")
#: What can be typed is told as it is typed.
_TYPED = ("after:2017-07",)


@pytest.fixture(params=["en", "zh_TW"])
def language(request: pytest.FixtureRequest, qapp: Any) -> Iterator[str]:
    install_translators(qapp, request.param)
    yield request.param
    install_translators(qapp, "en")


# The forms


@pytest.mark.parametrize(
    ("iso", "english", "short", "chinese"),
    [
        ("2017-07-29", "29 July 2017", "29 Jul 2017", "2017年7月29日"),
        ("2017-12-01", "1 December 2017", "1 Dec 2017", "2017年12月1日"),
        ("2017-07", "July 2017", "Jul 2017", "2017年7月"),
        ("2017", "2017", "2017", "2017年"),
        ("0987-01-02", "2 January 0987", "2 Jan 0987", "0987年1月2日"),
        ("", "", "", ""),
        ("2017-02-30", "2017-02-30", "2017-02-30", "2017-02-30"),
        ("last summer", "last summer", "last summer", "last summer"),
        ("0000-00-00", "0000-00-00", "0000-00-00", "0000-00-00"),
    ],
)
def test_a_date_is_written_as_in_the_language(
    language: str, iso: str, english: str, short: str, chinese: str
) -> None:
    wanted = (chinese, chinese) if language == "zh_TW" else (english, short)
    assert (dates.long_date(iso), dates.short_date(iso)) == wanted


def test_a_stretch_of_months_names_each_end_once(language: str) -> None:
    one, both = dates.month_range("2017-07", "2017-07"), dates.month_range("2017-07", "2018-01")
    if language == "zh_TW":
        assert (one, both) == ("2017年7月", "2017年7月 – 2018年1月")
    else:
        assert (one, both) == ("Jul 2017", "Jul 2017 – Jan 2018")


def test_numbers_have_their_thousands_set_apart(language: str) -> None:
    assert dates.format_count(1234567) == "1,234,567"
    assert dates.format_count(999) == "999"
    assert dates.format_percent(12.5) == "1,250 %"
    assert dates.format_decimal(1.65, 2) == "1.65"


def test_a_system_of_another_language_changes_nothing(
    qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_MESSAGES", "de_DE.UTF-8")
    QLocale.setDefault(QLocale("de_DE"))
    install_translators(qapp, "")
    assert dates.long_date("2017-10-03") == "3 October 2017"
    assert dates.format_count(12345) == "12,345"
    install_translators(qapp, "en")


# The window


class Painted:
    """What is drawn by the program itself, text by text."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        draw = QPainter.drawText

        def recorded(painter: QPainter, *args: Any) -> Any:
            self.texts += [arg for arg in args if isinstance(arg, str)]
            return draw(painter, *args)

        monkeypatch.setattr(QPainter, "drawText", recorded)


def of_model(model: QAbstractItemModel) -> Iterator[str]:
    roles = (
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole,
    )  # fmt: skip
    for index in rows(model, QModelIndex()):
        yield from (str(index.data(role) or "") for role in roles)


def texts(top: QWidget) -> Iterator[str]:
    """Every text of ``top`` and what is in it: shown, in a tip, or said to a screen reader."""
    actions: list[QAction] = top.findChildren(QAction)
    yield from (action.text() for action in actions)
    for widget in (top, *top.findChildren(QWidget)):
        yield from (
            widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(),
            widget.windowTitle(),
        )  # fmt: skip
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QAbstractItemView) and widget.isVisible() and widget.model():
            yield from of_model(widget.model())


def assert_written(found: list[str], *wanted: str) -> None:
    for text in found:
        if text not in _TYPED:
            assert not _ISO.search(text), text
            assert not _RAW.search(text), text
    for words in wanted:
        assert any(words in text for text in found), words


def lay_out(folder: Path) -> None:
    """A publication of two issues: one of many articles, one of many pictures."""
    editors = ("Li", "Wu")
    items = "\n\n".join(
        f'## Piece {{#a{n} editor="{editors[n % 2]}"}}\n\nneedle' for n in range(1, MANY)
    )
    pictures = "\n\n".join(f"![Picture](one.png)" for _ in range(MANY))  # noqa: F541
    head = "---\nnumber: {n}\ntitle: {title}\ndate: {date}\n---\n\n"
    write(folder / "big", {
        "publication.yaml": "id: big\nname: Big\nlanguage: en\nseries:\n  - id: talk\n"
            "    title: The talk\n    outline:\n"
            + "".join(f"      - Line {n % 7}\n" for n in range(MANY)),
        "001/issue.md": head.format(n=1, title="Big", date="2016-03-05")
            + f"# A. News\n\n{items}",
        "002/issue.md": head.format(n=2, title="Pictures", date="2018-11-24")
            + f"# A. News\n\n## 1. One {{#a1 series=talk chapter=1}}\n\nneedle\n\n{pictures}",
        "002/one.png": png(8, 8),
    })  # fmt: skip


@pytest.fixture
def program(
    start: Callable[..., AppController], library_folder: Path, language: str
) -> AppController:
    lay_out(library_folder)
    made = start(search=True)
    assert made.window.go_to(at("big/1/a1"))
    return made


DAY = {"en": "5 March 2016", "zh_TW": "2016年3月5日"}
MONTHS = {"en": ("Mar 2016", "Nov 2018"), "zh_TW": ("2016年3月", "2018年11月")}
SPAN = {"en": "Mar 2016 – Nov 2018", "zh_TW": "2016年3月 – 2018年11月"}


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_window_shows_no_raw_date_and_no_raw_count(
    program: AppController, language: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, painted = program.window, Painted(monkeypatch)

    def see() -> list[str]:
        QApplication.processEvents()
        painted.texts.clear()
        window.grab()
        return [*texts(window), *painted.texts]

    # The contents, the page, the talk beside it
    window.contents_panel.view.expandAll()
    short = DAY["en"].replace("March", "Mar") if language == "en" else DAY["zh_TW"]
    assert_written(see(), short, DAY[language], "1,202", "1,203")
    assert_written(page_text(window.article_pane).split("\n")[:6], DAY[language])

    # The hits
    window.search("needle")
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 0)
    assert_written(see(), "1,203", short, MONTHS[language][0])
    histogram = window.results_panel.histogram
    assert_written([histogram.bar_text(0), *histogram.end_labels], *MONTHS[language])
    menus = [window.results_panel.facet_menu(name) for name in ("editor", "year")]
    assert_written([action.text() for menu in menus for action in menu.actions()], "\t1,202")
    window.results_panel.filters_changed.emit(SearchFilters().with_months(("2016-03", "2018-11")))
    qtbot.waitUntil(lambda: any(SPAN[language] in text for text in texts(window.results_panel)))
    assert_written(see(), SPAN[language])
    window.search("")

    # All pictures, the talk as a book
    program.controllers.pictures_and_series.show_contact_sheet(at("big/2/a1"))
    assert_written(see(), "1,203", {"en": "24 November 2018"}.get(language, "2018年11月24日"))
    program.controllers.pictures_and_series.show_series_cover()
    assert_written(see(), "1,202", {"en": "24 November 2018"}.get(language, "2018年11月24日"))
    window.page_stack.show_page()

    # Messages, preparing, finding, the menus
    window.menu_actions["read_issue"].trigger()
    qtbot.waitUntil(lambda: bool(window.message_bar.text()))
    window.find_bar.find_box.setText("needle")
    window.find_bar.set_match_count(1000, MANY)
    window.preparation_progress._set_progress("{done} {all}", MANY, MANY)
    window.preparation_progress._show()
    assert_written([window.message_bar.text()], "1,202")
    assert_written([window.find_bar.count_text()], "1,001", "1,203")
    assert_written(see(), "1,203 1,203")
    palette = program.palette_controller
    palette.open()
    qtbot.waitUntil(lambda: palette_is_filled(program), timeout=20_000)
    palette.palette.text_field.setText("Pictures")
    assert_written(see(), {"en": "24 Nov 2018"}.get(language, "2018年11月24日"))
    palette.palette.dismiss()
    window.menu_actions.history_menu.aboutToShow.emit()
    assert_written(list(texts(window.menu_actions.history_menu)))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_dialogs_show_no_raw_count(
    start: Callable[..., AppController], language: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    clock = [100.0]
    monkeypatch.setattr("viewer.ui.importing.import_dialog.time.monotonic", lambda: clock[0])
    sheet = ImportDialog(["weekly"])
    qtbot.addWidget(sheet)
    sheet.show_progress("read", 0, 9 * MANY)
    clock[0] += 4
    sheet.show_progress("read", 8 * MANY, 9 * MANY)
    assert_written(list(texts(sheet)), "9,624", "10,827", "2,406")
    facts = PublicationSummary("big", "Big", True, MANY, MANY, MANY, MANY, MANY, MANY,
                    {ImportLoss.WEB_PICTURE: MANY}, 3, MANY)  # fmt: skip
    remarks = (Problem(Severity.GUESS, "b.md", "A number was guessed."),) * MANY
    sheet.show_preview(ImportReport((facts,), remarks))
    assert_written(list(texts(sheet)), "1,203")
    sheet.show_result(ImportReport((facts,), remarks))
    assert_written(list(texts(sheet)), "1,203")
    lost = Problem(Severity.GUESS, "b.md", "", None, format_loss_key(ImportLoss.WEB_PICTURE, MANY))
    notes = IssueNotesDialog("Big", [lost], None)
    qtbot.addWidget(notes)
    assert_written(list(texts(notes)), "1,203")
    assert_written(list(texts(program.show_preferences())), "100 %", "1.65")


def test_another_language_writes_them_anew_at_once(start: Callable[..., AppController]) -> None:
    program = start("dosudo/2/a1")
    assert "29 July 2017" in page_text(program.window.article_pane)
    program.set_language("zh_TW")
    assert "2017年7月29日" in page_text(program.window.article_pane)
    program.set_language("en")
    assert "29 July 2017" in page_text(program.window.article_pane)


def test_long_lists_say_their_places(language: str, qtbot: Any) -> None:
    """What only a very long talk, slideshow, article or list of hits would show."""
    hits = HitsModel()
    hits.set_hits(tuple(hit(f"a{n}", "One") for n in range(MANY)))
    assert_written(list(of_model(hits)), "1,203")
    told = tuple(ChapterEntry(n, "Line", Address("paper", 1, f"c{n}"), None) for n in range(MANY))
    talk = SeriesEntry("talk", "The talk", "Li", told)
    cover = SeriesCover(lambda _address: True)
    qtbot.addWidget(cover)
    first = told[0].address
    assert first is not None
    cover.set_series(talk, SeriesFacts({1: "2017-07-29"}, {first: MANY}), None, None)
    assert_written([cover.progress_ring.accessibleName()], "1,203")
    assert_written([cover.chapter_list.row_delegate.trailing_text(told[0])], "1,203")
    panel = ChaptersPanel(lambda _address: True)
    qtbot.addWidget(panel)
    panel.set_series(talk)
    assert_written([panel.count_text()], "1,203")
    reason = MatchReason("CNN", "CNN", "text", "exact", MANY)
    assert_written(list(reason_lines((reason,))), "1,203")


def test_an_article_of_hours_and_pictures(
    start: Callable[..., AppController], library_folder: Path, language: str, qtbot: Any
) -> None:
    lay_out(library_folder)
    program = start(search=True)
    window = program.window
    assert window.go_to(at("big/2/a1"))
    page = window.navigator.page
    assert page is not None
    program.controllers.pictures_and_series.show_picture(1001)
    assert_written(
        list(texts(program.controllers.pictures_and_series.picture_viewer)), "1,002", "1,203"
    )
    slides = tuple(Slide(number, "Alt", "") for number in range(MANY))
    show = Slideshow(window.picture_cache, window)
    show.set_slides(page, slides, 1001, LIGHT, 1.0)
    assert_written([show.accessibleName()], "1,002", "1,203")
    assert_written([show.counter_text()], "1,002 / 1,203")
    entry = replace(page.entry, word_count=400 * MANY)
    assert_written([page_labels(replace(page, entry=entry), None).byline], "1,203")


def test_the_years_of_the_hits(program: AppController, language: str, qtbot: Any) -> None:
    window = program.window
    window.search("needle")
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() > 0)
    offered = [action.text() for action in window.results_panel.facet_menu("year").actions()]
    years = ("2016年", "2018年") if language == "zh_TW" else ("2016", "2018")
    assert offered == [f"{years[0]}\t1,202", f"{years[1]}\t1"]
    window.results_panel.facet_menu("year").actions()[1].trigger()
    qtbot.waitUntil(lambda: window.results_panel.model.rowCount() == 1)
    assert years[1] in [chip.text for chip in window.results_panel.chips.chips]


def test_more_errors_than_can_be_told(
    start: Callable[..., AppController], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    errors = [Problem(Severity.ERROR, "b.md", "The file is empty.")] * (MANY + 1)
    monkeypatch.setattr(program.catalogue, "problems", lambda: errors)
    program._show_library_errors()
    assert_written([program.window.message_bar.text()], "1,203")
