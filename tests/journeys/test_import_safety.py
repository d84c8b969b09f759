"""What the reader breaks off, drops twice or names alike costs her nothing.

Covers viewer/ui/importing/import_controller.py.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.importers.writing import FIRST, publication
from tests.journeys.test_import import bring, drop, press, publications, sheet_of
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.importers.import_session import ImportSession
from viewer.ui.importing.import_dialog import ImportDialog
from viewer.ui.window.empty_library import EmptyLibrary

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start(search=True)


def staged(program: AppController) -> list[Path]:
    """The folders of changes that were not made, or can be taken back."""
    return [p for p in (program.library.folder / ".imports").iterdir() if p.is_dir()]


def test_dropped_files_stay_where_they_were(program: AppController, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(publication(tmp_path / "given")))])
    where = QPointF(200, 200)
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(where.toPoint(), actions, data, left, shift)
    drop = QDropEvent(where, actions, data, left, shift)
    assert enter.proposedAction() == drop.proposedAction() == Qt.DropAction.MoveAction
    for event in (enter, drop):
        QApplication.sendEvent(program.window, event)
        assert event.isAccepted()
        # A file manager deletes what was moved.
        assert event.dropAction() == Qt.DropAction.CopyAction


def test_a_short_name_that_another_publication_has_is_looked_at_again(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    sheet.close()
    other = publication(tmp_path / "other", FIRST.replace("貓", "鳥"))
    (other / "publication.yaml").write_text("id: other\nname: 別的報\n", encoding="utf-8")
    program.import_controller.import_paths([other])
    again = program.import_controller.dialog
    assert again is not None
    qtbot.waitUntil(lambda: again.heading == "別的報", timeout=20_000)
    again.findChildren(QLineEdit)[1].setText("weekly")
    press(again, "&Import")
    qtbot.waitUntil(lambda: again.heading == "小週報", timeout=20_000)
    assert again.facts == "1 changed issue\n1 article"
    issue = program.library.folder / "weekly/001/issue.md"
    assert "貓" in issue.read_text(encoding="utf-8"), "nothing is replaced before she agrees"
    press(again, "&Import")
    qtbot.waitUntil(lambda: again.heading == "1 issue brought in", timeout=20_000)
    assert "鳥" in issue.read_text(encoding="utf-8")


def test_cancelled_at_the_last_moment_nothing_comes_in(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    go_on, report = threading.Event(), ImportSession.report

    def late(self: ImportSession) -> object:
        go_on.wait(20)
        return report(self)

    monkeypatch.setattr(ImportSession, "report", late)
    press(sheet, "&Import")
    press(sheet, "Cancel")
    go_on.set()
    qtbot.waitUntil(lambda: not program.import_controller.is_busy, timeout=20_000)
    assert not (program.library.folder / "weekly").exists()
    assert not staged(program)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Each turn that is released lets one more issue be read."""
    from viewer.archive.staging import import_staging as intake

    semaphore, parse = threading.Semaphore(0), intake.parse_tasks

    def slow(*arguments: Any, **options: Any) -> Iterator[Any]:
        for one in parse(*arguments, **options):
            while not semaphore.acquire(timeout=0.05):
                if options["cancelled"]():
                    return
            yield one

    monkeypatch.setattr(intake, "parse_tasks", slow)
    monkeypatch.setattr("viewer.importers.import_session.FIRST_COMMIT_DELAY", 0.0)
    return semaphore


def begin(
    program: AppController, qtbot: Any, folder: Path, turns: threading.Semaphore
) -> ImportDialog:
    """Drop a folder, and press Import while its issues are still being read; one then is."""
    assert drop(program, folder)
    sheet = sheet_of(program)
    qtbot.waitUntil(lambda: sheet.heading == "小週報" and sheet.is_still_reading, timeout=20_000)
    assert "2 new issues" in sheet.facts
    press(sheet, "&Import")
    turns.release()
    qtbot.waitUntil(lambda: "小週報" in publications(program), timeout=20_000)
    return sheet


def test_issues_appear_as_they_are_ready(
    program: AppController, qtbot: Any, tmp_path: Path, turns: threading.Semaphore
) -> None:
    sheet = begin(program, qtbot, publication(tmp_path / "given"), turns)
    assert "can be read already" in sheet.facts
    found = [n for n in (1, 2) if program.window.go_to(Address("weekly", n))]
    assert len(found) == 1, "the other one is still being read"
    assert program.search_engine.search("世界模擬器").total, (
        "what was there before is found meanwhile"
    )
    turns.release()
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    assert program.window.go_to(Address("weekly", 3 - found[0]))


def test_cancelled_half_way_the_first_issues_go_out_again(
    program: AppController, qtbot: Any, tmp_path: Path, turns: threading.Semaphore
) -> None:
    sheet = begin(program, qtbot, publication(tmp_path / "given"), turns)
    press(sheet, "Cancel")
    qtbot.waitUntil(lambda: "小週報" not in publications(program), timeout=20_000)
    assert not program.import_controller.is_busy
    assert not (program.library.folder / "weekly").exists()
    assert not staged(program)


def test_another_name_given_early_begins_anew_under_it(
    program: AppController, qtbot: Any, tmp_path: Path, turns: threading.Semaphore
) -> None:
    assert drop(program, publication(tmp_path / "given"))
    sheet = sheet_of(program)
    qtbot.waitUntil(lambda: sheet.heading == "小週報" and sheet.is_still_reading, timeout=20_000)
    name, short = sheet.findChildren(QLineEdit)
    name.setText("我的報")
    short.setText("mine")
    press(sheet, "&Import")
    turns.release()
    qtbot.waitUntil(lambda: "我的報" in publications(program), timeout=20_000)
    turns.release()
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    assert not (program.library.folder / "weekly").exists()


def test_a_window_closed_half_way_leaves_nothing_behind(
    program: AppController, qtbot: Any, tmp_path: Path, turns: threading.Semaphore
) -> None:
    begin(program, qtbot, publication(tmp_path / "given"), turns)
    program.close()
    assert not (program.library.folder / "weekly").exists()
    assert not staged(program)


def test_a_sheet_closed_while_the_issues_are_put_in_is_told_of(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    go_on, commit = threading.Event(), ImportSession.commit

    def late(self: ImportSession, *arguments: Any) -> object:
        go_on.wait(20)
        return commit(self, *arguments)

    monkeypatch.setattr(ImportSession, "commit", late)
    press(sheet, "&Import")
    (cancel,) = [b for b in sheet.findChildren(QPushButton) if b.text() == "Cancel"]
    qtbot.waitUntil(lambda: not cancel.isEnabled(), timeout=20_000)
    sheet.close()
    go_on.set()
    qtbot.waitUntil(lambda: "小週報" in publications(program), timeout=20_000)
    assert "2 issues were brought in" in program.window.message_bar.text()


def test_a_window_closed_over_an_import_leaves_nothing_behind(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, is_staged = ImportSession.prepare, threading.Event()

    def slow(self: ImportSession, *arguments: Any, **options: Any) -> object:
        report = prepare(self, *arguments, **options)
        is_staged.set()
        while not options["cancelled"]():
            pass
        return report

    monkeypatch.setattr(ImportSession, "prepare", slow)
    program.import_controller.import_paths([publication(tmp_path / "given")])
    qtbot.waitUntil(is_staged.is_set, timeout=20_000)
    program.close()
    assert not staged(program)


def test_the_library_is_not_changed_while_it_is_looked_through(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    sheet.close()
    monkeypatch.setattr(program.import_controller, "_is_ready", lambda: False)
    program.import_controller.undo_last_change()
    assert not program.import_controller.is_busy
    assert "wait until that is done" in program.window.message_bar.text()
    assert (program.library.folder / "weekly").exists()


def test_what_is_in_is_not_said_to_be_given_up(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from viewer.archive.model.catalogue_entries import UpdateResult
    from viewer.errors import CatalogueError

    refresh = Library.update_catalogue

    def full(self: Library, *args: Any, **options: Any) -> UpdateResult:
        if options.get("parsed_records"):
            raise CatalogueError("The catalogue x could not be written (the disk is full).")
        return refresh(self, *args, **options)

    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    monkeypatch.setattr(Library, "update_catalogue", full)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    assert "They are in the library and appear in the contents once" in sheet.facts
    assert "the disk is full" in sheet.facts
    assert (program.library.folder / "weekly/001/issue.md").is_file()
    assert not program.import_controller._import
    assert not [b for b in sheet.findChildren(QPushButton) if b.text() == "&Read" and b.isVisible()]


@pytest.mark.parametrize("shown", ["page", "pictures", "search"])
def test_nothing_of_a_removed_publication_is_left_standing(
    program: AppController, qtbot: Any, tmp_path: Path, shown: str
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    sheet.close()
    window = program.window
    qtbot.waitUntil(lambda: program.search_engine.search("院子").total == 1)
    if shown == "pictures":
        program.controllers.pictures_and_series.show_contact_sheet(Address("weekly", 2))
        assert window.page_stack.replacement is not None
    elif shown == "search":
        window.search("院子")
        qtbot.waitUntil(lambda: window.results_panel.model.rowCount() == 1)
    if shown != "pictures":
        window.go_to(Address("weekly", 1))
        window.go_to(Address("weekly", 2))
    title = window.windowTitle().removesuffix(" · Dosudo Viewer")
    # Not by her: another program takes it away.
    shutil.rmtree(program.library.folder / "weekly")
    program.library_watcher.check_files()
    qtbot.waitUntil(lambda: "小週報" not in publications(program))
    assert str(window.address) == "dosudo/2/front"
    assert window.page_stack.replacement is None
    assert window.article_pane.page is not None
    assert window.article_pane.page.entry.address.publication == "dosudo"
    if shown == "search":
        qtbot.waitUntil(lambda: window.results_panel.model.rowCount() == 0)
    if shown != "pictures":
        told = f"“{title}” is no longer in the library."
        qtbot.waitUntil(lambda: window.message_bar.text() == told)


def test_a_library_that_becomes_empty_shows_no_page(
    tmp_path: Path, qtbot: Any, qapp: QApplication
) -> None:
    issues = publication(tmp_path / "issues" / "weekly")
    library = Library(tmp_path / "library", issues.parent)
    program = AppController(library, ReaderData(library.folder))
    try:
        program.start(None)
        window = program.window
        qtbot.waitUntil(lambda: program.is_library_ready and window.article_pane.page is not None)
        assert window.windowTitle() == "長文 · Dosudo Viewer"
        shutil.rmtree(issues)
        program.library_watcher.check_files()
        qtbot.waitUntil(lambda: isinstance(window.page_stack.replacement, EmptyLibrary))
        assert window.article_pane.page is None
        assert window.article_pane.toPlainText() == ""
        assert window.address is None
        assert window.windowTitle() == "Dosudo Viewer"
        assert not window.menu_actions["back"].isEnabled()
        # What comes back is shown again.
        publication(tmp_path / "issues" / "weekly")
        program.library_watcher.check_files()
        qtbot.waitUntil(lambda: window.page_stack.replacement is None)
        assert (
            "貓" in window.article_pane.toPlainText() or "狗" in window.article_pane.toPlainText()
        )
    finally:
        program.window.close()
        program.close()
        program.window.deleteLater()
