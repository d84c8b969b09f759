"""The real window on a screen of its own, and what a trace of the program tells."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QImage

SIZE = (1280, 800)
_SAME = 0.999
_PATIENCE = 60


@contextmanager
def screen() -> Iterator[str]:
    """An X server of our own; its display."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24",
         "-dpi", "96", "-ac", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def place(display: str) -> None:
    """Wait for the program's window and let it fill the screen."""
    tool = ["xdotool"]
    wanted = ["search", "--sync", "--onlyvisible", "--class", "dosudo-viewer"]
    fill = ["windowmove", "0", "0", "windowsize", "--sync", *map(str, SIZE), "windowfocus"]
    environment = {**os.environ, "DISPLAY": display}
    subprocess.run([*tool, *wanted, *fill], env=environment, check=True, timeout=_PATIENCE)


def press(display: str, *words: str) -> None:
    """Let xdotool do what ``words`` say, ``key ctrl+k`` for example."""
    environment = {**os.environ, "DISPLAY": display}
    subprocess.run(["xdotool", *words], env=environment, check=True, timeout=_PATIENCE)


def picture(display: str, target: Path) -> QImage:
    """The screen, once it stays as it is but for a blinking cursor."""
    last = QImage()
    for _ in range(_PATIENCE):
        subprocess.run(
            ["import", "-display", display, "-window", "root", f"png24:{target}"],
            check=True, timeout=_PATIENCE,
        )  # fmt: skip
        now = QImage(str(target))
        if not last.isNull() and alike(last, now) > _SAME:
            return now
        last = now
        time.sleep(1)
    raise AssertionError("the window never came to rest")


def alike(one: QImage, other: QImage) -> float:
    """How much of the ink of two pictures stands in the same places, 0 to 1.

    Ink is what differs from the most frequent colour; paper alone would make all pages alike.
    """
    marks = [_ink(image) for image in (one, other)]
    both = marks[0] & marks[1]
    either = marks[0] | marks[1]
    return len(both) / max(1, len(either))


def _ink(image: QImage) -> set[int]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    # The bytes live as long as their picture.
    wide, bits = grey.bytesPerLine(), bytes(grey.constBits())
    rows = [bits[y * wide : y * wide + grey.width()] for y in range(grey.height())]
    return {
        y * grey.width() + x for y, row in enumerate(rows) for x, value in enumerate(row)
        if value < 140
    }  # fmt: skip


#: A place that is opened as a place (O_PATH) is not read.
_OPENED = re.compile(r"\bopen(?:at2?)?\((?!.*O_PATH).* = \d+<([^>]*)>")
_SOCKET = re.compile(r"\bsocket\((AF_INET6?)\b")


def opened(trace: Path, root: Path) -> set[str]:
    """Every file that was opened, links resolved, as it is named within ``root``.

    What comes before the change to ``root`` is the tools' own and left out.
    """
    found = _OPENED.findall(trace.read_text(encoding="utf-8", errors="replace"))
    inside = os.path.join(os.path.realpath(root), "")
    return {"/" + path.removeprefix(inside) for path in found if path.startswith(inside)}


def sockets(trace: Path) -> list[str]:
    """The families of the internet sockets that were asked for."""
    return _SOCKET.findall(trace.read_text(encoding="utf-8", errors="replace"))


def traced(trace: Path) -> list[str]:
    """What is put before a command to keep it from the network and write down what it opens."""
    calls = "trace=socket,open,openat,openat2"
    return [
        "unshare",
        "-n",
        "strace",
        "-f",
        "-y",
        "-qq",
        "-s",
        "400",
        "-o",
        str(trace),
        "-e",
        calls,
    ]
