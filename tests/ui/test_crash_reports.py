"""A crash is told at the next start, with a report that holds nothing of the reader's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from viewer import __version__
from viewer.app import AppController
from viewer.ui import crash_reports
from viewer.ui.crash_reports import LAST_REPORT, CrashRecorder, take_crash_report

#: Starts the real window and dies in the given way once the first page is painted.
_CRASH = """
import ctypes, os, signal, sys
from viewer import app
from viewer.ui.application import app_controller
class Window(app_controller.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.first_painted.connect(read_a_secret_page)
def read_a_secret_page():
    WAY
app_controller.MainWindow = Window
sys.exit(app.run_window(None, None))
"""
WAYS = {
    "abort": "os.abort()",
    "fault": "ctypes.string_at(0)",
    "fatal": "from PySide6.QtCore import qFatal; qFatal('a secret of hers')",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's home with a telling name, and a log that is wanted there."""
    folder = tmp_path / "home of Mary Secret"
    for variable in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(folder))
    monkeypatch.setenv("DOSUDO_LOG", "info")
    return folder


def _crash(way: str, tmp_path: Path) -> None:
    script = tmp_path / "home of Mary Secret" / "her script.py"
    script.parent.mkdir(exist_ok=True)
    script.write_text(_CRASH.replace("WAY", WAYS[way]), encoding="utf-8")
    died = subprocess.run([sys.executable, script], env=_environment(), check=False, timeout=120)
    assert died.returncode not in (0, 1)


def _environment() -> dict[str, str]:
    root = str(Path(crash_reports.__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.skipif(os.name != "posix", reason="a crash there shows a window of the system's")
@pytest.mark.parametrize("way", WAYS)
def test_a_crash_is_offered_once_and_names_nothing_of_the_readers(
    way: str, home: Path, tmp_path: Path, start: Callable[..., AppController]
) -> None:
    _crash(way, tmp_path)
    report = take_crash_report()
    assert report.startswith(f"Dosudo Viewer {__version__}, Python 3.")
    assert "Fatal Python error: " in report
    assert 'File "her script.py", line ' in report
    assert 'File "viewer/app.py", line ' in report
    for private in ("Mary", "secret of hers", str(tmp_path), str(home)):
        assert private not in report
    program = start()
    program.offer_crash_report(report)
    bar = program.window.message_bar
    assert bar.text().startswith("The program crashed the last time.")
    (copy,) = [b for b in bar.findChildren(QPushButton) if b.text() == "&Copy details"]
    copy.click()
    assert report in QGuiApplication.clipboard().text()
    assert take_crash_report() == ""
    # Help › Copy report has it still.
    assert crash_reports.last_crash_report() == report


@pytest.mark.skipif(os.name != "posix", reason="a crash there shows a window of the system's")
def test_a_crash_before_there_is_a_window_is_recorded_as_well(home: Path, tmp_path: Path) -> None:
    script = "import os; from viewer import app; app.make_library = lambda _: os.abort(); "
    command = [sys.executable, "-c", f"{script}app.run_window(None, None)"]
    assert subprocess.run(command, env=_environment(), check=False, timeout=120).returncode < 0
    assert "in run_window" in take_crash_report()


def test_a_program_that_ends_well_leaves_nothing(tmp_path: Path, home: Path) -> None:
    recorder = CrashRecorder(tmp_path / "log")
    assert len(list((tmp_path / "log").iterdir())) == 1
    recorder.close()
    assert list((tmp_path / "log").iterdir()) == []
    assert take_crash_report(tmp_path / "log") == ""


def test_one_that_was_killed_has_nothing_to_report(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f"crash-{ended.pid}.txt").write_text("Dosudo Viewer 1\n", encoding="utf-8")
    alive = tmp_path / f"crash-{os.getpid()}.txt"
    alive.write_text("Dosudo Viewer 1\n", encoding="utf-8")
    assert take_crash_report(tmp_path) == ""
    left = [path.name for path in tmp_path.glob("crash-*")]
    assert left == ([alive.name] if os.name == "posix" else [])


def test_a_folder_that_cannot_be_written_records_nothing(tmp_path: Path, home: Path) -> None:
    (tmp_path / "log").write_text("a file, not a folder", encoding="utf-8")
    CrashRecorder(tmp_path / "log").close()
    assert take_crash_report(tmp_path / "log") == ""


def test_who_wants_no_log_gets_no_report(tmp_path: Path) -> None:
    CrashRecorder(tmp_path / "log").close()
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('  File "/home/mary/x/site-packages/PySide6/a.py", line 3 in f', "PySide6/a.py"),
        (r'  File "C:\Users\mary\site-packages\PySide6\a.py", line 3 in f', "PySide6/a.py"),
        ('  File "/home/mary/a.py", line 3 in <lambda>', '"a.py", line 3 in <lambda>'),
        ('  File "/home/mary/a.py", line 3 in f, of mary', '"a.py"'),
        ('  Binary file "/home/mary/libQt6.so", at qt_f+0x1 [0x7f]', '"libQt6.so", at qt_f+0x1'),
        ("Thread 0x00007f [mary] (most recent call first):", "Thread 0x00007f (most recent"),
        ("Current thread 0x00007f (most recent call first):", "(most recent call first):"),
        ("Fatal Python error: Segmentation fault", "Segmentation fault"),
        ("Windows fatal exception: access violation", "access violation"),
        ("Extension modules: PySide6.QtCore, yaml._yaml (total: 2)", "yaml._yaml (total: 2)"),
        ("/home/mary/letter.md", ""),
        ("qFatal: cannot read /home/mary", ""),
        ("Fatal Python error: /home/mary: it broke", ""),
    ],
)
def test_only_places_in_programs_are_shown(tmp_path: Path, line: str, shown: str) -> None:
    (tmp_path / LAST_REPORT).write_text(f"Dosudo Viewer 1\n{line}\n", encoding="utf-8")
    report = crash_reports.last_crash_report(tmp_path)
    assert shown in report
    assert "mary" not in report
    assert report.count("\n") == bool(shown)
