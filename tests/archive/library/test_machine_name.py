from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from viewer.archive.library.machine_name import machine_name


def test_a_machine_keeps_its_name_when_its_host_is_called_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = machine_name(tmp_path / "config")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{8}", name)
    monkeypatch.setattr("viewer.archive.library.machine_name._host_name", lambda: "Other.local")
    assert machine_name(tmp_path / "config") == name


def test_two_machines_of_one_host_name_have_two_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.archive.library.machine_name._host_name", lambda: "Ann's Büro.lan")
    names = {machine_name(tmp_path / f"config{number}") for number in range(2)}
    assert len(names) == 2
    assert all(name.startswith("ann-s-b-ro-") for name in names)


@pytest.mark.parametrize("content", ["", "../../etc", "a/b", "UPPER", "x" * 99, "\0"])
def test_a_damaged_name_is_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "machine.txt").write_text(content)
    name = machine_name(tmp_path)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name)
    assert machine_name(tmp_path) == name


def test_where_nothing_can_be_kept_the_name_stays_the_same_too(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    name = machine_name(tmp_path / "config")
    assert machine_name(tmp_path / "config") == name
    assert os.sep not in name
