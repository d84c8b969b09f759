"""Reports of crashes: written to the log folder as the program dies, offered at the next start.

A crash is what no Python code can catch, such as a fault in Qt or an abort. What it leaves names
the places in the program and nothing that was read; folders are taken out before it is shown.
"""

from __future__ import annotations

import faulthandler
import os
import platform
import re
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import qVersion

from viewer import __version__, paths

#: The newest report, kept after it was offered.
LAST_REPORT = "last-crash.txt"
_NAME = re.compile(r"crash-(\d+)\.txt")
_MAX_BYTES = 200_000
_FRAME = re.compile(r'( *(?:File|Binary file) )"([^"]*)"(.*)')
#: Lines of a report that never hold anything of the reader's.
_PLAIN_LINE = re.compile(
    r"Dosudo Viewer .*|Fatal Python error: [\w ]+|Windows fatal exception: [\w ]+|"
    r"Current thread's C stack trace.*|Extension modules: [\w., ():]+|  <[\w ]+>|  \.\.\."
)
_THREAD = re.compile(r"((?:Current thread|Thread) 0x[0-9a-f]+) .*\(most recent call first\):")
#: What follows the file of a frame: a line and a function, or an address in a library.
_PLACE = re.compile(r", line \d+ in [\w<>.]+|, at [\w+.@]* ?\[0x[0-9a-f]+\]")


class CrashRecorder:
    """Has a crash of this process written to ``folder`` (None: the log folder), until it is closed.

    Where no log is wanted, or the folder cannot be written, nothing is recorded.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file: TextIO | None = None
        self._was_enabled = faulthandler.is_enabled()
        if os.environ.get(paths.LOG_VARIABLE, "").strip().lower() == "off":
            return
        folder = folder or paths.log_folder()
        self._path = folder / f"crash-{os.getpid()}.txt"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
            self._file.write(report_header() + "\n")
            self._file.flush()
            faulthandler.enable(self._file)

    def close(self) -> None:
        """The program ends well: there is nothing to report."""
        if self._file is None:
            return
        faulthandler.disable()
        if self._was_enabled:
            faulthandler.enable()
        with suppress(OSError):
            self._file.close()
            self._path.unlink()
        self._file = None


def take_crash_report(folder: Path | None = None) -> str:
    """The report of the last crash, once; empty if there was none since it was last asked for.

    It holds no text of the library and no names of folders. ``folder`` is where the reports are,
    None for the log folder.
    """
    folder = folder or paths.log_folder()
    found: list[tuple[float, Path]] = []
    with suppress(OSError):
        for path in folder.iterdir():
            name = _NAME.fullmatch(path.name)
            if name is None or path.is_symlink():
                continue
            if len(_read(path).splitlines()) > 1:
                found.append((path.stat().st_mtime, path))
            elif not _is_running(int(name[1])):
                path.unlink()  # it ended without a crash, but was killed
    for _, path in sorted(found):
        try:
            path.replace(folder / LAST_REPORT)
        except OSError:
            found = []  # on Windows it is still open: that program lives
    return last_crash_report(folder) if found else ""


def last_crash_report(folder: Path | None = None) -> str:
    """The report that was offered last; empty if there never was one."""
    text = _read((folder or paths.log_folder()) / LAST_REPORT)
    return "\n".join(filter(None, map(_discreet_line, text.splitlines())))


def report_header() -> str:
    """The versions that a report begins with."""
    return (
        f"Dosudo Viewer {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.machine()}"
    )


def _read(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return file.read(_MAX_BYTES).decode("utf-8", "replace")
    return ""


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return False  # the file of a running program cannot be removed there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _discreet_line(line: str) -> str:
    """``line`` of a report without folders; empty if it may hold anything of the reader's."""
    frame = _FRAME.fullmatch(line)
    if frame is not None:
        place = _PLACE.fullmatch(frame[3])
        return f'{frame[1]}"{paths.without_folders(frame[2])}"{frame[3] if place else ""}'
    thread = _THREAD.fullmatch(line)
    if thread is not None:
        return f"{thread[1]} (most recent call first):"
    return line if _PLAIN_LINE.fullmatch(line) else ""
