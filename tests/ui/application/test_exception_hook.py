"""A mistake of the program's own is a sentence for the reader, never a traceback on her screen."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from viewer import __version__
from viewer.app import AppController
from viewer.ui.application.exception_hook import ExceptionHook


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the hooks that were there before were given."""
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind.__name__))
    monkeypatch.setattr(threading, "excepthook", lambda given: told.append(given.exc_type.__name__))
    return told


@pytest.fixture
def program(elsewhere: list[str], start: Callable[..., AppController]) -> Iterator[AppController]:
    made = start()
    mishaps = ExceptionHook()
    mishaps.exception_raised.connect(made.show_exception)
    yield made
    mishaps.close()


SAID = "a secret of the machine"


def fail() -> None:
    raise ZeroDivisionError(SAID)


def test_in_a_slot(program: AppController, elsewhere: list[str], qtbot: Any) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: program.window.message_bar.text() != "")
    said = program.window.message_bar.text()
    assert said.startswith("The program made a mistake")
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said
    assert "secret" not in said
    assert elsewhere == ["ZeroDivisionError"]
    (button,) = program.window.message_bar.findChildren(QPushButton)
    button.click()
    copied = QGuiApplication.clipboard().text()
    assert f"Dosudo Viewer {__version__}, Python 3." in copied
    assert re.search(r'File "[^/\\\\]*test_exception_hook.py", line \d+, in fail', copied)
    assert copied.endswith("ZeroDivisionError")
    assert SAID not in copied
    assert str(Path(__file__).parent) not in copied


def test_it_is_logged(program: AppController, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("ERROR", logger="viewer"):
        try:
            fail()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_in_a_thread(program: AppController, elsewhere: list[str], qtbot: Any) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "ZeroDivisionError" in program.window.message_bar.text())
    assert elsewhere == ["ZeroDivisionError"]


def test_it_hears_no_more_once_closed(elsewhere: list[str]) -> None:
    before = sys.excepthook, threading.excepthook
    mishaps = ExceptionHook()
    assert sys.excepthook != before[0]
    mishaps.close()
    assert (sys.excepthook, threading.excepthook) == before
