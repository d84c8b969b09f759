from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from viewer import logs, paths

SECRET = "世界模擬器"


@pytest.fixture
def logger(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger of its own that writes into ``tmp_path``."""
    made = logging.Logger("viewer.part")
    handler = logs.LogFile(tmp_path / "state" / "log")
    made.addHandler(handler)
    yield made
    handler.close()


def read(tmp_path: Path, name: str = logs.FILE_NAME) -> str:
    return (tmp_path / "state/log" / name).read_text(encoding="utf-8")


def test_the_file_comes_with_the_first_entry(logger: logging.Logger, tmp_path: Path) -> None:
    assert not (tmp_path / "state").exists()
    logger.info("%d issues", 3)
    date, time, rest = read(tmp_path).split(" ", 2)
    assert len(date) == 10
    assert len(time) == 8
    assert rest == "INFO viewer.part: 3 issues\n"


def test_a_folder_that_cannot_be_written_keeps_no_log(
    logger: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("a file, not a folder", encoding="utf-8")
    logger.error("lost")
    assert capsys.readouterr().err == ""


def test_a_large_file_becomes_the_old_one(
    logger: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_SIZE", 100)
    for number in range(12):
        logger.info("entry %d", number)
    assert "entry 11" in read(tmp_path)
    kept = [read(tmp_path, name) for name in (logs.OLD_FILE_NAME, logs.FILE_NAME)]
    assert all(0 < len(text) < 200 for text in kept)
    assert sorted(path.name for path in (tmp_path / "state/log").iterdir()) == [
        logs.FILE_NAME,
        logs.OLD_FILE_NAME,
    ]


def _fail() -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError:
            raise OSError(28, "No space left on device", f"library/{SECRET}") from None
    except OSError as error:
        raise ValueError(SECRET) from error


def _select_from_nowhere() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("SELECT 1 FROM nowhere")


def test_an_exception_is_its_kind_and_its_place_and_not_what_it_says(
    logger: logging.Logger, tmp_path: Path
) -> None:
    for fail in (_fail, _select_from_nowhere):
        try:
            fail()
        except Exception as error:
            logger.error("failed", exc_info=error)
    text = read(tmp_path)
    assert "test_logs.py" in text
    assert "in _fail" in text
    assert "ValueError\n" in text
    assert "OSError: No space left on device\n" in text
    assert "OperationalError: no such table: nowhere" in text
    assert "KeyError\n" not in text  # ``from None``
    assert SECRET not in text
    assert str(Path(__file__).parent) not in text  # nor in which folder of hers it happened


def test_at_debug_an_exception_says_all(tmp_path: Path) -> None:
    handler = logs.LogFile(tmp_path / "state" / "log", logging.DEBUG)
    logger = logging.Logger("viewer.part")
    logger.addHandler(handler)
    try:
        _fail()
    except ValueError as error:
        logger.error("failed", exc_info=error)
    handler.close()
    assert f"ValueError: {SECRET}" in read(tmp_path)


def test_the_last_errors_are_those_of_both_files(logger: logging.Logger, tmp_path: Path) -> None:
    folder = tmp_path / "state" / "log"
    assert logs.last_errors(folder) == []
    logger.error("first")
    (folder / logs.FILE_NAME).rename(folder / logs.OLD_FILE_NAME)
    logger.handlers[0].close()
    logger.info("nothing wrong")
    try:
        _fail()
    except ValueError as error:
        logger.warning("second", exc_info=error)
    logger.error("third")
    found = logs.last_errors(folder)
    assert [entry.splitlines()[0].split(": ")[1] for entry in found] == ["first", "second", "third"]
    assert "\nValueError\nwhich came of\n" in found[1]
    assert logs.last_errors(folder, 1) == found[-1:]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", logging.INFO),
        ("loud", logging.INFO),
        ("debug", logging.DEBUG),
        (" Warning", logging.WARNING),
        ("ERROR", logging.ERROR),
    ],
)
def test_the_variable_names_the_level(text: str, level: int) -> None:
    assert logs.level_from(text) == level


def test_off_writes_nothing_at_all() -> None:
    assert logs.level_from("off") > logging.CRITICAL
    assert not logging.getLogger("viewer.part").isEnabledFor(logging.CRITICAL)


def test_a_portable_bundle_leaves_its_log_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "library").mkdir()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "dosudo-viewer"))
    assert paths.log_folder() != tmp_path / "log"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.log_folder() == tmp_path / "log"


@pytest.mark.skipif(sys.platform != "linux", reason="the state folder is named by a variable here")
def test_what_was_looked_for_and_found_does_not_stand_in_the_log(tmp_path: Path) -> None:
    """The command line builds the catalogue and the index, finds an article and imports one."""
    draft = tmp_path / "草稿.md"
    draft.write_text(f"# A letter\n\n## {SECRET}\n\nNothing but water.\n", encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if key != paths.LOG_VARIABLE}
    env["XDG_STATE_HOME"] = str(tmp_path)
    for arguments in (["search", SECRET], ["import", str(draft)], ["search", "-n", "1", "water"]):
        subprocess.run(
            [sys.executable, "-m", "viewer", *arguments],
            env=env, check=True, capture_output=True, timeout=60,
        )  # fmt: skip
    text = (tmp_path / "dosudo-viewer/log" / logs.FILE_NAME).read_text(encoding="utf-8")
    assert "15 of 15 articles are in the search index" in text
    assert "an import: 1 issues added, 0 updated, 0 unchanged, 0 failed" in text
    for word in (SECRET, "草稿", "letter", "water"):
        assert word not in text


def test_logging_imports_nothing_that_opens_a_connection() -> None:
    script = "import sys, viewer.logs; print(*{'socket', 'ssl', 'http'} & sys.modules.keys())"
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == ""
