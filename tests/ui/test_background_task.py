"""Slow work off the main thread: its result, its failure, its progress, and how it is stopped."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

import viewer.logs  # noqa: F401  sets the level that caplog changes, once for all
from tests.waiting import PATIENCE
from viewer.ui.background_task import BackgroundTask


def test_work_runs_on_a_thread_of_its_own_and_its_result_comes_on_the_main_one(
    qtbot: QtBot,
) -> None:
    came: list[tuple[object, object]] = []
    task = BackgroundTask(lambda _progress, _cancelled: threading.current_thread())
    task.done.connect(lambda result: came.append((result, threading.current_thread())))
    task.failed.connect(lambda error: came.append((error, None)))
    task.start()
    qtbot.waitUntil(lambda: bool(came))
    ((worked_on, delivered_on),) = came
    assert delivered_on is threading.main_thread()
    assert worked_on is not threading.main_thread()


def test_a_failure_comes_as_the_error_and_not_as_a_result(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_progress: object, _cancelled: object) -> None:
        raise OSError("the disk is full")

    results: list[object] = []
    task = BackgroundTask(work)
    task.done.connect(results.append)
    with caplog.at_level("ERROR", logger="viewer"), qtbot.waitSignal(task.failed) as failure:
        task.start()
    (error,) = failure.args
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error]
    assert isinstance(error, OSError)
    assert str(error) == "the disk is full"
    assert results == []


def test_progress_is_told_in_order_before_the_result(qtbot: QtBot) -> None:
    def work(progress: Callable[[int, int], None], _cancelled: object) -> str:
        for step in range(3):
            progress(step + 1, 3)
        return "made"

    told: list[object] = []
    task = BackgroundTask(work)
    task.progressed.connect(lambda step, of: told.append((step, of)))
    task.done.connect(told.append)
    task.start()
    qtbot.waitUntil(lambda: "made" in told)
    assert told == [(1, 3), (2, 3), (3, 3), "made"]


def until_cancelled(begun: threading.Event, ended: threading.Event) -> Callable[[Any, Any], str]:
    def work(_progress: object, cancelled: Callable[[], bool]) -> str:
        begun.set()
        pause = threading.Event()
        while not cancelled():
            pause.wait(0.001)
        ended.set()
        return "stopped"

    return work


def test_cancelling_waits_until_the_work_has_stopped(qtbot: QtBot) -> None:
    begun, ended = threading.Event(), threading.Event()
    task = BackgroundTask(until_cancelled(begun, ended)).start()
    assert begun.wait(PATIENCE)
    assert task.is_running
    task.cancel()
    assert ended.is_set()
    assert not task.is_running


def test_stopping_does_not_wait_and_what_was_made_still_comes(qtbot: QtBot) -> None:
    begun, ended = threading.Event(), threading.Event()
    may_stop = threading.Event()

    def work(progress: Any, cancelled: Callable[[], bool]) -> str:
        may_stop.wait(PATIENCE)
        return until_cancelled(begun, ended)(progress, cancelled)

    task = BackgroundTask(work)
    with qtbot.waitSignal(task.done) as result:
        task.start().stop()
        assert task.is_running
        may_stop.set()
    assert result.args == ["stopped"]


def test_a_task_that_never_began_can_be_cancelled() -> None:
    task = BackgroundTask(lambda _progress, _cancelled: None)
    task.cancel()
    assert not task.is_running


def test_a_failure_that_nobody_handles_is_an_exception_that_nobody_caught(qtbot: QtBot) -> None:
    def work(_progress: object, _cancelled: object) -> None:
        raise OSError("the disk is full")

    with qtbot.captureExceptions() as caught:
        BackgroundTask(work, parent := QObject()).start()
        qtbot.waitUntil(lambda: bool(caught))
    assert [str(error) for _, error, _ in caught] == ["the disk is full"]
    parent.deleteLater()


def _fail(_progress: object, _cancelled: object) -> None:
    raise OSError("the disk is full")


def test_a_failure_is_heard_although_nobody_keeps_the_task(qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        BackgroundTask(_fail).start()
        gc.collect()
        qtbot.waitUntil(lambda: bool(caught))
    assert [str(error) for _, error, _ in caught] == ["the disk is full"]


@pytest.mark.parametrize("stopped", [False, True])
def test_a_failure_is_heard_although_whoever_wanted_the_result_is_gone(
    stopped: bool, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda given: heard.append(str(given.exc_value)))
    may_fail = threading.Event()

    def work(progress: Any, cancelled: Any) -> None:
        may_fail.wait(PATIENCE)
        _fail(progress, cancelled)

    parent = QObject()
    task = BackgroundTask(work, parent).start()
    shiboken6.delete(parent)
    if stopped:
        task.stop()
    may_fail.set()
    qtbot.waitUntil(lambda: not task.is_running)
    # A task that was to stop may fail at that: nobody has to know.
    assert heard == ([] if stopped else ["the disk is full"])
