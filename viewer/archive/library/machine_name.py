"""What this machine is called in the names of its files in a library."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from zlib import crc32

from viewer import paths

_FILE = "machine.txt"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


def machine_name(folder: Path | None = None) -> str:
    """A name no other machine has, such as ``laptop-3f9a21c4``, kept in the configuration folder.

    It begins with what the machine was called at first and stays when that changes. Where
    ``folder`` (None: the reader's configuration folder) cannot be written, it depends on the
    machine's and the reader's names alone.
    """
    path = (folder or paths.config_folder()) / _FILE
    try:
        name = path.read_text("ascii").strip()
        if _NAME.match(name):
            return name
    except (OSError, ValueError):
        pass
    host = _host_name()
    readable = re.sub(r"[^a-z0-9]+", "-", host.split(".")[0].lower()).strip("-")[:24] or "machine"
    name = f"{readable}-{os.urandom(4).hex()}"
    partial = path.with_name(f"{_FILE}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(name + "\n", "ascii")
        os.replace(partial, path)
    except OSError:
        return f"{readable}-{crc32(f'{host}/{Path.home()}'.encode('utf-8', 'replace')):08x}"
    return name


def _host_name() -> str:
    return os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
