"""The copies of the reader's data, put back by hand.

Covers viewer/ui/commands/help.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.seeing import at
from viewer.app import AppController
from viewer.archive.library.reader_data import ReaderData
from viewer.ui.dialogs.reader_backups import ReaderBackupsDialog


@pytest.fixture
def program(start: Callable[..., AppController], library_folder: Path) -> AppController:
    """Two copies: in the first one article is read, in the second another as well."""
    data = ReaderData(library_folder)
    for key in ("c3", "c4"):
        data.set_read(at(f"dosudo/2/{key}"))
        data.maintain()
    data.close()
    return start("dosudo/2/c5")


def opened(program: AppController, monkeypatch: pytest.MonkeyPatch) -> ReaderBackupsDialog:
    shown: list[ReaderBackupsDialog] = []
    monkeypatch.setattr(ReaderBackupsDialog, "exec", lambda dialog: shown.append(dialog))
    program.window.menu_actions["restore"].trigger()
    return shown[0]


def texts(dialog: ReaderBackupsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_a_copy_is_put_back_and_what_was_there_is_copied_first(
    program: AppController, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, window = program.reader_data, program.window
    window.menu_actions["read"].trigger()
    window.message_bar.clear()
    dialog = opened(program, monkeypatch)
    assert [text.partition(" of ")[0] for text in texts(dialog)] == ["Copy 2", "Copy 1"]
    assert dialog.content_label.text() == "2 articles read"
    dialog.list.setCurrentRow(1)
    assert dialog.content_label.text() == "1 article read"
    dialog.restore_button.click()
    assert window.message_bar.text().endswith(" entries are as they were in copy 1.")
    assert data.read_articles("dosudo", 2) == {"c3"}
    dialog = opened(program, monkeypatch)
    assert dialog.content_label.text() == "3 articles read"
    dialog.restore_button.click()
    assert data.read_articles("dosudo", 2) == {"c3", "c4", "c5"}
    again = ReaderData(data.folder)
    assert again.read_articles("dosudo", 2) == {"c3", "c4", "c5"}


def test_a_damaged_copy_cannot_be_put_back(
    program: AppController, library_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (newest,) = library_folder.glob("backups/*-000002.jsonl")
    newest.write_bytes(newest.read_bytes()[:-9])
    dialog = opened(program, monkeypatch)
    assert dialog.content_label.text() == "This copy is damaged; choose another."
    assert not dialog.restore_button.isEnabled()
    dialog.list.setCurrentRow(1)
    assert dialog.restore_button.isEnabled()
    program.controllers.help.restore(program.reader_data.backups()[0])
    assert "is damaged and was not put back" in program.window.message_bar.text()
    assert program.reader_data.is_read(at("dosudo/2/c4"))


def test_without_a_copy_it_says_so(
    start: Callable[..., AppController], monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(start(), monkeypatch)
    assert texts(dialog) == []
    assert not dialog.restore_button.isEnabled()
