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
from viewer import paths
from viewer.app import AppController
from viewer.archive.model.address import Address
from viewer.archive.model.issue import Problem, Severity
from viewer.archive.model.issue_draft import ImportLoss, format_loss_key
from viewer.ui.dialogs.issue_notes import IssueNotesDialog
from viewer.ui.i18n import message_translation as sentences
from viewer.ui.i18n.languages import current_language, install_translators
from viewer.ui.i18n.message_translation import (
    MessageTranslator,
    translate_message,
    translate_problem,
)

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


@pytest.mark.parametrize(
    ("english", "spoken"),
    [
        ("The issue cannot be read.", "無法讀取這一期。"),
        (
            "The file cannot be read (Permission denied); check its permissions.",
            "無法讀取檔案（權限不足）；請檢查權限。",
        ),
        (
            # A reason that is a sentence, and one that has lost its full stop.
            "The file a.xhtml in the book is left out. It is damaged; get the archive again.",
            "略去書中的檔案 a.xhtml。檔案已損壞；請重新取得壓縮檔。",
        ),
        (
            "a.opf in the book is not read: It is damaged; get the archive again.",
            "書中的 a.opf 未能讀取：檔案已損壞；請重新取得壓縮檔。",
        ),
        (
            "The library /a (b) cannot be written (Read-only file system); see that the disk has "
            "room.",
            "無法寫入書庫 /a (b)（檔案系統是唯讀的）；請確認磁碟有足夠空間。",
        ),
        (
            "This is none of the formats that can be brought in: mail, EPUB, WordPress export.",
            "這不是可以匯入的格式；可以匯入的有：郵件、EPUB、WordPress 匯出檔。",
        ),
        (
            "3 texts were never published (2 draft, 1 private) and are left out; ask for drafts to "
            "bring them in.",
            "略去 3 篇從未發布的文章（2 篇草稿、1 篇私密文章）；如果也要匯入，請指定包含草稿。",
        ),
        (
            "The title “My first draft” was read from the first heading.",
            "標題「My first draft」讀自第一個標題。",
        ),
        (
            # What is called as a format is is not taken for one.
            "The title “mail” was read from the first heading.",
            "標題「mail」讀自第一個標題。",
        ),
        # The order of the values is that of the language.
        (
            "2 of 7 entries are summaries: the feed does not hold their whole texts. Bring in an "
            "export of the site, or saved pages, for these.",
            "7 個條目中有 2 個只是摘要，訂閱來源裡沒有全文。請匯入網站的匯出檔或儲存的網頁，以取得"
            "這些全文。",
        ),
        # The sentence of which more is known wins over “{name} is a link or no regular file…”.
        (
            "x is a link, no regular file, or not named in UTF-8, and is left out; put the file "
            "itself here.",
            "x 是連結、不是一般檔案，或名稱不是 UTF-8，已略去；請把檔案本身放在這裡。",
        ),
        ("The title “{n} \\1 {title}” was read from the first heading.", None),
        ("Nobody wrote this sentence.", None),
        ("書庫", None),
        ("", None),
    ],
)
def test_a_sentence_is_said_in_the_reader_s_language(
    chinese: None, english: str, spoken: str | None
) -> None:
    if "{n}" in english:
        spoken = "標題「{n} \\1 {title}」讀自第一個標題。"
    assert translate_message(english) == (english if spoken is None else spoken)


def test_a_window_in_english_reads_no_translations(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentences, "_translator", None)
    install_translators(qapp, "en")
    assert current_language() == "en"
    assert translate_message("The issue cannot be read.") == "The issue cannot be read."


@pytest.mark.parametrize("content", [None, "", "<TS>", "<TS><context><message/></context></TS>"])
def test_a_damaged_file_of_translations_leaves_the_english(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "sentences.ts"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert (
        MessageTranslator(path).translate("The issue cannot be read.")
        == "The issue cannot be read."
    )


def test_an_installation_without_the_sentences_is_not_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sentences.has_all_languages()
    monkeypatch.setattr(
        sentences, "_translator", lambda language: MessageTranslator(Path(language))
    )
    assert not sentences.has_all_languages()


def test_a_loss_is_counted_in_the_reader_s_language(chinese: None) -> None:
    lost = Problem(
        Severity.WARNING, "issue.md", "…", None, format_loss_key(ImportLoss.MISSING_PICTURE, 3)
    )
    assert translate_problem(lost) == "缺 3 張圖"


def test_hostile_text_is_matched_in_no_time() -> None:
    speaker = MessageTranslator(paths.resources_folder() / "i18n" / "sentences_zh_TW.ts")
    for piece in (" (", "“", ": ", "; ", ", "):
        text = "The library " + piece * 20_000 + " "
        assert speaker.translate(text) == text


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
    program.controllers.library._show_notes(Address("own", 1))
    (notes,) = window.findChildren(IssueNotesDialog)
    assert "第 4 行：不認得鍵「colour」" in notes.text_view.toPlainText()
    (copy,) = [b for b in notes.findChildren(QPushButton) if b.text() == "複製詳情(&C)"]
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("第一期\n\n第 4 行：不認得鍵「colour」")
    assert "own/001/issue.md:4: error: The key “colour” is not known" in copied
    notes.close()
    program.set_language("en")
    program.controllers.library._show_notes(Address("own", 1))
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
