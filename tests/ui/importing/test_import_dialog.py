"""What the import sheet says and asks."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QPushButton

from tests.ui.seeing import labels
from tests.waiting import turns
from viewer.archive.model.issue import Problem, Severity
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.import_report import ImportReport, PublicationSummary
from viewer.ui.importing.import_dialog import ImportDialog
from viewer.ui.widgets.flow_layout import FittedScrollArea

# The offscreen platform says so of every dialog that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def summary(**facts: Any) -> PublicationSummary:
    values = {
        "id": "weekly", "name": "週報", "is_new": True, "added": 3, "updated": 0, "unchanged": 0,
        "failed": 0, "articles": 40, "pictures": 2, "losses": {}, "newest_number": 3, **facts,
    }  # fmt: skip
    return PublicationSummary(**values)


@pytest.fixture
def sheet(qtbot: Any, qapp: Any) -> ImportDialog:
    made = ImportDialog(["weekly", "b.xml", "c.md", "d.md"])
    qtbot.addWidget(made)
    made.show()
    return made


def button(sheet: ImportDialog, text: str) -> QPushButton:
    (found,) = [b for b in sheet.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    return found


def test_it_tells_how_far_it_is_and_how_long_it_takes(
    sheet: ImportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("viewer.ui.importing.import_dialog.time.monotonic", lambda: clock[0])
    sheet.show_progress("read", 0, 400)
    clock[0] += 4
    sheet.show_progress("read", 100, 400)
    assert sheet.heading == "Reading…"
    assert "100 of 400 · 25 a second · about 12 s left" in labels(sheet)
    bar = sheet.findChild(QProgressBar)
    assert (bar.value(), bar.maximum()) == (100, 400)
    sheet.show_progress("keep", 0, 400)
    assert not button(sheet, "Cancel").isEnabled(), "what is being moved in is not broken off"


def test_nothing_of_it_scrolls_but_the_details(sheet: ImportDialog) -> None:
    many = tuple(Problem(Severity.GUESS, f"{n}.md", "No date.", 1, "date") for n in range(50))
    sheet.show_preview(
        ImportReport((summary(losses={ImportLoss.WEB_PICTURE: 6}),), many), is_reading=True
    )
    sheet.show_progress("check", 3, 400)
    QApplication.processEvents()
    (area,) = sheet.findChildren(FittedScrollArea)
    assert not area.verticalScrollBar().isVisible()


def test_a_new_publication_can_be_named_before_it_comes_in(sheet: ImportDialog, qtbot: Any) -> None:
    sheet.show_preview(ImportReport((summary(),), ()))
    assert sheet.heading == "週報"
    assert sheet.facts == "3 new issues\n40 articles · 2 pictures"
    name, short = sheet.findChildren(QLineEdit)
    name.setText("我的週報")
    short.setText("Mine!")
    assert not button(sheet, "&Import").isEnabled()
    short.setText("mine")
    with qtbot.waitSignal(sheet.import_requested) as asked:
        qtbot.mouseClick(button(sheet, "&Import"), Qt.MouseButton.LeftButton)
    assert asked.args == ["mine", "我的週報"]


def test_what_was_not_changed_is_not_asked_again(sheet: ImportDialog, qtbot: Any) -> None:
    sheet.show_preview(ImportReport((summary(),), ()))
    with qtbot.waitSignal(sheet.import_requested) as asked:
        qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert asked.args == ["", ""]


def test_losses_and_problems_stand_below_the_counts_worst_first(sheet: ImportDialog) -> None:
    problems = (
        Problem(Severity.GUESS, "b.md", "A number was guessed."),
        Problem(Severity.ERROR, "c.md", "The file is empty.", 3, "failed"),
    )
    sheet.show_preview(
        ImportReport((summary(failed=1, losses={ImportLoss.WEB_PICTURE: 3}),), problems)
    )
    assert "1 issue not readable" in sheet.facts
    assert sheet.details.splitlines() == [
        "Not kept:",
        "  3 pictures only on the web",
        "",
        "2 remarks:",
        "  c.md:3: The file is empty.",
        "  b.md: A number was guessed.",
    ]
    button(sheet, "&Copy details").click()
    assert "c.md:3: The file is empty." in QGuiApplication.clipboard().text()


def test_nothing_new_leaves_nothing_to_do(sheet: ImportDialog) -> None:
    sheet.show_preview(ImportReport((summary(added=0, unchanged=3, newest_number=None),), ()))
    assert sheet.heading == "Everything is in the library already"
    assert not [b for b in sheet.findChildren(QPushButton) if b.isVisible() and "mport" in b.text()]
    button(sheet, "Close").click()
    assert sheet.isHidden()


def test_nothing_readable_says_so(sheet: ImportDialog) -> None:
    sheet.show_preview(
        ImportReport((), (Problem(Severity.ERROR, "x.bin", "None of the formats.", None),))
    )
    assert sheet.heading == "Nothing could be brought in"
    assert "x.bin: None of the formats." in sheet.details


def test_afterwards_one_can_read_or_undo(sheet: ImportDialog, qtbot: Any) -> None:
    sheet.show_result(ImportReport((summary(),), ()))
    assert sheet.heading == "3 issues brought in"
    with qtbot.waitSignal(sheet.undo_requested):
        button(sheet, "&Undo this import").click()
    with qtbot.waitSignal(sheet.open_requested) as opened:
        button(sheet, "&Read").click()
    assert opened.args == ["weekly", 3]


def test_to_close_it_while_it_works_is_to_cancel(sheet: ImportDialog, qtbot: Any) -> None:
    with qtbot.waitSignals([sheet.stop_requested, sheet.closed]):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_what_she_changed_is_replaced_only_if_she_says_so(sheet: ImportDialog, qtbot: Any) -> None:
    kept = summary(is_new=False, added=0, unchanged=1, kept_edited=2, newest_number=None)
    sheet.show_preview(ImportReport((kept,), ()))
    assert sheet.heading == "What you changed stays as it is"
    assert "2 issues left as you changed them" in sheet.facts
    (box,) = [b for b in sheet.findChildren(QPushButton) if b.isCheckable()]
    assert "Replace 2 issues that you changed" in box.text()
    with qtbot.waitSignal(sheet.replace_requested) as asked:
        box.click()
    assert asked.args == [True]
    sheet.show_preview(ImportReport((summary(is_new=False, added=0, updated=2, unchanged=1),), ()))
    assert box.isVisible(), "she can think better of it"
    assert button(sheet, "&Import")


def test_what_it_joins_is_told_before_it_does(sheet: ImportDialog) -> None:
    part = summary(is_new=False)
    sheet.show_preview(ImportReport((part, summary(id="other", name="月報")), ()))
    assert sheet.source.splitlines()[1:] == ["Joins 週報, which is in the library."]
    sheet.show_result(ImportReport((part,), ()))
    assert "Joins" not in sheet.source
    sheet.show_preview(ImportReport((summary(is_new=False, added=0, unchanged=3),), ()))
    assert "Joins" not in sheet.source


def test_what_it_shows_while_it_works_needs_no_scrolling(sheet: ImportDialog, qtbot: Any) -> None:
    (scrolled,) = sheet.findChildren(FittedScrollArea)
    bar = scrolled.verticalScrollBar()
    sheet.show_progress("read", 3, 407)
    turns()
    assert bar.maximum() == 0
    sheet.show_preview(ImportReport((summary(),), ()), is_reading=True)
    assert sheet.is_still_reading
    sheet.show_accepted()
    sheet.show_progress("check", 12, 407)
    turns()
    assert "12 of 407" in labels(sheet)
    assert bar.maximum() == 0


def test_a_name_she_typed_stays_while_the_counts_grow(sheet: ImportDialog) -> None:
    sheet.show_preview(ImportReport((summary(),), ()), is_reading=True)
    name = sheet.findChildren(QLineEdit)[0]
    name.setText("我的報")
    sheet.show_preview(ImportReport((summary(),), ()), is_reading=True)
    sheet.show_preview(ImportReport((summary(),), ()))
    assert name.text() == "我的報"
