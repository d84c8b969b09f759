"""The folders, in the reader's own cache folder, of what is made from her libraries.

Each is named by the real path of its library and holds a note of that path. Nothing that a library
holds has a say in where its caches are: they are read and, in part, unpickled, and a library may
come from a stranger.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from viewer import paths
from viewer.messages import Message

_NOTE = "library.txt"
#: The caches of a library that is gone are kept so long after they were last used: it may be on a
#: disk that is plugged in now and then.
_KEPT_DAYS = 90
#: Beside the system's usual temporary folder: in memory on Linux, for where all disks are full.
_OTHER_TEMPORARY_FOLDERS = ("/dev/shm", "/var/tmp")


def make_cache_folder(library: Path) -> Path:
    """The folder of what is made from ``library``; made where there is none, and noted as used.

    Raises:
        OSError: it cannot be written, or belongs to another user.
    """
    folder = paths.library_cache_folder(library)
    root = paths.cache_folder()
    for new in (root, folder):
        new.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32" and root.stat().st_uid not in (os.getuid(), 0):
        raise PermissionError(errno.EPERM, Message("it belongs to another user"))
    try:
        with tempfile.TemporaryFile(prefix=".try-", dir=folder):
            pass
        _note_use(folder, library)
    except OSError as error:
        # What is there can be read on while the disk is full.
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
    return folder


def make_temporary_folder() -> Path:
    """A folder for this run, on whichever disk for such things has most room; removed at the end.

    Raises:
        OSError: there is none that can be written.
    """
    folders = {name for name in _OTHER_TEMPORARY_FOLDERS if os.access(name, os.W_OK)}
    with contextlib.suppress(FileNotFoundError):  # its disk is full
        folders.add(tempfile.gettempdir())
    if not folders:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    roomiest = max(sorted(folders), key=lambda name: shutil.disk_usage(name).free)
    folder = Path(tempfile.mkdtemp(prefix="dosudo-viewer-", dir=roomiest))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _note_use(folder: Path, library: Path) -> None:
    """Keep beside the caches of ``library`` where it is; the file's time is that of their use."""
    note = folder / _NOTE
    text = os.fsencode(os.path.realpath(library))
    if _read_note(folder) == text:
        os.utime(note)
    else:
        note.write_bytes(text)


def _read_note(folder: Path) -> bytes:
    try:
        return (folder / _NOTE).read_bytes()
    except OSError:
        return b""


def remove_unused_caches() -> None:
    """Remove the caches of libraries that are gone and were not used for a while. Never raises."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(paths.cache_folder() / "libraries")):
            with contextlib.suppress(OSError, ValueError):
                if entry.is_dir(follow_symlinks=False) and _is_unused(Path(entry.path)):
                    shutil.rmtree(entry.path, ignore_errors=True)


def _is_unused(folder: Path) -> bool:
    """Whether nobody has used the caches in ``folder`` for a while and their library is gone.

    Raises:
        OSError: there is no note of the library.
    """
    age = time.time() - (folder / _NOTE).stat().st_mtime
    # Asked last: a library on a disk far away may take long to answer.
    return age > _KEPT_DAYS * 86_400 and not os.path.lexists(os.fsdecode(_read_note(folder)))
