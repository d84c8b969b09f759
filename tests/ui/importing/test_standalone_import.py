"""A second start with a file brings it in by itself, and hands the window an address at most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from tests.importers.writing import publication
from tests.waiting import turns
from viewer.archive.library import publication_edits as keeping
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.errors import LibraryError
from viewer.ui.importing.import_dialog import ImportDialog
from viewer.ui.importing.standalone_import import StandaloneImport
from viewer.ui.settings.reader_settings import ReaderSettings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def message_boxes() -> list[QMessageBox]:
    shown = QApplication.topLevelWidgets()
    return [one for one in shown if isinstance(one, QMessageBox) and one.isVisible()]


@pytest.fixture
def handed() -> list[str]:
    return []


@pytest.fixture
def is_window_there() -> bool:
    return True


@pytest.fixture
def alone(
    qapp: Any, tmp_path: Path, handed: list[str], is_window_there: bool
) -> Iterator[StandaloneImport]:
    palette = qapp.palette()
    reader = ReaderData(None)
    # As a window that is open takes it.
    made = StandaloneImport(
        Library(tmp_path / "mine"),
        ReaderSettings(reader),
        lambda address: is_window_there and handed.append(address) is None,
    )
    yield made
    made.close()
    reader.close()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)


def bring(alone: StandaloneImport, qtbot: Any, tmp_path: Path) -> ImportDialog:
    alone.import_paths([publication(tmp_path / "given")])
    sheet = alone.import_controller.dialog
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.facts == "2 new issues\n2 articles", timeout=20_000)
    return sheet


def press(sheet: ImportDialog, text: str) -> None:
    (button,) = [b for b in sheet.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    button.click()


def test_what_came_in_is_read_in_the_window_that_is_open(
    alone: StandaloneImport, qtbot: Any, tmp_path: Path, handed: list[str]
) -> None:
    sheet = bring(alone, qtbot, tmp_path)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    assert handed == []
    with qtbot.waitSignal(alone.finished):
        press(sheet, "&Read")
        # As where the library's change is told of only now: it is handed over once all the same.
        alone.import_controller.library_changed.emit(None)
    turns()
    assert handed == ["weekly/2"]
    assert alone.pending_address == ""


@pytest.mark.parametrize("is_window_there", [False])
def test_where_that_window_is_gone_the_address_is_left(
    alone: StandaloneImport, qtbot: Any, tmp_path: Path
) -> None:
    sheet = bring(alone, qtbot, tmp_path)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    with qtbot.waitSignal(alone.finished):
        press(sheet, "&Read")
    assert alone.pending_address == "weekly/2"


def test_cancelled_it_disturbs_nobody(
    alone: StandaloneImport, qtbot: Any, tmp_path: Path, handed: list[str]
) -> None:
    sheet = bring(alone, qtbot, tmp_path)
    with qtbot.waitSignal(alone.finished):
        press(sheet, "Cancel")
    assert handed == []
    assert not (tmp_path / "mine/weekly").exists()


def test_it_can_be_undone_before_it_ends(
    alone: StandaloneImport, qtbot: Any, tmp_path: Path, handed: list[str]
) -> None:
    sheet = bring(alone, qtbot, tmp_path)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    with qtbot.waitSignal(alone.finished, timeout=20_000):
        press(sheet, "&Undo this import")
    assert handed == [""], "the window looks again"
    assert not (tmp_path / "mine/weekly").exists()


def test_what_cannot_be_undone_is_said_before_it_ends(
    alone: StandaloneImport, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_library: Library) -> None:
        raise LibraryError("The last change cannot be taken back, since x was changed.")

    sheet = bring(alone, qtbot, tmp_path)
    press(sheet, "&Import")
    qtbot.waitUntil(lambda: sheet.heading == "2 issues brought in", timeout=20_000)
    monkeypatch.setattr(keeping, "undo_last_change", refuse)
    press(sheet, "&Undo this import")
    qtbot.waitUntil(lambda: bool(message_boxes()), timeout=20_000)
    (box,) = message_boxes()
    assert "cannot be taken back" in box.text()
    with qtbot.waitSignal(alone.finished):
        box.close()
