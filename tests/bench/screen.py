"""A screen of our own, watched from outside: when a window is mapped, painted and settled.

The picture is read from the file that Xvfb keeps its frame buffer in, so that watching asks the
server for nothing; Xlib is asked only until the window is there.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import mmap
import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1600, 1000
EVERY = 0.02
QUIET = 1.5
_SMALLEST = (300, 200)
_COLOURS = 4
_ONE_COLOUR = 0.995
_VIEWABLE = 2

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds from the start; None for what never came."""

    mapped: float | None
    painted: float | None
    settled: float | None


def missing() -> str:
    """What keeps this machine from watching a screen; empty where nothing does."""
    if shutil.which("Xvfb") is None:
        return "Xvfb is not installed"
    if ctypes.util.find_library("X11") is None:
        return "libX11 is not installed"
    return ""


class _Attributes(ctypes.Structure):
    """XWindowAttributes up to the one field that is read behind the size."""

    _fields_ = (
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("border_width", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        ("kind", ctypes.c_int),
        ("bit_gravity", ctypes.c_int),
        ("win_gravity", ctypes.c_int),
        ("backing_store", ctypes.c_int),
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("rest", ctypes.c_long * 16),
    )


class _Windows:
    """The windows of a display, asked for through Xlib."""

    def __init__(self, display: str) -> None:
        library = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        library.XOpenDisplay.restype = ctypes.c_void_p
        library.XOpenDisplay.argtypes = [ctypes.c_char_p]
        library.XDefaultRootWindow.restype = ctypes.c_ulong
        library.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        library.XFree.argtypes = [ctypes.c_void_p]
        library.XCloseDisplay.argtypes = [ctypes.c_void_p]
        library.XGetWindowAttributes.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
        number = ctypes.POINTER(ctypes.c_ulong)
        library.XQueryTree.argtypes = [
            ctypes.c_void_p, ctypes.c_ulong, number, number,
            ctypes.POINTER(number), ctypes.POINTER(ctypes.c_uint),
        ]  # fmt: skip
        # A window that goes while it is looked at is no reason to end, which is Xlib's own answer.
        handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self._forgive: Any = handler(lambda _display, _error: 0)
        library.XSetErrorHandler(self._forgive)
        self._library = library
        self._display = library.XOpenDisplay(display.encode())
        if not self._display:
            raise SystemExit(f"The display {display} cannot be opened.")
        self._root = library.XDefaultRootWindow(self._display)
        # The pointer rests where no window is: hovering would draw.
        library.XWarpPointer.argtypes = [
            ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, *[ctypes.c_int] * 2,
            *[ctypes.c_uint] * 2, *[ctypes.c_int] * 2,
        ]  # fmt: skip
        corner = (WIDTH - 1, HEIGHT - 1)
        library.XWarpPointer(self._display, 0, self._root, 0, 0, 0, 0, *corner)
        library.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        library.XSync(self._display, 0)

    def largest(self) -> Box | None:
        """Left, top, width and height of the largest window that can be seen and is one."""
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        if not self._library.XQueryTree(
            self._display, self._root, ctypes.byref(root), ctypes.byref(parent),
            ctypes.byref(children), ctypes.byref(count),
        ):  # fmt: skip
            return None
        found: list[Box] = []
        for index in range(count.value):
            one = _Attributes()
            if (
                self._library.XGetWindowAttributes(
                    self._display, children[index], ctypes.byref(one)
                )
                and one.map_state == _VIEWABLE
                and one.width >= _SMALLEST[0]
                and one.height >= _SMALLEST[1]
            ):
                found.append((one.x, one.y, one.width, one.height))
        if children:
            self._library.XFree(children)
        return max(found, key=lambda box: box[2] * box[3], default=None)

    def close(self) -> None:
        """Leave the display."""
        self._library.XCloseDisplay(self._display)


class Screen:
    """An Xvfb with nothing on it."""

    def __init__(self, display: str, picture: Path) -> None:
        self.display = display
        self._windows = _Windows(display)
        with picture.open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        # The head of an XWD file: 25 big-endian words, then a name, then the colour map.
        head = struct.unpack(">25I", self._memory[:100])
        self._row = head[12]
        self._pixels = head[0] + 12 * head[19]

    def _picture(self) -> bytes:
        return self._memory[self._pixels : self._pixels + self._row * HEIGHT]

    def _is_painted(self, picture: bytes, box: Box) -> bool:
        left, top, width, height = box
        first, last = max(0, left), min(WIDTH, left + width)
        colours: Counter[int] = Counter()
        for y in range(max(0, top), min(HEIGHT, top + height), 4):
            start = y * self._row
            row = memoryview(picture)[start + 4 * first : start + 4 * last].cast("I")
            colours.update(row[::3].tolist())
        total = sum(colours.values())
        return len(colours) >= _COLOURS and colours.most_common(1)[0][1] < _ONE_COLOUR * total

    def watch(self, start: float, is_alive: Callable[[], bool], patience: float = 20) -> Seen:
        """Watch what a program, started at ``start`` (``time.monotonic``), brings to the screen.

        Ends when nothing has changed for ``QUIET`` seconds after a window was painted, when the
        program ends, or after ``patience`` seconds; a screen that never rests has not settled.
        """
        mapped = painted = None
        changed, before = start, self._picture()
        box: Box | None = None
        rests = False
        due = start
        while (now := time.monotonic()) - start < patience and is_alive():
            if box is None:
                box = self._windows.largest()
                mapped = time.monotonic() if box is not None else None
            picture = self._picture()
            fresh = picture != before
            if fresh:
                changed, before = now, picture
            # A window may be mapped just after its first picture was compared.
            if box is not None and painted is None and self._is_painted(picture, box):
                painted = now
            if painted is not None and now - changed >= QUIET:
                rests = True
                break
            due = max(due + EVERY, now)
            time.sleep(max(0.0, due - time.monotonic()))
        return Seen(
            _since(start, mapped),
            _since(start, painted),
            _since(start, max(changed, painted)) if rests and painted is not None else None,
        )

    def wait_until_empty(self, patience: float = 5) -> None:
        """Wait until the last program's windows are gone."""
        limit = time.monotonic() + patience
        while self._windows.largest() is not None and time.monotonic() < limit:
            time.sleep(EVERY)
        time.sleep(0.1)

    def close(self) -> None:
        """Let go of the display and the picture."""
        self._windows.close()
        self._memory.close()


def _since(start: float, moment: float | None) -> float | None:
    return None if moment is None else (moment - start) * 1000


@contextmanager
def own_screen() -> Iterator[Screen]:
    """An Xvfb that lives as long as this is entered.

    Raises:
        SystemExit: it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="bench-screen-") as folder:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            [
                "Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
                "-fbdir", folder, "-nolisten", "tcp", "-noreset",
            ],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        try:
            with os.fdopen(reading, "rb") as told:
                number = told.readline().strip().decode()
            if not number:
                raise SystemExit("Xvfb does not start; run it by hand to see why.")
            screen = Screen(f":{number}", Path(folder) / "Xvfb_screen0")
            try:
                yield screen
            finally:
                screen.close()
        finally:
            server.terminate()
            server.wait()
