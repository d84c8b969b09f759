"""A reader drops a folder on the window and reads it a moment later.

Covers viewer/ui/commands/library_commands.py and viewer/ui/importing/drop_target.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from tests.importers.writing import FIRST, publication
from tests.ui.seeing import page_text
from viewer.app import AppController
from viewer.ui.importing.import_dialog import ImportDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start(search=True)


def drop(program: AppController, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = QPointF(200, 200)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(where.toPoint(), action, data, left, none)
    QApplication.sendEvent(program.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(program.window, QDropEvent(where, action, data, left, none))
    return enter.isAccepted()


def press(sheet: ImportDialog, text: str) -> None:
    (button,) = [b for b in sheet.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    button.click()


def sheet_of(program: AppController) -> ImportDialog:
    assert program.import_controller.dialog is not None
    return program.import_controller.dialog


def publications(program: AppController) -> list[str]:
    model = program.window.contents_panel.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def bring(program: AppController, qtbot: Any, folder: Path) -> ImportDialog:
    assert drop(program, folder)
    sheet = sheet_of(program)
    qtbot.waitUntil(
        lambda: sheet.heading == "小週報" and not sheet.is_still_reading, timeout=20_000
    )
    return sheet


def test_dropped_previewed_brought_in_read_and_taken_back(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    assert sheet.facts == "2 new issues\n2 articles"
    assert "小週報" not in publications(program), "nothing comes in before the reader says so"
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    assert "小週報" in publications(program)
    press(sheet, "&Read")
    assert "狗在院子裡挖洞" in page_text(program.window.article_pane)
    assert program.import_controller.dialog is None
    qtbot.waitUntil(lambda: program.search_engine.search("院子").total == 1, timeout=20_000)

    undo, file_menu = program.window.menu_actions["undo"], program.window.menu_actions.menus[0]
    file_menu.aboutToShow.emit()
    assert undo.text() == "&Undo import of 2 issues into 小週報"
    undo.trigger()
    qtbot.waitUntil(lambda: "小週報" not in publications(program), timeout=20_000)
    window = program.window
    assert window.message_bar.text() == "Taken back: import of 2 issues into 小週報."
    # The page she read went with it: she is where she was before, and back and forward still work.
    assert str(window.address) == "dosudo/2/front"
    assert "Joanne Tseng" in page_text(window.article_pane)
    assert "狗" not in window.windowTitle()
    window.menu_actions["forward"].trigger()
    assert str(window.address) == "dosudo/2/front"
    assert "Joanne Tseng" in page_text(window.article_pane)
    file_menu.aboutToShow.emit()
    assert undo.text() == "&Undo last change of the library"


def test_what_the_reader_edited_since_stays_and_is_said(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    sheet.close()
    issue = program.library.folder / "weekly/001/issue.md"
    issue.write_text(issue.read_text(encoding="utf-8") + "\n我的話。\n", encoding="utf-8")
    program.import_controller.undo_last_change()
    qtbot.waitUntil(lambda: "Taken back" in program.window.message_bar.text(), timeout=20_000)
    assert "But weekly/001 was changed since and stays." in program.window.message_bar.text()
    assert "我的話" in issue.read_text(encoding="utf-8")
    assert not (program.library.folder / "weekly/002").exists()


def test_reading_goes_on_while_an_import_waits(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    from viewer.archive.model.address import parse_address

    bring(program, qtbot, publication(tmp_path / "given"))
    assert program.window.go_to(parse_address("dosudo/2/c3"))
    assert program.search_engine.search("世界模擬器").total


def test_another_name_can_be_given(program: AppController, qtbot: Any, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QLineEdit

    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    name, short = sheet.findChildren(QLineEdit)
    name.setText("我的報")
    short.setText("mine")
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: "我的報" in publications(program), timeout=20_000)
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    press(sheet, "&Read")
    address = program.window.address
    assert address is not None
    assert address.publication == "mine"


def test_cancelled_leaves_nothing_behind(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    press(sheet, "Cancel")
    qtbot.waitUntil(lambda: not program.import_controller.is_busy)
    assert not (program.library.folder / "weekly").exists()
    assert not [p for p in (program.library.folder / ".imports").iterdir() if p.is_dir()]
    bring(program, qtbot, tmp_path / "given")


def test_what_is_wrong_stands_in_the_sheet(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    folder = publication(tmp_path / "given", FIRST, "")
    sheet = bring(program, qtbot, folder)
    assert "1 issue not readable" in sheet.facts
    assert "002/issue.md" in sheet.details


def test_only_files_of_this_system_can_be_dropped(program: AppController) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.md"), QUrl("file://host/share/x.md")])
    event = QDragEnterEvent(
        QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.ignore()
    QApplication.sendEvent(program.window, event)
    assert not event.isAccepted()
    assert program.import_controller.dialog is None


def test_a_publication_is_renamed_from_its_menu(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = bring(program, qtbot, publication(tmp_path / "given"))
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    sheet.close()
    monkeypatch.setattr(
        "viewer.ui.commands.library_commands.QInputDialog.getText",
        lambda *_, **__: ("新名字", True),
    )
    menu = program.controllers.library.context_menu("weekly", "小週報")
    next(a for a in menu.actions() if "Rename" in a.text()).trigger()
    qtbot.waitUntil(lambda: "新名字" in publications(program), timeout=20_000)


def test_what_was_lost_of_an_issue_is_told_where_it_stands(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    from viewer.archive.model.address import Address
    from viewer.ui.dialogs.issue_notes import IssueNotesDialog

    said = "tags: [茶, R&D]\nlosses: {web_picture: 3}"
    text = FIRST.replace("---\n\n##", f"{said}\n---\n\n##")
    sheet = bring(program, qtbot, publication(tmp_path / "given", text))
    assert "3 pictures only on the web" in sheet.details
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "1 issue brought in", timeout=20_000)
    sheet.close()
    menu = program.controllers.library.context_menu("weekly", "小週報", Address("weekly", 1))
    next(a for a in menu.actions() if "Notes" in a.text()).trigger()
    notes = program.window.findChild(IssueNotesDialog)
    assert "3 pictures only on the web" in notes.text_view.toPlainText()
    assert notes.text_view.toPlainText().endswith("Tags: 茶, R&D")
    notes.close()


def test_a_publication_is_exported_from_its_menu_and_comes_in_unchanged(
    program: AppController, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "handed on.dvpack"
    monkeypatch.setattr(
        "viewer.ui.commands.library_commands.QFileDialog.getSaveFileName",
        lambda *_, **__: (str(pack), ""),
    )
    menu = program.controllers.library.context_menu("dosudo", "Dosudo")
    next(a for a in menu.actions() if "pack" in a.text()).trigger()
    qtbot.waitUntil(lambda: "1 issue was written to" in program.window.message_bar.text(),
                    timeout=20_000)  # fmt: skip
    assert pack.is_file()
    assert drop(program, pack)
    sheet = sheet_of(program)
    qtbot.waitUntil(lambda: "issue" in sheet.facts, timeout=20_000)
    assert "1 changed issue" in sheet.facts or "1 unchanged issue" in sheet.facts


def test_what_she_wrote_in_an_issue_is_hers(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    folder = publication(tmp_path / "given")
    sheet = bring(program, qtbot, folder)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    sheet.close()
    standing = program.library.folder / "weekly/001/issue.md"
    mine = FIRST + "\n我加的話。\n"
    standing.write_text(mine, encoding="utf-8")
    publication(folder, FIRST.replace("曬太陽", "睡覺"))
    assert drop(program, folder)
    sheet = sheet_of(program)
    qtbot.waitUntil(lambda: sheet.heading == "What you changed stays as it is", timeout=20_000)
    press(sheet, "Replace 1 issue that you changed (Undo brings it back)")
    qtbot.waitUntil(lambda: "1 changed issue" in sheet.facts, timeout=20_000)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "1 issue brought in", timeout=20_000)
    assert "睡覺" in standing.read_text(encoding="utf-8")
    press(sheet, "&Undo this import")
    # While it is put back there is a moment without it.
    qtbot.waitUntil(lambda: standing.is_file() and standing.read_text(encoding="utf-8") == mine)
