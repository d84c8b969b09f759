"""A journal is read for what it says, and never for more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer.archive.library import change_journal
from viewer.archive.library.change_journal import (
    JOURNAL_FILES,
    Change,
    Move,
    made_moves,
    path_in_library,
    read_change,
    read_journal,
    write_journal,
)

MOVES = [Move("weekly/001/issue.md", unit="weekly/001"), Move("週/\udcff.png", "a", "週", "1f")]
CHANGE = Change("import", ("週報", "另一報"), 2)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_journal(tmp_path, CHANGE, MOVES)
    with made_moves(tmp_path) as made:
        made.record(0)
    assert read_journal(tmp_path) == change_journal.Journal(CHANGE, tuple(MOVES), 1)
    assert read_change(tmp_path) == CHANGE
    assert not read_journal(tmp_path / "none").exists


def test_damage_costs_the_lines_it_struck_in_both_copies(tmp_path: Path) -> None:
    moves = [Move(f"weekly/{number:03}/issue.md") for number in range(10)]
    write_journal(tmp_path, CHANGE, moves)
    for name, lost in zip(JOURNAL_FILES, [(0, 3, 4), (4, 7)], strict=True):
        lines = (tmp_path / name).read_bytes().split(b"\n")
        for number in lost:
            lines[number] = lines[number].replace(b"weekly", b"weakly").replace(b"import", b"x")
        (tmp_path / name).write_bytes(b"\n".join(lines))
    journal = read_journal(tmp_path)
    assert journal.is_damaged
    assert journal.change == CHANGE
    assert journal.moves == tuple(move for at, move in enumerate(moves, 1) if at != 4)


@pytest.mark.parametrize(
    "values",
    ["[" * 3000, '{"moves": ' + "9" * 5000 + "}", '{"moves": -1}', '{"moves": {}}', "null", "",
     '{"n": 1, "path": 7}', '{"moves": 1e400, "names": {"a": 1}, "issues": [], "change": 3}',
     '{"moves": 3, "names": [[[[]]], 4, "x"], "change": "rename"}'],
)  # fmt: skip
def test_whatever_a_stranger_writes_is_read_or_left(tmp_path: Path, values: str) -> None:
    line = f"{change_journal._digest(values.encode())} {values}\n"
    for name in JOURNAL_FILES:
        (tmp_path / name).write_text(line, encoding="utf-8")
    assert read_journal(tmp_path).moves == ()
    assert str(read_journal(tmp_path).change.described())
    read_change(tmp_path)


def test_a_journal_that_is_no_file_or_too_large_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_journal(tmp_path, CHANGE, MOVES)
    for name in JOURNAL_FILES:
        (tmp_path / name).rename(tmp_path / f"my {name}")
        (tmp_path / name).symlink_to(tmp_path / f"my {name}")
    assert read_journal(tmp_path).is_damaged
    write_journal(tmp_path, CHANGE, MOVES)
    assert not read_journal(tmp_path).is_damaged
    monkeypatch.setattr(change_journal, "_MAX_JOURNAL_BYTES", 10)
    assert read_journal(tmp_path).is_damaged


def test_names_that_strangers_chose_are_shown_without_harm(tmp_path: Path) -> None:
    write_journal(tmp_path, Change("import", ("a\x1b[2J\n" + "長" * 9000, *"bcdefg"), 1), MOVES)
    change = read_change(tmp_path)
    assert change is not None
    assert len(change.described()) < 200
    assert "\x1b" not in change.described()
    assert change.described().endswith(", b, c, …")


@pytest.mark.parametrize(
    "name",
    ["C:evil.txt", "C:/evil.txt", "weekly\\..\\..\\evil.txt", "\\\\host\\share", "weekly/nul",
     "weekly/CON.md", "weekly/a.md:stream", "weekly/x. ", "weekly/.. /evil", "lpt1/x", "a/b?.md"],
)  # fmt: skip
def test_on_windows_a_name_is_no_drive_device_or_other_folder(tmp_path: Path, name: str) -> None:
    assert path_in_library(tmp_path, name, windows=True) is None


@pytest.mark.parametrize(
    "name", ["weekly/001/issue.md", "週報/conference.md", ".imports/.a", "a b/c"]
)
def test_ordinary_names_are_paths(tmp_path: Path, name: str) -> None:
    for windows in (True, False):
        assert path_in_library(tmp_path, name, windows=windows) == tmp_path / name


def test_what_is_written_holds_nothing_but_text(tmp_path: Path) -> None:
    write_journal(tmp_path, CHANGE, MOVES)
    for line in (tmp_path / JOURNAL_FILES[0]).read_text(encoding="ascii").splitlines():
        json.loads(line.partition(" ")[2])
