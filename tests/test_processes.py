"""Processes of our own that can be ended.

Covers viewer/processes.py and viewer/progress_and_cancel.py.
"""

from __future__ import annotations

import math
import signal
import threading
from multiprocessing.connection import Connection

import pytest

from viewer.processes import NoProcessError, WorkerProcess, serve


def answering(pipe: Connection, word: str) -> None:
    serve(pipe, lambda request: word * request)


def taking_memory(pipe: Connection) -> None:
    serve(pipe, lambda size: len(bytearray(size)))


def sleeping(pipe: Connection) -> None:
    threading.Event().wait()


def test_one_request_after_another_is_answered() -> None:
    worker = WorkerProcess(answering, "so")
    for count in (1, 3):
        worker.send(count, 30)
        assert worker.poll(30)
        assert not worker.is_late
        assert worker.receive() == "so" * count
    worker.kill()


def test_what_never_answers_is_late_and_can_be_ended() -> None:
    worker = WorkerProcess(sleeping)
    worker.send("anything", 0)
    assert not worker.poll(0.1)
    assert worker.is_late
    worker.kill()
    assert not worker.process.is_alive()


def test_more_memory_than_is_allowed_ends_the_process_alone() -> None:
    pytest.importorskip("resource")
    worker = WorkerProcess(taking_memory)
    worker.send(4 * 1024**3, math.inf)
    assert worker.poll(30)
    with pytest.raises(ChildProcessError):
        worker.receive()
    worker.process.join()
    with pytest.raises(ChildProcessError):
        worker.send(1, math.inf)
    worker.kill()


def test_where_the_main_module_is_no_file_there_is_no_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("viewer.processes.can_spawn", lambda: False)
    with pytest.raises(NoProcessError):
        WorkerProcess(sleeping)


def counting(pipe: Connection) -> None:
    serve(pipe, lambda limit: sum(1 for _ in iter(int, limit)))  # without an end


def waiting(pipe: Connection) -> None:
    serve(pipe, lambda seconds: threading.Event().wait(seconds))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="only the clock is measured here")
def test_a_task_has_processor_time_not_time_on_the_clock() -> None:
    worker = WorkerProcess(counting)
    worker.send(1, 0.2)
    with pytest.raises(ChildProcessError):
        worker.receive()
    worker.kill()
    assert worker.is_late
    assert worker.process.exitcode == -signal.SIGPROF
    patient = WorkerProcess(waiting)
    patient.send(0.6, 0.2, 60)
    assert patient.receive() is False
    patient.kill()
    assert not patient.is_late
