"""Tells whether files are opened, by Python and by Qt alike."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from pathlib import Path
from types import TracebackType

import pytest

_OPEN = 0x20  # IN_OPEN


class Watch:
    """``with Watch(folder) as watch``: ``watch.opened()`` names the files opened in the folder.

    The kernel tells (inotify), so that what Qt opens by itself is seen as well.
    """

    def __init__(self, folder: Path) -> None:
        if sys.platform != "linux":
            pytest.skip("opened files are told by the kernel of Linux only")
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._folder = folder
        self._seen: set[str] = set()

    def __enter__(self) -> Watch:
        self._descriptor = self._libc.inotify_init1(os.O_NONBLOCK)
        watched = self._libc.inotify_add_watch(self._descriptor, os.fsencode(self._folder), _OPEN)
        assert watched >= 0, os.strerror(ctypes.get_errno())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

    def opened(self) -> set[str]:
        """The names of the files that were opened since the watch began."""
        while True:
            try:
                events = os.read(self._descriptor, 65536)
            except BlockingIOError:
                return self._seen
            at = 0
            while at < len(events):
                _, _, _, length = struct.unpack_from("iIII", events, at)
                name = events[at + 16 : at + 16 + length].rstrip(b"\0")
                if name:
                    self._seen.add(os.fsdecode(name))
                at += 16 + length
