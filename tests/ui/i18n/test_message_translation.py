"""What the rooms without Qt say, in a window that speaks Chinese.

Covers viewer/ui/dialogs/issue_notes.py and viewer/ui/i18n/loss_messages.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.seeing import write
from viewer.app import AppController
from viewer.archive.catalogue.row_mapping import dump_problems, load_problems
from viewer.archive.model.address import Address
from viewer.archive.model.issue import Problem, Severity
from viewer.archive.model.issue_draft import ImportLoss, format_loss_key
from viewer.messages import Message
from viewer.ui.dialogs.issue_notes import IssueNotesDialog
from viewer.ui.i18n.languages import install_translators
from viewer.ui.i18n.message_translation import translate_message, translate_problem

# The offscreen platform says so of every dialog that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OWN = "id: own\nname: 小報\nlanguage: zh-Hant\n"
DAMAGED = (
    "---\nnumber: 1\ntitle: 第一期\ncolour: red\n---\n\n# A. 一 {#a}\n\n## 1. 甲 {#a1}\n\n文。\n"
)
EMPTY = "---\nnumber: 2\n---\n"


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    install_translators(qapp, "en")


@pytest.fixture
def chinese(qapp: QApplication) -> None:
    install_translators(qapp, "zh_TW")


def test_a_message_is_said_in_the_language_of_the_window(qapp: QApplication) -> None:
    message = Message("The issue cannot be read.")
    install_translators(qapp, "zh_TW")
    assert translate_message(message) == "無法讀取這一期。"
    install_translators(qapp, "en")
    assert translate_message(message) == "The issue cannot be read."


def test_a_stored_problem_is_translated(chinese: None) -> None:
    problem = Problem(
        Severity.WARNING,
        "issue.md",
        Message("The date {date} was read from the file's name.", date="2017-07-29"),
    )
    (stored,) = load_problems(dump_problems((problem,)))
    assert stored == problem
    assert translate_problem(stored) == translate_problem(problem) != str(problem.message)


def test_a_loss_is_counted_in_the_reader_s_language(chinese: None) -> None:
    lost = Problem(
        Severity.WARNING,
        "issue.md",
        Message("…"),
        None,
        format_loss_key(ImportLoss.MISSING_PICTURE, 3),
    )
    assert translate_problem(lost) == "缺 3 張圖"


def show_notes(program: AppController, issue: Address) -> None:
    """Choose the issue's notes from its menu in the contents."""
    menu = program.controllers.library.context_menu(issue.publication, "", issue)
    menu.actions()[1].trigger()


def test_a_damaged_issue_is_told_of_in_chinese_and_after_switching_in_english(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    write(
        library_folder / "own",
        {"publication.yaml": OWN, "001/issue.md": DAMAGED, "002/issue.md": EMPTY},
    )
    program = start(search=True)
    program.set_language("zh_TW")
    window = program.window
    program._show_library_errors()
    strip = window.message_bar
    assert "不認得鍵「colour」；請用 number, " in strip.text()
    (copy,) = strip.findChildren(QPushButton)
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "不認得鍵「colour」" in copied
    assert "The key “colour” is not known" in copied, "whoever mends it can read it"
    show_notes(program, Address("own", 1))
    (notes,) = window.findChildren(IssueNotesDialog)
    assert "第 4 行：不認得鍵「colour」" in notes.text_view.toPlainText()
    (copy,) = [b for b in notes.findChildren(QPushButton) if b.text() == "複製詳情(&C)"]
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("第一期\n\n第 4 行：不認得鍵「colour」")
    assert "own/001/issue.md:4: error: The key “colour” is not known" in copied
    notes.close()
    program.set_language("en")
    show_notes(program, Address("own", 1))
    (notes,) = program.window.findChildren(IssueNotesDialog)
    assert "Line 4: The key “colour” is not known" in notes.text_view.toPlainText()
    notes.close()


def test_a_failed_import_is_told_of_in_chinese(
    start: Callable[..., AppController], qtbot: Any, tmp_path: Path
) -> None:
    program = start(search=True)
    program.set_language("zh_TW")
    book = tmp_path / "壞.epub"
    book.write_bytes(b"PK\3\4mimetypeapplication/epub+zip" + b"\0" * 99)
    program.import_controller.import_paths([book, tmp_path / "none.md"])
    sheet = program.import_controller.dialog
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.heading == "沒有可以匯入的內容", timeout=20_000)
    assert "這不是 zip 壓縮檔，或不完整、已損壞；請重新取得檔案。" in sheet.details
    assert "這個路徑沒有任何東西；請改正名稱。" in sheet.details
    (copy,) = [b for b in sheet.findChildren(QPushButton) if b.text() == "複製詳情(&C)"]
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "請改正名稱。" in copied
    assert f"{tmp_path / 'none.md'}: error: There is nothing at this path" in copied
    sheet.close()


def test_a_folder_that_cannot_be_written_is_told_of_in_chinese(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any, tmp_path: Path
) -> None:
    program = start(search=True)
    program.set_language("zh_TW")
    (library_folder / ".imports").write_text("in the way", encoding="utf-8")
    text = tmp_path / "1.md"
    text.write_text(DAMAGED, encoding="utf-8")
    program.import_controller.import_paths([text])
    sheet = program.import_controller.dialog
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.heading == "匯入已中止", timeout=20_000)
    assert sheet.facts.startswith(f"無法寫入書庫 {library_folder}（")
    assert "directory" not in sheet.facts
    sheet.close()
