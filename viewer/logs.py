"""The log file in the reader's state folder, and its loggers.

``DOSUDO_LOG`` names the least level that is written: debug, info (the default), warning, error, or
off. Above debug nothing of what is read, written or looked for stands in the log: its lines carry
counts, and of an exception its kind and where it came from, not what it says, which may quote a
text. Whoever logs keeps to that.

Not imported before the first page is painted: a module on the way to that asks for ``get_logger``
where it has something to tell. The file is rotated here because the standard library's
``logging.handlers`` imports ``socket``, and nothing in this program may open a connection.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

from viewer import paths

FILE_NAME = "dosudo-viewer.log"
OLD_FILE_NAME = "dosudo-viewer.log.1"
#: Size in bytes at which the log is rotated; one old file is kept.
MAX_SIZE = 500_000

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "off": logging.CRITICAL + 1,
}
#: Beginning of an entry; lines of a traceback belong to the entry before them.
_ENTRY_START = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )", re.MULTILINE)
_FILE = re.compile(r'(?<=^  )File "([^"\n]*)"', re.MULTILINE)
_BAD_ENTRY = re.compile(r"\S+ \S+ (WARNING|ERROR|CRITICAL) ")


def get_logger(name: str) -> logging.Logger:
    """The logger of the module ``name``; what it is told goes into the log file."""
    return logging.getLogger(name)


def level_from(text: str) -> int:
    """The level that a value of ``DOSUDO_LOG`` names; that of ``info`` where it names none."""
    return _LEVELS.get(text.strip().lower(), logging.INFO)


def last_errors(folder: Path | None = None, count: int = 5) -> list[str]:
    """The last warnings and errors of the log in ``folder`` (None: the reader's), oldest first."""
    folder = folder or paths.log_folder()
    text = ""
    for name in (OLD_FILE_NAME, FILE_NAME):
        with suppress(OSError):
            text += (folder / name).read_text(encoding="utf-8", errors="replace")
    entries = [entry.rstrip() for entry in _ENTRY_START.split(text) if _BAD_ENTRY.match(entry)]
    return entries[-count:]


class LogFile(logging.Handler):
    """Appends to the log in ``folder`` (None: the reader's), opened with its first line.

    A folder that cannot be written keeps no log, and is no reason for the program to fail.
    """

    def __init__(self, folder: Path | None = None, level: int = logging.INFO) -> None:
        super().__init__(level)
        self._folder = folder
        self._file: TextIO | None = None
        formatter = logging.Formatter if level <= logging.DEBUG else _DiscreetFormatter
        self.setFormatter(
            formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write one entry."""
        try:
            entry = self.format(record)
            with suppress(OSError):
                if self._file is None or self._file.tell() > MAX_SIZE:
                    self._file = self._reopen()
                self._file.write(entry + "\n")
                self._file.flush()
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        self._file = None
        super().close()

    def _reopen(self) -> TextIO:
        if self._file is not None:
            self._file.close()
            self._file = None
        folder = self._folder or paths.log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        # On Windows another process may hold the file open: rotate later.
        with suppress(OSError):
            if path.stat().st_size > MAX_SIZE:
                path.replace(folder / OLD_FILE_NAME)
        return path.open("a", encoding="utf-8", errors="backslashreplace")


def discreet_traceback(error: BaseException) -> str:
    """Where ``error`` and what it came of were raised, without folders and texts of the reader's.

    What an exception says is left out unless its kind quotes no text.
    """
    parts = []
    cause: BaseException | None = error
    while cause is not None:
        places = "".join(traceback.format_tb(cause.__traceback__))
        places = _FILE.sub(lambda found: f'File "{paths.without_folders(found[1])}"', places)
        parts.append(places + _describe(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nwhich came of\n".join(parts)


class _DiscreetFormatter(logging.Formatter):
    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return "" if ei[1] is None else discreet_traceback(ei[1])


def _describe(error: BaseException) -> str:
    kind = type(error).__qualname__
    if isinstance(error, OSError):
        return f"{kind}: {error.strerror}"
    return f"{kind}: {error}" if isinstance(error, sqlite3.Error) else kind


_viewer_logger = logging.getLogger("viewer")
_viewer_logger.setLevel(level_from(os.environ.get(paths.LOG_VARIABLE, "")))
_viewer_logger.addHandler(LogFile(level=_viewer_logger.level))
