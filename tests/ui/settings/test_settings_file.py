from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from viewer.ui.settings.settings_file import SETTINGS_FILE, SettingsFile


def test_a_setting_is_there_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    file = SettingsFile(folder)
    assert file.is_new
    assert file.get("theme", "light") == "light"
    file.set("theme", "dark")
    again = SettingsFile(folder)
    assert not again.is_new
    assert again.get("theme") == "dark"
    assert [path.name for path in folder.iterdir()] == [SETTINGS_FILE]


def test_two_windows_keep_each_others_settings_and_names_of_later_versions(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).write_text('{"of a later version": [1]}')
    first, second = SettingsFile(tmp_path), SettingsFile(tmp_path)
    first.set("theme", "dark")
    second.set("language", "en")
    first.set("zoom", 1.5)
    assert json.loads((tmp_path / SETTINGS_FILE).read_text()) == {
        "of a later version": [1], "theme": "dark", "language": "en", "zoom": 1.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[1]", b"{", b"[" * 100_000, b'{"a": "' + b"x" * 2**20 + b'"}']
)
def test_a_damaged_file_is_set_aside_and_told_of(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SETTINGS_FILE).write_bytes(content)
    file = SettingsFile(tmp_path)
    assert file.problem == (
        f"{tmp_path / SETTINGS_FILE} was damaged and is kept as settings.json.damaged; all "
        "settings are the usual ones."
    )
    assert (tmp_path / "settings.json.damaged").read_bytes() == content
    file.set("theme", "dark")
    assert SettingsFile(tmp_path).get("theme") == "dark"


def test_what_cannot_be_written_is_told_and_written_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SettingsFile(tmp_path)

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        file.set("theme", "dark")
    assert file.problem == (
        f"{tmp_path / SETTINGS_FILE} cannot be written; settings are not kept yet."
    )
    assert file.get("theme") == "dark"
    assert list(tmp_path.iterdir()) == []
    file.set("zoom", 1.5)
    assert file.problem == ""
    again = SettingsFile(tmp_path)
    assert (again.get("theme"), again.get("zoom")) == ("dark", 1.5)


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = SettingsFile(None)
    file.set("theme", "dark")
    assert file.get("theme") == "dark"
    assert (file.is_new, file.problem) == (False, "")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_told_of(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).mkdir()
    file = SettingsFile(tmp_path)
    assert file.problem == (
        f"{tmp_path / SETTINGS_FILE} cannot be read; all settings are the usual ones."
    )
