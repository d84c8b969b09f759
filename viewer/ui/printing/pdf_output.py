"""Where a PDF goes: a file of the reader's, or one that the system's PDF viewer is shown."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

SUFFIX = ".pdf"
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)
#: File systems end a name at 255 bytes.
_MAX_NAME_BYTES = 180
_FOLDER = "dosudo-viewer-print-"
_KEPT_SECONDS = 24 * 60 * 60


def pdf_file_name(title: str) -> str:
    """A name that every system takes for the file of an article or issue called ``title``."""
    name = " ".join(_FORBIDDEN.sub(" ", title).split()).strip(". ")
    name = name.encode("utf-8", "ignore")[:_MAX_NAME_BYTES].decode("utf-8", "ignore").rstrip(". ")
    if not name or _RESERVED.match(name):
        name = f"Dosudo {name}".strip()
    return name + SUFFIX


def _part_file(path: Path) -> Path:
    return path.with_name(f".{path.name[:40]}.{os.getpid()}.part")


def check_writable(path: Path) -> None:
    """See whether ``path`` could be written, and leave everything as it is.

    Raises:
        OSError: it could not.
    """
    if path.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    part = _part_file(path)
    part.write_bytes(b"")
    part.unlink()


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: all of it or nothing, and no file that was there is half gone.

    Raises:
        OSError: it cannot be written.
    """
    part = _part_file(path)
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def make_print_folder() -> Path:
    """A folder of the reader's alone for what a PDF viewer is to show.

    The viewer may read its file at any time, so those of the last day stay.

    Raises:
        OSError: it cannot be made.
    """
    for old in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):
            status = old.lstat()
            mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            stale = time.time() - status.st_mtime > _KEPT_SECONDS
            if mine and stale and not old.is_symlink():
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_FOLDER))
