from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from viewer.ui.application.termination import TerminationHandler

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")


def test_a_signal_ends_the_program_while_qt_waits(qtbot: Any) -> None:
    ended: list[bool] = []
    ending = TerminationHandler(lambda: ended.append(True))
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: bool(ended), timeout=20_000)
    finally:
        ending.close()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_window_that_is_asked_to_end_keeps_the_readers_place(
    tmp_path: Path, runtime_folder: Path
) -> None:
    """As at the end of a session: nothing is lost, and nothing stays behind."""
    command = [sys.executable, "-m", "viewer", "--library", str(tmp_path), "dosudo/2/c3"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DOSUDO_BENCH": "first-paint"}
    env["XDG_RUNTIME_DIR"] = str(runtime_folder)
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        # Past the first page, which is a chapter of a talk, and what is begun behind it.
        assert program.stdout.readline().startswith("painted")
        for _ in range(600):
            begun = list(runtime_folder.iterdir()) and list(tmp_path.glob("reader/*.jsonl"))
            if begun or program.poll() is not None:
                break
            signal.sigtimedwait((), 0.05)
        program.terminate()
        assert program.wait(30) == 0
    assert list(runtime_folder.iterdir()) == []
    (journal,) = tmp_path.glob("reader/*.jsonl")
    assert '"last","position",["dosudo",2,"c3",' in journal.read_text("utf-8")
