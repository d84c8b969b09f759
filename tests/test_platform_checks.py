"""What is said before Qt would abort: no screen, a screen out of reach, a missing library."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import pytest

from viewer import platform_checks as system

linux = pytest.mark.skipif(sys.platform != "linux", reason="the checks are Linux's own")


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@linux
def test_without_a_display_there_is_no_screen() -> None:
    assert "no screen" in system.screen_problem()


@linux
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DISPLAY": ":4711"}, "no screen"),
        ({"WAYLAND_DISPLAY": "wayland-4711"}, "no screen"),
        ({"QT_QPA_PLATFORM": "xcb"}, "no screen"),
        ({"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":4711"}, "no screen"),
        ({"QT_QPA_PLATFORM": "bogus"}, "“bogus”"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":4711"}, ""),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, ""),
    ],
)
def test_what_qt_would_abort_for_is_said(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    problem = system.screen_problem()
    assert said in problem
    assert bool(said) == bool(problem)


@linux
def test_a_wayland_socket_is_a_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "wayland-0").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.screen_problem() == ""


@linux
def test_missing_libraries_are_named_with_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {"libEGL.so.1", "libxcb-cursor.so.0"}

    def load(name: str, *_: Any) -> object:
        if "libQt6Gui" in name:
            raise OSError("libEGL.so.1: cannot open shared object file: No such file or directory")
        if name in gone:
            raise OSError(f"{name}: cannot open shared object file")
        return object()

    monkeypatch.setattr(ctypes, "CDLL", load)
    assert system.missing_library_problem() == (
        "The window needs the system library libEGL.so.1 and 1 more, not installed here;"
        " install with: sudo apt install libegl1 libxcb-cursor0"
    )


@linux
def test_a_library_of_an_unknown_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, *_: Any) -> object:
        raise OSError("libodd.so.7: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", load)
    assert "libodd.so.7" in system.missing_library_problem()


@linux
def test_nothing_is_missing_here() -> None:
    assert system.missing_library_problem() == ""
