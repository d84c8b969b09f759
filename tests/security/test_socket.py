"""The socket at which a window waits for addresses, with callers that mean no good.

A real call answers True within its own time limit or not at all: that is how a call that was kept
waiting shows.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from tests.waiting import PATIENCE
from viewer import paths
from viewer.single_instance import SingleInstance

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes have no files")

Callers = Callable[[int], list[socket.socket]]
#: More than are listened to at a time.
MANY = 80
GARBAGE = [
    b"\0", b"\xff" * 10, b"\0\0\0\x05hello", b"\0\0\0\x05hel", b"\0\0",
    b"\xff\xff\xff\xff" + b"\x7f" * 8, struct.pack("!i", 2**31 - 1) + b"x" * 5000,
    struct.pack("!i", -2), b"GET / HTTP/1.1\r\n\r\n",
    b"#CHALLENGE#" * 9, b"\0\0\0\x00",
]  # fmt: skip


@pytest.fixture
def runtime(runtime_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime_folder))
    return runtime_folder


@pytest.fixture
def library(tmp_path: Path, runtime: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def heard(library: Path) -> Iterator[list[str]]:
    """What a window that shows the library is told."""
    told: list[str] = []
    instance = SingleInstance(library)
    assert instance.listen(told.append)
    yield told
    instance.close()


@pytest.fixture
def callers(runtime: Path, heard: list[str]) -> Iterator[Callers]:
    """``callers(count)`` are so many that are connected and say nothing so far."""
    (place,) = runtime.iterdir()
    made = []

    def call(count: int) -> list[socket.socket]:
        for _ in range(count):
            made.append(socket.socket(socket.AF_UNIX))
            made[-1].connect(str(place))
            made[-1].settimeout(PATIENCE)
        return made

    yield call
    for caller in made:
        caller.close()


def test_one_that_is_silent_keeps_nobody_waiting(
    library: Path, heard: list[str], callers: Callers
) -> None:
    callers(30)
    for number in range(1, 4):
        assert SingleInstance(library).send_address(f"dosudo/2/c{number}")
    assert heard == ["dosudo/2/c1", "dosudo/2/c2", "dosudo/2/c3"]


def test_callers_that_are_silent_are_given_up(
    library: Path, heard: list[str], callers: Callers
) -> None:
    for caller in callers(MANY):
        while caller.recv(4096):
            pass  # the challenge; then the other side hangs up
    assert SingleInstance(library).send_address("dosudo/2/c3")
    assert heard == ["dosudo/2/c3"]


@pytest.mark.parametrize("said", GARBAGE, ids=range(len(GARBAGE)))
def test_whoever_says_something_else_is_given_up_alone(
    library: Path, heard: list[str], callers: Callers, said: bytes
) -> None:
    made = callers(9)
    for caller in made:
        caller.sendall(said)
    assert SingleInstance(library).send_address("dosudo/2/c3")
    for caller in made:
        with suppress(ConnectionError):
            while caller.recv(4096):
                pass
    assert SingleInstance(library).send_address("dosudo/2/c4")
    assert heard == ["dosudo/2/c3", "dosudo/2/c4"]


def test_whoever_never_stops_talking_is_given_up(
    library: Path, heard: list[str], callers: Callers
) -> None:
    (caller,) = callers(1)
    with suppress(ConnectionError):
        while True:
            caller.sendall(b"\0\0\0\x01x" * 1000)
    assert SingleInstance(library).send_address("dosudo/2/c3")
    assert heard == ["dosudo/2/c3"]


def test_one_with_the_key_that_says_half_is_given_up(
    library: Path, runtime: Path, heard: list[str]
) -> None:
    (place,) = runtime.iterdir()
    key = (paths.library_cache_folder(library) / "instance.key").read_bytes()
    with Client(str(place), authkey=key) as pipe:
        os.write(pipe.fileno(), b"\0\0\0\x0bdosudo")
        with pytest.raises((EOFError, OSError)):
            pipe.recv_bytes()
    assert heard == []
    assert SingleInstance(library).send_address("dosudo/2/c3")


def test_a_window_that_closes_leaves_no_socket(library: Path, runtime: Path) -> None:
    instance = SingleInstance(library)
    assert instance.listen(lambda text: None)
    (place,) = runtime.iterdir()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(place))
        instance.close()
    assert list(runtime.iterdir()) == []


def private_folder(parent: Path) -> Path:
    return parent / f"dosudo-viewer-{os.getuid()}"


@pytest.mark.parametrize("depth", [1, 12])
@pytest.mark.parametrize("runtime_at", ["", "missing", "open to all"])
def test_there_is_a_short_path_for_every_library(
    tmp_path: Path,
    runtime_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    depth: int,
    runtime_at: str,
) -> None:
    library = tmp_path.joinpath(*["a-folder-with-a-long-name"] * depth)
    library.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(runtime_folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / runtime_at) if runtime_at else "")
    if runtime_at == "open to all":
        (tmp_path / runtime_at).mkdir()
        (tmp_path / runtime_at).chmod(0o777)
    heard: list[str] = []
    instance = SingleInstance(library)
    assert instance.listen(heard.append)
    folder = private_folder(runtime_folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (place,) = folder.iterdir()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert SingleInstance(library).send_address("dosudo/2/c3")
    # Another one, started where there is such a folder, finds it as well.
    (runtime_folder / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime_folder / "run"))
    assert SingleInstance(library).send_address("dosudo/2/c4")
    instance.close()
    assert heard == ["dosudo/2/c3", "dosudo/2/c4"]


@pytest.mark.parametrize("kind", ["link", "open", "file"])
def test_a_folder_that_another_one_prepared_is_not_used(
    tmp_path: Path, runtime_folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    trap = private_folder(runtime_folder)
    if kind == "link":
        (runtime_folder / "theirs").mkdir(mode=0o700)
        trap.symlink_to(runtime_folder / "theirs", target_is_directory=True)
    elif kind == "file":
        trap.write_text("", encoding="utf-8")
    else:
        trap.mkdir()
        trap.chmod(0o777)
    monkeypatch.setenv("TMPDIR", str(runtime_folder))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert str(trap) not in {
        os.path.dirname(path) for path in SingleInstance(tmp_path)._socket_paths(make_folders=True)
    }
