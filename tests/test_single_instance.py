"""One window per library: later starts hand their address over."""

from __future__ import annotations

import os
import pickle
import socket
import stat
import sys
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from tests.waiting import wait_until
from viewer import paths
from viewer.single_instance import SingleInstance

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes have no files")


@pytest.fixture
def runtime(runtime_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime_folder))
    return runtime_folder


def made(tmp_path: Path, name: str = "library") -> SingleInstance:
    return SingleInstance(tmp_path / name)


def key_of(tmp_path: Path) -> Path:
    return paths.library_cache_folder(tmp_path / "library") / "instance.key"


@pytest.fixture
def first(tmp_path: Path, runtime: Path) -> Iterator[tuple[SingleInstance, list[str]]]:
    heard: list[str] = []
    instance = made(tmp_path)
    assert instance.listen(heard.append)
    yield instance, heard
    instance.close()


def wait_for(heard: list[str], count: int) -> None:
    wait_until(lambda: len(heard) >= count)


def test_nobody_is_there_at_first(tmp_path: Path, runtime: Path) -> None:
    assert not made(tmp_path).send_address("dosudo/2/c3")
    assert not (tmp_path / "library").exists(), "to ask leaves nothing behind"


def test_a_second_start_hands_its_address_over(
    tmp_path: Path, first: tuple[SingleInstance, list[str]]
) -> None:
    _, heard = first
    assert made(tmp_path).send_address("dosudo/2/c3")
    assert made(tmp_path).send_address("")
    assert heard == ["dosudo/2/c3", ""]


def test_another_library_has_a_window_of_its_own(
    tmp_path: Path, first: tuple[SingleInstance, list[str]]
) -> None:
    assert not made(tmp_path, "other").send_address("dosudo/2/c3")
    assert first[1] == []


def test_what_a_crash_left_does_not_keep_a_window_from_opening(
    tmp_path: Path, runtime: Path
) -> None:
    once = made(tmp_path)
    assert once.listen(lambda text: None)
    (place,) = runtime.iterdir()
    once.close()
    assert not list(runtime.iterdir())
    # A killed program leaves its file: a socket at which nobody listens.
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(place))
    assert not made(tmp_path).send_address("dosudo/2/c3")
    heard: list[str] = []
    again = made(tmp_path)
    assert again.listen(heard.append)
    assert made(tmp_path).send_address("dosudo/2/c4")
    again.close()
    assert heard == ["dosudo/2/c4"]


def test_only_this_user_can_reach_it(
    tmp_path: Path, first: tuple[SingleInstance, list[str]], runtime: Path
) -> None:
    (place,) = runtime.iterdir()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    key = key_of(tmp_path)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(AuthenticationError):
        Client(str(place), authkey=b"x" * 32)
    assert made(tmp_path).send_address("dosudo/2/c3"), "a stranger does not end the listening"


def test_nothing_is_ever_unpickled(
    tmp_path: Path, first: tuple[SingleInstance, list[str]], runtime: Path
) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "owned"),)

    _, heard = first
    (place,) = runtime.iterdir()
    key = key_of(tmp_path).read_bytes()
    with Client(str(place), authkey=key) as pipe:
        pipe.send_bytes(pickle.dumps(Evil()))
        wait_for(heard, 1)
    assert len(heard) == 1
    assert not (tmp_path / "owned").exists()


def test_too_long_a_message_is_dropped(
    tmp_path: Path, first: tuple[SingleInstance, list[str]], runtime: Path
) -> None:
    _, heard = first
    (place,) = runtime.iterdir()
    key = key_of(tmp_path).read_bytes()
    with Client(str(place), authkey=key) as pipe:
        pipe.send_bytes(b"x" * 5000)
        with pytest.raises((EOFError, OSError)):
            pipe.recv_bytes()
    assert made(tmp_path).send_address("dosudo/2/c3")
    assert heard == ["dosudo/2/c3"]


def test_where_nothing_can_be_written_every_start_has_a_window(
    tmp_path: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSUDO_CACHE", str(tmp_path / "file"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert not made(tmp_path).listen(lambda text: None)


def test_a_library_reached_by_a_link_is_the_same_one(
    first: tuple[SingleInstance, list[str]], tmp_path: Path
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "library")
    assert made(tmp_path, "way").send_address("dosudo/2")
    assert first[1] == ["dosudo/2"]
