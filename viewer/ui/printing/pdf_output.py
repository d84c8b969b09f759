"""Writes PDF files: names, atomic writing, and a temporary folder for the system's viewer."""

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
    """A file name, valid on every system, for an article or issue called ``title``."""
    name = " ".join(_FORBIDDEN.sub(" ", title).split()).strip(". ")
    name = name.encode("utf-8", "ignore")[:_MAX_NAME_BYTES].decode("utf-8", "ignore").rstrip(". ")
    if not name or _RESERVED.match(name):
        name = f"Dosudo {name}".strip()
    return name + SUFFIX


def _part_file(path: Path) -> Path:
    return path.with_name(f".{path.name[:40]}.{os.getpid()}.part")


def check_writable(path: Path) -> None:
    """Check that ``path`` could be written, changing nothing.

    Raises:
        OSError: it cannot be written.
    """
    if path.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    part = _part_file(path)
    part.write_bytes(b"")
    part.unlink()


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: all of it, or an existing file stays as it was.

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
    """Create a temporary private folder for a file to show in the system's PDF viewer.

    Removes those older than a day; the viewer may still read newer ones.

    Raises:
        OSError: it cannot be created.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):
            status = folder.lstat()
            is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            is_old = time.time() - status.st_mtime > _KEPT_SECONDS
            if is_ours and is_old and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_FOLDER))
