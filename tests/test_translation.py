"""Messages in Chinese, without Qt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.waiting import ends_soon
from viewer import translation
from viewer.messages import Message, SystemText
from viewer.translation import Translations, nearest_language, terminal_language, translate


@pytest.mark.parametrize(
    ("message", "spoken"),
    [
        (Message("The issue cannot be read."), "無法讀取這一期。"),
        (
            Message(
                "The file cannot be read ({reason}); check its permissions.",
                reason=SystemText("Permission denied"),
            ),
            "無法讀取檔案（權限不足）；請檢查權限。",
        ),
        (
            # A message in a message.
            Message(
                "The file {name} in the book is left out. {reason}",
                name="a.xhtml",
                reason=Message("It is damaged; get the archive again."),
            ),
            "略去書中的檔案 a.xhtml。檔案已損壞；請重新取得壓縮檔。",
        ),
        (
            Message(
                "{file} in the book is not read: {reason}",
                file="a.opf",
                reason=Message("It is damaged; get the archive again."),
            ),
            "書中的 a.opf 未能讀取：檔案已損壞；請重新取得壓縮檔。",
        ),
        (
            Message(
                "The library {folder} cannot be written ({error}); see that the disk has room.",
                folder="/a (b)",
                error=SystemText("Read-only file system"),
            ),
            "無法寫入書庫 /a (b)（檔案系統是唯讀的）；請確認磁碟有足夠空間。",
        ),
        (
            # A list.
            Message(
                "This is none of the formats that can be brought in: {formats}.",
                formats=(Message("mail"), Message("EPUB"), Message("WordPress export")),
            ),
            "這不是可以匯入的格式；可以匯入的有：郵件、EPUB、WordPress 匯出檔。",
        ),
        (
            Message.counted(
                3,
                "1 text was never published ({kinds}) and is left out; ask for drafts to bring it "
                "in.",
                "{count} texts were never published ({kinds}) and are left out; ask for drafts to "
                "bring them in.",
                kinds=(Message("{count} draft", count=2), Message("{count} private", count=1)),
            ),
            "略去 3 篇從未發布的文章（2 篇草稿、1 篇私密文章）；如果也要匯入，請指定包含草稿。",
        ),
        (
            # What is called as a format is, is not taken for one.
            Message("The title “{title}” was read from the first heading.", title="mail"),
            "標題「mail」讀自第一個標題。",
        ),
        (
            Message(
                "The title “{title}” was read from the first heading.", title="{n} \\1 {title}"
            ),
            "標題「{n} \\1 {title}」讀自第一個標題。",
        ),
        (
            # The order of the values is that of the language.
            Message(
                "{summary_count} of {entry_count} entries are summaries: the feed does not "
                "hold their whole texts. Bring in an export of the site, or saved pages, for "
                "these.",
                summary_count=2,
                entry_count=7,
            ),
            "7 個條目中有 2 個只是摘要，訂閱來源裡沒有全文。請匯入網站的匯出檔或儲存的網頁，以取得"
            "這些全文。",
        ),
        (
            # A text of the system with a text of the system in it.
            SystemText("[Errno 28] No space left on device: '/a'"),
            "/a：磁碟空間不足（錯誤 28）",
        ),
        (SystemText("Nobody knows this text."), "Nobody knows this text."),
        (Message("Nobody wrote {this}.", this="it"), "Nobody wrote it."),
        ("The issue cannot be read.", "The issue cannot be read."),
        ("", ""),
    ],
)
def test_a_message_is_translated_with_its_values(message: str, spoken: str) -> None:
    assert translate(message, "zh_TW") == spoken
    assert translate(message, "en") == str(message)


def test_hostile_text_is_compared_in_no_time() -> None:
    for piece in (": ", ": line ", ", column ", "'", "a"):
        for text in (piece * 20_000, piece * (500 // len(piece))):
            assert ends_soon(lambda text=text: translate(SystemText(text), "zh_TW"))  # type: ignore[misc]


def test_english_reads_no_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_translations", None)
    assert translate(Message("The issue cannot be read."), "en") == "The issue cannot be read."


@pytest.mark.parametrize("content", [None, "", "<TS>", "<TS><context><message/></context></TS>"])
def test_a_damaged_file_of_translations_leaves_the_english(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "messages.ts"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    made = Translations(path)
    assert made.translate(Message("The {what} is gone.", what="cat")) == "The cat is gone."
    assert made.translate(SystemText("Permission denied")) == "Permission denied"


def test_an_installation_without_the_translations_is_not_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert translation.is_complete("en")
    assert translation.is_complete("zh_TW")
    monkeypatch.setattr(translation, "_translations", lambda language: Translations(Path(language)))
    assert not translation.is_complete("zh_TW")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh_TW.UTF-8", "zh_TW"), ("zh-Hans-CN", "zh_TW"), ("ZH", "zh_TW"), ("zh.UTF-8", "zh_TW"),
        ("en_GB", "en"), ("zha", "en"), ("C", "en"), ("de_DE.UTF-8@euro", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_a_locale_has_the_nearest_language(locale: str, language: str) -> None:
    assert nearest_language(locale) == language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "", "LC_ALL": "zh_HK.UTF-8"}, "zh_TW"),
        ({"LANG": "zh_TW.UTF-8", "DOSUDO_LANGUAGE": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8", "DOSUDO_LANGUAGE": "zh_TW"}, "zh_TW"),
    ],
)
def test_the_terminal_speaks_the_language_of_its_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DOSUDO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal_language() == language
